"""The elements of a model as facts, the pack that judges them, and the fixtures of another linter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cxaudit.analysis.facts.element import ElementFacts
from cxaudit.rules.packs import built_in
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import audit
from tests.bpmn.helper import process

RULES = {rule.name: rule for pack in built_in() for rule in pack.rules if rule.code[:2] == "BP"}
LANES = (
    '<laneSet><lane id="l" name="Supervisor"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
    '<startEvent id="s"/><task id="a" name="Look at request"/><serviceTask id="n" name="Note"/>'
    '<exclusiveGateway id="g"/><task id="y" name="Go on"/><task id="z" name="Stop"/>'
)
EDGES = "s a\na n\na g\ng y approved\ng z rejected"


def elements(data: bytes, folder: Path) -> dict[str, ElementFacts]:
    """The elements of the one map of a file, by id."""
    path = folder / "try.bpmn"
    path.write_bytes(data)
    (analysis,) = audit([str(path)], {}).analyses
    return {facts.id: facts for facts in analysis.all("element")}


def test_flows_are_counted_and_elements_named(tmp_path: Path) -> None:
    found = elements(process(LANES, "s a\na g\na n\ng y approved\ng z rejected"), tmp_path)
    assert (found["a"].incoming, found["a"].outgoing, found["a"].unconditional) == (1, 2, 2)
    assert (found["g"].family, found["g"].title) == (
        "gateway",
        f"the exclusive gateway on line {found['g'].line}",
    )
    assert found["p"].kind == "process" and (found["p"].starts, found["p"].ends) == (1, 0)
    assert found["l"].family == "lane" and found["a"].within == "process"


def test_elements_tell_where_inferences_come_from(tmp_path: Path) -> None:
    around = (
        '<collaboration><participant id="c" name="Customer"/><messageFlow id="m" sourceRef="y" '
        'targetRef="c"/></collaboration>'
    )
    found = elements(process(LANES, "s a\na g\ng y approved\ng z rejected\ny n", around), tmp_path)
    assert (found["a"].performer_from, found["a"].sign_off_from) == ("lane", "gateway")
    assert found["y"].touch_point_from == "message" and found["n"].performer_from == "kind of task"
    assert found["a"].step == found["g"].step == "a"
    assert found["g"].sign_off_from == ""


def test_a_label_tells_where_nothing_else_does(tmp_path: Path) -> None:
    data = process('<task id="a" name="Supervisor approves the refund"/>', "")
    found = elements(data, tmp_path)["a"]
    assert (found.performer_from, found.sign_off_from) == ("label", "label")


def test_maps_in_yaml_have_no_elements(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("process: Loan\nsteps: {lend: {by: desk}}\n")
    result = audit([str(path)], {rule.code: rule for rule in RULES.values()})
    assert result.analyses[0].all("element") == [] and result.findings == []


def test_findings_point_at_the_element(tmp_path: Path) -> None:
    path = tmp_path / "try.bpmn"
    path.write_bytes(process('<startEvent id="s"/>\n<task id="a"/>', "s a"))
    rule = RULES["label-required"]
    start, task = audit([str(path)], {rule.code: rule}).open_findings
    assert (start.path, task.path, task.severity) == ("elements/s", "elements/a", "info")
    assert path.read_text().split("\n")[task.span.line - 1].startswith('<task id="a"/>')


EXPECTED = [
    "conditional-flows",
    "end-event-required",
    "fake-join",
    "label-required",
    "no-disconnected",
    "no-duplicate-sequence-flows",
    "no-gateway-join-fork",
    "no-implicit-end",
    "no-implicit-split",
    "no-implicit-start",
    "start-event-required",
    "superfluous-gateway",
]


def test_the_pack_has_a_counterpart_of_each_rule() -> None:
    assert set(EXPECTED) == set(RULES)
    assert all([grade.severity for grade in rule.severity] == ["info"] for rule in RULES.values())


@pytest.mark.corpora
def test_the_fixtures_of_bpmnlint_agree(corpora: Path) -> None:
    rows = list(csv.DictReader((corpora / "EXPECTED.csv").open(encoding="utf-8")))
    judged = 0
    for row in rows:
        rule: Rule | None = RULES.get(row["property"].removeprefix("rule:"))
        if row["corpus"] != "bpmnlint" or rule is None:
            continue
        found = audit([str(corpora / "bpmnlint" / row["path"])], {rule.code: rule})
        assert bool(found.open_findings) == (row["expected"] == "reported"), row["path"]
        judged += 1
    print(f"bpmnlint: {judged} of {judged} fixtures agree")
    assert judged == 64
