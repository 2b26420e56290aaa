"""Each of the seventy-two rows of docs/report.md: seen where the page says, or one line to write."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.run.audit import Audit

ROOT = Path(__file__).resolve().parents[2]
BARE = "process: Bare\nsteps:\n  only: {by: clerk}\n"
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| `(MAP|HOUSE)-([a-z-]+)` \|", re.M)
ROWS = {int(n): (where, anchor) for n, _, where, anchor in
        ROW.findall((ROOT / "docs" / "report.md").read_text(encoding="utf-8"))}  # fmt: skip


@pytest.fixture(scope="module")
def full(audited: Callable[..., Audit]) -> lxml.html.HtmlElement:
    """The page of the organisations that ship."""
    return lxml.html.document_fromstring(render_html(build(audited("process_maps"))))


@pytest.fixture
def bare(audited_text: Callable[..., Audit]) -> lxml.html.HtmlElement:
    """The page of a map that says nothing."""
    return lxml.html.document_fromstring(render_html(build(audited_text(BARE))))


def _marked(page: lxml.html.HtmlElement, row: int) -> list[lxml.html.HtmlElement]:
    found = page.xpath("//*[@data-system]")
    return [e for e in found if str(row) in e.get("data-system").split()]


def _is_line(element: lxml.html.HtmlElement) -> bool:
    """Whether it is the line that says what to write."""
    return bool({"w", "write"} & set((element.get("class") or "").split()))


def _anchor(element: lxml.html.HtmlElement) -> str:
    return str(element.xpath("ancestor-or-self::*[@id][1]/@id")[-1])


def test_every_row_has_its_place() -> None:
    assert sorted(ROWS) == list(range(1, 73))


@pytest.mark.parametrize("row", range(1, 73))
def test_a_row_is_seen_where_the_data_is(full: lxml.html.HtmlElement, row: int) -> None:
    where, anchor = ROWS[row]
    seen = [e for e in _marked(full, row) if not _is_line(e)]
    assert seen
    ends = f"-organisation-{anchor}" if where == "HOUSE" else f"-{anchor}"
    for element in seen:
        assert _anchor(element).endswith(ends), _anchor(element)
        assert element.xpath(".//table | .//svg | .//dl | .//p | .//*[@role='table'] | self::table")


@pytest.mark.parametrize("row", range(1, 73))
def test_a_row_says_what_to_write_where_it_is_not(bare: lxml.html.HtmlElement, row: int) -> None:
    where, anchor = ROWS[row]
    lines = [e for e in _marked(bare, row) if _is_line(e)]
    assert len(lines) == 1
    section = lines[0].xpath("ancestor::section[1]/@id")[0]
    begin = f"{'organisation' if where == 'HOUSE' else 'map-0'}-"
    assert section.startswith(begin)
    assert f"{begin}{anchor}".startswith(section)
    assert lines[0].xpath(".//code"), lines[0].text_content()


@pytest.mark.parametrize("name", ["full", "bare"])
def test_all_twenty_sections_with_one_heading_each(
    name: str, request: pytest.FixtureRequest
) -> None:
    page = request.getfixturevalue(name)
    sections = page.xpath("//section[@data-section]")
    assert {int(s.get("data-section")) for s in sections} == set(range(1, 21))
    for section in sections:
        assert section.get("id")
        assert len(section.xpath(".//h2")) == 1
        assert "".join(section.xpath(".//h2//text()")).strip()
