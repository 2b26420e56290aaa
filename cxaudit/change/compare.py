"""One map before and after: its figures by request type, its sign-offs, its findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import dump
from cxaudit.rules.finding import Finding


@dataclass(frozen=True, slots=True)
class RequestChange:
    """A request type before and after: all its facts under their public names; None on a side where
    it has none."""

    id: str
    title: str
    share: float
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class SignOffChange:
    """A sign-off before and after: who says yes, for which request types. A side on which no type
    can meet it has none of these. `held` is what demands it, `a named control` where that is not
    said; empty where nothing does. `cases_before` and `cases_after` are the shares of all cases that
    meet it, where they are known."""

    step: str
    does: str
    held: str
    approvers_before: tuple[str, ...] = ()
    approvers_after: tuple[str, ...] = ()
    requests_before: tuple[str, ...] = ()
    requests_after: tuple[str, ...] = ()
    cases_before: float | None = None
    cases_after: float | None = None

    @property
    def rarer(self) -> bool:
        """Whether it stays, and fewer cases meet it."""
        before, after = self.cases_before, self.cases_after
        if self.fate != "stays" or before is None or after is None:
            return False
        return bool(set(self.requests_before) - set(self.requests_after)) or after < 0.995 * before

    @property
    def fate(self) -> str:
        """`stays`, `goes` or `comes`."""
        if self.requests_before and self.requests_after:
            return "stays"
        return "goes" if self.requests_before else "comes"


@dataclass(slots=True)
class FindingChange:
    """Findings by fingerprint: those that only one side has, and how many both have. `unassessed` are
    those that are gone because what their rule needs to know is unknown after the change."""

    new: list[Finding] = field(default_factory=list)
    gone: list[Finding] = field(default_factory=list)
    unchanged: int = 0
    unassessed: list[Finding] = field(default_factory=list)


def request_changes(before: Analysis, after: Analysis) -> list[RequestChange]:
    """Every request type of either side, in the order of the map."""
    old = {facts.id: facts for facts in before.all("request")}
    new = {facts.id: facts for facts in after.all("request")}
    found = []
    for key in dict.fromkeys([*old, *new]):
        one = new.get(key) or old[key]
        sides = (dump(side[key]) if key in side else None for side in (old, new))
        found.append(RequestChange(key, one.title, one.share, *sides))
    return found


def sign_off_changes(before: Analysis, after: Analysis) -> list[SignOffChange]:
    """Every sign-off that a request type can meet on either side, in file order."""
    old, new = _sign_offs(before), _sign_offs(after)
    found = []
    for step in dict.fromkeys([*old, *new]):
        was, is_ = old.get(step), new.get(step)
        facts, _ = is_ or was  # type: ignore[misc]
        found.append(
            SignOffChange(
                step,
                facts.does,
                (facts.because or "a named control") if facts.held else "",
                tuple(was[0].approvers) if was else (),
                tuple(is_[0].approvers) if is_ else (),
                was[1] if was else (),
                is_[1] if is_ else (),
                was[0].volume_share if was else None,
                is_[0].volume_share if is_ else None,
            )
        )
    return found


def _sign_offs(analysis: Analysis) -> dict[str, tuple[Any, tuple[str, ...]]]:
    """The sign-offs of a map that somebody can meet: their facts, and the types that can."""
    study = analysis.study
    if study is None:
        return {}
    index = {work.id: work.index for work in study.works}
    found = {}
    for facts in analysis.all("sign_off"):
        met = (k for k, f in study.figures.items() if index[facts.step] in f.graph.members)
        types = tuple(met)
        if types:
            found[facts.step] = (facts, types)
    return found


def finding_changes(
    before: Iterable[Finding], after: Iterable[Finding], unknown: Collection[str] = ()
) -> FindingChange:
    """What findings come and go; waived ones count as none. `unknown` are the codes of rules that
    lack facts after the change which they had before: their findings are not cured."""
    old = {f.fingerprint: f for f in before if f.suppressed is None}
    new = {f.fingerprint: f for f in after if f.suppressed is None}
    missing = [finding for mark, finding in old.items() if mark not in new]
    return FindingChange(
        [finding for mark, finding in new.items() if mark not in old],
        [finding for finding in missing if finding.code not in unknown],
        len(old.keys() & new.keys()),
        [finding for finding in missing if finding.code in unknown],
    )
