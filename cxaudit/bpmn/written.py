"""Texts of an XML file as labels and ids: on one line, of bearable length."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cxaudit.bpmn.xml import Element, tags_of

# DEL and the C1 controls; U+0085 is a line break.
_STEERING = dict.fromkeys(code for code in range(0x7F, 0xA0) if code != 0x85)
_SHORT = 200
LONGEST = 4_000  # characters of a label or id; what is longer is no label but a load


def clean(text: str | None) -> str:
    """A label on one line, its line breaks and runs of blanks as single blanks, without characters
    that steer a terminal."""
    if not text:
        return ""
    # An id is met wherever something refers to it.
    return _clean(text) if len(text) < _SHORT else _clean.__wrapped__(text)


@lru_cache(4096)
def _clean(text: str) -> str:
    return " ".join(text[:LONGEST].replace("\\n", " ").translate(_STEERING).split())


def children(element: Element, *names: str) -> Iterator[Element]:
    """The BPMN children of an element that have one of some names."""
    found: Iterator[Element] = element.iterchildren(*tags_of(*names))
    return found


def written(element: Element) -> str:
    """The text inside an element, on one line."""
    return clean("".join(element.itertext()))
