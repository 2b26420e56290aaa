"""`cxaudit report`: the 360-degree report for people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import CollaborationOption, CustomerOption, asked
from cxaudit.cli.options import (
    AsOfOption,
    judging,
)
from cxaudit.cli.output import path_named
from cxaudit.cli.shared import (
    USAGE,
    Progress,
    chosen_rules,
    complain,
    day,
    exit_code,
    finish,
    run_audit,
)

if TYPE_CHECKING:
    from cxaudit.run.audit import Audit
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.whatif import Whatif


@judging
def report(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIR", parser=path_named, help="Folder to write to."
        ),
    ] = Path("audit"),
    as_of: AsOfOption = None,
    customer: CustomerOption = None,
    collaboration: CollaborationOption = False,
    recommendations: Annotated[
        bool,
        typer.Option(
            "--recommendations/--no-recommendations",
            help="Whether the report recommends, or finds and leaves the way out to others.",
        ),
    ] = True,
    *,
    by: Wanted,
) -> None:
    """Write the 360-degree report: one offline HTML file, the same as Markdown, and the list of
    questions that the maps leave open as Markdown and CSV.

    Scenarios among the paths are shown beside today.
    """
    from cxaudit.report.write import write_report

    result = run_audit(
        asked(paths or [], customer=customer, collaboration=collaboration), as_of, by
    )
    code = exit_code(result)
    if result.analyses or result.other:
        try:
            with Progress("drawing the report"):
                tried = _scenarios(result, paths or ["."], as_of, by)
                written = write_report(result, output, tried, recommendations)
            for path in written:
                print(path)
        except OSError as error:
            typer.echo(f"cxaudit: {output}: cannot be written: {error.strerror}", err=True)
            raise typer.Exit(USAGE) from None
    complain(result)
    finish(result, code)


def _scenarios(
    result: Audit, paths: Sequence[str], as_of: str | None, by: Wanted
) -> Sequence[Whatif]:
    """The scenarios among the paths, tried out; maps are read again only where there is one."""
    if not any(document.kind == "whatif" for document in result.other):
        return ()
    from cxaudit.run.whatif import try_scenarios

    book = chosen_rules(by, paths)
    with book.in_force():
        return try_scenarios(paths, book.policies, day(as_of)).whatifs
