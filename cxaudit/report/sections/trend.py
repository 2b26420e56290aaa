"""The trend of section 20: how the maps stood at earlier commits, and stand today."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.report import words
from cxaudit.report.lens import Bar, Bars, Block, Cell, Panel, Prose, table
from cxaudit.report.texts import _, times
from cxaudit.run.trend import Moment, Standing


def trend_panel(moments: Sequence[Moment]) -> Panel:
    """Findings and score by day, and the figures of each map first and now; without earlier commits
    one line that says how to see them."""
    title = _("Trend")
    if len(moments) == 1:
        text = _("No earlier commit touched these maps, so there is no trend yet.")
        return Panel("trend", title, (Prose(text),))
    if not moments:
        text = _(
            "This report is of one day. `cxaudit report --trend 6` tells how the maps stood at earlier "
            "commits, `cxaudit diff REVISION` what changed since one of them, `cxaudit check --base "
            "REVISION` which sign-offs crept in."
        )
        return Panel("trend", title, (Prose(text),))
    then = next(m for m in moments if not m.unread or m is moments[-1])
    now = moments[-1]
    grave = (then.errors + then.warnings, now.errors + now.warnings)
    said = _("Open errors and warnings went from {then} to {now} since {day}.").format(
        then=grave[0], now=grave[1], day=then.day.isoformat()
    )
    blocks = (_bars(moments), *_by_day(moments), *_by_map(then, now))
    note = _("Every commit is judged by today's rules, as of its own day.")
    return Panel("trend", title, blocks, lead=said, note=note)


def _bars(moments: Sequence[Moment]) -> Bars:
    most = max(m.errors + m.warnings for m in moments) or 1
    bars = [
        Bar(
            m.day.isoformat(),
            str(m.errors + m.warnings) if not m.unread else _not_read(m),
            (m.errors + m.warnings) / most if not m.unread else None,
            small=_commit(m),
        )
        for m in moments
    ]
    return Bars(_("Open errors and warnings by day"), tuple(bars))


def _by_day(moments: Sequence[Moment]) -> tuple[Block, ...]:
    heads = (
        _("Day"), _("Commit"), _("Maps"), _("Errors"), _("Warnings"), _("Questions"), _("Score"),
        _("Grade"),
    )  # fmt: skip
    rows = [
        (
            m.day.isoformat(),
            _commit(m),
            str(len(m.maps)),
            str(m.errors),
            str(m.warnings),
            str(m.questions),
            words.amount(m.score, 0)
            if m.score is not None and not m.unread
            else Cell(_("not known"), "unknown"),
            Cell(_not_read(m), "unknown")
            if m.unread
            else m.grade or Cell(_("too little is known"), "unknown"),
        )
        for m in moments
    ]
    return table(_("The maps at earlier commits"), heads, rows, numbers=(2, 3, 4, 5, 6))


def _by_map(then: Moment, now: Moment) -> tuple[Block, ...]:
    before = {standing.map: standing for standing in then.maps}
    rows: list[list[Cell | str]] = []
    for today in now.maps:
        was = before.get(today.map)
        if was is None:
            rows.append([today.title, *(Cell(told, small=_("new")) for told in _figures(today))])
            continue
        pairs = zip(_figures(was), _figures(today), strict=True)
        rows.append([today.title, *(_change(one, other) for one, other in pairs)])
    gone = [s.title for s in then.maps if s.map not in {t.map for t in now.maps}]
    rows += [[name, *[Cell(_("gone"), "unknown")] * 4] for name in gone]
    heads = (
        _("Map"),
        _("Sign-offs, worst run"),
        _("Sign-offs, average case"),
        _("Lead time, average case"),
        _("Longest silence"),
    )
    return table(_("Each map, first and now"), heads, rows)


def _figures(standing: Standing) -> tuple[str, str, str, str]:
    def count(value: float | None) -> str:
        return words.amount(value)

    return (
        count(standing.worst),
        count(standing.expected),
        words.span(standing.time, standing.day),
        words.span(standing.silence, standing.day),
    )


def _change(one: str, other: str) -> Cell:
    if one == other:
        return Cell(other, "", _("unchanged"))
    return Cell(other, "strong", _("was {before}").format(before=one))


def _not_read(moment: Moment) -> str:
    return times(moment.unread, "{n} file could not be read", "{n} files could not be read")


def _commit(moment: Moment) -> str:
    return moment.commit[:8] or _("today")
