"""`--color`: whether to colour, for one run, whatever the environment says."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer


class When(StrEnum):
    """When to colour."""

    auto = "auto"
    always = "always"
    never = "never"


def settle(when: When) -> When:
    """Have it so for the rest of this run. NO_COLOR and FORCE_COLOR decide where it is `auto`."""
    if when is not When.auto:
        for name in ("NO_COLOR", "FORCE_COLOR"):
            os.environ.pop(name, None)
        os.environ["NO_COLOR" if when is When.never else "FORCE_COLOR"] = "1"
    return when


ColorOption = Annotated[
    When,
    typer.Option(
        "--color",
        callback=settle,
        help="When to colour; auto: on a terminal, by NO_COLOR and FORCE_COLOR.",
    ),
]
