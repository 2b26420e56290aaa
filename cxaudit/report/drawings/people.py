"""The sponsorship spine of each change, and who influences whom, as boxes and arrows."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import pairwise

from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.analysis.facts.people import PartyFacts, RoleFacts
from cxaudit.report.drawings.net import Arrow, Kind, Net, Node
from cxaudit.report.texts import _, ngettext, term
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
            notes = (_("advocate"), *notes)
        if who in change.sponsors and not {who} & {*above, *touched}:
            notes = (*notes, _("leads none of the groups"))
        nodes.append(Node(who, name, _state(who, change, above), notes))
    gaps = {who for g in own for who in g.spine_gaps}
    notes = (house and f"{house}.", _told(change, own, gaps))
    return Net(
        _("Who stands for {change}").format(change=change.title or change.id),
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
        told.append(_("importance {n} of 5").format(n=group.importance))
    if group.effect is not None:
        told.append(_("effect {n} of 5").format(n=group.effect))
    return (_("group that it touches"), *told)


def _told(change: ChangeFacts, groups: Sequence[GroupFacts], gaps: set[str]) -> str:
    if not groups:
        return _("The change names no group that it touches: write them under `groups`.")
    if not change.sponsors:
        return _("The change has no sponsor: write them under `sponsors`.")
    count = capital(counted(len(groups), "group"))
    if not gaps:
        return _("{groups}, and a sponsor at every level above them.").format(groups=count)
    told = _("{groups}; {levels} above them without a sponsor.")
    return told.format(groups=count, levels=counted(len(gaps), "level"))


def influence_net(parties: Sequence[PartyFacts], house: str) -> Net:
    """The parties of an organisation and whose choice sways whom."""
    known = {party.id for party in parties}
    nodes = [_party(party) for party in parties]
    more: dict[str, Node] = {}
    arrows = []
    for party in parties:
        for other in party.influences:
            if other not in known:
                more.setdefault(
                    other, Node(other, _plain(other), "unmet", (_("described nowhere"),))
                )
            arrows.append(Arrow(party.id, other))
    unmet = sum(node.kind == "unmet" for node in nodes)
    told = _("{parties}, all of them met.")
    if unmet:
        told = ngettext(
            "{parties}; {n} of them never met.", "{parties}; {n} of them never met.", unmet
        )
    count = capital(counted(len(nodes), "party"))
    notes = [house and f"{house}.", told.format(parties=count, n=counting(unmet))]
    if not arrows:
        notes.append(_("Nobody says who influences whom: write it under `influences`."))
    return Net(
        _("Who influences whom"),
        tuple(filter(None, notes)),
        (*nodes, *more.values()),
        tuple(arrows),
    )


def _party(party: PartyFacts) -> Node:
    met = len(party.touch_points)
    notes = [", ".join(filter(None, (term(party.kind), _("key party") if party.key else "")))]
    if met:
        notes.append(_("met at {steps}").format(steps=counted(met, "step")))
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
