"""One audit gives the same findings in every format; what is waived or failed is not lost."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from cxaudit.formats.registry import FORMATS
from cxaudit.run.audit import Audit
from tests.formats.conftest import PERMIT
from tests.formats.readers import READERS, expected, row_of


def agree(result: Audit, name: str) -> None:
    """Hold what a format says against the findings."""
    rows = list(READERS[name](FORMATS[name](result)))
    wanted = [row_of(finding) for finding in expected(result, name)]
    assert len(rows) == len(wanted)
    for row, want in zip(rows, wanted, strict=True):
        assert row == {key: want[key] for key in row}


@pytest.mark.parametrize("name", READERS)
def test_findings_order_positions_and_severity_are_the_same(name: str, whole: Audit) -> None:
    agree(whole, name)


@pytest.mark.parametrize("name", READERS)
def test_the_same_is_so_beside_a_baseline(name: str, beside: Audit) -> None:
    agree(beside, name)


def test_every_format_has_a_reader_here_or_is_for_people_only() -> None:
    assert set(FORMATS) - set(READERS) == {"text", "markdown"}


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_formats_for_people_say_each_finding_in_order(name: str, whole: Audit) -> None:
    text = FORMATS[name](whole)
    place = 0
    for finding in expected(whole, name):
        place = text.index(finding.says, place) + 1
        assert f"{finding.span.line}:{finding.span.column}" in text


@pytest.mark.parametrize("name", FORMATS)
def test_what_failed_is_told(name: str, whole: Audit) -> None:
    text = FORMATS[name](whole)
    if name == "csv":
        assert len(text.split("\r\n")) == len(whole.findings) + 2
    else:
        assert "no such file or folder" in text and "division by zero" in text


def test_what_is_waived_is_marked_or_left_out(whole: Audit) -> None:
    reason = "the insurer asks for it"
    for name in ("json", "jsonl", "sarif", "csv", "junit", "markdown"):
        assert reason in FORMATS[name](whole), name
    for name in ("text", "concise", "github", "gitlab"):
        assert reason not in FORMATS[name](whole), name


def test_what_the_baseline_holds_is_marked_or_left_out(beside: Audit) -> None:
    for name in ("json", "jsonl", "sarif", "csv", "junit", "markdown"):
        assert "waits for the new counter" in FORMATS[name](beside), name
    for name in ("text", "concise", "github", "gitlab"):
        text = FORMATS[name](beside)
        assert "TR101" not in text, name
        assert name == "gitlab" or "1 known, 1 waived." in text, name


def test_a_finding_that_is_open_again_says_why_in_every_format(beside: Audit) -> None:
    for name, render in FORMATS.items():
        text = " ".join(render(beside).split())
        assert "(the baseline held this until 2025-12-31: decide anew)" in text, name


def test_columns_count_code_points(whole: Audit) -> None:
    document = next(a.document for a in whole.analyses if a.id == "permit")
    run = json.loads(FORMATS["sarif"](whole))["runs"][0]
    assert run["columnKind"] == "unicodeCodePoints"
    flow = next(r["codeFlows"][0] for r in run["results"] if len(r.get("codeFlows", ())))
    walk = [
        stop["location"]
        for result in run["results"]
        if result["ruleId"] == "TR101"
        for stop in result["codeFlows"][0]["threadFlows"][0]["locations"]
    ]
    assert flow and len(walk) == 4
    region = walk[1]["physicalLocation"]["region"]
    line = document.lines.line(region["startLine"])
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == '"approve é 🅿 place"'


def test_the_same_map_twice_has_fingerprints_of_its_own(audited: Callable[..., Audit]) -> None:
    result = audited({"now/permit.yaml": PERMIT, "then/permit.yaml": PERMIT})
    entries = json.loads(FORMATS["gitlab"](result))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 8


def test_the_same_bytes_every_time(whole: Audit) -> None:
    for name, render in FORMATS.items():
        assert render(whole) == render(whole), name
