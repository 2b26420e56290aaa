"""A report on disk: whole files or none."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.report.markdown import render_markdown
from cxaudit.run.audit import Audit


def write_report(audit: Audit, folder: Path) -> list[Path]:
    """Write `report.html` and `report.md`; both are rendered before either is touched."""
    report = build(audit)
    texts = {"report.html": render_html(report), "report.md": render_markdown(report)}
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder / name, text) for name, text in texts.items()]


def _write(path: Path, text: str) -> Path:
    """Replace a file in one move, so that a reader never sees half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            # A lone surrogate in a file name has no UTF-8 form and is shown as a question mark.
            file.write(text.encode("utf-8", "replace").decode("utf-8"))
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
