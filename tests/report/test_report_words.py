"""What headlines, shares and lists of the report say is so: each against a small map that tempts it."""

from __future__ import annotations

import ast
import csv
import io
import re
from collections.abc import Callable, Iterator
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
from cxaudit.report.texts import months_ago, share_of, speaking
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
    assert "Less: the one sign-off stays" in told
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


def loops_closed(closed: int, loops: int) -> str:
    return share_of(
        closed,
        loops,
        "{part} loops is closed",
        "{part} loops are closed",
        only="The one loop is closed",
        only_not="The one loop is open",
        none="No loop is closed",
    )


@pytest.mark.parametrize(
    ("closed", "loops", "says"),
    [
        (0, 0, "No loop is closed"),
        (0, 1, "The one loop is open"),
        (1, 1, "The one loop is closed"),
        (0, 2, "No loop is closed"),
        (1, 2, "1 of 2 loops is closed"),
        (2, 2, "Both loops are closed"),
        (2, 3, "2 of 3 loops are closed"),
        (3, 3, "All 3 loops are closed"),
    ],
)
def test_a_share_is_a_sentence_for_every_count(closed: int, loops: int, says: str) -> None:
    assert loops_closed(closed, loops) == says


def test_a_share_that_denies_has_words_of_its_own_for_all_of_them() -> None:
    texts = ("{part} sums is not said", "{part} sums are not said")
    named = {"only": "", "only_not": "", "none": "", "every": "No sum is said"}
    assert share_of(2, 2, *texts, **named) == share_of(3, 3, *texts, **named) == "No sum is said"
    assert share_of(2, 3, *texts, **named) == "2 of 3 sums are not said"
    assert share_of(0, 3, *texts, **named) == "", "nothing to add"


def test_a_share_inside_a_sentence_begins_small() -> None:
    texts = ("; {part} answers, {m} and {n}", "; {part} answer, {m} and {n}")
    named = {"only": "", "only_not": "", "none": ""}
    assert share_of(2, 2, *texts, **named) == "; both answer, 2 and 2"
    assert share_of(3, 3, *texts, **named) == "; all 3 answer, 3 and 3"


def shares() -> Iterator[tuple[str, list[str], dict[str, str]]]:
    """Every share that the report tells: where, its texts by place and its texts by name."""
    for path in sorted((ROOT / "cxaudit" / "report").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "share_of":
                named = {k.arg or "": ast.literal_eval(k.value) for k in node.keywords}
                placed = [ast.literal_eval(arg) for arg in node.args[2:]]
                yield f"{path.name}:{node.lineno}", placed, named


@pytest.mark.parametrize(("part", "whole"), [(p, w) for w in range(4) for p in range(w + 1)])
def test_no_share_of_the_report_reads_wrong(part: int, whole: int) -> None:
    denials = r"\b(not?|nothing|nobody|nowhere|none|without|lacks?)\b"
    wrong = (
        r"[{}]|\b0\b|\b1 of 1\b|\bof 1\b|[Nn]one of \d",  # a count where a word belongs
        rf"\b(No|Nobody|None|no|none)\b.*{denials}",  # denied twice
        r"\b([Aa]ll \d|[Bb]oth)\b.*\b(not?|nothing|nobody|nowhere|none)\b",  # not all, or none?
    )
    found = list(shares())
    assert len(found) > 40
    for place, placed, named in found:
        told = share_of(part, whole, *placed, **named)
        assert not any(re.search(pattern, told) for pattern in wrong), f"{place}: {told}"


SINGLE = """
organisation: House
roles: {chief: {level: 1}, clerk: {level: 3, reports-to: chief, front-line: true}}
parties:
  buyer: {kind: buyer, key: true, wants: [speed], not-met: she writes}
  friend: {kind: influencer, influences: buyer}
promises: {word: {says: Every order is confirmed}}
measures: {nps: {kind: customer, of: buyer, seen-by: [clerk]}}
feedback: {survey: {from: buyer}}
rewards: {clerk: [nps]}
changes:
  faster:
    when: 2026-01 to 2026-02
    sponsors: [chief]
    groups: {clerk: {importance: 5, effect: 5, worry: [who pays]}}
"""


def test_headings_about_one_of_each(tmp_path: Path) -> None:
    report = of_text(tmp_path, SINGLE, ORDER)
    house = next(part for part in report.parts if isinstance(part, HousePart))
    titles = {panel.title for lens in house.lenses for panel in lens.full}
    titles |= {lens.head.title for lens in house.lenses}
    assert titles >= {
        "The one promise is kept by nothing",
        "Nobody meets the one who sways others",
        "What one party wants, beside what it gets",
        "The key party comes first",
        "The one reward rests on a number of the customer's",
        "The one measure is the customer's; the one way of listening leaves the unhappy without help",
        "The one measure is the customer's view",
        "The one inner loop is open",
        "The one way of listening does not name who answers and by when",
        "The one worry has no answer",
    }


@pytest.mark.parametrize(
    ("cared", "says"),
    [
        ("ab", "2 of 3 stages have a standard, a measure or feedback"),
        ("ac", "2 of 3 stages have a standard, a measure or feedback: the first and the last"),
        ("a", "1 of 3 stages has a standard, a measure or feedback: the first"),
        ("c", "1 of 3 stages has a standard, a measure or feedback: the last"),
        ("", "No stage has a standard, a measure or feedback"),
    ],
)
def test_stages_that_are_looked_after_at_the_ends_alone(
    tmp_path: Path, cared: str, says: str
) -> None:
    steps = "\n".join(
        f"  {step}: {{by: desk, with: buyer via phone, takes: 10m"
        + (", standard: heard within a minute}" if step in cared else "}")
        for step in "abc"
    )
    stages = "stages: {Start: a, Middle: b, End: c}"
    text = f"process: Order\ncustomers: [buyer]\n{stages}\nsteps:\n{steps}\n"
    panels = the_map(of_text(tmp_path, text)).more["touch"]
    assert next(p for p in panels if p.key == "stages").title == says
