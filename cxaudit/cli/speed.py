"""An audit made fast: what earlier runs have kept, and several processes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cxaudit.cli.asked import Asked
    from cxaudit.cli.fast import Kept
    from cxaudit.run.audit import Audit
    from cxaudit.run.configuration import Wanted

JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, metavar="N", help="Processes to use; 0: as many as pay (default)."
    ),
]
NoCacheOption = Annotated[
    bool, typer.Option("--no-cache", help="Use nothing of earlier runs, and keep nothing.")
]
CacheDirOption = Annotated[
    str | None,
    typer.Option(metavar="DIR", help="Keep results here, and use those of earlier runs."),
]


def audit_fast(
    asked: Asked, as_of: str | None, wanted: Wanted, kept: Kept | None, jobs: int
) -> Audit:
    """Audit what was asked for, each file by the configuration nearest to it, with what earlier runs
    have kept and by several processes."""
    from cxaudit.cli.shared import Progress, broken_packs, day
    from cxaudit.run.projects import Helpers, Projects, audit_projects
    from cxaudit.run.room import kept as kept_in_memory

    helpers = Helpers(kept.store, kept.tool, jobs) if kept is not None else Helpers(jobs=jobs)
    projects = Projects(wanted, traced=True)
    beside = Path(asked.places[0])
    with broken_packs(), Progress("reading") as progress, kept_in_memory():
        result = audit_projects(
            asked.found, projects, day(as_of), progress, beside=beside, helpers=helpers
        )
    for told in helpers.told:
        sys.stderr.write(f"\rcxaudit: {told}\n")
    return result
