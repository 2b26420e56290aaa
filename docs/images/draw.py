"""Draws the pictures of the README from the maps that ship: python docs/images/draw.py"""

from __future__ import annotations

from pathlib import Path

from cxaudit.report.blueprint import svg_document
from cxaudit.report.context import Context
from cxaudit.report.scenes import scene_of
from cxaudit.run.audit import audit

HERE = Path(__file__).parent
MAPS = HERE.parent.parent / "process_maps"

if __name__ == "__main__":
    result = audit([str(MAPS / "volta-switchgear" / "as-is" / "quote-to-order.yaml")])
    analysis = result.analyses[0]
    assert analysis.study is not None
    context = Context(analysis, analysis.study, tuple(result.of(analysis)), "")
    drawing = svg_document(scene_of(context))
    (HERE / "blueprint.svg").write_text(drawing, encoding="utf-8")
