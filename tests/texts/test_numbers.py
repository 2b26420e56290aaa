"""Numbers, durations and lists as each language writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.report import words
from cxaudit.report.blueprint.words import silence_words
from cxaudit.rules.templates import fill, template_of
from cxaudit.texts import numbers
from cxaudit.texts.catalogue import speaking

THIN = "\u202f"
NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [
        (3, "3", "3"),
        (3.78, "3.78", "3,78"),
        (1234.5, "1234.5", "1234,5"),
        (12345.6, "12345.6", f"12{THIN}345,6"),
        (-1234567, "-1234567", f"-1{THIN}234{THIN}567"),
        (0.1, "0.1", "0,1"),
    ],
)
def test_a_number(value: float, english: str, german: str) -> None:
    assert numbers.number(value) == english
    with speaking("de"):
        assert numbers.number(value) == german


@given(st.floats(min_value=0, max_value=1e9).map(lambda value: round(value, 2)))
def test_a_number_is_read_back_as_it_was_told(value: float) -> None:
    assert numbers.value_of(numbers.number(value)) == value
    with speaking("de"):
        assert numbers.value_of(numbers.number(value)) == value


@pytest.mark.parametrize("text", ["not known", "", "≤ 3", "1.2.3", "3 to 4"])
def test_what_is_no_number_has_no_value(text: str) -> None:
    assert numbers.value_of(text) is None


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [
        (0.5, "<1 min", "<1 min"),
        (40, "40 min", "40 min"),
        (210, "3.5 h", "3,5 h"),
        (480, "1 d", "1 Tag"),
        (3540, "7.4 d", "7,4 Tage"),
    ],
)
def test_a_duration_and_its_unit_hold_together(minutes: float, english: str, german: str) -> None:
    assert words.span(minutes) == english.replace(" ", NBSP)
    with speaking("de"):
        assert words.span(minutes) == german.replace(" ", NBSP)


def test_shares_have_a_space_before_the_sign_where_the_language_wants_one() -> None:
    assert [words.percent(x) for x in (0.0001, 0.062, 0.54, 0.9999)] == [
        "<0.1%", "6.2%", "54%", "99.9%",
    ]  # fmt: skip
    with speaking("de"):
        assert words.percent(0.062) == f"6,2{NBSP}%"


@pytest.mark.parametrize(
    ("count", "noun", "english", "german"),
    [
        (0, "sign-off", "no sign-offs", "keine Freigaben"),
        (1, "sign-off", "one sign-off", "eine Freigabe"),
        (3, "step", "three steps", "drei Schritte"),
        (1, "step", "one step", "ein Schritt"),
        (0, "party", "no parties", "keine Beteiligten"),
        (2, "party", "two parties", "zwei Beteiligte"),
        (12, "map", "12 maps", "12 Karten"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, noun: str, english: str, german: str) -> None:
    assert words.counted(count, noun) == english
    with speaking("de"):
        assert words.counted(count, noun) == german


def test_labels_keep_their_capital_in_a_language_that_writes_nouns_with_one() -> None:
    assert words.lower("Angebot schreiben") == "angebot schreiben"
    with speaking("de"):
        assert words.lower("Angebot schreiben") == "Angebot schreiben"


def test_silence_in_full() -> None:
    assert silence_words(3540, 480) == f"7.4{NBSP}days of silence"
    with speaking("de"):
        assert silence_words(3540, 480) == f"7,4{NBSP}Tage Schweigen"


def test_what_a_rule_says_is_filled_in_the_language_even_where_it_has_no_translation() -> None:
    template = template_of("{request.title} takes {request.time:duration}, {request.share:percent}",
                           "request")  # fmt: skip
    values = {"title": "Small order", "time": 3540.0, "share": 0.255}
    assert fill(template, "request", values, {}) == "Small order takes 7.4 d, 25.5%"
    with speaking("de"):
        assert fill(template, "request", values, {}) == "Small order takes 7,4 Tage, 25,5 %"


def test_lists_end_with_the_word_for_and() -> None:
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    with speaking("de"):
        assert words.listed(["a", "b", "c"]) == "a, b und c"
        assert words.listed(list("abcdefgh")) == "a, b, c, d, e, f und 2 weitere"
