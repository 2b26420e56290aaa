"""What the verbs that draw pages share: the look, the language, scenarios, earlier commits."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.output import named
from cxaudit.cli.shared import USAGE, chosen_rules, day

if TYPE_CHECKING:
    from cxaudit.report.theme import Theme
    from cxaudit.run.audit import Audit
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.trend import Moment
    from cxaudit.run.whatif import Whatif

ThemeOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Title, logo, accent, preface and footer of your own; `cxaudit schema theme` has "
        "the keys.",
    ),
]
LanguageOption = Annotated[
    str | None, typer.Option(metavar="CODE", help="The language to write in; default: en.")
]


def theme_of(name: str | None) -> Theme:
    """The theme in a file; what is wrong with it is told with its places."""
    from cxaudit.report.theme import PLAIN, BrokenTheme, read_theme

    if name is None:
        return PLAIN
    try:
        return read_theme(Path(named(name)), name)
    except BrokenTheme as error:
        for line in error.lines:
            print(f"cxaudit: {line}", file=sys.stderr)
        raise typer.Exit(USAGE) from None


def scenarios_of(
    result: Audit, paths: Sequence[str], as_of: str | None, by: Wanted
) -> Sequence[Whatif]:
    """The scenarios among the paths, tried out; maps are read again only where there is one."""
    if not any(document.kind == "whatif" for document in result.other):
        return ()
    from cxaudit.run.whatif import try_scenarios

    book = chosen_rules(by, paths)
    with book.in_force():
        return try_scenarios(paths, book.policies, day(as_of), by_edit=True).whatifs


def moments_of(
    result: Audit, paths: Sequence[str], most: int | None, by: Wanted
) -> Sequence[Moment]:
    """How the maps stood at earlier commits, where that is asked for."""
    if most is None:
        return ()
    from cxaudit.run.git import Unavailable
    from cxaudit.run.trend import trend

    book = chosen_rules(by, paths)
    try:
        with book.in_force():
            return trend(paths, result, most, book.policies)
    except Unavailable as error:
        print(f"cxaudit: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
