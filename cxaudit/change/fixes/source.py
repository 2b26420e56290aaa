"""The text of a file with the place of every key and value, and the splices that edit it in its own
style: its line ends, its indentation, braces where it has braces."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cxaudit.change.fixes.fix import Splice
from cxaudit.change.layout.grow import grow
from cxaudit.change.layout.scalars import written
from cxaudit.change.layout.tree import Branch, Entry, Leaf, remarks_of
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


def add(
    source: Source, entry: Entry, key: str, value: str, behind: Collection[str]
) -> list[Splice]:
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
    """Splices that take an entry out. Nothing where there is no tidy way, or a comment would go with
    it."""
    entries, number = place.holder.entries, place.number
    if place.entry.explicit or place.holder.bare or _said_beside(place):
        return []
    start, end = _begins(place.entry), place.entry.value.end
    follows = entries[number + 1] if number + 1 < len(entries) else None
    if place.holder.flow:
        if follows is not None:
            return [Splice(start, _begins(follows), "")]
        return [Splice(entries[number - 1].value.end if number else start, end, "")]
    if not source.begins_line(start):  # behind a dash: the next entry comes up to it
        return [Splice(start, _begins(follows), "")] if follows is not None else []
    return [cut_lines(source, start, end)]


def _said_beside(place: Place) -> bool:
    """Whether a comment stands at an entry, or between it and the neighbours that move."""
    entries, number = place.holder.entries, place.number
    beside = entries[max(number - 1, 0) : number] if place.holder.flow else []
    said = [r for entry in beside for r in entry.after]
    said += [r for entry in entries[number + 1 : number + 2] for r in entry.before]
    return bool(said) or any(True for _ in remarks_of(place.entry)) or "#" in _notes(place.entry)


def _notes(entry: Entry) -> str:
    """The comments behind the headers of the blocks of text in an entry."""
    if isinstance(entry.value, Leaf):
        return entry.value.note
    return "".join(_notes(child) for child in entry.value.entries)


def cut_lines(source: Source, start: int, end: int) -> Splice:
    """The cut of the lines from one offset to another, the last line end included."""
    starts = source.lines.starts
    start = starts[source.lines.position(start)[0] - 1]
    if source.text[end - 1 : end] in ("\n", "\r"):  # a block of text ends with its line
        return Splice(start, end, "")
    after = source.lines.position(end)[0]
    if after < len(starts):
        return Splice(start, starts[after], "")
    broken = source.text.endswith(source.eol, 0, start)  # the file ends without a line end
    return Splice(start - len(source.eol) if broken else start, len(source.text), "")
