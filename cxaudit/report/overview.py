"""What stands before the maps of a report: its title, its conclusion, a row a map."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.report import words
from cxaudit.report.parts import MapPart, OverviewRow, Part, UnreadPart, is_map
from cxaudit.report.texts import _, marked, ngettext, share_of, times
from cxaudit.texts.numbers import value_of

# Stands under the table of all maps.
RANGES = marked(
    "Where the request types of a map differ, a range is shown. A lead time is that of the first type "
    "whose promise is broken, else of the first with a promise."
)


def overview_row(part: MapPart | UnreadPart) -> OverviewRow:
    base = (part.prefix, part.organisation, part.folder, part.title)
    if isinstance(part, UnreadPart):
        return OverviewRow(*base, "", "", "", "", "", False, "", *part.tally, read=False)
    rows = part.verdict.rows
    late = [r for r in rows if r.late]
    promised = [r for r in rows if r.promise]
    shown = (late or promised or list(rows))[0]
    return OverviewRow(
        *base,
        worst=_range([r.worst for r in rows]),
        unavoidable=_range([r.unavoidable for r in rows]),
        expected=_range([r.expected for r in rows]),
        time=shown.time,
        promise=shown.promise,
        late=bool(late),
        silence=max(rows, key=lambda r: r.silence_length).silence,
        errors=part.verdict.errors,
        warnings=part.verdict.warnings,
        questions=part.verdict.questions,
        read=True,
    )


def _range(values: list[str]) -> str:
    """Equal values once, others from the least to the most."""
    once = words.unique(values)
    if len(once) == 1:
        return once[0]
    numbers = [(value, told) for told in once if (value := value_of(told)) is not None]
    if len(numbers) != len(once):
        return ", ".join(once)
    ordered = sorted(numbers)
    return _("{least} to {most}").format(least=ordered[0][1], most=ordered[-1][1])


def title_of(parts: Sequence[Part]) -> str:
    maps = [p for p in parts if isinstance(p, MapPart | UnreadPart) and is_map(p)]
    own = [p for p in parts if isinstance(p, MapPart | UnreadPart)]
    names = words.unique([p.organisation for p in own if p.organisation])
    if len(maps) == 1:
        return f"{maps[0].title}, {maps[0].organisation}" if names else maps[0].title
    if len(names) == 1:
        return names[0]
    return words.capital(words.counted(len(names) or len(maps), "organisation" if names else "map"))


def headline_of(rows: tuple[OverviewRow, ...], parts: Sequence[Part]) -> str:
    if not rows:
        return "" if parts else _("No process map was found to audit")
    none = ("0", _("not known").split(" ")[0])
    gated = sum(r.read and r.unavoidable.split(" ")[0] not in none for r in rows)
    told = _("{maps}; on none of them does every request wait for a sign-off.")
    if all(r.read and r.unavoidable == "0" for r in rows):
        told = _("{maps}; on none of them must a request wait for a sign-off.")
    if gated:
        told = ngettext(
            "{maps}; on {n} of them every request waits for a sign-off.",
            "{maps}; on {n} of them every request waits for a sign-off.",
            gated,
        )
    if gated == len(rows) == 2:
        told = _("{maps}; on both every request waits for a sign-off.")
    elif gated == len(rows):
        told = _("{maps}; on all of them every request waits for a sign-off.")
    count = words.capital(words.counted(len(rows), "map"))
    return told.format(maps=count, n=words.counting(gated))


def standfirst_of(rows: tuple[OverviewRow, ...], others: int = 0) -> str:
    """How many maps have no error, break a promise, could not be read, and how many `others` files
    could not be read."""
    if not rows:
        return ""
    clean = sum(r.read and not r.errors for r in rows)
    late = sum(r.late for r in rows)
    unread = sum(not r.read for r in rows)
    parts = [
        share_of(
            clean,
            len(rows),
            "{part} maps is without an error.",
            "{part} maps are without an error.",
            only="The one map is without an error.",
            only_not="The one map has errors.",
            none="Every map has errors.",
        )
    ]
    if late:
        told = ngettext(
            "{maps} promises more than a case can keep.",
            "{maps} promise more than a case can keep.",
            late,
        )
        parts.append(_maps(told, late))
    if unread:
        told = ngettext("{maps} could not be read.", "{maps} could not be read.", unread)
        parts.append(_maps(told, unread))
    if others:
        parts.append(
            times(others, "{n} other file could not be read.", "{n} other files could not be read.")
        )
    return " ".join(parts)


def _maps(told: str, count: int) -> str:
    """A sentence that begins with a number of maps."""
    return told.format(maps=words.capital(words.counted(count, "map")))
