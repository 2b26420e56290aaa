"""Lists of changed files: what is no map is passed over, as it would be in a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.run.audit import audit_found
from cxaudit.run.discover import Found, discover

MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
SHOP = "organisation: Shop\nroles: {clerk: {level: 1}}\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a map, and the current folder."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "p.yaml").write_text(MAP)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def taken(*names: str) -> list[str]:
    """What is audited of some files that were changed."""
    return [str(path) for path in discover(names, only_maps=True).files]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".github/workflows/ci.yaml", "name: CI\non: [push]\n"),
        (".hidden/p.yaml", MAP),
        ("node_modules/x/p.yaml", MAP),
        ("packs/own.yaml", "rules: Own\n"),
        ("notes.md", MAP),
        ("empty.yaml", ""),
        ("compose.yaml", "services: {}\n"),
        ("broken.yaml", "services: [\n"),
        ("picture.bpmn.png", "\x89PNG"),
        ("cxaudit.yaml", "select: [SO]\n"),
    ],
)
def test_what_a_folder_would_pass_over_is_passed_over(project: Path, name: str, text: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert taken(name, "p.yaml") == ["p.yaml"]
    assert taken(name, str(path)) == []
    in_folder = [path.resolve() for path in discover([str(project)]).files]
    assert path.resolve() not in in_folder


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("organisation.yaml", SHOP),
        ("scenarios/s.yaml", "whatif: S\nof: p\nedits: []\n"),
        ("old.bpmn", "<definitions"),
        ("broken.yml", "process: P\nsteps: [\n"),
        ("no-first-key.yaml", "]\nprocess: P\n"),
    ],
)
def test_what_is_ours_is_taken_broken_or_not(project: Path, name: str, text: str) -> None:
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    assert taken(name) == [name]


def test_a_file_that_is_gone_is_told_all_the_same(project: Path) -> None:
    assert [one.path for one in discover(["gone.yaml"], only_maps=True).failures] == ["gone.yaml"]


def test_a_link_out_of_the_project_is_not_followed(project: Path) -> None:
    secret = project.parent / f"{project.name}-secret.yaml"
    secret.write_text(MAP)
    (project / "link.yaml").symlink_to(secret)
    assert taken("link.yaml") == []
    assert [str(path) for path in discover(["link.yaml"]).files] == ["link.yaml"]


def test_an_organisation_alone_is_judged_with_its_maps(project: Path) -> None:
    (project / "organisation.yaml").write_text(SHOP)
    result = audit_found(discover(["organisation.yaml"], only_maps=True))
    assert result.estates[0].asked and result.estates[0].maps == ["p"]
    assert result.files == []


def test_without_it_a_file_that_is_named_is_audited_whatever_it_holds(project: Path) -> None:
    (project / "compose.yaml").write_text("services: {}\n")
    found: Found = discover(["compose.yaml"])
    assert [str(path) for path in found.files] == ["compose.yaml"]
    assert any(one.code == "ST001" for one in audit_found(found).findings)
