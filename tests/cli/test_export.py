"""`cxaudit export` as people use it: one map to a file, many to a folder, nothing lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

MAP = "process: Claim\nsteps:\n  take: {by: desk, with: customer via phone}\n  pay: {by: bank}\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


@pytest.fixture
def claim(tmp_path: Path) -> Path:
    path = tmp_path / "claim.yaml"
    path.write_text(MAP)
    return path


def test_one_map_to_a_file(claim: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "drawn.bpmn"
    result = run(claim, "-o", target)
    assert (result.exit_code, result.stdout, result.stderr) == (0, f"{target}\n", "")
    assert b'<bpmn:participant id="Party_customer" name="Customer"/>' in target.read_bytes()


def test_the_same_bytes_every_time(claim: Path, tmp_path: Path) -> None:
    run(claim, "-o", tmp_path / "a.bpmn")
    run(claim, "-o", tmp_path / "b.bpmn")
    assert (tmp_path / "a.bpmn").read_bytes() == (tmp_path / "b.bpmn").read_bytes()


def test_a_folder_gives_one_file_a_map_in_the_same_folders(maps: Path, tmp_path: Path) -> None:
    result = run(maps / "volta-switchgear", "-o", tmp_path)
    assert result.exit_code == 0
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.bpmn"))
    assert found == [
        "as-is/quote-to-order.bpmn",
        "as-is/web-shop-reorder.bpmn",
        "mended/quote-to-order.bpmn",
        "mended/web-shop-reorder.bpmn",
    ]


def test_standard_output(claim: Path) -> None:
    result = run(claim, "-o", "-")
    assert result.exit_code == 0 and result.stdout.startswith("<?xml")


def test_work_of_a_modeler_is_not_overwritten(claim: Path, tmp_path: Path) -> None:
    target = tmp_path / "claim.bpmn"
    target.write_text("drawn by hand")
    result = run(claim, "-o", target)
    assert result.exit_code == 2 and target.read_text() == "drawn by hand"
    assert result.stderr == (
        f"cxaudit: {target}: is there already and says something else: --force replaces it\n"
    )
    assert run(claim, "-o", target, "--force").exit_code == 0
    assert run(claim, "-o", target).exit_code == 0  # it says the same now


def test_one_file_in_the_way_and_none_is_written(maps: Path, tmp_path: Path) -> None:
    (tmp_path / "web-shop-reorder.bpmn").write_text("drawn by hand")
    result = run(maps / "volta-switchgear" / "as-is", "-o", tmp_path)
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["web-shop-reorder.bpmn"]


def test_a_map_that_cannot_be_read_is_told_and_the_others_are_drawn(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text(MAP)
    (tmp_path / "bad.yaml").write_text("process: Bad\nsteps:\n  a: {taeks: 5m}\n")
    result = run(tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "bad.yaml:3:7: mend this before it can be drawn" in result.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.bpmn"]


def test_two_maps_do_not_fit_into_one_file(maps: Path, tmp_path: Path) -> None:
    result = run(maps / "volta-switchgear" / "as-is", "-o", tmp_path / "all.bpmn")
    assert result.exit_code == 2 and "name a folder" in result.stderr


def test_nothing_to_draw(tmp_path: Path) -> None:
    result = run(tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 3 and "no map among the paths" in result.stderr


def test_a_name_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.yaml"
    path.parent.mkdir()
    path.write_text("process: A\nid: ../../outside\nsteps:\n  a: {by: desk}\n")
    assert run(path, "-o", tmp_path / "out").exit_code == 0
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["-..-outside.bpmn"]


def test_a_bpmn_file_is_given_back(claim: Path, tmp_path: Path) -> None:
    run(claim, "-o", tmp_path / "once.bpmn")
    run(tmp_path / "once.bpmn", "-o", tmp_path / "twice.bpmn")
    assert (tmp_path / "once.bpmn").read_bytes() == (tmp_path / "twice.bpmn").read_bytes()


def test_a_torn_map_is_told_with_its_place(tmp_path: Path) -> None:
    torn = tmp_path / "torn.yaml"
    torn.write_text("process: Claim\nsteps: [\n  take: {by: desk}\n")
    result = run(torn, "-o", tmp_path / "torn.bpmn")
    assert result.exit_code == 2
    assert f"{torn}:2:8: mend this" in result.stderr and "bracket" in result.stderr
