"""A drawn map read again is the same map; a drawing that somebody changed is believed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from cxaudit.bpmn.extensions import decode, encode
from cxaudit.bpmn.read import read_bpmn
from cxaudit.bpmn.xml import Element
from cxaudit.language.process import Process
from cxaudit.language.read import read_text
from cxaudit.run.exporting import export
from tests.bpmn.export.dense import dense
from tests.bpmn.export.helper import back, drawn, edited, facts, map_of
from tests.oracle.generate import Plan, maps, maps_with_blocks, to_yaml

ORDER = map_of(
    """
    take: {does: Take the order, by: desk, takes: 10m, moment: true, with: customer via phone}
    approve: {sign-off: boss, waits: 1d, rejects: 5%, else: lost, because: policy 7}
    ship: {by: store, takes: 1h, next: {whole 80%: close, in parts 20%: take}}
    close: {by: desk, end: shipped}
    lost: {end: lost}
    """,
    "owner: boss\nreviewed: 2026-01-05\n",
)


@pytest.mark.parametrize("house", ["as-is", "mended"])
@pytest.mark.parametrize(
    "organisation",
    [
        "brightwrap-packaging",
        "county-licence-office",
        "hallmark-construction",
        "northfield-building-products",
        "volta-switchgear",
    ],
)
def test_the_facts_of_the_maps_that_ship(
    organisation: str, house: str, maps: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "maps"
    shutil.copytree(maps / organisation / house, folder)
    (folder / ".git").mkdir()
    before = facts(folder)
    found = export([str(folder)])
    assert not found.failures and len(found.files) == len(before)
    for file in found.files:
        (folder / file.name).write_bytes(file.data)
        Path(file.source).unlink()
    assert facts(folder) == before


def _same(plan: Plan) -> None:
    text = to_yaml(plan)
    document = read_text(text, "try.yaml")
    if document.readable:
        again = back(drawn(text))
        assert again.model == document.model
        assert list(again.model.steps) == list(document.model.steps)
        assert (again.default_id, again.basis, again.losses) == ("try", {}, [])
        assert again.spellings == document.spellings


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(maps())
def test_any_map_comes_back(plan: Plan) -> None:
    _same(plan)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(maps_with_blocks())
def test_any_map_with_blocks_comes_back(plan: Plan) -> None:
    _same(plan)


@pytest.mark.parametrize("seed", range(40))
def test_dense_maps_come_back(seed: int) -> None:
    text = dense(seed)
    assert back(drawn(text)).model == read_text(text, "try.yaml").model


_DATA = st.recursive(
    st.none() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), _DATA, max_size=4))
def test_any_words_survive_xml(data: dict[str, object]) -> None:
    root: Element = etree.Element("root")
    encode(root, data)
    assert decode(etree.fromstring(etree.tostring(root, pretty_print=True))) == data


def test_hostile_words_come_back_and_break_nothing() -> None:
    text = (
        'process: "<b>&amp; ]]> \\u0007 \\"q\\" \\n two"\n'
        'steps:\n  "a/b <c>": {does: "x & \\u0001 y"}\n  "1": {by: "Ärger & Co"}\n'
    )
    document = read_text(text, "try.yaml")
    again = back(drawn(text))
    assert again.model == document.model and list(again.model.steps) == ["a/b <c>", "1"]


def test_findings_point_into_the_drawing() -> None:
    data = drawn(ORDER)
    document = back(data)
    line = document.span(("steps", "approve", "waits")).line
    assert 'id="approve"' in data.decode().splitlines()[line - 1]


def test_remarks_about_words_come_back_too() -> None:
    text = map_of("a: {by: TBD}\nb: {by: desk, waits: 48h}")
    kinds = {problem.kind for problem in read_text(text, "try.yaml").problems}
    assert {problem.kind for problem in back(drawn(text)).problems} == kinds != set()


# ---- changed in a modeler ----------------------------------------------------------------------


def steps(data: bytes) -> Process:
    model = back(data).model
    assert isinstance(model, Process)
    return model


def test_a_new_name_is_believed_and_the_rest_stays() -> None:
    found = steps(edited(drawn(ORDER), ('name="Take the order"', 'name="Note the order"')))
    was = steps(drawn(ORDER))
    take = found.steps["take"]
    assert take.does == "Note the order"
    assert (take.takes, take.moment, take.with_) == (
        was.steps["take"].takes,
        True,
        was.steps["take"].with_,
    )
    assert found.steps["approve"].because == "policy 7"
    assert found.reviewed == was.reviewed


def test_another_lane_is_another_performer() -> None:
    member = "<bpmn:flowNodeRef>close</bpmn:flowNodeRef>"
    store = 'name="Store">'
    found = steps(edited(drawn(ORDER), (member, ""), (store, store + member)))
    assert (found.steps["close"].by, found.steps["ship"].by) == ("store", "store")


def test_a_new_step_joins_the_map() -> None:
    task = '<bpmn:task id="Pack" name="Pack it"/>'
    arrow = '<bpmn:sequenceFlow id="f1" sourceRef="Pack" targetRef="ship"/>'
    found = steps(
        edited(
            drawn(ORDER),
            ('="Gateway_approve" targetRef="ship"', '="Gateway_approve" targetRef="Pack"'),
            ("</bpmn:process>", f"{task}{arrow}</bpmn:process>"),
        )
    )
    approve, pack = found.steps["approve"], found.steps["Pack"]
    assert approve.next is not None and approve.next.branches[0].to == "Pack"
    assert (approve.else_, approve.rejects and approve.rejects.share) == ("lost", 0.05)
    assert pack.does == "Pack it" and pack.next is not None and pack.next.branches[0].to == "ship"
    assert next(iter(found.steps)) == "take"


def test_a_changed_share_is_believed() -> None:
    found = steps(
        edited(drawn(ORDER), ("whole 80%", "whole 60%"), ("in parts 20%", "in parts 40%"))
    )
    ship = found.steps["ship"].next
    assert ship is not None and [b.share for b in ship.branches] == [0.6, 0.4]


def test_a_step_that_was_deleted_is_gone() -> None:
    text = drawn(ORDER).decode()
    text = re.sub(r'<bpmn:userTask id="close".*?</bpmn:userTask>', "", text, flags=re.S)
    text = re.sub(r'<bpmn:sequenceFlow [^>]*sourceRef="close"[^>]*/>', "", text)
    text = text.replace('targetRef="close"', 'targetRef="End_close"')
    found = steps(text.encode())
    assert "close" not in found.steps
    ship = found.steps["ship"].next
    assert ship is not None and ship.branches[0].outcome == "shipped"


def test_moving_things_on_paper_changes_nothing() -> None:
    moved = re.sub(rb'<dc:Bounds x="\d+"', b'<dc:Bounds x="5"', drawn(ORDER))
    assert steps(moved) == steps(drawn(ORDER))


def test_words_of_a_later_version_are_left_alone() -> None:
    found = back(edited(drawn(ORDER), ('<cx:map version="1"', '<cx:map version="2"')))
    assert found.basis


def test_words_that_are_nested_without_end_are_not_followed() -> None:
    deep = '<cx:entry key="note" is="list">' * 200 + "</cx:entry>" * 200
    data = edited(drawn(ORDER), ('<cx:entry key="owner"', f'{deep}<cx:entry key="owner"'))
    (document,) = read_bpmn(data, "try.bpmn")
    assert document.problems
