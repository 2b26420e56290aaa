"""A baseline from its file: every fault with line, column and the nearest name."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from typing import TypeVar

from cxaudit.language.nodes import Composed, Node, Scalar
from cxaudit.language.nodes import Mapping as Entries
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.values import date, whole
from cxaudit.rules.baseline.entries import Baseline, Entry, Section
from cxaudit.rules.finding import SEVERITIES
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import Rule

VERSION = "1"
WHOLE = "."  # the key of findings about a map as a whole
TOP = ("baseline", "maps")
OF_A_MAP = ("map", "file", "elements")
OF_AN_ENTRY = ("severity", "count", "since", "until", "reason", "elements")
AHEAD = datetime.timedelta(days=1)  # it is tomorrow somewhere already
Value = tuple[Scalar, Node]
Read = TypeVar("Read")


def read_baseline(
    composed: Composed,
    path: str,
    rules: Mapping[str, Rule],
    as_of: datetime.date | None = None,
) -> tuple[Baseline, list[Problem]]:
    """The baseline that a text holds and everything wrong with it; `rules` are all that there are. With
    `as_of`, what is since a later day is wrong, too."""
    reader = Reader(composed, path)
    found = Baseline(path)
    if reader.problems:
        return found, reader.problems
    if composed.root is None:
        reader.problems.append(
            Problem("invalid", "file", "holds nothing: a baseline begins with `baseline: 1`")
        )
        return found, reader.problems
    top = reader.entries(composed.root, "a baseline begins with `baseline: 1`, then its `maps:`")
    reader.keys(top, TOP, "a baseline")
    if top and "baseline" not in top:
        reader.fault(composed.root, "a baseline begins with `baseline: 1`")
    elif top and reader.text(top["baseline"][1]) not in ("", VERSION):
        reader.fault(top["baseline"][1], f"this version of cxaudit reads `baseline: {VERSION}`")
    names = {rule.name: code for code, rule in rules.items()}
    page = _Page(reader, rules, names, as_of)
    maps = top["maps"][1] if "maps" in top else None
    for number, node in enumerate(reader.nodes(maps)):
        section = page.section(node, number)
        if section is not None:
            found.sections.append(section)
    return found, reader.problems


class _Page:
    """Reads the sections of one file."""

    def __init__(
        self,
        reader: Reader,
        rules: Mapping[str, Rule],
        names: Mapping[str, str],
        as_of: datetime.date | None,
    ) -> None:
        self.latest = as_of + AHEAD if as_of is not None else datetime.date.max
        self.reader = reader
        self.rules = rules
        self.names = names
        self.seen: dict[tuple[str, str], Node] = {}

    def section(self, node: Node, number: int) -> Section | None:
        reader = self.reader
        keys = reader.entries(node, "`map`, `file` and `elements` are expected here")
        reader.keys(keys, OF_A_MAP, "a map of a baseline")
        missing = [key for key in OF_A_MAP[:2] if key not in keys]
        if missing or not isinstance(node, Entries):
            if isinstance(node, Entries):
                reader.fault(_head(node), f"`{missing[0]}` is missing: which map are these about?")
            return None
        section = Section(self.name(keys["map"][1]), self.name(keys["file"][1]), place=number)
        first = self.seen.setdefault((section.file, section.map), node)
        if first is not node:
            line = reader.lines.position(first.start)[0]
            reader.fault(
                keys["map"][1], f"this map has entries on line {line} already: put them there"
            )
        elements = keys["elements"][1] if "elements" in keys else None
        says = "elements are expected here, each with codes of rules"
        for label, value in reader.entries(elements, says).values():
            for entry in self.element(label, value):
                section.entries.append(entry)
        return section

    def name(self, node: Node) -> str:
        """A name as it was written, blanks around it too: files may have such names."""
        if isinstance(node, Scalar) and node.text:
            return node.text
        self.reader.fault(node, "a name is expected here")
        return ""

    def element(self, label: Scalar, node: Node) -> list[Entry]:
        path = "" if label.text == WHOLE else label.text
        found: dict[str, Entry] = {}
        says = "codes of rules are expected here, each with `since` and `reason`"
        for key, value in self.reader.entries(node, says).values():
            entry = self.entry(path, key, value)
            if entry is not None and entry.code in found:
                self.reader.fault(
                    key, f"{entry.code} stands here twice, once by its name: keep one"
                )
            elif entry is not None:
                found[entry.code] = entry
        return list(found.values())

    def entry(self, element: str, key: Scalar, node: Node) -> Entry | None:
        reader = self.reader
        code = self.code(key)
        keys = reader.entries(node, "`since` and `reason` are expected here")
        reader.keys(keys, OF_AN_ENTRY, "an entry")
        for needed, why in (("reason", "why may it stay?"), ("since", "since which day?")):
            if isinstance(node, Entries) and needed not in keys:
                reader.fault(key, f"`{needed}` is missing: {why}")
        reason = reader.text(keys["reason"][1]) if "reason" in keys else ""
        since, until = self.day(keys.get("since")), self.day(keys.get("until"))
        count = self.value(keys.get("count"), _count)
        severity = self.severity(keys.get("severity"))
        if since is not None and until is not None and until < since:
            reader.fault(
                keys["until"][1], f"{until} is before {since}, the day since which it holds"
            )
        if since is not None and since > self.latest:
            says = f"{since} has not come yet: write the day since which it is accepted"
            reader.fault(keys["since"][1], says)
        elements = self.elements(keys.get("elements"))
        if code is None or since is None or not reason:
            return None
        span = reader.lines.span(key.start, key.end)
        days = (since, until)
        return Entry(element, code, reason, *days, severity, count or 1, key.text, span, elements)

    def elements(self, value: Value | None) -> tuple[str, ...]:
        """The paths of the elements that one line tells of."""
        if value is None:
            return ()
        paths = [self.reader.text(node) for node in self.reader.nodes(value[1])]
        return tuple(dict.fromkeys(path for path in paths if path))

    def code(self, key: Scalar) -> str | None:
        """The code of the rule that a key names; mandatory ones cannot be lived with."""
        code = key.text if key.text in self.rules else self.names.get(key.text)
        if code is None:
            near = nearest(key.text.upper(), self.rules) or nearest(key.text, self.names)
            hint = (
                f"did you mean {near}?"
                if near
                else "name its pack with --rules, or remove the entry"
            )
            self.reader.fault(key, f"no rule is called {key.text!r}; {hint}", key.text, near)
        elif self.rules[code].mandatory:
            says = f"{code} is mandatory and cannot be held by a baseline: remove the entry"
            self.reader.fault(key, says, key.text)
        else:
            return code
        return None

    def severity(self, value: Value | None) -> str:
        if value is None:
            return ""
        return self.reader.word(value[1], SEVERITIES, "severity") or ""

    def day(self, value: Value | None) -> datetime.date | None:
        return self.value(value, date)

    def value(self, value: Value | None, read: Callable[[str], Read]) -> Read | None:
        """A value that a function reads from text, its complaint told where it stands."""
        if value is None:
            return None
        node = value[1]
        try:
            return read(node.text if isinstance(node, Scalar) else "")
        except ValueError as error:
            self.reader.fault(node, str(error))
            return None


def _head(node: Entries) -> Node:
    """The first key of a mapping, so that a fault does not underline all of it."""
    return next((key for key, _ in node.items.values()), node)


def _count(text: str) -> int:
    number = whole(text)
    if number < 1:
        raise ValueError(f"{number} is no number of findings: write 1 or more, or remove the entry")
    return number
