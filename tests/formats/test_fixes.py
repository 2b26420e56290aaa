"""What clears a finding, in every format that shows it: a sentence, and replacements in SARIF."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from cxaudit.change.fixes.fix import spliced
from cxaudit.formats.registry import FORMATS
from cxaudit.language.spans import Lines
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.discover import Found, discover
from cxaudit.run.fixing import fix_paths
from cxaudit.run.proposals import proposals
from tests.change.generate_yaml import written
from tests.change.test_fixes import HEAD, SAFE, UNSAFE
from tests.formats.test_sarif import validator

AS_OF = datetime.date(2026, 1, 15)
CODES = ("ST001", "ST002", "ST006", "TP101", "OW301", "OW302", "SO201")
RULES = {code: rule for code, rule in active(all_rules(built_in())).items() if code in CODES}
SLIP = HEAD + "  ask: {does: Hand the key to the customer, by: desk, taeks: 24h}\n"


def judge(found: Found) -> Audit:
    return audit_found(found, RULES, AS_OF)


def audited(folder: Path, text: str | bytes, monkeypatch: pytest.MonkeyPatch) -> Audit:
    monkeypatch.chdir(folder)
    Path("map.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return judge(discover(["map.yaml"]))


def replaced(text: str, fixes: list[dict[str, Any]]) -> str:
    """A text after the replacements of fixes in SARIF, as an editor makes them all: those of a fix
    that touches what another one did are left for the next check."""
    lines, places = Lines(text), []
    found = []
    for fix in fixes:
        (change,) = fix["artifactChanges"]
        mine = []
        for one in change["replacements"]:
            region = one["deletedRegion"]
            start, end = (
                lines.starts[region[f"{side}Line"] - 1] + region[f"{side}Column"] - 1
                for side in ("start", "end")
            )
            mine.append((start, end, one.get("insertedContent", {}).get("text", "")))
        found.append(mine)
    for mine in sorted(found):
        if not any(a <= end and start <= b for a, b, _ in places for start, end, _ in mine):
            places += mine
    for start, end, new in sorted(places, reverse=True):
        text = text[:start] + new + text[end:]
    return text


@pytest.mark.parametrize("name", [*SAFE, *UNSAFE])
@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_replacements_of_sarif_are_what_fix_writes(
    name: str, eol: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines, _ = SAFE.get(name) or UNSAFE[name]
    text = ("# 𝛼e\u0301 of vans\n" + HEAD + lines).replace("\n", eol)
    result = audited(tmp_path, b"\xef\xbb\xbf" + text.encode(), monkeypatch)
    log = json.loads(FORMATS["sarif"](result))
    assert validator().is_valid(log)
    fixes = [fix for one in log["runs"][0]["results"] for fix in one.get("fixes", [])]
    how = "(--fix)" if name in SAFE else "(--unsafe-fixes)"
    fixes = [fix for fix in fixes if fix["description"]["text"].endswith(how)]
    first, *_ = fix_paths(["map.yaml"], name in UNSAFE, judge, write=False).rounds
    assert replaced(text, fixes) == spliced(text, first) != text


@pytest.mark.parametrize("seed", range(12))
def test_proposals_are_what_the_first_round_tries(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every finding that a fix is kept for was told it, in the words of that fix."""
    result = audited(tmp_path, written(seed, faults=True).text, monkeypatch)
    told = [says for some in proposals(result).values() for one in some for says in one.says]
    first = fix_paths(["map.yaml"], True, judge, write=False).rounds[:1]
    assert {fix.says for fixes in first for fix in fixes} <= set(told)
    FORMATS["json"](result)
    assert all(one.fix is None or one.code in CODES for one in result.findings)
    assert bool(told) == any(one.fix for one in result.findings)


def test_a_sentence_says_what_to_write_and_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = audited(tmp_path, SLIP, monkeypatch)
    said = "write `takes` for `taeks` (--fix)"
    (entry,) = json.loads(FORMATS["json"](result))["findings"]
    assert entry["fix"] == said
    assert f"\n    fix      {said}\n" in FORMATS["text"](result)
    for name in ("jsonl", "junit", "github"):
        assert said in FORMATS[name](result), name


def test_a_guess_is_told_from_what_is_certain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = audited(tmp_path, SLIP.replace("taeks", "takes"), monkeypatch)
    FORMATS["text"](result)
    said = {finding.code: finding.fix for finding in result.findings}
    assert said == {
        "TP101": "write `with: customer` at ask (--fix)",
        "ST006": "write 1d for 24h (--unsafe-fixes)",
    }


def test_several_findings_of_one_element_have_a_fix_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = "  ask: {by: desk, next: [wash-vna-one, wash-vna-two]}\n"
    steps += "  wash-van-one: {by: desk, end: done}\n  wash-van-two: {by: desk, end: done}\n"
    result = audited(tmp_path, HEAD + steps, monkeypatch)
    FORMATS["text"](result)
    fixes = [finding.fix for finding in result.findings if finding.code == "ST002"]
    assert fixes == [f"write `wash-van-{n}` for `wash-vna-{n}` (--fix)" for n in ("one", "two")]


def test_what_is_suppressed_or_cannot_be_fixed_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waived = SLIP.replace("taeks: 24h", "takes: 5m, allow: {TP101: a kiosk does it}")
    result = audited(tmp_path, waived, monkeypatch)
    FORMATS["text"](result)
    assert [(f.code, f.suppressed, f.fix) for f in result.findings] == [
        ("TP101", "a kiosk does it", None)
    ]
    assert '"fixes"' not in FORMATS["sarif"](result)
