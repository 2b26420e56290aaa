"""The sentence: plain, exact, one and several told apart."""

from __future__ import annotations

from typing import Any

import pytest

from cxaudit.change.diff.english import inside, matters, names, parties, plural, the
from cxaudit.change.diff.wording import sentence
from tests.change.diff.helper import compared


@pytest.mark.parametrize(
    ("title", "text", "many"),
    [
        ("design engineer", "design engineers", True),
        ("purchasing agent", "purchasing agents", True),
        ("design engineers", "design engineers", True),
        ("family", "families", True),
        ("person", "person", False),
        ("police", "police", True),
        ("finance", "finance", False),
        ("council", "council", False),
        ("HMRC", "HMRC", False),
        ("Dr. Mayer", "Dr. Mayer", False),
        ("planning department", "planning department", False),
        ("boss", "boss", False),
    ],
)
def test_parties(title: str, text: str, many: bool) -> None:
    found = parties(title)
    assert (found.text, found.many) == (text, many)
    assert parties(title, english=False).text == title


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Repeat order", "Repeat orders"),
        ("Short delivery", "Short deliveries"),
        ("Ticket", "Tickets"),
        ("Lorry", "Lorry"),
        ("The same again", "The same again"),
        ("The same with a change", "The same with a change"),
        ("Every request", "Every request"),
        ("Orders", "Orders"),
    ],
)
def test_request_types(title: str, text: str) -> None:
    assert matters(title) == text
    assert matters("Nachbestellung", english=False) == "Nachbestellung"


def test_small_words() -> None:
    assert [the(t) for t in ("sales director", "marketing", "Anna", "yard foreman")] == [
        "the sales director",
        "marketing",
        "Anna",
        "the yard foreman",
    ]
    assert [inside(t) for t in ("Repeat order", "HVAC order", "")] == [
        "repeat order",
        "HVAC order",
        "",
    ]
    assert names([]) == "" and names(list("abcdef")) == "a, b, c, d and two more"
    assert [plural(n) for n in ("party", "day", "inch", "child")] == [
        "parties",
        "days",
        "inches",
        "children",
    ]


def shop(**more: Any) -> dict[str, Any]:
    """A small shop; `steps` are added before the last one."""
    steps = {
        "take-order": {"by": "clerk", "with": "buyer via phone", "takes": "10m"},
        **more.pop("steps", {}),
        "send-parcel": {"by": "driver", "with": "buyer via visit", "takes": "1h"},
    }
    return {
        "process": "Shop",
        "customers": ["buyer"],
        **{"owner": "shop-lead", **more},
        "steps": steps,
    }


TYPES = {"repeat-order": {"share": "60%"}, "custom-order": {"share": "40%"}}
ASK = {"with": "neighbour via phone", "by": "clerk", "takes": "0m"}


def gate(waits: str = "2d", **more: Any) -> dict[str, Any]:
    return {"sign-off": "boss", "waits": waits, **more}


def asked(count: int) -> dict[str, Any]:
    return {f"ask-{number}": {**ASK, "does": f"Ask number {number}"} for number in range(count)}


def typed(**more: Any) -> dict[str, Any]:
    return shop(requests=TYPES, **more)


CASES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (shop(), shop(steps={"a": gate()}), "Every request: one more sign-off, 2 d longer."),
    (shop(steps={"a": gate(), "b": gate()}), shop(),
     "Every request: no sign-off any more (two before), 4 d shorter."),
    (shop(), shop(steps={"a": gate(**{"sign-off": ["boss", "head"]})}),
     "Every request: two more sign-offs, 2 d longer."),
    (typed(), typed(steps={"a": gate(**{"for": "repeat-order"})}),
     "Repeat orders: one more sign-off, 2 d longer."),
    (typed(), typed(steps={"a": gate()}), "Every request: one more sign-off, 2 d longer."),
    (typed(), typed(steps={"a": gate(**{"for": "repeat-order"}), "b": {"waits": "1d"}}),
     "Repeat orders: one more sign-off, 3 d longer; custom orders: 1 d longer."),
    (shop(steps={"a": {"by": "clerk", "waits": "40m"}}), shop(steps={"a": {"by": "clerk"}}),
     "Every request: how long it takes is not known any more."),
    (shop(steps={"a": {"by": "clerk"}}), shop(steps={"a": {"by": "clerk", "waits": "40m"}}),
     "Every request: time expected 1.8 h, not known before."),
    (shop(steps=asked(1)), shop(), "Neighbours lose their only contact."),
    (shop(steps=asked(2)), shop(), "Neighbours lose both contacts."),
    (shop(steps=asked(3)), shop(), "Neighbours lose all three contacts."),
    (shop(steps=asked(3)), shop(steps=asked(1)), "Neighbours lose two of three contacts."),
    (shop(), shop(steps=asked(1)), "Neighbours get their first contact."),
    (shop(steps=asked(1)), shop(steps=asked(2)), "Neighbours get one more contact."),
    (shop(), shop(owner=[]), "Nobody answers for the process any more."),
    (shop(owner=[]), shop(), "The shop lead answers for the process now."),
    (shop(), shop(owner="boss"), "Boss answers for the process instead of the shop lead."),
    (shop(), typed(), "Requests are told apart now."),
    (typed(), shop(), "Requests are told apart no longer."),
    (shop(requests={"a": {}}), shop(requests={"a": {}, "b": {}}),
     "B is a kind of request of its own now."),
    (shop(), shop(note="seen"), "Nothing changes for customers."),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "says"), CASES, ids=[says for *_, says in CASES])
def test_sentences(before: dict[str, Any], after: dict[str, Any], says: str) -> None:
    assert sentence(compared(before, after)) == says
