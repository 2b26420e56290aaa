"""Which map of an audit each section of a baseline is about, whatever became of its file."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from cxaudit.rules.baseline.entries import Section
from cxaudit.rules.finding import Finding

Key = tuple[str, str]  # an element and the code of a rule


@dataclass(slots=True)
class Seen:
    """One map of an audit, or an organisation file that was asked for. `file` is relative to the root
    of the project; `findings` are told, waived ones too, `aside` are those that are not, such as one
    whose root cause another tells. `judged` are the codes of rules that could say something of it;
    `whole` tells that it was read with all it rests on, so that what is not found is not there."""

    file: str
    map: str
    findings: list[Finding] = field(default_factory=list)
    aside: list[Finding] = field(default_factory=list)
    judged: frozenset[str] = frozenset()
    whole: bool = True

    def keys(self) -> set[Key]:
        """What its findings are about."""
        return {(finding.path, finding.code) for finding in (*self.findings, *self.aside)}


def matched(
    sections: Sequence[Section], seen: Sequence[Seen], gone: AbstractSet[str]
) -> dict[int, Seen]:
    """The map that each section is about, by the section's number; none where nobody looked at it.

    A section belongs to the map of its id in its file. Where that is no longer there, since the file is
    among those `gone` or has only maps of other ids, it follows the map: to the one of its id or, where
    none of these has half of its findings, to another that has; the nearest by its path, then the one
    that has most. To none where two are equally likely.
    """
    places = {(one.file, one.map): one for one in seen}
    found = {
        number: places[section.file, section.map]
        for number, section in enumerate(sections)
        if (section.file, section.map) in places
    }
    taken = {id(one) for one in found.values()}
    unread = {one.file for one in seen if not one.whole}
    read = {one.file for one in seen} - unread
    free = [one for one in seen if id(one) not in taken]
    findings = {id(one): one.keys() for one in free}
    for number, section in enumerate(sections):
        if not free or number in found or not (section.file in gone or section.file in read):
            continue
        heir = _heir(section, free, findings)
        if heir is not None:
            found[number] = heir
            free = [one for one in free if one is not heir]
    return found


def _heir(section: Section, free: Sequence[Seen], findings: dict[int, set[Key]]) -> Seen | None:
    """The map that a section follows."""
    own = {(entry.element, entry.code) for entry in section.entries}
    half = (len(own) + 1) // 2
    namesakes = [one for one in free if one.map == section.map]
    for likely, least in ((namesakes, half), (free, half), (namesakes, 1)):
        hits = [(len(own & findings[id(one)]), one) for one in likely]
        best = [
            (_nearness(section.file, one.file), count, one)
            for count, one in hits
            if count >= max(least, 1)
        ]
        if best:
            most = max((nearness, count) for nearness, count, _ in best)
            found = [one for nearness, count, one in best if (nearness, count) == most]
            return found[0] if len(found) == 1 else None
    return None


def _nearness(one: str, other: str) -> int:
    """How many parts two paths share at their ends: a folder that moves keeps what is below it, a file
    that is renamed stays in its folder."""
    left, right = one.split("/"), other.split("/")
    return _shared(left, right) + _shared(left[::-1], right[::-1])


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    pairs = enumerate(zip(left, right, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(left), len(right)))
