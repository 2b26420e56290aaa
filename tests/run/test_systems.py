"""The page of systems: every code it names is found in the file beside it, and no row is missing."""

from __future__ import annotations

import datetime
import re
from functools import cache
from pathlib import Path

import pytest

from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import audit
from cxaudit.run.examples import run_example
from tests.conftest import MAPS, ROOT

DAY = datetime.date(2026, 11, 22)
PAGE = ROOT / "docs" / "systems.md"
EXAMPLE = "example"

# What each row must name, by its number: the rules that detect the absence or failure.
CODES = {
    1: "SO201 SO202 SO203 SO204 SO205 SO206 SO207 SO208 SO209 SO211 SO214",
    2: "FL408 TP105",
    3: "RE703 SO210",
    4: "CU504 CU505 FL407",
    5: "SO203 SO204",
    6: "FL409 OW304 TP103 TP104",
    7: "OR801 OW301 OW302 OW303 OW306",
    8: "FL409",
    9: "FL401 FL402 FL403 FL404 FL410 ST001 ST002 ST003 ST004 ST005 ST006 TP110",
    10: "CU501",
    11: "CU502",
    12: "CU502 X01",
    13: "CU503 ME604",
    14: "ME610",
    15: "OR809 OW307",
    16: "CU507 RE703 TP109",
    17: "TP101",
    18: "TP102 TP107",
    19: "TP103",
    20: "ME609",
    21: "SO213 TP105 TP106",
    22: "CU506",
    23: "TP111",
    24: "TP106",
    25: "FL405 ME610 TP107 TP108",
    26: "CU503 TP102",
    27: "CU505",
    28: "CU505",
    29: "CU504",
    30: "ME604 ST005",
    31: "CH903 CH904 CH905",
    32: "ME601",
    33: "ME603 OR804",
    34: "OR804",
    35: "ME603 ME604 ME607",
    36: "ME602",
    37: "CU503 ME604",
    38: "ME605 ME606",
    39: "ME605",
    40: "ME608",
    41: "OR805",
    42: "RE709",
    43: "ME607",
    44: "ME609 OR803",
    45: "ME609 X02",
    46: "ME604",
    47: "OR801 OR802",
    48: "OR803",
    49: "RE701",
    50: "RE702 RE704",
    51: "RE706 RE707",
    52: "RE708",
    53: "RE703 RE704 SO210",
    54: "OR807",
    55: "RE705",
    56: "OR802",
    57: "OR802",
    58: "OR802",
    59: "OR805",
    60: "OR806",
    61: "OW305",
    62: "FL406 OW305",
    63: "ME611",
    64: "OR807",
    65: "OR808",
    66: "CH901",
    67: "CH903",
    68: "CH904",
    69: "CH903",
    70: "CH902",
    71: "CH905 ME605 ME607",
    72: "CH906 ST004 ST005",
}

_ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
_SHOWN = re.compile(r"((?:[A-Z]+\d+, )*[A-Z]+\d+): (?:\[[^\]]+\]\(([^)]+)\)|(the bad example) of)")


@cache
def page() -> dict[int, dict[str, str]]:
    """By row: each code with the file that shows it, below `process_maps/`, or `example`."""
    rows: dict[int, dict[str, str]] = {}
    for number, _, shown in _ROW.findall(PAGE.read_text(encoding="utf-8")):
        assert int(number) not in rows, f"row {number} stands twice"
        rows[int(number)] = {}
        for codes, link, _ in _SHOWN.findall(shown):
            file = str((PAGE.parent / link).resolve().relative_to(MAPS)) if link else EXAMPLE
            rows[int(number)].update(dict.fromkeys(codes.split(", "), file))
    return rows


@cache
def found_in(organisation: str) -> frozenset[tuple[str, str]]:
    """(code, file) of the open findings of an organisation as it is, by all rules, opt-in ones too."""
    result = audit([str(MAPS / organisation / "as-is")], all_rules(built_in()), DAY)
    assert not result.failures and not result.crashes
    return frozenset(
        (finding.code, str(Path(finding.file).relative_to(MAPS)))
        for finding in result.open_findings
    )


def test_every_row_is_there_with_its_codes() -> None:
    assert {number: " ".join(sorted(shown)) for number, shown in page().items()} == CODES


@pytest.mark.parametrize("number", CODES)
def test_a_row_is_shown_by_its_files(number: int) -> None:
    files = {code: file for code, file in page()[number].items() if file != EXAMPLE}
    assert files, "a map that ships shows one code of the row at least"
    for code, file in files.items():
        organisation, folder, *_ = Path(file).parts
        assert folder == "as-is" and (MAPS / file).is_file(), file
        assert (code, file) in found_in(organisation), f"{code} is not found in {file}"


def test_what_no_map_shows_is_shown_by_the_example_of_its_rule() -> None:
    rules = all_rules(built_in())
    codes = {code for row in page().values() for code, file in row.items() if file == EXAMPLE}
    assert codes == {"ST001"}, "keep these few"
    for code in codes:
        outcome = run_example(rules[code], "bad")
        assert outcome.findings and not outcome.wrong, outcome.wrong


def test_a_rule_for_everything_that_is_named() -> None:
    assert {code for row in page().values() for code in row} <= set(all_rules(built_in()))
