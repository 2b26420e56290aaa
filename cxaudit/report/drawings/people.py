"""The sponsorship spine of each change, and who influences whom, as boxes and arrows."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.analysis.facts.people import PartyFacts, RoleFacts
from cxaudit.report.drawings.net import Arrow, Kind, Net, Node
from cxaudit.report.words import capital, counted, counting


def spine_net(
    change: ChangeFacts, groups: Sequence[GroupFacts], roles: Sequence[RoleFacts], house: str
) -> Net:
    """The reporting line from each group that a change touches up to its top sponsor."""
    titles = {role.id: role.title or role.id for role in roles}
    own = [g for g in groups if g.change == change.id]
    touched = {group.id: group for group in own}
    arrows: dict[tuple[str, str], Arrow] = {}
    above: dict[str, None] = {}
    for group in own:
        for lower, upper in pairwise(group.spine):
            arrows[upper, lower] = Arrow(upper, lower)
        above |= dict.fromkeys(reversed(group.spine[1:]))
    nodes = []
    for who in dict.fromkeys([*above, *touched, *change.sponsors, *change.advocates]):
        name = titles.get(who) or (touched[who].title if who in touched else "") or _plain(who)
        notes = _stakes(touched[who]) if who in touched else ()
        if who in change.advocates:
            notes = ("advocate", *notes)
        if who in change.sponsors and not {who} & {*above, *touched}:
            notes = (*notes, "leads none of the groups")
        nodes.append(Node(who, name, _state(who, change, above), notes))
    gaps = {who for g in own for who in g.spine_gaps}
    notes = (house and f"{house}.", _told(change, own, gaps))
    return Net(
        f"Who stands for {change.title or change.id}",
        tuple(filter(None, notes)),
        tuple(nodes),
        tuple(arrows.values()),
        down=True,
    )


def _state(who: str, change: ChangeFacts, above: Container[str]) -> Kind:
    """A sponsor, a level that lacks one, or somebody whom the change merely touches."""
    if who in change.sponsors:
        return "present"
    return "missing" if who in above else "group"


def _stakes(group: GroupFacts) -> tuple[str, ...]:
    told = []
    if group.importance is not None:
        told.append(f"importance {group.importance} of 5")
    if group.effect is not None:
        told.append(f"effect {group.effect} of 5")
    return ("group that it touches", *told)


def _told(change: ChangeFacts, groups: Sequence[GroupFacts], gaps: set[str]) -> str:
    if not groups:
        return "The change names no group that it touches: write them under `groups`."
    if not change.sponsors:
        return "The change has no sponsor: write them under `sponsors`."
    count = capital(counted(len(groups), "group"))
    if not gaps:
        return f"{count}, and a sponsor at every level above them."
    return f"{count}; {counted(len(gaps), 'level')} above them without a sponsor."


def influence_net(parties: Sequence[PartyFacts], house: str) -> Net:
    """The parties of an organisation and whose choice sways whom."""
    known = {party.id for party in parties}
    nodes = [_party(party) for party in parties]
    more: dict[str, Node] = {}
    arrows = []
    for party in parties:
        for other in party.influences:
            if other not in known:
                more.setdefault(other, Node(other, _plain(other), "unmet", ("described nowhere",)))
            arrows.append(Arrow(party.id, other))
    unmet = sum(node.kind == "unmet" for node in nodes)
    told = capital(counted(len(nodes), "party"))
    never = f"; {counting(unmet)} of them never met." if unmet else ", all of them met."
    notes = [house and f"{house}.", told + never]
    if not arrows:
        notes.append("Nobody says who influences whom: write it under `influences`.")
    return Net(
        "Who influences whom",
        tuple(filter(None, notes)),
        (*nodes, *more.values()),
        tuple(arrows),
    )


def _party(party: PartyFacts) -> Node:
    met = len(party.touch_points)
    notes = [", ".join(filter(None, (party.kind, "key party" if party.key else "")))]
    if met:
        notes.append(f"met at {counted(met, 'step')}")
    elif party.not_met:
        notes.append(party.not_met)
    return Node(
        party.id,
        party.title or _plain(party.id),
        "met" if met else "unmet",
        tuple(filter(None, notes)),
    )


def _plain(name: str) -> str:
    return name.replace("-", " ")
