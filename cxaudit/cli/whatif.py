"""`cxaudit whatif`: what a scenario would change, before it is tried on customers."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.options import (
    AsOfOption,
    judging,
)
from cxaudit.cli.shared import NOTHING, USAGE, Progress, chosen_rules, day, told

if TYPE_CHECKING:
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.whatif import Whatifs


class Format(StrEnum):
    """How scenarios are shown."""

    text = "text"
    json = "json"


@judging
def whatif(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Scenarios or folders, and maps they are of; default: this folder."),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How before and after are shown.")
    ] = Format.text,
    as_of: AsOfOption = None,
    *,
    by: Wanted,
) -> None:
    """Apply scenarios to a copy of their map and show it before and after.

    A scenario is a file that begins with `whatif:`; its map is looked for among the paths, then in
    its folder and those above. Exit code: 0 whatever it finds, 2 a fault in a scenario or in what
    was asked, 3 no scenario among the paths.
    """
    result = _tried(paths or ["."], as_of, by)
    if format_ is Format.json:
        from cxaudit.formats.whatif import whatif_json

        if result.whatifs:
            sys.stdout.write(whatif_json(result))
    else:
        from cxaudit.formats.whatif import print_whatif

        print_whatif(result)
    raise typer.Exit(_complain(result))


def _tried(paths: Sequence[str], as_of: str | None, by: Wanted) -> Whatifs:
    from cxaudit.run.whatif import try_scenarios

    today = day(as_of)
    book = chosen_rules(by, paths)
    with book.in_force(), Progress("reading") as progress:
        result = try_scenarios(paths, book.policies, today, progress)
    result.failures += book.failures
    return result


def _complain(result: Whatifs) -> int:
    """Tell what could not be tried; the exit code."""
    code = 0
    for one in result.whatifs:
        for fault in one.faults:
            place = f"{one.path}:{fault.span.line}:{fault.span.column}"
            print(f"cxaudit: {place}: {fault.says}", file=sys.stderr)
            code = USAGE
    for failure in result.failures:
        print(f"cxaudit: {told(failure)}", file=sys.stderr)
        code = USAGE
    for crash in result.crashes:
        print(f"cxaudit: {crash.code} {crash.map} {crash.element}: {crash.says}", file=sys.stderr)
        code = USAGE
    if not result.whatifs and not code:
        print(
            "cxaudit: no scenario among the paths: a scenario is a .yaml file that begins with "
            "`whatif:`",
            file=sys.stderr,
        )
        code = NOTHING
    return code
