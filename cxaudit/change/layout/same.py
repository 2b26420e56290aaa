"""Whether two texts say the same: keys in their order, values, anchors, aliases, and each comment at
the element to which it belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from cxaudit.change.layout.scalars import is_typed
from cxaudit.change.layout.tokens import Remark
from cxaudit.change.layout.tree import Entry, Leaf, Node, Sheet

Saying = tuple[str, str]


@dataclass(slots=True)
class Sayings:
    """What a file says, whatever its layout: its data in their order, its comments in theirs, each
    with the path of its element."""

    data: list[Saying] = field(default_factory=list)
    comments: list[Saying] = field(default_factory=list)

    def entry(self, entry: Entry, path: str, first: bool = False) -> None:
        """Add an entry and all that is inside it. What stands above the first entry of a file belongs
        to the file."""
        self._remarks(entry.before, "" if first else path)
        if entry.key is not None:
            self._leaf(entry.key, path)
        elif entry.colon:
            self.data.append(("nothing", ""))
        self._remarks(entry.between, path)
        self._node(entry.value, path)
        self._remarks(entry.after, path)
        self._remarks(entry.below, path)

    def marks(self, markers: Sequence[tuple[list[Remark], str, bool]]) -> None:
        """Add directives and markers."""
        for remarks, marker, _ in markers:
            self._remarks(remarks, "")
            self.data.append(("marker", marker))

    def _remarks(self, remarks: list[Remark], path: str) -> None:
        for remark in remarks:
            self.comments.append((path, remark.text))

    def _node(self, node: Node, path: str) -> None:
        self._remarks(node.anchored, path)
        if isinstance(node, Leaf):
            self._leaf(node, path)
            return
        if node.anchor:
            self.data.append(("anchor", node.anchor))
        self._remarks(node.opening, path)
        self.data.append((node.shape, str(len(node.entries))))
        for number, entry in enumerate(node.entries):
            name = entry.key.value if entry.key is not None else str(number)
            self.entry(entry, f"{path}/{name}", first=not path and number == 0)
        self._remarks(node.footers, path)

    def _leaf(self, leaf: Leaf, path: str) -> None:
        if leaf.anchor:
            self.data.append(("anchor", leaf.anchor))
        if leaf.note:
            self.comments.append((path, leaf.note))
        if leaf.style == "*":
            self.data.append(("alias", leaf.raw))
        elif leaf.style == "0":
            self.data.append(("nothing", ""))
        else:
            typed = not leaf.style and is_typed(leaf.value)
            self.data.append(("typed" if typed else "text", leaf.value))


def sayings(sheet: Sheet) -> Sayings:
    """What a file says."""
    found = Sayings()
    found.marks(sheet.head)
    found.entry(sheet.root, "")
    found.marks(sheet.tail)
    return found


def difference(before: Sayings, after: Sayings) -> str:
    """The first thing that two files do not both say; empty where they say the same."""
    for old, new in ((before.data, after.data), (before.comments, after.comments)):
        if old == new:
            continue
        for one, other in zip(old, new, strict=False):
            if one != other:
                return one[1]
        return (old[len(new) :] or new[len(old) :])[0][1]
    return ""
