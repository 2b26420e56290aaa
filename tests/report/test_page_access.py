"""The page for those who use no mouse, do not see, or want no motion; axe-core judges it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.report.write import write_report
from cxaudit.run.audit import Audit, audit
from tests.conftest import THOROUGH

from .access import grave
from .browsing import Visit
from .conftest import AS_OF, ROOT
from .nasty_maps import NASTY

pytestmark = pytest.mark.browser

ORGANISATIONS = sorted(p.name for p in (ROOT / "process_maps").iterdir() if p.is_dir())
EXAMPLE = "volta-switchgear"
# Colours are judged in each scheme, structure in each form. Where all is wanted, the example is judged
# in every pair of them, and the other organisations too.
LOOKS = ((1280, "light"), (390, "dark"))
OTHERS = ((1280, "dark"), (390, "light"))
Go = Callable[..., Visit]


JUDGED = ORGANISATIONS if THOROUGH else [EXAMPLE, "county-licence-office"]


@pytest.mark.parametrize("name", JUDGED)
def test_no_grave_violation(axe: str, tmp_path: Path, visit: Go, name: str) -> None:
    found = audit([str(ROOT / "process_maps" / name / "as-is")], None, AS_OF)
    file = write_report(found, tmp_path)[0]
    looks = LOOKS if name == EXAMPLE else LOOKS[1:]
    if THOROUGH:
        looks = LOOKS + OTHERS if name == EXAMPLE else LOOKS
    seen = visit(file)
    for width, scheme in looks:
        seen.look(width, scheme)
        seen.go(file)
        assert grave(seen.page, axe) == []


def test_no_grave_violation_whatever_is_chosen(axe: str, estate: Path, visit: Go) -> None:
    seen = visit(estate)
    seen.page.select_option("#reader", "unit:finance")
    seen.page.get_by_role("radio", name="Simple quote").check()
    seen.page.locator(".walks .walk").first.click()
    seen.page.locator(".sift [data-severity=warning]").first.click()
    seen.page.fill("#find", "approve")
    assert grave(seen.page, axe) == []


def test_no_grave_violation_in_nasty_maps(
    axe: str, audited_text: Callable[..., Audit], tmp_path: Path, visit: Go
) -> None:
    file = write_report(audited_text(*NASTY.values()), tmp_path / "out")[0]
    assert grave(visit(file, 390, "dark").page, axe) == []


def test_the_keyboard_goes_through_the_page(volta: Path, visit: Go) -> None:
    """From the top: skip link, reader, search, navigation, types, walks, the picture, its steps."""
    page = visit(volta).page
    came: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        came.append(
            page.evaluate(
                "(n => n.id || n.closest('[class]').getAttribute('class').split(' ')[0])"
                "(document.activeElement)"
            )
        )
        seen = page.evaluate(
            "(n => { const radio = n.matches('input[type=radio]');"
            " const s = getComputedStyle(radio ? n.nextElementSibling : n);"
            " return (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2)"
            " || (s.stroke && s.stroke !== 'none'); })(document.activeElement)"
        )
        assert seen, f"focus cannot be seen on {came[-1]}"
    order = [came.index(name) for name in ("skip", "reader", "find", "chip", "bpbox", "hit")]
    assert order == sorted(order)
    assert came.count("hit") >= 10


def test_a_step_is_worked_by_keys(volta: Path, visit: Go) -> None:
    page = visit(volta, 390).page
    button = page.locator('.bp-tall .n[data-s="approve-price"] .hit')
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-pressed") == "true"
    assert "Approve price" in page.inner_text(".strip")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('[data-s]').dataset.s") != "approve-price"
    assert button.get_attribute("aria-pressed") == "false"


def test_no_motion_for_those_who_want_none(volta: Path, visit: Go) -> None:
    page = visit(volta, reduced_motion="reduce").page
    moves = page.evaluate(
        "[...document.querySelectorAll('*')].filter(n => parseFloat(getComputedStyle(n)"
        ".transitionDuration) > 0 || getComputedStyle(n).scrollBehavior === 'smooth').length"
    )
    assert moves == 0


def test_every_control_has_a_name(estate: Path, visit: Go) -> None:
    page = visit(estate).page
    for kind in ("combobox", "searchbox", "radio", "button"):
        for control in page.get_by_role(kind).all()[:40]:
            assert control.evaluate(
                "n => (n.getAttribute('aria-label') || n.textContent || (n.labels && n.labels[0]"
                " && n.labels[0].textContent) || '').trim()"
            )
