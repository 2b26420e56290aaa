"""A process as it is drawn: elements and the flows between them, for what is measured on drawings.

Readers of other formats give it beside the map, whose steps show gateways and ends no longer.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Family = Literal["task", "event", "gateway"]
Logic = Literal["", "and", "or", "xor"]


@dataclass(slots=True)
class Shape:
    """An element: what it is, its label, and what it does with several flows in (`join`) and several
    flows out (`split`); both are empty where it has fewer than two."""

    id: str
    family: Family = "task"
    label: str = ""
    join: Logic = ""
    split: Logic = ""


@dataclass(slots=True)
class Diagram:
    """Elements by number, and flows from one number to another, in file order."""

    shapes: list[Shape] = field(default_factory=list)
    flows: list[tuple[int, int]] = field(default_factory=list)
