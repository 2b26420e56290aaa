"""`cxaudit diff`: what a change does to the customer."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from cxaudit.cli.options import (
    AsOfOption,
    judging,
)
from cxaudit.cli.shared import FOUND, NOTHING, USAGE, Progress, chosen_rules, day, told
from cxaudit.run.there import is_there

if TYPE_CHECKING:
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.diff import Diff

_PATHS = "cxaudit.paths"


class Format(StrEnum):
    """How the difference is shown."""

    text = "text"
    markdown = "markdown"
    json = "json"


class Command(TyperCommand):
    """A command that takes paths behind `--`, as git does."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Set what stands behind `--` aside."""
        if "--" in args:
            mark = args.index("--")
            ctx.meta[_PATHS] = args[mark + 1 :]
            args = args[:mark]
        return super().parse_args(ctx, args)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        """What the usage line shows."""
        return [*super().collect_usage_pieces(ctx), "[-- PATH...]"]


@judging
def diff(
    context: typer.Context,
    base: Annotated[
        str,
        typer.Argument(
            metavar="BASE",
            help="A revision of git, a folder or a file; A...B is B since it left A.",
        ),
    ],
    head: Annotated[
        str | None,
        typer.Argument(
            metavar="HEAD",
            help="The same; default: the working tree. Paths behind -- limit both.",
            show_default=False,
        ),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How the difference is shown.")
    ] = Format.text,
    fail_on_worse: Annotated[
        bool, typer.Option("--fail-on-worse", help="Exit with 1 where something got worse.")
    ] = False,
    as_of: AsOfOption = None,
    *,
    by: Wanted,
) -> None:
    """Compare two versions of the maps and say what the change does to the customer.

    Worse is: a figure of a run that rose, a party that lost its last contact, a map or step that
    nobody answers for any more, a new error or warning. Exit code: 0, 1 something got worse and
    --fail-on-worse is given, 2 a side cannot be had or a file not be read, 3 no map on either side.
    """
    result = _compared(base, head, list(context.meta.get(_PATHS, [])), as_of, by)
    _show(result, format_)
    for note in result.notes:
        print(f"cxaudit: note: {note}", file=sys.stderr)
    raise typer.Exit(_code(result, fail_on_worse))


def _compared(base: str, head: str | None, paths: list[str], as_of: str | None, by: Wanted) -> Diff:
    """Compare, both sides by the rules of the configuration nearest to what is on disk of them."""
    from cxaudit.run.diff import diff as compare
    from cxaudit.run.git import Unavailable

    today = day(as_of)
    near = [text for text in (head, *paths, base) if text and is_there(text)]
    book = chosen_rules(by, near)
    try:
        with book.in_force(), Progress("reading") as progress:
            result = compare(base, head, paths, book.policies, today, progress)
    except Unavailable as error:
        print(f"cxaudit: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    result.failures += book.failures
    return result


def _show(result: Diff, format_: Format) -> None:
    if format_ is Format.json:
        from cxaudit.formats.diff.json import as_json

        sys.stdout.write(as_json(result))
    elif format_ is Format.markdown:
        from cxaudit.formats.diff.markdown import as_markdown

        sys.stdout.write(as_markdown(result))
    elif result.compared:
        from cxaudit.formats.diff.text import print_diff

        print_diff(result)


def _code(result: Diff, fail_on_worse: bool) -> int:
    """Tell what could not be compared; the exit code."""
    for failure in result.failures:
        print(f"cxaudit: {told(failure)}", file=sys.stderr)
    for crash in result.crashes:
        place = (
            crash.element
            if crash.code == "-"
            else f"rule {crash.code}, {crash.map} {crash.element}"
        )
        print(f"cxaudit: {place}: {crash.says}", file=sys.stderr)
    if result.failures or result.crashes:
        return USAGE
    if not result.compared:
        print(
            "cxaudit: no map on either side, so there is nothing to compare: a map is a .yaml file "
            "that begins with `process:`, or a .bpmn file",
            file=sys.stderr,
        )
        return NOTHING
    return FOUND if fail_on_worse and result.worse else 0
