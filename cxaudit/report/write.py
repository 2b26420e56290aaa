"""A report on disk: the formats that are wanted, whole files or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.report.local import folder_outside, without_folder
from cxaudit.report.markdown import render_markdown
from cxaudit.report.records import (
    finding_records,
    findings_csv,
    touch_point_records,
    touch_points_csv,
)
from cxaudit.report.saved.document import Saved, saved, saved_text
from cxaudit.report.sections.questions import questions_csv, questions_markdown
from cxaudit.report.theme import PLAIN, Theme
from cxaudit.run.audit import Audit
from cxaudit.run.trend import Moment
from cxaudit.run.whatif import Whatif
from cxaudit.run.writing import write_whole
from cxaudit.texts.catalogue import language, speaking

# What each format is for, in the order in which files are written.
ABOUT = {
    "html": "report.html: one page that needs nothing else",
    "md": "report.md and questions.md",
    "json": "report.json: the whole report as data, with a schema; --from reads it",
    "csv": "questions.csv, findings.csv and touch-points.csv for a spreadsheet",
    "pdf": "report.pdf: tagged, for paper; needs cxaudit[pdf]",
    "docx": "report.docx: for those who go on writing in it; needs cxaudit[docx]",
}
USUAL = ("html", "md", "json", "csv")
Files = dict[str, str | bytes]


def write_report(
    audit: Audit,
    folder: Path,
    tried: Sequence[Whatif] = (),
    advises: bool = True,
    formats: Sequence[str] = USUAL,
    theme: Theme = PLAIN,
) -> list[Path]:
    """Write the report of an audit. `tried` are the scenarios to show beside today; without `advises`
    it finds and does not recommend. Raises `Missing` where a format lacks its library."""
    return write_saved(keep(audit, tried, advises), folder, formats, theme)


def keep(
    audit: Audit,
    tried: Sequence[Whatif] = (),
    advises: bool = True,
    moments: Sequence[Moment] = (),
) -> Saved:
    """The report of an audit, as it can be kept, in the language that is spoken; `moments` are how the
    maps stood before."""
    report = build(audit, tried, advises, moments)
    records = (finding_records(audit, advises), touch_point_records(audit))
    return saved(report, *without_folder(records, folder_outside(audit.files)), language())


def write_saved(
    whole: Saved,
    folder: Path,
    formats: Sequence[str] = USUAL,
    theme: Theme = PLAIN,
    notes: list[str] | None = None,
) -> list[Path]:
    """Write a report that is kept, in its own language; all files are made before any is touched. What
    is not as it should be in one of them is added to `notes`."""
    made = rendered(whole, formats, theme, notes)
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, content) for name, content in made.items()]


def rendered(
    whole: Saved,
    formats: Sequence[str],
    theme: Theme = PLAIN,
    notes: list[str] | None = None,
) -> Files:
    """The files of some formats, by name."""
    told = notes if notes is not None else []
    makers: dict[str, Callable[[Saved, Theme], Files]] = {
        "html": _html, "md": _markdown, "json": _json, "csv": _csv, "pdf": partial(_pdf, told),
        "docx": _docx,
    }  # fmt: skip
    made: Files = {}
    with speaking(whole.language):
        for name in makers:
            if name in formats:
                made |= makers[name](whole, theme)
    return made


def _html(whole: Saved, theme: Theme) -> Files:
    return {"report.html": render_html(whole.report, theme)}


def _markdown(whole: Saved, theme: Theme) -> Files:
    report = whole.report
    return {
        "report.md": render_markdown(report, theme),
        "questions.md": questions_markdown(report.inquiry, theme.title or report.title),
    }


def _json(whole: Saved, theme: Theme) -> Files:
    return {"report.json": saved_text(whole)}


def _csv(whole: Saved, theme: Theme) -> Files:
    return {
        "questions.csv": questions_csv(whole.report.inquiry),
        "findings.csv": findings_csv(whole.findings),
        "touch-points.csv": touch_points_csv(whole.touch_points),
    }


def _pdf(notes: list[str], whole: Saved, theme: Theme) -> Files:
    from cxaudit.report.paper.compose import compose
    from cxaudit.report.paper.pdf import report_pdf

    made = report_pdf(compose(whole.report), theme, whole.language)
    notes += [made.note] if made.note else []
    return {"report.pdf": made.data}


def _docx(whole: Saved, theme: Theme) -> Files:
    from cxaudit.report.paper.compose import compose
    from cxaudit.report.paper.word import report_docx

    return {"report.docx": report_docx(compose(whole.report), theme, whole.language)}


def _write(path: Path, content: str | bytes) -> Path:
    # A lone surrogate in a file name has no UTF-8 form and is shown as a question mark.
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    write_whole(path, data)
    return path
