"""What is drawn of an audit: one picture a map, or one a change or an organisation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from cxaudit.analysis.analysis import Analysis
from cxaudit.language.problems import suggestion
from cxaudit.report.blueprint.document import Panel, Width, picture
from cxaudit.report.blueprint.geometry import Drawing
from cxaudit.report.context import Context, gravest_first
from cxaudit.report.drawings.map_net import MOST_ACROSS, map_net
from cxaudit.report.drawings.net import Net
from cxaudit.report.drawings.people import influence_net, spine_net
from cxaudit.report.drawings.types import panels
from cxaudit.report.texts import _
from cxaudit.report.words import capital
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit
from cxaudit.run.discover import Failure
from cxaudit.run.estate import Estate
from cxaudit.run.there import is_folder

What = Literal["blueprint", "graph", "spine", "influence"]
EACH = "each"
MOST_STEPS = 400  # nobody reads a larger blueprint, and drawing it takes minutes


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: `requests` are ids of request types, or the word `each`."""

    what: What = "blueprint"
    width: Width = "wide"
    requests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the file it comes from, the name of its own file, and either boxes and arrows,
    which other programs lay out, or panels of a blueprint."""

    source: str
    name: str
    title: str
    width: Width = "wide"
    net: Net | None = None
    panels: tuple[Panel, ...] = ()
    notes: tuple[str, ...] = ()

    def drawing(self) -> Drawing:
        """The blueprint, laid out."""
        return picture(self.panels, self.width, self.title, self.notes)


@dataclass(slots=True)
class Pictures:
    """All pictures asked for, what could not be drawn, and what to know of those that could."""

    drawn: list[Picture] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    remarks: list[Failure] = field(default_factory=list)


def pictures(audit: Audit, order: Order) -> Pictures:
    """The pictures of an audit, in its order."""
    found = Pictures()
    if order.what in ("spine", "influence"):
        for estate in audit.estates:
            _of_estate(estate, order, found)
        return found
    for analysis in audit.analyses:
        if analysis.study is None:
            found.failures.append(_unread(analysis))
            continue
        own = tuple(f for f in audit.findings if _belongs(f, analysis))
        _of_map(Context(analysis, analysis.study, gravest_first(own), analysis.id), order, found)
    return found


def _belongs(finding: Finding, analysis: Analysis) -> bool:
    here = finding.file == analysis.document.path and finding.map == analysis.id
    return here and finding.suppressed is None


def _unread(analysis: Analysis) -> Failure:
    problem = next((p for p in analysis.problems if p.blocks), None)
    path = analysis.document.path
    if problem is None:
        return Failure(path, "cannot be read, and so not drawn")
    where = f"{path}:{problem.span.line}:{problem.span.column}"
    return Failure(where, f"mend this before it can be drawn: {problem.says}")


def _of_map(context: Context, order: Order, found: Pictures) -> None:
    path, known = context.analysis.document.path, [r.id for r in context.requests]
    asked = known if order.requests == (EACH,) and EACH not in known else list(order.requests)
    for kind in asked:
        if kind not in known:
            hint = suggestion(kind, known) or f": write one of {', '.join(known)}, or each"
            found.failures.append(Failure(path, f"no request type is called {kind!r}{hint}"))
            return
    broken = next((k for k in asked if context.study.figures[k].graph.faults), None)
    if broken is not None:
        says = context.study.figures[broken].graph.faults[0][1]
        found.failures.append(Failure(path, f"{broken} has no way through the map: {says}"))
        return
    listed = panels(context, asked)
    if order.what == "graph":
        names = [f"{context.analysis.id}-{kind}" for kind in asked] or [context.analysis.id]
        for name, panel in zip(names, listed, strict=True):
            picture = _graph(context, name, panel)
            found.drawn.append(picture)
            if picture.net is not None and picture.net.down:
                says = (
                    f"{picture.title}: more than {MOST_ACROSS} steps behind each other do not fit "
                    "on a page, so the graph runs downwards; --as blueprint folds them into rows"
                )
                found.remarks.append(Failure(path, says))
    elif max((len(p.scene.cards) for p in listed), default=0) > MOST_STEPS:
        says = (
            f"more than {MOST_STEPS} steps are too many for a blueprint: split the map into some "
            "that `call` each other, or draw --as graph"
        )
        found.failures.append(Failure(path, says))
    else:
        notes = (_who(listed[0]),) if asked else ()
        name, title = context.analysis.id, context.map.title
        found.drawn.append(
            Picture(path, name, title, order.width, panels=tuple(listed), notes=notes)
        )


def _graph(context: Context, name: str, panel: Panel) -> Picture:
    """Boxes and arrows of one panel; the order that lanes and clock show is not in it."""
    title = f"{context.map.title}: {panel.title}" if panel.title else context.map.title
    told = panel.note or capital(panel.scene.description.split(";")[0]) + "."
    path = context.analysis.document.path
    return Picture(path, name, title, net=map_net(panel.scene), notes=(told,))


def _who(panel: Panel) -> str:
    if not panel.scene.party:
        return _("By request type.")
    return _("Customer: {party}.").format(party=panel.scene.party)


def _of_estate(estate: Estate, order: Order, found: Pictures) -> None:
    if estate.document is None:
        first = next(iter(estate.analyses), None)
        if first is not None:
            says = (
                "has no organisation file, and so nothing to draw here: describe roles, parties and "
                "changes in a file that begins with `organisation:`"
            )
            found.failures.append(Failure(first.document.path, says))
        return
    if estate.broken:
        says = "the organisation file cannot be read: `cxaudit check` says why"
        found.failures.append(Failure(estate.document.path, says))
        return
    listed = list(_spines(estate) if order.what == "spine" else _influence(estate))
    path = estate.document.path
    if not listed:
        key, what = ("changes", "change") if order.what == "spine" else ("parties", "party")
        says = f"describes no {what}, so there is nothing to draw: write it under `{key}`"
        found.failures.append(Failure(path, says))
    for name, net in listed:
        found.drawn.append(Picture(path, name, net.title, net=net, notes=net.notes))


def _spines(estate: Estate) -> Iterator[tuple[str, Net]]:
    facts = estate.facts
    for change in _listed(facts.get("change", [])):
        net = spine_net(
            change, _listed(facts.get("group", [])), _listed(facts.get("role", [])), estate.title
        )
        yield f"spine-{change.id}", net


def _influence(estate: Estate) -> Iterator[tuple[str, Net]]:
    parties = _listed(estate.facts.get("party", []))
    if parties:
        yield "influence", influence_net(parties, estate.title)


def _listed(facts: Sequence[object]) -> list[Any]:
    return list(facts)


def place_of(source: str, name: str, ending: str, asked: Sequence[str]) -> Path:
    """Where a picture goes below a folder: as its map lies below the folder that was asked for."""
    own = Path(source)
    folder = Path()
    for text in asked:
        if is_folder(text) and own.is_relative_to(text):
            folder = own.parent.relative_to(text)
            break
    safe = "".join("-" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in name)
    return folder / f"{safe.strip('.') or 'map'}{ending}"
