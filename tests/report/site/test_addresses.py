"""Addresses follow from ids alone, are fit for any file system, and no two are alike."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.report.site.addresses import (
    MOST,
    Thing,
    addresses_of,
    between,
    choices_of,
    name_of,
    plain,
)

IDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=250)
KINDS = st.sampled_from(["map", "role", "party"])
THINGS = st.builds(Thing, KINDS, IDS, st.sampled_from(["", "a", "A", "b/c"]), st.just("m.yaml"))


def test_a_plain_id_is_its_own_name() -> None:
    assert plain("map", "quote-to-order") == "maps/quote-to-order.html"
    assert plain("unit", "finance") == "departments/finance.html"


@pytest.mark.parametrize(
    "key", ["con", "nul", "com1", "Quote", "größe", "日本語", "a/b", "..", "x" * 99]
)
def test_an_odd_id_gets_a_mark(key: str) -> None:
    assert re.fullmatch(r"[a-z0-9-]*[0-9a-f]{8}", name_of(key)) and name_of(key) != key


@given(st.lists(IDS, unique=True, max_size=30))
def test_names_fit_and_differ(keys: list[str]) -> None:
    names = [name_of(key) for key in keys]
    assert len({name.casefold() for name in names}) == len(keys)
    for name in names:
        assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", name) and len(name) <= MOST + 9


@given(st.lists(THINGS, max_size=30), st.randoms(use_true_random=False))
def test_no_two_share_an_address_and_order_does_not_matter(
    things: list[Thing], dice: random.Random
) -> None:
    found = addresses_of(things)
    assert len({path.casefold() for path in found.values()}) == len(set(things))
    mixed = list(things)
    dice.shuffle(mixed)
    assert addresses_of(mixed) == found


def test_one_id_in_two_folders_is_a_choice() -> None:
    today, mended = Thing("map", "order", "acme/as-is"), Thing("map", "order", "acme/mended")
    other = Thing("role", "order", "acme/as-is")
    found = addresses_of([today, mended, other])
    assert len(set(found.values())) == 3
    assert all(found[one].startswith("maps/order.in-acme-") for one in (today, mended))
    assert choices_of(found) == {"maps/order.html": [today, mended]}


def test_a_third_folder_leaves_the_addresses_of_two_as_they_are() -> None:
    pair = [Thing("map", "order", "a"), Thing("map", "order", "b")]
    before = addresses_of(pair)
    after = addresses_of([*pair, Thing("map", "order", "c"), Thing("map", "else", "a")])
    assert {one: after[one] for one in pair} == before


def test_two_files_of_one_id_in_one_folder() -> None:
    pair = [Thing("map", "order", "a", "order.yaml"), Thing("map", "order", "a", "order.bpmn")]
    assert len(set(addresses_of(pair).values())) == 2


def test_the_way_between_pages() -> None:
    assert between("index.html", "maps/a.html") == "maps/a.html"
    assert between("maps/a.html", "roles/b.html") == "../roles/b.html"
