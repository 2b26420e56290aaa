"""One label read: who does it, is it a sign-off, is somebody met, how does it end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from cxaudit.infer.lexicon import (
    BAD_OUTCOMES,
    VERBS,
    Lexicon,
    Phrases,
    languages,
    lexicon_for,
    tokens,
)
from cxaudit.infer.style_words import style_words
from cxaudit.language.values import name

Sureness = Literal["inferred-high", "inferred-medium"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a label tells. `performer` is its subject, `party` who is met; None where it is silent."""

    performer: str | None = None
    sign_off: Sureness | None = None
    contact: Sureness | None = None
    party: str | None = None


_MOST_REMEMBERED = 4096  # labels of a language


def _finite(lexicon: Lexicon, word: str) -> bool:
    """Whether a verb form can follow a subject: third person, not infinitive or imperative."""
    if lexicon.language == "de":
        return word.endswith("t")
    if lexicon.language == "en":
        return word.endswith("s") and not word.endswith("ss")
    if lexicon.language == "fr" and word.endswith("re"):
        stem = word[:-1]
        return any(_is_verb(lexicon, form) for form in (stem + "er", word + "r", stem + "ir"))
    return not re.search(r"(er|ir|re|ar)$", word)


def _is_verb(lexicon: Lexicon, word: str) -> bool:
    return any(word in lexicon[listed] for listed in VERBS)


def _verb_at(lexicon: Lexicon, words: list[str], index: int) -> tuple[int, str]:
    """The longest verb phrase at an index: its words, and the list it stands in."""
    best, where = 0, ""
    if words[index] not in lexicon.verb_heads:
        return best, where
    for listed in VERBS:
        length = lexicon[listed].at(words, index)
        if length > best:
            best, where = length, listed
    return best, where


def _split(lexicon: Lexicon, words: list[str]) -> tuple[list[str], int]:
    """The subject of a label and the index of its head verb (-1 where it has no verb).

    A verb in its base form at the front is the head ("Review customer orders"), unless a later
    form has an article behind it ("Order desk checks the form").
    """
    if _names_approval(lexicon, words):
        return [], -1
    stops = lexicon["stop-words"]
    bare = bool(words) and _verb_at(lexicon, words, 0)[0] > 0 and not _finite(lexicon, words[0])
    for index in range(1, min(len(words), 6)):
        length, _ = _verb_at(lexicon, words, index)
        if length and _finite(lexicon, words[index]):
            behind = words[index + length] if index + length < len(words) else ""
            if bare and (lexicon.language != "en" or behind not in stops):
                continue
            subject = [w for n, w in enumerate(words[:index]) if n or w not in stops]
            if subject:
                return subject, index
        if words[index] in stops and words[index] not in _OTHER:
            break
    unknown = _unknown_verb(lexicon, words)
    if unknown:
        return words[:unknown], unknown
    if words and _verb_at(lexicon, words, 0)[0]:
        return [], 0
    if lexicon.language == "de" and words and _verb_at(lexicon, words, len(words) - 1)[0]:
        return [], len(words) - 1
    return [], -1


def _names_approval(lexicon: Lexicon, words: list[str]) -> bool:
    """Whether a label is the name of an approval though it begins with what may be a verb: things
    that are approved, then the noun ("Purchase order approval")."""
    head = words[: words.index("by")] if "by" in words else words
    behind = lexicon["sign-off-nouns/high"].ends(head)
    known = style_words(lexicon.language) if behind else None
    if known is None or behind == len(head):
        return False
    things = known.get("approved-things", frozenset())
    return things.issuperset(head[: len(head) - behind])


def _unknown_verb(lexicon: Lexicon, words: list[str]) -> int:
    """The index of an English verb that no list has: "Nurse weighs the animal". 0 where none is."""
    if lexicon.language != "en" or not words or _verb_at(lexicon, words, 0)[0]:
        return 0
    for index in range(1, min(len(words) - 1, 4)):
        if _finite(lexicon, words[index]) and words[index + 1] in _ARTICLES:
            return index
    return 0


_ARTICLES = frozenset(["a", "an", "the", "his", "her", "its", "their", "our", "every", "each"])


def _recipient(
    lexicon: Lexicon, words: list[str], verb: int, parties: Collection[str]
) -> str | None:
    """The party whom the verb reaches: a noun phrase whose head is a party, not an attribute."""
    stops, recipients = lexicon["stop-words"], lexicon["prepositions-of-recipient"]
    internal = lexicon["internal-heads"]
    known = Phrases(party.replace("-", " ") for party in parties)
    last = lexicon.language == "de" and verb == len(words) - 1
    first, end = (0, verb) if last else (verb + 1, len(words))
    for index in range(first, end):
        length = known.at(words, index) or lexicon["parties"].at(words, index)
        if not length:
            continue
        behind = index + length
        is_head = (
            behind >= end
            or words[behind] in stops
            or words[behind] in recipients
            or (_finite(lexicon, words[behind]) and _verb_at(lexicon, words, behind)[0] > 0)
        )
        noun_before = words[index - 1] if index > first else ""
        attributive = lexicon.language in ("fr", "es", "pt") and noun_before in internal
        governed = next(
            (w for w in reversed(words[first:index]) if w in recipients or w in _OTHER), ""
        )
        if is_head and not attributive and (not governed or governed in recipients):
            return name(" ".join(words[index:behind]))
    return None


# Prepositions that make a noun the topic or the owner of the matter, never whom we speak with.
_OTHER = frozenset(
    [
        "of",
        "for",
        "from",
        "about",
        "by",
        "on",
        "in",
        "at",
        "per",
        "against",
        "von",
        "für",
        "über",
        "durch",
        "des",
        "de",
        "da",
        "do",
        "du",
        "del",
        "dos",
        "das",
        "para",
        "sobre",
        "por",
        "pelo",
        "pela",
        "par",
        "sur",
    ]
)


def _sign_off(lexicon: Lexicon, words: list[str], verb: int) -> Sureness | None:
    if verb >= 0:
        return _sure(_verb_at(lexicon, words, verb)[1], "sign-off")
    head = words
    for index, word in enumerate(words):
        if index and word in _OTHER:
            head = words[:index]
            break
    if lexicon["sign-off-nouns/high"].ends(head):
        return "inferred-high"
    if lexicon["sign-off-nouns/medium"].ends(head):
        return "inferred-medium"
    return None


def _contact(lexicon: Lexicon, words: list[str], verb: int) -> Sureness | None:
    return _sure(_verb_at(lexicon, words, verb)[1], "contact") if verb >= 0 else None


def _sure(listed: str, family: str) -> Sureness | None:
    """How sure a verb of a list makes us that a label is of its family."""
    if listed == f"{family}/high":
        return "inferred-high"
    return "inferred-medium" if listed == f"{family}/medium" else None


def read_label(text: str, language: str, parties: Collection[str] = ()) -> Reading:
    """Read a label of a language, with the names that are known to be parties."""
    lexicon = lexicon_for(language)
    known = lexicon.remembered
    key = (text, frozenset(parties))
    reading: Reading | None = known.get(key)
    if reading is None:
        if len(known) >= _MOST_REMEMBERED:
            known.clear()
        reading = known[key] = _read(lexicon, text, parties)
    return reading


def _read(lexicon: Lexicon, text: str, parties: Collection[str]) -> Reading:
    words = tokens(text)
    if not words:
        return Reading()
    subject, verb = _split(lexicon, words)
    performer = name(" ".join(subject)) if subject else None
    sign_off = _sign_off(lexicon, words, verb)
    contact = _contact(lexicon, words, verb)
    party = _recipient(lexicon, words, verb, parties) if verb >= 0 and contact else None
    if party is None and contact == "inferred-high":
        contact = None
    return Reading(performer, sign_off, contact, party)


# Languages in which the head noun stands first: a "service client" is a service.
_HEAD_FIRST = ("fr", "es", "pt")
# Between two nouns these make the first one the head: "gestión de clientes", "Service für Kunden".
_GOVERNING = frozenset(
    ["a", "à", "al", "ao", "aos", "au", "aux", "d", "da", "das", "de", "del", "des", "do", "dos", "du",
     "for", "für", "para", "pour"]
)  # fmt: skip


def _noun(name_: str) -> list[str]:
    """The words of a name in either form, without what stands in brackets: "Customers (retail)"."""
    bare = re.sub(r"\(.*?\)", " ", name_).strip(" -") or name_
    return re.split(r"[-\s]+", bare.lower())


def _outside(words: list[str], listed: Phrases, language: str) -> bool:
    """Whether a name ends with one of these, as its head or as what its head consists of ("famille du
    patient"), rather than as what some service or department is for."""
    length = listed.ends(words)
    if not length:
        return False
    before = words[:-length]
    for index, word in enumerate(before):
        if index and word in _GOVERNING:
            return _outside(before[:index], listed, language)
    internal = lexicon_for(language)["internal-heads"].single
    return language not in _HEAD_FIRST or internal.isdisjoint(before)


def is_party(word: str, language: str = "en") -> bool:
    """Whether the head noun of a name is a word for people outside ("new customer")."""
    words = _noun(word)
    lexicons = (lexicon_for(code) for code in dict.fromkeys((language, "en")))
    return any(_outside(words, lexicon["parties"], language) for lexicon in lexicons)


def is_supplier(word: str) -> bool:
    """Whether the head noun of a name is a word for people outside who serve us."""
    words = _noun(word)
    return any(_outside(words, lexicon_for(code)["suppliers"], code) for code in languages())


def outcome_kind(text: str) -> str:
    """How a case ends by the head word of an outcome or label: a bad kind, or `good`."""
    words = tokens(text)
    if not words:
        return "good"
    lexicon = lexicon_for("all")
    head = words
    for index, word in enumerate(words):
        if index and word in _OTHER:
            head = words[:index]
            break
    for kind in BAD_OUTCOMES:
        phrases = lexicon[f"outcomes/{kind}"]
        first = phrases.at(words, 0)
        # "Reject the claim" ends badly, "Lost luggage handed back" does not: a participle before a
        # noun only describes it.
        describes = bool(first) and re.search(r"(ed|st|wn|nt)$", words[first - 1]) is not None
        behind = words[first] if first < len(words) else ""
        alone = first and (not describes or not behind or behind in _OTHER)
        last = phrases.ends(head) or phrases.ends(words)
        if alone or (last and "not" not in words[-last - 1 : -last]):
            return kind
    return "good"
