"""The examples of rules, run as tests: `bad` must give the finding, `good` must not."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxaudit.infer.lexicon import enriched
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document, read_text
from cxaudit.language.values import slug
from cxaudit.rules.finding import Finding
from cxaudit.rules.loading import Fault, PackFile, load
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.rule import Rule

if TYPE_CHECKING:
    from cxaudit.run.audit import Audit

AS_OF = datetime.date(2026, 1, 15)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one example gave: the rule's findings, and a sentence where that is wrong."""

    code: str
    which: str
    findings: tuple[Finding, ...]
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule whose examples were run: what was wrong, in sentences; `untested` where the pack
    changes the rule and brings no examples for it."""

    pack: str
    rule: Rule
    wrong: tuple[str, ...] = ()
    untested: bool = False


def run_example(rule: Rule, which: str) -> Outcome:
    """Run the `bad` or `good` example of a rule, judged by that rule alone, opt-in or not."""
    case: dict[str, Any] = rule.examples[which]
    with tempfile.TemporaryDirectory() as folder:
        result = audit_example(rule, case, Path(folder))
        found = tuple(f for f in result.open_findings if f.code == rule.code)
        wrong = _wrong(rule, which, case, found, result)
    return Outcome(rule.code, which, found, wrong)


def audit_example(rule: Rule, case: dict[str, Any], folder: Path) -> Audit:
    """Lay the files of an example out in a folder and audit them by one rule, opt-in or not."""
    from cxaudit.run.audit import audit  # which who only reads about rules does not need

    rules = {rule.code: replace(rule, enabled=True)}
    files, day = example_files(case), day_of(case)
    (folder / "cxaudit.yaml").write_text("")
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    name = map_file(case)
    before = [read_text(case["before"], name)] if "before" in case else []
    result = audit([str(folder)], rules, day, before=before)
    if "map" in case and not result.files:
        # What discovery takes for no map is audited all the same where it is named.
        result = audit([str(folder / name)], rules, day, before=before)
    return result


def day_of(case: dict[str, Any]) -> datetime.date:
    """The day as of which an example is judged."""
    return datetime.date.fromisoformat(case["as-of"]) if "as-of" in case else AS_OF


def map_file(case: dict[str, Any]) -> str:
    """The file in which the map of an example lies."""
    return Path(case.get("file", "map.yaml")).name


def example_files(case: dict[str, Any]) -> dict[str, str]:
    """The files of an example by their paths, the map first; none of them leaves its folder."""
    found = {}
    if "map" in case:
        found[map_file(case)] = case["map"]
    if "organisation" in case:
        found["organisation.yaml"] = case["organisation"]
    if "scenario" in case:
        title = getattr(read_text(case["scenario"], "scenario.yaml").model, "whatif", "")
        found[f"scenarios/{slug(title)}.yaml"] = case["scenario"]
    for key, text in case.get("others", {}).items():
        found[f"{Path(key).name}.yaml"] = text
    return found


def _wrong(
    rule: Rule, which: str, case: dict[str, Any], found: tuple[Finding, ...], result: Audit
) -> str:
    if result.crashes:
        return f"the rule failed: {result.crashes[0].says}"
    if which == "good" and found:
        return f"the good example gives a finding: {found[0].says} ({found[0].path or 'the map'})"
    unreadable = "" if rule.judges == "problem" else _unreadable(result)
    if which == "bad" and not found:
        return f"the bad example gives no finding: {unreadable or _silent(rule, result)}"
    if unreadable:
        return f"the {which} example: {unreadable}"
    expected = case.get("expect")
    paths = [finding.path for finding in found]
    if expected is not None and sorted(expected) != sorted(paths):
        return f"expected findings at {_listed(expected)}, found {_listed(paths)}"
    return ""


def _listed(paths: list[str]) -> str:
    return ", ".join(path or "the whole file" for path in paths) or "none"


def _unreadable(result: Audit) -> str:
    """Why a file of an example gives no facts; empty where all do."""
    documents: list[tuple[Document, list[Problem]]] = [
        (a.document, a.problems) for a in result.analyses if a.study is None
    ]
    documents += [
        (e.document, e.document.problems) for e in result.estates if e.document and e.broken
    ]
    for document, problems in documents:
        for problem in problems:
            if problem.blocks:
                place = f"{Path(document.path).name}:{problem.span.line}:{problem.span.column}"
                return f"{place}: {problem.says}"
    return ""


def _silent(rule: Rule, result: Audit) -> str:
    """Why a rule is silent."""
    if rule.code in result.not_assessed:
        return "a fact that the rule names is unknown there"
    judged = sum(tally.assessed for tally in result.tallies.values())
    words = rule.judges.replace("_", "-")
    return f"its condition holds for none of {judged}" if judged else f"there is no {words} in it"


def run_pack(file: PackFile) -> tuple[list[Trial], list[Fault]]:
    """Run the examples of a pack, with the words it brings; its faults where it does not load."""
    loaded = load([file], all_rules(built_in()), alone=True)
    pack = next((pack for pack in loaded.packs if pack.path == file.shown), None)
    if pack is None or loaded.faults:
        return [], loaded.faults
    found = []
    with enriched(loaded.words):
        for rule in pack.rules:
            if rule.code in pack.own:
                outcomes = [run_example(rule, which) for which in ("bad", "good")]
                wrong = tuple(one.wrong for one in outcomes if one.wrong)
                found.append(Trial(pack.path, rule, wrong))
            elif rule.code in pack.changed:
                found.append(Trial(pack.path, rule, untested=True))
    return found, []
