"""For whom there are sheets: everybody that the files name, each with a name of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cxaudit.report.build import build
from cxaudit.report.parts import HousePart
from cxaudit.report.sheets import Audience, audiences, house_of, houses_of
from cxaudit.run.audit import Audit, audit

from ..conftest import ROOT

MAP = """
process: Permit
owner: chief
leader: mayor
customers: [builder]
steps:
  take: {by: clerk, with: builder via phone}
  check: {by: surveyor, in: Register}
  sign: {sign-off: [chief, deputy]}
  print: {by: Register}
  send: {by: clerk, with: builder via mail}
"""


def _names(found: list[Audience], kind: str) -> list[str]:
    return [one.id for one in found if one.kind == kind]


def test_a_map_without_an_organisation_names_its_own_people(
    audited_text: Callable[..., Audit],
) -> None:
    found = audiences(houses_of(audited_text(MAP)))
    assert _names(found, "role") == ["clerk", "surveyor", "chief", "deputy", "mayor"]
    assert _names(found, "party") == ["builder"]
    assert _names(found, "owner") == ["chief"]
    assert _names(found, "leader") == ["mayor"]
    assert _names(found, "unit") == []


def test_systems_and_parties_are_no_roles(audited_text: Callable[..., Audit]) -> None:
    roles = _names(audiences(houses_of(audited_text(MAP))), "role")
    assert "register" not in roles and "builder" not in roles


def test_an_organisation_names_heads_and_its_top_as_leaders(
    audited: Callable[..., Audit],
) -> None:
    found = audiences(houses_of(audited("process_maps/volta-switchgear/as-is")))
    assert _names(found, "leader") == [
        "chief-executive", "sales-director", "finance-director", "operations-director"
    ]  # fmt: skip
    assert _names(found, "unit") == ["sales", "finance", "operations"]
    assert _names(found, "owner") == ["sales-operations-manager"]


def test_names_say_the_house_where_there_are_several(audited: Callable[..., Audit]) -> None:
    houses = houses_of(audited("process_maps/volta-switchgear"))
    found = [one for one in audiences(houses) if one.id == "inside-sales"]
    assert [one.name for one in found] == [
        "role-volta-switchgear-as-is-inside-sales",
        "role-volta-switchgear-mended-inside-sales",
    ]
    assert [house_of(houses, one).prefix for one in found] == [one.home for one in found]


def test_no_two_names_are_alike(audited: Callable[..., Audit]) -> None:
    names = [one.name for one in audiences(houses_of(audited("process_maps")))]
    assert len({name.lower() for name in names}) == len(names)


def test_names_that_have_no_letters_are_told_apart(audited_text: Callable[..., Audit]) -> None:
    text = "process: Signs\nsteps:\n  a: {by: 木}\n  b: {by: 林}\n  c: {by: '&'}\n"
    found = audiences(houses_of(audited_text(text)))
    names = {one.id: one.name for one in found}
    assert len(set(names.values())) == 3 and all(n.startswith("role-") for n in names.values())
    alone = audiences(houses_of(audited_text("process: Signs\nsteps:\n  a: {by: 林}\n")))
    assert [one.name for one in alone] == [names["林"]], (
        "a sheet keeps its name when a role is added"
    )


def test_anchors_are_those_of_the_report(audited: Callable[..., Audit]) -> None:
    found = audited("process_maps/volta-switchgear", "process_maps/county-licence-office/as-is")
    parts = build(found).parts
    houses = houses_of(found)
    assert [p.prefix for p in parts if isinstance(p, HousePart)] == [h.prefix for h in houses]
    maps = [c.prefix for house in houses for c in house.maps]
    assert maps == [p.prefix for p in parts if not isinstance(p, HousePart)]


def test_an_organisation_without_maps_has_readers(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text(
        "organisation: Alone\nparties: {guest: {kind: buyer}}\nroles: {boss: {level: 1}}\n"
    )
    found = audiences(houses_of(audit([str(tmp_path)])))
    assert [(one.kind, one.id) for one in found] == [
        ("role", "boss"), ("party", "guest"), ("leader", "boss")
    ]  # fmt: skip


def test_bpmn_names_its_lanes(corpora: Path) -> None:
    file = corpora / "bpi2020" / "models" / "declaration_documents.bpmn"
    found = audiences(houses_of(audit([str(file)])))
    assert _names(found, "role")
    assert all(one.title for one in found)


def test_nothing_has_no_readers() -> None:
    assert audiences([]) == []
    assert ROOT.exists()
