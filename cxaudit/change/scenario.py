"""A scenario applied to a copy of its map: a document that is analysed exactly like a map."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from cxaudit.change.draft import Draft, EditError
from cxaudit.change.places import Places, Sheet, entry_at, sheet
from cxaudit.language import checks
from cxaudit.language.nodes import Mapping
from cxaudit.language.problems import Family, Problem, nearest
from cxaudit.language.process import Process, Step
from cxaudit.language.read import Document, Loc
from cxaudit.language.scenario import Edit, Route, Scenario, StepChange
from cxaudit.language.suspects import suspects
from cxaudit.language.values import name

MOST_COMPARED = 500  # names; beyond that a suggestion costs more than it helps
OTHERWISE = "otherwise"
_FIELDS = {key.rstrip("_").replace("_", "-"): key for key in Step.model_fields}


@dataclass
class Applied:
    """What became of a scenario: the edited map, the faults of its edits (in the scenario's file),
    and the sheet on which the places of the edited map lie. `touched` has the edit that said each
    step last, `gone` the line that dropped it."""

    scenario: Document
    document: Document
    sheet: Sheet
    faults: list[Problem] = field(default_factory=list)
    touched: dict[str, Loc] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)


def apply(scenario: Document, source: Document) -> Applied:
    """Apply the edits of a readable scenario, in order, to a copy of a readable map."""
    model: Scenario = scenario.model
    editor = _Editor(scenario, source)
    for number, edit in enumerate(model.edits):
        editor.edit(edit, ("edits", number))
    return Applied(
        scenario,
        editor.written(),
        editor.places.sheet,
        editor.faults,
        editor.touched,
        editor.gone,
    )


def left_behind(
    applied: Applied, before: Sequence[Problem], after: Sequence[Problem]
) -> list[Problem]:
    """Problems that the edited map has and the map had not, told where the scenario brought them in.

    What is merely unfinished is told by reading the scenario itself.
    """
    known = {(problem.kind, problem.path, problem.found) for problem in before}
    found = []
    for problem in after:
        old = (problem.kind, problem.path, problem.found) in known
        if not old and problem.family != "unfinished":
            found.append(_at_the_edit(applied, problem))
    return found


def _at_the_edit(applied: Applied, problem: Problem) -> Problem:
    """A problem of the edited map as one of the scenario."""
    _, step_id, *rest = (*problem.path.split("/"), "")
    loc = applied.touched.get(step_id, ("edits",))
    path = "/".join(map(str, (*loc, *filter(None, rest))))
    here = applied.sheet.in_scenario(problem.span)
    span = applied.sheet.home(problem.span) if here else applied.scenario.span(loc, key=True)
    says = problem.says
    if problem.found in applied.gone:
        says = (
            f"{problem.found!r} is dropped on line {applied.gone[problem.found]}: name another step"
        )
    elif problem.kind == "end-and-next":
        says += " (`null` takes a key away)"
    return replace(problem, span=span, path=path, says=says)


@dataclass
class _Editor:
    """Makes one edit after the other; one that cannot be made is a fault, and the rest goes on."""

    scenario: Document
    source: Document
    faults: list[Problem] = field(default_factory=list)
    touched: dict[str, Loc] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.process: Process = self.source.model
        self.draft = Draft(self.process)
        self.places = Places(self.source, self.scenario, sheet(self.source, self.scenario))

    def edit(self, edit: Edit, at: Loc) -> None:
        """Make one edit, which stands at a place of the scenario."""
        here: Loc = (*at, edit.operation)
        if edit.add is not None:
            self._add(edit.add, edit.after, at)
        elif edit.route is not None:
            self._route(edit.route, here)
        for step_id, change in (edit.change or {}).items():
            self._change(step_id, change, (*here, step_id))
        for number, step_id in enumerate(edit.drop or []):
            self._drop(step_id, (*here, number))

    def written(self) -> Document:
        """The edited map as a document of the map's file."""
        process = self.draft.written()
        document = replace(
            self.source,
            model=process,
            root=self.places.root(process.steps),
            lines=self.places.sheet.lines,
            spellings={**self.scenario.spellings, **self.source.spellings},
            places=self.places.table,
            basis=self.places.basis,
        )
        document.problems = self._remarks(document)
        for loc, problem in checks.problems(process):
            document.problems.append(problem.at(document.span(loc)))
        return document

    def _remarks(self, document: Document) -> list[Problem]:
        """What somebody should look at again, in what is left of the map and in what is new."""
        if not isinstance(document.root, Mapping):
            edited = self.touched.keys() | self.gone.keys()
            return [p for p in self.source.problems if not set(p.path.split("/")[1:2]) & edited]
        kept = [p for p in self.source.problems if p.kind == "ignored-column"]
        return kept + suspects("process", document.root, document.lines)

    def _add(self, new: dict[str, Step], after: str | None, at: Loc) -> None:
        place = after if after is None or self._known(after, (*at, "after")) else None
        kept = {}
        for step_id, step in new.items():
            here: Loc = (*at, "add", step_id)
            if step_id in self.draft.steps:
                says = (
                    f"there is a step called {step_id!r} already: give the new one another id, "
                    "or `change` that one"
                )
                self._fault("invalid", "step-exists", says, here, step_id, key=True)
            elif step_id == "end":
                says = (
                    "no step is called `end`, since `next: end` ends the case: give it another id"
                )
                self._fault("invalid", "reserved-id", says, here, step_id, key=True)
            else:
                kept[step_id] = step
                self._note(step_id, here)
                self.places.added(step_id, here)
        if kept:
            self.draft.insert(kept, place)

    def _change(self, step_id: str, change: StepChange, here: Loc) -> None:
        if not self._known(step_id, here, key=True):
            return
        new = {key: getattr(change, key) for key in change.model_fields_set}
        empty = Step()
        none = {_FIELDS[key]: getattr(empty, _FIELDS[key]) for key in change.removed}
        self.draft.replace(step_id, self.draft.steps[step_id].model_copy(update={**new, **none}))
        self._note(step_id, here)
        self.places.changed(step_id, here, change.removed)

    def _route(self, route: Route, here: Loc) -> None:
        if "at" in self.process.requests:
            says = (
                "a request type is called `at`, the key that names the step here: give the type "
                "another id, or write `change: {step: {next: {type: step}}}`"
            )
            self._fault("invalid", "route-at", says, here, "at", key=True)
            return
        known = [*self.process.requests, OTHERWISE] if self.process.requests else ["any"]
        labels = [key for key in self._keys(here) if key != "at"]
        for label, branch in zip(labels, route.next.branches, strict=True):
            word = name(branch.label)
            if word not in known and not branch.for_:
                says = f"no request type is called {branch.label!r}"
                self._unknown("unknown-request", says, word, known, (*here, label), key=True)
        if not self._known(route.at, (*here, "at")):
            return
        step = self.draft.steps[route.at]
        ways = {"next": route.next, "end": None, "split": None}
        self.draft.replace(route.at, step.model_copy(update=ways))
        self._note(route.at, here)
        self.places.routed(route.at, here)

    def _drop(self, step_id: str, here: Loc) -> None:
        owner = step_id.removesuffix("/if-wrong")
        if owner != step_id and owner in self.draft.steps:
            says = f"{step_id!r} belongs to {owner!r}: `change: {{{owner}: {{if-wrong: null}}}}`"
            self._fault("invalid", "drop", says, here, step_id)
        elif self._known(step_id, here):
            try:
                self.draft.remove(step_id)
            except EditError as error:
                self._fault("invalid", "drop", str(error), here, step_id)
                return
            self.gone[step_id] = self.scenario.span(here).line
            self.touched.pop(step_id, None)
            self.places.dropped(step_id)

    def _note(self, step_id: str, here: Loc) -> None:
        self.touched[step_id] = here
        self.gone.pop(step_id, None)

    def _keys(self, loc: Loc) -> Iterable[str]:
        """The keys of a mapping of the scenario, as written."""
        _, node = entry_at(self.scenario, loc)
        return node.items if isinstance(node, Mapping) else ()

    def _known(self, step_id: str, loc: Loc, key: bool = False) -> bool:
        """Whether there is such a step; a fault where there is none."""
        if step_id in self.draft.steps:
            return True
        if step_id in self.gone:
            says = f"{step_id!r} is dropped on line {self.gone[step_id]}: no later edit can name it"
            self._fault("reference", "unknown-step", says, loc, step_id, key=key)
        else:
            says = f"no step is called {step_id!r}"
            self._unknown("unknown-step", says, step_id, self.draft.steps, loc, key)
        return False

    def _unknown(
        self, kind: str, says: str, word: str, known: Iterable[str], loc: Loc, key: bool
    ) -> None:
        names = list(known)
        near = nearest(word, names) if len(names) <= MOST_COMPARED else ""
        few = f"; there are {', '.join(names)}" if len(names) <= 6 else ""
        says += f"; did you mean {near!r}?" if near else few
        self._fault("reference", kind, says, loc, word, near, key=key)

    def _fault(
        self,
        family: Family,
        kind: str,
        says: str,
        loc: Loc,
        found: str = "",
        near: str = "",
        key: bool = False,
    ) -> None:
        span = self.scenario.span(loc, key=key)
        path = "/".join(str(part) for part in loc)
        self.faults.append(Problem(family, kind, says, span, path, found, near, blocks=True))
