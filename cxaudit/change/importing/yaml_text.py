"""Plain data as the text of a file, in the layout of `cxaudit fmt`, with comments where they belong."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cxaudit.change.importing.spelling import Bare
from cxaudit.change.layout.scalars import LONGEST_KEY, written
from cxaudit.change.layout.text import laid_out

WIDTH = 100
Comments = Mapping[str, str]  # element path, such as steps/pay/by, to what stands behind it


def text_of(
    data: Mapping[str, Any],
    comments: Comments,
    above: Iterable[str] = (),
    below: Iterable[str] = (),
) -> str:
    """The text of a file: its data, comments behind what they explain, others above and below."""
    lines = [f"# {comment(line)}" for line in above]
    for key, value in data.items():
        if key == "steps":
            lines.append("")
        lines += _entry(key, value, 0, key, comments)
    ending = [f"# {comment(line)}" for line in below]
    return laid_out("\n".join([*lines, *([""] if ending else []), *ending]) + "\n")


def comment(text: str) -> str:
    """A text on one line, fit to stand in a comment."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())


def _entry(key: str, value: Any, column: int, path: str, comments: Comments) -> Iterator[str]:
    """The lines of one key: on one line where that is short and nothing in it is explained."""
    pad, label = " " * column, written(key[:LONGEST_KEY], flow=False)
    behind = comments.get(path, "")
    inner = any(other.startswith(f"{path}/") for other in comments)
    tail = f"  # {comment(behind)}" if behind else ""
    if isinstance(value, str) and not isinstance(value, Bare) and _is_long(value, column, label):
        yield f"{pad}{label}: >-{tail}"
        yield from (f"{pad}  {line}" for line in _folded(value, WIDTH - column - 2))
        return
    # The parts of a whole file stand one below the other, however few they are.
    stacked = (
        isinstance(value, dict) and column == 0 and key in ("steps", "parties", "roles", "units")
    )
    short = None if inner or stacked else flow(value)
    if short is not None and (
        not isinstance(value, dict | list) or len(pad) + len(label) + 2 + len(short) <= WIDTH
    ):
        yield f"{pad}{label}: {short}{tail}"
    elif isinstance(value, dict) and value:
        yield f"{pad}{label}:{tail}"
        for inner_key, item in value.items():
            yield from _entry(inner_key, item, column + 2, f"{path}/{inner_key}", comments)
    elif isinstance(value, list):
        yield f"{pad}{label}:{tail}"
        yield from (f"{pad}  - {_item(item)}" for item in value)
    else:
        yield f"{pad}{label}: {flow(value)}{tail}"


def _item(value: Any) -> str:
    return flow(value) if isinstance(value, dict | list) else _scalar(value, in_flow=False)


def flow(value: Any, in_flow: bool = False) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        parts = [f"{written(k[:LONGEST_KEY], True)}: {flow(v, True)}" for k, v in value.items()]
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(item, True) for item in value) + "]"
    return _scalar(value, in_flow)


def _scalar(value: Any, in_flow: bool) -> str:
    text = str(value)
    return text if isinstance(value, Bare) else written(text, in_flow)


def _is_long(text: str, column: int, label: str) -> bool:
    """Whether a text is better folded over several lines."""
    fits = column + len(label) + 2 + len(text) <= WIDTH
    single = text == " ".join(text.split()) and text.isprintable()
    return not fits and single and len(text.split()) > 5


def _folded(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
