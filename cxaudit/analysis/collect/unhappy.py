"""Who speaks with the unhappy, along the way that feedback sends them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cxaudit.analysis.graph import TypeGraph
from cxaudit.analysis.walks import reachable_from
from cxaudit.analysis.world import World
from cxaudit.infer.labels import read_label
from cxaudit.language.organisation import Feedback, Unhappy


def who_speaks(
    feedback: Feedback, graphs: Sequence[TypeGraph], world: World, maps: Collection[str]
) -> tuple[bool | None, int | None]:
    """Whether somebody of ours speaks with the unhappy, and the level of the most senior who does.

    A complaint without a way of its own is answered by those who receive it. The first is None
    where no way is said or it leads into another map, the second also where a level is not known.
    """
    route = feedback.unhappy
    if route is None:
        if feedback.kind != "complaint" or not feedback.to:
            return None, None
        return True, _most_senior(world, list(feedback.to))
    speaking = _at_once(route, feedback, graphs, world, maps)
    target = route.to or route.next
    known = _has_step(graphs, target)
    if target is not None and known:
        speaking += _further_on(target, graphs)
    elif target is not None and target in maps:
        return True if speaking else None, None
    return bool(speaking), _most_senior(world, speaking)


def _most_senior(world: World, speaking: Sequence[str | None]) -> int | None:
    levels = [world.level_of(who) if who else None for who in speaking]
    known = [level for level in levels if level is not None]
    return min(known) if known and len(known) == len(levels) else None


def _has_step(graphs: Sequence[TypeGraph], target: str | None) -> bool:
    return target is not None and any(w.id == target for graph in graphs for w in graph.works)


def _at_once(
    route: Unhappy,
    feedback: Feedback,
    graphs: Sequence[TypeGraph],
    world: World,
    maps: Collection[str],
) -> list[str | None]:
    """Who speaks with them by what the feedback itself says: a sentence is read by its verb."""
    sentence = route.does
    if not sentence and route.to and not _has_step(graphs, route.to) and route.to not in maps:
        sentence = route.to
    text = sentence.replace("-", " ") if " " not in sentence.strip() else sentence
    reading = read_label(text, world.language, world.named_parties)
    met = any(contact.party != "nobody" for contact in route.with_)
    if not met and reading.contact != "inferred-high":
        return []
    named = reading.performer
    subject = [named] if named and world.kind_of(named) == "role" else []
    return list([route.by] if route.by else subject or feedback.to) or [None]


def _further_on(target: str, graphs: Sequence[TypeGraph]) -> list[str | None]:
    """Who of ours meets somebody at a step or behind it; systems and parties are nobody of ours."""
    found: list[str | None] = []
    for graph in graphs:
        start = next((w.index for w in graph.works if w.id == target), None)
        if start is None:
            continue
        for step in sorted({start} | reachable_from(graph, [start])):
            work = graph.works[step]
            ours = work.performer_kind in ("role", "")
            if ours and any(not meeting.by_party for meeting in work.meetings):
                found.append(work.performer)
    return list(dict.fromkeys(found))
