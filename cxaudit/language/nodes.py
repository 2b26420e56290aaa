"""YAML text into nodes that know their place, by libyaml's composer under guard.

Every scalar stays the text that was written: what it means (a number, a yes, a duration) is for the
field that takes it, so `1.10` and `no` survive as names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode
from ruamel.yaml.tag import Tag

from cxaudit.language.problems import Problem
from cxaudit.language.spans import Lines
from cxaudit.language.traps import explain

MOST_BYTES = 20_000_000
MOST_DEPTH = 100
MOST_EXPANDED = 2_000_000


@dataclass(slots=True)
class Scalar:
    """Text between two offsets; `quoted` where a quoting style or a block made it text."""

    text: str
    start: int
    end: int
    quoted: bool = False


@dataclass(slots=True)
class Sequence:
    """A list."""

    items: list[Node]
    start: int
    end: int


@dataclass(slots=True)
class Mapping:
    """A mapping in file order, keys unique."""

    items: dict[str, tuple[Scalar, Node]]
    start: int
    end: int


Node = Scalar | Sequence | Mapping


@dataclass(slots=True)
class Composed:
    """What became of a text: its root (None where it has none) and everything wrong with it."""

    root: Node | None
    lines: Lines
    problems: list[Problem] = field(default_factory=list)


class _TooDeep(Exception):
    """Raised inside the composer, which would otherwise exhaust the stack."""


_UNTAGGED = Tag(suffix="")  # of every node that the file gives no tag


class _GuardedParser(CParser):  # type: ignore[misc]
    """libyaml's parser without tag resolution, refusing depths that would crash it."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def descend_resolver(self, parent: Any, index: Any) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise _TooDeep

    def ascend_resolver(self) -> None:
        self._depth -= 1

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Tag:
        return _UNTAGGED


def decode(data: bytes) -> str | Problem:
    """The text of a file, or why it is none."""
    if len(data) > MOST_BYTES:
        return _whole_file(
            "too-large",
            f"the file has {len(data):,} bytes; the most that is read is {MOST_BYTES:,}: "
            "split it, one process a file",
        )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _whole_file("encoding", "the file is UTF-16: save it as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        problem = _whole_file(
            "encoding",
            f"byte {error.start} is not UTF-8 text: the file is binary, or must be saved as UTF-8",
        )
        return problem.at(Lines("").span(0, 0).__class__(line, column, line, column + 1))
    return text


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _whole_file(kind: str, says: str) -> Problem:
    return Problem("invalid", kind, says, blocks=True)


def compose(text: str) -> Composed:
    """Compose a text into nodes; never raises for what a text may contain."""
    lines = Lines(text)
    # What nothing is wrong with is quickly known to be printable.
    control = None if text.replace("\n", "").isprintable() else _CONTROL.search(text)
    if control is not None:
        bad = control.start()
        code = f"U+{ord(text[bad]):04X}"
        what = "a NUL character" if text[bad] == "\0" else f"the control character {code}"
        problem = Problem(
            "invalid",
            "control-character",
            f"the file contains {what}: it is binary or damaged; remove the character",
            lines.span(bad, bad + 1),
            blocks=True,
        )
        return Composed(None, lines, [problem])
    parser = _GuardedParser(text)
    try:
        raw = parser.get_single_node()
    except _TooDeep:
        return Composed(None, lines, [_depth_problem(text, lines)])
    except MarkedYAMLError as error:
        return Composed(None, lines, [explain(error, lines)])
    except YAMLError as error:
        says = str(error).splitlines()[0]
        return Composed(None, lines, [Problem("invalid", "syntax", says, blocks=True)])
    finally:
        parser.dispose()
    if raw is None:
        return Composed(None, lines)
    walk = _Walk(lines)
    try:
        root = walk.node(raw, ())
    except _TooDeep:
        root = None
    return Composed(root, lines, walk.problems)


def _depth_problem(text: str, lines: Lines) -> Problem:
    depth = 0
    place = len(text)
    for number, character in enumerate(text):
        depth += (character in "[{") - (character in "]}")
        if depth > MOST_DEPTH:
            place = number
            break
    return Problem(
        "invalid",
        "depth",
        f"nested more than {MOST_DEPTH} levels deep: no map needs that; look for unclosed brackets",
        lines.span(place, place + 1),
        blocks=True,
    )


class _Walk:
    """One walk over libyaml's nodes: our nodes out, duplicate keys, tags and bombs told."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.problems: list[Problem] = []
        self.count = 0
        self.texts: dict[str, str] = {}  # a file says the same words over and over: kept once

    def problem(self, kind: str, says: str, raw: Any, found: str = "") -> None:
        span = self.lines.span(raw.start_mark.index, raw.end_mark.index)
        self.problems.append(Problem("invalid", kind, says, span, found=found, blocks=True))

    def node(self, raw: Any, open_nodes: tuple[int, ...]) -> Node:
        self.count += 1
        if self.count > MOST_EXPANDED:
            self.problem("alias-bomb", "aliases in this file expand without bound", raw)
            raise _TooDeep
        start, end = raw.start_mark.index, raw.end_mark.index
        if raw.ctag is not _UNTAGGED:
            self.tag(raw)
        if isinstance(raw, ScalarNode):
            text: str = raw.value
            return Scalar(self.texts.setdefault(text, text), start, end, bool(raw.style))
        if id(raw) in open_nodes:
            self.problem("alias-circle", "an alias contains itself: write the part out", raw)
            raise _TooDeep
        inside = (*open_nodes, id(raw))
        end = self.trimmed_end(raw, end)
        if isinstance(raw, MappingNode):
            return Mapping(self.items(raw, inside), start, end)
        return Sequence([self.node(child, inside) for child in raw.value], start, end)

    def trimmed_end(self, raw: Any, end: int) -> int:
        """Block collections end where their last child does, not at the next token."""
        if raw.flow_style or not raw.value:
            return end
        last = raw.value[-1]
        last = last[1] if isinstance(last, tuple) else last
        start: int = raw.start_mark.index
        return max(start, min(end, self.end_of(last)))

    def end_of(self, raw: Any) -> int:
        for _ in range(MOST_DEPTH):  # an alias may contain itself
            if isinstance(raw, ScalarNode) or raw.flow_style or not raw.value:
                break
            last = raw.value[-1]
            raw = last[1] if isinstance(last, tuple) else last
        end: int = raw.end_mark.index
        return end

    def tag(self, raw: Any) -> None:
        where = raw.start_mark.index
        word = self.lines.text[where : where + 40].split("\n")[0].split(" ")[0]
        self.problem(
            "tag",
            f"{word} is a YAML tag, which this language does not use: quote the text if it begins "
            "with an exclamation mark, else remove the tag",
            raw,
            word,
        )

    def items(self, raw: Any, inside: tuple[int, ...]) -> dict[str, tuple[Scalar, Node]]:
        items: dict[str, tuple[Scalar, Node]] = {}
        for raw_key, raw_value in raw.value:
            if not isinstance(raw_key, ScalarNode):
                self.problem("key", "a key is a word, not a list or mapping: quote it", raw_key)
                continue
            key = self.node(raw_key, inside)
            assert isinstance(key, Scalar)
            if key.text == "<<" and not key.quoted:
                self.problem("merge", "`<<` is not used here: write the keys out", raw_key, "<<")
                continue
            value = self.node(raw_value, inside)
            if key.text in items:
                first = self.lines.position(items[key.text][0].start)[0]
                self.problem(
                    "duplicate-key",
                    f"{key.text!r} stands twice, first on line {first}: keep one",
                    raw_key,
                    key.text,
                )
                continue
            items[key.text] = (key, value)
        return items


def scalars(node: Node) -> Iterator[Scalar]:
    """Every scalar value below a node, keys not included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars(item)
    else:
        for _, value in node.items.values():
            yield from scalars(value)
