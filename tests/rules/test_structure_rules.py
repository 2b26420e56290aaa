"""Rules on how a map is drawn and on the order of its work: where they speak and where not."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pytest

from cxaudit.analysis.collect.structure import mismatches
from cxaudit.analysis.study import study
from cxaudit.bpmn.read import read_bpmn
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import audit
from tests.bpmn.helper import file, flows

RULES = all_rules(built_in())
DAY = datetime.date(2026, 1, 15)
MINE = ["ST003", "ST004", "ST005", "FL402", "FL410"]
Told = list[tuple[str, str, str]]


def told(folder: Path, text: str | bytes, codes: str = "") -> Told:
    """(code, severity, path) of the findings of some rules, all of these by default."""
    name = "map.yaml" if isinstance(text, str) else "map.bpmn"
    (folder / "cxaudit.yaml").write_text("")
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    chosen = {code: RULES[code] for code in codes.split() or MINE}
    result = audit([str(folder / name)], chosen, DAY)
    assert not result.crashes and result.analyses[0].study is not None
    return [(f.code, f.severity, f.path) for f in result.open_findings]


def test_limits_of_age_by_profile() -> None:
    rule = RULES["ST005"]
    assert rule.limits == {"months": 12.0} or rule.limits == {"months": 12}
    assert {name: limits["months"] for name, limits in rule.profiles.items()} == {
        "service-desk": 12,
        "b2b-sales": 12,
        "project": 12,
        "regulated": 6,
    }


@pytest.mark.parametrize(
    ("reviewed", "profile", "stale"),
    [
        ("2025-01-15", "", False),  # twelve months to the day
        ("2025-01-14", "", True),
        ("2025-07-15", "profile: regulated\n", False),
        ("2025-07-14", "profile: regulated\n", True),
        ("2025-07-14", "profile: project\n", False),
        ("2026-03-01", "", False),  # it lies ahead
        ("", "", False),
    ],
)
def test_a_stale_map(tmp_path: Path, reviewed: str, profile: str, stale: bool) -> None:
    line = f"reviewed: {reviewed}\n" if reviewed else ""
    text = f"process: P\n{profile}{line}steps:\n  take-order: {{by: desk}}\n"
    assert told(tmp_path, text) == ([("ST005", "info", "")] if stale else [])


def many(count: int, extra: str = "") -> str:
    lines = "".join(f"  do-work-{i}: {{by: a{extra if i % 2 else ''}}}\n" for i in range(count))
    return f"process: P\nsteps:\n{lines}"


def test_a_map_is_too_big_from_fifty_one_steps_on(tmp_path: Path) -> None:
    assert told(tmp_path, many(50)) == []
    assert told(tmp_path, many(51)) == [("ST004", "warning", "")]


def test_a_big_map_without_a_fragment_is_no_finding(tmp_path: Path) -> None:
    # Every second step may go back to the very first one: no stretch of eight has one way out.
    tangled = many(60, ", else: do-work-0")
    assert told(tmp_path, tangled, "ST004") == []


def test_a_fragment_above_half_of_the_map_is_better_than_none(tmp_path: Path) -> None:
    inner = "".join(f"  do-work-{i}: {{by: a, else: do-work-0}}\n" for i in range(55))
    text = f"process: P\nsteps:\n  start-work: {{by: a}}\n{inner}  end-work: {{by: a}}\n"
    assert told(tmp_path, text, "ST004") == [("ST004", "warning", "")]


def test_labels_that_do_not_begin_with_a_verb(tmp_path: Path) -> None:
    text = """
process: P
steps:
  take-order: {by: desk}
  order-approval: {by: boss}
  billing: {by: desk}
  is-it-paid:
    does: Is it paid?
    by: desk
    next: {"yes": thank-customer, "no": reminder}
  thank-customer: {by: desk, end: done}
  reminder: {end: reminded}
"""
    assert told(tmp_path, text, "ST003") == [
        ("ST003", "info", "steps/order-approval"),
        ("ST003", "info", "steps/billing"),
    ]


def test_where_hardly_any_label_begins_with_a_verb_one_line_says_so(tmp_path: Path) -> None:
    names = ["order-approval", "invoice-approval", "payment-processing", "goods-inspection"]
    lines = "".join(f"  {name}: {{by: a}}\n" for name in names)
    assert told(tmp_path, f"process: P\nsteps:\n{lines}", "ST003") == [("ST003", "info", "")]


def test_sentences_and_rows_of_a_spreadsheet(tmp_path: Path) -> None:
    sentences = (
        "process: P\nsteps:\n  - Clerk checks the form\n  - Supervisor approves the renewal\n"
    )
    assert told(tmp_path, sentences, "ST003") == []
    rows = (
        "process: P\nsteps:\n  - {id: 1, name: Check the form, owner: Clerk}\n"
        "  - {id: 2, name: Approval of the form}\n"
    )
    assert told(tmp_path, rows, "ST003") == [("ST003", "info", "steps/2")]


# -- BPMN -----------------------------------------------------------------------------------------


def gateways(split: str, merge: str, between: str) -> bytes:
    """A process that splits at one kind of gateway and meets at another."""
    return file(
        f"""<process id="p"><startEvent id="s"/><task id="a" name="Check the claim"/>
<{split} id="split"/><task id="b" name="Ask the doctor"/><task id="c" name="Ask the garage"/>
<{merge} id="merge"/><task id="d" name="Pay the claim"/><task id="e" name="File the claim"/>
<endEvent id="z"/>"""
        + flows(f"s a\na split\n{between}\nmerge d\nd e\ne z")
        + "</process>"
    )


TASKS = "split b\nsplit c\nb merge\nc merge"


@pytest.mark.parametrize(
    ("split", "merge", "path"),
    [
        ("parallelGateway", "parallelGateway", None),
        ("exclusiveGateway", "exclusiveGateway", None),
        ("inclusiveGateway", "inclusiveGateway", None),
        ("parallelGateway", "inclusiveGateway", None),
        ("exclusiveGateway", "inclusiveGateway", None),
        ("parallelGateway", "exclusiveGateway", "steps/a"),
        ("inclusiveGateway", "exclusiveGateway", "steps/split"),
        ("exclusiveGateway", "parallelGateway", "steps/d"),
    ],
)
def test_gateways_that_do_not_match(
    tmp_path: Path, split: str, merge: str, path: str | None
) -> None:
    found = told(tmp_path, gateways(split, merge, TASKS), "FL402")
    assert found == ([("FL402", "error", path)] if path else [])


def test_branches_of_a_parallel_gateway_that_end_apart(tmp_path: Path) -> None:
    body = """<process id="p"><startEvent id="s"/><task id="a" name="Do a"/><parallelGateway id="g"/>
<task id="b" name="Do b"/><task id="c" name="Do c"/><endEvent id="y"/><endEvent id="z"/>"""
    text = file(body + flows("s a\na g\ng b\ng c\nb y\nc z") + "</process>")
    assert told(tmp_path, text, "FL402") == []


def test_several_starts_are_alternatives(tmp_path: Path) -> None:
    body = """<process id="p"><task id="a" name="Do a"/><task id="b" name="Do b"/>
<task id="c" name="Do c"/><endEvent id="z"/>"""
    text = file(body + flows("a c\nb c\nc z") + "</process>")
    assert told(tmp_path, text, "FL402") == []


@pytest.mark.corpora
def test_no_model_that_is_known_to_be_sound_has_a_mismatch(corpora: Path) -> None:
    with (corpora / "EXPECTED.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["property"].startswith("soundness")]
    sound, unsound = 0, 0
    for row in rows:
        path = corpora / row["corpus"] / row["path"]
        if path.suffix != ".bpmn" or not row["expected"].startswith(("sound", "unsound")):
            continue
        found = [
            mismatch
            for document in read_bpmn(path.read_bytes(), str(path))
            if document.readable and document.model is not None
            for mismatch in mismatches(study(document, "map"))
        ]
        if row["expected"].startswith("sound"):
            assert found == [], path
            sound += 1
        else:
            unsound += bool(found)
    assert sound > 250 and unsound >= 10


# -- the order of work ----------------------------------------------------------------------------


def test_the_order_of_work_is_one_question_a_step(tmp_path: Path) -> None:
    text = """
process: P
customers: [tenant]
steps:
  take-call: {by: desk, with: tenant via phone, takes: 5m}
  look-up-contract: {by: clerk, needs: [name of the tenant], takes: 10m}
  plan-visit: {by: planner, needs: [free hours of the plumber], takes: 10m, batch: Friday round}
  tell-tenant: {by: desk, with: tenant via phone, takes: 5m}
"""
    assert told(tmp_path, text, "FL410") == [
        ("FL410", "info", "steps/look-up-contract"),
        ("FL410", "info", "steps/plan-visit"),
    ]


def test_a_batch_that_delays_no_customer(tmp_path: Path) -> None:
    text = """
process: P
steps:
  count-stock: {by: clerk, takes: 1h, batch: yearly count}
  order-goods: {by: buyer, takes: 1h}
"""
    assert told(tmp_path, text, "FL410") == []
