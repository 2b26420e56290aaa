"""What the text and the comment show of a map that differs, as plain rows and lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cxaudit.change.compare import SignOffChange
from cxaudit.change.diff.english import counted, inside, names
from cxaudit.change.diff.figures import Move, Reading, Shift
from cxaudit.change.diff.findings import FindingsChange
from cxaudit.change.diff.maps import MapChange, RequestShift, Version
from cxaudit.change.diff.people import PartyChange
from cxaudit.change.diff.wording import became
from cxaudit.change.diff.worse import worse
from cxaudit.formats.summary import WORDS
from cxaudit.language.values import words
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.rules.templates import duration, listed, number
from cxaudit.run.diff import Diff

SIGNS = {"+": "new", "−": "gone", "=": "changed"}


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: its label, both sides as people write them, by how much it moved, and which way."""

    label: str
    before: str
    after: str
    by: str
    move: Move


@dataclass(frozen=True, slots=True)
class Block:
    """Request types of which all figures are alike, their share of the volume (empty where it is
    all), and these figures; none where nothing changes for them."""

    title: str
    share: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that comes (+), goes (−) or is another (=)."""

    sign: str
    text: str

    @property
    def word(self) -> str:
        """The sign as a word."""
        return SIGNS[self.sign]


def summary(result: Diff) -> str:
    """All of it in one line: how many maps differ, and whether anything got worse."""
    maps = [change for change in result.maps if change.differs]
    if not maps and not result.files:
        return f"Nothing changes: {counted(result.compared, 'file')} compared."
    told = [counted(len(maps), "map")] if maps else []
    told += [counted(len(result.files), "other file")] if result.files else []
    one = len(maps) + len(result.files) == 1
    got = sum(bool(worse(change)) for change in maps)
    verdict = "nothing got worse"
    if result.worse:
        verdict = f"{counted(got, 'map')} got worse" if got and not one else "it got worse"
        if not got and not one:
            verdict = "something got worse"
    differ = "differs" if one else "differ"
    return f"{listed(told).capitalize()} of {result.compared} {differ}; {verdict}."


def blocks(change: MapChange) -> Iterator[Block]:
    """The figures of every request type, those alike together, where any moved; a side that is not
    there is blank."""
    groups: dict[tuple[Row, ...], list[RequestShift]] = {}
    if not any(request.moved for request in change.requests):
        return
    for request in change.requests:
        rows = tuple(_row(request, shift, change.day) for shift in request.shifts)
        groups.setdefault(rows, []).append(request)
    for rows, group in groups.items():
        first, *others = (request.change.title for request in group)
        title = listed([first, *(inside(other) for other in others)])
        share = f"{number(round(100 * sum(r.change.share for r in group), 1))}%"
        if len(group) == len(change.requests):
            title, share = title if len(group) == 1 else "Every request", ""
        still = all(row.move == "same" for row in rows) and len(change.requests) > 1
        yield Block(title, share, [] if still else list(rows))


def _row(request: RequestShift, shift: Shift, day: float) -> Row:
    row, change = row_of(shift, day), request.change
    return replace(
        row,
        before=row.before if change.before is not None else "",
        after=row.after if change.after is not None else "",
    )


def row_of(shift: Shift, day: float) -> Row:
    """A figure of a request type that both sides have; a working day has so many minutes."""
    before, after = (told(shift, reading, day) for reading in (shift.before, shift.after))
    by = ""
    if shift.move in ("up", "down"):
        sign = "+" if shift.by > 0 else "−"
        value = abs(shift.by)
        by = f"{sign} {duration(value, day) if shift.figure.is_time else number(value)}"
    return Row(shift.figure.label, before, after, by, shift.move if shift.told else "unknown")


def told(shift: Shift, reading: Reading, day: float) -> str:
    """A figure on one side."""
    if reading.value is None:
        return "unknown"
    bound = "≥ " if reading.at_least else "≤ " if reading.at_most else ""
    value = reading.value
    return bound + (duration(value, day) if shift.figure.is_time else number(value))


def lists(change: MapChange) -> Iterator[tuple[str, list[Line]]]:
    """What comes and goes, by kind."""
    people = change.people
    every = [_types(version) for version in (change.before, change.after)]
    yield "Sign-offs", [_sign_off(one, every) for one in change.sign_offs]
    yield "Contacts", [line for party in people.parties for line in _contacts(party)]
    owners = []
    for owner in people.owners:
        place = f"“{owner.does}”" if owner.does else "the process"
        sides = [[people.titles.get(o, o) for o in side] for side in (owner.before, owner.after)]
        if not sides[1]:
            owners.append(Line("−", f"{place}: nobody, before {listed(sides[0])}"))
        elif not sides[0]:
            owners.append(Line("+", f"{place}: {listed(sides[1])}"))
        else:
            owners.append(Line("=", f"{place}: {listed(sides[1])}, before {listed(sides[0])}"))
    yield "Owners", owners
    named = [Line("+", _title(change, party)) for party in people.named]
    named += [Line("−", _title(change, party)) for party in people.unnamed]
    yield "Parties named and never met", named
    if change.fate == "stays":
        types = change.steps.types
        yield "Request types", [Line("=", f"{old}, now {new}") for old, new in types.items()]
        yield "Steps", list(_steps(change))


def _title(change: MapChange, party: str) -> str:
    return change.people.titles.get(party, words(party).lower())


def _steps(change: MapChange) -> Iterator[Line]:
    steps = change.steps
    if steps.added:
        yield Line("+", ", ".join(steps.added))
    if steps.removed:
        yield Line("−", ", ".join(steps.removed))
    if steps.renamed:
        yield Line("=", ", ".join(f"{old}, now {new}" for old, new in steps.renamed.items()))


def _types(version: Version | None) -> int:
    """How many request types one version of a map tells apart."""
    return len(version.analysis.all("request")) if version is not None else 0


def _sign_off(one: SignOffChange, every: list[int]) -> Line:
    who = listed([words(name).lower() for name in one.approvers_after or one.approvers_before])
    text = f"{_step(one)}, by {who}"
    met, types = (one.requests_before, every[0])
    if one.requests_after:
        met, types = one.requests_after, every[1]
    if len(met) < types:
        text += f", for {listed([words(kind).lower() for kind in met])} alone"
    if one.held:
        text += f", held by {one.held}"
    if one.fate == "stays":
        was = listed([words(name).lower() for name in one.approvers_before])
        return Line("=", f"{text}; before by {was}")
    return Line("+" if one.fate == "comes" else "−", text)


def _step(one: SignOffChange) -> str:
    return one.step if words(one.step).lower() == one.does.lower() else f"{one.step} “{one.does}”"


def _contacts(party: PartyChange) -> Iterator[Line]:
    for sign, meetings in (("−", party.lost), ("+", party.gained)):
        if meetings:
            where = names([f"“{meeting.does}”" for meeting in meetings], 6)
            last = ", the last" if party.unmet and sign == "−" else ""
            yield Line(sign, f"{party.title} at {where}{last}")


def findings(found: FindingsChange) -> list[tuple[str, Finding, str]]:
    """Findings that are not as they were: the sign, the finding, and what else is to be said; new
    ones first, the gravest before the others."""
    told = [("+", finding, "") for finding in found.new]
    told += [("+", finding, f"{WORDS[was]} before") for was, finding in found.graver]
    told += [("=", finding, "waived now") for finding in found.waived]
    told += [("−", finding, "") for finding in found.gone]
    rank = {"+": 0, "=": 1, "−": 2}
    return sorted(told, key=lambda one: (rank[one[0]], SEVERITIES.index(one[1].severity)))


def findings_line(found: FindingsChange) -> str:
    """What became of findings, those as they were counted too."""
    parts = [part for part in (became(found),) if part]
    return ", ".join([*parts, f"{len(found.unchanged)} unchanged"])
