"""What the organisation promises, and by what it is kept: clause to step to measure."""

from __future__ import annotations

from typing import Any

from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Lens, Panel, cell, table
from cxaudit.report.texts import _, listed, share_of, times


def mission(house: House) -> Lens:
    """The mission trace; it belongs to the customer lens."""
    anchor, subject = f"{house.prefix}-mission", _("What the house promises")
    promises = house.whole.promise_ledger
    unkept = [p for p in promises if not (p.keeps or p.steps)]
    if not promises:
        title = _("No promise of the house is written down")
    else:
        title = share_of(
            len(unkept),
            len(promises),
            "{part} promises is kept by nothing",
            "{part} promises are kept by nothing",
            only="The one promise is kept by nothing",
            only_not="The one promise is kept by something",
            none="Every promise is kept by something",
            every="No promise is kept by anything",
        )
        title += share_of(
            sum(bool(p.measures) for p in unkept),
            len(unkept),
            "; {m} of these is watched by a measure",
            "; {m} of these are watched by a measure",
            only="; a measure watches it",
            only_not="",
            none="",
            every="; each of these is watched by a measure",
        )
    rows = []
    for p in promises:
        steps = [house.place(s) for s in p.steps]
        measures = house.names(p.measures)
        by = [*p.keeps, *steps]
        rows.append(
            (
                Cell(p.says or p.id.replace("-", " "), refs=house.about(f"promises/{p.id}")),
                Cell(listed(by), "good") if by else Cell(_("nothing"), "bad"),
                Cell(listed(measures), "good") if measures else Cell(_("no measure"), "bad"),
                cell(p.made),
                cell(p.kept),
            )
        )
    name = _("Mission trace")
    heads = (_("Promise"), _("Kept by"), _("Watched by"), _("Made"), _("Kept"))
    write = _(
        "`promises:` in the organisation file, `keeps:` on the steps and measures that keep them"
    )
    panel = Panel("trace", name, table(name, heads, rows), (22,), name, write)
    return Lens(4, Head(anchor, subject, title), (panel, _reuse(house)))


def _reuse(house: House) -> Panel:
    """Which maps call each other, which copy each other, and how old each is."""
    name = _("Reuse and age of the maps")
    rows = []
    clones: list[Any] = list(house.estate.facts.get("clone", []))
    called: dict[str, list[str]] = {}
    for context in house.maps:
        for s in context.steps.values():
            if s.call:
                called.setdefault(s.call, []).append(context.map.title)
    for context in house.maps:
        m = context.map
        calls = words.unique([s.call or "" for s in context.steps.values() if s.call])
        copies = [
            c.other_title if c.map == m.id else c.title for c in clones if m.id in (c.map, c.other)
        ]
        age = m.reviewed_months
        rows.append(
            (
                m.title,
                str(m.size),
                Cell(listed([c.replace("-", " ") for c in calls]) or _("none")),
                Cell(listed(called.get(m.id, [])) or _("none")),
                Cell(listed(copies), "bad") if copies else Cell(_("none"), "good"),
                cell(
                    times(round(age), "{n} month", "{n} months") if age is not None else None,
                    "bad" if age is not None and age > 12 else "",
                ),
            )
        )
    heads = (
        _("Map"),
        _("Steps"),
        _("Calls"),
        _("Called by"),
        _("Copy of"),
        _("Last reviewed, ago"),
    )
    old = sum(context.map.reviewed_months is None for context in house.maps)
    title = share_of(
        old,
        len(rows),
        "{part} maps does not say when it was last reviewed",
        "{part} maps do not say when they were last reviewed",
        only="The one map does not say when it was last reviewed",
        only_not="The one map says when it was last reviewed",
        none="Every map says when it was last reviewed",
        every="No map says when it was last reviewed",
    )
    if clones:
        title += times(
            len(clones), "; {n} stretch is drawn twice", "; {n} stretches are drawn twice"
        )
    told = clones or called or any(c.map.reviewed for c in house.maps)
    write = _("`reviewed:` on the maps, `call:` on the steps that use another map")
    return Panel(
        "maps", title, table(name, heads, rows if told else (), numbers=(1,)), (72,), name, write
    )
