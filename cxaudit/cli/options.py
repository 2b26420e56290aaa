"""Options that several verbs take, each written once."""

from __future__ import annotations

from typing import Annotated

import typer

AsOfOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Judge as of this day (YYYY-MM-DD).")
]
RulesOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH", help="A rule pack, or a folder of packs, to judge by as well."),
]
