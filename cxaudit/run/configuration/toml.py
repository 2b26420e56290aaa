"""The table `[tool.cxaudit]` of a pyproject.toml as nodes that know their place, as YAML has them."""

from __future__ import annotations

import re
from typing import Any

from cxaudit.language.nodes import Composed, Mapping, Node, Scalar, Sequence
from cxaudit.language.problems import Problem
from cxaudit.language.spans import Lines, Span

_TABLE = re.compile(r"^[ \t]*\[+[ \t]*tool[ \t]*\.[ \t]*[\"']?cxaudit\b", re.MULTILINE)
_NAME = re.compile(r"\bcxaudit\b")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)$")


def compose_table(text: str) -> Composed | None:
    """The table of ours; None where there is none. TOML that cannot be read is a problem.

    The standard library reads TOML and keeps no places, so each key and value is looked for in the
    text, in the order in which they stand.
    """
    lines = Lines(text)
    begun = _TABLE.search(text) or _NAME.search(text)
    if begun is None:
        return None
    import tomllib  # takes as long as all the rest of a configuration

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Composed(None, lines, [_broken(str(error), lines)])
    table = data.get("tool", {}).get("cxaudit") if isinstance(data.get("tool"), dict) else None
    if table is None:
        return None
    return Composed(_Walk(text, begun.end()).node(table), lines)


def _broken(says: str, lines: Lines) -> Problem:
    place = _PLACE.search(says)
    known = place is not None and place[1] is not None
    line, column = (int(place[1]), int(place[2])) if place and known else (1, 1)
    told = _PLACE.sub("", says)
    told = f"this is no TOML: {told[:1].lower()}{told[1:]}"
    return Problem("invalid", "syntax", told, Span(line, column, line, column + 1), blocks=True)


class _Walk:
    """Goes through the values in order, with the place in the text behind the last one found."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.at = start

    def node(self, value: Any) -> Node:
        begun = self.at
        if isinstance(value, dict):
            items: dict[str, tuple[Scalar, Node]] = {}
            for key, inner in value.items():
                label = self.scalar(key)
                items[key] = (label, self.node(inner))
            first = next((label.start for label, _ in items.values()), begun)
            return Mapping(items, first, self.at)
        if isinstance(value, list):
            nodes = [self.node(item) for item in value]
            return Sequence(nodes, nodes[0].start if nodes else begun, self.at)
        if isinstance(value, bool):
            return self.scalar("true" if value else "false")
        return self.scalar(str(value), isinstance(value, str))

    def scalar(self, text: str, quoted: bool = False) -> Scalar:
        """A word where it stands next; where it is written in another way, behind the last one."""
        word = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
        found = word.search(self.text, self.at) or word.search(self.text, self.start)
        if found is None:
            return Scalar(text, self.at, self.at + 1, quoted)
        self.at = found.end()
        return Scalar(text, found.start(), found.end(), quoted)
