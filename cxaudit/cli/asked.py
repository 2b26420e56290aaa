"""What a verb is asked to read: the paths on its command line, or standard input in a file's place."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.run.there import is_folder

if TYPE_CHECKING:
    from cxaudit.run.discover import Found

STANDARD_INPUT = "-"

OnlyMapsOption = Annotated[
    bool,
    typer.Option(
        "--only-maps",
        help="Pass over named files that are no map, organisation file or scenario; exit with 0 "
        "where none is left.",
    ),
]
StdinFilenameOption = Annotated[
    str | None,
    typer.Option(
        "--stdin-filename",
        metavar="PATH",
        help="With -: the file that standard input stands for.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Files that were read, and the paths whose nearest configuration applies to them."""

    found: Found
    places: list[str]


CustomerOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="In BPMN: the pool, lane or performer that is the party served."
    ),
]
CollaborationOption = Annotated[
    bool,
    typer.Option(
        "--collaboration", help="In BPMN: judge soundness with the messages between pools."
    ),
]


def asked(
    paths: Sequence[str],
    stdin_filename: str | None = None,
    only_maps: bool = False,
    customer: str | None = None,
    collaboration: bool = False,
) -> Asked:
    """Read what is asked for: the current folder where no path is named, standard input where it is
    `-`. Raises `typer.BadParameter` for what cannot be meant together."""
    from cxaudit.run.discover import Drawn

    read = _read(paths, stdin_filename, only_maps)
    read.found.drawn = Drawn(customer, collaboration)
    if not only_maps:  # a list of files that somebody changed need not have everybody in it
        known_customer(customer, read.found.data)
    return read


def known_customer(customer: str | None, files: Mapping[Path, bytes]) -> None:
    """Raises `typer.BadParameter` for a customer whom none of the BPMN files knows."""
    if customer is None:
        return
    from cxaudit.run.customers import unknown_customer

    says = unknown_customer(customer, files)
    if says:
        raise typer.BadParameter(says, param_hint="--customer")


def _read(paths: Sequence[str], stdin_filename: str | None, only_maps: bool) -> Asked:
    from cxaudit.run.discover import discover
    from cxaudit.run.standard_input import buffer_found

    if STANDARD_INPUT not in paths:
        if stdin_filename is not None:
            raise typer.BadParameter(
                "--stdin-filename goes with standard input: write - in the place of a path"
            )
        places = list(paths) or ["."]
        return Asked(discover(places, only_maps), places)
    if len(paths) > 1:
        raise typer.BadParameter("standard input (-) goes alone")
    if stdin_filename is not None and _no_file(stdin_filename):
        raise typer.BadParameter(f"--stdin-filename {stdin_filename!r} is no name of a file")
    data = sys.stdin.buffer.read()
    return Asked(buffer_found(data, stdin_filename, only_maps), [stdin_filename or "."])


def _no_file(name: str) -> bool:
    return not name or "\0" in name or is_folder(name)
