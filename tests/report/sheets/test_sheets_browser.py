"""Sheets in a real browser: one printed page each, quiet, no sideways scroll."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cxaudit.report.sheets.write import write_sheets
from cxaudit.run.audit import Audit, audit
from tests.conftest import THOROUGH

from ..browsing import Visit
from ..conftest import AS_OF, ROOT
from ..nasty_maps import NASTY

pytestmark = pytest.mark.browser
KINDS = ("role", "unit", "party", "leader", "owner")


def _pages(pdf: bytes) -> int:
    return pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ")


PRINTED = ["volta-switchgear", "county-licence-office/mended", "hallmark-construction"]
PRINTED += ["brightwrap-packaging", "northfield-building-products"] if THOROUGH else []


@pytest.mark.parametrize("name", PRINTED)
def test_every_sheet_prints_on_one_page(name: str, tmp_path: Path, chromium: Any) -> None:
    found = audit([str(ROOT / "process_maps" / name)], as_of=AS_OF)
    page = chromium.new_page()
    for file in write_sheets(found, KINDS, tmp_path, formats=("html",)):
        page.goto(file.as_uri())
        assert _pages(page.pdf(prefer_css_page_size=True)) == 1, file.name
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_quiet_and_within_the_page(
    tmp_path: Path, visit: Callable[..., Visit], width: int, scheme: str
) -> None:
    found = audit([str(ROOT / "process_maps/volta-switchgear/as-is")], as_of=AS_OF)
    wanted = ["role:inside-sales", "unit:finance", "party:purchasing-agent", "leader", "owner"]
    files = write_sheets(found, wanted, tmp_path, formats=("html",))
    seen = visit(files[0], width, scheme)
    for file in files:
        seen.go(file)
        seen.quiet()
        seen.fits()


def test_nasty_maps_fit(
    audited_text: Callable[..., Audit], tmp_path: Path, visit: Callable[..., Visit]
) -> None:
    files = write_sheets(
        audited_text(*NASTY.values()),
        ["role", "owner", "party"],
        tmp_path / "out",
        formats=["html"],
    )
    seen = visit(files[0], 390)
    for file in files:
        seen.go(file)
        seen.quiet()
        seen.fits()
