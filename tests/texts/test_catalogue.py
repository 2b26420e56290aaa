"""A language is a folder of catalogues: who speaks it, what a text becomes, what is refused."""

from __future__ import annotations

from gettext import NullTranslations
from threading import Thread

import pytest

from cxaudit.texts.catalogue import (
    UnknownLanguage,
    _,
    language,
    languages,
    marked,
    ngettext,
    pgettext,
    speaking,
)


def test_english_is_spoken_where_nobody_says_otherwise() -> None:
    assert language() == "en"
    assert _("Sign-offs") == "Sign-offs"
    assert ngettext("{n} step", "{n} steps", 2) == "{n} steps"


def test_german_is_spoken_within_and_no_longer_after() -> None:
    with speaking("de"):
        assert language() == "de"
        assert _("Sign-offs") == "Freigaben"
        assert ngettext("{n} day", "{n} days", 1) == "{n} Tag"
        assert ngettext("{n} day", "{n} days", 3) == "{n} Tage"
    assert _("Sign-offs") == "Sign-offs"


def test_one_word_for_two_things_is_told_apart_by_its_context() -> None:
    with speaking("de"):
        assert _("no") == "nein"
        assert pgettext("a count", "no") == "keine"


def test_a_text_that_a_catalogue_lacks_stays_as_it_is_written() -> None:
    with speaking("de"):
        assert _("said nowhere in the report") == "said nowhere in the report"


def test_an_empty_text_is_not_the_head_of_the_catalogue() -> None:
    with speaking("de"):
        assert _("") == ""


def test_marking_a_text_changes_nothing() -> None:
    with speaking("de"):
        assert marked("Sign-offs") == "Sign-offs"


@pytest.mark.parametrize("code", ["de", "DE", "de-AT", "de_CH"])
def test_a_region_is_not_looked_at(code: str) -> None:
    with speaking(code):
        assert language() == "de"


@pytest.mark.parametrize("code", ["fr", "", "../en", "de/..", "xx-de"])
def test_an_unknown_language_is_refused_and_those_there_are_are_named(code: str) -> None:
    with pytest.raises(UnknownLanguage, match="there are en, de"), speaking(code):
        raise AssertionError("nothing is said in a language that is not known")
    assert language() == "en"


def test_english_is_among_the_languages_though_it_has_no_catalogue() -> None:
    assert languages() == ("en", "de")


def test_a_catalogue_of_ones_own_can_be_spoken() -> None:
    class Loud(NullTranslations):
        def gettext(self, message: str) -> str:
            return message.upper()

    with speaking(Loud()):
        assert _("Sign-offs") == "SIGN-OFFS"


def test_what_one_thread_speaks_is_not_heard_in_another() -> None:
    heard: list[str] = []
    with speaking("de"):
        thread = Thread(target=lambda: heard.append(language()))
        thread.start()
        thread.join()
    assert heard == ["en"]
