"""Verdicts remembered: an audit that judges only what has changed, and what depends on it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.view import View
from cxaudit.language.read import Document
from cxaudit.rules.allowed import Allowed
from cxaudit.rules.judge import Crash, Judgement
from cxaudit.rules.policy import Policies
from cxaudit.rules.waivers import waivers_of
from cxaudit.run.cache import verdicts
from cxaudit.run.cache.keys import House, Place, place_of
from cxaudit.run.cache.recalled import Late, Recalled, RecalledEstate
from cxaudit.run.cache.store import VERDICTS, Store, key_of
from cxaudit.run.cache.verdicts import Verdict
from cxaudit.run.discover import Found
from cxaudit.run.estate import Estate, study_estate
from cxaudit.run.judging import Court
from cxaudit.run.load import Loaded, Source, load

DATED = b"dated"  # stands in the place of a verdict that holds for one day only


class Watched(View):
    """A view that notes for which files the day was asked. `told` names the file at work."""

    told: str
    dated: set[str]

    @classmethod
    def of(cls, as_of: datetime.date, scenarios: tuple[Document, ...]) -> Watched:
        """A view of a day."""
        view = cls(as_of, scenarios)
        object.__setattr__(view, "told", "")
        object.__setattr__(view, "dated", set())
        return view

    def studies(self, path: str) -> None:
        """Tell which file is studied from now on."""
        object.__setattr__(self, "told", path)

    def __getattribute__(self, name: str) -> Any:
        if name == "as_of":
            known = object.__getattribute__(self, "__dict__")
            if "dated" in known:
                known["dated"].add(known["told"])
        return object.__getattribute__(self, name)


@dataclass
class Memory:
    """Verdicts by key: those of this run, and those in the cache, if there is one. `basis` is the key
    of the rules, the configuration and the tool."""

    basis: str
    store: Store | None = None
    fresh: dict[str, bytes] = field(default_factory=dict)
    made: dict[str, bytes] = field(default_factory=dict)
    _court: RememberingCourt | None = field(default=None, repr=False)
    _loaded: tuple[Found, Loaded] | None = field(default=None, repr=False)

    def get(self, key: str, as_of: datetime.date) -> bytes | None:
        """What is known under a key on a day."""
        found = self._get(key)
        return self._get(key_of(key, as_of)) if found == DATED else found

    def put(self, key: str, payload: bytes, day: datetime.date | None) -> None:
        """Remember a verdict; one of a `day` holds on that day only."""
        if day is not None:
            self._put(key, DATED)
            key = key_of(key, day)
        self._put(key, payload)

    def _get(self, key: str) -> bytes | None:
        if key in self.fresh:
            return self.fresh[key]
        return self.store.get(VERDICTS, key) if self.store is not None else None

    def _put(self, key: str, payload: bytes) -> None:
        self.fresh[key] = self.made[key] = payload

    def learn(self, verdicts: Mapping[str, bytes]) -> None:
        """Remember what somebody else found out."""
        self.fresh.update(verdicts)
        self.made.update(verdicts)

    def save(self) -> None:
        """Keep what this run has found out."""
        if self.store is not None:
            for key, payload in self.made.items():
                self.store.put(VERDICTS, key, payload)
            self.store.trim()
        self.made.clear()

    def load(self, found: Found) -> Loaded:
        """Files as documents, read once."""
        if self._loaded is None or self._loaded[0] is not found:
            self._loaded = (found, load(found))
        return self._loaded[1]

    def court(self, policies: Policies, as_of: datetime.date) -> RememberingCourt:
        """A court that judges what is not known yet."""
        self._court = RememberingCourt(policies, as_of, memory=self)
        return self._court

    def view(self, as_of: datetime.date, scenarios: tuple[Document, ...]) -> Watched:
        """What maps are seen in."""
        assert self._court is not None
        self._court.view = Watched.of(as_of, scenarios)
        return self._court.view

    def study(
        self, estate: Estate, sources: list[Source], done: Callable[[str], None]
    ) -> tuple[Estate, list[Crash]]:
        """Study the maps of one organisation of which no verdict is known, those of which one is put
        among them; the estate, and what failed."""
        court = self._court
        assert court is not None and court.view is not None
        view = court.view
        house = House(estate, sources, view.scenarios, self.basis)
        court.keys, court.whole_key = {}, ""

        def studied(path: str) -> None:
            view.studies(path)
            done(path)

        if not house.clear:
            return estate, study_estate(estate, sources, view, studied)
        asked = [one for one in sources if one.asked]
        court.keys = keys_of(house, court.policies)
        known = self._known(asked, court)
        if estate.asked:
            court.whole_key = house.whole_key
            whole = court.read(self.get(key_of(house.whole_key, court.as_of), court.as_of))
            if whole is not None and len(known) == len(asked) and _fits(known, whole.clones):
                for one in sources:
                    done(one.document.path)
                late = Late(house, view)
                found = RecalledEstate(estate, whole, late)
                found.maps = [one.map_id for one in sources]
                found.files = [one.document.path for one in sources]
                found.unread = list(whole.unread)
                found.analyses = [Recalled(one, known[place_of(one)], late) for one in asked]
                return found, []
        crashes = _study_rest(house, known, view, studied)
        for crash in crashes:  # what could not be studied has not been judged
            court.keys.pop((crash.element, crash.map), None)
            court.whole_key = ""
        return estate, crashes

    def _known(self, asked: list[Source], court: RememberingCourt) -> dict[Place, Verdict]:
        found = {}
        for place in map(place_of, asked):
            key = court.keys.get(place)
            verdict = court.read(self.get(key, court.as_of)) if key is not None else None
            if verdict is not None:
                found[place] = verdict
        return found


def keys_of(house: House, policies: Policies) -> dict[Place, str]:
    """The keys of the maps that were asked for; none for a map of which a configuration says something
    about single elements."""
    asked = (one for one in house.sources if one.asked)
    return {
        place_of(one): house.key(one) for one in asked if not policies.on_elements(*place_of(one))
    }


def _study_rest(
    house: House, known: dict[Place, Verdict], view: Watched, studied: Callable[[str], None]
) -> list[Crash]:
    """Study the maps of which nothing is known, and for the facts of an organisation that was asked
    for every other one as well; a map on which another clone is told now is among the first."""
    estate = house.estate
    while True:
        unknown = [one for one in house.sources if one.asked and place_of(one) not in known]
        near = house.with_needed(unknown)
        some = [
            replace(one, asked=one.asked and place_of(one) not in known)
            for one in house.sources
            if estate.asked or place_of(one) in near
        ]
        crashes = study_estate(estate, some, view, studied)
        told = clones_of(estate)
        stale = {p for p, one in known.items() if one.clones.get("", "") != told.get(p[1], "")}
        if not stale:
            break
        known = {place: one for place, one in known.items() if place not in stale}
    late = Late(house, view)
    if estate.asked:
        late.estate = estate
    judged = {(one.document.path, one.id): one for one in estate.analyses}
    estate.maps = [one.map_id for one in house.sources]
    estate.files = [one.document.path for one in house.sources]
    unread = {p for p, one in known.items() if not one.studied}
    unread |= {place_of(one) for one in some if one.map_id in estate.unread}
    estate.unread = [one.map_id for one in house.sources if place_of(one) in unread]
    estate.analyses = [
        Recalled(one, known[place], late) if (place := place_of(one)) in known else judged[place]
        for one in house.sources
        if one.asked
    ]
    for one in house.sources:
        if place_of(one) in known and not estate.asked and place_of(one) not in near:
            studied(one.document.path)
    return crashes


def _fits(known: Mapping[Place, Verdict], clones: Mapping[str, str]) -> bool:
    """Whether verdicts were given with the clones that are told on their maps."""
    return all(one.clones.get("", "") == clones.get(p[1], "") for p, one in known.items())


def clones_of(estate: Estate) -> dict[str, str]:
    """A digest of the clones that are told on each map of an organisation that was asked for."""
    found: dict[str, list[str]] = {}
    if estate.asked:
        for clone in estate.facts.get("clone", []):
            found.setdefault(clone.map, []).append(clone.model_dump_json())  # type: ignore[attr-defined]
    return {map_id: key_of(*told) for map_id, told in found.items()}


@dataclass
class RememberingCourt(Court):
    """A court that gives a known verdict again, and remembers those that it gives."""

    memory: Memory = field(default_factory=lambda: Memory(""))
    keys: dict[Place, str] = field(default_factory=dict)
    whole_key: str = ""
    view: Watched | None = None
    _clones: dict[str, str] = field(default_factory=dict)
    _ending: bool = False  # whether a waiver of the organisation ends on some day
    _marks: tuple[int, int, int, int] = (0, 0, 0, 0)

    def again(self) -> Court:
        """A court that judges by the same and remembers nothing."""
        return Court(self.policies, self.as_of, panels=self.panels)

    def read(self, payload: bytes | None) -> Verdict | None:
        """A verdict from what was remembered."""
        if payload is None:
            return None
        return verdicts.read(payload, self.policies.every)

    def judge_estate(self, estate: Estate) -> None:
        """Judge what is not known of an estate."""
        document = estate.document
        waivers = waivers_of(document) if document is not None and estate.model is not None else []
        self._ending = any(one.waiver.until is not None for one in waivers)
        self._mark()
        if isinstance(estate, RecalledEstate) and document is not None:
            bare = Estate(estate.document, False, estate.analyses, maps=estate.maps)
            super().judge_estate(bare)
            self._give((document.path, Path(document.path).stem), estate.verdict)
            return
        self._clones = clones_of(estate)
        super().judge_estate(estate)
        if estate.asked and document is not None and self.whole_key:
            place = (document.path, Path(document.path).stem)
            if not self.policies.on_elements(*place):
                verdict = self._given(place, document.readable)
                verdict.clones = self._clones
                verdict.unread = list(estate.unread)
                self._remember(key_of(self.whole_key, self.as_of), verdict, dated=False)

    def _judge_map(self, analysis: Analysis, shared: list[Allowed]) -> None:
        place = (analysis.document.path, analysis.id)
        if isinstance(analysis, Recalled):
            self._give(place, analysis.verdict)
            for number in analysis.verdict.shared:
                shared[number].used = True
            self._mark()
            return
        before = [one.used for one in shared]
        for one in shared:
            one.used = False
        self._mark()
        super()._judge_map(analysis, shared)
        key = self.keys.get(place)
        # What stays undecided is told in every run, by whoever has looked into it.
        if key is not None and place not in self.undecided:
            verdict = self._given(place, analysis.study is not None)
            verdict.shared = [number for number, one in enumerate(shared) if one.used]
            told = self._clones.get(analysis.id)
            verdict.clones = {"": told} if told else {}
            own = any(one.waiver.until is not None for one in waivers_of(analysis.document))
            asked = self.view is None or analysis.document.path in self.view.dated
            self._remember(key, verdict, own or asked or self._ending)
        for one, was in zip(shared, before, strict=True):
            one.used |= was
        self._mark()

    def _mark(self) -> None:
        absorbed, untold = len(self.absorbed), len(self.untold)
        self._marks = (len(self.findings), absorbed, untold, len(self.crashes))

    def _give(self, place: Place, verdict: Verdict) -> None:
        self.policies.of(*place)  # its rules are among those that were judged
        self.findings += verdict.findings
        self.absorbed += verdict.absorbed
        self.untold += verdict.untold
        self.judged[place] = Judgement(tallies=verdict.tallies)

    def _given(self, place: Place, studied: bool) -> Verdict:
        """What has come of judging since the last mark, as a verdict."""
        findings, absorbed, untold, _ = self._marks
        return Verdict(
            studied,
            self.findings[findings:],
            self.absorbed[absorbed:],
            self.untold[untold:],
            self.judged[place].tallies,
        )

    def _remember(self, key: str, verdict: Verdict, dated: bool) -> None:
        if len(self.crashes) > self._marks[3]:
            return  # what a failing rule would have said is not known
        payload = verdicts.write(verdict, self.policies.every)
        if payload is not None:
            self.memory.put(key, payload, self.as_of if dated else None)
