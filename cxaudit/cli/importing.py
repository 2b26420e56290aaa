"""`cxaudit import`: BPMN files as maps that people can read and keep."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import known_customer
from cxaudit.cli.output import path_named
from cxaudit.cli.shared import NOTHING, USAGE

if TYPE_CHECKING:
    from cxaudit.run.importing import Draft, Import

MOST_TOLD = 10  # losses of one map on the terminal; its file holds them all


def import_(
    paths: Annotated[list[str], typer.Argument(help="BPMN files, or folders of them.")],
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIR", parser=path_named, help="Folder to write to."
        ),
    ],
    customer: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The pool, lane or performer that is the party served."),
    ] = None,
    organisation: Annotated[
        str, typer.Option(metavar="NAME", help="What the organisation is called.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are there already.")
    ] = False,
    skip: Annotated[
        bool, typer.Option("--skip-unreadable", help="Leave out files that cannot be read.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Write nothing; tell what would be written.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change in the folder.")
    ] = False,
) -> None:
    """Write BPMN processes as maps in YAML: one file a process, and one for the organisation.

    Comments mark what was inferred; what a map cannot say stands at the end of its file. Everything
    is written or nothing is. No file is replaced without --force.

    Exit code: 0 done, 2 something could not be read or written, 3 no BPMN file among the paths.
    """
    from cxaudit.run.importing import imported, in_the_way, write_all

    found = imported(paths, output, customer, organisation)
    if customer is not None:
        known_customer(customer, _models(found))
    failures = list(found.failures)
    nothing = not found.drafts and not failures
    keeps = diff or dry_run
    if skip or not failures:
        if not (force or diff):
            failures += (blocked := in_the_way(found.drafts))
            keeps = keeps or bool(blocked)
        if not keeps:
            failures += (refused := write_all(found.drafts, output))
            keeps = bool(refused)
    elif failures and not skip:
        keeps = True
    for failure in failures:
        print(f"cxaudit: {failure.path}: {failure.says}", file=sys.stderr)
    if nothing:
        print("cxaudit: no BPMN file among the paths", file=sys.stderr)
        raise typer.Exit(NOTHING)
    if diff:
        _differences(found.drafts)
    elif dry_run or not keeps:
        _told(found)
    elif failures:
        print("cxaudit: nothing was written", file=sys.stderr)
    raise typer.Exit(USAGE if failures else 0)


def _models(found: Import) -> dict[Path, bytes]:
    """The models that maps come from, but for those that can be read only once."""
    from cxaudit.run.reading import read_named
    from cxaudit.run.there import is_file

    paths = {Path(draft.source) for draft in found.drafts if draft.source}
    return {path: read_named(path) for path in sorted(paths) if is_file(path)}


def _differences(drafts: list[Draft]) -> None:
    from cxaudit.run.writing import unified_diff

    for draft in drafts:
        sys.stdout.write(unified_diff(str(draft.path), draft.before or b"", draft.after))


def _told(found: Import) -> None:
    """The files on standard output; what is lost, and what to do next, beside it."""
    for draft in found.drafts:
        print(draft.path)
    for draft in found.drafts:
        if not draft.losses:
            continue
        print(f"cxaudit: {draft.path}: the model also says, and a map cannot:", file=sys.stderr)
        for loss in draft.losses[:MOST_TOLD]:
            print(f"  {loss}", file=sys.stderr)
        if len(draft.losses) > MOST_TOLD:
            more = len(draft.losses) - MOST_TOLD
            print(f"  and {more} more at the end of the file", file=sys.stderr)
    if found.serves:
        says = "serves this folder and knows everybody in these maps"
        if found.unknown:
            says = f"serves this folder: add to it {', '.join(found.unknown)}"
        print(f"cxaudit: {found.serves} {says}", file=sys.stderr)
