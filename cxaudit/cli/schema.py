"""`cxaudit schema`: what each kind of file may hold, as JSON Schema for editors."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from cxaudit.cli.output import guard, path_named
from cxaudit.cli.shared import USAGE

# Each kind with the function that makes its schema; a schema more is a line more.
KINDS = {
    "map": "cxaudit.language.schema:map_schema",
    "organisation": "cxaudit.language.schema:organisation_schema",
    "scenario": "cxaudit.language.schema:scenario_schema",
    "pack": "cxaudit.rules.schema:pack_schema",
    "configuration": "cxaudit.run.configuration.schema:configuration_schema",
    "findings": "cxaudit.formats.schema:findings_schema",
    "report": "cxaudit.report.saved:report_schema",
    "theme": "cxaudit.report.theme:theme_schema",
}


def schema_of(kind: str) -> dict[str, Any]:
    """The schema of a kind of file, as plain data."""
    module, function = KINDS[kind].split(":")
    found: dict[str, Any] = getattr(import_module(module), function)()
    return found


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it is printed and written."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _kinds(incomplete: str) -> list[str]:
    return [kind for kind in KINDS if kind.startswith(incomplete)]


def schema(
    kind: Annotated[
        str,
        typer.Argument(metavar="|".join(KINDS), help="The kind of file.", autocompletion=_kinds),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=path_named,
            help="Write it there; else it is printed.",
        ),
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, so that an editor completes and explains its keys.

    `findings` is what `check --format json` prints, `report` the report.json of `cxaudit report`; the
    others are what people write.
    """
    if kind not in KINDS:
        from cxaudit.language.problems import suggestion

        raise typer.BadParameter(
            f"there is no schema called {kind!r}{suggestion(kind, KINDS)}: use {', '.join(KINDS)}"
        )
    if output is None:
        sys.stdout.write(as_text(schema_of(kind)))
        return
    guard([output])
    from cxaudit.run.writing import write_output

    try:
        write_output(output, as_text(schema_of(kind)).encode())
    except OSError as error:
        typer.echo(f"cxaudit: {output}: cannot be written: {error.strerror}", err=True)
        raise typer.Exit(USAGE) from None
    print(output)
