"""BPMN files of others given back as they came."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from cxaudit.bpmn.elements import File, Source
from cxaudit.bpmn.export.again import again, sheet_of
from cxaudit.bpmn.export.layout.place import lay_out
from cxaudit.bpmn.read import read_bpmn
from tests.bpmn.export.helper import SPACES, flaws
from tests.bpmn.helper import file, flows, process

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


def source(data: bytes) -> File:
    found = read_bpmn(data, "try.bpmn")[0].source_model
    assert isinstance(found, Source)
    return found.file


def told(parsed: File) -> list[object]:
    """Everything that must come back: nodes, kinds, flows, lanes, pools, messages, names."""
    return [
        [
            (n.raw, n.tag, n.name, n.parent, n.events)
            for p in parsed.plans
            for n in p.nodes.values()
        ],
        [
            (f.source, f.target, f.name, f.condition, f.default)
            for p in parsed.plans
            for f in p.flows
        ],
        [(lane.raw, lane.name, lane.members) for p in parsed.plans for lane in p.lanes],
        [(pool.raw, pool.name, pool.process) for pool in parsed.pools],
        [(m.source, m.target, m.name) for m in parsed.messages],
    ]


LANES = """<collaboration id="c"><participant id="P" name="House" processRef="p"/>
<participant id="Q" name="Customer"/><messageFlow id="m" name="letter" sourceRef="b" targetRef="Q"/>
</collaboration><process id="p"><laneSet><lane id="L" name="Sales"><childLaneSet>
<lane id="L1" name="Desk"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef></lane>
<lane id="L2" name="Back"><flowNodeRef>b</flowNodeRef></lane></childLaneSet></lane>
<lane id="M" name="Store"><flowNodeRef>u</flowNodeRef></lane></laneSet>
<startEvent id="s"/><task id="a" name="Take &amp; note&#10;it"/><task id="b"/>
<subProcess id="u" name="Ship"><task id="inner"/></subProcess>
<boundaryEvent id="t" attachedToRef="u"><timerEventDefinition/></boundaryEvent>
<endEvent id="e"/>"""


def test_a_file_without_a_picture_gets_one() -> None:
    data = file(LANES + flows("s a\na b\nb u\nu e\nt e") + "</process>")
    parsed = source(data)
    out = again(parsed)
    assert told(source(out)) == told(parsed)
    root = etree.fromstring(out)
    shown = {shape.get("bpmnElement") for shape in root.iter(f"{DI}BPMNShape")}
    assert shown == {*"PQLMsabtue", "L1", "L2"}
    (plane,) = root.iter(f"{DI}BPMNPlane")
    assert plane.get("bpmnElement") == "c"
    sheet = sheet_of(parsed, parsed.plans)
    drawing = lay_out(sheet)
    assert flaws(sheet, drawing) == []
    assert drawing.bounds["L"][3] == drawing.bounds["L1"][3] + drawing.bounds["L2"][3]


def test_a_process_without_a_pool_is_drawn_without_one() -> None:
    out = again(source(process('<task id="a"/><task id="b"/>', "a b")))
    root = etree.fromstring(out)
    assert {s.get("bpmnElement") for s in root.iter(f"{DI}BPMNShape")} == {"a", "b"}
    (plane,) = root.iter(f"{DI}BPMNPlane")
    assert plane.get("bpmnElement") == "p"


def test_a_picture_that_came_stays_as_it_was() -> None:
    shape = (
        '<di:BPMNDiagram id="D"><di:BPMNPlane bpmnElement="p"><di:BPMNShape id="x" bpmnElement="a">'
        '<dc:Bounds x="1" y="2" width="3" height="4"/></di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>'
    )
    data = file(f'<process id="p"><task id="a"/><task id="b"/></process>{shape}')
    out = again(source(data))
    assert shape.split("<dc:Bounds")[1].split("/>")[0].strip().encode() in out
    assert out.count(b"BPMNShape ") == 1


def test_what_vendors_add_comes_back() -> None:
    data = process('<task id="a" camunda:assignee="desk"/>', "")
    out = again(source(data))
    assert b'camunda:assignee="desk"' in out
    assert etree.fromstring(out).find(".//b:task", SPACES) is not None


def test_the_same_file_gives_the_same_bytes() -> None:
    data = file(LANES + flows("s a\na b\nb u\nu e\nt e") + "</process>")
    once = again(source(data))
    assert again(source(data)) == once == again(source(once))


@pytest.mark.corpora
@pytest.mark.parametrize("folder", ["miwg-reference", "miwg-vendors", "fbpmn", "bpmnlint"])
def test_models_of_others_come_back(folder: str, corpora: Path) -> None:
    seen = 0
    for path in sorted((corpora / folder).rglob("*.bpmn")):
        before = read_bpmn(path.read_bytes(), str(path))
        model = before[0].source_model
        if not isinstance(model, Source):
            continue
        seen += 1
        data = again(model.file)
        after = read_bpmn(data, str(path))
        read = after[0].source_model
        assert isinstance(read, Source)
        assert told(read.file) == told(model.file), path
        assert [d.model for d in after] == [d.model for d in before], path
        assert [d.basis for d in after] == [d.basis for d in before], path
    assert seen
