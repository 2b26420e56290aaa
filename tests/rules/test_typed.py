"""The types of shipped conditions are known beforehand, as the library finds them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxaudit.infer.data import rules_folder
from cxaudit.language.values import Calendar
from cxaudit.rules import typed as module
from cxaudit.rules.checked import Beyond, Call, Listing, Literal, Tree, Variable, tree_of
from cxaudit.rules.expressions import Expression, Vocabulary
from cxaudit.rules.packs import built_in
from cxaudit.rules.rule import Rule
from cxaudit.rules.typed import all_typed, read_tree, typed, with_values, written_tree

RULES = [form for pack in built_in() for rule in pack.rules for form in rule.forms]


def test_the_file_is_what_the_library_says_today() -> None:
    known = (rules_folder() / "conditions.json").read_text(encoding="utf-8")
    assert known == all_typed(), "python -m cxaudit.rules.typed writes it anew"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.code}-{rule.judges}")
def test_a_tree_with_its_limits_is_that_of_the_text_with_its_limits(rule: Rule) -> None:
    for profile in [None, *rule.profiles]:
        limits = rule.limits_for(profile, Calendar())
        for expression in rule.expressions:
            known = typed(expression.judge, expression.text)
            assert known is not None
            slots = {
                f"limits.{kind}_{number}": int(limits[name]) if kind == "int" else limits[name]
                for number, (name, kind) in enumerate(known.limits.items())
            }
            program = expression._program_under(limits)
            assert with_values(known.tree, slots) == tree_of(program.serialize())


def test_a_condition_that_does_not_ship_is_typed_by_the_library() -> None:
    text = "step.takes > limits.long && step.takes < 1000"
    assert typed("step", text) is None
    assert Expression(text, "step").limits == {"long": "double"}


def test_a_pack_with_words_of_its_own_asks_the_library() -> None:
    shipped = RULES[0].when
    own = Expression(shipped.text, shipped.judge, Vocabulary({}))
    assert own.limits == shipped.limits
    assert own._program is not None


@pytest.mark.parametrize("text", [None, "", "{broken"])
def test_without_the_file_the_library_is_asked(
    text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "conditions.json"
    if text is not None:
        place.write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "_file", lambda: place)
    module._shipped.cache_clear()
    try:
        assert typed(RULES[0].judges, RULES[0].when.text) is None
        own = Expression(RULES[0].when.text, RULES[0].judges)
        assert own.limits == RULES[0].when.limits
    finally:
        module._shipped.cache_clear()


def test_a_tree_can_be_written_and_read() -> None:
    tree: Tree = Call(
        "in_list",
        (Variable("step.kind"), Listing((Literal("task"), Literal(2), Literal(0.5), Beyond()))),
    )
    assert read_tree(json.loads(json.dumps(written_tree(tree)))) == tree
    assert with_values(
        Listing((Variable("limits.double_0"),)), {"limits.double_0": 2.0}
    ) == Listing((Literal(2.0),))
