"""Maps and organisations of which a verdict is known, so that they need not be studied. Whoever asks
for figures all the same, such as a format that shows walks, gets them: they are worked out then."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.view import View
from cxaudit.run.cache.keys import House, place_of
from cxaudit.run.cache.verdicts import Verdict
from cxaudit.run.estate import Estate, study_estate
from cxaudit.run.load import Source


class Late:
    """What of a house has not been studied yet, studied when it is first asked for."""

    def __init__(self, house: House, view: View) -> None:
        self.house = house
        self.view = view

    @cached_property
    def estate(self) -> Estate:
        """The organisation, with its facts: all of its maps are studied for them."""
        estate = Estate(self.house.estate.document, self.house.estate.asked)
        sources = [replace(one, asked=False) for one in self.house.sources]
        study_estate(estate, sources, self.view, lambda path: None)
        return estate

    def analysis(self, source: Source) -> Analysis:
        """One map, studied with what it needs."""
        place, near = place_of(source), self.house.with_needed([source])
        sources = [
            replace(one, asked=place_of(one) == place)
            for one in self.house.sources
            if place_of(one) in near
        ]
        estate = Estate(self.house.estate.document, self.house.estate.asked)
        study_estate(estate, sources, self.view, lambda path: None)
        (analysis,) = estate.analyses
        analysis.facts.pop("clone", None)
        told: list[Any] = self.estate.facts.get("clone", []) if self.house.estate.asked else []
        mine = [clone for clone in told if clone.map == source.map_id]
        if mine and analysis.study is not None:
            analysis.facts["clone"] = mine
        return analysis


class Recalled(Analysis):
    """A map whose verdict is known."""

    def __init__(self, source: Source, verdict: Verdict, late: Late) -> None:
        super().__init__(source.map_id, source.document)
        self.verdict = verdict
        self.source = source
        self.late = late

    @cached_property
    def whole(self) -> Analysis:
        """The same, studied."""
        return self.late.analysis(self.source)

    def __getattribute__(self, name: str) -> Any:
        if name == "study" and not object.__getattribute__(self, "verdict").studied:
            return None
        if name in ("study", "facts", "problems"):
            return getattr(object.__getattribute__(self, "whole"), name)
        return object.__getattribute__(self, name)


class RecalledEstate(Estate):
    """An organisation whose verdict is known, its maps' too."""

    def __init__(self, estate: Estate, verdict: Verdict, late: Late) -> None:
        super().__init__(estate.document, estate.asked)
        self.verdict = verdict
        self.late = late

    def __getattribute__(self, name: str) -> Any:
        if name in ("facts", "others"):
            return getattr(object.__getattribute__(self, "late").estate, name)
        return object.__getattribute__(self, name)
