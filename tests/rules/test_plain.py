"""What is answered without the CEL library, held against the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.language.values import Calendar
from cxaudit.rules.checked import Beyond, Call, Literal, Variable, tree_of
from cxaudit.rules.expressions import LEXICONS, Known, fields_of, readers_of
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.plain import plain
from cxaudit.rules.rule import Rule
from tests.conftest import THOROUGH

WORDS = ["", "noun", "task", "decision", "customer", "worst", "gateway", "process", "é\n\"'", "S1"]
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "bool": st.booleans(),
    "int": st.integers(-3, 60),
    "double": st.one_of(
        st.sampled_from([0.0, -0.0, 1.0, 0.3, 480.0, 960.0, -2.5, float("inf"), float("nan")]),
        st.floats(allow_nan=True),
        st.integers(0, 5),  # a whole number where the model says float
    ),
    "string": st.sampled_from(WORDS),
    "list<string>": st.lists(st.sampled_from(WORDS), max_size=4),
    "list<list<string>>": st.lists(st.lists(st.sampled_from(WORDS), max_size=2), max_size=3),
}


@st.composite
def facts_of(draw: st.DrawFn, judge: str) -> dict[str, Any]:
    """The facts of one element by attribute, unknown ones among them."""
    attributes = {spec.alias or name: name for name, spec in JUDGES[judge].model_fields.items()}
    found = {}
    for name, known in fields_of(judge).items():
        value = VALUES[known.kind]
        found[attributes[name]] = draw(st.none() | value if known.optional else value)
    return found


def theirs(program: Any, judge: str, facts: dict[str, Any]) -> Any:
    """What the library answers; a text where it fails."""
    known = Known(judge, facts, tuple(readers_of(judge)))
    return program.eval(known.activation).plain_value()


def agree(text: str, judge: str, facts: dict[str, Any]) -> bool:
    """Hold an expression's plain answer against the library's; whether there was one."""
    program = LEXICONS.environment(judge).compile(text)
    answers = plain(tree_of(program.serialize()), readers_of(judge))
    answer = answers(facts) if answers is not None else None
    if answer is not None:
        assert answer is theirs(program, judge, facts), text
    return answer is not None


RULES = [form for rule in all_rules(built_in()).values() for form in rule.forms]


@pytest.mark.parametrize("judge", sorted({rule.judges for rule in RULES}))
@settings(deadline=None, max_examples=15)
@given(st.data())
def test_built_in_rules_are_answered_as_the_library_does(judge: str, data: st.DataObject) -> None:
    facts = data.draw(facts_of(judge))
    for rule in RULES:
        if rule.judges == judge:
            limits = rule.limits_for(None, Calendar())
            for expression in rule.expressions:
                hold(expression, rule, limits, facts)


def hold(expression: Any, rule: Rule, limits: Mapping[str, float], facts: dict[str, Any]) -> None:
    """Hold the answer of a rule's expression against the library's."""
    bound = expression._under(limits)
    answer = bound.plain(facts) if bound.plain is not None else None
    if answer is not None:
        bound.program = bound.program or expression._program_under(limits)
        assert answer is theirs(bound.program, rule.judges, facts), (rule.code, expression.text)


def test_nearly_all_built_in_conditions_are_plain_throughout() -> None:
    open_ = [
        rule.code for rule in RULES if rule.when.plainly(rule.limits_for(None, Calendar())) is None
    ]
    assert set(open_) <= {"BP008", "BP010", "SO210"}  # these go round a list


NAMES = ["held", "moment", "has_takes", "has_performer", "is_sign_off"]
NUMBERS = ["step.unlabelled", "step.line", "size(step.system)", "step.asks.size()", "0", "1", "-2"]
DOUBLES = ["step.takes", "step.shares_off", "step.takes * 2.0", "step.waits - step.takes", "480.0"]
TEXTS = ["step.kind", "step.performer", "'task'", '""', r"'é\n'"]
LISTS = ["step.system", "step.loop", "['task', 'noun']", "[]"]
# Loops, patterns, sums that overflow and divisions by zero are for the library alone.
BEYOND = [
    "step.system.exists(one, one == 'task')",
    "1 / size(step.system) > 0",
    "step.line / 0 == 1",
    "step.kind.startsWith('t')",
    "step.kind < step.performer",
    "step.system == step.loop",
    "9223372036854775807 + step.line > 0",
    "step.system[0] == 'task'",
    "in_words(step.kind, 'parties')",
]


def two(parts: list[str], operators: list[str]) -> st.SearchStrategy[str]:
    """Two of some parts, compared."""
    one = st.sampled_from(parts)
    return st.builds("{} {} {}".format, one, st.sampled_from(operators), one)


ATOMS = st.one_of(
    st.sampled_from([f"step.{name}" for name in NAMES]),
    st.sampled_from(["true", "false"]),
    two(NUMBERS, ["==", "!=", "<", "<=", ">", ">="]),
    two(DOUBLES, ["==", "!=", "<", "<=", ">", ">="]),
    two(TEXTS, ["==", "!="]),
    st.builds("{} in {}".format, st.sampled_from(TEXTS), st.sampled_from(LISTS)),
    st.sampled_from(BEYOND),
)
CONDITIONS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("!({})".format, inner),
        st.builds("({}) && ({})".format, inner, inner),
        st.builds("({}) || ({})".format, inner, inner),
        st.builds("(({}) && ({}) && ({}))".format, inner, inner, inner),
        st.builds("(({}) ? ({}) : ({}))".format, inner, inner, inner),
        st.builds("({}) == ({})".format, inner, inner),
    ),
    max_leaves=8,
)


@settings(deadline=None, max_examples=400 if THOROUGH else 150)
@given(CONDITIONS, facts_of("step"))
def test_any_condition_is_answered_as_the_library_does(text: str, facts: dict[str, Any]) -> None:
    agree(text, "step", facts)


STEP: dict[str, Any] = {
    **dict.fromkeys(JUDGES["step"].model_fields),
    **{"held": True, "system": [], "line": 3, "unlabelled": 0, "kind": "task", "loop": []},
}


@pytest.mark.parametrize(
    ("text", "plainly"),
    [
        ("step.held && step.line == 3", True),
        ("step.line / 0 == 1", False),
        ("step.line / 0 == 1 || step.held", True),  # true, whatever the other side is
        ("step.line / 0 == 1 && step.held", False),
        ("step.line / 0 == 1 && !step.held", True),
        ("!(step.line / 0 == 1 && !step.held)", False),
        ("step.system.exists(one, one == 'x') || step.kind == 'task'", True),
        ("step.system.exists(one, one == 'x')", False),
    ],
)
def test_what_is_plain(text: str, plainly: bool) -> None:
    assert agree(text, "step", STEP) is plainly


def test_the_tree_of_an_expression() -> None:
    program = LEXICONS.environment("step").compile("!step.held && step.line > -2")
    nothing, more = tree_of(program.serialize()).args  # type: ignore[union-attr]
    assert nothing == Call("logical_not", (Variable("step.held"),))
    assert more == Call("greater_int64", (Variable("step.line"), Literal(-2)))
    program = LEXICONS.environment("step").compile("step.system.exists(one, one == 'x')")
    assert tree_of(program.serialize()) == Beyond()
