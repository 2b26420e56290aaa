"""Room for large audits: what is looked through for garbage, and what is not."""

from __future__ import annotations

import gc
import weakref

import pytest

from cxaudit.run.room import kept, no_collecting, room


class Circle:
    """Garbage that only a search finds."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture(autouse=True)
def _thawed() -> object:
    yield
    gc.unfreeze()


@pytest.mark.parametrize("around", [no_collecting, room, kept])
def test_nothing_is_collected_meanwhile_and_then_it_is_as_before(around: object) -> None:
    assert gc.isenabled()
    with around():  # type: ignore[operator]
        assert not gc.isenabled()
    assert gc.isenabled()


def test_what_is_kept_is_not_looked_through() -> None:
    with kept():
        circle = Circle()
    told = weakref.ref(circle)
    del circle
    gc.collect()
    assert told() is not None


def test_the_next_time_it_is_for_it_may_be_kept_no_more() -> None:
    with kept():
        circle = Circle()
    told = weakref.ref(circle)
    del circle
    with kept():
        assert told() is None
