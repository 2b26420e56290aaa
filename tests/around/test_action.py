"""The GitHub action: sound by its schema, and its steps run as a runner would run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.around.git import environment
from tests.around.github import ACTION, INSTALLED, Runner
from tests.around.shop import BROKEN, FILE, MAP, SLOWER, open_shop, propose
from tests.conftest import ROOT


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path, open_shop(tmp_path / "checkout"))


def test_the_action_is_one_by_its_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    subprocess.run([*command, "vendor.github-actions", str(ROOT / "action.yml")], check=True)


def test_nothing_that_is_given_is_part_of_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", "")


def test_what_is_described_is_used_and_what_is_used_is_described() -> None:
    text = (ROOT / "action.yml").read_text()
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in text.partition("runs:")[2], name
    assert all(one["description"] for one in (ACTION["inputs"] | ACTION["outputs"]).values())


def test_a_clean_map_passes(runner: Runner) -> None:
    done = runner.run("check")
    assert done.returncode == 0, done.stderr
    assert runner.gives("exit-code") == "0"
    assert runner.summary.read_text() == Path(runner.gives("summary")).read_text() != ""


def test_an_error_is_annotated_summed_up_and_fails_the_step(runner: Runner) -> None:
    propose(runner.workspace, BROKEN)
    runner.give(sarif="out/cxaudit.sarif")
    done = runner.run("check")
    assert done.returncode == 1 and runner.gives("exit-code") == "1"
    assert f"::error file={FILE},line=6," in done.stdout
    assert "did you mean" in runner.summary.read_text()
    log = json.loads((runner.workspace / runner.gives("sarif")).read_text())
    assert log["runs"][0]["results"][0]["level"] == "error"


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0),
        ({"fail_on": "sometimes"}, 2),
        ({"paths": "nowhere"}, 2),
        ({"paths": "empty"}, 3),
        ({"paths": "empty", "args": "--only-maps"}, 0),
        ({"args": "--fail-under\n100\n"}, 1),
    ],
)
def test_exit_codes_are_those_of_check(runner: Runner, inputs: dict[str, str], code: int) -> None:
    propose(runner.workspace, SLOWER)
    (runner.workspace / "empty").mkdir()
    runner.give(**inputs)
    assert runner.run("check").returncode == code
    assert runner.gives("exit-code") == str(code)


def test_what_a_baseline_holds_does_not_fail(runner: Runner) -> None:
    propose(runner.workspace, MAP.replace("owner: sales-lead\n", ""))
    (runner.workspace / "cxaudit.yaml").write_text("")
    runner.give(fail_on="warning")
    assert runner.run("check").returncode == 1
    held = ["baseline", "create", "--reason", "before us", "--file", "known faults.yaml"]
    subprocess.run([INSTALLED, *held], cwd=runner.workspace, env=environment(), check=True)
    runner.give(baseline="known faults.yaml")
    assert runner.run("check").returncode == 0


def test_paths_are_one_a_line_and_may_hold_blanks(runner: Runner) -> None:
    (runner.workspace / "other.yaml").write_text(MAP.replace("Repeat", "Other"))
    runner.give(paths=f"other.yaml\n\n{FILE}\n")
    done = runner.run("check")
    assert done.returncode == 0 and "in 2 maps" in done.stdout, done.stdout + done.stderr


def test_no_input_is_run_as_a_command(runner: Runner) -> None:
    marker = runner.workspace / "marker"
    hostile = f"$(touch '{marker}')`touch '{marker}'`\"; touch '{marker}'; #'; touch '{marker}'"
    for name in ACTION["inputs"]:
        runner.values[f"inputs.{name}"] = hostile
    assert runner.run("check").returncode == 2
    assert runner.run("diff").returncode == 2
    assert not marker.exists()


def test_a_pull_request_is_told_in_a_sentence(runner: Runner) -> None:
    propose(runner.workspace, SLOWER)
    runner.give(base="main")
    assert runner.run("check").returncode in (0, 1)
    done = runner.run("diff")
    assert done.returncode == 0, done.stderr
    comment = Path(runner.gives("comment")).read_text()
    assert "one more sign-off" in comment
    assert runner.summary.read_text().endswith(comment)


def test_a_base_that_was_not_fetched_is_told(runner: Runner) -> None:
    runner.give(base="origin/main")
    done = runner.run("diff")
    assert done.returncode == 2 and "origin/main" in done.stderr
