"""The maps that ship: the stories' faults are found as they are, and gone where they were mended."""

from __future__ import annotations

import datetime
from collections import Counter
from pathlib import Path

import pytest

from cxaudit.run.audit import Audit, audit

DAY = datetime.date(2026, 11, 22)
ORGANISATIONS = [
    "volta-switchgear",
    "hallmark-construction",
    "brightwrap-packaging",
    "county-licence-office",
    "northfield-building-products",
]


def of(maps: Path, *parts: str) -> Audit:
    result = audit([str(maps.joinpath(*parts))], as_of=DAY)
    assert not result.failures and not result.crashes
    return result


def codes(result: Audit) -> Counter[str]:
    return Counter(finding.code for finding in result.open_findings)


def test_quote_to_order_as_it_is_says_each_thing_once(maps: Path) -> None:
    found = of(maps, "volta-switchgear", "as-is", "quote-to-order.yaml")
    count = codes(found)
    for code in ("SO204", "RE703", "SO206", "CU505", "TP105", "ME606", "RE701"):
        assert count[code] == 1, code
    parties = {f.path.split("/")[-1] for f in found.open_findings if f.code == "CU501"}
    assert parties == {"distributor", "design-engineer", "installer"} and count["CU501"] == 3
    assert sum(count.values()) < 45
    assert not count["SO201"] and not count["SO203"], "absorbed by SO204"
    easy = next(f for f in found.open_findings if f.code == "SO204")
    assert easy.requests == ["repeat-order", "simple-quote"] and easy.severity == "error"
    assert easy.path == "steps/take-request", "where the types should part"


def test_five_sentences_yield_the_sign_offs_the_owner_and_the_questions(maps: Path) -> None:
    found = of(maps, "county-licence-office", "as-is", "licence-renewal.yaml")
    count = codes(found)
    assert {"SO202", "SO208", "OW302"} <= set(count)
    graded = Counter(f.severity for f in found.open_findings)
    assert graded["warning"] + graded["error"] < 10
    assert {f.code for f in found.open_findings if f.severity == "info"} >= {"SO209", "RE706"}


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_mended_maps_have_no_error_and_at_most_three_warnings(
    maps: Path, organisation: str
) -> None:
    graded = Counter(f.severity for f in of(maps, organisation, "mended").open_findings)
    assert not graded["error"]
    assert graded["warning"] <= 3


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_what_is_left_of_a_mended_map_is_little_and_explained(
    maps: Path, organisation: str
) -> None:
    left = [f for f in of(maps, organisation, "mended").open_findings if f.code[0] != "X"]
    assert sum(f.severity == "info" for f in left) < 12
    for finding in left:
        if finding.severity == "warning":
            lines = Path(finding.file).read_text().split("\n")
            comments = [line for line in lines if line.lstrip().startswith("# ")]
            assert any(finding.code in line for line in comments), (finding.file, finding.code)


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_mended_maps_still_hold_some_months_later(maps: Path, organisation: str) -> None:
    later = audit([str(maps / organisation / "mended")], as_of=datetime.date(2027, 2, 28))
    assert sum(f.severity == "warning" for f in later.open_findings) <= 3


def test_every_map_says_who_draws_it_and_why(maps: Path) -> None:
    bare = [
        path.relative_to(maps).as_posix()
        for path in sorted(maps.rglob("*.yaml"))
        if not path.read_text().startswith("# ")
    ]
    assert bare == ["county-licence-office/as-is/licence-renewal.yaml"], "five sentences, no more"


@pytest.mark.parametrize(
    ("organisation", "expected"),
    [
        ("hallmark-construction", {"CU501", "CU505", "TP103", "OW301", "SO206", "ME606"}),
        ("brightwrap-packaging", {"RE701", "RE702", "RE703", "SO204", "ME606"}),
        ("northfield-building-products", {"ME602", "ME605", "ME606", "TP103", "CU505"}),
        ("volta-switchgear", {"SO203", "SO214", "FL408", "TP110"}),
        ("county-licence-office", {"FL409", "TP104", "OW304"}),
    ],
)
def test_the_stories_are_found_as_they_are(
    maps: Path, organisation: str, expected: set[str]
) -> None:
    assert expected <= set(codes(of(maps, organisation, "as-is")))


def test_the_influencers_of_a_building_are_never_met(maps: Path) -> None:
    found = of(maps, "hallmark-construction", "as-is").open_findings
    forgotten = {f.path.split("/")[-1] for f in found if f.code == "CU501"}
    assert {"hvac-design-engineer", "electrical-design-engineer"} <= forgotten


def test_every_finding_has_a_place_and_a_fingerprint_of_its_own(maps: Path) -> None:
    found = of(maps).findings
    assert len({(f.file, f.fingerprint) for f in found}) == len(found)
    for finding in found:
        lines = Path(finding.file).read_text().split("\n")
        assert 1 <= finding.span.line <= len(lines)
        assert finding.span.column <= len(lines[finding.span.line - 1]) + 1
        assert "{" not in finding.says and "unknown" not in finding.says


def test_the_same_input_gives_the_same_findings(maps: Path) -> None:
    first, second = of(maps), of(maps)
    assert [f.as_json() for f in first.findings] == [f.as_json() for f in second.findings]
