"""Where the parts of an edited map stand: in the map's file, or in the scenario's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cxaudit.language.nodes import Mapping, Node, Scalar, Sequence
from cxaudit.language.read import Document, Loc
from cxaudit.language.spans import Lines, Span

Entry = tuple[Scalar, Node]


@dataclass(frozen=True)
class Sheet:
    """The text of a map with that of a scenario below it, so that one place tells both the file and
    the line. `shift` is the offset at which the scenario begins, `first` its first line."""

    lines: Lines
    shift: int
    first: int

    def in_scenario(self, span: Span) -> bool:
        """Whether a place stands in the scenario's file."""
        return span.line >= self.first

    def home(self, span: Span) -> Span:
        """A place as a line of the file that it stands in."""
        if not self.in_scenario(span):
            return span
        up = self.first - 1
        return Span(span.line - up, span.column, span.end_line - up, span.end_column)


def sheet(source: Document, scenario: Document) -> Sheet:
    """Lay the two texts below each other."""
    above = source.lines.text + "\n"
    lines = Lines(above + scenario.lines.text)
    return Sheet(lines, len(above), lines.position(len(above))[0])


@dataclass
class Places:
    """The places of an edited map: a tree of nodes, or a table where its reader made one."""

    source: Document
    scenario: Document
    sheet: Sheet
    entries: dict[str, Entry] = field(default_factory=dict)
    table: dict[str, Span] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.table, self.basis = dict(self.source.places), dict(self.source.basis)
        steps = _steps_of(self.source)
        self.entries = dict(steps.items) if steps is not None else {}

    def added(self, step_id: str, loc: Loc) -> None:
        """A step stands where the scenario adds it."""
        entry = self._entry(loc)
        self.entries[step_id] = entry
        self._forget(step_id)
        if self.source.places:
            self.table[f"steps/{step_id}"] = self._span(entry[0])
            self._tabulate(step_id, entry[1])

    def changed(self, step_id: str, loc: Loc, removed: Iterable[str] = ()) -> None:
        """Some keys of a step stand where the scenario changes them."""
        _, node = self._entry(loc)
        new = node.items if isinstance(node, Mapping) else {}
        self._merge(step_id, new, {*removed, *(("name",) if "does" in new else ())})
        if self.source.places and isinstance(node, Mapping):
            self._tabulate(step_id, node)

    def routed(self, step_id: str, loc: Loc) -> None:
        """The ways on from a step stand where the scenario routes it."""
        label, node = self._entry(loc)
        if not isinstance(node, Mapping):
            return
        ways = {key: entry for key, entry in node.items.items() if key != "at"}
        here = Mapping(ways, node.start, node.end)
        self._merge(step_id, {"next": (replace(label, text="next"), here)}, {"end", "split"})
        if self.source.places:
            self.table[f"steps/{step_id}/next"] = self._span(node)

    def dropped(self, step_id: str) -> None:
        """A step stands nowhere any more."""
        self.entries.pop(step_id, None)
        self._forget(step_id)

    def root(self, order: Iterable[str]) -> Node | None:
        """The tree of the edited map, its steps in order; None where the map has none."""
        steps = _steps_of(self.source)
        root = self.source.root
        if steps is None or not isinstance(root, Mapping):
            return root
        items = {step_id: self.entries[step_id] for step_id in order}
        label = root.items["steps"][0]
        edited = {**root.items, "steps": (label, Mapping(items, steps.start, steps.end))}
        return Mapping(edited, root.start, root.end)

    def _merge(self, step_id: str, new: dict[str, Entry], removed: set[str]) -> None:
        for key in (*new, *removed):
            self.basis.pop(f"steps/{step_id}/{key}", None)
            self.table.pop(f"steps/{step_id}/{key}", None)
        if step_id not in self.entries:
            return
        label, old = self.entries[step_id]
        items = dict(old.items) if isinstance(old, Mapping) else {}
        kept = {key: entry for key, entry in items.items() if key not in removed}
        self.entries[step_id] = (label, Mapping({**kept, **new}, old.start, old.end))

    def _forget(self, step_id: str) -> None:
        def elsewhere(path: str) -> bool:
            return path != f"steps/{step_id}" and not path.startswith(f"steps/{step_id}/")

        self.table = {path: span for path, span in self.table.items() if elsewhere(path)}
        self.basis = {path: sure for path, sure in self.basis.items() if elsewhere(path)}

    def _tabulate(self, step_id: str, node: Node) -> None:
        for key, (_, value) in node.items.items() if isinstance(node, Mapping) else ():
            self.table[f"steps/{step_id}/{key}"] = self._span(value)

    def _span(self, node: Node) -> Span:
        return self.sheet.lines.span(node.start, node.end)

    def _entry(self, loc: Loc) -> Entry:
        """A key of the scenario with its value, moved to where the scenario lies on the sheet."""
        label, value = entry_at(self.scenario, loc)
        by = self.sheet.shift
        return replace(label, start=label.start + by, end=label.end + by), _moved(value, by)


def entry_at(document: Document, loc: Loc) -> Entry:
    """A key of a document with its value, by the path of the value."""
    found: Entry | None = None
    node: Node | None = document.root
    for part in loc:
        if isinstance(node, Mapping):
            found = node.items[str(part)]
            node = found[1]
        elif isinstance(node, Sequence) and isinstance(part, int):
            node = node.items[part]
    assert found is not None
    return found


def _steps_of(document: Document) -> Mapping | None:
    """The steps in the tree of a map."""
    if not isinstance(document.root, Mapping) or "steps" not in document.root.items:
        return None
    steps = document.root.items["steps"][1]
    return steps if isinstance(steps, Mapping) else None


def _moved(node: Node, by: int) -> Node:
    """A copy of a node, `by` characters further down."""
    start, end = node.start + by, node.end + by
    if isinstance(node, Scalar):
        return Scalar(node.text, start, end, node.quoted)
    if isinstance(node, Sequence):
        return Sequence([_moved(item, by) for item in node.items], start, end)
    items = {
        key: (replace(label, start=label.start + by, end=label.end + by), _moved(value, by))
        for key, (label, value) in node.items.items()
    }
    return Mapping(items, start, end)
