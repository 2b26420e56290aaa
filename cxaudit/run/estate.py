"""An organisation with its maps: studied together, because they call and concern each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from cxaudit.analysis.analysis import Analysis, analysed, unread
from cxaudit.analysis.estate.organisation import organisation_facts
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.organisation_references import rhythm_problems
from cxaudit.analysis.references import map_references
from cxaudit.analysis.study import Study, study
from cxaudit.analysis.view import View
from cxaudit.analysis.world import World
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.rules.judge import Crash
from cxaudit.run.calls import called_first, circle_problem, circles_of
from cxaudit.run.load import Source


@dataclass
class Estate:
    """An organisation file with the maps that belong to it (or the maps that have none). `maps` are
    the ids of all of them, `files` the paths of these, `unread` the ids of those that could not be
    studied; `analyses` are those asked for, and `others` studies of the rest, where the organisation
    was asked for."""

    document: Document | None
    asked: bool
    analyses: list[Analysis] = field(default_factory=list)
    facts: dict[str, list[Facts]] = field(default_factory=dict)
    maps: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    others: list[tuple[Study, View]] = field(default_factory=list)

    @property
    def model(self) -> Organisation | None:
        """What the file says; None where there is none or it cannot be read."""
        model = self.document.model if self.document is not None else None
        return model if isinstance(model, Organisation) else None

    @property
    def broken(self) -> bool:
        """Whether there is an organisation file that cannot be read."""
        return self.document is not None and not self.document.readable

    @property
    def title(self) -> str:
        """The organisation's name; empty where there is none."""
        return self.model.organisation if self.model is not None else ""


def study_estate(
    estate: Estate,
    sources: list[Source],
    view: View,
    done: Callable[[str], None],
    earlier: Mapping[str, Document] | None = None,
) -> list[Crash]:
    """Study the maps of one organisation, called ones first, and fill in its analyses, those of the
    maps asked for in file order, and its own facts. `earlier` are versions of some maps by path and
    id, or by id alone; `done` is told each path. Returns what failed."""
    organisation = estate.document
    if organisation is not None and not organisation.readable:
        organisation = None
    by_id = {source.map_id: source for source in sources if source.document.readable}
    desk = _Desk(organisation, view, frozenset(by_id), circles_of(by_id), earlier or {})
    found: dict[str, Analysis] = {}
    crashes = []
    for source in called_first(sources, by_id):
        document = source.document
        done(document.path)
        problems = [*document.problems, *source.problems]
        if estate.broken and not estate.asked:
            problems.append(_unread_organisation(document, estate))
        key = document.path + source.map_id
        if not document.readable:
            if document.model is not None:
                world = World(document.model, estate.model, "en", document.spellings)
                problems += map_references(document, world, organisation is not None)
            found[key] = unread(document, source.map_id, problems)
            continue
        try:
            found[key] = desk.studied(source, problems)
        except Exception as error:  # one map must not cost the others their audit
            if source.asked:
                says = f"internal error: {type(error).__name__}: {error}"
                crashes.append(Crash("-", source.map_id, document.path, says))
            found[key] = unread(document, source.map_id, problems)
    if organisation is not None:
        estate.facts = organisation_facts(organisation, list(desk.studies.values()), view)
    estate.maps = [source.map_id for source in sources]
    estate.files = [source.document.path for source in sources]
    estate.unread = [s.map_id for s in sources if s.document.path + s.map_id not in desk.places]
    asked = [source for source in sources if source.asked]
    estate.analyses = [found[source.document.path + source.map_id] for source in asked]
    if estate.asked:
        _place_clones(estate)
        rest = [one for one in sources if not one.asked and one.map_id not in estate.unread]
        estate.others = [(desk.studies[one.map_id], desk.view_of(one)) for one in rest]
    return crashes


def others_of(estate: Estate) -> list[Analysis]:
    """The maps of an organisation that nobody asked for, with their facts, which are collected now."""
    known = {(one.document.path, one.id) for one in estate.analyses}
    rest = [(one, view) for one, view in estate.others if (one.document.path, one.id) not in known]
    return [analysed(one, [], view) for one, view in rest]


@dataclass
class _Desk:
    """Where one map after the other is studied; `studies` are those that later ones may call, `places`
    tell which of the maps they are."""

    organisation: Document | None
    view: View
    maps: frozenset[str]
    circles: dict[str, list[str]]
    earlier: Mapping[str, Document]
    studies: dict[str, Study] = field(default_factory=dict)
    places: set[str] = field(default_factory=set)

    def studied(self, source: Source, problems: list[Problem]) -> Analysis:
        """Study one readable map and collect its facts, where its findings are asked for."""
        document, known = source.document, self.organisation is not None
        trial = study(document, source.map_id, self.organisation, self.studies, self.maps)
        problems = [*problems, *map_references(document, trial.world, known)]
        problems += rhythm_problems(document)
        if source.map_id in self.circles:
            problems.append(circle_problem(document, self.circles[source.map_id]))
        if any(problem.blocks for problem in problems):
            return unread(document, source.map_id, problems)
        self.studies[source.map_id] = trial
        self.places.add(document.path + source.map_id)
        if not source.asked:
            return unread(document, source.map_id, problems)
        return analysed(trial, problems, self.view_of(source))

    def view_of(self, source: Source) -> View:
        """What a map is seen in: its earlier version calls the maps of today."""
        map_id = source.map_id
        earlier = self.earlier.get(source.document.path + map_id) or self.earlier.get(map_id)
        if earlier is None:
            return self.view
        was = study(earlier, map_id, self.organisation, self.studies, self.maps)
        return replace(self.view, before={map_id: was})


def _place_clones(estate: Estate) -> None:
    """What two maps share is told on the first of them, where it is among those asked for."""
    for clone in estate.facts.get("clone", []):
        for analysis in estate.analyses:
            if analysis.study is not None and analysis.id == clone.map:  # type: ignore[attr-defined]
                analysis.facts.setdefault("clone", []).append(clone)


def _unread_organisation(document: Document, estate: Estate) -> Problem:
    """A map is judged without its organisation where that cannot be read; this says so."""
    assert estate.document is not None
    path = estate.document.path
    says = f"the organisation file {path} cannot be read: its roles and parties are unknown here"
    place = document.span(("process",), key=True)
    return Problem("invalid", "organisation", says, place, "process", path)
