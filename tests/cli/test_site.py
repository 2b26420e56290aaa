"""`cxaudit site` as people use it: a first run, the next, what is in the way, nothing to show."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

MAP = """
process: Order
owner: boss
steps:
  take: {by: desk, with: buyer via phone, takes: 10m}
  approve: {sign-off: boss, waits: 2d, rejects: 5%, else: take}
  confirm: {by: desk, with: buyer via email, end: booked}
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["site", *map(str, arguments)])


@pytest.fixture
def maps(tmp_path: Path) -> Path:
    folder = tmp_path / "maps"
    folder.mkdir()
    (folder / "cxaudit.yaml").write_text("")
    (folder / "order.yaml").write_text(MAP)
    return folder


def test_a_portal_and_the_same_again(maps: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    result = run(maps, "-o", public, "--as-of", "2026-01-15")
    assert (result.exit_code, result.stderr) == (0, "")
    first, counts = result.stdout.splitlines()
    assert first == str(public / "index.html") and counts.endswith("written, 0 as before")
    pages = {path.relative_to(public).as_posix() for path in public.rglob("*.html")}
    assert {"maps/order.html", "roles/desk.html", "owners/boss.html", "rules/SO202.html"} <= pages
    again = run(maps, "-o", public, "--as-of", "2026-01-15")
    assert again.exit_code == 0 and ": 0 written," in again.stdout


def test_a_map_that_is_gone_takes_its_page_with_it(maps: Path, tmp_path: Path) -> None:
    public = tmp_path / "public"
    (maps / "claim.yaml").write_text(MAP.replace("Order", "Claim"))
    run(maps, "-o", public)
    (public / "logo.svg").write_text("<svg/>")
    assert (public / "maps/claim.html").exists()
    (maps / "claim.yaml").unlink()
    result = run(maps, "-o", public)
    assert result.exit_code == 0 and "1 taken away" in result.stdout
    assert not (public / "maps/claim.html").exists() and (public / "logo.svg").exists()


def test_what_no_portal_wrote_is_in_the_way(maps: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("home")
    result = run(maps, "-o", tmp_path)
    assert result.exit_code == 2 and not result.stdout
    assert f"{tmp_path / 'index.html'} is there and no portal wrote it" in result.stderr
    assert (tmp_path / "index.html").read_text() == "home"


@pytest.mark.parametrize("target", ["maps/order.yaml", ""])
def test_an_output_that_is_no_folder(maps: Path, tmp_path: Path, target: str) -> None:
    result = run(maps, "-o", tmp_path / target if target else "")
    assert result.exit_code == 2
    assert (maps / "order.yaml").read_text() == MAP


def test_no_map_no_portal(tmp_path: Path) -> None:
    result = run(tmp_path, "-o", tmp_path / "public")
    assert result.exit_code == 3 and "no map" in result.stderr
    assert not (tmp_path / "public").exists()


def test_what_cannot_be_read_is_told_and_the_rest_is_there(maps: Path, tmp_path: Path) -> None:
    result = run(maps, maps / "lost.yaml", "-o", tmp_path / "public")
    assert result.exit_code == 2 and "lost.yaml" in result.stderr
    assert "lost.yaml" in (tmp_path / "public/audit.html").read_text()
    assert (tmp_path / "public/maps/order.html").exists()


def test_without_recommendations(maps: Path, tmp_path: Path) -> None:
    run(maps, "-o", tmp_path / "with")
    run(maps, "-o", tmp_path / "without", "--no-recommendations")
    told = [(tmp_path / name / "maps/order.html").read_text() for name in ("with", "without")]
    assert "Corrective action" in told[0] and "Corrective action" not in told[1]


def test_help_has_an_example() -> None:
    result = run("--help")
    assert "cxaudit site process_maps/ -o public/" in result.stdout


def test_ctrl_c_leaves_the_old_portal(
    maps: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    public = tmp_path / "public"
    run(maps, "-o", public)
    before = {path: path.read_bytes() for path in public.rglob("*") if path.is_file()}
    (maps / "claim.yaml").write_text(MAP.replace("Order", "Claim"))

    def interrupted(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cxaudit.report.site.files.render", interrupted)
    assert run(maps, "-o", public).exit_code != 0
    assert {path: path.read_bytes() for path in public.rglob("*") if path.is_file()} == before
