"""Whom the customer meets and who answers for it, before and after."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.analysis.analysis import Analysis
from cxaudit.change.diff.steps import StepChange

MAP = ""  # the place of an owner of the whole map


@dataclass(frozen=True, slots=True)
class Meeting:
    """A touch-point: a step and the party met at it, as people write them."""

    step: str
    does: str
    party: str
    title: str

    @property
    def id(self) -> str:
        """`step/party`."""
        return f"{self.step}/{self.party}"


@dataclass(frozen=True, slots=True)
class PartyChange:
    """A party that is met more or less often, or elsewhere: its touch-points before and after."""

    party: str
    title: str
    before: int
    after: int
    gained: tuple[Meeting, ...] = ()
    lost: tuple[Meeting, ...] = ()

    @property
    def unmet(self) -> bool:
        """Whether it lost its last touch-point."""
        return self.before > 0 and self.after == 0


@dataclass(frozen=True, slots=True)
class OwnerChange:
    """Who answers for a place, before and after: the map (`at` is empty) or a step. A step whose
    owner is that of its map is not told apart."""

    at: str
    does: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def left_without(self) -> bool:
        """Whether nobody answers for it any more."""
        return bool(self.before) and not self.after


@dataclass(slots=True)
class PeopleChange:
    """Touch-points and owners that a change gives and takes. `named` and `unnamed` are parties that
    are never met and came into, or went out of, the parties the map names."""

    parties: list[PartyChange] = field(default_factory=list)
    owners: list[OwnerChange] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    @property
    def gained(self) -> list[str]:
        """Parties that are met and were not, or are named and were not."""
        return [p.party for p in self.parties if p.after and not p.before] + self.named

    @property
    def lost(self) -> list[str]:
        """Parties that were met and are not, or were named and are not."""
        return [p.party for p in self.parties if p.unmet] + self.unnamed


def people_change(
    before: Analysis | None, after: Analysis | None, steps: StepChange
) -> PeopleChange:
    """Compare whom two versions of a map meet and who answers; a side can be missing."""
    old, new = _meetings(before), _meetings(after)
    moved = {(steps.now(step), party): m for (step, party), m in old.items()}
    found = PeopleChange(titles=_titles(before) | _titles(after) | _party_titles(before, after))
    for party in dict.fromkeys([*(p for _, p in moved), *(p for _, p in new)]):
        was = {key: m for key, m in moved.items() if key[1] == party}
        is_ = {key: m for key, m in new.items() if key[1] == party}
        gained = tuple(m for key, m in is_.items() if key not in was)
        lost = tuple(m for key, m in was.items() if key not in is_)
        if gained or lost:
            title = found.titles.get(party, party)
            found.parties.append(PartyChange(party, title, len(was), len(is_), gained, lost))
    named_old, named_new = _named(before), _named(after)
    met = {party for _, party in (*old, *new)}
    found.named = [p for p in named_new if p not in named_old and p not in met]
    found.unnamed = [p for p in named_old if p not in named_new and p not in met]
    found.owners = _owners(before, after, steps)
    return found


def _meetings(analysis: Analysis | None) -> dict[tuple[str, str], Meeting]:
    """The touch-points that some request type can reach, by step and party, in file order."""
    if analysis is None or analysis.study is None:
        return {}
    study = analysis.study
    return {
        (work.id, m.party): Meeting(work.id, work.label, m.party, study.world.title(m.party))
        for work in study.works
        if work.index in study.reached
        for m in work.meetings
    }


def _named(analysis: Analysis | None) -> list[str]:
    return [facts.id for facts in analysis.all("party")] if analysis is not None else []


def _party_titles(*sides: Analysis | None) -> dict[str, str]:
    return {f.id: f.title for side in sides if side is not None for f in side.all("party")}


def _titles(analysis: Analysis | None) -> dict[str, str]:
    """What people call everybody who answers for something or is met."""
    if analysis is None or analysis.study is None:
        return {}
    world = analysis.study.world
    known = {owner for work in analysis.study.works for owner in work.owners}
    known |= {m.party for work in analysis.study.works for m in work.meetings}
    return {who: world.title(who) for who in {*known, *world.process.owner}}


def _owners(
    before: Analysis | None, after: Analysis | None, steps: StepChange
) -> list[OwnerChange]:
    """Places that both versions have and others answer for now; of a map that one side lacks none."""
    if before is None or after is None or before.study is None or after.study is None:
        return []
    found = []
    old, new = tuple(before.study.process.owner), tuple(after.study.process.owner)
    if set(old) != set(new):
        found.append(OwnerChange(MAP, "", old, new))
    there = {work.id: work for work in after.study.works}
    for work in before.study.works:
        now = there.get(steps.now(work.id))
        if now is None or work.recovers is not None:
            continue
        was, is_ = tuple(work.owners), tuple(now.owners)
        inherited = set(was) == set(old) and set(is_) == set(new)
        if set(was) != set(is_) and not inherited:
            found.append(OwnerChange(now.id, now.label, was, is_))
    return found
