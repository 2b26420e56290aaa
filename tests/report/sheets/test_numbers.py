"""Each number on a sheet is a fact that `cxaudit facts` prints, or a sum of such facts."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cxaudit.formats.facts import facts_json
from cxaudit.report import words
from cxaudit.report.sheets import Sheet, audiences, house_of, houses_of, sheet_of
from cxaudit.report.sheets.work import waited
from cxaudit.run.audit import Audit

from .reading import bars, figures, keys, panel, plain, rows

NAMES = (
    "volta-switchgear/as-is", "volta-switchgear/mended", "county-licence-office/as-is",
    "county-licence-office/mended", "hallmark-construction/as-is", "hallmark-construction/mended",
    "brightwrap-packaging/as-is", "brightwrap-packaging/mended",
    "northfield-building-products/as-is", "northfield-building-products/mended",
)  # fmt: skip


def _waited(minutes: float) -> str:
    return plain(waited(minutes))


class Read:
    """The sheets of an organisation beside its facts."""

    def __init__(self, audit: Audit) -> None:
        self.facts: dict[str, Any] = json.loads(facts_json(audit))
        self.houses = houses_of(audit)

    def sheets(self, kind: str) -> Iterator[Sheet]:
        """Every sheet of a kind."""
        for one in audiences(self.houses):
            if one.kind == kind:
                yield sheet_of(house_of(self.houses, one), one)

    def entry(self, table: str, key: str) -> dict[str, Any] | None:
        """What the organisation says of somebody, else the first map that does."""
        for entries in (self.facts.get(table, []), *(m[table] for m in self.facts["maps"])):
            for entry in entries:
                if entry["id"] == key:
                    found: dict[str, Any] = entry
                    return found
        return None

    def all(self, judge: str) -> list[dict[str, Any]]:
        """The facts of all maps."""
        return [entry for m in self.facts["maps"] for entry in m[judge]]


@pytest.fixture(params=NAMES, scope="module")
def read(request: pytest.FixtureRequest, audited: Callable[..., Audit]) -> Read:
    return Read(audited(f"process_maps/{request.param}"))


def test_roles(read: Read) -> None:
    for sheet in read.sheets("role"):
        role = sheet.audience.id
        steps = [
            s for s in read.all("steps") if s["performer"] == role and s["performer_kind"] == "role"
        ]
        gates = [g for g in read.all("sign_offs") if role in g["approvers"]]
        told = figures(sheet)
        met = sum(s["is_touch_point"] for s in steps)
        assert f"{met} of {len(steps)}" in told.values()
        label = "sign-off that you give" if len(gates) == 1 else "sign-offs that you give"
        assert told[label] == str(len(gates))
        known = [s["exposure"] for s in steps if s["exposure"] is not None]
        waits = [value for label, value in told.items() if "waits for you" in label]
        assert waits == ([_waited(sum(known))] if known else [])
        facts = read.entry("roles", role)
        if facts and facts["exposure"] is not None and facts["place"] == "organisation" and waits:
            assert waits == [_waited(facts["exposure"])]


def test_units(read: Read) -> None:
    for sheet in read.sheets("unit"):
        facts = read.entry("units", sheet.audience.id)
        waits = [value for label, value in figures(sheet).items() if "customer waiting" in label]
        if facts and facts["exposure"] is not None and waits:
            assert waits == [_waited(facts["exposure"])]
        if "waiting" in keys(sheet):
            by: dict[tuple[str, str], float] = {}
            for m in read.facts["maps"]:
                for s in m["steps"]:
                    if s["unit"] == sheet.audience.id:
                        key = (m["map"]["path"], s["performer"])
                        by[key] = by.get(key, 0.0) + (s["exposure"] or 0.0)
            told = set(bars(sheet, "waiting").values())
            assert told <= {_waited(minutes) for minutes in by.values()}


def test_steps_wait_as_long_as_their_facts_say(read: Read) -> None:
    for sheet in read.sheets("role"):
        if "work" not in keys(sheet):
            continue
        by_name: dict[str, set[str]] = {}
        for s in read.all("steps"):
            told = "not stated" if s["exposure"] is None else _waited(s["exposure"])
            told = "not for this" if s["exposure"] == 0 else told
            by_name.setdefault(words.capital(words.lower(s["does"])), set()).add(told)
        for row in rows(sheet, "work"):
            assert row[-2] in by_name[row[0].removesuffix(" ★")]


def test_sign_offs(read: Read) -> None:
    known: dict[str, list[dict[str, Any]]] = {}
    for gate in read.all("sign_offs"):
        known.setdefault(words.capital(words.lower(gate["does"])), []).append(gate)
    for sheet in read.sheets("role"):
        for key, place in (("given", 2), ("awaited", 3)):
            for row in rows(sheet, key):
                rates = [gate["rejects"] for gate in known[row[0]]]
                assert row[place] in [
                    "not stated" if rate is None else words.percent(rate) for rate in rates
                ]


def test_parties(read: Read) -> None:
    for sheet in read.sheets("party"):
        party = sheet.audience.id
        met = [t for t in read.all("touch_points") if t["party"] == party]
        told = figures(sheet)
        assert told[next(label for label in told if "they are met" in label)] == str(len(met))
        silences = [
            r["silence"]
            for r in read.all("requests")
            if r["silence_party"] == party and r["silence"] is not None
        ]
        if silences:
            day = read.facts["maps"][0]["map"]["calendar_day"]
            assert told["longest silence"] == plain(words.span(max(silences), day))
        asked = [r for r in read.all("requests") if r["from"] == party and r["promise"]]
        late = sum(r["time"] is not None and r["time"] > r["promise"] for r in asked)
        promised = [value for label, value in told.items() if re.search("promises? cannot", label)]
        assert promised == ([str(late)] if asked else [])


def test_owners(read: Read) -> None:
    for sheet in read.sheets("owner"):
        maps = [m for m in read.facts["maps"] if sheet.audience.id in m["map"]["owners"]]
        label = "map of yours" if len(maps) == 1 else "maps of yours"
        assert figures(sheet)[label] == str(len(maps))
        by_title = {(r["title"], m["map"]["title"]): r for m in maps for r in m["requests"]}
        for row in rows(sheet, "figures"):
            those = [r for (title, _map), r in by_title.items() if title == row[0]]
            expected = {
                "not stated" if r["expected"] is None else words.amount(r["expected"])
                for r in those
            }
            worst = {
                "not stated" if r["worst"] is None else words.amount(r["worst"]) for r in those
            }
            assert row[-2] in expected and row[-1] in worst


def test_leaders(read: Read) -> None:
    for sheet in read.sheets("leader"):
        routines = [r for r in read.facts.get("routines", []) if sheet.audience.id in r["by"]]
        told = figures(sheet)
        if routines:
            done = sum(r["turns_missed"] is not None and r["turns_missed"] <= 2 for r in routines)
            assert told["routines of yours done in their time"] == f"{done} of {len(routines)}"
        if "units" in keys(sheet):
            units = {u["id"]: u for u in read.facts.get("units", [])}
            own = [u for u in units.values() if u["head"] == sheet.audience.id]
            assert len(rows(sheet, "units")) >= min(len(own), 2)


def test_findings_are_counted_as_the_audit_has_them(read: Read) -> None:
    for sheet in (*read.sheets("owner"), *read.sheets("role")):
        shown = rows(sheet, "findings")
        title = panel(sheet, "findings").title
        counts = [int(part.split()[0]) for part in title.partition(": ")[2].split(", ") if part]
        note = panel(sheet, "findings").note
        left = int(note.split()[0]) if note else 0
        assert sum(counts) == len(shown) + left
