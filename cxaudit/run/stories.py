"""What was studied of a map, as the records that its BPMN picture is drawn from."""

from __future__ import annotations

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.joins import blocks_of
from cxaudit.analysis.study import Study
from cxaudit.analysis.ways import END, Way
from cxaudit.analysis.work import Work
from cxaudit.bpmn.export.iso import iso
from cxaudit.bpmn.export.story import OUT, Closing, Met, Road, Stop, Story
from cxaudit.language.contacts import NOBODY
from cxaudit.language.flow import Branch
from cxaudit.language.read import plain


def story_of(study: Study, house: str) -> Story:
    """A map with its steps, roads and blocks; `house` is the name of the organisation."""
    keys = plain(study.document.root) if study.document.root is not None else {}
    steps = keys.pop("steps", {})
    stops = [_stop(study, work, steps) for work in study.works]
    return Story(
        study.id,
        study.process.process,
        house,
        stops,
        _starts(study),
        _closings(study),
        keys,
        study.process.purpose,
        study.world.language,
    )


def _stop(study: Study, work: Work, steps: dict[str, object]) -> Stop:
    step, world = work.step, study.world
    own = work.recovers is None
    said = steps.get(work.id)
    ways = study.ways[work.index]
    return Stop(
        work.id,
        work.label,
        work.kind,
        work.performer or "",
        world.title(work.performer) if work.performer else "",
        work.performer_kind,
        idle=(work.kind == "decision" or step.by == NOBODY)
        and work.performer is None
        and not (work.meetings or work.takes or work.waits),
        met=tuple(
            Met(m.party, world.title(m.party), m.channels, m.by_party, not world.serves_us(m.party))
            for m in work.meetings
        ),
        asks=bool(step.asks),
        systems=work.systems if work.performer_kind != "system" else (),
        wait=iso(step.waits) if step.waits is not None else "",
        called=step.call or "",
        question=step.checks or "",
        routes=ways.routes,
        split=ways.split,
        keys=(dict(said) if isinstance(said, dict) else {}) if own else None,
        recovers=work.recovers or "",
        note=step.note,
        roads=[_road(work, way) for way in ways.ways],
    )


def _road(work: Work, way: Way) -> Road:
    step = work.step
    after = step.if_late.after if way.kind == "late" and step.if_late else None
    shared = way.given and way.kind == "next" and (len(_branches(work)) > 1)
    written = _share(work, way) if shared or way.kind != "next" else None
    return Road(
        OUT if way.target == END else way.target,
        way.kind,
        way.label if way.kind in ("next", "wrong", "late") else "",
        written,
        way.outcome,
        way.outcome_kind == "good",
        _branch(work, way).when,
        way.branch,
        iso(after) if after is not None else "",
        after.text if after is not None else "",
    )


def _branches(work: Work) -> list[Branch]:
    return work.step.next.branches if work.step.next is not None else []


def _branch(work: Work, way: Way) -> Branch:
    """The branch that a way was made of."""
    if way.kind != "next":
        return Branch()
    return next((b for b in _branches(work) if b.label == way.label), Branch())


def _share(work: Work, way: Way) -> float | None:
    """The share as the map says it, before side ways take theirs."""
    step = work.step
    if way.kind == "else":
        return step.rejects.share if step.rejects is not None else None
    if way.kind == "late":
        return step.if_late.share if step.if_late is not None else None
    if way.kind == "wrong":
        return step.if_wrong.share if step.if_wrong is not None else None
    return _branch(work, way).share


def _starts(study: Study) -> list[tuple[str, int]]:
    """The steps at which cases begin, each with the request types that begin there; where there is
    one, with who asks."""
    index = {work.id: work.index for work in study.works}
    groups: dict[int, list[str]] = {}
    for kind in study.shares:
        spec = study.process.requests.get(kind)
        first = index.get(spec.starts, 0) if spec is not None and spec.starts else 0
        groups.setdefault(first, []).append(study.title_of(kind))
    if len(groups) == 1:
        return [(_who_asks(study), next(iter(groups)))]
    return [(", ".join(titles), first) for first, titles in groups.items()]


def _who_asks(study: Study) -> str:
    asking = next((f.requester for f in study.figures.values() if f.requester), None)
    if asking is None:
        return ""
    title = study.world.title(asking)
    return title[:1].upper() + title[1:]


def _closings(study: Study) -> list[Closing]:
    """The blocks of a map, whatever the request type."""
    everything = list(range(len(study.works)))
    graph = TypeGraph("", study.works, study.ways, 0)
    graph.reachable, graph.members = everything, set(everything)
    found = []
    for block in blocks_of(graph).values():
        if block.in_doubt:
            continue
        heads = tuple(way.target for way in block.branches if way.target != END)
        found.append(
            Closing(
                block.split,
                block.join,
                block.kind == "some",
                block.first_arrival,
                heads,
                block.steps,
            )
        )
    return found
