"""`cxaudit report --for`: sheets of one page for those who are named."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.shared import USAGE, complain

if TYPE_CHECKING:
    from cxaudit.report.theme import Theme
    from cxaudit.run.audit import Audit
    from cxaudit.run.whatif import Whatif

ForOption = Annotated[
    list[str] | None,
    typer.Option(
        "--for",
        metavar="KIND[:NAME]",
        help="Instead of the report, a sheet of one page for role:NAME, unit:NAME, party:NAME, "
        "leader:NAME or owner:NAME; a kind alone: one for each of it. Repeatable.",
    ),
]


def check_wanted(wanted: Sequence[str], formats: Sequence[str] = ()) -> None:
    """Ends with 2, before anything is read, for a kind of reader that there is not, or a format that
    was asked for and that a sheet has not."""
    from cxaudit.report.sheets.choose import UnknownAudience, check_kind

    try:
        for text in wanted:
            check_kind(text)
    except UnknownAudience as error:
        raise typer.BadParameter(str(error), param_hint="--for") from None
    known = ("html", "md")
    for name in formats if wanted else ():
        if name not in known:
            says = f"a sheet has no format {name!r}: use {', '.join(known)}, or leave out --for"
            raise typer.BadParameter(says, param_hint="--format")


def write_sheets(
    result: Audit,
    wanted: Sequence[str],
    output: Path,
    tried: Sequence[Whatif],
    recommendations: bool,
    formats: Sequence[str],
    theme: Theme,
) -> list[Path]:
    """Write the sheets that are wanted and return their files; `formats` are those that were asked
    for. Ends with 2 for a reader that no file names, before any is written."""
    from cxaudit.report.sheets.choose import UnknownAudience
    from cxaudit.report.sheets.write import FORMATS
    from cxaudit.report.sheets.write import write_sheets as write

    try:
        return write(result, wanted, output, tried, recommendations, formats or FORMATS, theme)
    except UnknownAudience as error:
        complain(result)  # a name may be missing because its file could not be read
        raise typer.BadParameter(str(error), param_hint="--for") from None
    except OSError as error:
        print(f"cxaudit: {output}: cannot be written: {error.strerror}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
