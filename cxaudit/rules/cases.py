"""The examples of a rule, which are its tests: what one may hold, and that it can be read."""

from __future__ import annotations

import re
from typing import Any

from cxaudit.language.nodes import Mapping, Node, Scalar, compose
from cxaudit.language.read import kind_of, plain
from cxaudit.language.values import date
from cxaudit.rules.compiling import Fault
from cxaudit.rules.reading import Reader

PARTS = ("map", "organisation", "scenario", "others", "before", "as-of", "expect", "file")
_LEADS = {
    "map": "process",
    "others": "process",
    "before": "process",
    "organisation": "organisation",
    "scenario": "whatif",
}
_FILE = re.compile(r"[\w-]+\.(ya?ml|bpmn)")
_ID = re.compile(r"[\w-]+")
_TAKEN = ("cxaudit.yaml", "organisation.yaml")
_EXAMPLES = "examples are one `bad` and one `good` map"


def plain_examples(node: Node) -> dict[str, Any]:
    """The examples as they stand, a map alone as `{map: ...}`."""
    found = plain(node)
    return {key: {"map": case} if isinstance(case, str) else case for key, case in found.items()}


def read_examples(reader: Reader, node: Node, about_problems: bool) -> dict[str, Any]:
    """The examples of a rule, checked; a rule about problems may show maps that cannot be read."""
    if not isinstance(node, Mapping) or not {"bad", "good"} <= set(node.items):
        reader.fault(node, _EXAMPLES)
        return {}
    reader.keys(node.items, ("bad", "good"), "examples")
    before = len(reader.problems)
    for which in ("bad", "good"):
        _, case = node.items[which]
        if isinstance(case, Scalar):
            _text_of(reader, "map", case, about_problems)
        elif isinstance(case, Mapping):
            _parts(reader, case, about_problems)
        else:
            reader.fault(
                case, "an example is a map, or a mapping with `map` and what belongs to it"
            )
    return {} if len(reader.problems) > before else plain_examples(node)


def _parts(reader: Reader, case: Mapping, about_problems: bool) -> None:
    reader.keys(case.items, PARTS, "an example")
    if not {"map", "organisation"} & set(case.items):
        reader.fault(case, "an example holds a `map`, an `organisation` or both")
    foreign = "file" in case.items and _file(reader, case.items["file"][1]).endswith(".bpmn")
    for part, (_, value) in case.items.items():
        if part == "others":
            for key, (label, text) in reader.entries(
                value, "others: map ids, each with its map"
            ).items():
                if not _ID.fullmatch(key):
                    reader.fault(
                        label, f"{key!r} is no id of a map: use letters, digits, hyphens", key
                    )
                _text_of(reader, "others", text, about_problems)
        elif part == "as-of":
            _day(reader, value)
        elif part == "expect":
            _elements(reader, value)
        elif part in _LEADS and not (foreign and part in ("map", "before")):
            _text_of(reader, part, value, about_problems)


def _file(reader: Reader, node: Node) -> str:
    name = reader.text(node)
    if name and (not _FILE.fullmatch(name) or name in _TAKEN):
        reader.fault(
            node, f"{name!r} is no file name for a map: write it like map.yaml or map.bpmn"
        )
    return name


def _elements(reader: Reader, node: Node) -> None:
    """Element paths; an empty one is the file as a whole."""
    for item in reader.nodes(node):
        if not isinstance(item, Scalar):
            reader.fault(item, "the path of an element is expected here, such as steps/take-order")


def _day(reader: Reader, node: Node) -> None:
    try:
        date(node.text if isinstance(node, Scalar) else "")
    except ValueError:
        reader.fault(node, "a day is expected here, as YYYY-MM-DD")


def _text_of(reader: Reader, part: str, node: Node, about_problems: bool) -> None:
    """Check that a part is the text of a file of its kind; faults of its YAML are told in place."""
    if not isinstance(node, Scalar) or not node.text.strip():
        reader.fault(
            node, f"the text of a file is expected here: write `{part}: |` and below it the file"
        )
        return
    if about_problems:
        return
    composed = compose(node.text)
    if composed.problems:
        for problem in composed.problems:
            start = composed.lines.starts[problem.span.line - 1] + problem.span.column - 1
            says = f"this example cannot be read: {problem.says}"
            reader.faults(node, [Fault(says, start, start + 1)])
    elif kind_of(composed.root) != _LEADS[part]:
        first = next(iter(composed.root.items), "") if isinstance(composed.root, Mapping) else ""
        says = f"an example's {part} begins with `{_LEADS[part]}:`" + (
            f", not {first!r}" if first else ""
        )
        reader.faults(node, [Fault(says, 0, max(1, len(first)), first)])
