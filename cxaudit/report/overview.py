"""What stands before the maps of a report: its title, its conclusion, a row a map."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.report import words
from cxaudit.report.parts import MapPart, OverviewRow, Part, UnreadPart, is_map


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
        silence=_longest([r.silence for r in rows]),
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
    numbers = [v for v in once if v.replace(".", "", 1).isdigit()]
    if len(numbers) != len(once):
        return ", ".join(once)
    ordered = sorted(numbers, key=float)
    return f"{ordered[0]} to {ordered[-1]}"


def _longest(values: list[str]) -> str:
    """The longest of durations as they are shown."""
    units = {"min": 1.0, "h": 60.0, "d": 480.0, "step": 1.0, "steps": 1.0}

    def minutes(text: str) -> float:
        number, _, unit = text.lstrip("<").partition(words.NBSP)
        return float(number) * units[unit] if unit in units else -1.0

    return max(values, key=minutes, default="")


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
        return "" if parts else "No process map was found to audit"
    gated = sum(r.read and r.unavoidable.split(" ")[0] not in ("0", "not") for r in rows)
    count = words.capital(words.counted(len(rows), "map"))
    return (
        f"{count}; on {words.counting(gated) if gated else 'none'} of them every request waits "
        + ("for a sign-off.")
    )


def standfirst_of(rows: tuple[OverviewRow, ...]) -> str:
    if not rows:
        return ""
    clean = sum(r.read and not r.errors for r in rows)
    late = sum(r.late for r in rows)
    unread = sum(not r.read for r in rows)
    parts = [f"{words.capital(words.counted(clean, 'map'))} of {len(rows)} without an error."]
    if late:
        noun = words.capital(words.counted(late, "map"))
        verb = words.verb(late, "promises", "promise")
        parts.append(f"{noun} {verb} more than a case can keep.")
    if unread:
        parts.append(f"{words.capital(words.counted(unread, 'map'))} could not be read.")
    return " ".join(parts)
