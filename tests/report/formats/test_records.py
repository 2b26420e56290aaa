"""`findings.csv` and `touch-points.csv`: what a spreadsheet is given."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest

from cxaudit.formats.csv import HEADER, render
from cxaudit.report.records import (
    finding_records,
    findings_csv,
    touch_point_records,
    touch_points_csv,
)
from cxaudit.report.saved import Saved
from cxaudit.run.audit import audit
from tests.report.formats.conftest import AS_OF, write_port


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_findings_are_those_of_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_port(tmp_path)
    monkeypatch.chdir(tmp_path)
    result = audit(["booking.yaml", "organisation.yaml"], None, AS_OF)
    text = findings_csv(finding_records(result))
    assert text == render(result)
    assert tuple(text.splitlines()[0].split(",")) == HEADER
    silent = rows(findings_csv(finding_records(result, advises=False)))
    assert silent and not any(row["instead"] for row in silent)


def test_touch_points_tell_what_the_map_says(kept: Saved) -> None:
    first, second = rows(touch_points_csv(kept.touch_points))
    assert (first["organisation"], first["map"]) == ("Port of Lee", "booking")
    assert (first["step"], first["party"], first["channels"]) == (
        "take-booking",
        "traveller",
        "phone",
    )
    assert (first["met_by"], first["moment_of_truth"], first["declared"]) == ("clerk", "yes", "yes")
    assert (first["customer"], first["perception"], first["relationship"]) == ("1", "-1", "")
    assert first["visits"] == "1" and first["promise"] == ""
    assert second["does"] == "'=Send the ticket"


def test_no_text_is_a_formula(kept: Saved) -> None:
    record = kept.findings[0]
    for begin in ("=1+1", "+1", "-1", "@x", "＝1", "\t=1"):
        text = findings_csv((replace(record, says=begin, requests=(begin,), walk=(begin,)),))
        row = rows(text)[0]
        for key in ("says", "requests", "walk"):
            assert row[key].startswith("'")


def test_maps_that_cannot_be_read_have_findings_and_no_touch_points(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "torn.yaml").write_text("process: Torn\nsteps: [\n")
    result = audit([str(tmp_path)], None, AS_OF)
    assert touch_point_records(result) == ()
    assert [record.code for record in finding_records(result)] == ["ST001"]
