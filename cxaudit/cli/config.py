"""`cxaudit config`: which configuration holds where, and whether it says what it should."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.options import judging
from cxaudit.cli.shared import USAGE, broken_packs
from cxaudit.run.there import is_there

if TYPE_CHECKING:
    from cxaudit.run.configuration import Wanted

config = typer.Typer(
    help="Show which configuration holds for a file, or check that configurations are sound.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How a configuration is shown."""

    text = "text"
    json = "json"


@config.command(epilog="Example: cxaudit config show process_maps/quote-to-order.yaml")
@judging
def show(
    path: Annotated[str, typer.Argument(help="A map or a folder.")] = ".",
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How it is shown.")
    ] = Format.text,
    *,
    by: Wanted,
) -> None:
    """Show what a file is judged by: the configuration files read, the rules that are on and off, their
    limits where they are not the usual ones, and which overrides hold there.

    Exit code: 0, 2 where a configuration or pack has faults.
    """
    from cxaudit.formats.configuration import as_json, as_text
    from cxaudit.run.configuration import rulebook
    from cxaudit.run.configuration.inspect import inspect

    if not is_there(path):
        raise typer.BadParameter(f"{path}: no such file or folder")
    with broken_packs():
        book = rulebook(by, path)
    shown = inspect(book, path)
    sys.stdout.write(as_json(shown) if format_ is Format.json else as_text(shown))
    for failure in book.failures:
        print(f"cxaudit: {failure}", file=sys.stderr)
    if book.failures:
        raise typer.Exit(USAGE)


@config.command(epilog="Example: cxaudit config check process_maps/")
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Configurations, or folders in which they are looked for."),
    ] = None,
) -> None:
    """Check every configuration among some paths, and the one above them, with the packs that they
    name. Exit code: 0 all are sound, 2 some are not."""
    from cxaudit.run.configuration import Wanted, rulebook
    from cxaudit.run.configuration.inspect import configurations

    for path in paths or []:
        if not is_there(path):
            raise typer.BadParameter(f"{path}: no such file or folder")
    files = configurations(paths or ["."])
    failures: list[str] = []
    for file in files:
        with broken_packs():
            book = rulebook(Wanted(configuration=file))
        failures += [str(one) for one in book.failures if str(one) not in failures]
    for failure in failures:
        print(f"cxaudit: {failure}", file=sys.stderr)
    if failures:
        raise typer.Exit(USAGE)
    print(f"sound: {', '.join(files)}" if files else "no configuration: the defaults hold")
