"""The tree as text in the one layout: the pieces of the source in their order, blanks anew."""

from __future__ import annotations

from cxaudit.change.layout.blocks import added_indent
from cxaudit.change.layout.brackets import breaks, flow_text, key_text, may_unfold, pieces
from cxaudit.change.layout.paper import Paper
from cxaudit.change.layout.scalars import lines_of, on_one_line
from cxaudit.change.layout.tokens import Remark
from cxaudit.change.layout.tree import Branch, Entry, Leaf, Node, Sheet

WIDTH = 120
STEP = 2
LONG = 10  # lines; a top-level section of more stands apart


def lay(sheet: Sheet) -> str:
    """A file in the one layout."""
    paper = Paper()
    paper.markers(sheet.head)
    _Layer(paper).root(sheet.root)
    paper.markers(sheet.tail)
    paper.close()
    return paper.text()


class _Layer:
    """Puts entries on paper."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def root(self, root: Entry) -> None:
        """The root of a file, with the comments above it."""
        node = root.value
        if root.before or not isinstance(node, Branch) or node.flow or node.anchor:
            self.paper.remarks(root.before, 0)
            self.paper.close()
            self.paper.space(root.blank)
        self.value(root, -STEP)

    def sections(self, node: Branch) -> None:
        """The entries of the root, the long ones apart from their neighbours."""
        paper = self.paper
        above: Entry | None = None
        was_long = False
        for entry in node.entries:
            own = self.section(entry)
            is_long = len(own) - len(entry.before) > LONG
            wanted = entry.before[0].blank if entry.before else entry.blank
            if above is not None and (is_long or was_long) and not _keeps_line_ends(above):
                wanted = True
            paper.space(wanted)
            paper.lines += own
            paper.fresh = False
            above, was_long = entry, is_long

    def section(self, entry: Entry) -> list[str]:
        """The lines of an entry of the root."""
        alone = _Layer(Paper())
        alone.entry(entry, 0)
        return alone.paper.lines

    def entry(self, entry: Entry, column: int) -> None:
        """An entry of a block collection, from the comments above it to those below it."""
        paper = self.paper
        paper.remarks(entry.before, column)
        paper.space(entry.blank)
        if entry.key is not None or entry.colon:
            self.key(entry, column)
        else:
            paper.put("-", column)
        self.value(entry, column)

    def key(self, entry: Entry, column: int) -> None:
        self.paper.put(key_text(entry, flow=False), column)

    def value(self, entry: Entry, column: int) -> None:
        """The value of an entry at a column, behind its key or dash, with the comments around it."""
        paper, node = self.paper, entry.value
        inner = column + STEP
        if isinstance(node, Branch) and node.flow:
            self.flow(entry, node, column)
        else:
            paper.remarks(entry.between, inner)
            self.anchor(node, inner)
            if isinstance(node, Leaf):
                self.leaf(node, entry, column)
            else:
                self.block(node, entry, column)
            paper.remarks(entry.after, inner)
        paper.close()
        paper.remarks(entry.below, inner)

    def anchor(self, node: Node, column: int) -> None:
        if node.anchor:
            self.paper.put(node.anchor, column)
            self.paper.remarks(node.anchored, column)

    def leaf(self, leaf: Leaf, entry: Entry, column: int) -> None:
        """A scalar on the open line, or on lines of its own below."""
        paper, inner = self.paper, column + STEP
        if leaf.is_block:
            header = leaf.header + (f"  {leaf.note}" if leaf.note else "")
            paper.put(header, inner)
            paper.close()
            indent = " " * (max(column, 0) + (added_indent(leaf.header) or STEP))
            paper.lines += [indent + line if line else "" for line in leaf.content]
            return
        short = on_one_line(leaf, flow=False, behind=entry.after)
        if short is not None and "\n" not in leaf.raw and "\r" not in leaf.raw:
            if short:
                paper.put(short, inner)
            return
        first, *rest = lines_of(leaf)
        paper.put(first, inner)
        for line in rest:
            paper.close()
            paper.line = " " * inner + line if line else ""

    def block(self, node: Branch, entry: Entry, column: int) -> None:
        """The entries of a collection, one below the other; the first of them on the line of a dash
        where nothing stands between."""
        paper, inner = self.paper, column + STEP
        is_item = entry.key is None and not entry.colon and column >= 0
        starts_here = is_item and not node.anchor and not (node.entries[0].before)
        if not starts_here:
            paper.close()
        paper.fresh = True
        if column < 0 and node.shape == "mapping":
            self.sections(node)
        else:
            for child in node.entries:
                self.entry(child, inner)
        paper.remarks(node.footers, inner)

    def flow(self, entry: Entry, node: Branch, column: int) -> None:
        """A collection in brackets: on one line, else on several where comments break it, else as a
        block where a line of it would be too long, else one entry a line."""
        paper = self.paper
        opened, mark = paper.line, len(paper.lines)
        unfolds = may_unfold(entry, node)
        short = flow_text(node)
        if unfolds and (node.bare or (short is None and not breaks(node))):
            self.unfold(entry, node, column)
            return
        for each in (False, True):
            self.in_brackets(entry, node, column, short, each)
            fits = all(len(line) <= WIDTH for line in paper.lines[mark:])
            if fits or each or (short is not None and not unfolds):
                return
            del paper.lines[mark:]
            paper.line = opened
            if unfolds:
                self.unfold(entry, node, column)
                return

    def in_brackets(
        self, entry: Entry, node: Branch, column: int, short: str | None, each: bool
    ) -> None:
        """A collection that stays in its brackets: `short` where it needs one line only."""
        paper, inner = self.paper, column + STEP
        paper.remarks(entry.between, inner)
        if short is not None:
            paper.put(short, inner)
        else:
            self.broken(node, inner, each)
        paper.remarks(entry.after, inner)
        paper.close()

    def unfold(self, entry: Entry, node: Branch, column: int) -> None:
        """A collection in brackets as a block; what was said beside the brackets goes to its key."""
        paper, inner = self.paper, column + STEP
        block = Branch(node.shape, False, node.entries, [], node.footers, 0, node.anchor)
        paper.remarks(entry.between, inner)
        self.anchor(block, inner)
        paper.remarks([*node.anchored, *node.opening, *entry.after], inner)
        self.block(block, entry, column)

    def broken(self, node: Branch, column: int, each: bool) -> None:
        """A collection in brackets with comments inside: a new line begins behind each of them, or
        behind each of its entries."""
        paper, inner = self.paper, max(column, STEP)
        first, *rest = pieces(node, each)
        assert isinstance(first, str)
        paper.put(first, column)
        for piece in rest:
            if isinstance(piece, str) and piece != "\n":
                paper.glue(piece, inner)
                continue
            if paper.line is not None:
                paper.line = paper.line.rstrip(" ")
            if isinstance(piece, Remark):
                paper.remarks([Remark(piece.text, piece.own_line)], inner)
            else:
                paper.close()


def _keeps_line_ends(entry: Entry) -> bool:
    """Whether an empty line below an entry would be part of its text."""
    node = entry.value
    while isinstance(node, Branch) and not node.flow and not node.footers:
        node = node.entries[-1].value
    return isinstance(node, Leaf) and "+" in node.header
