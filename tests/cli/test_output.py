"""`check -o` and its like: where a file goes, and what is never written over."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

MAP = "process: Cut keys\nowner: clerk\nsteps:\n  cut-key: {by: clerk}\n"
HOUSE = "organisation: Keys\nroles:\n  clerk: {level: 1}\n"
BASELINE = "baseline: 1\nmaps: []\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in {
        "cxaudit.yaml": "preset: recommended\n",
        "maps/organisation.yaml": HOUSE,
        "maps/cut.yaml": MAP,
        "maps/known.yaml": BASELINE,
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(result: Result) -> str:
    return " ".join(result.output.split())


def test_a_report_in_a_folder_that_is_made(shop: Path) -> None:
    assert run("check", "maps", "-f", "json", "-o", "out/audit/findings.json").exit_code in (0, 1)
    assert json.loads((shop / "out/audit/findings.json").read_text())["schema"] == 1


def test_a_report_through_a_link(shop: Path) -> None:
    (shop / "findings.json").symlink_to("kept.json")
    run("check", "maps", "-f", "json", "-o", "findings.json")
    assert (shop / "findings.json").is_symlink()
    assert json.loads((shop / "kept.json").read_text())["schema"] == 1


def test_a_read_only_report_is_told(shop: Path) -> None:
    (shop / "findings.json").write_text("mine")
    (shop / "findings.json").chmod(0o444)
    result = run("check", "maps", "-f", "json", "-o", "findings.json")
    assert result.exit_code == 2
    assert "findings.json: cannot be written: it is read-only" in result.stderr
    assert (shop / "findings.json").read_text() == "mine"


class TestNothingIsLost:
    @pytest.mark.parametrize("fix", [[], ["--fix"]])
    @pytest.mark.parametrize(
        "output",
        ["maps/cut.yaml", "./maps/../maps/cut.yaml", "link.txt", "maps/organisation.yaml"],
    )
    def test_the_maps_that_are_checked(self, shop: Path, output: str, fix: list[str]) -> None:
        (shop / "link.txt").symlink_to("maps/cut.yaml")
        untidy = MAP.replace("owner:", "Owner:")
        (shop / "maps/cut.yaml").write_text(untidy)
        result = run("check", "maps", *fix, "-f", "json", "-o", output)
        assert result.exit_code == 2
        assert "is one of the files that are read: name another file" in told(result)
        assert (shop / "maps/cut.yaml").read_text() == untidy
        assert (shop / "maps/organisation.yaml").read_text() == HOUSE

    def test_a_map_of_any_name(self, shop: Path) -> None:
        (shop / "map.txt").write_text(MAP)
        assert run("check", "map.txt", "-f", "json", "-o", "map.txt").exit_code == 2
        assert (shop / "map.txt").read_text() == MAP

    @pytest.mark.parametrize(
        "output", ["maps/organisation.yaml", "cxaudit.yaml", "maps/known.yaml"]
    )
    def test_what_people_write_for_it(self, shop: Path, output: str) -> None:
        before = (shop / output).read_text()
        assert run("check", "maps/cut.yaml", "-f", "json", "-o", output).exit_code == 2
        assert (shop / output).read_text() == before

    @pytest.mark.parametrize("option", ["--config", "--baseline", "--rules"])
    def test_what_an_option_names(self, shop: Path, option: str) -> None:
        (shop / "named").write_text("whatever: 1\n")
        result = run("check", "maps", option, "named", "-f", "json", "-o", "named")
        assert result.exit_code == 2 and "one of the files that are read" in told(result)
        assert (shop / "named").read_text() == "whatever: 1\n"

    def test_a_report_may_be_replaced(self, shop: Path) -> None:
        for _ in range(2):
            assert run("check", "maps", "-f", "json", "-o", "findings.json").exit_code in (0, 1)


class TestMisuse:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["check", "maps", "-f", "json", "-o", ""],
            ["schema", "map", "-o", ""],
            ["owners", "maps", "-o", ""],
            ["report", "maps", "-o", ""],
            ["export", "maps", "-o", ""],
            ["draw", "maps", "-o", ""],
            ["import", "maps", "-o", ""],
        ],
        ids=lambda arguments: arguments[0],
    )
    def test_an_empty_name(self, shop: Path, arguments: list[str]) -> None:
        before = sorted(shop.rglob("*"))
        result = run(*arguments)
        assert result.exit_code == 2 and "names no file" in told(result)
        assert sorted(shop.rglob("*")) == before

    @pytest.mark.parametrize(("one", "other"), [("r", "r"), ("r", "./r"), ("maps/../r", "r")])
    def test_two_formats_for_one_file(self, shop: Path, one: str, other: str) -> None:
        result = run("check", "maps", "-f", "json", "-o", one, "-f", "sarif", "-o", other)
        assert result.exit_code == 2 and "two formats would go to one file" in told(result)
        assert not (shop / "r").exists()


def test_a_text_ends_with_what_could_not_be_audited(shop: Path) -> None:
    result = run("check", "maps/cut.yaml", "nowhere.yaml")
    assert result.exit_code == 2
    assert result.stdout.rstrip().endswith("1 could not be audited.")


class TestPipes:
    """A pipe is read as long as somebody writes to it; one that nobody writes to is told."""

    def test_one_that_nobody_writes_to_by_name(self, shop: Path) -> None:
        os.mkfifo(shop / "ff.yaml")
        for verb in ("check", "fmt", "facts", "owners"):
            result = run(verb, "ff.yaml")
            assert result.exit_code == 2, verb
            assert "ff.yaml: cannot be read: is a pipe that nobody writes to" in result.stderr

    def test_one_in_a_folder_is_passed_over_and_told(self, shop: Path) -> None:
        os.mkfifo(shop / "maps" / "ff.yaml")
        for paths in (["maps"], ["maps/cut.yaml"]):
            result = run("check", *paths, "-f", "json", "--fail-on", "never")
            assert result.exit_code == (2 if paths == ["maps"] else 0)
            failures = json.loads(result.stdout)["failures"]
            assert [one["path"] for one in failures] == ["maps/ff.yaml"] * (paths == ["maps"])

    def test_one_that_somebody_fills(self, shop: Path) -> None:
        reader, writer = os.pipe()
        os.write(writer, MAP.encode())
        os.close(writer)
        try:
            result = run("check", f"/dev/fd/{reader}", "-f", "json", "--fail-on", "never")
        finally:
            os.close(reader)
        assert result.exit_code == 0, result.stderr
        assert json.loads(result.stdout)["summary"]["files"] == 1


LONG = "a" * 300
ASKED = {
    "check": ["check", LONG],
    "below": ["check", f"{LONG}/map.yaml"],
    "only-maps": ["check", "--only-maps", LONG],
    "stdin": ["check", "-", "--stdin-filename", LONG],
    "config": ["check", "maps", "--config", LONG],
    "rules": ["check", "maps", "--rules", LONG],
    "baseline": ["check", "maps", "--baseline", LONG],
    "output": ["check", "maps", "-f", "json", "-o", LONG],
    "facts": ["facts", LONG],
    "fmt": ["fmt", LONG],
    "owners": ["owners", LONG],
    "owners-output": ["owners", "maps", "--prefix", "@", "-o", LONG],
    "config-show": ["config", "show", LONG],
    "config-check": ["config", "check", LONG],
    "baseline-show": ["baseline", "show", LONG],
    "baseline-update": ["baseline", "update", LONG],
    "diff": ["diff", LONG],
    "diff-both": ["diff", "maps", LONG],
    "draw": ["draw", LONG],
    "export": ["export", "maps", "-o", LONG],
    "import": ["import", LONG, "-o", "out"],
    "schema": ["schema", "map", "-o", LONG],
    "whatif": ["whatif", LONG],
}


@pytest.mark.parametrize("arguments", ASKED.values(), ids=ASKED)
def test_a_name_that_is_too_long_is_an_ordinary_failure(shop: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(app, arguments, input=MAP)
    assert isinstance(result.exception, SystemExit | None), result.exception
    if "--stdin-filename" in arguments:
        assert result.exit_code in (0, 1), "the name need not be that of a file"
    else:
        assert result.exit_code == 2
        assert LONG[:50] in result.output or "there is no cxaudit-baseline.yaml" in result.output


def test_a_pack_with_a_name_that_is_too_long(shop: Path) -> None:
    (shop / "cxaudit.yaml").write_text(f"rules: [{LONG}]\n")
    result = run("check", "maps")
    assert result.exit_code == 2 and "cxaudit.yaml:1:9" in result.stderr
