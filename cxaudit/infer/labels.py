"""One label read: who does it, is it a sign-off, is somebody met, how does it end."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from cxaudit.infer.lexicon import BAD_OUTCOMES, Lexicon, Phrases, lexicon_for, tokens
from cxaudit.language.values import name

Sureness = Literal["inferred-high", "inferred-medium"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a label tells. `performer` is its subject, `party` who is met; None where it is silent."""

    performer: str | None = None
    sign_off: Sureness | None = None
    contact: Sureness | None = None
    party: str | None = None


def _finite(word: str, language: str) -> bool:
    """Whether a verb form can follow a subject: third person, not infinitive or imperative."""
    if language == "de":
        return word.endswith("t")
    if language == "en":
        return word.endswith("s")
    return not re.search(r"(er|ir|re|ar)$", word)


def _verb_at(lexicon: Lexicon, words: list[str], index: int) -> int:
    for listed in ("sign-off/high", "sign-off/medium", "contact/high", "contact/medium", "verbs"):
        length = lexicon[listed].at(words, index)
        if length:
            return length
    return 0


def _split(lexicon: Lexicon, words: list[str]) -> tuple[list[str], int]:
    """The subject of a label and the index of its head verb (-1 where it has no verb)."""
    stops = lexicon["stop-words"]
    for index in range(1, min(len(words), 6)):
        if _verb_at(lexicon, words, index) and _finite(words[index], lexicon.language):
            subject = [word for word in words[:index] if word not in stops]
            if subject and not (_verb_at(lexicon, words, 0) and index > 3):
                return subject, index
        if words[index] in stops and index > 1:
            break
    if words and _verb_at(lexicon, words, 0):
        return [], 0
    if lexicon.language == "de" and words and _verb_at(lexicon, words, len(words) - 1):
        return [], len(words) - 1
    return [], -1


def _recipient(
    lexicon: Lexicon, words: list[str], verb: int, parties: Collection[str]
) -> str | None:
    """The party whom the verb reaches: a noun phrase whose head is a party, not an attribute."""
    stops, recipients = lexicon["stop-words"], lexicon["prepositions-of-recipient"]
    known = Phrases(party.replace("-", " ") for party in parties)
    direct = True
    for index in range(verb + 1, len(words)):
        length = known.at(words, index) or lexicon["parties"].at(words, index)
        behind = index + length
        is_head = length and (
            behind == len(words)
            or words[behind] in stops
            or words[behind] in recipients
            or bool(_verb_at(lexicon, words, behind) and _finite(words[behind], lexicon.language))
        )
        if is_head:
            before = words[index - 1]
            governed = next(
                (w for w in reversed(words[verb + 1 : index]) if w in recipients or w in _OTHER), ""
            )
            reached = direct and not governed or governed in recipients
            if reached or before in recipients:
                return name(" ".join(words[index:behind]))
        if words[index] not in stops and not length:
            direct = direct and words[index] not in _OTHER
    return None


# Prepositions that make a noun the topic or the owner of the matter, never whom we speak with.
_OTHER = frozenset("of for from about by on in at per against von für über de da do para sobre".split())


def _sign_off(lexicon: Lexicon, words: list[str], verb: int) -> Sureness | None:
    if verb >= 0:
        if lexicon["sign-off/high"].at(words, verb):
            return "inferred-high"
        if lexicon["sign-off/medium"].at(words, verb):
            return "inferred-medium"
        return None
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
    if verb < 0:
        return None
    if lexicon["contact/high"].at(words, verb):
        return "inferred-high"
    return "inferred-medium" if lexicon["contact/medium"].at(words, verb) else None


def read_label(text: str, language: str, parties: Collection[str] = ()) -> Reading:
    """Read a label of a language, with the names that are known to be parties."""
    lexicon = lexicon_for(language)
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


def is_party(word: str, language: str = "en") -> bool:
    """Whether the head noun of a name is a word for people outside ("new customer")."""
    words = re.split(r"[-\s]+", word.lower())
    for lexicon in {language: lexicon_for(language), "en": lexicon_for("en")}.values():
        if lexicon["parties"].ends(words):
            return True
    return False


def is_supplier(word: str) -> bool:
    """Whether the head noun of a name is a word for people outside who serve us."""
    return bool(lexicon_for("all")["suppliers"].ends(re.split(r"[-\s]+", word.lower())))


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
        if phrases.at(words, 0) or phrases.ends(head) or phrases.ends(words):
            return kind
    return "good"
