"""`cxaudit check`: what is wrong with the maps, and for whom."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated

import typer

from cxaudit.cli.shared import complain, exit_code, finish, run_audit


class Format(StrEnum):
    """How findings are shown."""

    text = "text"
    json = "json"


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How findings are shown.")
    ] = Format.text,
    fail_on: Annotated[
        FailOn, typer.Option(help="Exit with 1 from this severity on.")
    ] = FailOn.error,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="Judge as of this day (YYYY-MM-DD).")
    ] = None,
    rules: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH", help="A rule pack, or a folder of packs, to judge by as well."
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="One line a finding, no advice.")
    ] = False,
) -> None:
    """Check process maps and say what they do to customers.

    Exit code: 0 nothing at or above --fail-on, 1 findings, 2 something could not be audited,
    3 no map among the paths.
    """
    result = run_audit(paths or [], as_of, rules=rules or [])
    code = exit_code(result, fail_on.value)
    if format_ is Format.json:
        from cxaudit.formats.json import as_json

        sys.stdout.write(as_json(result))
    elif code != 3:
        from cxaudit.formats.text import print_text

        print_text(result, brief=quiet)
    complain(result)
    finish(result, code)
