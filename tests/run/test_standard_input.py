"""An unsaved buffer is audited as the file it stands for would be, once saved."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.formats.json import render
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.discover import discover
from cxaudit.run.standard_input import buffer_found
from tests.conftest import MAPS, ROOT


def buffer(data: bytes, name: str) -> Audit:
    return audit_found(buffer_found(data, name))


EVERY = sorted(
    path
    for path in MAPS.rglob("*.yaml")
    if path.parts[len(MAPS.parts)] in ("volta-switchgear", "county-licence-office")
)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: str(path.relative_to(MAPS)))
def test_a_buffer_is_as_the_file_it_stands_for(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    name = str(path.relative_to(ROOT))
    assert render(buffer(path.read_bytes(), name)) == render(audit_found(discover([name])))


MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
SHOP = "organisation: Shop\nroles:\n  clerk: {level: 1}\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(SHOP + "  smith: {level: 1, reports-to: nobody}\n")
    (tmp_path / "p.yaml").write_text(MAP)
    return tmp_path


def test_the_buffer_counts_and_not_what_is_on_disk(project: Path) -> None:
    name = str(project / "p.yaml")
    result = buffer(MAP.replace("by: clerk", "by: clerc").encode(), name)
    (found,) = [one for one in result.findings if one.code == "ST002"]
    assert (found.file, found.span.line) == (name, 4) and "'clerk'" in found.says
    assert (project / "p.yaml").read_text() == MAP


def test_what_is_wrong_in_other_files_is_not_told(project: Path) -> None:
    result = buffer(MAP.encode(), str(project / "p.yaml"))
    assert {one.file for one in result.findings} <= {str(project / "p.yaml")}


def test_a_file_that_does_not_exist_yet_has_its_organisation(project: Path) -> None:
    result = buffer(MAP.replace("clerk", "smith").encode(), str(project / "new" / "q.yaml"))
    assert result.estates[0].title == "Shop" and result.analyses[0].id == "q"
    assert not any(one.code == "ST002" for one in result.findings)


def test_a_buffer_of_an_organisation_is_judged_with_the_maps_on_disk(project: Path) -> None:
    name = str(project / "organisation.yaml")
    result = buffer(SHOP.replace("clerk:", "cook:").encode(), name)
    assert result.estates[0].maps == ["p"]
    assert {one.file for one in result.findings} <= {name}


def test_a_buffer_without_a_name_lies_in_the_current_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    result = audit_found(buffer_found(MAP.encode()))
    assert result.estates[0].title == "Shop"
    assert {one.file for one in result.findings} == {"<stdin>"}


def test_bpmn_is_known_by_what_it_says(project: Path) -> None:
    result = audit_found(buffer_found(b"<?xml version='1.0'?><definitions"))
    assert any(one.code == "ST001" and "XML" in one.says for one in result.findings)


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("compose.yaml", "services: {}\n", False),
        ("p.yaml", MAP, True),
        ("notes.md", MAP, False),
        (None, MAP, True),
        (None, "services: {}\n", False),
        ("x.bpmn", "", True),
    ],
)
def test_an_editor_may_send_any_buffer(name: str | None, text: str, taken: bool) -> None:
    assert bool(buffer_found(text.encode(), name, only_maps=True).files) is taken
