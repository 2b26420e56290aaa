"""Whether two texts say the same: keys in their order, values, anchors, aliases, and each comment at
the element to which it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.change.layout.scalars import is_typed
from cxaudit.change.layout.tokens import Remark
from cxaudit.change.layout.tree import Branch, Entry, Leaf, Node, Sheet

Saying = tuple[str, str]


def sayings(sheet: Sheet) -> Iterator[Saying]:
    """Everything that a file says, whatever its layout: data in their order, then comments in theirs."""
    found = list(_said(sheet))
    yield from (saying for saying in found if not saying[0].startswith("comment"))
    yield from (saying for saying in found if saying[0].startswith("comment"))


def _said(sheet: Sheet) -> Iterator[Saying]:
    for remarks, marker, _ in sheet.head:
        yield from _remarks(remarks, "")
        yield "marker", marker
    yield from _entry(sheet.root, "")
    for remarks, marker, _ in sheet.tail:
        yield from _remarks(remarks, "")
        yield "marker", marker


def _remarks(remarks: list[Remark], path: str) -> Iterator[Saying]:
    for remark in remarks:
        yield f"comment at {path}", remark.text


def _entry(entry: Entry, path: str) -> Iterator[Saying]:
    yield from _remarks(entry.before, path)
    if entry.key is not None or entry.colon:
        yield "key", path
        if entry.key is not None:
            yield from _leaf(entry.key, path)
    yield from _remarks(entry.between, path)
    yield from _node(entry.value, path)
    yield from _remarks(entry.after, path)
    yield from _remarks(entry.below, path)


def _node(node: Node, path: str) -> Iterator[Saying]:
    if isinstance(node, Leaf):
        yield from _leaf(node, path)
        yield from _remarks(node.anchored, path)
        return
    yield "anchor", node.anchor
    yield from _remarks(node.anchored, path)
    yield from _remarks(node.opening, path)
    yield node.shape, str(len(node.entries))
    for number, entry in enumerate(node.entries):
        name = entry.key.value if entry.key is not None else str(number)
        yield from _entry(entry, f"{path}/{name}")
    yield from _remarks(node.footers, path)


def _leaf(leaf: Leaf, path: str) -> Iterator[Saying]:
    yield "anchor", leaf.anchor
    if leaf.style == "*":
        yield "alias", leaf.raw
        return
    kind = "typed" if not leaf.style and is_typed(leaf.value) else "text"
    yield ("nothing" if leaf.style == "0" else kind), leaf.value
    yield from _remarks([Remark(leaf.note, False)] if leaf.note else [], path)
