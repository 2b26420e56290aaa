"""Tokens into the tree that keeps comments: which element each comment belongs to is decided here.

A comment on the line of a value belongs to it. One on a line of its own belongs to what follows at
its column, or to what it stands below, where it is further right than what follows.
"""

from __future__ import annotations

from cxaudit.change.layout.blocks import block_of_text
from cxaudit.change.layout.tokens import CannotLayOut, Remark, Token, tokens
from cxaudit.change.layout.tree import Branch, Entry, Leaf, Node, Shape, Sheet

_NOTHING = frozenset(["key", "value", "block-end", ",", "}", "]", "document-end", "stream-end"])
_BLOCKS: dict[str, Shape] = {"block-mapping": "mapping", "block-sequence": "sequence"}
_FLOWS: dict[str, tuple[Shape, str]] = {"{": ("mapping", "}"), "[": ("sequence", "]")}


def grow(text: str) -> Sheet:
    """The tree of a text; raises `CannotLayOut` for what the layout has no form for."""
    return _Grower(text).sheet()


class _Grower:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.place = 0
        self.reached = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self) -> Token:
        token = self.tokens[self.place]
        self.place += 1
        if token.end > token.start:
            self.reached = token.end
        return token

    def raw(self, token: Token) -> str:
        return self.text[token.start : token.end]

    def sheet(self) -> Sheet:
        self.take()
        sheet = Sheet(Entry())
        while self.next.kind in ("directive", "document-start"):
            sheet.head.append(self._marker())
        sheet.root = root = Entry(blank=self.next.gap.blank)
        if self.next.kind not in _BLOCKS:
            root.before = self.next.gap.take_all()
        self._value(root, -1, inside_list=False)
        while self.next.kind != "stream-end":
            if self.next.kind != "document-end":
                raise CannotLayOut("a second document begins here", self.next.start)
            sheet.tail.append(self._marker())
        last = self._marker()
        if last[0]:
            sheet.tail.append(last)
        return sheet

    def _marker(self) -> tuple[list[Remark], str, bool]:
        """A directive or marker as it stands, the comments above it, an empty line above it."""
        token = self.take()
        blank = token.gap.blank
        return token.gap.take_all(), self.raw(token).rstrip(), blank

    def _value(self, entry: Entry, column: int, inside_list: bool) -> None:
        """Read the value of an entry that begins at a column, with the comments around it."""
        first = self.next
        listed = first.kind == "-" and not inside_list
        if first.kind in _BLOCKS or listed:
            entry.between += first.gap.take_trailing()
        elif first.kind not in _NOTHING and first.kind != "-":
            entry.between += first.gap.take_all()
        entry.value = self._node(column, inside_list)
        gap = self.next.gap
        entry.after += gap.take_trailing()
        if column >= 0 and not self._ends_in_text(entry.value):
            entry.below += gap.take_from(column + 1)

    def _ends_in_text(self, node: Node) -> bool:
        """Whether a block of text is the last thing: a comment right of it would become its text."""
        while isinstance(node, Branch) and not node.flow and node.entries:
            node = node.entries[-1].value
        return isinstance(node, Leaf) and node.is_block

    def _node(self, column: int, inside_list: bool) -> Node:
        anchor = ""
        begun = self.next.start
        anchored: list[Remark] = []
        if self.next.kind == "anchor":
            anchor = self.raw(self.take())
            follows = self.next
            blocky = follows.kind in _BLOCKS or (follows.kind == "-" and not inside_list)
            if blocky:
                anchored = follows.gap.take_trailing()
            elif follows.kind not in _NOTHING and follows.kind != "-":
                anchored = follows.gap.take_all()
        token = self.next
        node: Node
        if token.kind in _BLOCKS:
            self.take()
            node = self._block(_BLOCKS[token.kind])
        elif token.kind == "-" and not inside_list:
            node = self._loose_list(token.column)
        elif token.kind in _FLOWS:
            node = self._flow()
        elif token.kind in _NOTHING or token.kind == "-":
            node = Leaf(style="0", offset=token.start)
        else:
            node = self._leaf(column)
        node.anchor, node.anchored = anchor, anchored
        node.end = self.reached
        node.start = min(begun, self.reached)
        return node

    def _nothing(self) -> Leaf:
        return Leaf(style="0", offset=self.reached, start=self.reached, end=self.reached)

    def _leaf(self, column: int) -> Leaf:
        token = self.take()
        if token.kind == "alias":
            return Leaf(token.value, self.raw(token), "*", token.start)
        if token.kind != "scalar":
            raise CannotLayOut(f"`{self.raw(token)}` has no place in this language", token.start)
        leaf = Leaf(token.value, self.raw(token), token.style, token.start)
        if leaf.is_block:
            empty = block_of_text(leaf, max(column, 0))
            gap = self.next.gap
            if gap.remarks:
                gap.remarks[0].blank |= empty
            else:
                gap.blank |= empty
        return leaf

    def _block(self, shape: Shape) -> Branch:
        """A block collection up to its end; its start is read."""
        branch = Branch(shape, flow=False, column=self.next.column)
        wanted = ("-",) if shape == "sequence" else ("key", "value")
        while self.next.kind in wanted:
            branch.entries.append(self._entry(branch.column))
        if self.next.kind != "block-end":
            raise CannotLayOut("this line does not belong to what is above it", self.next.start)
        branch.footers = self.take().gap.take_from(branch.column)
        return branch

    def _loose_list(self, column: int) -> Branch:
        """A list whose dashes stand below its key, at the same column. A comment there belongs to the
        key that follows."""
        branch = Branch("sequence", flow=False, column=column)
        while self.next.kind == "-":
            branch.entries.append(self._entry(column))
        branch.footers = self.next.gap.take_from(column + 1)
        return branch

    def _entry(self, column: int) -> Entry:
        """An entry of a block collection."""
        gap = self.next.gap
        entry = Entry(before=gap.take_all(), blank=gap.blank)
        if self.next.kind == "-":
            self.take()
            self._value(entry, column, inside_list=True)
            return entry
        self._key(entry, column)
        if entry.colon:
            self._value(entry, column, inside_list=False)
        else:
            entry.value = self._nothing()
            entry.after += self.next.gap.take_trailing()
        return entry

    def _key(self, entry: Entry, column: int) -> None:
        """The key of an entry and its colon."""
        if self.next.kind == "key":
            token = self.take()
            entry.explicit = token.end > token.start
            if entry.explicit:
                entry.between += self.next.gap.take_all()
            key = self._node(column, inside_list=True)
            if not isinstance(key, Leaf):
                raise CannotLayOut("a key is a word, not a list or mapping", token.start)
            entry.between += key.anchored
            key.anchored = []
            entry.key = key
        if self.next.kind == "value":
            token = self.take()
            if entry.explicit:
                entry.between += token.gap.take_all()
            entry.colon = True

    def _flow(self) -> Branch:
        """A collection in brackets."""
        opening = self.take()
        shape, closing = _FLOWS[opening.kind]
        branch = Branch(shape, flow=True, column=opening.column)
        branch.opening = self.next.gap.take_trailing()
        while self.next.kind != closing:
            entry = Entry(before=self.next.gap.take_all())
            branch.entries.append(entry)
            self._flow_entry(entry, shape)
            entry.after += self.next.gap.take_trailing()
            if self.next.kind == ",":
                entry.after += self.next.gap.take_all()
                self.take()
                entry.after += self.next.gap.take_trailing()
        branch.footers = self.next.gap.take_all()
        self.take()
        return branch

    def _flow_entry(self, entry: Entry, shape: Shape) -> None:
        if self.next.kind in ("key", "value"):
            begun = self.next.start
            pair = entry if shape == "mapping" else Entry()
            self._key(pair, 0)
            if pair.colon:
                self._flow_value(pair)
            if pair is entry:
                entry.explicit &= entry.colon  # `{? a}` is `{a}`, while `[? a]` is not `[a]`
            else:
                entry.value = Branch("mapping", flow=True, entries=[pair], bare=True)
                entry.value.start, entry.value.end = begun, self.reached
            return
        if shape == "mapping":
            key = self._node(0, inside_list=True)
            if not isinstance(key, Leaf):
                raise CannotLayOut("a key is a word, not a list or mapping", self.next.start)
            entry.between += key.anchored
            key.anchored = []
            entry.key, entry.value = key, self._nothing()
            return
        self._flow_value(entry)

    def _flow_value(self, entry: Entry) -> None:
        if self.next.kind not in _NOTHING:
            entry.between += self.next.gap.take_all()
        entry.value = self._node(0, inside_list=True)
