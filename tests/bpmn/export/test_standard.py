"""Exported files held against the schema of the standard, a modeler's reader and a linter.

All three come from npm; without it these tests are skipped.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.bpmn.export.helper import back, drawn, map_of
from tests.npm import installed

HERE = Path(__file__).parent / "node"
BLOCKS = map_of(
    """
    take: {by: desk, with: customer via phone, next: [check, price]}
    check: {by: lab, if-late: {after: 2d, next: call}, next: {good 90%: send, bad 10%: end failed}}
    price: {by: desk, if-wrong: {does: Price it again, by: boss}, next: send}
    send: {by: desk, with: customer via letter, split: some, next: {gift 40%: wrap, bill 60%: book}}
    wrap: {by: store, next: close}
    book: {by: ERP, in: ERP, next: close}
    close: {call: close-order, end: closed}
    call: {waits: 1d}
    approve: {sign-off: [boss, head], else: lost, end: settled}
    lost: {end: lost}
    """
)

MARKED = map_of(
    """
    prüfen: {by: Büro Süd, with: customer via phone, next: {"já, gerne": größe, nein: end refused}}
    größe: {by: façade-team}
    überall-не-здесь: {by: склад}
    """
)


@pytest.fixture(scope="session")
def node(pytestconfig: pytest.Config) -> Path:
    """A folder with the packages of `node/package.json` installed."""
    return installed(pytestconfig, HERE, "exported files are not held against what modelers read")


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory, maps: Path) -> list[Path]:
    """Exports of the maps that ship, of one that has everything, of one with letters of the world."""
    from cxaudit.run.exporting import export

    folder = tmp_path_factory.mktemp("exported")
    found = []
    for number, file in enumerate(export([str(maps)]).files):
        found.append(folder / f"{number:02}-{file.name.name}")
        found[-1].write_bytes(file.data)
    for name, text in (("blocks", BLOCKS), ("marked", MARKED)):
        found.append(folder / f"{name}.bpmn")
        found[-1].write_bytes(drawn(text))
    return found


@pytest.fixture(scope="session")
def checked(node: Path, files: list[Path]) -> dict[str, Any]:
    """What the modeler's reader and the linter say of each file."""
    command = ["node", "check.mjs", *map(str, files)]
    done = subprocess.run(command, cwd=node, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_modeler_reads_every_file_without_a_warning(checked: dict[str, Any]) -> None:
    assert {path: told["warnings"] for path, told in checked.items() if told["warnings"]} == {}


def test_the_schema_of_the_standard_accepts_every_file(node: Path, files: list[Path]) -> None:
    path = node / "node_modules" / "bpmn-moddle" / "resources" / "bpmn" / "xsd" / "BPMN20.xsd"
    if not path.is_file():
        pytest.skip(f"this release of bpmn-moddle brings no schema: {path} is missing")
    schema = etree.XMLSchema(etree.parse(path))
    errors = {}
    for file in files:
        if not schema.validate(etree.parse(file)):
            errors[file.name] = str(schema.error_log.last_error)
    assert errors == {}


def test_the_linter_finds_only_what_the_maps_say(checked: dict[str, Any]) -> None:
    """Inclusive gateways are discouraged, but some maps mean them; a step that nothing leads to is so
    in the map."""
    found = {(rule, node) for told in checked.values() for rule, node in told["lint"]}
    left = {(rule, node) for rule, node in found if rule != "no-inclusive-gateway"}
    assert left == {("no-implicit-start", "tell-tenant")}


def test_what_a_modeler_saves_is_the_same_map(checked: dict[str, Any]) -> None:
    for path, told in checked.items():
        before, after = back(Path(path).read_bytes()), back(told["saved"].encode())
        assert after.model == before.model, path
        assert after.basis == {} and after.losses == []
