"""Whatever names are made of, every format stays whole and all say the same."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cxaudit.formats.csv import guarded
from cxaudit.formats.escape import one_line
from cxaudit.formats.markdown import fits
from cxaudit.formats.registry import FORMATS
from cxaudit.language.spans import Span
from cxaudit.rules.finding import SEVERITIES, Finding, Related, order, stamp
from cxaudit.rules.judge import Crash
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit
from cxaudit.run.discover import Failure
from tests.formats.readers import READERS, commands, expected, row_of
from tests.formats.test_junit import tree_of
from tests.formats.test_sarif import run_of

NASTY = [
    "::error::x", "::endgroup::", "##[error]x", "a|b", "<script>alert(1)</script>", "]]>", "<!--",
    "=HYPERLINK(1)", "-1+1", "@all", "`", "```", "\\", "\n::stop-commands::x", "\r\n", "\x00",
    "\x1b[31m", "\u202e abc", "\u2066x", "\u200f", "\u2028", "\x85", "\ud800", "\udfff",
    "\ufeff", "\uffff", "%0A", "a,b", 'a"b', "{0}", "[x](1)", "𝒳", "é", "&amp;",
    "]", "</details>", "a: error: b", "'", "-->",
]  # fmt: skip
texts = st.one_of(
    st.sampled_from(NASTY),
    st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=4)), max_size=4).map("".join),
)
numbers = st.integers(1, 99)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    line, column = draw(numbers), draw(numbers)
    more = draw(st.integers(0, 2))
    end = draw(numbers) if more else column + draw(st.integers(0, 9))
    return Span(line, column, line + more, end)


findings = st.builds(
    Finding,
    code=st.sampled_from(["TR101", "TR102", "ZZ999"]),
    name=texts,
    severity=st.sampled_from(SEVERITIES),
    confidence=st.sampled_from(["certain", "high", "medium"]),
    says=texts,
    map=texts,
    path=texts,
    file=texts.map(lambda text: f"maps/{text.replace('/', '')}.yaml"),
    span=spans(),
    witness=st.lists(texts, max_size=2),
    related=st.lists(st.builds(Related, spans(), texts), max_size=1),
    why=texts,
    instead=texts,
    requests=st.lists(texts, max_size=1),
    facts=st.dictionaries(texts, st.one_of(texts, st.floats()), max_size=1),
    suppressed=st.one_of(st.none(), st.none(), texts),
    suppressed_by=st.sampled_from(["waiver", "baseline"]),
)
audits = st.builds(
    Audit,
    findings=st.lists(findings, max_size=6),
    failures=st.lists(st.builds(Failure, texts, texts), max_size=1),
    crashes=st.lists(
        st.builds(Crash, st.sampled_from(["TR101", "-"]), texts, texts, texts), max_size=1
    ),
)
hostile = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def ready(result: Audit, rules: dict[str, Rule]) -> Audit:
    """Sorted and stamped, as an audit hands its findings over."""
    result.rules = rules
    result.findings.sort(key=order)
    stamp_soundly(result.findings)
    return result


def stamp_soundly(found: list[Finding]) -> None:
    """Fingerprints of findings whose names no UTF-8 holds: no file can give such names."""
    kept = [(finding.map, finding.path) for finding in found]
    for finding in found:
        finding.map, finding.path = (ascii(text) for text in (finding.map, finding.path))
    stamp(found)
    for finding, names in zip(found, kept, strict=True):
        finding.map, finding.path = names


@hostile
@given(result=audits)
def test_every_format_can_be_written(result: Audit, rules: dict[str, Rule]) -> None:
    ready(result, rules)
    for name, render in FORMATS.items():
        text = render(result)
        text.encode()  # nothing that UTF-8 lacks
        control = {c for c in text if ord(c) < 32 or 127 <= ord(c) < 160} - {"\n"}
        assert control <= ({"\r"} if name == "csv" else set()), name


@hostile
@given(result=audits)
def test_all_formats_agree(result: Audit, rules: dict[str, Rule]) -> None:
    ready(result, rules)
    for name, read in READERS.items():
        rows = list(read(FORMATS[name](result)))
        wanted = [row_of(finding) for finding in expected(result, name)]
        assert len(rows) == len(wanted), name
        for row, want in zip(rows, wanted, strict=True):
            exact = ("line", "column", "end_line", "end_column", "severity", "code", "fingerprint")
            for key in exact:
                assert row.get(key, want[key]) == want[key], (name, key)


@hostile
@given(result=audits)
def test_the_formats_with_a_schema_stay_valid(result: Audit, rules: dict[str, Rule]) -> None:
    ready(result, rules)
    run_of(result)
    cases = list(tree_of(result).iter("testcase"))
    failed = len(result.failures) + len(result.crashes)
    assert len(cases) == len(result.findings) + failed
    assert all(json.loads(line) for line in FORMATS["jsonl"](result).split("\n")[:-1])


@hostile
@given(result=audits)
def test_one_command_a_line_and_no_other(result: Audit, rules: dict[str, Rule]) -> None:
    text = FORMATS["github"](ready(result, rules))
    found = commands(text)
    names = [name for name, _, _ in found if name not in ("group", "endgroup")]
    failed = len(result.failures) + len(result.crashes)
    assert len(names) == len(result.open_findings) + failed
    assert set(names) <= {"error", "warning", "notice"}
    assert len(text.splitlines()) == len(found) + 1
    concise = FORMATS["concise"](result).splitlines()
    assert len(concise) == len(result.open_findings) + failed + 1


@hostile
@given(result=audits)
def test_csv_comes_back_as_it_was(result: Audit, rules: dict[str, Rule]) -> None:
    text = FORMATS["csv"](ready(result, rules))
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert len(rows) == len(result.findings) == text.count("\r\n") - 1
    for row, finding in zip(rows, result.findings, strict=True):
        assert row["says"] == guarded(finding.says)
        assert row["says"].removeprefix("'") == one_line(finding.says).removeprefix("'")
        assert not any(cell.startswith(tuple("=+-@\t\r")) for cell in row.values())


@hostile
@given(result=audits)
def test_markdown_holds_only_our_markup(result: Audit, rules: dict[str, Rule]) -> None:
    text = FORMATS["markdown"](ready(result, rules))
    assert fits(text)
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text)
    rows = html.count("<tr>") - html.count("<table>")
    assert rows == len(result.findings)
    assert html.count("<details>") == html.count("</details>") <= 3
    for tag in ("<script", "<a ", "<img", "<pre", "<!--", "<h1", "<s>"):
        assert tag not in html


@hostile
@given(text=texts)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1
    assert one_line(one_line(text)) == one_line(text)


NAMES = """\
process: "::error::x <script> | \\u202e `a`"
id: hostile
steps:
  "the form ::warning:: <b> | \\"q\\" \\e[31m, =1+1":
    {by: "clerk @all", with: "caller via phone"}
"""


@pytest.mark.skipif(os.name == "nt", reason="names that no Windows has")
def test_hostile_files_from_disk_to_every_format(audited: Callable[..., Audit]) -> None:
    audited({})
    name = os.fsdecode(b"maps/a\n::error::b \xff |<i>.yaml")
    Path("maps").mkdir()
    Path(name).write_text(NAMES, encoding="utf-8")
    result = audited({}, "maps")
    assert [f.code for f in result.findings] == ["TR103"]
    for name, read in READERS.items():
        text = FORMATS[name](result)
        text.encode()
        assert [row["code"] for row in read(text)] == ["TR103"], name
    assert commands(FORMATS["github"](result))[1][0] == "notice"
    tree_of(result)
    place = run_of(result)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place["uri"] == "maps/a%0A%3A%3Aerror%3A%3Ab%20%FF%20%7C%3Ci%3E.yaml"
    text = FORMATS["text"](result)
    assert "\x1b" not in text and "\u202e" not in text
