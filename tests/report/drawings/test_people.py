"""The sponsorship spine and the influence picture, from the facts of an organisation."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.report.drawings.net import Net
from cxaudit.report.drawings.pictures import Order, Pictures, pictures
from cxaudit.run.audit import audit

ORGANISATION = """
organisation: Acme
parties:
  buyer: {kind: buyer, key: true, affected-by: [order]}
  planner: {kind: influencer, influences: buyer}
roles:
  director: {level: 1}
  manager: {level: 2, reports-to: director}
  clerk: {level: 3, reports-to: manager}
  lawyer: {level: 2}
changes:
  faster:
    sponsors: [director, clerk, lawyer]
    advocates: [manager]
    groups: {clerk: {importance: 5, effect: 4}}
"""
MAP = "process: Order\nsteps:\n  take: {by: clerk, with: buyer via phone}\n"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    (tmp_path / "order.yaml").write_text(MAP)
    return tmp_path


def _drawn(house: Path, what: str) -> Pictures:
    return pictures(audit([str(house)], rules={}), Order(what))  # type: ignore[arg-type]


def _net(found: Pictures) -> Net:
    assert not found.failures
    (picture,) = found.drawn
    assert picture.net is not None
    return picture.net


def test_a_spine_shows_who_stands_for_a_change_and_who_does_not(house: Path) -> None:
    net = _net(_drawn(house, "spine"))
    states = {node.id: (node.kind, node.notes) for node in net.nodes}
    assert states["director"] == ("present", ())
    assert states["manager"] == ("missing", ("advocate",))
    assert states["clerk"][0] == "present" and "importance 5 of 5" in states["clerk"][1]
    assert states["lawyer"] == ("present", ("leads none of the groups",))
    assert {(a.source, a.target) for a in net.arrows} == {
        ("director", "manager"),
        ("manager", "clerk"),
    }
    assert "one level above them without a sponsor" in " ".join(net.notes)


def test_who_influences_whom_and_who_is_never_met(house: Path) -> None:
    net = _net(_drawn(house, "influence"))
    kinds = {node.id: node.kind for node in net.nodes}
    assert kinds == {"buyer": "met", "planner": "unmet"}
    assert [(a.source, a.target) for a in net.arrows] == [("planner", "buyer")]
    assert net.notes == ("Acme.", "Two parties; one of them never met.")


@pytest.mark.parametrize(
    ("what", "text", "says"),
    [
        ("spine", "organisation: Acme\n", "write it under `changes`"),
        ("influence", "organisation: [", "cannot be read"),
        ("spine", None, "has no organisation file"),
    ],
)
def test_what_is_not_there_is_told_with_the_way_out(
    house: Path, what: str, text: str | None, says: str
) -> None:
    if text is None:
        (house / "organisation.yaml").unlink()
    else:
        (house / "organisation.yaml").write_text(text)
    found = _drawn(house, what)
    assert not found.drawn
    assert says in found.failures[0].says
