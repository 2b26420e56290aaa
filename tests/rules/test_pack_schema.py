"""The schema of packs against what is read in one."""

from __future__ import annotations

import pytest
from jsonschema import Draft7Validator

from cxaudit.rules import cases, entries, packs
from cxaudit.rules.packs import read_pack
from cxaudit.rules.schema import EXAMPLE, PACK, RULE, pack_schema
from cxaudit.rules.skeletons import skeleton
from tests.language.schema.seen import seen

VALIDATOR = Draft7Validator(pack_schema())
RULES = """rules: Key shop
KEY01:
  name: key-waits
  judges: step
  when: step.waits > limits.longest
  limits: {longest: 2d}
  profiles: {service-desk: {longest: 4h}}
  severity: {error: step.waits > 2 * limits.longest, warning: "true"}
  says: {step.is_touch_point: They wait, "true": It waits}
  why: Nobody gets in without a key.
  instead: Cut it while they wait.
  needs: times
  heuristics: triage
  examples:
    bad: {map: "process: Keys", expect: steps/cut, as-of: 2026-01-15}
    good: "process: Keys"
"""


def told(text: str) -> list[str]:
    """Everything that a validator says, to the innermost."""
    found = list(VALIDATOR.iter_errors(seen(text)))
    for error in found:
        found += error.context or []
    return [error.message for error in found]


def test_it_knows_the_keys_that_are_read() -> None:
    assert set(PACK) == set(packs.KEYS)
    assert set(RULE) == set(entries.KEYS)
    assert set(EXAMPLE) == set(cases.PARTS)


def test_a_rule() -> None:
    assert told(RULES) == []


@pytest.mark.parametrize("judge", ["step", "request", "problem", "organisation"])
def test_a_pack_that_cxaudit_begins(judge: str) -> None:
    assert told(skeleton("KEY01", "key-waits", judge, "keys.yaml")) == []


@pytest.mark.parametrize(
    "text",
    [
        "rules: Ours",
        "rules: Ours\nextends: [built-in, ../ours.yaml]\ndisable: SO206\nenable: [X03]",
        "rules: Ours\nSO207: off\nSO206: No\nX03: true",
        "rules: Ours\nSO201: {limits: {sign_offs: 3}, severity: info}",
        "rules: Ours\nSO201: {profiles: {regulated: {simple: 3}}, mandatory: yes}",
        "rules: Ours\nlexicons: words.yaml",
        "rules: Ours\nlexicons: {en: {parties: [holder], contact: {high: [ping]}}, de: {mine: [x]}}",
        "rules: Ours\nlexicons: {language: nl, parties: [klant]}",
    ],
)
def test_what_a_pack_may_say(text: str) -> None:
    assert read_pack(text, "ours.yaml").problems == [] or "SO" in text or "X03" in text
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("about: nothing", "'rules' is a required property"),
        ("rules: Ours\nSO1: off", "'SO1' does not match"),
        ("rules: Ours\nextend: [x]", "'extend' does not match"),
        ("rules: Ours\nSO201: {limit: {sign_offs: 3}}", "'limit' was unexpected"),
        ("rules: Ours\nSO201: {severity: grave}", "'grave' is not"),
        ("rules: Ours\nSO201: {needs: time}", "'time' is not one of"),
        ("rules: Ours\nSO201: {profiles: {desk: {simple: 3}}}", "'desk' is not one of"),
        ("rules: Ours\nSO201: {limits: {sign_offs: many}}", "'many'"),
        ("rules: Ours\nSO201: perhaps", "'perhaps'"),
        ("rules: Ours\nKEY01: {judges: step, when: x}", "is a dependency of 'judges'"),
        ("rules: Ours\nlexicons: {xx: {parties: [klant]}}", "'xx' is not one of"),
        (RULES.replace("judges: step", "judges: steps"), "'steps'"),
        (RULES.replace("triage", "triaje"), "'triaje'"),
        (RULES.replace("good:", "goood:"), "'goood' was unexpected"),
    ],
)
def test_what_a_pack_cannot_say(text: str, says: str) -> None:
    assert any(says in one for one in told(text)), told(text)
