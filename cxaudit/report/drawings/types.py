"""The blueprint of one request type, and of all in one picture with what tells them apart."""

from __future__ import annotations

from dataclasses import replace

from cxaudit.report import words
from cxaudit.report.blueprint.document import Panel
from cxaudit.report.blueprint.scene import Card, Scene
from cxaudit.report.blueprint.stand import lane_order
from cxaudit.report.context import Context
from cxaudit.report.scenes import scene_of
from cxaudit.report.texts import _


def overlay(context: Context) -> Scene:
    """All request types in one scene: steps that only some of them meet say so."""
    scene = scene_of(context)
    study = context.study
    if len(study.figures) < 2:
        return scene
    titles = {r.id: words.lower(r.title) for r in context.requests}
    ids = {w.id: w.index for w in study.works}
    cards = []
    for card in scene.cards:
        index = ids[card.id]
        mine = [k for k, f in study.figures.items() if index in f.graph.members]
        cards.append(replace(card, only=_only(mine, list(study.figures), titles)))
    return replace(scene, cards=tuple(cards))


def _only(mine: list[str], every: list[str], titles: dict[str, str]) -> str:
    """ "only custom quote", or "not repeat order" where that is shorter; empty for all or none."""
    rest = [kind for kind in every if kind not in mine]
    if not mine or not rest:
        return ""
    if len(rest) < len(mine):
        return _("not {types}").format(types=words.listed([titles.get(k, k) for k in rest]))
    return _("only {types}").format(types=words.listed([titles.get(k, k) for k in mine]))


def of_type(context: Context, kind: str) -> Scene:
    """The scene that one request type meets, with its own figures. Raises KeyError for no type."""
    study = context.study
    figures = study.figures[kind]
    alone = replace(study, figures={kind: figures}, shares={kind: 1.0})
    own = [r for r in context.requests if r.id == kind]
    analysis = replace(
        context.analysis, study=alone, facts={**context.analysis.facts, "request": list(own)}
    )
    scene = scene_of(replace(context, analysis=analysis, study=alone))
    ids = {w.id: w.index for w in study.works}
    members = figures.graph.members
    cards = tuple(
        replace(c, visits=figures.visits.get(ids[c.id]) if figures.visits else None)
        for c in scene.cards
        if ids[c.id] in members
    )
    kept = {c.id for c in cards}
    flows = tuple(f for f in scene.flows if f.source in kept)
    reached = {f.target for f in flows}
    return replace(
        scene,
        cards=_begun(cards, study.works[figures.graph.start].id if members else ""),
        flows=flows,
        ends=tuple(e for e in scene.ends if e.id in reached),
        description=f"{words.capital(words.counted(len(cards), 'step'))}; {_figures(context, kind)}.",
    )


def _begun(cards: tuple[Card, ...], start: str) -> tuple[Card, ...]:
    """The first step of the type first: a drawing begins with the first card."""
    return tuple(sorted(cards, key=lambda card: card.id != start))


def _figures(context: Context, kind: str) -> str:
    """Share, sign-offs and time of a type, as far as they are known."""
    facts = next(r for r in context.requests if r.id == kind)
    told = []
    if len(context.requests) > 1:
        told.append(_("{share} of all requests").format(share=words.percent(facts.share)))
    if facts.expected is not None:
        told.append(_("{n} sign-offs a case").format(n=words.amount(facts.expected)))
    if facts.time is not None:
        told.append(_("expected time {time}").format(time=context.say(facts.time)))
    if facts.promise is not None:
        told.append(_("promised {time}").format(time=context.say(facts.promise)))
    return ", ".join(told) or _("no figures known")


def panels(context: Context, kinds: list[str]) -> list[Panel]:
    """Request types under each other: none named means all in one picture."""
    if not kinds:
        return [Panel(overlay(context))]
    titles = {r.id: r.title for r in context.requests}
    units = lane_order(scene_of(context))
    scenes = [replace(of_type(context, kind), units=units) for kind in kinds]
    return [
        Panel(scene, words.capital(titles.get(kind, kind)), scene.description)
        for kind, scene in zip(kinds, scenes, strict=True)
    ]
