"""Words that choose rules: the closest word counts, mandatory rules stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.cli.options import Confidence, Preset
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.rules.policy import CONFIDENCES
from cxaudit.rules.reference import presets
from cxaudit.rules.selection import Choice, Selector, choose, hint, selector

RULES = all_rules(built_in())
MANDATORY = {"ST001", "ST002"}
WORDS = ["SO201", "SO20", "SO", "Sign-offs", "too-many-sign-offs", "X01", "FL4", "all", "default"]


def words(*texts: str) -> tuple[Selector, ...]:
    found = [selector(text, RULES) for text in texts]
    assert all(found)
    return tuple(one for one in found if one is not None)


def chosen(*choices: Choice) -> set[str]:
    return set(choose(RULES, choices).codes)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("SO201", {"SO201"}),
        ("so201", {"SO201"}),
        ("too-many-sign-offs", {"SO201"}),
        ("SO20", {f"SO20{n}" for n in range(1, 10)}),
        ("X", {f"X0{n}" for n in range(1, 7)}),
        ("all", set(RULES)),
        ("default", set(active(RULES))),
    ],
)
def test_a_word_is_a_code_a_name_a_beginning_or_a_family(text: str, codes: set[str]) -> None:
    (one,) = words(text)
    assert one.codes == codes


def test_families_are_called_as_their_packs_are() -> None:
    for family in {rule.family for rule in RULES.values()}:
        for text in (family, family.lower(), family.lower().replace(" ", "-")):
            (one,) = words(text)
            assert one.codes == {code for code, r in RULES.items() if r.family == family}


@pytest.mark.parametrize(
    ("text", "near"),
    [("SO2001", "SO201"), ("too-many-signoffs", "too-many-sign-offs"), ("Sign-ofs", "Sign-offs")],
)
def test_a_word_that_means_nothing_has_a_nearest_one(text: str, near: str) -> None:
    assert selector(text, RULES) is None and hint(text, RULES) == near


def test_without_a_choice_all_but_opt_in_rules_are_judged() -> None:
    assert chosen() == chosen(Choice(preset=presets()["recommended"])) == set(active(RULES))


def test_presets() -> None:
    correct = choose(RULES, [Choice(preset=presets()["correctness"])])
    assert correct.codes == {
        "ST001", "ST002", "FL401", "FL402", "FL403", "FL404", "SO212", "TP105",
    }  # fmt: skip
    assert correct.least == {"TP105": "error"}
    assert chosen(Choice(preset=presets()["strict"])) == set(RULES)
    assert [one.value for one in Preset] == list(presets())
    assert [one.value for one in Confidence] == list(CONFIDENCES)


def test_a_rule_named_beside_a_preset_is_told_in_every_severity() -> None:
    both = Choice(preset=presets()["correctness"], extend=words("TP105"))
    assert choose(RULES, [both]).least == {}


def test_the_closest_word_counts_whatever_the_order() -> None:
    choice = Choice(select=words("SO"), ignore=words("SO201"), extend=words("FL401"))
    assert chosen(choice) == {c for c in RULES if c[:2] == "SO"} - {"SO201"} | {"FL401"} | MANDATORY
    choice = Choice(select=words("SO201"), ignore=words("Sign-offs"))
    assert chosen(choice) == {"SO201"} | MANDATORY
    choice = Choice(select=words("SO201"), ignore=words("SO201"))
    assert chosen(choice) == MANDATORY


def test_what_begins_anew_forgets_what_was_chosen_before_and_the_rest_changes_it() -> None:
    first = Choice(preset=presets()["strict"], ignore=words("SO"))
    assert chosen(first, Choice(select=words("SO201"))) == {"SO201"} | MANDATORY
    assert chosen(first, Choice(extend=words("SO201"))) == chosen(first) | {"SO201"}
    assert chosen(first, Choice(ignore=words("X"))) == {c for c in chosen(first) if c[0] != "X"}


@given(
    st.lists(st.sampled_from(WORDS), max_size=4),
    st.lists(st.sampled_from(WORDS), max_size=4),
)
def test_mandatory_rules_stay_and_order_does_not_matter(on: list[str], off: list[str]) -> None:
    codes = chosen(Choice(select=words(*on), ignore=words(*off)))
    assert codes >= MANDATORY
    assert codes == chosen(Choice(select=words(*reversed(on)), ignore=words(*reversed(off))))
    assert codes <= MANDATORY.union(*(one.codes for one in words(*on)))
