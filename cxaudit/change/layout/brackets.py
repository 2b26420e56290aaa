"""Collections in brackets, on one line or in pieces where comments break it, and keys."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.change.layout.scalars import LONGEST_KEY, cuts, on_one_line
from cxaudit.change.layout.tokens import CannotLayOut, Remark
from cxaudit.change.layout.tree import Branch, Entry, Leaf, Node, remarks_of


def may_unfold(entry: Entry, node: Branch) -> bool:
    """Whether a collection in brackets may become a block: not where it is empty, and not where a
    comment would come to stand elsewhere in their order, belong to another element, or seem to cut
    the value before it."""
    places = [entry.between, node.anchored, node.opening, entry.after]
    behind_key = [place for place in places if place]
    alone = len(behind_key) <= 1 and not any(r.own_line for place in places for r in place)
    inside = any(True for child in node.entries for _ in remarks_of(child)) or node.footers
    in_order = alone and not (inside and entry.after)
    cut = any(isinstance(child.value, Leaf) and cuts(child.after) for child in node.entries)
    return bool(node.entries) and in_order and not cut


def breaks(node: Node) -> bool:
    """Whether every text in brackets has a form on one line, so that only comments break lines."""
    if isinstance(node, Leaf):
        return on_one_line(node, flow=True) is not None
    return all(breaks(entry.value) for entry in node.entries)


def key_text(entry: Entry, flow: bool) -> str:
    """A key with its anchor and colon."""
    key = entry.key
    colon = ":" if entry.colon or not flow else ""
    if key is None:
        return colon
    text = on_one_line(key, flow)
    if not text or len(text) > LONGEST_KEY:
        says = "this key needs more than one line" if text != "" else "a key is missing here"
        raise CannotLayOut(says, key.offset)
    if entry.explicit and not entry.colon and flow:
        text = f"? {text}"
    said = f"{key.anchor} {text}" if key.anchor else text
    return f"{said} {colon}".rstrip() if key.style == "*" else said + colon


def brackets(node: Branch) -> tuple[str, str]:
    """The brackets of a collection; none around a single pair in a list."""
    if node.bare:
        return "", ""
    return ("{", "}") if node.shape == "mapping" else ("[", "]")


def flow_text(node: Node) -> str | None:
    """A value on one line; None where a comment or a line end in it forbids that."""
    if node.anchored:
        return None
    if isinstance(node, Leaf):
        text = on_one_line(node, flow=True)
    elif not node.flow or node.opening or node.footers:
        return None
    else:
        parts = []
        for entry in node.entries:
            part = _entry_text(entry)
            if part is None:
                return None
            parts.append(part)
        opening, closing = brackets(node)
        text = opening + ", ".join(parts) + closing
    if text is None:
        return None
    return f"{node.anchor} {text}".strip() if node.anchor else text


def _entry_text(entry: Entry) -> str | None:
    if entry.before or entry.between or entry.after:
        return None
    value = flow_text(entry.value)
    if value is None or (entry.key is None and not entry.colon):
        return value
    key = key_text(entry, flow=True)
    return f"{key} {value}" if entry.colon else key


def pieces(node: Node, each: bool = False) -> Iterator[str | Remark]:
    """A value in brackets as pieces of text, blanks between them included, and comments; a line end
    between its entries where each has a line of its own."""
    if node.anchor:
        yield node.anchor + " "
    yield from node.anchored
    if isinstance(node, Leaf):
        text = on_one_line(node, flow=True)
        if text is None:
            raise CannotLayOut("a line end inside brackets with comments", node.offset)
        yield text
        return
    opening, closing = brackets(node)
    yield opening
    yield from node.opening
    for number, entry in enumerate(node.entries):
        yield from entry.before
        if entry.key is not None or entry.colon:
            yield key_text(entry, flow=True) + (" " if entry.colon else "")
        yield from entry.between
        yield from pieces(entry.value)
        if number < len(node.entries) - 1:
            yield ", "
        yield from entry.after
        if each and number < len(node.entries) - 1 and not entry.after:
            yield "\n"
    yield from node.footers
    yield closing
