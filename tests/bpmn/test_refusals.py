"""Files that are refused, each with a reason and a line; and whatever else may come."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.bpmn import xml
from cxaudit.bpmn.read import read_bpmn
from cxaudit.bpmn.written import LONGEST
from cxaudit.language.problems import Problem
from tests.bpmn.helper import NAMESPACES, file, flows, process

SAMPLE = process(
    '<startEvent id="s"/><task id="a" name="Do"/><exclusiveGateway id="g" name="Ok?"/>'
    '<parallelGateway id="h"/><subProcess id="sub"><task id="i"/></subProcess>'
    '<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition><timeDuration>P1D'
    '</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/>',
    "s a\na g\ng h yes\ng e no\nh sub\nh e\nsub e\nb e",
    '<collaboration><participant id="in" name="Shop" processRef="p"/><participant id="out" '
    'name="Customer"/><messageFlow id="m" sourceRef="a" targetRef="out"/></collaboration>',
)


def refused(data: bytes) -> Problem:
    (document,) = read_bpmn(data, "dir/bad.bpmn")
    assert not document.readable and document.model is None
    (problem,) = document.problems
    assert problem.family == "invalid" and problem.blocks and problem.span.line >= 1
    assert problem.kind != "unreadable", problem.says
    return problem


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "encoding"),
        (b"\x00" * 100, "xml"),
        (b"just words", "xml"),
        (b"<definitions", "xml"),
        (b"<a/>", "not-bpmn"),
        (b"<definitions/>", "not-bpmn"),
        (b'<?xml version="1.0" encoding="x-no-such"?><a/>', "encoding"),
        (b'<?xml version="1.0" encoding="rot13"?><a/>', "encoding"),
        (b'<?xml version="1.0"?><a>\xff\xfe</a>', "encoding"),
        (file(""), "no-process"),
        (file('<choreography id="c"/>'), "no-process"),
        (file('<process id="p"/>'), "no-steps"),
        (file("<process><task id='a' name='&nothing;'/></process>"), "xml"),
        (b"<a>" * 100_000, "too-deep"),
        (file("<process>" + "<subProcess>" * 5000 + "</subProcess>" * 5000), "too-deep"),
        (b" " * (xml.LARGEST + 1), "too-big"),
        (b"<a>" + b" " * 100 * 1024 * 1024, "too-big"),
        (file(f'<process id="p"><task id="{"x" * 11_000_000}"/></process>'), "too-big"),
        (file("<task" + "".join(f" a{n}=''" for n in range(2000)) + "/>"), "too-big"),
        (file('<process id="p"><task id="a" name="x\x00y"/></process>'), "xml"),
        (b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE x+AD4-<a/>', "doctype"),
        (file('<process id="p"><task id="a"/></process>')[:-30], "xml"),
    ],
)
def test_bad_files(data: bytes, kind: str) -> None:
    assert refused(data).kind == kind


@pytest.mark.parametrize(
    "inside",
    [
        '<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">',
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://localhost/x.dtd"> %p;',
        "",
    ],
)
def test_a_document_type_is_refused_whatever_it_holds(inside: str) -> None:
    text = f"<?xml version='1.0'?>\n<!-- <!DOCTYPE no> -->\n<!DOCTYPE d [{inside}]>\n<d>&b;</d>"
    for data in (text.encode(), text.replace("'1.0'", "'1.0' encoding='utf-16'").encode("utf-16")):
        problem = refused(data)
        assert problem.kind == "doctype" and problem.span.line == 3


def test_nothing_that_a_file_points_at_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("Knock twice")
    body = (
        f'<import location="{secret.as_uri()}" namespace="n" importType="x"/><process id="p">'
        f'<task id="a"><documentation><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
        f'href="{secret.as_uri()}" parse="text"/></documentation></task></process>'
    )
    (document,) = read_bpmn(file(body), "try.bpmn")
    assert document.readable
    assert "Knock" not in repr(document.model) + repr(document.losses)


def test_labels_of_millions_of_letters_are_cut() -> None:
    body = f'<process id="p"><task id="a" name="{"word " * 1_000_000}"/></process>'
    (document,) = read_bpmn(file(body), "try.bpmn")
    assert len(document.model.steps["a"].does) <= LONGEST


def test_the_line_of_a_fault_is_told() -> None:
    assert refused(file('<process id="p">\n\n<task id="a"></process>')).span.line == 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "cp1252"])
def test_encodings_that_are_declared_or_marked(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><definitions {NAMESPACES}><process id="p">'
        '<task id="a" name="Prüfen"/></process></definitions>'
    )
    (document,) = read_bpmn(text.encode(encoding), "try.bpmn")
    assert document.model.steps["a"].does == "Prüfen"


def test_deep_but_lawful_nesting_is_read() -> None:
    body = "<subProcess>" * 200 + '<task id="a"/>' + "</subProcess>" * 200
    (document,) = read_bpmn(file(f'<process id="p">{body}</process>'), "try.bpmn")
    assert list(document.model.steps) == ["a"]


def test_ids_that_repeat_or_are_missing_are_made_different() -> None:
    body = '<process id="p"><task id="a"/><task id="a"/><task/><task/><task id="x/y z"/></process>'
    (document,) = read_bpmn(file(body), "try.bpmn")
    assert set(document.model.steps) >= {"a", "a-2", "task", "task-2", "x-y-z"}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SAMPLE)), st.binary(max_size=6), st.integers(0, 40))
def test_a_file_that_was_cut_or_changed_is_answered(at: int, put: bytes, drop: int) -> None:
    for data in (SAMPLE[:at], SAMPLE[:at] + put + SAMPLE[at + drop :]):
        for document in read_bpmn(data, "try.bpmn"):
            assert document.readable or document.problems
            assert all(problem.kind != "unreadable" for problem in document.problems)


GATES = [f"{kind}Gateway" for kind in ("exclusive", "parallel", "inclusive", "eventBased")]
EVENTS = ["startEvent", "endEvent", "intermediateCatchEvent", "boundaryEvent"]
NODE = st.sampled_from(["task", "subProcess", *GATES, *EVENTS])


@settings(max_examples=200, deadline=None)
@given(st.lists(NODE, min_size=1, max_size=9), st.data())
def test_any_net_of_nodes_is_read(kinds: list[str], data: st.DataObject) -> None:
    ids = [f"n{number}" for number in range(len(kinds))]
    pair = st.tuples(st.sampled_from(ids), st.sampled_from(ids))
    edges = data.draw(st.lists(pair, max_size=14))
    host = data.draw(st.sampled_from(ids))
    parts = []
    for id_, kind in zip(ids, kinds, strict=True):
        inside = f'<task id="{id_}i"/><task id="{id_}j"/>' if kind == "subProcess" else ""
        on = f' attachedToRef="{host}"' if kind == "boundaryEvent" else ""
        parts.append(f'<{kind} id="{id_}"{on}>{inside}</{kind}>')
    text = "".join(parts) + flows("\n".join(f"{a} {b}" for a, b in edges))
    (document,) = read_bpmn(file(f'<process id="p">{text}</process>'), "try.bpmn")
    assert document.readable, document.problems
    known = set(document.model.steps)
    for step_id, step in document.model.steps.items():
        assert (step.next is None) != (step.end is None), step_id
        targets = {b.to for b in step.next.branches if b.to} if step.next else set()
        assert targets <= known
        assert f"steps/{step_id}" in document.places


def test_more_elements_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from cxaudit.bpmn import read

    monkeypatch.setattr(read, "MOST_ELEMENTS", 3)
    assert read_bpmn(process('<task id="a"/><task id="b"/>', "a b"), "x.bpmn")[0].readable
    problem = refused(process('<task id="a"/><task id="b"/><task id="c"/>', "a b"))
    assert problem.kind == "too-big" and "4 elements" in problem.says
    assert "divide it into several files" in problem.says


def test_a_text_that_is_too_long_is_refused_in_our_own_words() -> None:
    problem = refused(file(f'<process id="p"><task id="{"x" * 11_000_000}"/></process>'))
    assert "longer than 10 MB" in problem.says and "HUGE" not in problem.says
