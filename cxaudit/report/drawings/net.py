"""Boxes and arrows as plain data: what Graphviz and Mermaid are told to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "task", "touch-point", "decision", "sign-off", "held", "wait", "call",
    "good", "refused", "gone",
    "present", "missing", "group", "met", "unmet",
]  # fmt: skip
Line = Literal["main", "else", "back", "late", "wrong"]


@dataclass(frozen=True, slots=True)
class Node:
    """A box: its name, and smaller words below it."""

    id: str
    label: str
    kind: Kind
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from a box to a box with words beside it."""

    source: str
    target: str
    label: str = ""
    line: Line = "main"


@dataclass(frozen=True, slots=True)
class Net:
    """A whole picture. `down` tells whether it runs downwards, else it runs to the right."""

    title: str
    notes: tuple[str, ...]
    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    down: bool = False

    @property
    def names(self) -> dict[str, str]:
        """A short plain name for each box: no text of a map becomes an identifier."""
        return {node.id: f"n{number}" for number, node in enumerate(self.nodes, 1)}
