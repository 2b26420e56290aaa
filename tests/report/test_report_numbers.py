"""Numbers of the page, read back from it, are those that `cxaudit facts` prints."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pytest

from cxaudit.formats.facts import facts_json
from cxaudit.report import words
from cxaudit.report.build import build
from cxaudit.report.context import Context
from cxaudit.report.html import render_html
from cxaudit.report.local import folder_outside
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.shoes import walks_of
from cxaudit.run.audit import Audit

NAMES = (
    "volta-switchgear/as-is", "volta-switchgear/mended", "county-licence-office/as-is",
    "hallmark-construction/as-is", "hallmark-construction/mended", "brightwrap-packaging/as-is",
    "northfield-building-products/as-is", "northfield-building-products/mended",
)  # fmt: skip
Row = list[str]


class Read:
    """A page beside the facts of the same audit."""

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.report: Report = build(audit)
        self.page = lxml.html.document_fromstring(render_html(self.report))
        self.facts: dict[str, Any] = json.loads(facts_json(audit))

    @property
    def maps(self) -> list[tuple[MapPart, dict[str, Any]]]:
        """Each map that could be read, with its facts."""
        by_path = {entry["map"]["path"]: entry for entry in self.facts["maps"]}
        parts = [p for p in self.report.parts if isinstance(p, MapPart)]
        folder = folder_outside(self.audit.files)
        return [(part, by_path[folder + part.path]) for part in parts]

    def rows(self, anchor: str) -> list[Row]:
        """The rows of the tables in a panel: the texts of their cells, small print left out."""
        found = []
        for row in self.page.xpath(f'//*[@id="{anchor}"]//tbody/tr'):
            found.append([_text(c) for c in row.xpath("./th | ./td")])
        return found

    def bars(self, anchor: str) -> dict[str, str]:
        """The bars of a panel: their values by their names."""
        rows = self.page.xpath(f'//*[@id="{anchor}"]//div[@class="hb"]/div')
        return {
            _text(r.xpath("./*[@class='n']")[0]): _text(r.xpath("./*[@class='v']")[0]) for r in rows
        }


def _text(element: Any) -> str:
    small = "".join(element.xpath(".//small//text()"))
    whole = str(element.text_content())
    return whole.removesuffix(small).strip()


@pytest.fixture(scope="module", params=NAMES)
def read(request: pytest.FixtureRequest, audited: Callable[..., Audit]) -> Read:
    """Each organisation that ships."""
    return Read(audited(f"process_maps/{request.param}"))


def test_sign_offs_by_request_type(read: Read) -> None:
    for part, entry in read.maps:
        if not entry["sign_offs"]:
            continue
        weights = {gate["step"]: gate["weight"] for gate in entry["sign_offs"]}
        rows = read.rows(f"{part.prefix}-gates-types")
        assert [r[0] for r in rows] == [r["title"] for r in entry["requests"]]
        for row, facts in zip(rows, entry["requests"], strict=True):
            assert row[1] == words.amount(facts["worst"])
            assert row[3] == words.amount(facts["expected"])
            if facts["unavoidable"] is not None:
                assert row[2] == str(sum(weights[s] for s in facts["unavoidable"]))


def test_lead_times_and_promises(read: Read) -> None:
    for part, entry in read.maps:
        day = entry["map"]["calendar_day"]
        bars = read.bars(f"{part.prefix}-gates-lead-times")
        for facts in entry["requests"]:
            if facts["time"] is None and facts["promise"] is None:
                continue
            shown = words.span(facts["time"], day) if facts["time"] is not None else "not known"
            assert bars[facts["title"]] == shown


def test_waiting_step_by_step_and_by_department(read: Read) -> None:
    for part, entry in read.maps:
        exposed = {s["does"].capitalize(): s["exposure"] for s in entry["steps"] if s["exposure"]}
        rows = read.rows(f"{part.prefix}-departments-steps")
        assert len(rows) == min(len(exposed), 40) or len(set(exposed)) != len(exposed)
        for row in rows:
            assert row[3] == words.hours(exposed[row[0].capitalize()])
        total = sum(s["exposure"] or 0.0 for s in entry["steps"])
        head = read.page.xpath(f'//section[@id="{part.prefix}-departments"]//h2')[0].text_content()
        if total:
            assert head.startswith(words.hours(total))


def test_how_the_work_of_each_role_reaches_the_customer(read: Read) -> None:
    for part, entry in read.maps:
        by: dict[str, float] = {}
        for step in entry["steps"]:
            if step["performer"] and step["performer_kind"] == "role":
                by[step["performer"]] = by.get(step["performer"], 0.0) + (step["exposure"] or 0.0)
        cards = read.page.xpath(f'//*[@id="{part.prefix}-shoes-roles"]//div[@class="card"]')
        if cards:
            texts = [card.text_content() for card in cards]
            # What only cases come to that nobody has counted is told without a figure.
            open_ones = [t for t in texts if "nobody says how many cases come here" in t]
            told = [m[1] for t in texts for m in re.finditer(r"([\d.]+\sh) a case", t)]
            assert len(told) + len(open_ones) == len(by)
            told += [words.hours(0.0) for _ in open_ones]
            assert sorted(told) == sorted(words.hours(minutes) for minutes in by.values())


def test_the_walk_lasts_as_long_as_the_fastest_run(read: Read) -> None:
    for estate in read.audit.estates:
        for analysis in estate.analyses:
            if analysis.study is None:
                continue
            for walk in walks_of(Context(analysis, analysis.study, (), "m", estate.facts)):
                for request in walk.requests:
                    assert walk.timed == (request.fastest is not None)
                    if walk.timed:
                        assert sum(walk.lasts) == pytest.approx(request.fastest)


def test_what_the_organisation_measures_and_does(read: Read) -> None:
    houses = [p for p in read.report.parts if isinstance(p, HousePart) and p.known]
    for house in houses:
        measures = read.facts["measures"]
        rows = read.rows(f"{house.prefix}-listening-ticks")
        assert len(rows) >= len(measures)
        routines = read.facts["routines"]
        missing = read.facts["organisation"]["missing_routines"]
        rows = read.rows(f"{house.prefix}-leaders-calendar")
        if routines:
            assert len(rows) == len(routines) + len(missing)
            lapsed = [r for r in routines if (r["turns_missed"] or 0) > 2]
            assert sum(row[3].startswith("lapsed") for row in rows) == len(lapsed)


def test_questions_raise_coverage_by_no_more_than_is_missing(read: Read) -> None:
    inquiry = read.report.inquiry
    dimensions = read.audit.scorecard.dimensions
    assert inquiry.not_assessed == sum(d.not_assessed for d in dimensions)
    assert inquiry.made == sum(d.made for d in dimensions)
    opened = sum(q.opens for q in inquiry.questions)
    others = sum(t.not_assessed for t in read.audit.tallies.values())
    assert 0 <= opened <= max(inquiry.not_assessed, others) + 1e-6
