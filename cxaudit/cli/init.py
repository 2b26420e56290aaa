"""`cxaudit init`: the files that a project begins with."""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.shared import USAGE
from cxaudit.run.there import is_folder, is_there

if TYPE_CHECKING:
    from cxaudit.run.starter.begin import Draft, Obstacle


class Service(StrEnum):
    """Where pull requests are checked."""

    github = "github"
    gitlab = "gitlab"


def _folder(text: str) -> Path:
    """A folder that is named; an empty name is none."""
    if not text:
        raise typer.BadParameter("names no folder: leave it out, or write . for this one")
    return Path(text)


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", parser=_folder, help="Where the project is.")
    ] = Path(),
    ci: Annotated[
        Service | None, typer.Option(help="Add the file that checks pull requests.")
    ] = None,
    pre_commit: Annotated[
        bool, typer.Option("--pre-commit", help="Add a hook that checks maps before a commit.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print the files; write nothing.")
    ] = False,
) -> None:
    """Begin a project: an organisation file, a first map to try things on, and a configuration.

    Nothing that is there is touched: where a file is in the way, none is written. To a project that
    has begun --ci and --pre-commit add their file. Exit code: 0 written, 2 not.
    """
    from cxaudit.run.starter.begin import drafts, obstacles, to_write, write
    from cxaudit.run.writing import NotWritten

    every = drafts(datetime.date.today(), ci.value if ci else None, pre_commit)
    wanted = to_write(folder, every)
    if is_there(folder) and not is_folder(folder):
        _stop([f"{folder} is no folder"])
    found = obstacles(folder, wanted)
    if found:
        _stop([_in_the_way(one) for one in found] + _by_hand(folder, wanted, found))
    if dry_run:
        for draft in wanted:
            print(f"# {folder / draft.path}\n{draft.text}")
        return
    try:
        written = write(folder, wanted)
    except NotWritten as error:
        _stop([error.says])
    for path in written:
        print(path)
    print(_next(folder, wanted, len(wanted) == len(every)))


def _stop(lines: Sequence[str]) -> None:
    """Tell why nothing is written, and end."""
    for line in lines:
        typer.echo(f"cxaudit: {line}", err=True)
    typer.echo("cxaudit: nothing was written", err=True)
    raise typer.Exit(USAGE)


def _in_the_way(one: Obstacle) -> str:
    return f"{one.path} {one.says or 'is there already'}: it stays as it is"


def _by_hand(folder: Path, wanted: Sequence[Draft], found: Sequence[Obstacle]) -> list[str]:
    """What can be put by hand into a file of CI or hooks that is there."""
    from cxaudit.run.starter.begin import CI, PRE_COMMIT

    there = {one.path for one in found}
    options = {PRE_COMMIT: "--pre-commit", **dict.fromkeys(CI.values(), "--ci")}
    alone = all(folder / draft.path in there for draft in wanted)
    return [
        ("" if alone else f"leave {options[draft.path]} out, and ")
        + f"put this into {folder / draft.path}:\n{draft.text}"
        for draft in wanted
        if draft.path in options and folder / draft.path in there
    ]


def _next(folder: Path, written: Sequence[Draft], begins: bool) -> str:
    """What to do next, where a project begins or something was added to one."""
    from cxaudit.run.starter.begin import CI, MAPS, PRE_COMMIT

    maps = shlex.quote(str(folder / MAPS))
    lines = ["", "What to do next:"]
    if begins:
        lines += [
            f"  cxaudit check {maps}    the example has four flaws: read them, mend them, check again",
            f"  cxaudit report {maps} -o audit    the same as a page with a picture, for the table",
            "  Then put your own people into organisation.yaml, and write a map of your own beside it.",
        ]
    paths = {draft.path for draft in written}
    lines += [
        f"  Say in {folder / path} what pip installs (CXAUDIT_INSTALL)."
        for path in CI.values()
        if path in paths
    ]
    if PRE_COMMIT in paths:
        lines.append("  pre-commit install    makes the hook run")
    return "\n".join(lines)
