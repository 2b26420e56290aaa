"""The schemas against the reader: what it accepts validates, what it refuses for its keys does not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from jsonschema.exceptions import best_match

from cxaudit.language.read import read_text
from cxaudit.language.schema import map_schema, organisation_schema, scenario_schema
from cxaudit.rules.packs import built_in
from cxaudit.rules.schema import pack_schema
from tests.change.generate_yaml import written
from tests.conftest import MAPS, ROOT
from tests.language.schema.seen import seen

SCHEMAS = {
    "process": map_schema(),
    "organisation": organisation_schema(),
    "whatif": scenario_schema(),
    "rules": pack_schema(),
}
VALIDATORS = {kind: Draft7Validator(schema) for kind, schema in SCHEMAS.items()}
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
FENCED = re.compile(r"^```yaml\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FILES = sorted(MAPS.rglob("*.yaml"))


def faults(text: str) -> list[str]:
    """What a validator finds in a file."""
    kind = read_text(text, "").kind
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message}"
        for error in VALIDATORS[kind].iter_errors(seen(text))
    ]


def examples() -> Iterator[tuple[str, str]]:
    """Every file in the examples of the rules that ship, by rule and part."""
    for pack in built_in():
        for rule in pack.rules:
            for which, case in rule.examples.items():
                for part, text in case.items():
                    if part in ("map", "organisation", "scenario", "before"):
                        yield f"{rule.code}-{which}-{part}", text
                for key, text in case.get("others", {}).items():
                    yield f"{rule.code}-{which}-{key}", text


class TestSchemas:
    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_a_schema_is_one_of_its_draft(self, kind: str) -> None:
        Draft7Validator.check_schema(SCHEMAS[kind])

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_every_key_says_what_it_means(self, kind: str) -> None:
        def silent(schema: Any, place: str) -> Iterator[str]:
            if isinstance(schema, dict):
                for key, value in schema.get("properties", {}).items():
                    if not str(value.get("description", "")).strip().endswith((".", ")")):
                        yield f"{place}/{key}"
                for key, value in schema.items():
                    yield from silent(value, f"{place}/{key}")
            elif isinstance(schema, list):
                for value in schema:
                    yield from silent(value, place)

        assert list(silent(SCHEMAS[kind], "")) == []

    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_every_reference_leads_somewhere(self, kind: str) -> None:
        text = json.dumps(SCHEMAS[kind])
        named = {part.split('"')[0] for part in text.split('"#/definitions/')[1:]}
        assert named == set(SCHEMAS[kind]["definitions"])


class TestFilesThatAreRead:
    @pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_maps_that_ship(self, path: Path) -> None:
        assert faults(path.read_text()) == []

    @pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.yaml")), ids=lambda p: p.stem)
    def test_packs_that_ship(self, path: Path) -> None:
        assert faults(path.read_text()) == []

    def test_examples_of_rules(self) -> None:
        count = 0
        for name, text in examples():
            document = read_text(text, name)
            if document.readable:
                count += 1
                assert faults(text) == [], name
        assert count > 150

    def test_examples_in_the_documentation(self) -> None:
        blocks = [block for path in DOCS for block in FENCED.findall(path.read_text())]
        ours = [block for block in blocks if read_text(block, "").kind]
        readable = [b for b in ours if read_text(b, "").readable or seen(b).get("about")]
        assert len(readable) > 100
        assert {block: told for block in readable if (told := faults(block))} == {}

    @settings(deadline=None, max_examples=100)
    @given(seed=st.integers(0, 1_000_000), fault=st.booleans())
    def test_generated_maps(self, seed: int, fault: bool) -> None:
        text = written(seed, fault).text
        document = read_text(text, "generated.yaml")
        told = faults(text)
        if document.readable:
            assert told == []
        if any(problem.kind == "unknown-key" for problem in document.problems):
            assert told != []


class TestUnknownKeys:
    """Wherever the reader knows the keys, a key that it does not know is refused by the schema too."""

    @pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
    def test_in_every_mapping_of_the_maps_that_ship(self, path: Path) -> None:
        text = path.read_text()
        kind = read_text(text, "").kind
        whole = seen(text)
        for mapping in list(_mappings(whole)):
            mapping["colour"] = "blue"
            document = read_text(json.dumps(whole), "")
            refused = any(problem.kind == "unknown-key" for problem in document.problems)
            valid = VALIDATORS[kind].is_valid(whole)
            del mapping["colour"]
            if refused:
                assert not valid, mapping

    def test_the_way_there_is_told(self) -> None:
        text = "process: Keys\nsteps: {cut: {by: clerk, taeks: 5m}}"
        error = best_match(VALIDATORS["process"].iter_errors(seen(text)))
        assert error is not None and "'taeks' was unexpected" in error.message


def _mappings(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        yield data
    for value in (
        data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    ):
        yield from _mappings(value)


def step(says: str) -> str:
    return f"process: Keys\nsteps:\n  cut: {{{says}}}\n  end-of-it:\n"


class TestForms:
    @pytest.mark.parametrize(
        "says",
        [
            "next: end-of-it",
            "next: end lost",
            "next: [end-of-it, cut]",
            "next: {yes 70%: end-of-it, no: end lost}",
            "next: {yes: {to: end-of-it, share: 0.7, for: [a], when: always}, no: {end: lost}}",
            "next: {yes: end-of-it, no: cut}, split: some, join: ALL",
            "with: customer via phone",
            "with: {party: customer, via: [phone, email]}",
            "with: [customer via phone, {party: agent}]",
            "with: nobody",
            "sign-off: boss",
            "sign-off: [boss, head]",
            "sign-off: {any-of: [boss, head]}",
            "sign-off: {all-of: boss}",
            "sign-off: no",
            "sign-off: boss, rejects: 3%, else: cut",
            "sign-off: boss, rejects: {share: 0.03, of: 120}, else: cut",
            "at-most: 2d",
            "at-most: 3 times",
            "at-most: twice",
            "if-late: cut",
            "if-late: {after: 2d, next: cut, share: 5%}",
            "if-wrong: cut",
            "if-wrong: {does: Call, by: desk, with: customer via phone, up-to: 50 EUR, within: 1d}",
            "asks: size",
            "asks: [size, {what: colour, standard: by name}]",
            "asks: ",
            "moment: Yes, commits: off, advocacy: true",
            "impact: {customer: +1, perception: -2, relationship: 0}",
            "takes: 10m to 2h, waits: 1d 4h, promise: 1-3d, within: 2 weeks",
            "allow: {SO201: agreed, SO202: {reason: pilot, until: 2027-01-31}, OW301: }",
            "end: ",
            "end: 1.10",
            "does: 12, note: true, by: 7",
            "name: Cut the key",
            "for: any, by: , takes: , owner: ",
        ],
    )
    def test_every_form_of_a_step(self, says: str) -> None:
        text = step(says)
        if "for: any" in says:
            text += "requests: {any: {share: 1}}\n"
        assert [p.says for p in read_text(text, "").problems if p.family == "invalid"] == []
        assert faults(text) == []

    @pytest.mark.parametrize(
        "says",
        [
            "next: []",
            "next: {}",
            "next: {yes: [cut]}",
            "next: {yes: {share: 20%}}",
            "next: {yes: {to: cut, colour: blue}}",
            "with: ",
            "with: {via: phone}",
            "sign-off: {some-of: [boss]}",
            "sign-off: []",
            "rejects: often",
            "rejects: 130%",
            "takes: 5",
            "takes: soon",
            "waits: [1d]",
            "at-most: some times",
            "impact: {customer: 3}",
            "impact: {custmer: 1}",
            "join: some",
            "split: all",
            "moment: perhaps",
            "commits: 1",
            "does: [a, b]",
            "does: ",
            "end: [lost]",
            "allow: SO201",
            "allow: {SO201: {until: 2027-01-31, because: x}}",
            "colour: blue",
        ],
    )
    def test_what_a_step_cannot_say(self, says: str) -> None:
        text = step(says)
        assert not read_text(text, "").readable
        assert faults(text) != []

    @pytest.mark.parametrize(
        "text",
        [
            "process: Keys\nsteps: [Clerk cuts the key, 'Clerk: hands it over']",
            "process: 12\nsteps: [{id: 1, name: Cut, owner: Clerk, next: 2, type: task}, {id: 2}]",
            "process: Keys\nsteps: [{name: Cut, takes: , with: '', owner: Clerk}]",
            "process: Keys\nsteps: {cut: , give: }\nstages: {All: cut, End: {from: give}}",
            "process: Keys\nsteps: {cut: }\nmeasures: [nps]\nfeedback: [survey]",
            "process: Keys\nsteps: {cut: }\nrequests: {a: {volume: 40/d}, b: {volume: 3 / week}}",
            "process: Keys\nsteps: {cut: }\ncalendar: {day: 7.5h, week: 4d}\nbudget: {worst: 2}",
            "organization: Shop\nparties: {customer: buyer, agent: Partner, other: }",
            "organisation: Shop\nsystems: [till]\npolicies: {returns: 30 days, x: {binds: desk}}",
            "organisation: Shop\nrewards: {boss: nps, desk: [nps], x: {measures: nps, kind: pay}}",
            "organisation: Shop\nroles: {desk: {may: {refund: up to 5 EUR}, people: 2.5, level: 3}}",
            "organisation: Shop\nchanges: {new: {phases: [a, {b: c}], groups: [desk]}}",
            "organisation: Shop\nfeedback: {s: {unhappy: Call them, counts: {praise: 3}}}",
            "whatif: x\nof: keys\nedits: [drop: a, drop: [a, b], {add: {c: }, after: b}]",
            "whatif: x\nof: keys\nedits: [change: {a: {takes: null, does: ~, waits: 1d}}]",
            "whatif: x\nof: keys\nedits: [route: {at: a, small: b, large: {to: c, share: 1}}]",
        ],
    )
    def test_forms_of_files(self, text: str) -> None:
        assert read_text(text, "").readable
        assert faults(text) == []

    @pytest.mark.parametrize(
        "text",
        [
            "process: Keys",
            "process: Keys\nsteps: []",
            "process: Keys\nsteps: {}",
            "process: Keys\nsteps: [{owner: Clerk}]",
            "process: Keys\nsteps: {cut: }\nrequests: {a: {share: 60}}",
            "process: Keys\nsteps: {cut: }\nreviewed: last week",
            "organisation: Shop\nparties: {customer: byer}",
            "organisation: Shop\nparties: customer",
            "organisation: Shop\nroles: {desk: {level: top}}",
            "organisation: Shop\nrole: {}",
            "whatif: x\nedits: []",
            "whatif: x\nof: keys\nedits: [{drop: a, add: {b: }}]",
            "whatif: x\nof: keys\nedits: [{drop: a, after: b}]",
            "whatif: x\nof: keys\nedits: [route: {at: a}]",
            "whatif: x\nof: keys\nedits: [change: {a: {colour: blue}}]",
        ],
    )
    def test_what_files_cannot_say(self, text: str) -> None:
        assert not read_text(text, "").readable
        assert faults(text) != []


PIECES = [
    "0", "1", "2.5", "100", "3 000", " ", "h", "D", "min", "Weeks", "hours", " to ", "–", "-", ",",
    "and", "%", "/", ".", "+", "e3", "yes", "No", "ON", "true", "x", "times", "once", "Twice",
    "2026-01-31", "buyer", "User", "survey",
]  # fmt: skip
PLACES = {
    "duration": "process: K\nsteps: {a: {takes: VALUE}}",
    "share": "process: K\nsteps: {a: }\nrequests: {r: {share: VALUE}}",
    "volume": "process: K\nsteps: {a: }\nrequests: {r: {volume: VALUE}}",
    "truth": "process: K\nsteps: {a: {moment: VALUE}}",
    "at-most": "process: K\nsteps: {a: {at-most: VALUE}}",
    "impact": "process: K\nsteps: {a: {impact: {customer: VALUE}}}",
    "day": "process: K\nsteps: {a: }\nreviewed: VALUE",
    "number": "process: K\nsteps: {a: }\nbudget: {worst: VALUE}",
    "calendar": "process: K\nsteps: {a: }\ncalendar: {day: VALUE}",
    "next": "process: K\nsteps: {a: {next: VALUE}}",
    "whole": "organisation: K\nroles: {a: {level: VALUE}}",
    "word": "organisation: K\nparties: {a: {kind: VALUE}}",
}


@settings(deadline=None, max_examples=400)
@given(
    place=st.sampled_from(sorted(PLACES)),
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=5),
    quoted=st.booleans(),
)
def test_a_value_that_is_read_validates(place: str, pieces: list[str], quoted: bool) -> None:
    value = "".join(pieces)
    bare = not quoted and "," not in value and not value.startswith(("%", "-", " "))
    text = PLACES[place].replace("VALUE", value.strip() if bare else f'"{value}"')
    if read_text(text, "").readable:
        assert faults(text) == []
