"""pre-commit runs the hooks of this repository on the commits of another."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.around.git import commit_all, environment, git, new_repository
from tests.conftest import ROOT

pytestmark = pytest.mark.network

SHOP = "organisation: Bakery\nroles:\n  baker: {level: 1}\n  owner: {level: 2}\n"
MAP = "process: Wedding cakes\nowner: owner\nsteps:\n  ask: {by: baker}\n  bake: {by: baker}\n"
UNKNOWN = MAP.replace("bake: {by: baker}", "bake: {by: bakre}")
SCENARIO = "whatif: Bake on the day\nof: cakes\nedits:\n"
FOREIGN = "name:   CI\non: [push]\njobs:\n    build: {runs-on: [ubuntu-latest}\n"


class Bench:
    """A repository that uses the hooks."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.home = home

    def write(self, name: str, text: str) -> Path:
        """Write a file and stage it, and nothing else."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        git(self.folder, "add", name)
        return path

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """pre-commit on what is staged."""
        return self._do([sys.executable, "-m", "pre_commit", *arguments])

    def commit(self) -> subprocess.CompletedProcess[str]:
        """What a person types; the hooks that are installed run."""
        return self._do(["git", "commit", "--message", "A change"])

    def _do(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        own = environment(PRE_COMMIT_HOME=str(self.home), PRE_COMMIT_COLOR="never")
        own.pop("PYTHONPATH", None)  # the hooks run what pre-commit installed
        return subprocess.run(command, cwd=self.folder, env=own, capture_output=True, text=True)


@pytest.fixture(scope="module")
def home(index: None, published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps the environment it installs, once for all tests here."""
    folder = tmp_path_factory.mktemp("pre-commit")
    bench = Bench(folder / "first", folder / "home")
    bench.folder.mkdir()
    _set_up(bench, published)
    done = bench.run("install-hooks")
    assert done.returncode == 0, done.stdout + done.stderr
    return bench.home


@pytest.fixture
def bench(home: Path, published: Path, tmp_path: Path) -> Bench:
    """A bakery with one map, committed."""
    bench = Bench(tmp_path, home)
    _set_up(bench, published)
    return bench


def _set_up(bench: Bench, published: Path) -> None:
    new_repository(bench.folder)
    hooks = "".join(
        f"      - id: {name}\n" for name in ("cxaudit", "cxaudit-repository", "cxaudit-fmt")
    )
    source = f"  - repo: {published}\n    rev: {git(published, 'rev-parse', 'HEAD')}\n"
    bench.write(".pre-commit-config.yaml", f"repos:\n{source}    hooks:\n{hooks}")
    bench.write("maps/organisation.yaml", SHOP)
    bench.write("maps/cakes.yaml", MAP)
    commit_all(bench.folder, "The bakery")


def test_the_hooks_are_what_pre_commit_takes() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest"]
    subprocess.run([*command, str(ROOT / ".pre-commit-hooks.yaml")], check=True)


def test_a_commit_with_an_error_in_a_map_does_not_come_about(bench: Bench) -> None:
    assert bench.run("install").returncode == 0
    before = git(bench.folder, "rev-parse", "HEAD")
    bench.write("maps/cakes.yaml", UNKNOWN)
    done = bench.commit()
    assert done.returncode == 1
    assert "maps/cakes.yaml:5:" in done.stderr and "did you mean 'baker'?" in done.stderr
    assert git(bench.folder, "rev-parse", "HEAD") == before
    bench.write("maps/cakes.yaml", MAP.replace("  bake", "  bake-it"))
    assert bench.commit().returncode == 0
    assert git(bench.folder, "rev-parse", "HEAD") != before


def test_files_that_are_no_maps_are_passed_over(bench: Bench) -> None:
    bench.write(".github/workflows/ci.yaml", FOREIGN)
    bench.write("compose.yaml", FOREIGN)
    bench.write("packs/own.yaml", "rules: Own\n")
    bench.write("notes.md", "process: no map\n")
    for hook in ("cxaudit", "cxaudit-repository", "cxaudit-fmt"):
        done = bench.run("run", hook)
        assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout
    assert (bench.folder / "compose.yaml").read_text() == FOREIGN


def test_a_folder_of_the_user_s_choice_may_hold_anything(bench: Bench) -> None:
    config = bench.folder / ".pre-commit-config.yaml"
    chosen = "- id: cxaudit\n        files: ^maps/\n"
    config.write_text(config.read_text().replace("- id: cxaudit\n", chosen))
    bench.write("maps/README.md", "process: how we bake\n")
    bench.write("maps/price.txt", "12")
    git(bench.folder, "add", "--all")
    assert bench.run("run", "cxaudit").returncode == 0


def test_an_organisation_file_alone(bench: Bench) -> None:
    bench.write("maps/organisation.yaml", SHOP + "  smith: {level: 1, reports-to: ownr}\n")
    done = bench.run("run", "cxaudit")
    assert done.returncode == 1 and "maps/organisation.yaml:5:" in done.stdout


def test_what_an_organisation_file_does_to_maps_is_told_by_the_whole_repository(
    bench: Bench,
) -> None:
    bench.write("maps/organisation.yaml", SHOP.replace("baker:", "pastry-cook:"))
    assert "maps/cakes.yaml:" not in bench.run("run", "cxaudit").stdout
    done = bench.run("run", "cxaudit-repository")
    assert done.returncode == 1 and "maps/cakes.yaml:4:" in done.stdout


def test_a_scenario_alone(bench: Bench) -> None:
    bench.write("maps/scenarios/fresh.yaml", SCENARIO + "  - drop: ask\n")
    assert bench.run("run", "cxaudit").returncode == 0
    bench.write("maps/scenarios/fresh.yaml", SCENARIO + "  - drop: aks\n")
    done = bench.run("run", "cxaudit")
    assert done.returncode == 1 and "maps/scenarios/fresh.yaml:4:" in done.stdout


def test_a_bpmn_file_and_one_in_capitals_are_maps(bench: Bench) -> None:
    bench.write("maps/old.BPMN", "<definitions")
    done = bench.run("run", "cxaudit")
    assert done.returncode == 1 and "old.BPMN" in done.stdout


def test_options_of_the_user_count(bench: Bench) -> None:
    bench.write("maps/cakes.yaml", MAP.replace("owner: owner\n", ""))
    assert bench.run("run", "cxaudit").returncode == 0
    config = bench.folder / ".pre-commit-config.yaml"
    strict = "- id: cxaudit\n        args: [--fail-on, warning]\n"
    config.write_text(config.read_text().replace("- id: cxaudit\n", strict))
    git(bench.folder, "add", "--all")
    done = bench.run("run", "cxaudit")
    assert done.returncode == 1 and "OW302" in done.stdout


def test_the_layout_is_put_right_once(bench: Bench) -> None:
    path = bench.write("maps/cakes.yaml", MAP.replace("owner: owner", "owner:    owner  # always"))
    done = bench.run("run", "cxaudit-fmt")
    assert done.returncode == 1 and "files were modified by this hook" in done.stdout
    assert "owner: owner  # always\n" in path.read_text()
    git(bench.folder, "add", "--all")
    assert bench.run("run", "cxaudit-fmt").returncode == 0
