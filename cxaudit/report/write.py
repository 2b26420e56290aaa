"""A report on disk: whole files or none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.report.markdown import render_markdown
from cxaudit.report.sections.questions import questions_csv, questions_markdown
from cxaudit.run.audit import Audit
from cxaudit.run.whatif import Whatif
from cxaudit.run.writing import write_whole


def write_report(
    audit: Audit, folder: Path, tried: Sequence[Whatif] = (), advises: bool = True
) -> list[Path]:
    """Write `report.html`, `report.md` and the list of questions as `questions.md` and `questions.csv`;
    all are rendered before any is touched. `tried` are the scenarios to show beside today."""
    report = build(audit, tried, advises)
    texts = {
        "report.html": render_html(report),
        "report.md": render_markdown(report),
        "questions.md": questions_markdown(report.inquiry, report.title),
        "questions.csv": questions_csv(report.inquiry),
    }
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, text) for name, text in texts.items()]


def _write(path: Path, text: str) -> Path:
    # A lone surrogate in a file name has no UTF-8 form and is shown as a question mark.
    write_whole(path, text.encode("utf-8", "replace"))
    return path
