"""The tree as text in the one layout: the pieces of the source in their order, blanks anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxaudit.change.layout.blocks import added_indent
from cxaudit.change.layout.scalars import LONGEST_KEY, cuts, lines_of, on_one_line
from cxaudit.change.layout.tokens import CannotLayOut, Remark
from cxaudit.change.layout.tree import Branch, Entry, Leaf, Node, Sheet, remarks_of

WIDTH = 100
STEP = 2
LONG = 10  # lines; a top-level section of more stands apart


def lay(sheet: Sheet) -> str:
    """A file in the one layout."""
    paper = _Paper()
    paper.markers(sheet.head)
    _Layer(paper).root(sheet.root)
    paper.markers(sheet.tail)
    paper.close()
    return paper.text()


class _Paper:
    """Lines, the last of them perhaps still open. `fresh` where an empty line has no place: at the
    beginning of the file and of a collection."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: str | None = None
        self.fresh = True

    def put(self, text: str, column: int) -> None:
        """Add to the open line behind a blank, or begin a line at a column."""
        if self.line is None:
            self.line = " " * column + text
        else:
            self.line += " " + text
        self.fresh = False

    def glue(self, text: str, column: int) -> None:
        """Add to the open line without a blank, or begin a line at a column."""
        self.line = " " * column + text if self.line is None else self.line + text

    def close(self) -> None:
        """End the open line."""
        if self.line is not None:
            self.lines.append(self.line)
            self.line = None

    def space(self, wanted: bool) -> None:
        """An empty line, where one is wanted and has a place."""
        if wanted and not self.fresh and self.line is None:
            self.lines.append("")
            self.fresh = True

    def remarks(self, remarks: Iterable[Remark], column: int) -> None:
        """Comments: behind the open line where the first stands there, else each on its own line."""
        for remark in remarks:
            if self.line is not None and not remark.own_line:
                self.line += "  " + remark.text
                self.close()
                continue
            self.close()
            self.space(remark.blank)
            self.lines.append(" " * column + remark.text)
            self.fresh = False

    def markers(self, markers: Iterable[tuple[list[Remark], str, bool]]) -> None:
        """Directives and document markers with the comments above them; the line of the last one
        stays open for a comment."""
        for remarks, marker, blank in markers:
            self.remarks(remarks, 0)
            self.close()
            if marker:
                self.space(blank)
                self.put(marker, 0)

    def text(self) -> str:
        """What stands on it, with a line end behind every line."""
        return "".join(line + "\n" for line in self.lines)


class _Layer:
    """Puts entries on paper."""

    def __init__(self, paper: _Paper) -> None:
        self.paper = paper

    def root(self, root: Entry) -> None:
        """The root of a file, its long sections apart from their neighbours."""
        paper, node = self.paper, root.value
        if not (isinstance(node, Branch) and not node.flow and node.shape == "mapping"):
            paper.remarks(root.before, 0)
            paper.close()
            paper.space(root.blank)
            self.value(root, -STEP)
            return
        paper.remarks(root.between, 0)
        paper.close()
        if node.anchor:
            paper.put(node.anchor, 0)
            paper.remarks(node.anchored, 0)
            paper.close()
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
        paper.remarks(node.footers, 0)

    def section(self, entry: Entry) -> list[str]:
        """The lines of an entry of the root."""
        alone = _Layer(_Paper())
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


def _keeps_line_ends(entry: Entry) -> bool:
    """Whether an empty line below an entry would be part of its text."""
    node = entry.value
    while isinstance(node, Branch) and not node.flow and not node.footers:
        node = node.entries[-1].value
    return isinstance(node, Leaf) and "+" in node.header


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
