"""`cxaudit check -`: what an editor holds, checked before it is saved."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from tests.conftest import ROOT

MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
SHOP = "organisation: Shop\nroles:\n  clerk: {level: 1}\n"
NAME = "process_maps/volta-switchgear/as-is/quote-to-order.yaml"


def run(folder: Path, data: bytes, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "cxaudit", *arguments]
    return subprocess.run(command, cwd=folder, input=data, capture_output=True)


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(SHOP)
    (tmp_path / "p.yaml").write_text(MAP)
    return tmp_path


@pytest.mark.parametrize("verb", [["check", "-f", "json"], ["facts"]])
def test_the_answer_is_that_for_the_file(verb: list[str]) -> None:
    day = ["--as-of", "2026-11-22"]
    data = (ROOT / NAME).read_bytes()
    piped = run(ROOT, data, *verb, "-", "--stdin-filename", NAME, *day)
    saved = run(ROOT, b"", *verb, NAME, *day)
    assert piped.stdout == saved.stdout != b""
    assert (piped.returncode, piped.stderr) == (saved.returncode, saved.stderr)


def test_an_editor_gets_lines_with_the_name_of_the_buffer(shop: Path) -> None:
    text = MAP.replace("by: clerk", "by: clerc")
    done = run(shop, text.encode(), "check", "-", "--stdin-filename", "p.yaml", "-f", "concise")
    assert done.returncode == 1
    assert b"p.yaml:4:15: ST002 error: " in done.stdout
    assert (shop / "p.yaml").read_text() == MAP


def test_the_configuration_is_the_one_beside_the_name(shop: Path) -> None:
    (shop / "maps").mkdir()
    (shop / "maps" / "cxaudit.yaml").write_text("select: [SO]\n")
    here = run(shop, MAP.encode(), "check", "-", "-f", "json")
    there = run(shop, MAP.encode(), "check", "-", "--stdin-filename", "maps/p.yaml", "-f", "json")
    assert json.loads(here.stdout)["findings"] and not json.loads(there.stdout)["findings"]


def test_a_buffer_that_is_no_map(shop: Path) -> None:
    named = ["check", "-", "--stdin-filename", "compose.yaml"]
    assert run(shop, b"services: {}\n", *named).returncode == 1
    passed = run(shop, b"services: {}\n", *named, "--only-maps")
    assert (passed.returncode, passed.stdout, passed.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("data", "says"), [(b"", b"empty"), (b"\xff\xfe\x00", b"UTF-16"), (b"a: [", b"ST001")]
)
def test_whatever_comes_is_a_finding_and_no_crash(shop: Path, data: bytes, says: bytes) -> None:
    done = run(shop, data, "check", "-")
    assert done.returncode == 1 and says in done.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-", "p.yaml"], "goes alone"),
        (["p.yaml", "--stdin-filename", "p.yaml"], "goes with standard input"),
        (["-", "--stdin-filename", ""], "no name of a file"),
        (["-", "--stdin-filename", "."], "no name of a file"),
        (["-", "--fix"], "does not go with"),
        (["-", "--diff"], "does not go with"),
        (["-", "--base", "HEAD"], "does not go with"),
        (["-", "--watch"], "does not go with"),
    ],
)
def test_what_cannot_be_meant_is_told(
    shop: Path, arguments: list[str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(shop)
    done = CliRunner().invoke(app, ["check", *arguments], input=MAP)
    assert done.exit_code == 2 and says in " ".join(done.stderr.split())
