"""A report on disk: whole files or none."""

from __future__ import annotations

from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.report.markdown import render_markdown
from cxaudit.run.audit import Audit
from cxaudit.run.writing import write_whole


def write_report(audit: Audit, folder: Path) -> list[Path]:
    """Write `report.html` and `report.md`; both are rendered before either is touched."""
    report = build(audit)
    texts = {"report.html": render_html(report), "report.md": render_markdown(report)}
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, text) for name, text in texts.items()]


def _write(path: Path, text: str) -> Path:
    # A lone surrogate in a file name has no UTF-8 form and is shown as a question mark.
    write_whole(path, text.encode("utf-8", "replace"))
    return path
