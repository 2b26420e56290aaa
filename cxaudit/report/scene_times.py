"""What time makes of a scene: the run that is drawn, its silences, what was promised."""

from __future__ import annotations

from dataclasses import replace

from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.figures import Figures
from cxaudit.analysis.joins import Block as Region
from cxaudit.analysis.touch_points import steps_aside
from cxaudit.analysis.ways import Way
from cxaudit.report import words
from cxaudit.report.blueprint.scene import Promise, Silence
from cxaudit.report.context import Context

A_MOMENT = 1.0  # minutes; less is no other time


def timed(context: Context) -> bool:
    """Whether the picture has a clock."""
    return any(r.fastest is not None for r in context.requests)


def walk(context: Context) -> tuple[str, tuple[int, ...]]:
    """The run that is drawn to time, and the type whose run it is: the fastest of the type with the
    longest silence, else of the most frequent one; without times, its run with fewest sign-offs."""
    study = context.study
    worst = _worst(context)
    order = sorted(study.figures, key=lambda kind: -study.shares[kind])
    if worst is not None:
        first = {r.id for r in context.requests if r.silence == worst.minutes}
        order.sort(key=lambda kind: kind not in first)
    for kept in ("fastest_path", "least_path"):
        for kind in order:
            figures = study.figures[kind]
            path: tuple[int, ...] = getattr(figures, kept)
            if path and kept == "fastest_path":
                # Of branches side by side the longest one takes the time that passes.
                works = range(len(study.works))
                aside = steps_aside(figures, [sum(_least(context, kind, step)) for step in works])
                path = tuple(step for step in path if step not in aside)
            if path:
                return kind, path
    return "", ()


def _least(context: Context, kind: str, step: int) -> tuple[float, float]:
    """The least minutes of a step's queue and of its work; of a called map, its fastest run."""
    called = context.study.figures[kind].calls.get(step)
    if called is not None and called.time is not None:
        return 0.0, called.fastest if called.fastest is not None else called.time
    work = context.study.works[step]
    return (work.waits[0] if work.waits else 0.0), (work.takes[0] if work.takes else 0.0)


def quickest(context: Context, shown: str, run: tuple[int, ...]) -> dict[int, tuple[float, float]]:
    """Queue and work of the steps of the fastest run, as the figure of that run counts them."""
    return {step: _least(context, shown, step) for step in run}


def alike(context: Context, shown: str) -> list[RequestFacts]:
    """The types whose fastest run is that of the one shown."""
    paths = {kind: figures.fastest_path for kind, figures in context.study.figures.items()}
    return [r for r in context.requests if paths[r.id] and paths[r.id] == paths.get(shown)]


def silences(context: Context, run: tuple[int, ...]) -> tuple[Silence, ...]:
    """The longest silence, and the stretches of the drawn run before and after it."""
    works, party = context.study.works, context.requester
    worst = _worst(context)
    place = {works[step].id: number for number, step in enumerate(run)}
    found = [replace(worst, slower=_slower(context, worst, run))] if worst is not None else []
    last: str = ""
    between: list[int] = []
    for step in run:
        meeting = works[step].meets(party) if party else None
        if meeting is None:
            between.append(step)
            continue
        own = works[step].waits
        total = _lasting(context, between) + (own[1] if own and not meeting.by_party else 0.0)
        stretch = Silence(last, works[step].id, total if timed(context) else None, False)
        if (between or total) and _apart(stretch, worst, place):
            found.append(stretch)
        last, between = works[step].id, []
    return tuple(found)


def _slower(context: Context, worst: Silence, run: tuple[int, ...]) -> bool:
    """Whether a silence is longer than what the clock of the drawn run shows between its meetings."""
    if not timed(context) or worst.minutes is None:
        return False
    works, ids = context.study.works, [context.study.works[step].id for step in run]
    if worst.target not in ids or (worst.source and worst.source not in ids):
        return True
    first = ids.index(worst.source) + 1 if worst.source else 0
    last = ids.index(worst.target)
    least = [works[step].duration()[0] for step in run[first:last]]
    own = works[run[last]].waits
    # A party that acts itself is heard when it is done.
    return worst.minutes > sum(least) + (own[0] if own else 0.0) + A_MOMENT


def _lasting(context: Context, steps: list[int]) -> float:
    """How long steps of a run last: of branches side by side only the longest counts."""
    study = context.study
    lasts = {step: study.works[step].duration()[1] for step in steps}
    for figures in study.figures.values():
        for region in figures.folded.blocks.values():
            roads = [branch_steps(figures, region, way) for way in region.branches]
            roads = [[step for step in road if step in lasts] for road in roads]
            longest = max(roads, key=lambda road: sum(lasts[s] for s in road), default=[])
            for road in roads:
                lasts |= {step: 0.0 for step in road if step not in longest}
    return sum(lasts.values())


def _apart(stretch: Silence, worst: Silence | None, place: dict[str, int]) -> bool:
    """Whether a stretch lies wholly before or after the longest one."""
    if worst is None:
        return True
    start, end = place.get(worst.source, -1), place.get(worst.target, -1)
    return place[stretch.target] <= start or place.get(stretch.source, -1) >= end >= 0


def _worst(context: Context) -> Silence | None:
    """The longest silence of all types, where it lies between meetings with the requester."""
    best = None
    works = {w.id: w for w in context.study.works}
    for request in context.requests:
        path = request.silence_path
        if len(path) < 2 or request.silence_party != context.requester:
            continue
        if works[path[-1]].meets(context.requester) is None:
            continue
        source = path[0] if works[path[0]].meets(context.requester) else ""
        if best is None or (request.silence or 0.0) > (best.minutes or 0.0):
            best = Silence(source, path[-1], request.silence, True)
    return best


def promises(context: Context, shown: set[str]) -> tuple[Promise, ...]:
    """What each type is promised; types with one promise share its mark. The promises of types whose
    run is not the one `shown` stand apart from its clock."""
    by_time: dict[tuple[float, bool], list[str]] = {}
    for request in context.requests:
        if request.promise is not None:
            key = (request.promise, bool(shown) and request.id not in shown)
            by_time.setdefault(key, []).append(words.lower(request.title))
    return tuple(
        Promise(words.listed(n, 2), minutes, apart) for (minutes, apart), n in by_time.items()
    )


def branch_steps(figures: Figures, region: Region, way: Way) -> list[int]:
    """The steps of one branch of a block, in file order."""
    seen: set[int] = set()
    stack = [way.target] if way.target in region.steps else []
    while stack:
        step = stack.pop()
        if step in seen or step == region.join:
            continue
        seen.add(step)
        stack += [s for s in figures.graph.successors(step) if s in region.steps]
    return sorted(seen)
