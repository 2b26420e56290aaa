"""The facts of request types."""

from __future__ import annotations

from cxaudit.analysis.collect.basis import rest_on_labels
from cxaudit.analysis.collect.creep import creep_facts
from cxaudit.analysis.collect.soundness import verdict_facts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.hand_offs import hand_offs_expected, hand_offs_most
from cxaudit.analysis.people import hands_tied, ping_pongs
from cxaudit.analysis.recovery import refusals
from cxaudit.analysis.relations import approved_twice, decides_first, parts_at, same_gates_as
from cxaudit.analysis.study import Study
from cxaudit.analysis.touch_points import (
    PAIRS_UP_TO,
    asked_twice,
    changes_between_meetings,
    contact_share,
    untold_ends,
)
from cxaudit.analysis.view import View
from cxaudit.analysis.work import calendar_of
from cxaudit.language.process import Process, Request
from cxaudit.language.values import name


def request_facts(study: Study, view: View) -> list[RequestFacts]:
    """One entry a request type, in the order of the map."""
    gates = same_gates_as(study.process, study.figures)
    hard = [
        figures
        for kind, figures in study.figures.items()
        if kind in study.process.requests and not study.process.requests[kind].simple
    ]
    found: list[RequestFacts] = []
    by_type: dict[str, RequestFacts] = {}
    for kind in study.figures:
        twin = by_type.get(study.twins.get(kind, ""))
        by_type[kind] = _one(study, kind, gates[kind], hard, twin)
        found.append(by_type[kind])
    creep_facts(study, found, view)
    return found


# What follows from the steps that a type meets and from who asks, and so is alike for its twins.
_BY_STEPS = (
    "untold_ends", "untold_path", "asked_twice", "asked_again", "asked_twice_path", "passed_around",
    "channel_switches", "passed_path", "contact_share", "refusals", "hand_offs_expected",
    "hand_offs_most", "unit_hand_offs_most", "unit_hand_offs_path", "ping_pongs", "hands_tied",
    "front_line_met", "parts_at", "gates_path", "triage_path", "steps_before_triage",
    "sign_offs_before_triage", "decides_first", "approved_twice",
)  # fmt: skip


def _one(
    study: Study, kind: str, gates: list[str], hard: list[Figures], twin: RequestFacts | None
) -> RequestFacts:
    figures = study.figures[kind]
    spec = study.process.requests.get(kind)
    ids = study.ids
    facts = RequestFacts(
        id=kind,
        title=study.title_of(kind),
        share=study.shares[kind],
        simple=bool(spec and spec.simple),
        from_=figures.requester,
    )
    if spec is not None and spec.promise is not None:
        facts.promise = sum(spec.promise.range(calendar_of(study.process))) / 2
    _budget(study.process, spec, facts)
    if spec is not None:
        facts.volume, facts.starts, facts.allow = spec.volume, spec.starts, list(spec.allow)
    if study.process.requests and (spec is None or (spec.share is None and spec.volume is None)):
        facts.basis["share"] = "assumed"
    facts.without_figures = [sentence for _, sentence in figures.graph.faults]
    verdict_facts(study, facts)
    facts.worst, facts.worst_path = figures.worst, ids(figures.worst_path)
    facts.worst_at_most = figures.worst_at_most
    facts.worst_at_least = figures.worst_at_least
    facts.least, facts.least_path = figures.least, ids(figures.least_path)
    facts.least_free = figures.least_free
    facts.unavoidable = list(figures.unavoidable) if figures.unavoidable is not None else None
    if figures.unavoidable_free is not None:
        facts.unavoidable_free = list(figures.unavoidable_free)
    facts.expected = figures.expected
    _times(study, facts, figures, hard)
    facts.silence, facts.silence_party = figures.silence, figures.silence_party
    facts.silence_path, facts.silence_steps = ids(figures.silence_path), figures.silence_steps
    facts.silence_unbounded = figures.silence_unbounded
    for figure in sorted(figures.assumed):
        if figure in RequestFacts.model_fields:
            facts.basis[figure] = "assumed"
    rest_on_labels(study, facts)
    facts.same_gates_as = gates
    if twin is not None:
        for known in _BY_STEPS:
            value = getattr(twin, known)
            setattr(facts, known, list(value) if isinstance(value, list) else value)
    elif not figures.graph.faults:
        _meetings(study, facts, figures)
        _people(study, facts, figures)
        _relations(study, facts, figures)
    return facts


def _budget(process: Process, spec: Request | None, facts: RequestFacts) -> None:
    """What a type may cost in sign-offs: each figure as the type says, else as the map says."""
    for budget in (process.budget, spec.budget if spec is not None else None):
        if budget is None:
            continue
        if budget.worst is not None:
            facts.budget_worst = budget.worst
        if budget.expected is not None:
            facts.budget_expected = budget.expected
        if budget.least is not None:
            facts.budget_least = budget.least


def _times(study: Study, facts: RequestFacts, figures: Figures, hard: list[Figures]) -> None:
    facts.fastest, facts.fastest_path = figures.fastest, study.ids(figures.fastest_path)
    facts.time, facts.time_low, facts.time_high = figures.time, figures.time_low, figures.time_high
    facts.time_at_least = figures.time_at_least
    facts.time_missing = study.ids(figures.time_missing)
    facts.slowest, facts.work = figures.slowest, figures.work
    if figures.time and figures.work is not None:
        facts.efficiency = figures.work / figures.time
    others = [f.time for f in hard if f is not figures and f.time]
    if others and figures.time is not None:
        facts.hard_type_time = min(others)
        facts.time_ratio = figures.time / facts.hard_type_time
    visits = [sum(f.visits.values()) for f in hard if f is not figures and f.visits]
    if visits and figures.visits:
        facts.step_ratio = sum(figures.visits.values()) / min(visits)


def _meetings(study: Study, facts: RequestFacts, figures: Figures) -> None:
    graph = figures.graph
    untold = untold_ends(graph, figures.requester, figures.folded.folds)
    if untold is not None:
        facts.untold_ends = study.ids([path[-1] for path in untold])
        facts.untold_path = study.ids(untold[0]) if untold else []
    asked = asked_twice(figures)
    if asked is not None:
        facts.asked_twice = [[item, study.works[a].id, study.works[b].id] for item, a, b in asked]
        items = dict.fromkeys(item for item, _, _ in asked)
        facts.asked_again = list({name(item): item for item in items}.values())
        facts.asked_twice_path = study.ids(sorted({s for _, a, b in asked for s in (a, b)}))
    passing = changes_between_meetings(graph, figures.requester)
    if passing is not None:
        facts.passed_around, facts.channel_switches = passing.performers, passing.channels
        facts.passed_path = study.ids(passing.path)
        facts.contact_share = contact_share(graph, study.world, figures.requester)
    facts.refusals = [study.ids(road) for road in refusals(graph)]


def _people(study: Study, facts: RequestFacts, figures: Figures) -> None:
    graph = figures.graph
    facts.hand_offs_expected = hand_offs_expected(figures)
    walk = hand_offs_most(figures.folded, False, figures.calls)
    facts.hand_offs_most = int(walk.value) if walk is not None else None
    units = bool(study.world.units)
    walk = hand_offs_most(figures.folded, True, figures.calls) if units else None
    if walk is not None:
        facts.unit_hand_offs_most = int(walk.value)
        facts.unit_hand_offs_path = study.ids(walk.path)
    facts.ping_pongs = ping_pongs(graph, units)
    facts.hands_tied = hands_tied(figures, study.front_line)
    if figures.requester:
        facts.front_line_met = sorted(
            {
                work.performer
                for step in graph.reachable
                if (work := graph.works[step]).performer in study.front_line
                and work.performer
                and work.meets(figures.requester)
            }
        )


def _relations(study: Study, facts: RequestFacts, figures: Figures) -> None:
    parting = parts_at(figures)
    facts.parts_at = study.works[parting].id if parting is not None else None
    if facts.parts_at and facts.unavoidable:
        path = facts.worst_path
        first = path.index(facts.parts_at) if facts.parts_at in path else 0
        last_gate = (facts.unavoidable_free or facts.unavoidable)[-1].split("/")[0]
        last = path.index(last_gate) + 1 if last_gate in path else len(path)
        facts.gates_path = path[first:last]
    facts.triage_path = facts.worst_path
    if study.triage is not None:
        facts.triage_path = study.ids(study.triage.path)
        facts.steps_before_triage = study.triage.steps
        facts.sign_offs_before_triage = study.triage.sign_offs
    facts.decides_first = decides_first(figures)
    if len(figures.graph.reachable) <= PAIRS_UP_TO:
        facts.approved_twice = [study.ids(pair) for pair in approved_twice(study.world, figures)]
