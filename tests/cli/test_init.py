"""`cxaudit init`: what a project begins with, and what it never touches."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML
from syrupy.assertion import SnapshotAssertion
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.cli.schema import schema_of
from tests.language.schema.seen import seen

FILES = ["cxaudit.yaml", "process_maps/bicycle-repair.yaml", "process_maps/organisation.yaml"]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [*map(str, arguments)])


def there(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_it_says(here: Path, snapshot: SnapshotAssertion) -> None:
    result = run("init", "--ci", "github", "--pre-commit")
    assert result.exit_code == 0
    assert result.stdout == snapshot


def test_the_beginning_has_four_flaws_and_no_error(here: Path) -> None:
    assert run("init").exit_code == 0 and there(here) == FILES
    checked = run("check", "-f", "json")
    findings = json.loads(checked.stdout)["findings"]
    warnings = [one["code"] for one in findings if one["severity"] != "info"]
    assert checked.exit_code == 0
    assert sorted(warnings) == ["CU504", "SO207", "TP103", "TP106"]


def test_the_beginning_is_laid_out_and_valid(here: Path) -> None:
    run("init")
    assert run("fmt", "--check", ".").exit_code == 0
    assert run("config", "check").exit_code == 0
    for kind, name in zip(["configuration", "map", "organisation"], FILES, strict=True):
        errors = Draft7Validator(schema_of(kind)).iter_errors(seen((here / name).read_text()))
        assert list(errors) == [], name


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_the_files_of_the_services_are_yaml(here: Path, ci: str) -> None:
    run("init", "--ci", ci, "--pre-commit")
    added = [here / name for name in there(here) if name not in FILES]
    assert len(added) == 2
    for path in added:
        assert isinstance(YAML(typ="safe").load(path.read_text()), dict)


@pytest.mark.parametrize("ci", ["github", "gitlab"])
def test_the_install_line_asks_for_what_to_install(here: Path, ci: str) -> None:
    """The line of the file, run by a shell as the service runs it: empty, then with something."""
    run("init", "--ci", ci)
    (path,) = [here / name for name in there(here) if name not in FILES]
    (line,) = [
        line for line in path.read_text().splitlines() if "pip install" in line and "$" in line
    ]
    command = line[line.index("python -m") :].replace("python -m pip install", "echo")
    empty = subprocess.run(["sh", "-c", command], env={"CXAUDIT_INSTALL": ""}, capture_output=True)
    given = subprocess.run(
        ["sh", "-c", command], env={"CXAUDIT_INSTALL": "a b"}, capture_output=True
    )
    assert empty.returncode != 0 and b"say in the" in empty.stderr
    assert (given.returncode, given.stdout) == (0, b"a b\n")


def test_into_a_new_folder(here: Path) -> None:
    assert run("init", "a/b").exit_code == 0
    assert there(here / "a" / "b") == FILES


def test_dry_run_prints_and_writes_nothing(here: Path) -> None:
    result = run("init", "shop", "--dry-run")
    assert result.exit_code == 0 and "# shop/cxaudit.yaml" in result.stdout
    assert "process: Bicycle repair" in result.stdout
    assert list(here.iterdir()) == []


class TestAddedLater:
    def test_a_job_and_a_hook(self, here: Path) -> None:
        run("init")
        before = {name: (here / name).read_bytes() for name in FILES}
        result = run("init", "--ci", "github", "--pre-commit")

        assert result.exit_code == 0
        assert result.stdout.split("\n")[:2] == [
            ".github/workflows/cxaudit.yaml",
            ".pre-commit-config.yaml",
        ]
        assert "cxaudit check" not in result.stdout
        assert {name: (here / name).read_bytes() for name in FILES} == before

    def test_one_that_is_there_is_told_what_to_add(self, here: Path) -> None:
        run("init")
        (here / ".gitlab-ci.yml").write_text("stages: [test]\n")
        result = run("init", "--ci", "gitlab")

        assert result.exit_code == 2
        assert "put this into .gitlab-ci.yml:" in result.stderr
        assert "leave" not in result.stderr and "nothing was written" in result.stderr
        assert (here / ".gitlab-ci.yml").read_text() == "stages: [test]\n"

    def test_with_maps_of_ones_own(self, here: Path) -> None:
        (here / "pyproject.toml").write_text('[tool.cxaudit]\npreset = "strict"\n')
        assert run("init", "--ci", "github").exit_code == 0
        assert there(here) == [".github/workflows/cxaudit.yaml", "pyproject.toml"]


class TestNothingIsTouched:
    def test_an_organisation_file_beside_the_folder_of_maps(self, here: Path) -> None:
        (here / "r2").mkdir()
        (here / "r2" / "organisation.yaml").write_text("organisation: Ours\n")
        result = run("init", "r2")
        assert result.exit_code == 2
        assert "r2/organisation.yaml is the organisation file of that folder" in result.stderr
        assert there(here) == ["r2/organisation.yaml"]

    def test_an_empty_name_is_no_folder(self, here: Path) -> None:
        result = run("init", "")
        assert result.exit_code == 2 and "names no folder" in result.output
        assert there(here) == []

    def test_a_name_that_is_too_long(self, here: Path) -> None:
        result = run("init", "a" * 300)
        assert result.exit_code == 2 and "file name too long" in result.stderr

    def test_a_file_that_is_there_stops_all(self, here: Path) -> None:
        (here / "process_maps").mkdir()
        (here / FILES[1]).write_text("mine")
        result = run("init")
        assert result.exit_code == 2
        assert f"{FILES[1]} is there already: it stays as it is" in result.stderr
        assert "nothing was written" in result.stderr
        assert there(here) == [FILES[1]] and (here / FILES[1]).read_text() == "mine"

    def test_a_hook_or_job_that_is_there_is_told_what_to_add(self, here: Path) -> None:
        (here / ".pre-commit-config.yaml").write_text("repos: []\n")
        result = run("init", "--pre-commit")
        assert result.exit_code == 2 and there(here) == [".pre-commit-config.yaml"]
        assert "leave --pre-commit out" in result.stderr
        assert "entry: cxaudit check process_maps/" in result.stderr

    def test_another_organisation_or_configuration(self, here: Path) -> None:
        (here / "process_maps").mkdir()
        (here / "process_maps" / "ours.yml").write_text("organisation: Ours\n")
        (here / "pyproject.toml").write_text('[tool.cxaudit]\npreset = "strict"\n')
        result = run("init")
        assert result.exit_code == 2
        assert "ours.yml is the organisation file of that folder" in result.stderr
        assert "pyproject.toml holds the configuration" in result.stderr
        assert there(here) == ["process_maps/ours.yml", "pyproject.toml"]

    def test_a_link_that_leads_out(
        self, here: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other = tmp_path_factory.mktemp("other")
        (here / "process_maps").symlink_to(other)
        result = run("init")
        assert result.exit_code == 2 and "leads out of" in result.stderr
        assert there(here) == [] and list(other.iterdir()) == []

    def test_a_link_that_leads_nowhere_is_there(self, here: Path) -> None:
        (here / "cxaudit.yaml").symlink_to(here / "nowhere")
        assert run("init").exit_code == 2
        assert not (here / "nowhere").exists()

    def test_a_failure_half_way_leaves_nothing(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        plain = Path.open

        def full(self: Path, mode: str = "r", *rest: int, **more: object) -> object:
            if self.name == "bicycle-repair.yaml":
                raise OSError(28, "No space left on device", str(self))
            return plain(self, mode, *rest, **more)  # type: ignore[arg-type, call-overload]

        monkeypatch.setattr(Path, "open", full)
        result = run("init", "new", "--ci", "github")
        assert result.exit_code == 2 and "no space left on device" in result.stderr
        assert list(here.iterdir()) == []

    def test_a_file_where_the_folder_should_be(self, here: Path) -> None:
        (here / "shop").write_text("mine")
        assert run("init", "shop").exit_code == 2
        (here / "process_maps").write_text("mine")
        result = run("init")
        assert result.exit_code == 2 and there(here) == ["process_maps", "shop"]
