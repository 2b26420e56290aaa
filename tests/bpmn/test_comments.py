"""Waivers in the comments of BPMN files."""

from __future__ import annotations

import pytest

from cxaudit.bpmn.read import read_bpmn
from tests.bpmn.helper import file, flows, one, process

WAIVER = "<!-- cxaudit: allow SO201, OW305 until 2027-01-31 the law\n  asks for it -->"
EDGES = "start take\ntake check\ncheck end"


def elements(**extra: str) -> str:
    """A process of two tasks; `extra` stands before, in or behind them."""
    at = {"first": "", "above": "", "inside": "", "event": "", "last": "", **extra}
    return (
        f'{at["first"]}<startEvent id="start"/>\n<task id="take" name="Take the form"/>\n{at["above"]}'
        f'<task id="check" name="Check the form">{at["inside"]}</task>\n'
        f'<endEvent id="end"><documentation>Over</documentation>{at["event"]}</endEvent>{at["last"]}'
    )


@pytest.mark.parametrize(
    ("at", "place"),
    [
        ("above", ("steps", "check")),
        ("inside", ("steps", "check")),
        ("first", ()),
        ("last", ()),
    ],
)
def test_which_element_they_cover(at: str, place: tuple[str, ...]) -> None:
    (comment,) = one(process(elements(**{at: WAIVER}), EDGES)).comments
    assert comment.place == place and not comment.fault
    assert comment.codes == ("SO201", "OW305") and comment.reason == "the law asks for it"
    assert comment.span.line == comment.span.end_line


BEHIND = "<!-- cxaudit: allow SO201 the law asks for it -->"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (f'<task id="take"/> {BEHIND}\n<task id="check"/>', "steps/take"),
        (f'<task id="take"/>\n<task id="check"/> {BEHIND}\n', "steps/check"),
        (f'<task id="take"/>\n<task id="check">\n</task> {BEHIND}\n', "steps/check"),
        (f'<task id="take"/>\n{BEHIND}\n<task id="check"/>', "steps/check"),
        (f'<task id="take"/>{BEHIND}<task id="check"/>', "steps/check"),
        (f'<task id="take"/>\n<task id="check"/>\n{BEHIND}\n', ""),
    ],
)
def test_behind_a_step_on_its_line_they_cover_it(body: str, place: str) -> None:
    ends = '<startEvent id="start"/>\n{}\n<endEvent id="end"/>'
    (comment,) = one(process(ends.format(body), EDGES)).comments
    assert "/".join(comment.place) == place and not comment.fault


def test_deep_inside_something_else_they_cover_nothing_and_that_is_told() -> None:
    (comment,) = one(process(elements(event=WAIVER), EDGES)).comments
    assert "right above" in comment.fault


def test_text_is_no_comment() -> None:
    text = f"<documentation><![CDATA[{WAIVER}]]></documentation>"
    assert not one(process(elements(inside=text), EDGES)).comments


def test_a_malformed_one_is_told_in_the_form_of_the_file() -> None:
    (comment,) = one(process(elements(above="<!-- cxaudit: alow SO201 why -->"), EDGES)).comments
    assert "write `<!-- cxaudit: allow SO201 why -->`" in comment.fault


def test_each_process_of_a_file_has_its_own() -> None:
    def named(key: str) -> str:
        inside = elements().replace('id="', f'id="{key}-')
        edges = EDGES.replace("start", f"{key}-start").replace("take", f"{key}-take")
        edges = edges.replace("check", f"{key}-check").replace("end", f"{key}-end")
        return f'<process id="{key}" name="{key}">{inside}\n{flows(edges)}</process>'

    def found(body: str) -> list[list[str]]:
        documents = read_bpmn(file(body), "two.bpmn")
        return [[c.fault or "/".join(c.place) for c in d.comments] for d in documents]

    one_, two = named("one"), named("two")
    assert found(f"{one_}{WAIVER}{two}") == [[], [""]]
    assert found(f"{one_.replace('</process>', WAIVER + '</process>')}{two}") == [[""], []]
    outside, nothing = found(f"{one_}{two}{WAIVER}")
    assert not nothing and "outside every process" in outside[0]
    assert found(f"{one_}{WAIVER}") == [[""]]
