"""The examples of rules, run as tests: `bad` must give the finding, `good` must not."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxaudit.language.read import read_text
from cxaudit.language.values import name as slug
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import audit

AS_OF = datetime.date(2026, 1, 15)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one example gave: the rule's findings, and a sentence where that is wrong."""

    code: str
    which: str
    findings: tuple[Finding, ...]
    wrong: str = ""


def run_example(rule: Rule, which: str) -> Outcome:
    """Run the `bad` or `good` example of a rule, judged by that rule alone."""
    case: dict[str, Any] = rule.examples[which]
    as_of = case.get("as-of")
    day = datetime.date.fromisoformat(as_of) if as_of else AS_OF
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "cxaudit.yaml").write_text("")
        name = case.get("file", "map.yaml")
        for key, text in case.get("others", {}).items():
            (root / f"{key}.yaml").write_text(text, encoding="utf-8")
        if "organisation" in case:
            (root / "organisation.yaml").write_text(case["organisation"], encoding="utf-8")
        if "map" in case:
            (root / name).write_text(case["map"], encoding="utf-8")
        if "scenario" in case:
            (root / "scenarios").mkdir()
            title = read_text(case["scenario"], "scenario.yaml").model.whatif
            (root / "scenarios" / f"{slug(title)}.yaml").write_text(
                case["scenario"], encoding="utf-8"
            )
        before = [read_text(case["before"], name)] if "before" in case else []
        result = audit([folder], {rule.code: rule}, day, before=before)
        named = [str(root / name)] if "map" in case and not result.files else []
        if named:
            result = audit(named, {rule.code: rule}, day, before=before)
    found = tuple(f for f in result.open_findings if f.code == rule.code)
    return Outcome(rule.code, which, found, _wrong(rule, which, case, found, result.crashes))


def _wrong(
    rule: Rule, which: str, case: dict[str, Any], found: tuple[Finding, ...], crashes: list[Any]
) -> str:
    if crashes:
        return f"the rule failed: {crashes[0].says}"
    if which == "good" and found:
        return f"the good example gives a finding: {found[0].says}"
    if which == "bad" and not found:
        return "the bad example gives no finding"
    expected = case.get("expect")
    paths = [finding.path for finding in found]
    if expected is not None and sorted(expected) != sorted(paths):
        return f"expected findings at {', '.join(expected)}, found {', '.join(paths) or 'none'}"
    return ""
