"""The examples of every built-in rule: the bad one gives the finding, the good one does not."""

from __future__ import annotations

import pytest

from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.examples import run_example

RULES = all_rules(built_in())
PROMISED = """ST001 ST002 ST006 TP101 TP102 TP103 TP104 TP105 TP110 SO201 SO202 SO203 SO204 SO205 SO206
SO207 SO208 SO209 SO212 SO213 OW301 OW302 OW303 OW304 FL401 FL403 FL404 FL405 FL406 FL407 FL408 CU501
CU504 CU505 ME601 ME602 ME605 ME606 RE701 RE702 RE703 RE704 RE706"""


def test_the_catalogue_holds_what_it_promises() -> None:
    assert set(PROMISED.split()) <= set(RULES)
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


@pytest.mark.parametrize("code", RULES)
@pytest.mark.parametrize("which", ["bad", "good"])
def test_examples(code: str, which: str) -> None:
    outcome = run_example(RULES[code], which)
    assert not outcome.wrong, f"{code} {which}: {outcome.wrong}"


@pytest.mark.parametrize("code", RULES)
def test_what_absorbs_and_what_a_rule_says_is_there_for_people(code: str) -> None:
    rule = RULES[code]
    assert rule.about and rule.family
    assert len(rule.why.split()) > 5 and len(rule.instead.split()) > 3
