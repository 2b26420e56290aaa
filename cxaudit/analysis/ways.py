"""The ways that lead on from each step, as the map says them, and as one request type meets them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from cxaudit.analysis.work import Work, ending
from cxaudit.infer.labels import outcome_kind
from cxaudit.language.flow import Branch
from cxaudit.language.values import Calendar, name
from cxaudit.texts.catalogue import _

Kind = Literal["next", "else", "late", "wrong"]
END = -1


@dataclass(slots=True)
class Way:
    """One way on: to a step (`target`, an index) or out (`target` END, with an outcome).

    `share` is the chance that a case at the step takes it; in a split, that the branch is taken.
    `given` tells whether the map says the share. `spent` (low, high) replaces the
    step's own time on a timeout. `origin` numbers the ways of the map, for the copies that types
    make of them.
    """

    source: int
    target: int
    kind: Kind = "next"
    label: str = ""
    share: float = 1.0
    given: bool = True
    outcome: str = ""
    outcome_kind: str = "good"
    types: tuple[str, ...] = ()
    branch: bool = False
    spent: tuple[float, float] | None = None
    by_order: bool = False
    origin: int = -1

    @property
    def ends(self) -> bool:
        """Whether the case, or its branch, ends here."""
        return self.target == END

    @property
    def ends_well(self) -> bool:
        """Whether it is a good end."""
        return self.target == END and self.outcome_kind == "good"


@dataclass(slots=True)
class Ways:
    """All ways of one step. `split` is `all` or `some` where its branches run side by side."""

    split: str = ""
    ways: list[Way] = field(default_factory=list)
    routes: bool = False
    shares_given: float | None = None
    assumed: bool = False

    @property
    def branches(self) -> list[Way]:
        """The ways that open a block."""
        return [way for way in self.ways if way.branch]


def all_ways(works: list[Work], types: list[str], days: Calendar) -> list[Ways]:
    """The ways of every step, by index; targets that name no step are left out."""
    index = {work.id: work.index for work in works}
    following = _following(works)
    found = [_ways(work, index, following, types, days) for work in works]
    for number, way in enumerate(way for ways in found for way in ways.ways):
        way.origin = number
    return found


def _following(works: list[Work]) -> dict[int, int]:
    """The next line of each step; recovery steps stand aside."""
    lines = [work.index for work in works if work.recovers is None]
    return dict(pairwise(lines))


def _ways(
    work: Work, index: dict[str, int], following: dict[int, int], types: list[str], days: Calendar
) -> Ways:
    step = work.step
    if work.recovers is not None:
        return _recovery_ways(work, index, following, types, days)
    found = Ways()
    if step.end is not None:
        outcome, kind = ending(work)
        found.ways.append(Way(work.index, END, outcome=outcome, outcome_kind=kind))
    elif step.next is None:
        found.ways.append(_onward(work, following))
    elif step.next.kind == "all" or step.split == "some":
        found.split = "some" if step.split == "some" else "all"
        for branch in step.next.branches:
            way = _branch(work, branch, index, types)
            if way is not None:
                given = branch.share is not None or found.split == "all"
                chance = branch.share if branch.share is not None else 0.5
                way.share, way.given, way.branch = (
                    (1.0 if found.split == "all" else chance),
                    given,
                    True,
                )
                found.ways.append(way)
        found.routes = found.split == "some" and any(way.types for way in found.ways)
        if len(found.ways) < 2:
            for way in found.ways:
                way.branch = False
            found.split = ""
    else:
        _choice(work, step.next.branches, found, index, types)
    _side_ways(work, found, index, days)
    return found


def _onward(work: Work, following: dict[int, int]) -> Way:
    target = following.get(work.index, END)
    outcome, kind = ending(work) if target == END else ("", "good")
    return Way(work.index, target, outcome=outcome, outcome_kind=kind, by_order=target != END)


def _branch(work: Work, branch: Branch, index: dict[str, int], types: list[str]) -> Way | None:
    named = tuple(branch.for_) or ((name(branch.label),) if name(branch.label) in types else ())
    share = branch.share if branch.share is not None else 0.0
    way = Way(work.index, END, "next", branch.label, share, branch.share is not None, types=named)
    if branch.to is not None:
        if branch.to not in index:
            return None
        way.target = index[branch.to]
    else:
        outcome = branch.outcome or "done"
        way.outcome, way.outcome_kind = outcome, outcome_kind(outcome)
    return way


def _choice(
    work: Work, branches: list[Branch], found: Ways, index: dict[str, int], types: list[str]
) -> None:
    for branch in branches:
        way = _branch(work, branch, index, types)
        if way is not None:
            found.ways.append(way)
    found.routes = any(way.types for way in found.ways)
    if len(found.ways) > 1 and any(way.given for way in found.ways):
        found.shares_given = sum(way.share for way in found.ways if way.given)
    fill(found.ways)
    found.assumed = len(found.ways) > 1 and any(not way.given for way in found.ways)


def fill(ways: list[Way]) -> None:
    """Missing shares split what is left; then all are scaled to the whole."""
    if not ways:
        return
    silent = [way for way in ways if not way.given]
    left = max(0.0, 1.0 - sum(way.share for way in ways if way.given))
    for way in silent:
        way.share = left / len(silent)
    total = sum(way.share for way in ways)
    for way in ways:
        way.share = way.share / total if total > 0 else 1.0 / len(ways)


def _side_ways(work: Work, found: Ways, index: dict[str, int], days: Calendar) -> None:
    """The ways that leave the main road: "no", a timeout, a recovery."""
    step = work.step
    if step.else_ is not None:
        way = _named(work, step.else_, index, "else")
        if way is not None:
            way.share = step.rejects.share if step.rejects else 0.0
            way.given = step.rejects is not None
            way.label = _("no") if work.weight else _("else")
            found.assumed = found.assumed or not way.given
            _make_room(found, way.share)
            found.ways.append(way)
    if step.if_late is not None and step.if_late.next is not None:
        way = _named(work, step.if_late.next, index, "late")
        if way is not None:
            way.share = step.if_late.share or 0.0
            way.label = _("late")
            if step.if_late.after is not None:
                way.spent = step.if_late.after.range(days)
            _make_room(found, way.share)
            found.ways.append(way)
    wrong = step.if_wrong
    if wrong is not None:
        way = _named(work, wrong.to or f"{work.id}/if-wrong", index, "wrong")
        if way is not None:
            way.share = wrong.share or 0.0
            way.label = _("goes wrong")
            _make_room(found, way.share)
            found.ways.append(way)


def _named(work: Work, word: str, index: dict[str, int], kind: Kind) -> Way | None:
    """A side way to a step, or to an end (`end lost`)."""
    from cxaudit.language.flow import target

    to = target(word)
    if "outcome" in to:
        outcome = to["outcome"]
        return Way(work.index, END, kind, outcome=outcome, outcome_kind=outcome_kind(outcome))
    return Way(work.index, index[word], kind) if word in index else None


def _make_room(found: Ways, share: float) -> None:
    """Shares of the ways so far, less what a side way takes. Branches of a block keep theirs:
    the chance that the block opens is what the side ways leave."""
    for way in found.ways:
        if not way.branch:
            way.share *= 1.0 - share


def _recovery_ways(
    work: Work, index: dict[str, int], following: dict[int, int], types: list[str], days: Calendar
) -> Ways:
    """A described recovery goes to its `next`, else to where the step itself goes on."""
    wrong = work.step_recovered.if_wrong if work.step_recovered else None
    if wrong is not None and wrong.next is not None:
        way = _named(work, wrong.next, index, "next")
        return Ways(ways=[way] if way else [])
    source = index[work.recovers or ""]
    recovered = replace_source(work, source)
    onward = _ways(recovered, index, following, types, days)
    kept = [replace(way, source=work.index) for way in onward.ways if way.kind == "next"]
    fill([way for way in kept if not way.branch])
    return replace(onward, ways=kept)


def replace_source(work: Work, source: int) -> Work:
    """The recovered step, as far as its ways are concerned."""
    assert work.step_recovered is not None
    return Work(work.recovers or "", source, work.label, work.step_recovered)


def open_share(ways: Ways) -> float:
    """The chance that a case at a split opens its block."""
    return max(0.0, 1.0 - sum(way.share for way in ways.ways if not way.branch))


class NoWay(Exception):
    """A request type has no way on from a step."""


def routed(ways: Ways, request: str) -> Ways:
    """The ways that one request type can take at a step; raises NoWay where none is left."""
    if not ways.routes:
        return ways
    mine = [way for way in ways.ways if way.kind == "next" and request in way.types]
    if not mine:
        mine = [way for way in ways.ways if way.kind == "next" and not way.types]
    if not mine:
        raise NoWay
    side = [way for way in ways.ways if way.kind != "next"]
    rest = 1.0 - sum(way.share for way in side)
    mine = [replace(way) for way in mine]
    if ways.split:
        alone = len(mine) == 1
        for way in mine:
            way.branch = not alone
            way.share = rest if alone else way.share
        return Ways("" if alone else ways.split, [*mine, *side], False, None, ways.assumed)
    total = sum(way.share for way in mine)
    for way in mine:
        way.share = rest * (way.share / total if total > 0 else 1.0 / len(mine))
    guessed = len(mine) > 1 and any(not way.given for way in mine)
    guessed = guessed or any(way.kind == "else" and not way.given for way in side)
    return Ways(ways.split, [*mine, *side], False, ways.shares_given, guessed)
