"""The template for GitLab: sound by its schema, and its jobs run as a runner would run them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from junitparser import JUnitXml

from tests.around.git import git
from tests.around.gitlab import TEMPLATE, run
from tests.around.shop import BROKEN, FILE, SLOWER, open_shop, propose
from tests.conftest import ROOT


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return open_shop(tmp_path / "checkout")


def test_the_template_is_one_by_its_schema() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema"]
    subprocess.run([*command, "vendor.gitlab-ci", str(ROOT / "ci" / "gitlab.yml")], check=True)


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_findings_are_in_both_reports_and_fail_the_job(shop: Path, shell: str) -> None:
    propose(shop, BROKEN)
    done = run("cxaudit", shop, shell, CXAUDIT_PATHS="my maps")
    assert done.returncode == 1 and f"{FILE}:6:" in done.stdout, done.stderr
    reports = TEMPLATE["cxaudit"]["artifacts"]["reports"]
    quality = json.loads((shop / reports["codequality"]).read_text())
    assert quality[0]["location"]["path"] == FILE
    assert JUnitXml.fromfile(str(shop / reports["junit"])).failures > 0


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({}, 0),
        ({"CXAUDIT_PATHS": "nowhere"}, 2),
        ({"CXAUDIT_PATHS": "empty"}, 3),
        ({"CXAUDIT_ARGS": "--fail-under\n100"}, 1),
        ({"CXAUDIT_FAIL_ON": "sometimes"}, 2),
        ({"CXAUDIT_PATHS": "$(touch marker)"}, 2),
    ],
)
def test_exit_codes_are_those_of_check(shop: Path, variables: dict[str, str], code: int) -> None:
    (shop / "empty").mkdir()
    assert run("cxaudit", shop, **variables).returncode == code
    assert not (shop / "marker").exists()


@pytest.mark.parametrize("shell", ["bash", "sh"])
def test_a_merge_request_is_told_in_a_sentence(shop: Path, shell: str) -> None:
    base = git(shop, "rev-parse", "main")
    propose(shop, SLOWER)
    done = run("cxaudit-diff", shop, shell, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert done.returncode == 0, done.stderr
    (written,) = TEMPLATE["cxaudit-diff"]["artifacts"]["paths"]
    assert "one more sign-off" in (shop / written).read_text()
    assert "one more sign-off" in done.stdout


def test_it_asks_for_what_to_install(shop: Path) -> None:
    done = run("cxaudit", shop, install=True)
    assert done.returncode == 2 and "set CXAUDIT_INSTALL" in done.stderr
