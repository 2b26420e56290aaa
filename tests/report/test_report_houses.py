"""Reports and sheets of organisations as they are when a house begins to write things down."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.report.build import build
from cxaudit.report.sheets import Beside, audiences, house_of, houses_of, sheet_of
from cxaudit.run.audit import audit

LONE = "organisation: Lone\nroles: {boss: {level: 1}}\nparties: {guest: {kind: buyer}}\n"
HOUSE = """organisation: Ferry
roles: {harbour-master: {level: 1}, mate: {reports-to: harbour-master}, clerk: {reports-to: mate}}
units: {deck: {head: mate, roles: [mate, clerk]}}
parties: {traveller: {kind: buyer}}
"""
MAP = """process: Lorry booking
requests: {lorry: {share: 100%, promise: 1h}}
customers: [traveller]
steps:
  take: {by: clerk, with: traveller via phone, takes: 5m}
  review: {sign-off: {all-of: [mate, harbour-master, clerk]}, waits: 2d}
  send: {by: clerk, with: traveller via email, takes: 5m, end: booked}
"""


@pytest.mark.parametrize("verb", ["report", "site"])
def test_an_organisation_without_maps_has_its_pages(verb: str, tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text(LONE)
    done = CliRunner().invoke(app, [verb, str(tmp_path), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0 and "html" in done.stdout
    assert any("Lone" in page.read_text() for page in (tmp_path / "out").rglob("*.html"))


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    (tmp_path / "organisation.yaml").write_text(HOUSE)
    (tmp_path / "lorry.yaml").write_text(MAP)
    return tmp_path


def test_a_step_that_three_must_approve_is_three_unavoidable_sign_offs(ferry: Path) -> None:
    result = audit([str(ferry)])
    (part,) = (p for p in build(result).parts if hasattr(p, "verdict"))
    (row,) = part.verdict.rows
    assert result.analyses[0].all("request")[0].least == 3
    assert (row.worst, row.unavoidable) == ("3", "3")


def test_a_leader_reads_the_findings_about_the_work_below(ferry: Path) -> None:
    houses = houses_of(audit([str(ferry)]))
    sheets = {
        (one.kind, one.id): sheet_of(house_of(houses, one), one, Beside())
        for one in audiences(houses)
    }

    def told(kind: str, name: str) -> str:
        return str(next(f.value for f in sheets[kind, name].figures if "finding" in f.label))

    assert told("unit", "deck") != "0"
    assert int(told("leader", "mate")) >= int(told("unit", "deck")) - 1


def test_shares_that_nobody_stated_make_no_figure_of_a_headline(tmp_path: Path) -> None:
    decision = "  decide: {by: clerk, takes: 5m, next: {%s: send, %s: end refused}}\n"
    text = (
        "process: Booking\ncustomers: [traveller]\nsteps:\n  take: {by: clerk, with: traveller}\n"
    )
    stories = []
    for yes, no in (("fits", "full"), ("fits 60%", "full 40%")):
        path = tmp_path / "booking.yaml"
        path.write_text(text + decision % (yes, no) + "  send: {by: clerk, with: traveller}\n")
        (part,) = (p for p in build(audit([str(path)])).parts if hasattr(p, "verdict"))
        stories.append([story.big for story in part.verdict.stories])
    assert "Some hear a no" in stories[0] and "40% hear a no" in stories[1]
