"""Links of the report, which is one file, led to the pages of the portal."""

from __future__ import annotations

from cxaudit.report.site.links import places_of, settled
from cxaudit.report.site.pages import Page

MAP = Page("maps/order.html", "map", "Order", prefix="acme-as-is-order", stem="order")
ROLE = Page("roles/desk.html", "role", "Desk")
TEXTS = [
    (
        MAP,
        '<p id="acme-as-is-order-f1" data-s="acme-as-is-order"><a href="#acme-as-is-order-f1">x</a>',
    ),
    (ROLE, '<a href="#acme-as-is-order-f1">SO204</a><a href="#nowhere">?</a><i id="main"></i>'),
]
PLACES = places_of(TEXTS)


def test_anchors_of_a_map_are_named_by_the_map_alone() -> None:
    told = settled(*TEXTS[0], PLACES)
    assert told == '<p id="order-f1" data-s="acme-as-is-order"><a href="#order-f1">x</a>'


def test_an_anchor_of_another_page_is_led_there() -> None:
    told = settled(*TEXTS[1], PLACES)
    assert 'href="../maps/order.html#order-f1"' in told
    assert 'href="#nowhere"' in told  # the link checker of the tests finds such a one


def test_a_link_that_names_a_page_gets_the_new_anchor() -> None:
    told = settled(ROLE, '<a href="../maps/order.html#acme-as-is-order-f1">', PLACES)
    assert told == '<a href="../maps/order.html#order-f1">'
    assert (
        PLACES.to("maps/order.html?step=a#acme-as-is-order-f1") == "maps/order.html?step=a#order-f1"
    )


def test_an_anchor_on_two_pages_is_nobodys() -> None:
    both = places_of([(MAP, '<i id="main">'), (ROLE, '<i id="main">')])
    assert both.of("main") is None


def test_a_stem_that_begins_like_its_prefix_is_put_in_once() -> None:
    page = Page("maps/a.html", "map", "A", prefix="a", stem="a-1")
    text = '<i id="a-x"></i><a href="#a-x"></a><b aria-labelledby="a-x" fill="url(#a-x)"></b>'
    told = settled(page, text, places_of([(page, text)]))
    assert told.count("a-1-x") == 4 and "a-1-1" not in told
