"""A witness proves its finding: without one of its steps the finding goes, or is another one."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.analysis.view import View
from cxaudit.language.read import read_text
from cxaudit.rules.finding import Finding
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.policy import Policies
from cxaudit.rules.rule import Rule
from cxaudit.run.discover import discover
from cxaudit.run.estate import Estate
from cxaudit.run.examples import day_of, example_files, map_file
from cxaudit.run.judging import Court
from cxaudit.run.load import load
from cxaudit.run.scenarios import Atlas, try_out

RULES = all_rules(built_in())
# Rules whose witness a map alone cannot show: two maps, an earlier version, the whole organisation.
BESIDE_THE_MAP = {
    "element",
    "clone",
    "role",
    "unit",
    "measure",
    "routine",
    "change",
    "group",
    "organisation",
}


def told(rule: Rule, estate: Estate, day: datetime.date) -> list[Finding]:
    court = Court(Policies.of_rules({rule.code: rule}), day)
    court.judge_estate(estate)
    return court.findings


def key(finding: Finding) -> tuple[object, ...]:
    return finding.path, finding.says, tuple(finding.witness)


def proofs(rule: Rule, folder: Path) -> list[tuple[str, bool]]:
    """Each step of the witnesses in the bad example that can be taken out, and whether the finding
    that it proved goes with it."""
    case = rule.examples["bad"]
    name, day = map_file(case), day_of(case)
    (folder / "cxaudit.yaml").write_text("")
    for path, text in example_files(case).items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    loaded = load(discover([str(folder)]))
    atlas, view = Atlas(loaded), View(day, tuple(loaded.scenarios))
    map_id = Path(name).stem
    found = []
    for step in read_text(case["map"], name).model.steps:
        text = f"whatif: without\nof: {map_id}\nedits:\n  - drop: '{step}'\n"
        trial = try_out(read_text(text, str(folder / "without.yaml")), atlas, view)
        if trial.before is None or trial.after is None:
            continue  # it leads several ways, or no map would be left
        after = {key(finding) for finding in told(rule, trial.after, day)}
        for finding in told(rule, trial.before, day):
            if step in finding.witness:
                found.append((step, key(finding) not in after))
    return found


@pytest.mark.parametrize("code", [c for c, r in RULES.items() if r.judges not in BESIDE_THE_MAP])
def test_without_a_step_of_its_witness_a_finding_goes_or_changes(code: str, tmp_path: Path) -> None:
    rule = RULES[code]
    case = rule.examples["bad"]
    if rule.judges == "problem" or "map" not in case or "before" in case:
        pytest.skip("its bad example is no map that can be studied without what lies beside it")
    kept = [step for step, gone in proofs(rule, tmp_path) if not gone]
    assert not kept, f"{code} says the same without {', '.join(kept)}"


def test_most_rules_have_a_witness_that_can_be_put_to_the_test(tmp_path: Path) -> None:
    tested = 0
    for code, rule in RULES.items():
        case = rule.examples["bad"]
        if rule.judges in BESIDE_THE_MAP | {"problem"} or "map" not in case or "before" in case:
            continue
        (tmp_path / code).mkdir()
        tested += bool(proofs(rule, tmp_path / code))
    assert tested >= 40
