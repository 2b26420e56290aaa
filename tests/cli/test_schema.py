"""`cxaudit schema` as people use it, and the copies of the schemas in the documentation."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.cli.schema import KINDS
from tests.conftest import ROOT
from tests.language.schema.language_server import Server

MODELINE = "# yaml-language-server: $schema=map.schema.json\n"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["schema", *map(str, arguments)])


@pytest.mark.parametrize("kind", KINDS)
def test_the_copy_in_the_documentation_is_up_to_date(kind: str) -> None:
    """`make docs` writes it."""
    copy = json.loads((ROOT / "docs" / "reference" / f"{kind}.schema.json").read_text())
    assert copy == json.loads(run(kind).stdout)


def test_into_a_file(tmp_path: Path) -> None:
    path = tmp_path / "map.schema.json"
    path.write_text("old")
    result = run("map", "-o", path)
    assert (result.exit_code, result.stdout) == (0, f"{path}\n")
    assert path.read_text() == run("map").stdout
    assert [p.name for p in tmp_path.iterdir()] == ["map.schema.json"]


def test_a_kind_that_is_none() -> None:
    result = run("organization")
    assert result.exit_code == 2 and "did you mean 'organisation'?" in result.output


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    result = run("map", "-o", tmp_path / "schemas" / "map.schema.json")
    assert result.exit_code == 0
    assert (tmp_path / "schemas" / "map.schema.json").read_text() == run("map").stdout


def test_no_map_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("process: Cut keys\n")
    result = run("map", "-o", path)
    assert result.exit_code == 2 and "another file that people write" in result.output
    assert path.read_text() == "process: Cut keys\n"
    assert run("map", "-o", "").exit_code == 2


def test_a_place_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("map", "-o", tmp_path / "file" / "map.schema.json")
    assert result.exit_code == 2 and "cannot be written" in result.stderr


class TestInAnEditor:
    """What a YAML language server makes of a schema; skipped where there is none."""

    @pytest.fixture
    def server(self, tmp_path: Path) -> Server:
        run("map", "-o", tmp_path / "map.schema.json")
        return Server(tmp_path)

    def test_it_explains_and_completes(self, server: Server, tmp_path: Path) -> None:
        path = tmp_path / "keys.yaml"
        lines = ["process: Keys", "steps:", "  cut:", "    by: clerk", "    ", "    takes: ", ""]
        path.write_text(MODELINE + "\n".join(lines))
        try:
            assert server.open(path) == []
            assert "The role, party or system that does it" in server.hover(4, 5)
            keys = server.complete(5, 4)
            assert "with" in keys and "by" not in keys
            assert keys["rejects"].startswith("How often the answer is no")
            assert "1d to 3d" in server.complete(6, 11)
        finally:
            server.close()

    def test_the_settings_of_the_documentation(self, tmp_path: Path) -> None:
        page = (ROOT / "docs" / "editors.md").read_text()
        settings = json.loads(page.split("```json\n")[1].split("```")[0])["yaml.schemas"]
        (tmp_path / "schemas").mkdir()
        for schema in settings:
            run(Path(schema).name.removesuffix(".schema.json"), "-o", tmp_path / schema)
        files = {
            "process_maps/shop/keys.yaml": "process: Keys\nsteps: {cut: {taeks: 5m}}\n",
            "process_maps/shop/organisation.yaml": "organisation: Keys\nroless: {}\n",
            "process_maps/shop/scenarios/new.yaml": "whatif: x\nof: keys\nedites: []\n",
            "rules/ours.yaml": "rules: Ours\nextend: other.yaml\n",
            "cxaudit.yaml": "presets: strict\n",
        }
        server = Server(tmp_path, settings)
        try:
            for name, text in files.items():
                path = tmp_path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
                told = server.open(path)
                assert len(told) == 1 and told[0].endswith("is not allowed."), (name, told)
        finally:
            server.close()

    def test_it_tells_what_is_wrong(self, server: Server, tmp_path: Path) -> None:
        path = tmp_path / "keys.yaml"
        path.write_text(MODELINE + "process: Keys\nsteps:\n  cut: {taeks: 5m, waits: soon}\n")
        try:
            told = " ".join(server.open(path))
            assert "taeks is not allowed" in told
            assert "Write a duration with its unit" in told
        finally:
            server.close()
