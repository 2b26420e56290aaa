"""A map as boxes and arrows, free of lanes and clock."""

from __future__ import annotations

from cxaudit.report.blueprint.model import Edge, build
from cxaudit.report.blueprint.scene import Card, Scene
from cxaudit.report.blueprint.words import card_name, flow_label, percent, work_line
from cxaudit.report.drawings.net import Arrow, Kind, Line, Net, Node
from cxaudit.report.texts import _

MOST_ACROSS = 40  # steps behind each other; a longer picture is read by scrolling, so downwards


def map_net(scene: Scene) -> Net:
    """Every step, end and flow of a scene; a long map runs downwards."""
    model = build(scene)
    cards = [
        Node(c.id, card_name(c), _kind(c), _notes(c, scene.day_minutes))
        for c in model.cards.values()
    ]
    ends = [
        Node(
            end.id,
            end.label or end.id,
            end.outcome,
            () if end.share is None else (percent(end.share),),
        )
        for end in model.ends.values()
    ]
    arrows = [Arrow(e.source, e.target, _label(e), _line(e)) for e in model.edges]
    ranks = 1 + max((model.rank[name] for name in model.cards), default=0)
    return Net(scene.title, (), (*cards, *ends), tuple(arrows), down=ranks > MOST_ACROSS)


def _kind(card: Card) -> Kind:
    if card.kind == "sign-off":
        return "held" if card.held else "sign-off"
    if card.on_stage or card.by_party:
        return "touch-point"
    return "task" if card.kind == "end" else card.kind


def _notes(card: Card, day: float) -> tuple[str, ...]:
    several = _("{n} approvers").format(n=card.approvers) if card.approvers > 1 else ""
    return tuple(filter(None, (card.role or "", several, card.only, work_line(card, day))))


def _label(edge: Edge) -> str:
    words = flow_label(edge.flow.label, edge.flow.share)
    if edge.flow.kind == "next" or edge.flow.label:
        return words
    plain = {"else": _("no"), "late": _("if late"), "wrong": _("if wrong")}[edge.flow.kind]
    return f"{plain} {words}".strip()


def _line(edge: Edge) -> Line:
    if edge.back:
        return "back"
    return "main" if edge.flow.kind == "next" else edge.flow.kind
