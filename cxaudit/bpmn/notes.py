"""What people wrote beside a model: documentation, and annotations with what they are tied to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cxaudit.bpmn.written import children, clean, written
from cxaudit.bpmn.xml import Element, Tree, tags_of
from cxaudit.language.spans import Span

LONGEST = 500  # of a text that becomes part of a note


@dataclass(slots=True)
class Notes:
    """Annotations: those tied to an element, by its raw id, and those that stand alone."""

    tied: dict[str, dict[str, None]] = field(default_factory=dict)
    loose: list[tuple[Span, str, str]] = field(default_factory=list)

    def of(self, raw: str, element: Element) -> list[str]:
        """What is written about an element: its documentation, and the annotations tied to it."""
        return [*documentation(element), *(self.tied.get(raw, ()) if raw else ())]


def documentation(element: Element) -> list[str]:
    """The documentation of an element."""
    texts = [written(child) for child in children(element, "documentation")]
    return [cut(text) for text in texts if text]


def cut(text: str) -> str:
    """A text of bearable length."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def notes_of(tree: Tree) -> Notes:
    """The annotations of a file. Of those that stand alone the id of the process, sub-process or
    collaboration around them is kept."""
    notes = Notes()
    texts: dict[str, tuple[Span, str, str]] = {}
    for element, around in _artifacts(tree.root, "textAnnotation"):
        text = cut(" ".join(written(child) for child in children(element, "text")))
        if text:
            raw = clean(element.get("id")) or f"annotation-{len(texts)}"
            texts[raw] = (tree.span(element), around, text)
    tied: set[str] = set()
    for element, _ in _artifacts(tree.root, "association"):
        ends = [_end(element, "sourceRef"), _end(element, "targetRef")]
        for here, there in (ends, ends[::-1]):
            if here in texts and there and there not in texts:
                tied.add(here)
                notes.tied.setdefault(there, {})[texts[here][2]] = None
    notes.loose = [place for raw, place in texts.items() if raw not in tied]
    return notes


def _end(element: Element, attribute: str) -> str:
    return clean(element.get(attribute)).rpartition(":")[2]


def _artifacts(root: Element, tag: str) -> Iterator[tuple[Element, str]]:
    """The artifacts of a kind, each with the id of what it stands in."""
    for element in root.iter(*tags_of(tag)):
        around = element.getparent()
        yield element, clean(around.get("id")) if around is not None else ""
