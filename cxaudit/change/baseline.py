"""The text of a baseline: written anew, or the text that is there with as little changed as can be."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeVar

from cxaudit.change.layout.grow import grow
from cxaudit.change.layout.lay import lay
from cxaudit.change.layout.scalars import is_bare
from cxaudit.change.layout.text import laid_out
from cxaudit.change.layout.tokens import CannotLayOut
from cxaudit.change.layout.tree import Branch, Leaf
from cxaudit.change.layout.tree import Entry as Row
from cxaudit.language.nodes import compose
from cxaudit.rules.baseline.entries import Baseline, Entry, Section
from cxaudit.rules.baseline.reading import VERSION, WHOLE, read_baseline
from cxaudit.rules.rule import Rule

ABOUT = """\
# Findings that were known when they were put here, with the day and the reason: a check fails on
# new ones only. `cxaudit baseline show` tells how old they are and which have vanished; `update` and
# `prune` keep what people write here, comments too.
"""
Name = TypeVar("Name", str, tuple[str, str])
_HIDDEN = re.compile(
    "[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def text_of(baseline: Baseline) -> str:
    """A baseline as text, in the one layout. Raises `CannotLayOut` for a name that no line can hold."""
    return laid_out(ABOUT + "\n".join(_lines(baseline)) + "\n")


def edited(text: str, old: Baseline, new: Baseline, rules: Mapping[str, Rule]) -> str:
    """The text of a baseline made to hold a new one. Comments, reasons and the order of what stays are
    kept; a comment goes with the entry that it belongs to. Where a text cannot be changed so, as when
    parts of it stand for each other by aliases, it is written anew."""
    try:
        sheet = grow(text)
        _Editor(sheet.root.value, old, new).edit()
        after = laid_out(lay(sheet))
        found, problems = read_baseline(compose(after), new.path, rules)
        if not problems and _content(found) == _content(new):
            return after
    except (CannotLayOut, _Unusual):
        pass
    return text_of(new)


def _content(baseline: Baseline) -> dict[tuple[str, str], dict[tuple[str, str], Entry]]:
    """What a baseline says, whatever its order."""
    return {
        (section.file, section.map): {(e.element, e.code): e for e in section.entries}
        for section in baseline.sections
    }


class _Unusual(Exception):
    """A text of a form in which nothing can be replaced."""


class _Editor:
    """Changes the tree of a baseline from what it holds to what it is to hold."""

    def __init__(self, root: object, old: Baseline, new: Baseline) -> None:
        self.top = _branch(root)
        self.old = {section.place: section for section in old.sections}
        self.new = new

    def edit(self) -> None:
        fresh = [section for section in self.new.sections if section.place not in self.old]
        kept = {s.place: s for s in self.new.sections if s.place in self.old}
        row = next((row for row in self.top.entries if _name(row) == "maps"), None)
        if row is None or not isinstance(row.value, Branch) or not row.value.entries or not kept:
            anew = _grown(Baseline("", fresh)).entries[-1]
            if row is None:
                self.top.entries.append(anew)
            else:
                row.value = anew.value
            return
        maps = row.value
        if maps.shape != "sequence":
            raise _Unusual
        rows = dict(enumerate(maps.entries))
        maps.entries = [rows[place] for place in sorted(kept)]
        for place, section in kept.items():
            self.section(_branch(rows[place].value), self.old[place], section)
        homes = [(kept[place].file, kept[place].map) for place in sorted(kept)]
        for section in fresh:
            row = _branch(_grown(Baseline("", [section])).entries[-1].value).entries[0]
            place = _place(homes, (section.file, section.map))
            row.blank = maps.entries[0].blank
            maps.entries.insert(place, row)
            homes.insert(place, (section.file, section.map))

    def section(self, node: Branch, old: Section, new: Section) -> None:
        """One map: its name and file, its elements."""
        for key, was, is_ in (("map", old.map, new.map), ("file", old.file, new.file)):
            if was != is_:
                _set(node, key, _scalar(is_))
        row = next((row for row in node.entries if _name(row) == "elements"), None)
        before, after = _by_element(old), _by_element(new)
        if row is None:
            raise _Unusual
        elements = _branch(row.value)
        elements.entries = [one for one in elements.entries if _path(one) in after]
        for one in elements.entries:
            path = _path(one)
            _codes(_branch(one.value), before[path], after[path])
        names = [_path(one) for one in elements.entries]
        for path, entries in after.items():
            if path not in before:
                place = _place(names, path)
                elements.entries.insert(place, _element_row(entries))
                names.insert(place, path)


def _codes(node: Branch, before: Mapping[str, Entry], after: Mapping[str, Entry]) -> None:
    """The entries of one element."""
    written = {entry.written: code for code, entry in before.items()}
    node.entries = [row for row in node.entries if written.get(_name(row)) in after]
    for row in node.entries:
        code = written[_name(row)]
        _values(_branch(row.value), before[code], after[code])
    names = [written[_name(row)] for row in node.entries]
    for code, entry in after.items():
        if code not in before:
            row = _branch(_element_row({code: entry}).value).entries[0]
            place = _place(names, code)
            node.entries.insert(place, row)
            names.insert(place, code)


def _values(node: Branch, before: Entry, after: Entry) -> None:
    """What one entry says."""
    was, is_ = dict(_pairs(before)), dict(_pairs(after))
    for key in [key for key in was if key not in is_]:
        node.entries = [row for row in node.entries if _name(row) != key]
    for key, value in is_.items():
        if was.get(key) != value:
            _set(node, key, value)


def _set(node: Branch, key: str, text: str) -> None:
    """Give a key another value, as YAML; where it is not there, it comes first, a list last."""
    value = _branch(grow(f"key: {text}\n").root.value).entries[0].value
    row = next((row for row in node.entries if _name(row) == key), None)
    if row is not None:
        row.value = value
    else:
        place = len(node.entries) if isinstance(value, Branch) else 0
        node.entries.insert(place, Row(value, Leaf(key, key), colon=True))


def _branch(node: object) -> Branch:
    if not isinstance(node, Branch) or node.anchor:
        raise _Unusual
    return node


def _name(row: Row) -> str:
    return row.key.value if row.key is not None else ""


def _path(row: Row) -> str:
    name = _name(row)
    return "" if name == WHOLE else name


def _by_element(section: Section) -> dict[str, dict[str, Entry]]:
    found: dict[str, dict[str, Entry]] = {}
    for entry in section.entries:
        found.setdefault(entry.element, {})[entry.code] = entry
    return found


def _place(names: list[Name], name: Name) -> int:
    """Where a name belongs among others: before the first that comes after it."""
    return next((n for n, other in enumerate(names) if other > name), len(names))


def _grown(baseline: Baseline) -> Branch:
    """The tree of a baseline without comments."""
    return _branch(grow("\n".join(_lines(baseline)) + "\n").root.value)


def _element_row(entries: Mapping[str, Entry]) -> Row:
    """An element with its entries, as a part of a tree."""
    one = Baseline("", [Section("m", "f", list(entries.values()))])
    first = _branch(_branch(_grown(one).entries[-1].value).entries[0].value)
    return _branch(first.entries[-1].value).entries[0]


def _lines(baseline: Baseline) -> Iterator[str]:
    yield f"baseline: {VERSION}"
    if not baseline.sections:
        yield "maps: []"
        return
    yield "maps:"
    for section in baseline.sections:
        yield f"  - map: {_scalar(section.map)}"
        yield f"    file: {_scalar(section.file)}"
        yield "    elements:"
        for element, entries in _by_element(section).items():
            yield f"      {_scalar(element or WHOLE)}:"
            for entry in entries.values():
                told = ", ".join(f"{key}: {value}" for key, value in _pairs(entry))
                yield f"        {_scalar(entry.written or entry.code)}: {{{told}}}"


def _pairs(entry: Entry) -> Iterator[tuple[str, str]]:
    """What an entry says, key by key, as YAML."""
    if entry.severity:
        yield "severity", entry.severity
    if entry.count > 1:
        yield "count", str(entry.count)
    yield "since", entry.since.isoformat()
    if entry.until is not None:
        yield "until", entry.until.isoformat()
    yield "reason", _scalar(entry.reason)
    if entry.elements:
        yield "elements", f"[{', '.join(map(_scalar, entry.elements))}]"


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}|\d+")


def _scalar(text: str) -> str:
    """A text as YAML on one line: in quotes where it needs them, what cannot be seen escaped."""
    if _DAY.fullmatch(text) or is_bare(text, flow=True):
        return text
    shown = json.dumps(text, ensure_ascii=False)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)
