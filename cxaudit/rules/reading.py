"""Reading the nodes of a pack: plain values out, every fault collected with its place."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.language.nodes import Composed, Mapping, Node, Scalar, Sequence
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.values import truth
from cxaudit.rules.compiling import Fault
from cxaudit.rules.places import source_offset

MOST_SENTENCE = 4_000  # characters of one text


class Reader:
    """Reads one file, as it is shown to people; `problems` is everything wrong with it so far."""

    def __init__(self, composed: Composed, path: str) -> None:
        self.lines = composed.lines
        self.path = path
        self.problems: list[Problem] = list(composed.problems)

    def fault(self, node: Node, says: str, found: str = "", near: str = "") -> None:
        """Tell a fault of a node."""
        self._tell(node.start, node.end, says, found, near)

    def faults(self, node: Scalar, faults: Iterable[Fault], skipped: int = 0) -> None:
        """Tell faults within the text of a scalar, of which some characters were skipped."""
        for fault in faults:
            start = source_offset(self.lines.text, node, fault.start + skipped)
            end = source_offset(self.lines.text, node, max(fault.end - 1, fault.start) + skipped)
            self._tell(start, end + 1, fault.says, fault.found, fault.near)

    def unknown(
        self, node: Node, text: str, what: str, known: Iterable[str], most: int = 12
    ) -> None:
        """Tell that a word is none of those known, with the nearest of them."""
        names = list(known)
        near = nearest(text, names)
        says = f"{text!r} is no {what}"
        if near:
            says += f"; did you mean {near!r}?"
        elif len(names) <= most:
            says += f": use {', '.join(names)}"
        self.fault(node, says, text, near)

    def _tell(self, start: int, end: int, says: str, found: str, near: str) -> None:
        span = self.lines.span(start, max(start + 1, end))
        self.problems.append(Problem("invalid", "rule", says, span, "", found, near, blocks=True))

    def text(self, node: Node, most: int = MOST_SENTENCE) -> str:
        """A text, without the blanks around it."""
        if not isinstance(node, Scalar) or not node.text.strip():
            self.fault(node, "text is expected here")
            return ""
        if len(node.text) > most:
            self.fault(node, f"this text has {len(node.text):,} characters; the most is {most:,}")
            return ""
        return node.text.strip()

    def word(self, node: Node, known: Iterable[str], what: str) -> str | None:
        """One of some words."""
        names = list(known)
        if isinstance(node, Scalar) and node.text in names:
            return node.text
        self.unknown(node, node.text if isinstance(node, Scalar) else "", what, names)
        return None

    def nodes(self, node: Node | None) -> list[Node]:
        """The entries of a list, or the one that stands for a list; none where nothing stands."""
        if node is None or (isinstance(node, Scalar) and not node.text and not node.quoted):
            return []
        return list(node.items) if isinstance(node, Sequence) else [node]

    def words(self, node: Node | None, known: Iterable[str] | None, what: str) -> list[str]:
        """Several words, of some where those are known."""
        names = None if known is None else list(known)
        found = []
        for item in self.nodes(node):
            word = self.text(item) if names is None else self.word(item, names, what)
            if word:
                found.append(word)
        return found

    def yes(self, node: Node | None) -> bool:
        """A yes or no; no where nothing stands."""
        if node is None:
            return False
        try:
            return truth(node.text if isinstance(node, Scalar) else "")
        except ValueError:
            self.fault(node, "yes or no is expected here")
            return False

    def entries(self, node: Node | None, says: str) -> dict[str, tuple[Scalar, Node]]:
        """The entries of a mapping, told with `says` where it is none."""
        if node is None or (isinstance(node, Scalar) and not node.text and not node.quoted):
            return {}
        if isinstance(node, Mapping):
            return node.items
        self.fault(node, says)
        return {}

    def keys(
        self, entries: dict[str, tuple[Scalar, Node]], known: Iterable[str], owner: str
    ) -> None:
        """Tell keys that nobody knows."""
        names = list(known)
        for key, (label, _) in entries.items():
            if key not in names:
                near = nearest(key, names)
                hint = f"; did you mean {near!r}?" if near else f"; it knows {', '.join(names)}"
                self.fault(label, f"{owner} has no key {key!r}{hint}", key, near)
