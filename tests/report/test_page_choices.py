"""What a reader chooses on the page: a request type, whom to read it as; kept in the address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.report.write import write_report
from cxaudit.run.audit import audit

from .browsing import Visit
from .conftest import AS_OF

pytestmark = pytest.mark.browser

SHOP = "volta-switchgear-web-shop-reorder"
QUOTE = "volta-switchgear-quote-to-order"
Go = Callable[..., Visit]


@pytest.mark.parametrize(("width", "form"), [(1280, "wide"), (390, "tall")])
def test_a_request_type_shows_its_way_and_its_figures(
    estate: Path, visit: Go, width: int, form: str
) -> None:
    seen = visit(estate, width)
    shop = seen.page.locator(f"#{SHOP}")
    shop.get_by_role("radio", name="The same again").check()
    card = f"#{SHOP} .bp-{form} .n"
    assert seen.steps(f"{card}.off") == {"compare-parts", "approve-change"}
    assert seen.opacity(f'{card}[data-s="approve-change"]') < 0.5
    assert seen.opacity(f'{card}[data-s="approve-order"]') == 1
    assert shop.locator(f'.bp-{form} [data-e="sort-order>compare-parts"].off').count() == 1
    strip = shop.locator(".strip").inner_text()
    assert strip.startswith("The same again")
    for figure in ("70%", "2 at worst, 2 unavoidable, 1.99 expected", "3.1\u00a0d"):
        assert figure in strip
    rows = seen.texts(f"#{SHOP}-gates-types tbody th")
    assert rows == ["The same again"]
    assert seen.texts(f"#{QUOTE}-gates-types tbody th") == [
        "Repeat order",
        "Simple quote",
        "Custom quote",
    ]

    shop.get_by_role("radio", name="all", exact=True).check()
    assert shop.locator(".bp .off").count() == 0
    assert shop.locator(".strip").inner_text().startswith("An average case")
    assert len(seen.texts(f"#{SHOP}-gates-types tbody th")) == 2


TRIAGE = """
process: Door repair
requests: {easy: {share: 60%}, hard: {share: 40%}}
customers: [owner]
steps:
  ask: {by: desk, with: owner via phone, takes: 5m, next: {easy: mend, hard: look}}
  look: {by: joiner, with: owner via visit, takes: 1h, next: {yes 90%: mend, no: gone}}
  mend: {by: joiner, waits: 1d, takes: 1h, end: mended}
  gone: {end: lost}
"""


@pytest.mark.parametrize(("width", "form"), [(1280, "wide"), (390, "tall")])
def test_what_a_type_never_meets_steps_back_whole(
    tmp_path: Path, visit: Go, width: int, form: str
) -> None:
    """Circles, labels, dots and outcomes too, not the cards and the lines alone."""
    (tmp_path / "door.yaml").write_text(TRIAGE)
    file = write_report(audit([str(tmp_path / "door.yaml")], {}, AS_OF), tmp_path / "out")[0]
    seen = visit(file, width)
    seen.page.get_by_role("radio", name="Easy").check()
    faint = (
        '.ev[data-s2="look"]', '.ix[data-s2="look"]', '.ch[data-s2="look"]',
        '.el[data-e2="ask>look"]', '.el[data-e2="look>mend"]', '.hand[data-e2="ask>look"]',
        '.end[data-end="end:lost"]', '.et[data-e2="end:lost"]',
    )  # fmt: skip
    for thing in faint:
        assert seen.opacity(f".bp-{form} {thing}") < 0.5, thing
    for thing in ('.ev[data-s2="ask"]', '.end[data-end="end:mended"]', '.et[data-e2="end:mended"]'):
        assert seen.opacity(f".bp-{form} {thing}") == 1, thing
    seen.page.get_by_role("radio", name="all", exact=True).check()
    assert seen.page.locator(".off").count() == 0


def test_of_two_ways_between_steps_the_one_of_another_type_steps_back(
    tmp_path: Path, visit: Go
) -> None:
    text = TRIAGE.replace("easy: mend, hard: look", "easy: look, hard: look")
    (tmp_path / "door.yaml").write_text(text)
    file = write_report(audit([str(tmp_path / "door.yaml")], {}, AS_OF), tmp_path / "out")[0]
    seen = visit(file)
    seen.page.get_by_role("radio", name="Easy").check()
    ways = seen.page.locator('.bp-wide [data-e="ask>look"]')
    labels = seen.page.locator('.bp-wide .el[data-e2="ask>look"]')
    assert ways.count() == 2
    faint = ".bp-wide {}.off"
    assert seen.page.locator(faint.format('[data-e="ask>look"]')).count() == 1
    told = {t.text_content() or "": "off" in (t.get_attribute("class") or "") for t in labels.all()}
    assert any(off for word, off in told.items() if "hard" in word)
    assert not any(off for word, off in told.items() if "easy" in word)


def test_request_types_are_chosen_with_arrow_keys(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    seen.page.locator(f"#{SHOP} .kinds input").first.focus()
    seen.page.keyboard.press("ArrowRight")
    assert seen.page.locator(f"#{SHOP} .kinds input").nth(1).is_checked()
    assert seen.address == f"?type={SHOP}/type:same-again"


def test_the_clock_of_another_type_steps_back(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    types = seen.page.locator(f"#{SHOP}")
    types.get_by_role("radio", name="The same with a change").check()
    assert seen.opacity(f"#{SHOP} .bp-wide .seg") == 1
    types.get_by_role("radio", name="The same again").check()
    assert seen.opacity(f"#{SHOP} .bp-wide .seg") < 0.5


def test_a_role_sees_what_concerns_it(estate: Path, visit: Go) -> None:
    seen = visit(estate)
    whole = seen.page.evaluate("document.documentElement.scrollHeight")
    every = len(seen.texts(f"#{QUOTE} .fl>.f"))
    seen.page.select_option("#reader", "role:pricing")
    assert seen.address == "?for=role:pricing"
    assert "Read as Pricing: 1 step, " in seen.page.inner_text("#told")
    assert seen.steps(f"#{QUOTE} .bp-wide .n.mine") == {"price-request"}
    assert seen.opacity(f'#{QUOTE} .bp-wide .n[data-s="take-request"]') < 0.5
    assert seen.opacity(f'#{QUOTE} .bp-wide [data-e="price-request>approve-price"]') == 1
    assert 0 < seen.opacity(f'#{QUOTE} .bp-wide [data-e="take-request>check-engineering"]') < 0.5
    own = seen.page.locator(f"#{QUOTE} .fl>.f:visible")
    assert 0 < own.count() < every
    for card in own.all():
        assert "role:pricing" in (card.get_attribute("data-for") or "").split()
    told = f"{own.count()} of {every} findings shown."
    assert seen.page.inner_text(f"#{QUOTE}-findings .sifted-told") == told
    # Its own sheet, not that of another role; sections without it are a line that opens.
    assert seen.texts(f"#{QUOTE}-shoes-roles h4") == ["Pricing"]
    assert not seen.page.locator(f"#{QUOTE}-shoes-front").is_visible()
    line = seen.page.locator(f"#{QUOTE}-sure")
    assert line.locator("h2").is_visible() and not line.locator("table").is_visible()
    line.get_by_role("button").click()
    assert line.locator("table").is_visible()
    # A map without it is a line too.
    shop = seen.page.locator(f"#{SHOP}")
    assert not shop.locator("h2").first.is_visible()
    shop.get_by_role("button", name="Show: Web shop reorder").click()
    assert shop.locator("h2").first.is_visible()
    assert seen.page.evaluate("document.documentElement.scrollHeight") < whole / 2

    seen.page.select_option("#reader", "")
    assert len(seen.texts(f"#{QUOTE} .fl>.f")) == every
    assert seen.address == ""
    assert seen.page.locator(".folded, .notmine, .mine").count() == 0


@pytest.mark.parametrize(
    ("mark", "steps"),
    [
        ("unit:finance", {"price-request", "approve-price", "approve-credit"}),
        (
            "party:purchasing-agent",
            {"take-request", "send-quote", "confirm-order", "decline-request"},
        ),
        ("leader:operations-director", {"check-engineering"}),
    ],
)
def test_departments_parties_and_leaders(
    estate: Path, visit: Go, mark: str, steps: set[str]
) -> None:
    seen = visit(estate, at=f"#?for={mark}")
    assert seen.steps(f"#{QUOTE} .bp-wide .n.mine") == steps
    assert seen.page.input_value("#reader") == mark


@pytest.mark.parametrize("width", [1280, 390])
def test_a_folded_section_is_a_line_in_both_forms(estate: Path, visit: Go, width: int) -> None:
    """A party that is met nowhere has a finding, and no step to light."""
    seen = visit(estate, width, at="#?for=party:distributor")
    folded = seen.page.locator("section.folded:visible")
    assert folded.count() > 10
    for section in folded.all():
        box = section.bounding_box()
        assert box and box["height"] < (60 if width > 820 else 120)
    assert seen.page.locator(".bp.has-mine").count() == 0
    assert len(seen.texts(f"#{QUOTE} .fl>.f")) == 1


def test_who_owns_a_map_sees_all_of_it(estate: Path, visit: Go) -> None:
    seen = visit(estate, at="#?for=owner:sales-operations-manager")
    assert seen.page.locator(f"#{QUOTE} .folded, #{QUOTE} .notmine").count() == 0


def test_a_link_brings_back_reader_type_and_place(estate: Path, visit: Go) -> None:
    at = f"#{SHOP}-gates?for=unit:sales&type={SHOP}/type:with-a-change"
    seen = visit(estate, at=at)
    assert seen.page.input_value("#reader") == "unit:sales"
    assert seen.page.get_by_role("radio", name="The same with a change").is_checked()
    top = seen.page.locator(f"#{SHOP}-gates").bounding_box()
    assert top and 0 <= top["y"] < 200
    # A link within the page goes on and forgets nothing.
    seen.page.locator(f"#{SHOP} nav a").first.click()
    want = f"{SHOP}-verdict?for=unit:sales&type={SHOP}/type:with-a-change"
    seen.page.wait_for_function("want => location.hash.slice(1) === want", arg=want)
    seen.quiet()


@pytest.mark.parametrize(
    "at",
    [
        "#%E0%A4%A?for=%",
        "#?for=role:nobody&type=x/y&type=/",
        "#nowhere",
        "#?for=<script>alert(1)</script>",
    ],
)
def test_an_address_that_means_nothing_shows_everything(estate: Path, visit: Go, at: str) -> None:
    seen = visit(estate, at=at)
    assert not seen.logged
    assert seen.page.input_value("#reader") == ""
    assert seen.page.locator(".folded, .notmine, .bp .off").count() == 0


def test_a_chain_in_one_card_is_faint_only_where_all_of_it_is(tmp_path: Path, visit: Go) -> None:
    lines = ["process: Long", "requests: {easy: {share: 60%}, hard: {share: 40%}}", "steps:"]
    lines += ["  ask: {by: desk, with: caller via phone, takes: 5m, next: {easy: s0, hard: s30}}"]
    lines += [f"  s{n}: {{does: Do part {n}, by: crew, takes: 5m}}" for n in range(60)]
    lines += ["  tell: {by: desk, with: caller via phone, takes: 5m, end: told}"]
    (tmp_path / "long.yaml").write_text("\n".join(lines) + "\n")
    # Steps with a finding are never put together, so no rule is asked.
    file = write_report(audit([str(tmp_path / "long.yaml")], {}, AS_OF), tmp_path / "out")[0]
    seen = visit(file)
    cards = seen.page.locator(".bp-wide .n.sum")
    assert cards.count() >= 1
    seen.page.get_by_role("radio", name="Hard").check()
    faint = seen.page.eval_on_selector_all(
        ".bp-wide .n.sum",
        "n => n.map(x => [[...x.nextElementSibling.querySelectorAll('.n.in')]"
        ".every(i => i.classList.contains('off')), +getComputedStyle(x).opacity < 1])",
    )
    seen.page.wait_for_timeout(250)
    assert faint and all(whole == pale for whole, pale in faint)
