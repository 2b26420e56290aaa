"""A file as a tree that keeps what a reader drops: comments, anchors, aliases, styles of writing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from cxaudit.change.layout.tokens import Remark

Shape = Literal["mapping", "sequence"]


@dataclass(slots=True)
class Leaf:
    """A scalar, an alias or nothing. `raw` is the source, `style` the quote or block sign (`*` for an
    alias, `0` for nothing), `offset` where it stands, its anchor not counted. Of a block of text,
    `header` is its first line without `note`, the comment there, and `content` its lines without
    indentation. `start` and `end` are offsets in the source, the anchor included."""

    value: str = ""
    raw: str = ""
    style: str = ""
    offset: int = 0
    header: str = ""
    note: str = ""
    content: list[str] = field(default_factory=list)
    anchor: str = ""
    anchored: list[Remark] = field(default_factory=list)
    start: int = 0
    end: int = 0

    @property
    def is_block(self) -> bool:
        """Whether it is a block of text."""
        return self.style in ("|", ">")


@dataclass(slots=True)
class Branch:
    """A mapping or list. `flow` where it stands in brackets, `opening` are the comments behind the
    opening bracket, `footers` those after its last entry, `column` its place in the source; `bare` is a
    pair in a list, `[a: b]`, a mapping without brackets of its own. `start` and `end` are offsets in
    the source, the anchor included; a block ends where its last value does."""

    shape: Shape
    flow: bool
    entries: list[Entry] = field(default_factory=list)
    opening: list[Remark] = field(default_factory=list)
    footers: list[Remark] = field(default_factory=list)
    column: int = 0
    anchor: str = ""
    anchored: list[Remark] = field(default_factory=list)
    bare: bool = False
    start: int = 0
    end: int = 0


Node = Leaf | Branch


@dataclass(slots=True)
class Entry:
    """A value with its key, if it has one, and the comments that belong to it: above it (`before`),
    between key and value, behind the value (`after`) and below it, further right than its key."""

    value: Node = field(default_factory=lambda: Leaf(style="0"))
    key: Leaf | None = None
    colon: bool = False
    explicit: bool = False
    blank: bool = False
    before: list[Remark] = field(default_factory=list)
    between: list[Remark] = field(default_factory=list)
    after: list[Remark] = field(default_factory=list)
    below: list[Remark] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A whole file: directives and markers before and after the root, each with the comments above."""

    root: Entry
    head: list[tuple[list[Remark], str, bool]] = field(default_factory=list)
    tail: list[tuple[list[Remark], str, bool]] = field(default_factory=list)


def remarks_of(entry: Entry) -> Iterator[Remark]:
    """Every comment of an entry and of what is inside it, in no particular order."""
    yield from entry.before
    yield from entry.between
    yield from entry.after
    yield from entry.below
    if entry.key is not None:
        yield from entry.key.anchored
    yield from remarks_inside(entry.value)


def remarks_inside(node: Node) -> Iterator[Remark]:
    """Every comment inside a value."""
    yield from node.anchored
    if isinstance(node, Branch):
        yield from node.opening
        yield from node.footers
        for entry in node.entries:
            yield from remarks_of(entry)
