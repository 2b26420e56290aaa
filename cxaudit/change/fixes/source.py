"""The text of a file with the place of every key and value, and the splices that edit it in its own
style: its line ends, its indentation, braces where it has braces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cxaudit.change.fixes.fix import Splice
from cxaudit.change.layout.grow import grow
from cxaudit.change.layout.scalars import written
from cxaudit.change.layout.tree import Branch, Entry, Leaf
from cxaudit.language.spans import Lines, Span


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, where it stands: the collection that holds it, its number there, the entry of that
    collection (None at the root)."""

    entry: Entry
    holder: Branch
    number: int
    above: Place | None


class Source:
    """A text that can be edited; raises `CannotLayOut` where its tokens cannot be made out."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.root = grow(text).root.value
        self.eol = "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"
        self.keys: dict[int, Place] = {}
        self.values: dict[int, Place] = {}
        if isinstance(self.root, Branch):
            self._index(self.root, None)

    def _index(self, branch: Branch, above: Place | None) -> None:
        for number, entry in enumerate(branch.entries):
            place = Place(entry, branch, number, above)
            if entry.key is not None:
                self.keys.setdefault(entry.key.offset, place)
            value = entry.value
            if value.end > value.start:
                self.values.setdefault(value.start, place)
            if isinstance(value, Branch):
                self._index(value, place)
            elif value.style != "0":
                self.values.setdefault(value.offset, place)

    def offset(self, span: Span) -> int:
        """The offset at which a span begins."""
        return self.lines.starts[span.line - 1] + span.column - 1

    def at(self, span: Span) -> Place | None:
        """The entry whose key, or else whose value, begins where a span does."""
        offset = self.offset(span)
        return self.keys.get(offset) or self.values.get(offset)

    def entry(self, branch: Branch | Leaf, key: str) -> Entry | None:
        """The entry of a mapping with a key."""
        for entry in branch.entries if isinstance(branch, Branch) else ():
            if entry.key is not None and entry.key.value == key:
                return entry
        return None

    def find(self, path: Sequence[str]) -> Place | None:
        """The entry at a path of keys from the root."""
        branch: Branch | Leaf = self.root
        place: Place | None = None
        for part in path:
            entry = self.entry(branch, part)
            if entry is None or not isinstance(branch, Branch):
                return None
            place = Place(entry, branch, branch.entries.index(entry), place)
            branch = entry.value
        return place

    def line_end(self, offset: int) -> int:
        """The offset at which the line of an offset ends, its break not included."""
        number = self.lines.position(offset)[0]
        return self.lines.starts[number - 1] + len(self.lines.line(number))

    def begins_line(self, offset: int) -> bool:
        """Whether only blanks stand before an offset on its line."""
        start = self.lines.starts[self.lines.position(offset)[0] - 1]
        return not self.text[start:offset].strip(" ")


def add(source: Source, entry: Entry, key: str, value: str, behind: Collection[str]) -> list[Splice]:
    """Splices that give the mapping of an entry a key: behind one of the keys `behind`, the last of
    them that it has, else at its end. `value` is written as it is. Nothing where there is no way."""
    node = entry.value
    word = written(key, flow=True)
    if isinstance(node, Leaf):
        if node.style != "0" or node.anchor or entry.explicit:
            return []
        colon = "" if entry.colon or entry.key is None else ":"
        return [Splice(node.end, node.end, f"{colon} {{{word}: {value}}}")]
    if node.shape != "mapping" or node.bare:
        return []
    if not node.flow:
        return _add_line(source, node, f"{written(key, flow=False)}: {value}", behind)
    if not node.entries:
        inside = node.end - 1
        return [Splice(inside, inside, f"{word}: {value}")]
    anchor = _last(node, behind) or node.entries[-1]
    if anchor.colon and isinstance(anchor.value, Leaf) and anchor.value.style == "0":
        start = _begins(node.entries[0])
        return [Splice(start, start, f"{word}: {value}, ")]
    end = anchor.value.end
    return [Splice(end, end, f", {word}: {value}")]


def _add_line(source: Source, node: Branch, line: str, behind: Collection[str]) -> list[Splice]:
    """A line for a block mapping: below the line of an entry, else above the first."""
    indent = " " * node.column
    simple = [entry for entry in node.entries if _on_lines_of_its_own(source, entry)]
    named = [e for e in simple if e.key is not None and e.key.value in behind]
    last = node.entries[-1] if node.entries[-1] in simple[-1:] else None
    anchor = named[-1] if named else last
    if anchor is not None:
        end = source.line_end(anchor.value.end)
        return [Splice(end, end, f"{source.eol}{indent}{line}")]
    if node.entries[0].explicit:
        return []
    start = _begins(node.entries[0])
    return [Splice(start, start, f"{line}{source.eol}{indent}")]


def _on_lines_of_its_own(source: Source, entry: Entry) -> bool:
    """Whether an entry ends with its line, no block of text or collection below it."""
    node = entry.value
    if isinstance(node, Leaf) and (node.is_block or entry.below):
        return False
    if isinstance(node, Branch) and not node.flow:
        return False
    rest = source.text[node.end : source.line_end(node.end)].strip(" \t")
    return not rest or rest.startswith("#")


def add_item(source: Source, node: Branch, word: str) -> list[Splice]:
    """Splices that add a word to the end of a list."""
    text = written(word, flow=node.flow)
    if node.flow:
        end = node.entries[-1].value.end if node.entries else node.end - 1
        return [Splice(end, end, f", {text}" if node.entries else text)]
    if not _on_lines_of_its_own(source, node.entries[-1]):
        return []
    end = source.line_end(node.end)
    return [Splice(end, end, f"{source.eol}{' ' * node.column}- {text}")]


def _last(node: Branch, keys: Collection[str]) -> Entry | None:
    found = [e for e in node.entries if e.key is not None and e.key.value in keys]
    return found[-1] if found else None


def _begins(entry: Entry) -> int:
    return entry.key.start if entry.key is not None else entry.value.start


def remove(source: Source, place: Place) -> list[Splice]:
    """Splices that take an entry out, and its mapping with it where nothing else is in there. Nothing
    where there is no tidy way, or a comment would go with it."""
    while len(place.holder.entries) == 1 and place.above is not None:
        if place.holder.anchor or place.above.entry.key is None:
            return []
        place = place.above
    entry, holder = place.entry, place.holder
    if len(holder.entries) == 1 or entry.explicit:
        return []
    splice = _cut_flow(place) if holder.flow else _cut_block(source, place)
    if splice is None or "#" in _comments_of(source, splice):
        return []
    return [splice]


def _cut_flow(place: Place) -> Splice | None:
    entries, number = place.holder.entries, place.number
    if number + 1 < len(entries):
        return Splice(_begins(place.entry), _begins(entries[number + 1]), "")
    return Splice(entries[number - 1].value.end, max(place.entry.value.end, _end(place.entry)), "")


def _end(entry: Entry) -> int:
    return max(entry.value.end, entry.key.end if entry.key is not None else 0)


def _cut_block(source: Source, place: Place) -> Splice | None:
    entry, entries = place.entry, place.holder.entries
    start, end = _begins(entry), _end(entry)
    if not source.begins_line(start):  # behind a dash: the next entry comes up to it
        return Splice(start, _begins(entries[place.number + 1]), "")
    line = source.lines.position(start)[0]
    start = source.lines.starts[line - 1]
    if isinstance(_last_leaf(entry), Leaf) and _last_leaf(entry).is_block:
        return Splice(start, end, "")
    after = source.lines.position(end)[0]
    if after < len(source.lines.starts):
        return Splice(start, source.lines.starts[after], "")
    before = start - len(source.eol) if start and source.text[:start].endswith(source.eol) else start
    return Splice(before, len(source.text), "")  # the last line of a file that ends without a break


def _last_leaf(entry: Entry) -> Leaf:
    node = entry.value
    while isinstance(node, Branch):
        if node.flow or not node.entries:
            return Leaf()
        node = node.entries[-1].value
    return node


def _comments_of(source: Source, splice: Splice) -> str:
    """What a cut takes along, without its texts: a hash there is a comment."""
    kept = []
    reached = splice.start
    for place in source.values.values():
        node = place.entry.value
        if isinstance(node, Leaf) and splice.start <= node.start and node.end <= splice.end:
            kept.append((node.start, node.end))
    for place in source.keys.values():
        key = place.entry.key
        if key is not None and splice.start <= key.start and key.end <= splice.end:
            kept.append((key.start, key.end))
    found = []
    for start, end in sorted(kept):
        found.append(source.text[reached : max(reached, start)])
        reached = max(reached, end)
    return "".join([*found, source.text[reached : splice.end]])
