"""Where the elements of a file begin and end, and to which of them a comment belongs.

An element is what may have `allow:` of its own: a step, a request type, an entity such as a role.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)
from ruamel.yaml.tokens import BlockEntryToken, FlowEntryToken, ScalarToken

from cxaudit.language.nodes import Mapping, Node
from cxaudit.language.spans import Lines
from cxaudit.language.values import name

ENTITIES = (
    "parties", "units", "roles", "measures", "feedback", "promises", "routines", "rewards",
    "actions", "changes", "systems", "policies",
)  # fmt: skip
_HOLDERS = {
    "process": frozenset(["steps", "requests", *ENTITIES]) - {"systems"},
    "organisation": frozenset(ENTITIES),
}
_DEEPEST = 4  # changes, a change, its groups, a group
_BREAKS = ("\n", "\r", "\x85", "\u2028", "\u2029")  # where libyaml ends a line, and so a comment
Place = tuple[str, ...]


@dataclass(slots=True)
class Slot:
    """A value from its key on, offsets `begin` up to `end`; in a list its own text is the `key`."""

    key: str
    begin: int
    end: int
    slots: list[Slot] = field(default_factory=list)
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """An element at a path, from its key or dash on; `column` is 0-based."""

    place: Place
    begin: int
    end: int
    column: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a comment stands: offsets of its hash and of the token before it (-1: none) and behind it.
    `column` (0-based) is that of its line's first comment, None where something stands before, `least`
    the leftmost of the comments right above it and itself."""

    offset: int
    before: int
    behind: int
    column: int | None
    least: int = 0


class Outline:
    """The elements and tokens of a text that composed without problems; `root` is its tree, with the
    steps as a mapping, `kind` what the file is."""

    def __init__(self, lines: Lines, root: Node, kind: str) -> None:
        self._lines, self._text = lines, lines.text
        self._tokens = _tokens(lines.text)
        self._top = _slots(lines.text).slots
        self._root = root
        self._last = _Gap(-1)
        self._elements: list[Element] = []
        known = _HOLDERS.get(kind, frozenset())
        self._holders = [slot.key in known and bool(slot.slots) for slot in self._top]
        for slot, holds in zip(self._top, self._holders, strict=True):
            if holds:
                self._add(slot, (slot.key,))
        self._elements.sort(key=lambda one: (one.begin, len(one.place)))
        self._begins = [element.begin for element in self._elements]

    def spot(self, offset: int) -> Spot | None:
        """The place of a comment whose hash stands at an offset; None where it is part of a text."""
        tokens = self._tokens
        number = bisect_right(tokens.starts, offset) - 1
        end = tokens.ends[number] if number >= 0 else 0
        behind = tokens.starts[number + 1] if number + 1 < len(tokens.starts) else len(self._text)
        if offset < end:
            header = self._text[tokens.starts[number] : offset]
            if number not in tokens.blocks or any(line_end in header for line_end in _BREAKS):
                return None
            return Spot(offset, tokens.starts[number], behind, None)
        while number >= 0 and tokens.starts[number] in tokens.commas:
            number -= 1
        before = tokens.starts[number] if number >= 0 else -1
        gap = self._gap(end, behind)
        line = bisect_right(gap.starts, offset) - 1
        if line < 0:
            return Spot(offset, before, behind, None)
        return Spot(offset, before, behind, gap.columns[line], gap.least[line])

    def _gap(self, start: int, end: int) -> _Gap:
        if self._last.begin != start:
            self._last = _gap(self._text, start, end)
        return self._last

    def place(self, spot: Spot) -> Place | None:
        """The element that a comment belongs to, () for the whole file, None for no clear one.

        On the line of something it belongs to that. On a line of its own: to the element that begins
        below it at its column, else to the innermost one around it, else to the one above that it is
        indented under, else to the one below. Outside every list of elements it belongs to the file;
        below the last of a list, at the column of these, that is not clear.
        """
        if spot.column is None:
            around = self._around(spot.before)
            return around[-1].place if around else ()
        below = self._at(spot.behind)
        if below is not None and below.column in (spot.column, spot.least):
            return below.place
        around = self._around(spot.offset)
        if around:
            return around[-1].place
        for element in reversed(self._around(spot.before)):
            if element.column < spot.column:
                return element.place
        if below is not None:
            return below.place
        return None if self._under(spot.offset, spot.column) else ()

    def _at(self, offset: int) -> Element | None:
        """The element that begins at an offset."""
        number = bisect_left(self._begins, offset)
        found = number < len(self._begins) and self._begins[number] == offset
        return self._elements[number] if found else None

    def _around(self, offset: int) -> list[Element]:
        """Elements in which an offset stands, the outermost first."""
        found: list[Element] = []
        number = bisect_right(self._begins, offset) - 1
        while number >= 0:
            element = self._elements[number]
            if element.begin <= offset < element.end:
                found.append(element)
            if len(element.place) == 2:  # none that begins before it reaches beyond it
                break
            number -= 1
        return found[::-1]

    def _under(self, offset: int, column: int) -> bool:
        """Whether a line stands in or below a list of elements, and not at the margin."""
        number = bisect_right([slot.begin for slot in self._top], offset) - 1
        if number < 0 or not self._holders[number]:
            return False
        return offset < self._top[number].end or column > self._column(self._top[0].begin)

    def _add(self, holder: Slot, path: Place) -> None:
        names = self._names(holder, path)
        for slot, key in zip(holder.slots, names, strict=False):
            place = (*path, key)
            begin = self._dash(slot.begin) if slot.listed else slot.begin
            self._elements.append(Element(place, begin, slot.end, self._column(begin)))
            for inner in slot.slots if path == ("changes",) else ():
                if inner.key == "groups":
                    self._add(inner, (*place, "groups"))

    def _names(self, holder: Slot, path: Place) -> list[str]:
        """The keys of elements as their model has them; those of steps in a list come from the tree."""
        if path != ("steps",):
            return [name(slot.key) for slot in holder.slots]
        steps = self._root.items["steps"][1] if isinstance(self._root, Mapping) else None
        return list(steps.items) if isinstance(steps, Mapping) else []

    def _dash(self, begin: int) -> int:
        """The dash before an item; the item itself in brackets."""
        number = bisect_left(self._tokens.starts, begin) - 1
        before = self._tokens.starts[number] if number >= 0 else -1
        return before if before in self._tokens.dashes else begin

    def _column(self, offset: int) -> int:
        return self._lines.position(offset)[1] - 1


@dataclass(slots=True)
class _Gap:
    """The lines that begin between two tokens, by offset: the 0-based column of what stands first on
    each, and the leftmost of those of the comments so far."""

    begin: int
    starts: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)


def _gap(text: str, start: int, end: int) -> _Gap:
    found = _Gap(start)
    least, offset = end - start, start
    fresh = start == 0 or text[start - 1] in _BREAKS
    for line in text[start:end].splitlines(keepends=True):
        if fresh:
            column = len(line) - len(line.lstrip(" \t"))
            least = min(least, column) if line[column : column + 1] == "#" else least
            found.starts.append(offset)
            found.columns.append(column)
            found.least.append(least)
        fresh = True
        offset += len(line)
    return found


@dataclass(slots=True)
class _Tokens:
    """Tokens that have a width, by offset: which of them are dashes and commas, which, by number,
    blocks of text."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    dashes: set[int] = field(default_factory=set)
    commas: set[int] = field(default_factory=set)
    blocks: set[int] = field(default_factory=set)


def _tokens(text: str) -> _Tokens:
    found = _Tokens()
    parser = CParser(text)
    try:
        while (token := parser.get_token()) is not None:
            start, end = token.start_mark.index, token.end_mark.index
            if start == end:
                continue
            if isinstance(token, BlockEntryToken):
                found.dashes.add(start)
            elif isinstance(token, FlowEntryToken):
                found.commas.add(start)
            elif isinstance(token, ScalarToken) and token.style in ("|", ">"):
                found.blocks.add(len(found.starts))
            found.starts.append(start)
            found.ends.append(end)
    finally:
        parser.dispose()
    return found


@dataclass(slots=True)
class _Open:
    """A collection that is being read: `key` is that of the value to come, with its offset; `slot` is
    None where it lies deeper than any element."""

    slot: Slot
    mapping: bool
    key: tuple[str, int] | None = None


def _slots(text: str) -> Slot:
    """The upper levels of a text as a tree; an alias stands where it is written."""
    top = Slot("", 0, 0)
    path: list[_Open] = []
    parser = CParser(text)
    try:
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, MappingEndEvent | SequenceEndEvent):
                _close(path, event)
            elif isinstance(event, DocumentEndEvent):
                break
            elif isinstance(event, NodeEvent):
                _value(path, event, top)
    finally:
        parser.dispose()
    return top


def _value(path: list[_Open], event: Any, top: Slot) -> None:
    start, end = event.start_mark.index, event.end_mark.index
    text = event.value if isinstance(event, ScalarEvent) else ""
    leaf = isinstance(event, ScalarEvent | AliasEvent)
    slot = top
    if path:
        above = path[-1]
        if above.mapping and above.key is None:
            above.key = (text, start)
            if leaf:
                return
        key, begin = above.key or (text, start)
        slot = Slot(key, begin, end, listed=not above.mapping)
        above.key = None
        if len(path) <= _DEEPEST:
            above.slot.slots.append(slot)
    if leaf:
        _reach(path, end)
    else:
        slot.end = start
        path.append(_Open(slot, isinstance(event, MappingStartEvent)))


def _close(path: list[_Open], event: Any) -> None:
    """A block ends where its last value does; a collection in brackets with its bracket."""
    closed = path.pop()
    if event.end_mark.index > event.start_mark.index:
        closed.slot.end = event.end_mark.index
    _reach(path, closed.slot.end)


def _reach(path: list[_Open], end: int) -> None:
    if path:
        path[-1].slot.end = max(path[-1].slot.end, end)
