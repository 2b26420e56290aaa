"""The portal of an audit: every file of it, ready to be published."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.site.drawing import Told
from cxaudit.report.site.layout import site_of
from cxaudit.report.site.render import render
from cxaudit.report.theme import PLAIN, Theme
from cxaudit.run.audit import Audit
from cxaudit.run.project import project_root
from cxaudit.run.whatif import Whatif


def site_files(
    audit: Audit,
    tried: Sequence[Whatif] = (),
    advises: bool = True,
    theme: Theme = PLAIN,
    told: Told | None = None,
) -> dict[str, bytes]:
    """Every file of the portal by its path, in the language that is spoken. Same audit, same bytes."""
    report = build(audit, tried, advises)
    site = site_of(audit, report, tried, places_of(_paths(audit)))
    texts = render(site, report, theme, told)
    # A lone surrogate in a file name has no UTF-8 form and is shown as a question mark.
    return {path: text.encode("utf-8", "replace") for path, text in texts.items()}


def _paths(audit: Audit) -> list[str]:
    """The files of maps and organisations."""
    paths = [analysis.document.path for analysis in audit.analyses]
    houses = [estate.document.path for estate in audit.estates if estate.document is not None]
    return list(dict.fromkeys([*paths, *houses]))


def places_of(paths: Iterable[str]) -> dict[str, str]:
    """Files as seen from the root of the project, however they were named: addresses follow from this.
    Files outside of it are seen from the folder that all of them share."""
    known = list(paths)
    real = {path: Path(path).resolve() for path in known}
    if not real:
        return {}
    root = project_root(Path(known[0]))
    if not all(path.is_relative_to(root) for path in real.values()):
        try:
            root = Path(os.path.commonpath([path.parent for path in real.values()]))
        except ValueError:  # they lie on several drives
            return {path: there.as_posix() for path, there in real.items()}
    return {path: there.relative_to(root).as_posix() for path, there in real.items()}
