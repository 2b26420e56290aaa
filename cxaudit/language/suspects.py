"""What reads well and yet may not be meant: cut comments, long hours, braces and commas."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cxaudit.language import traps
from cxaudit.language.forms import long_hours
from cxaudit.language.nodes import Mapping, Node, Scalar, Sequence
from cxaudit.language.problems import Problem
from cxaudit.language.reasons import gives_reason
from cxaudit.language.spans import Lines

DURATIONS = frozenset({"takes", "waits", "promise", "within", "after", "at-most"})
_UNFINISHED = re.compile(r"(?<!\w)(tbd|tba|tbc|todo|\?{2,}|asap|someone|somebody|xxx)(?!\w)", re.I)
_SOMEBODY = frozenset({"someone", "somebody"})
# What is written in sentences may speak of somebody without leaving open who does the work.
PROSE = frozenset({
    "purpose", "script", "vision", "case", "worry", "answer", "reason", "says", "wants", "standard",
    "because", "about", "policies", "promises",
})  # fmt: skip
_THOUSANDS = re.compile(r"\d{3}$")
Path = tuple[str, ...]


def suspects(kind: str, root: Mapping, lines: Lines) -> list[Problem]:
    """Everything in a readable file that a person should look at again."""
    found: list[Problem] = []
    own_days = "calendar" in root.items
    for path, key, value in _entries(root, ()):
        if isinstance(value, Scalar):
            told = _value(path, key, value, lines)
            found.extend(p for p in told if not (own_days and p.kind == "long-hours"))
        else:
            found.extend(_braces(path, value, lines))
    if kind == "whatif":  # in maps and organisations they are told with the rules that they name
        found.extend(_waivers(root, lines))
    return found


Entry = tuple[Path, Scalar | None, Node]


def _entries(node: Node, path: Path) -> list[Entry]:
    """Every entry below a node: its path, its key (None in a list), its value."""
    found: list[Entry] = []
    _gather(node, path, found)
    return found


def _gather(node: Node, path: Path, found: list[Entry]) -> None:
    if isinstance(node, Mapping):
        for text, (key, value) in node.items.items():
            here = (*path, text)
            found.append((here, key, value))
            if not isinstance(value, Scalar):
                _gather(value, here, found)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            here = (*path, str(index))
            found.append((here, None, item))
            if not isinstance(item, Scalar):
                _gather(item, here, found)


def _unfinished(
    kind: str, says: str, node: Scalar, path: Path, lines: Lines, note: bool = False
) -> Problem:
    span = lines.span(node.start, node.end)
    return Problem("unfinished", kind, says, span, "/".join(path), node.text, note=note)


def _value(path: Path, key: Scalar | None, value: Scalar, lines: Lines) -> Iterator[Problem]:
    text = value.text
    open_end = _UNFINISHED.search(text)
    prose = open_end and open_end[1].lower() in _SOMEBODY and PROSE & set(path)
    if open_end and not prose and path[-1] != "note" and not _unexplained(path, text):
        says = f"{open_end[1]!r} stands here: say who, what or when, or leave the key out"
        yield _unfinished("unfinished", says, value, path, lines)
    if key is not None and key.text in DURATIONS and long_hours(text):
        hours = long_hours(text)
        says = f"{hours:g}h is {hours / 8:g} working days of 8 hours: did you mean {hours / 24:g}d?"
        yield _unfinished("long-hours", says, value, path, lines, note=True)
    followed = lines.text[value.end : value.end + 1] == " "  # else nothing can have been cut off
    if followed and not value.quoted and value.end > value.start:
        line, column = lines.position(value.end)
        rest = lines.line(line)[column - 1 :]
        blanks = len(rest) - len(rest.lstrip(" "))
        cut = traps.comment_cut(rest, blanks + 1) if blanks else None
        if cut and not cut.lower().startswith("cxaudit"):
            says = f"YAML reads #{cut.split()[0]} as a comment and cut the value: quote the text"
            yield _unfinished("comment-cut", says, value, path, lines)


def _unexplained(path: Path, text: str) -> bool:
    """Whether a text is the missing reason of a waiver, of which the waiver itself is told."""
    return "allow" in path and not gives_reason(text)


def _braces(path: Path, value: Node, lines: Lines) -> Iterator[Problem]:
    """Commas inside braces and brackets that cut a value in two."""
    if isinstance(value, Mapping):
        if lines.text[value.start : value.start + 1] != "{":
            return
        previous: tuple[str, Node] | None = None
        for text, (label, item) in value.items.items():
            nothing = isinstance(item, Scalar) and not item.text and not item.quoted
            if nothing and previous and isinstance(previous[1], Scalar):
                before = previous[1].text
                if text.lower() in traps.CHANNELS and previous[0] in ("with", "via"):
                    yield _trap(traps.dropped_in_braces(previous[0], text), label, path, lines)
                elif before[-1:].isdigit() and _THOUSANDS.match(text.split()[0]):
                    yield _trap(traps.cut_number(before, text), label, path, lines)
            previous = (text, item)
    elif isinstance(value, Sequence) and path[-1] == "with":
        for item in value.items:
            if isinstance(item, Scalar) and item.text.strip().lower() in traps.CHANNELS:
                says = (
                    f"{item.text!r} is a channel, not a party: a comma ends a value inside "
                    "brackets; write {party: ..., via: [...]} or quote the whole value"
                )
                yield _trap(says, item, path, lines)


def _trap(says: str, node: Scalar, path: Path, lines: Lines) -> Problem:
    span = lines.span(node.start, node.end)
    return Problem("invalid", "comma", says, span, "/".join(path), node.text, blocks=True)


def _waivers(root: Mapping, lines: Lines) -> Iterator[Problem]:
    for path, key, value in _entries(root, ()):
        if key is None or len(path) < 2 or path[-2] != "allow":
            continue
        reason: Node | None = value
        if isinstance(value, Mapping):
            entry = value.items.get("reason")
            reason = entry[1] if entry else None
        if reason is None or (isinstance(reason, Scalar) and not gives_reason(reason.text)):
            says = f"the waiver of {key.text} gives no reason: say why it is right"
            yield _unfinished("waiver-without-reason", says, key, path, lines)
