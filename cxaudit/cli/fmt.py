"""`cxaudit fmt`: files in one canonical layout, nothing they say changed."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import STANDARD_INPUT, OnlyMapsOption
from cxaudit.cli.shared import FOUND, NOTHING, USAGE

if TYPE_CHECKING:
    from cxaudit.run.discover import Failure
    from cxaudit.run.formatting import Formatted

INTERRUPTED = 130


def fmt(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Maps, organisation files, scenarios, packs or folders, or - for standard input; "
            "default: this folder."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 if a file would change.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Write nothing; show what would change.")
    ] = False,
    only_maps: OnlyMapsOption = False,
) -> None:
    """Write maps in one canonical layout: indentation, blanks, quotes, line ends.

    Keys, their order, values and comments stay. Each file is written whole or not at all; standard
    input (-) goes to standard output.

    Exit code: 0 done, 1 --check found a file that would change, 2 a file was left alone,
    3 nothing to lay out among the paths.
    """
    from cxaudit.run.formatting import format_files, format_one

    named = paths or ["."]
    if STANDARD_INPUT in named:
        if len(named) > 1:
            raise typer.BadParameter("standard input (-) goes alone")
        one = format_one("<stdin>", sys.stdin.buffer.read())
        if not (check or diff or one.says):
            sys.stdout.buffer.write(one.after)
        raise typer.Exit(_told([one], check, diff, quiet=True))
    files = format_files(named, not (check or diff), only_maps)
    raise typer.Exit(_told(files, check, diff, silent=only_maps))


def _told(
    files: Iterable[Formatted | Failure],
    check: bool,
    diff: bool,
    quiet: bool = False,
    silent: bool = False,
) -> int:
    """Tell what becomes of each file; the exit code. `silent`: that there is none is as it may be."""
    from cxaudit.run.formatting import Formatted

    changed = same = faults = 0
    try:
        for one in files:
            if not isinstance(one, Formatted) or one.says:
                faults += 1
                print(f"cxaudit: {_place(one)}: {one.says}", file=sys.stderr)
            elif one.changed:
                changed += 1
                _show(one, check, diff, quiet)
            else:
                same += 1
    except KeyboardInterrupt:
        told = f"cxaudit: interrupted; {_files(changed)} changed, none half written"
        print(told, file=sys.stderr)
        raise SystemExit(INTERRUPTED) from None
    if silent and not (changed or same or faults):
        return 0
    if not (changed or same or faults):
        print(
            "cxaudit: no map, organisation or scenario among the paths; a pack is laid out when it "
            "is named itself",
            file=sys.stderr,
        )
        return NOTHING
    if not quiet:
        parts = [f"{_files(changed)} {'would change' if check or diff else 'changed'}"]
        parts += [f"{_files(same)} unchanged"] if same else []
        parts += [f"{_files(faults)} left alone"] if faults else []
        print(", ".join(parts), file=sys.stderr)
    return USAGE if faults else FOUND if check and changed else 0


def _show(one: Formatted, check: bool, diff: bool, quiet: bool) -> None:
    if diff:
        from cxaudit.run.writing import unified_diff

        sys.stdout.write(unified_diff(one.path, one.before, one.after))
    elif check or not quiet:
        print(one.path)


def _place(one: Formatted | Failure) -> str:
    span = getattr(one, "span", None)
    return f"{one.path}:{span.line}:{span.column}" if span is not None else one.path


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"
