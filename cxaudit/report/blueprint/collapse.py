"""A very long process: chains of plain steps of one unit stand as one card each."""

from __future__ import annotations

from dataclasses import replace

from cxaudit.texts.catalogue import _

from .model import build
from .scene import Card, Flow, Scene
from .words import duration

MOST_RANKS = 40  # a process with more is drawn collapsed


def collapsed(scene: Scene, most: int = MOST_RANKS) -> Scene:
    """The scene itself, or, above `most` ranks, one with a card for each chain of plain tasks.

    What a customer meets, sign-offs, decisions, ends and steps with a finding always stay.
    """
    model = build(scene)
    if 1 + max((model.rank[n] for n in model.cards), default=0) <= most:
        return scene
    chains = _chains(scene)
    if not chains:
        return scene
    stands = {step.id: _id(chain) for chain in chains for step in chain}
    sums = {_id(chain): _sum(chain, scene.day_minutes) for chain in chains}
    return replace(
        scene,
        cards=tuple(_cards(scene, stands, sums)),
        flows=tuple(_flows(scene, stands)),
        fastest=tuple(dict.fromkeys(stands.get(s, s) for s in scene.fastest)),
        stages=tuple(replace(s, first=stands.get(s.first, s.first)) for s in scene.stages),
        blocks=tuple(
            replace(
                b,
                join=stands.get(b.join, b.join) if b.join else None,
                branches=tuple(
                    tuple(dict.fromkeys(stands.get(s, s) for s in branch)) for branch in b.branches
                ),
            )
            for b in scene.blocks
        ),
    )


def _chains(scene: Scene) -> list[list[Card]]:
    """Runs of two plain steps or more that only lead to each other, each as long as it can be."""
    out: dict[str, list[Flow]] = {}
    into: dict[str, int] = {}
    for flow in scene.flows:
        out.setdefault(flow.source, []).append(flow)
        into[flow.target] = into.get(flow.target, 0) + 1
    begins = {s.first for s in scene.stages}
    plain = {c.id: c for c in scene.cards if _plain(c, out.get(c.id, []))}
    after: dict[str, str] = {}
    for name, card in plain.items():
        target = out[name][0].target
        other = plain.get(target)
        alone = into.get(target) == 1 and target not in begins and target != name
        if other is not None and alone and _place(card) == _place(other):
            after[name] = target
    inner = set(after.values())
    chains = []
    for name in plain:
        if name in after and name not in inner:
            chain = [name]
            while chain[-1] in after:
                chain.append(after[chain[-1]])
            chains.append([plain[n] for n in chain])
    return chains


def _plain(card: Card, ways: list[Flow]) -> bool:
    """Whether a step may stand in a chain: work behind the scenes with one way on."""
    seen = card.on_stage or card.by_party or card.moment or card.has_finding
    if card.kind != "task" or seen or not card.reachable:
        return False
    return len(ways) == 1 and ways[0].kind == "next" and not ways[0].label


def _place(card: Card) -> tuple[str, str, str]:
    """Steps of one unit go together; where none is said, those of one role."""
    return (card.unit or "", "" if card.unit else card.role or "", card.only)


def _id(chain: list[Card]) -> str:
    return f"{chain[0].id}..{chain[-1].id}"


def _sum(chain: list[Card], day: float) -> Card:
    first = chain[0]
    waits, takes = (_total([c.waits for c in chain]), _total([c.takes for c in chain]))
    time = (waits or 0.0) + (takes or 0.0)
    told = _("{n} steps, {time}") if time else _("{n} steps")
    roles = list(dict.fromkeys(c.role for c in chain if c.role))
    return replace(
        first,
        id=_id(chain),
        label=told.format(n=len(chain), time=duration(time, day)),
        role=", ".join(roles) or None,
        waits=waits,
        takes=takes,
        quickest=_quickest(chain),
        systems=tuple(dict.fromkeys(s for c in chain for s in c.systems)),
        channel="",
        inside=tuple(chain),
    )


def _quickest(chain: list[Card]) -> tuple[float, float] | None:
    if not any(c.quickest for c in chain):
        return None
    spans = [c.on_clock for c in chain]
    return sum(queue for queue, _work in spans), sum(work for _queue, work in spans)


def _total(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def _cards(scene: Scene, stands: dict[str, str], sums: dict[str, Card]) -> list[Card]:
    found: dict[str, Card] = {}
    for card in scene.cards:
        name = stands.get(card.id, card.id)
        found.setdefault(name, sums.get(name, card))
    return list(found.values())


def _flows(scene: Scene, stands: dict[str, str]) -> list[Flow]:
    """Flows between what is drawn; those inside a chain are gone."""
    found = []
    for flow in scene.flows:
        source, target = stands.get(flow.source, flow.source), stands.get(flow.target, flow.target)
        if source == target and flow.source in stands:
            continue
        named = (
            f"{flow.source}>{flow.target}" if flow.source in stands or flow.target in stands else ""
        )
        found.append(replace(flow, source=source, target=target, named=named))
    return found
