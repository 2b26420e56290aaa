"""A sheet as a page and as Markdown: whole, escaped, the same each time, readable by a machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from markdown_it import MarkdownIt
from syrupy.assertion import SnapshotAssertion

from cxaudit.report.sheets import Sheet, audiences, house_of, houses_of, sheet_of
from cxaudit.report.sheets.render import render_sheet, sheet_markdown
from cxaudit.report.sheets.write import write_sheets
from cxaudit.run.audit import Audit, audit

from ..conftest import AS_OF
from ..nasty_maps import NASTY, SCRIPT
from .conftest import VOLTA, sheet_in

DAY = "22 November 2026"
LONG = "Überaus-lange-Bezeichnung " * 8
STRANGE = f"""
process: "مرحبا 🙂 {LONG.strip()}"
owner: "{LONG.strip()}"
steps:
  one: {{does: "{LONG.strip()}", by: "{LONG.strip()}", with: "👩 وكيل via {SCRIPT}", takes: 5m}}
  two: {{does: "Approve {SCRIPT}", sign-off: "{SCRIPT}", waits: 3d}}
  three: {{does: "أرسل", by: "{LONG.strip()}", with: "👩 وكيل via mail"}}
"""


def _all(found: Audit) -> list[tuple[Sheet, str]]:
    houses = houses_of(found)
    made = []
    for one in audiences(houses):
        house = house_of(houses, one)
        sheet = sheet_of(house, one)
        made.append((sheet, render_sheet(sheet, house.estate.title, DAY)))
    return made


def _tree(page: str) -> Any:
    tree = lxml.html.document_fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert len(tree.xpath("//h1")) == 1 and not tree.xpath("//script | //a | //link")
    return tree


@pytest.mark.parametrize("name", ["volta-switchgear", "county-licence-office"])
def test_every_sheet_is_a_page_of_its_own(name: str, audited: Callable[..., Audit]) -> None:
    for sheet, page in _all(audited(f"process_maps/{name}")):
        tree = _tree(page)
        assert tree.xpath("string(//h1)").strip() == sheet.headline
        shown = {p.key for p in sheet.panels if p.blocks or p.write}
        ids = {i.rpartition(sheet.audience.name + "-")[2] for i in tree.xpath("//@id")}
        assert shown <= ids
        assert MarkdownIt().render(sheet_markdown(sheet, "", DAY)).startswith("<h1>")


def test_hostile_and_strange_names_stay_text(audited_text: Callable[..., Audit]) -> None:
    made = _all(audited_text(*NASTY.values(), STRANGE))
    assert made
    for sheet, page in made:
        _tree(page)
        html = MarkdownIt("js-default").render(sheet_markdown(sheet, SCRIPT, DAY))
        assert "<script" not in html
    assert any(SCRIPT in sheet.title for sheet, _page in made)


def test_the_same_audit_gives_the_same_bytes(audited: Callable[..., Audit], tmp_path: Path) -> None:
    wanted = ["role", "unit", "party", "leader", "owner"]
    first = write_sheets(audited(VOLTA), wanted, tmp_path / "a")
    second = write_sheets(audited(VOLTA), wanted, tmp_path / "b")
    assert [p.name for p in first] == [p.name for p in second]
    assert [p.read_bytes() for p in first] == [p.read_bytes() for p in second]


@pytest.mark.parametrize(
    "name",
    ["role-inside-sales", "unit-finance", "party-purchasing-agent", "leader-sales-director",
     "owner-sales-operations-manager"],
)  # fmt: skip
def test_sheets_of_the_example(
    name: str, audited: Callable[..., Audit], snapshot: SnapshotAssertion
) -> None:
    assert sheet_markdown(sheet_in(audited(VOLTA), name), "Volta Switchgear", DAY) == snapshot


def test_bpmn_gives_sheets(corpora: Path) -> None:
    file = corpora / "bpi2020" / "models" / "declaration_documents.bpmn"
    for _sheet, page in _all(audit([str(file)], as_of=AS_OF)):
        _tree(page)
