"""From the facts of a map to the scene of its blueprint: all request types in one picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from cxaudit.analysis.figures import Figures
from cxaudit.analysis.hand_offs import hand_off_ways
from cxaudit.analysis.joins import Block as Region
from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END, Way
from cxaudit.analysis.work import Work
from cxaudit.language.values import name
from cxaudit.report import words
from cxaudit.report.blueprint.scene import (
    Block,
    Card,
    End,
    Flow,
    HandOff,
    Kind,
    Outcome,
    Scene,
    Stage,
)
from cxaudit.report.concerns import mark
from cxaudit.report.context import Context
from cxaudit.report.scene_times import (
    alike,
    branch_steps,
    promises,
    quickest,
    silences,
    timed,
    walk,
)
from cxaudit.report.texts import _, pgettext, term, times

_KINDS = ("task", "decision", "sign-off", "wait", "call", "end")


def scene_of(context: Context) -> Scene:
    """The scene of a studied map; unknown figures stay unknown in it."""
    study = context.study
    flows = _all_flows(study)
    shown, fastest = walk(context)
    drawn = _drawn(context)
    by_time = timed(context)
    titles = {r.id: words.lower(r.title) for r in context.requests}
    same = alike(context, shown) if by_time else []
    spans = quickest(context, shown, fastest) if by_time else {}
    several = 0 < len(same) < len(context.requests)
    return Scene(
        title=context.map.title,
        party=context.who(context.requester) or _("customer"),
        party_note=_note(context),
        never_met=tuple(
            words.proper(p.title) for p in context.parties if not p.touch_points and not p.not_met
        ),
        cards=tuple(
            _card(context, work, spans.get(work.index))
            for work in study.works
            if work.index in drawn
        ),
        flows=_told_apart(
            [
                f.drawn(study, titles)
                for f in flows
                if f.way.source in drawn and (f.way.target == END or f.way.target in drawn)
            ]
        ),
        ends=_ends(study, flows),
        silences=silences(context, fastest),
        promises=promises(context, {r.id for r in same}),
        fastest=tuple(study.works[step].id for step in fastest) if by_time else (),
        fastest_of=words.listed([words.lower(r.title) for r in same], 2) if several else "",
        day_minutes=context.day,
        stages=_stages(study),
        blocks=_blocks(study),
        description=_description(context, len(study.works) - len(drawn)),
    )


def _drawn(context: Context) -> set[int]:
    """Steps with a card: a recovery that no case is said to need stays in the table."""
    return {
        work.index
        for work in context.study.works
        if work.recovers is None or (context.steps[work.id].visits or 0.0) > 0
    }


def _note(context: Context) -> str:
    """What the requester is: its kind, and whether it is a key party."""
    party = next((p for p in context.parties if p.id == context.requester), None)
    if party is None:
        return ""
    key = pgettext("in a narrow place", "key party")
    return ", ".join(filter(None, (term(party.kind), key if party.key else "")))


def _description(context: Context, left_out: int) -> str:
    """What is drawn, in a line; `left_out` are the steps of recoveries that have no card."""
    facts = context.map
    counts = (
        words.counted(facts.size, "step"),
        words.counted(facts.touch_points, "touch-point"),
        words.counted(facts.sign_offs, "sign-off"),
    )
    told = _("{counts}; time runs from left to right.").format(counts=", ".join(counts))
    if left_out:
        told += " " + times(
            left_out,
            "{n} way of recovery is not drawn.",
            "{n} ways of recovery are not drawn.",
        )
    return told


def _card(context: Context, work: Work, quickest: tuple[float, float] | None) -> Card:
    facts = context.steps[work.id]
    meeting = work.meets(context.requester) or (work.meetings[0] if work.meetings else None)
    impact = work.step.impact
    unit = context.who(work.unit)
    other = meeting is not None and meeting.party != context.requester
    return Card(
        id=work.id,
        label=work.label,
        role=_role(context, work),
        unit=words.capital(unit) or None,
        kind=cast(Kind, work.kind if work.kind in _KINDS else "task"),
        on_stage=bool(work.meetings) and work.performer_kind != "party",
        by_party=work.performer_kind == "party",
        waits=facts.waits,
        takes=facts.takes,
        quickest=quickest if quickest != (facts.waits or 0.0, facts.takes or 0.0) else None,
        moment=work.step.moment,
        held=work.held and work.is_sign_off,
        approvers=max(len(work.approvers), 1) if work.is_sign_off else 0,
        channel=", ".join(meeting.channels) if meeting else "",
        perception=impact.perception if impact else None,
        systems=tuple(context.who(name) for name in work.systems),
        visits=None if work.id in context.uncounted else facts.visits,
        has_finding=bool(context.about(work.id)),
        reachable=facts.reachable,
        party=context.who(meeting.party) if meeting is not None and other else "",
    )


def _role(context: Context, work: Work) -> str | None:
    """Who does it; where only approvers are named, they are."""
    if work.performer:
        return context.who(work.performer)
    named = [context.who(a) for a in work.approvers if a != "?"]
    return words.listed(named) or None


@dataclass(slots=True)
class _Joint:
    """A flow of the whole map: the ways of all types that go from one place to another."""

    way: Way
    passes: float = 0.0  # visits of the way per case, all types
    cases: float = 0.0  # visits of its source by the types that know the way
    known: bool = True
    alone: bool = True  # no other way leaves the source
    hand: HandOff = ""
    types: list[str] = field(default_factory=list)
    some: bool = False  # only some of the types that meet its source know it

    @property
    def share(self) -> float | None:
        """The part of the cases at the source that goes this way."""
        return self.passes / self.cases if self.known and self.cases > 0 else None

    def drawn(self, study: Study, titles: Mapping[str, str]) -> Flow:
        """As the blueprint wants it; `titles` are those of the request types."""
        source = study.works[self.way.source].id
        target = study.works[self.way.target].id if self.way.target != END else end_id(self.way)
        told = (self.way.given or bool(self.way.types)) and not self.alone
        label = self.way.label
        if self.way.types:
            label = titles.get(name(label), label)
        if not label and not self.alone and self.way.kind == "next" and self.some:
            label, told = words.listed([titles.get(t, t) for t in self.types], 2), True
        shown = self.share if told else None
        types = tuple(mark("type", kind) for kind in self.types)
        return Flow(source, target, label, shown or None, self.way.kind, self.hand, types=types)


def _told_apart(flows: list[Flow]) -> tuple[Flow, ...]:
    """Flows with their types only where their ends alone do not tell them apart."""
    count = Counter((flow.source, flow.target) for flow in flows)
    return tuple(f if count[f.source, f.target] > 1 else replace(f, types=()) for f in flows)


def end_id(way: Way) -> str:
    """The id of the end that a way leads to."""
    return f"end:{way.outcome or 'done'}"


def _key(way: Way) -> tuple[int, int, str, str, str]:
    return (way.source, way.target, way.kind, way.label, way.outcome)


def _all_flows(study: Study) -> list[_Joint]:
    """Every flow that a request type can take, and those of steps that none can reach."""
    found: dict[tuple[int, int, str, str, str], _Joint] = {}
    visits: dict[int, float] = {}
    for kind, figures in study.figures.items():
        hands = _hand_offs(figures)
        for step in figures.graph.reachable:
            count = study.shares[kind] * figures.visits.get(step, 0.0)
            visits[step] = visits.get(step, 0.0) + count
            for way in figures.graph.ways[step].ways:
                joint = found.setdefault(_key(way), _Joint(way))
                joint.known = joint.known and figures.expected is not None
                joint.passes += count * way.share
                joint.hand = joint.hand or hands.get(id(way), "")
                joint.types.append(kind)
    for ways in study.ways:
        for way in ways.ways:
            if way.source not in study.reached:
                found.setdefault(_key(way), _Joint(way, known=False))
    by_source: dict[int, list[_Joint]] = {}
    for joint in found.values():
        by_source.setdefault(joint.way.source, []).append(joint)
    for step, beside in by_source.items():
        onward = sum(j.way.kind == "next" for j in beside)
        met = {kind for joint in beside for kind in joint.types}
        for joint in beside:
            joint.cases = visits.get(step, 0.0)
            # Beside a "no" alone, what is left needs no figure of its own.
            joint.alone = joint.way.branch or (joint.way.kind == "next" and onward == 1)
            joint.some = set(joint.types) < met
    return sorted(found.values(), key=lambda j: j.way.source)


def _hand_offs(figures: Figures) -> dict[int, HandOff]:
    """The ways on which a case changes hands."""
    found: dict[int, HandOff] = {id(way): "role" for way in hand_off_ways(figures.graph, False)}
    found.update({id(way): "unit" for way in hand_off_ways(figures.graph, True)})
    return found


def _ends(study: Study, flows: Iterable[_Joint]) -> tuple[End, ...]:
    """The outcomes with the share of all cases that reach them."""
    ends: dict[str, tuple[Way, float | None]] = {}
    for joint in flows:
        if joint.way.target != END:
            continue
        key = end_id(joint.way)
        share = joint.passes if joint.known else None
        before = ends[key][1] if key in ends else 0.0
        total = None if share is None or before is None else before + share
        ends[key] = (joint.way, total)
    return tuple(
        End(
            key,
            way.outcome or _("done"),
            _outcome(way.outcome_kind),
            min(share, 1.0) if share else None,
            share == 0.0,  # counted as none, for want of a share on the way to it
        )
        for key, (way, share) in ends.items()
    )


def _outcome(kind: str) -> Outcome:
    return "good" if kind == "good" else "refused" if kind == "refused" else "gone"


def _stages(study: Study) -> tuple[Stage, ...]:
    """Stages by the first step that lies in each."""
    first: dict[str, str] = {}
    for work in study.works:
        if work.stage:
            first.setdefault(work.stage, work.id)
    return tuple(Stage(name, step) for name, step in first.items())


def _blocks(study: Study) -> tuple[Block, ...]:
    """Branches that run side by side, for any type."""
    found: dict[int, Block] = {}
    for figures in study.figures.values():
        for region in figures.folded.blocks.values():
            if region.split not in found:
                found[region.split] = _block(study, figures, region)
    return tuple(found.values())


def _block(study: Study, figures: Figures, region: Region) -> Block:
    branches = tuple(
        tuple(study.works[s].id for s in branch_steps(figures, region, way))
        for way in region.branches
        if way.target != END and way.target != region.join
    )
    join = study.works[region.join].id if region.join is not None else None
    return Block(study.works[region.split].id, join, branches)
