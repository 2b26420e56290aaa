"""`cxaudit export`: maps as BPMN 2.0 files, for modelers and for people who have one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.output import named
from cxaudit.cli.shared import NOTHING, USAGE, Progress
from cxaudit.run.there import is_folder

if TYPE_CHECKING:
    from cxaudit.run.exporting import Export

STANDARD_OUTPUT = "-"
_ENDINGS = (".bpmn", ".xml")


def export(
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            parser=named,
            help="File for one map, folder for several, or - for standard output.",
        ),
    ],
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace files that are there and say something else.")
    ] = False,
) -> None:
    """Write maps as BPMN 2.0, with pools, lanes, message flows and layout: one file a map.

    What BPMN has no word for travels in extension elements, so that the file read again gives the
    same facts. A BPMN file is given back as it came, with a layout if it had none.

    Exit code: 0 done, 2 something was not exported, 3 no map among the paths.
    """
    from cxaudit.run.exporting import export as exported
    from cxaudit.run.exporting import places, write

    with Progress("drawing"):
        found = exported(paths or ["."])
    for failure in found.failures:
        print(f"cxaudit: {failure.path}: {failure.says}", file=sys.stderr)
    if not found.files:
        if not found.failures:
            print(
                "cxaudit: no map among the paths: a map is a .yaml file that begins with "
                "`process:`, or a .bpmn file",
                file=sys.stderr,
            )
        raise typer.Exit(USAGE if found.failures else NOTHING)
    if output == STANDARD_OUTPUT:
        _to_terminal(found.files)
    else:
        planned = places(found.files, Path(output), _is_file(output, found.files))
        refused = [says for says in planned.refusals if not force or not says.replaceable]
        for refusal in refused:
            print(f"cxaudit: {refusal.path}: {refusal.says}", file=sys.stderr)
        if refused:
            raise typer.Exit(USAGE)
        try:
            for path in write(planned):
                print(path)
        except OSError as error:
            typer.echo(f"cxaudit: {output}: cannot be written: {error.strerror}", err=True)
            raise typer.Exit(USAGE) from None
    raise typer.Exit(USAGE if found.failures else 0)


def _is_file(output: str, files: list[Export]) -> bool:
    """Whether the output is a file: it is named like one and is no folder."""
    named = output.lower().endswith(_ENDINGS) and not is_folder(output)
    if named and len(files) > 1:
        says = f"{len(files)} maps do not fit into the one file {output}: name a folder"
        raise typer.BadParameter(says)
    return named


def _to_terminal(files: list[Export]) -> None:
    if len(files) > 1:
        raise typer.BadParameter(f"{len(files)} maps do not go to standard output: name a folder")
    sys.stdout.buffer.write(files[0].data)
