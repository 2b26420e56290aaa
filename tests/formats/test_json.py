"""JSON, JSON Lines and CSV: a published schema, one record a line, nothing a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
import math
from pathlib import Path

import jsonschema
import pytest

from cxaudit.formats.csv import HEADER, guarded
from cxaudit.formats.registry import FORMATS
from cxaudit.formats.schema import findings_schema, main
from cxaudit.run.audit import Audit
from tests.conftest import ROOT

PUBLISHED = ROOT / "docs" / "reference" / "findings.schema.json"


def test_the_published_schema_is_the_one_of_the_code(tmp_path: Path) -> None:
    assert json.loads(PUBLISHED.read_text(encoding="utf-8")) == findings_schema()
    assert main(["-o", str(tmp_path / "schema.json")]) == 0
    assert (tmp_path / "schema.json").read_text() == PUBLISHED.read_text(encoding="utf-8")


def test_the_schema_describes_exactly_what_is_printed(whole: Audit, beside: Audit) -> None:
    schema = json.loads(PUBLISHED.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    strict = json.loads(json.dumps(schema).replace(": true", ": false"))
    strict["$defs"]["Finding"]["properties"]["facts"]["additionalProperties"] = True
    for result in (whole, beside):
        jsonschema.validate(json.loads(FORMATS["json"](result)), strict)
    for part in [schema, *schema["$defs"].values()]:
        assert sorted(part["required"]) == sorted(part["properties"])
        assert all("description" in spec for spec in part["properties"].values())


def test_the_summary_counts_what_is_there(whole: Audit) -> None:
    data = json.loads(FORMATS["json"](whole))
    assert data["summary"] == {
        "errors": 3, "warnings": 1, "infos": 2, "suppressed": 1, "known": 0, "files": 4,
        "not_assessed": sum(data["not_assessed"].values()), "failed": 2,
    }  # fmt: skip


def test_the_summary_counts_what_the_baseline_holds(beside: Audit) -> None:
    summary = json.loads(FORMATS["json"](beside))["summary"]
    assert (summary["suppressed"], summary["known"]) == (2, 1)
    assert summary["errors"] + summary["warnings"] + summary["infos"] == len(beside.open_findings)


def test_numbers_without_end_are_null(whole: Audit) -> None:
    whole.findings[0].facts["step.odd"] = [math.inf, math.nan, 1.5]
    for name in ("json", "sarif"):
        text = FORMATS[name](whole)
        assert "Infinity" not in text and "NaN" not in text
    assert json.loads(text)["runs"][0]["results"][0]["properties"]["facts"]["step.odd"] == [
        None,
        None,
        1.5,
    ]


def test_json_lines_say_what_they_are(whole: Audit) -> None:
    entries = [json.loads(line) for line in FORMATS["jsonl"](whole).splitlines()]
    assert [entry["type"] for entry in entries] == ["finding"] * 7 + ["failure", "crash"]


def test_csv_is_a_table_with_a_header(whole: Audit) -> None:
    text = FORMATS["csv"](whole)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert tuple(header) == HEADER
    assert all(len(row) == len(HEADER) for row in rows) and len(rows) == len(whole.findings)
    assert text.endswith("\r\n") and not text.startswith("\ufeff")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_a_formula_stays_text(text: str) -> None:
    assert guarded(text).startswith("'")


@pytest.mark.parametrize("text", ["", "approve", "a=b", "3 d", "'quoted'"])
def test_what_is_no_formula_is_left_alone(text: str) -> None:
    assert guarded(text) == text
