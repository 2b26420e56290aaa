"""What headlines, shares and lists of the report say is so: each against a small map that tempts it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cxaudit.analysis.estate.routines import LEADER_ROUTINES
from cxaudit.report.build import build
from cxaudit.report.lens import Card, Cards, Lens
from cxaudit.report.markdown import render_markdown
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.criteria import criterion
from cxaudit.report.sections.questions import points, questions_csv, questions_markdown
from cxaudit.report.texts import months_ago, speaking
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import Audit, audit
from cxaudit.run.whatif import whatif

from .conftest import AS_OF, ROOT

VOLTA = "process_maps/volta-switchgear/as-is"
LOAN = """
process: Loan
owner: lending-manager
customers: [applicant]
steps:
  talk: {by: adviser, with: applicant via meeting, takes: 1h}
  wait-for-land-registry: {WAIT}
  work-out: {by: back-office, waits: 5d, takes: 1h}
  offer: {by: adviser, with: applicant via letter, takes: 1h, moment: true}
"""
UNWATCHED = LOAN.replace("WAIT", "waits: 5d")
WATCHED = LOAN.replace("WAIT", "waits: 5d, owner: adviser")
ORDER = """
process: Order
requests: {repeat: {share: 60%}, custom: {share: 40%}}
owner: head-of-orders
steps:
  take: {by: desk, with: buyer via phone, takes: 10m}
  approve: {sign-off: boss, waits: 2d, rejects: 5%, else: take}
  confirm: {by: desk, with: buyer via email, end: booked}
"""
HOUSE = """
organisation: House
roles: {chief: {level: 1}, clerk: {level: 3, reports-to: chief, front-line: true}}
routines:
"""


def of_text(tmp_path: Path, *texts: str) -> Report:
    """The report of maps, judged by the rules that ship."""
    (tmp_path / "cxaudit.yaml").write_text("")
    for number, text in enumerate(texts):
        (tmp_path / f"map-{number}.yaml").write_text(text, encoding="utf-8")
    return build(audit([str(tmp_path)], None, AS_OF))


def the_map(report: Report) -> MapPart:
    return next(part for part in report.parts if isinstance(part, MapPart))


def cards(lens: Lens, key: str) -> list[Card]:
    panel = next(p for p in lens.panels if p.key == key)
    return [card for block in panel.blocks if isinstance(block, Cards) for card in block.cards]


def test_a_role_and_its_department_have_one_share_of_the_waiting(tmp_path: Path) -> None:
    """Half of the waiting has no doer: a role that makes the other half makes no more."""
    part = the_map(of_text(tmp_path, UNWATCHED))
    departments = {row.title: row.share for row in part.exposure.rows}
    told = next(c for c in cards(part.lenses["shoes"], "roles") if c.title == "Back office")
    waits = {name: cell.text for name, cell in told.facts}["The customer waits for you"]
    assert departments["Back office"] == "51%"
    assert waits.endswith(", 51% of all waiting")


@pytest.mark.parametrize(
    ("text", "more"), [(UNWATCHED, "; 1 wait is watched by nobody"), (WATCHED, "")]
)
def test_a_wait_that_nobody_watches_stands_beside_the_work(
    tmp_path: Path, text: str, more: str
) -> None:
    report = of_text(tmp_path, text)
    title = "Every step that is work has a doer and an owner"
    assert the_map(report).ownership.head.title == title + more
    answers = "Every step that is work has one who is accountable and one who does it"
    assert f"### {answers}{more}\n" in render_markdown(report)


def test_who_decides_less_than_today_must_agree(tmp_path: Path) -> None:
    """The sign-off stays for custom orders: its approver still gives up the others."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "order.yaml").write_text(ORDER)
    (tmp_path / "less.yaml").write_text(
        "whatif: Less\nof: order\nedits:\n  - change: {approve: {for: [custom]}}\n"
    )
    tried = whatif([str(tmp_path)], AS_OF)
    told = render_markdown(build(audit([str(tmp_path)], None, AS_OF), tried))
    assert "Less: 0 of 1 sign-offs go" in told
    assert "Must agree: boss and head of orders." in told


def test_without_advice_a_finding_says_where_and_not_what_to_do() -> None:
    report = build(audit([str(ROOT / VOLTA)], None, AS_OF), advises=False)
    told = render_markdown(report)
    assert "The last step they share before that is take request" in told
    assert "should part at take request" not in told


def test_the_measures_of_the_whole_are_told_once(audited: Callable[..., Audit]) -> None:
    told = render_markdown(build(audited(f"{VOLTA}/quote-to-order.yaml")))
    assert told.count("Measured steps:") == told.count("Measures of the whole:") == 1


def test_a_moment_of_truth_says_over_what_it_is_met(tmp_path: Path) -> None:
    assert "- Met: applicant via letter\n" in render_markdown(of_text(tmp_path, WATCHED))


def test_impacts_have_one_minus_in_text(audited: Callable[..., Audit]) -> None:
    told = render_markdown(build(audited(VOLTA)))
    assert "| −1 | −2 | −1 |" in told
    assert not re.search(r"\| -[12] \|", told)


def test_a_party_at_the_head_of_a_german_headline_is_a_noun(tmp_path: Path) -> None:
    with speaking("de"):
        title = the_map(of_text(tmp_path, WATCHED)).parties.head.title
    assert title == "„Applicant“ ist der einzige Beteiligte und wird getroffen"


def test_two_of_two_are_both(tmp_path: Path) -> None:
    assert of_text(tmp_path, ORDER, ORDER.replace("Order", "Other")).headline == (
        "Two maps; on both every request waits for a sign-off."
    )


def test_some_of_several_are_counted(tmp_path: Path) -> None:
    report = of_text(tmp_path, ORDER, ORDER.replace("Order", "Other"), WATCHED)
    assert report.headline == "Three maps; on two of them every request waits for a sign-off."
    three = (ORDER, ORDER.replace("Order", "Other"), ORDER.replace("Order", "Third"))
    assert of_text(tmp_path, *three).headline == (
        "Three maps; on all of them every request waits for a sign-off."
    )


@pytest.mark.parametrize(
    ("done", "lapsed", "says"),
    [
        (0, 0, "Of four things leaders should do themselves, 4 are done by nobody"),
        (3, 0, "Of four things leaders should do themselves, 1 is done by nobody"),
        (2, 1, "Of four things leaders should do themselves, 1 is done by nobody; 1 has lapsed"),
        (2, 2, "Of four things leaders should do themselves, 2 have lapsed"),
        (4, 0, "Leaders serve, read, call and listen, each in its time"),
    ],
)
def test_what_leaders_leave_undone(tmp_path: Path, done: int, lapsed: int, says: str) -> None:
    lines = [
        f"  {kind}: {{by: chief, every: month, last: {AS_OF if n < done else '2020-01-01'}}}"
        for n, kind in enumerate(LEADER_ROUTINES[: done + lapsed])
    ]
    text = HOUSE + "\n".join(lines) if lines else HOUSE.replace("routines:\n", "")
    report = of_text(tmp_path, text, ORDER)
    house = next(part for part in report.parts if isinstance(part, HousePart))
    lens = next(lens for lens in house.lenses if lens.head.anchor.endswith("-leaders"))
    assert lens.head.title == says


def test_points_as_the_language_writes_them(tmp_path: Path) -> None:
    inquiry = of_text(tmp_path, ORDER).inquiry
    with speaking("de"):
        german = questions_markdown(inquiry, "Order")
        assert points(0.004) == "+0,4" and points(0.0001) == "+<0,1"
        rows = list(csv.DictReader(io.StringIO(questions_csv(inquiry))))
    assert re.search(r"\(\+\d+,\d\)", german) and not re.search(r"\(\+\d+\.\d\)", german)
    assert points(0.004) == "+0.4"
    assert all(float(row["coverage_points"]) >= 0 for row in rows), "a number for machines"


def test_months_are_counted_from_one_on() -> None:
    told = [months_ago(months) for months in (0.2, 0.9, 1.0, 24.6)]
    assert told == ["less than a month ago", "1 month ago", "1 month ago", "25 months ago"]
    with speaking("de"):
        assert months_ago(0.2) == "vor weniger als einem Monat"


@pytest.mark.parametrize(
    ("code", "whom"), [("SO201", "eine Anfrageart"), ("OW304", "einen Schritt"), ("CU501", "einen")]
)
def test_a_criterion_in_german_has_the_accusative(code: str, whom: str) -> None:
    with speaking("de"):
        told = criterion(replace(all_rules(built_in())[code], criteria=""), None)
    assert f"darf auf {whom}" in told and "nicht zutreffen." in told


def test_durations_in_german_follow_no_dative(audited: Callable[..., Audit]) -> None:
    """Days are told as "Tage" wherever they stand, so no word before them may want "Tagen"."""
    names = ("volta-switchgear/as-is", "brightwrap-packaging/as-is")
    maps = [str(ROOT / "process_maps" / name) for name in names]
    with speaking("de"):
        told = render_markdown(build(audit(maps, None, AS_OF)))
    told = told.replace("\N{NO-BREAK SPACE}", " ")
    assert "Tage" in told
    wrong = r"\b(?:nach|von|seit|mit|bei|binnen|gegenüber|aus) [0-9,]+ Tage\b"
    assert not re.search(wrong, told), re.findall(wrong, told)
