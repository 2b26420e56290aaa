"""What is looked at between checks, and when something is told to have changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cxaudit.run.watching import Pace, changes, look, named_by_configuration, places_of

MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
QUICK = Pace(interval=0.01, settle=0.02, patience=0.5)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with maps in a folder of their own; the current folder."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text("organisation: Shop\n")
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "p.yaml").write_text(MAP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def seen(project: Path, *paths: str, also: tuple[str, ...] = ()) -> set[str]:
    """What is looked at for an audit of paths, relative to the project."""
    found = look(places_of(paths, also))
    return {os.path.relpath(path, project) for path in found}


def test_a_folder_is_watched_with_what_bears_on_it(project: Path) -> None:
    (project / "pyproject.toml").write_text("")
    (project / "scenarios").mkdir()
    (project / "scenarios" / "s.yaml").write_text("")
    (project / "maps" / "deep" / "er").mkdir(parents=True)
    (project / "maps" / "deep" / "er" / "q.BPMN").write_text("")
    (project / "elsewhere").mkdir()
    (project / "elsewhere" / "x.yaml").write_text("")
    assert seen(project, "maps") == {
        "cxaudit.yaml",
        "pyproject.toml",
        "organisation.yaml",
        "scenarios/s.yaml",
        "maps/p.yaml",
        "maps/deep/er/q.BPMN",
    }


def test_what_an_audit_passes_over_is_not_watched(project: Path) -> None:
    for name in (".git/x.yaml", "node_modules/x.yaml", ".venv/x.yaml", "audit.json", "report.html"):
        (project / "maps" / name).parent.mkdir(exist_ok=True)
        (project / "maps" / name).write_text("")
    assert seen(project, "maps/") == {"cxaudit.yaml", "organisation.yaml", "maps/p.yaml"}


def test_an_organisation_is_watched_with_its_maps(project: Path) -> None:
    assert "maps/p.yaml" in seen(project, "organisation.yaml")


def test_nothing_above_the_project_is_watched(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    (inner / "cxaudit.yaml").write_text("")
    assert seen(project, "inner") == {"inner/cxaudit.yaml"}


def test_packs_of_the_configuration_and_of_the_command_line_are_watched(project: Path) -> None:
    pack = "rules: Own\nabout: Ours\n"
    for name in ("rules/own.yaml", "rules/words/more.yaml", "extra/pack.yaml"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text(pack)
    (project / "shared.yaml").write_text("ignore: [OW302]\n")
    (project / "cxaudit.yaml").write_text("extends: [shared.yaml]\nrules: [rules/own.yaml]\n")
    named = named_by_configuration(["maps"])
    found = seen(project, "maps", also=(*named, "extra/pack.yaml"))
    assert {"rules/own.yaml", "rules/words/more.yaml", "shared.yaml", "extra/pack.yaml"} <= found


def test_a_configuration_that_cannot_be_read_is_watched_like_any_other(project: Path) -> None:
    (project / "cxaudit.yaml").write_text("rules: [\n")
    assert "cxaudit.yaml" in seen(project, "maps", also=tuple(named_by_configuration(["maps"])))


@pytest.fixture
def watched(project: Path) -> Iterator[list[str]]:
    """The changes told from now on; the first answer, before any change, is not among them."""
    found = changes(lambda: places_of(["maps"]), QUICK)
    assert next(found) == []
    return found


def meanwhile(*acts: object) -> None:
    """Do things a little later, while the watch waits."""

    def work() -> None:
        for act in acts:
            assert callable(act)
            act()

    threading.Timer(0.05, work).start()


def names(told: list[str]) -> list[str]:
    return [Path(path).name for path in told]


def test_a_map_that_is_saved(project: Path, watched: Iterator[list[str]]) -> None:
    meanwhile(lambda: (project / "maps" / "p.yaml").write_text(MAP + "# more\n"))
    assert names(next(watched)) == ["p.yaml"]


def test_a_map_that_is_saved_with_the_time_it_had(
    project: Path, watched: Iterator[list[str]]
) -> None:
    path = project / "maps" / "p.yaml"
    state = path.stat()

    def save() -> None:
        path.write_text(MAP.replace("clerk", "smith"))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))

    meanwhile(save)
    assert names(next(watched)) == ["p.yaml"]


def test_a_map_that_is_new_one_that_is_gone_and_one_put_in_the_place_of_another(
    project: Path, watched: Iterator[list[str]]
) -> None:
    maps = project / "maps"
    meanwhile(lambda: (maps / "new.yaml").write_text(MAP))
    assert names(next(watched)) == ["new.yaml"]
    meanwhile(lambda: (maps / "p.yaml").unlink())
    assert names(next(watched)) == ["p.yaml"]
    draft = project / "draft"
    draft.write_text(MAP)
    meanwhile(lambda: draft.replace(maps / "new.yaml"))
    assert names(next(watched)) == ["new.yaml"]


def test_a_whole_checkout_is_one_change(project: Path, watched: Iterator[list[str]]) -> None:
    many = [
        lambda path=project / "maps" / f"m{number:03}.yaml": path.write_text(MAP)
        for number in range(200)
    ]
    meanwhile(*many)
    assert len(next(watched)) == 200


def test_what_changes_during_a_check_is_told_after_it(
    project: Path, watched: Iterator[list[str]]
) -> None:
    (project / "maps" / "p.yaml").write_text(MAP + "# saved while the check ran\n")
    assert names(next(watched)) == ["p.yaml"]


def test_a_file_that_never_comes_to_rest_is_told_all_the_same(
    project: Path, watched: Iterator[list[str]]
) -> None:
    path, over = project / "maps" / "p.yaml", threading.Event()

    def write() -> None:
        count = 0
        while not over.wait(0.005):
            count += 1
            path.write_text(MAP + "#" * count)

    threading.Thread(target=write, daemon=True).start()
    try:
        assert names(next(watched)) == ["p.yaml"]
    finally:
        over.set()


def test_a_folder_that_vanishes_while_it_is_watched(
    project: Path, watched: Iterator[list[str]]
) -> None:
    meanwhile(lambda: (project / "maps" / "p.yaml").unlink(), lambda: (project / "maps").rmdir())
    assert names(next(watched)) == ["p.yaml"]
    meanwhile((project / "maps").mkdir)
    assert names(next(watched)) == ["maps"]
    meanwhile(lambda: (project / "maps" / "p.yaml").write_text(MAP))
    assert names(next(watched)) == ["p.yaml"]
