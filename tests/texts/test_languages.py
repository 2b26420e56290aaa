"""Every text has a translation that fits it, in every language there is, and no translation is left
over from a text that has gone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import polib
import pytest

from cxaudit.texts.catalogue import catalogues, languages
from tests.texts.extraction import ROOT, Text, all_texts

FOREIGN = [code for code in languages() if code != "en"]
_PLACE = re.compile(r"\{[^{}]*\}")
# What a pack says is filled by the rules, with facts in braces; it is not formatted by Python.
_RULE = re.compile(r"^[A-Z]{1,2}\d{2,3}$|^(heuristic|source) ")


@cache
def texts() -> dict[Text, str]:
    return all_texts()


@cache
def entries(code: str) -> tuple[tuple[str, polib.POEntry], ...]:
    found = []
    for path in catalogues(code):
        for entry in polib.pofile(path.read_text(encoding="utf-8")):
            found.append((path.name, entry))
    return tuple(found)


def key(entry: polib.POEntry) -> Text:
    return Text(entry.msgid, entry.msgid_plural, entry.msgctxt or "")


def translated(code: str) -> set[Text]:
    return {
        key(entry)
        for _name, entry in entries(code)
        if entry.translated() and not entry.fuzzy and not entry.obsolete
    }


def missing(code: str, of_rules: bool) -> list[str]:
    known = translated(code)
    return [
        f"{place}: {text.one}"
        for text, place in texts().items()
        if text not in known and bool(_RULE.match(place)) is of_rules
    ]


@pytest.mark.parametrize("code", FOREIGN)
def test_every_text_of_the_report_is_translated(code: str) -> None:
    assert missing(code, of_rules=False) == []


@pytest.mark.parametrize("code", FOREIGN)
def test_every_text_of_the_rules_is_translated(code: str) -> None:
    assert missing(code, of_rules=True) == []


@pytest.mark.parametrize("code", FOREIGN)
def test_no_translation_is_of_a_text_that_has_gone(code: str) -> None:
    gone = [f"{name}: {e.msgid}" for name, e in entries(code) if key(e) not in texts()]
    assert gone == []


@pytest.mark.parametrize("code", FOREIGN)
def test_no_text_is_translated_twice(code: str) -> None:
    seen: dict[Text, str] = {}
    twice = []
    for name, entry in entries(code):
        if key(entry) in seen:
            twice.append(f"{seen[key(entry)]} and {name}: {entry.msgid}")
        seen[key(entry)] = name
    assert twice == []


def forms(entry: polib.POEntry) -> Iterator[tuple[str, str]]:
    """Each form of a translation with the English text that it stands for."""
    if not entry.msgid_plural:
        yield entry.msgid, entry.msgstr
        return
    for number, told in sorted(entry.msgstr_plural.items()):
        yield (entry.msgid_plural if number else entry.msgid), told


@pytest.mark.parametrize("code", FOREIGN)
def test_every_placeholder_comes_along_and_no_other(code: str) -> None:
    """The form for one thing may leave out how many there are."""
    wrong = []
    for name, entry in entries(code):
        for english, told in forms(entry):
            wanted, given = set(_PLACE.findall(english)), set(_PLACE.findall(told))
            wanted |= set(_PLACE.findall(entry.msgid_plural)) & given
            free = {"{n}"} if entry.msgid_plural and english == entry.msgid else set()
            if wanted - free != given - free:
                wrong.append(f"{name}: {told}")
    assert wrong == []


@pytest.mark.parametrize("code", FOREIGN)
def test_every_translation_can_be_filled_as_its_original_can(code: str) -> None:
    wrong = []
    for name, entry in entries(code):
        for english, told in forms(entry):
            if _fields(english) is not None and _fields(told) is None:
                wrong.append(f"{name}: {told}")
    assert wrong == []


def _fields(text: str) -> list[str] | None:
    """The names in a format string; None where it is none, as in code that shows braces."""
    try:
        return [name for _text, name, _spec, _how in Formatter().parse(text) if name is not None]
    except ValueError:
        return None


@pytest.mark.parametrize("code", FOREIGN)
def test_what_stands_between_backticks_is_a_key_of_the_map_language_and_stays(code: str) -> None:
    wrong = []
    for name, entry in entries(code):
        for english, told in forms(entry):
            if set(re.findall(r"`[^`]*`", english)) != set(re.findall(r"`[^`]*`", told)):
                wrong.append(f"{name}: {english} -> {told}")
    assert wrong == []


@pytest.mark.parametrize("code", FOREIGN)
def test_blanks_at_the_ends_stay(code: str) -> None:
    wrong = [
        f"{name}: {told!r}"
        for name, entry in entries(code)
        for english, told in forms(entry)
        if (english[:1] == " ") != (told[:1] == " ") or (english[-1:] == " ") != (told[-1:] == " ")
        if not told.startswith(",")  # a comma takes the place of a blank
    ]
    assert wrong == []


def test_templates_say_nothing_that_is_not_given_to_a_catalogue() -> None:
    """Words between tags are English forever."""
    bare = []
    for path in sorted((ROOT / "cxaudit" / "report" / "templates").rglob("*.j2")):
        for line in _plain(path).splitlines():
            words = re.findall(r"[A-Za-z]{3,}(?: [A-Za-z]{2,})+", line)
            bare += [f"{path.name}: {words}"] if words else []
    assert bare == []


def _plain(path: Path) -> str:
    """What a template writes by itself, without its tags and what it computes."""
    text = path.read_text(encoding="utf-8")
    for pattern in (r"\{#.*?#\}", r"\{%.*?%\}", r"\{\{.*?\}\}", r"<script.*?</script>",
                    r"<style.*?</style>"):  # fmt: skip
        text = re.sub(pattern, "", text, flags=re.S)
    return re.sub(r"<[^>]*>", "", text, flags=re.S)
