"""The command line as people use it: outputs, exit codes, help."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.cli.verbs import VERBS
from tests.conftest import ROOT

DAY = ["--as-of", "2026-11-22"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(autouse=True)
def _from_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_text_of_the_licence_office(snapshot: SnapshotAssertion) -> None:
    result = run("check", "process_maps/county-licence-office/as-is/licence-renewal.yaml", *DAY)
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_text_of_quote_to_order_in_brief(snapshot: SnapshotAssertion) -> None:
    result = run("check", "-q", "process_maps/volta-switchgear/as-is/quote-to-order.yaml", *DAY)
    assert result.exit_code == 1
    assert result.stdout == snapshot


def test_json_has_the_fields_of_a_finding() -> None:
    result = run("check", "--format", "json", "process_maps/volta-switchgear/as-is", *DAY)
    data = json.loads(result.stdout)
    assert data["schema"] == 1
    named = """code name severity confidence says map path span witness related why instead
    heuristics fix fingerprint suppressed suppressed_by requests facts file"""
    assert all(set(finding) == set(named.split()) for finding in data["findings"])
    assert data["findings"][0]["span"].keys() == {"line", "column", "end_line", "end_column"}


@pytest.mark.parametrize(
    ("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)]
)
def test_fail_on(fail_on: str, code: int) -> None:
    found = run("check", "process_maps/county-licence-office/as-is", "--fail-on", fail_on, *DAY)
    assert found.exit_code == code


def test_no_arguments_means_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "map.yaml").write_text("process: P\nowner: a\nsteps:\n  serve: {by: clerk}\n")
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 0 and "question" in result.stdout and "in 1 map." in result.stdout


def test_facts_are_one_json_object_with_the_organisation() -> None:
    result = run("facts", "process_maps/volta-switchgear/as-is", *DAY)
    data = json.loads(result.stdout)
    assert data["schema"] == 1 and data["as_of"] == "2026-11-22"
    assert set(data["maps"][0]) == {
        "map", "requests", "steps", "flows", "touch_points", "sign_offs", "parties", "roles", "units",
        "measures", "feedback", "elements", "problems",
    }  # fmt: skip
    assert data["organisation"]["title"] == "Volta Switchgear"
    finance = next(unit for unit in data["units"] if unit["id"] == "finance")
    assert finance["exposure"] / 60 == pytest.approx(32.1, abs=0.1)


def test_the_schema_describes_every_fact() -> None:
    data = json.loads(run("facts", "--schema").stdout)
    assert {"map", "request", "step", "sign_off", "touch_point", "party"} <= set(data)
    for judge in data.values():
        assert all(spec.get("description") for spec in judge["properties"].values())


def test_a_rule_explained(snapshot: SnapshotAssertion) -> None:
    assert run("rule", "SO204").stdout == snapshot
    assert run("rule", "simple-takes-complex-path").stdout == run("rule", "so204").stdout


def test_rules_listed_and_a_typo_offered_the_nearest() -> None:
    listed = run("rule", "--all").stdout
    assert len(re.findall(r"^  [A-Z]{2}\d{3}  ", listed, re.MULTILINE)) >= 43
    wrong = run("rule", "SO2O4")
    assert wrong.exit_code == 2 and "did you mean SO204?" in wrong.stderr


def test_a_date_that_is_none() -> None:
    result = run("check", "process_maps", "--as-of", "yesterday")
    assert result.exit_code == 2 and "YYYY-MM-DD" in result.stderr


def test_what_an_example_in_help_names_is_there() -> None:
    named = re.findall(r"process_maps/\S*", " ".join(verb.example for verb in VERBS.values()))
    assert named and all((ROOT / path).exists() for path in named)


@pytest.mark.parametrize("verb", ["check", "facts", "report", "rule"])
def test_help_has_an_example(verb: str) -> None:
    assert "Example: cxaudit " + verb in run(verb, "--help").stdout


def test_version_is_answered_before_anything_is_imported() -> None:
    code = (
        "import sys; sys.argv = ['cxaudit', '--version']; import cxaudit.__main__ as m; m.main(); "
        "heavy = {'typer', 'pydantic', 'networkx', 'rich', 'ruamel'} & set(sys.modules); "
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert re.fullmatch(r"cxaudit \d+\.\d+\.\d+\n", done.stdout)


def test_an_interruption_leaves_nothing_half_written(tmp_path: Path) -> None:
    steps = "".join(f"  s{i}: {{by: r{i % 5}, takes: 5m}}\n" for i in range(30_000))
    (tmp_path / "map.yaml").write_text("process: Long\nsteps:\n" + steps)
    out = tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "cxaudit",
        "report",
        str(tmp_path / "map.yaml"),
        "-o",
        str(out),
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ})
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in told
    assert not out.exists() or not any(out.iterdir())


def test_numbered_rows_are_told_by_their_labels(tmp_path: Path) -> None:
    rows = "  - {id: 1, name: Check the form, owner: Clerk}\n"
    rows += "  - {id: 2, name: Approve the renewal, owner: Supervisor}\n"
    (tmp_path / "map.yaml").write_text("process: P\nsteps:\n" + rows)
    told = run("check", str(tmp_path / "map.yaml"), "-q").stdout
    assert "where a no does: Approve the renewal" in told
