"""Which sheets are wanted, and what is told where there is none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cxaudit.report.sheets import Audience, audiences, houses_of
from cxaudit.report.sheets.choose import UnknownAudience, check_kind, chosen
from cxaudit.run.audit import Audit

from .conftest import VOLTA


@pytest.fixture(scope="module")
def known(audited: Callable[..., Audit]) -> list[Audience]:
    return audiences(houses_of(audited(VOLTA)))


@pytest.mark.parametrize("text", ["role:inside-sales", "Role: Inside Sales", "role:inside_sales"])
def test_a_name_may_be_written_as_people_do(known: list[Audience], text: str) -> None:
    assert [one.name for one in chosen(known, [text])] == ["role-inside-sales"]


def test_a_kind_alone_means_each(known: list[Audience]) -> None:
    assert [one.id for one in chosen(known, ["unit"])] == ["sales", "finance", "operations"]


def test_each_is_there_once_in_the_order_asked_for(known: list[Audience]) -> None:
    found = chosen(known, ["unit:finance", "owner", "unit", "unit:finance"])
    assert [one.id for one in found] == [
        "finance", "sales-operations-manager", "sales", "operations"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("role:inside-sale", "no role is called 'inside-sale'; did you mean role:inside-sales?"),
        ("role:finance", "no role is called 'finance'; it is known as unit:finance"),
        ("unit:zzzzzz", "no unit is called 'zzzzzz'. Of this kind there are: sales, finance and "
         "operations. Other kinds of readers: role, party, leader and owner"),
        ("owner:", "owner: names nobody. Of this kind there are: sales-operations-manager. "
         "Other kinds of readers: role, unit, party and leader"),
    ],
)  # fmt: skip
def test_an_unknown_name_is_told_with_the_nearest(
    known: list[Audience], text: str, told: str
) -> None:
    with pytest.raises(UnknownAudience) as error:
        chosen(known, [text])
    assert str(error.value) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rol:clerk", "'rol:clerk' is no kind of reader; did you mean role? The kinds are role, "
         "unit, party, leader, owner"),
        ("inside-sales", "'inside-sales' is no kind of reader; write it as KIND:NAME, such as "
         "role:inside-sales. The kinds are role, unit, party, leader, owner"),
    ],
)  # fmt: skip
def test_an_unknown_kind_is_told_before_anything_is_read(text: str, told: str) -> None:
    with pytest.raises(UnknownAudience) as error:
        check_kind(text)
    assert str(error.value) == told


def test_where_nobody_is_of_a_kind_it_says_what_to_write(
    audited_text: Callable[..., Audit],
) -> None:
    found = audiences(houses_of(audited_text("process: One\nsteps:\n  only: {by: clerk}\n")))
    with pytest.raises(UnknownAudience, match="no owner is named in these files: write `owner:`"):
        chosen(found, ["owner"])
    with pytest.raises(UnknownAudience, match="write `units:`"):
        chosen(found, ["unit:sales"])
