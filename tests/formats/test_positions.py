"""A place is the same in every format, and is where an editor shows it: whatever the letters, tabs and
line ends of a file, and whatever a finding is about."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.formats.registry import FORMATS
from cxaudit.rules.finding import Finding
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import Audit, audit
from tests.conftest import MAPS
from tests.formats.readers import READERS
from tests.formats.test_agreement import agree

AS_OF = datetime.date(2026, 1, 15)
# An astral letter, one with a combining mark, a wide one, an emoji of several code points.
ODD = "𝛼 e\u0301 漢 👩\u200d🔧"
MAP = f"""\
# {ODD}: a comment moves nothing
process: "{ODD} permit"   # {ODD}
customers: [resident]
requests: {{"{ODD}": {{share: 70%, promise: 1h, simple: true}}, plain: {{share: 30%}}}}
steps:
  "{ODD} take": {{does: "{ODD} take the form",\tby:\tclerk, with: "resident via phone", takes: 10m}}
  "check {ODD}":
    {{note: "{ODD}", sign-off: "{ODD} chief", waits: 3d}}
  second-{ODD.replace(" ", "-")}: {{note: "{ODD}", sign-off: boss, waits: 24h}}
  hand: {{does: Hand the paper to the resident, by: clerk, allow: {{SO201: "{ODD}"}}}}   # {ODD}
  post: {{by: clerk, with: resident via letter, end: permitted}}
"""
FAULTY = f"""\
process: "{ODD}"
steps:
  "check {ODD}":
    {{note: "{ODD}", by: clerk, taeks: 5m}}
  look:\t{{by: clerk, note: "{ODD}", next: "nowhere {ODD}"}}
"""
ORGANISATION = f"""\
organisation: "{ODD} town"
roles: {{"{ODD} chief": {{level: 1}}, clerk: {{reports-to: "{ODD} chef"}}, boss: {{level: 2}}}}
parties:\t{{resident: {{kind: buyer, key: true}}, "{ODD} neighbour": {{kind: user, wants: [quiet]}}}}
"""
SCENARIO = f'whatif: "{ODD}"\nof: permit\nedits: [{{drop: "nothing {ODD}"}}]\n'
TORN = f'process: "{ODD}"\nsteps:\n  one: {{by: "{ODD}"\n  two: [\n'
FILES = {
    "permit.yaml": MAP,
    "faulty.yaml": FAULTY,
    "organisation.yaml": ORGANISATION,
    "scenarios/less.yaml": SCENARIO,
    "torn.yaml": TORN,
}
AS_WRITTEN: dict[str, Callable[[str], str]] = {
    "LF": lambda text: text,
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "byte order mark": lambda text: "\ufeff" + text,
    "no line end": lambda text: text.rstrip("\n"),
}


@pytest.fixture
def odd(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audit:
    """The files above, written in one of these ways, judged by every rule there is."""
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(AS_WRITTEN[request.param](text).encode())
    monkeypatch.chdir(tmp_path)
    result = audit([*FILES], all_rules(built_in()), AS_OF)
    assert not result.failures and not result.crashes
    return result


each_way = pytest.mark.parametrize("odd", AS_WRITTEN, indirect=True)


def seen(finding: Finding) -> str:
    """What an editor marks: lines end at LF, CRLF and CR, a byte order mark is not shown."""
    text = Path(finding.file).read_bytes().decode("utf-8-sig")
    lines, span = re.split("\r\n|\r|\n", text), finding.span
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first, last = lines[span.line - 1][span.column - 1 :], lines[span.end_line - 1]
    between = lines[span.line : span.end_line - 1]
    return "\n".join([first, *between, last[: span.end_column - 1]])


@each_way
@pytest.mark.parametrize("name", READERS)
def test_every_format_tells_the_same_places(name: str, odd: Audit) -> None:
    agree(odd, name)


@each_way
def test_what_is_marked_is_what_is_meant(odd: Audit) -> None:
    marked = {(f.file, f.code, seen(f)) for f in odd.findings}
    assert {
        ("faulty.yaml", "ST001", "taeks"),
        ("faulty.yaml", "ST002", f'"nowhere {ODD}"'),
        ("permit.yaml", "ST006", "24h"),
        ("permit.yaml", "ST006", "SO201"),
        ("permit.yaml", "TP101", f'process: "{ODD} permit"'),
        ("organisation.yaml", "ST002", f'"{ODD} chef"'),
        ("scenarios/less.yaml", "ST002", f'"nothing {ODD}"'),
    } <= marked
    steps = {text for file, _, text in marked if file == "permit.yaml"}
    assert {f'"{ODD} take"', "sign-off", "post"} <= steps
    assert any(file == "torn.yaml" for file, _, _ in marked)


@each_way
def test_nothing_is_marked_beyond_its_line(odd: Audit) -> None:
    for finding in odd.findings:
        span, text = finding.span, Path(finding.file).read_bytes().decode("utf-8-sig")
        lines = re.split("\r\n|\r|\n", text)
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1, finding
        assert (span.line, span.column) < (span.end_line, span.end_column)
        for related in finding.related:
            assert related.span.end_column <= len(lines[related.span.end_line - 1]) + 1


@each_way
def test_carets_stand_below_what_is_marked(odd: Audit) -> None:
    """In text the caret line has a blank for each code point before the element."""
    text = FORMATS["text"](odd).split("\n")
    spots = {(f"{f.file}:{f.span.line}:{f.span.column}", seen(f)) for f in odd.open_findings}
    places = [n for n, line in enumerate(text) if line.startswith("    --> ")]
    assert len(places) == len(odd.open_findings)
    told = 0
    for number in places:
        shown, carets = text[number + 1 : number + 3]
        if "^" not in carets or " | …" in shown:
            continue
        mark = text[number].removeprefix("    --> ")
        below = shown[carets.index("^") : carets.rindex("^") + 1].rstrip()
        marks = [what.replace("\t", " ").split("\n")[0] for spot, what in spots if spot == mark]
        assert any(_plain(what).startswith(below) and below for what in marks), (below, marks)
        told += 1
    assert told > len(places) / 2


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "·" for letter in text)


def test_shipped_maps_and_bpmn_agree_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd.bpmn").write_text(BPMN, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = audit([str(MAPS / "hallmark-construction"), "odd.bpmn"], None, AS_OF)
    assert any(finding.file == "odd.bpmn" for finding in result.findings)
    for name in READERS:
        agree(result, name)
    log = json.loads(FORMATS["sarif"](result))
    assert len(log["runs"][0]["results"]) == len(result.findings) > 50


BPMN = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x">
  <process id="odd" name="{ODD}" isExecutable="false">
    <startEvent id="start"/>
    <task id="look" name="Approve the {ODD}"/>
    <task id="see" name="Approve it again"/>
    <endEvent id="end"/>
    <sequenceFlow id="a" sourceRef="start" targetRef="look"/>
    <sequenceFlow id="b" sourceRef="look" targetRef="see"/>
    <sequenceFlow id="c" sourceRef="see" targetRef="nowhere"/>
  </process>
</definitions>
"""
