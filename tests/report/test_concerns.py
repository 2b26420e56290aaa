"""Whom steps, findings and maps concern, and what a request type never meets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given

from cxaudit.report.build import build
from cxaudit.report.concerns import mark, marks, of_finding, of_map, of_steps
from cxaudit.report.houses import houses_of
from cxaudit.report.html import render_html
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.readers import readers
from cxaudit.report.sections.picture import picture_of
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit, audit
from tests.oracle.generate import Plan, maps, maps_with_blocks

from .conftest import AS_OF, ROOT
from .test_report_properties import MANY, _context

MAP = """
process: Permits
owner: hall-manager
requests: {renewal: {from: applicant}, first: {from: applicant}}
customers: [applicant]
steps:
  ask: {does: Ask, by: clerk, with: applicant via counter, next: {renewal: issue, first: check}}
  check: {does: Check, by: archivist, owner: archive-head, next: approve}
  approve: {does: Approve, by: clerk, sign-off: [chief, deputy], next: issue}
  fill: {does: Fill in, by: applicant, next: issue}
  issue: {does: Issue, by: clerk, with: applicant via mail, end: issued}
units: {archive: {head: archive-head, roles: [archivist]}}
"""


@pytest.fixture
def permits(tmp_path: Path) -> Audit:
    """A map in which each step concerns other people."""
    (tmp_path / "permits.yaml").write_text(MAP)
    return audit([str(tmp_path / "permits.yaml")], None, AS_OF)


def test_a_mark_has_no_space() -> None:
    assert mark("role", "night  shift") == "role:night-shift"
    assert mark("role", None) == mark("role", " ") == mark("role", "?") == ""
    assert marks("role", ["a", None, "b", "a"]) == "role:a role:b"


def test_whom_a_step_concerns(permits: Audit) -> None:
    (context,) = houses_of(permits)[0].maps
    found = of_steps(context)
    assert found["ask"] == ("role:clerk", "party:applicant")
    assert found["check"] == ("role:archivist", "role:archive-head", "unit:archive")
    assert set(found["approve"]) == {"role:clerk", "role:chief", "role:deputy"}
    assert found["fill"] == ("party:applicant",)
    assert of_map(context) == ("owner:hall-manager",)


def test_whom_a_finding_concerns(permits: Audit) -> None:
    (context,) = houses_of(permits)[0].maps
    steps = of_steps(context)

    def about(path: str, **more: object) -> set[str]:
        one = Finding("XX1", "x", "error", "", "", "permits", path, "permits.yaml")
        for name, value in more.items():
            setattr(one, name, value)
        return set(of_finding(one, context, steps))

    assert about("steps/check/owner", witness=["ask"]) == set(steps["check"])
    assert about("process", witness=["check"]) == set(steps["check"])
    walked = about("steps/ask", witness=["ask", "check"], requests=["first"])
    assert walked == {*steps["ask"], *steps["check"]}
    assert about("parties/neighbour") == {"party:neighbour"}
    assert about("process") == set()


def test_leaders_answer_for_their_department_owners_for_their_map(permits: Audit) -> None:
    found = {r.mark: r for r in readers(houses_of(permits))}
    assert {"role:clerk", "unit:archive", "party:applicant", "owner:hall-manager"} <= set(found)
    assert "role:archivist" in found["unit:archive"].answers
    assert set(found["leader:archive-head"].answers) == {
        "leader:archive-head",
        "role:archive-head",
        "unit:archive",
    }


def test_every_reader_of_the_example_is_told_something() -> None:
    found = audit([str(ROOT / "process_maps/volta-switchgear/as-is")], None, AS_OF)
    report: Report = build(found)
    page = lxml.html.document_fromstring(render_html(report))
    told = {m for value in page.xpath("//@data-for") for m in value.split()}
    silent = [r.mark for r in report.readers if not told & set(r.answers)]
    assert silent == []
    kinds = [r.kind for r in report.readers]
    assert kinds == sorted(kinds, key=("role", "unit", "party", "leader", "owner").index)
    chief = next(r for r in report.readers if r.mark == "leader:chief-executive")
    assert {"role:inside-sales", "unit:finance"} <= set(chief.answers)  # the whole line below
    options = page.xpath("//select[@id='reader']//option/@value")
    assert options == ["", *(r.mark for r in report.readers)]


@MANY
@given(maps() | maps_with_blocks())
def test_a_type_never_takes_what_it_cannot_reach(plan: Plan) -> None:
    context = _context(plan)
    if context is None:
        return
    picture = picture_of(context)
    scene = picture.scene
    drawn = {card.id for card in scene.cards} | {end.id for end in scene.ends}
    flows = {f"{f.source}>{f.target}" for f in picture.scene.flows}
    for kind, request in zip(picture.kinds, context.requests, strict=False):
        off = set(kind.off)
        assert off <= drawn | flows
        met = {s.id for s in context.steps.values() if request.id in s.by_request}
        assert not off & met
        # Whatever is left is where the type begins, or something of it leads there.
        led = {flow.partition(">")[2] for flow in flows - off}
        assert len(drawn - off - led) <= 1
        # A way from or to a step that is never met is never taken.
        for flow in flows:
            source, _, target = flow.partition(">")
            if source in off or target in off:
                assert flow in off


def test_hostile_names_stay_in_their_attributes(
    audited_text: Callable[..., Audit],
) -> None:
    text = "process: P\nsteps:\n  a: {does: A, by: 'x\" onload=\"y', with: '<b> via z', end: e}\n"
    report = build(audited_text(text))
    page = lxml.html.document_fromstring(render_html(report))
    assert not page.xpath("//@onload")
    part = next(p for p in report.parts if isinstance(p, MapPart))
    row = page.xpath(f"//*[@id='{part.prefix}']//tr[@data-row]/@data-for")[0]
    assert row == " ".join(part.picture.rows[0].about)


def test_findings_of_the_organisation_name_whom_they_concern() -> None:
    found = audit([str(ROOT / "process_maps/volta-switchgear/as-is")], None, AS_OF)
    (house,) = [p for p in build(found).parts if isinstance(p, HousePart)]
    assert house.findings is not None
    about = {m for card in house.findings.cards for m in card.about}
    assert "role:sales-director" in about
