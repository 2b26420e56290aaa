"""How a label is built: a verb and its object, the name of some work, or a single word.

Only what is certainly no verb and object is called a name. Everything else is left alone: questions,
sentences with a subject, labels whose first word may be a verb that no list has.
"""

from __future__ import annotations

import re
from typing import Literal

from cxaudit.infer.labels import read_label
from cxaudit.infer.lexicon import Lexicon, lexicon_for, tokens
from cxaudit.infer.style_words import style_words

Style = Literal["verb-object", "noun", "single-word"]
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_ELSEWHERE = re.compile(r"[^\W\d_A-Za-zÀ-ɏ]")


# A word before one of these is a verb, whatever else it may be: "Finance the purchase".
_ARTICLES = frozenset(["a", "an", "the", "his", "her", "its", "their", "our", "this", "that"])


def label_style(text: str, language: str) -> Style | None:
    """The style of a label; None where that cannot be told."""
    if "?" in text or _ELSEWHERE.search(text):
        return None
    written = _CAMEL.sub(" ", text)
    words = [word for word in tokens(written) if _LATIN.search(word)]
    if not words or words[0] == "unnamed":
        return None
    if len(words) == 1:
        return "single-word"
    known = style_words(language)
    if known is None:
        return None
    if read_label(written, language).performer is not None:
        return "verb-object"
    ends = "".join(re.findall(r"\w+\W*$", written)).strip()
    if language == "de" and ends[:1].islower():  # the verb of a German label stands at its end
        return "verb-object" if ends.endswith(("n", "t")) else None
    if _names_work(words, known, lexicon_for(language)):
        return "noun"
    return "verb-object" if _begins_with_verb(words, language) else None


_VERBS = ("verbs", "sign-off/high", "sign-off/medium", "contact/high", "contact/medium")


def _is_verb(word: str, lexicon: Lexicon) -> bool:
    return any(word in lexicon[listed] for listed in _VERBS)


def _begins_with_verb(words: list[str], language: str) -> bool:
    lexicon = lexicon_for(language)
    return any(lexicon[listed].at(words, 0) for listed in _VERBS)


def _names_work(words: list[str], known: dict[str, frozenset[str]], lexicon: Lexicon) -> bool:
    """Whether a label is the name of some work: "Approval of the invoice", "Invoice approval"."""
    nothing: frozenset[str] = frozenset()
    behind = known.get("behind", nothing)
    cut = next((n for n, word in enumerate(words) if word in behind), len(words))
    head = words[:cut]
    if not head or (len(head) > 1 and head[1] in _ARTICLES):
        return False

    def ending(word: str) -> bool:
        return word.endswith(tuple(known["action-endings"]))

    def action(word: str) -> bool:
        return ending(word) or word in known.get("action-nouns", nothing)

    if len(head) == 1:
        return cut < len(words) and action(head[0]) and not _is_verb(head[0], lexicon)
    if any(_finite(word, lexicon) for word in head[1:-1]):
        return False
    if head[0] in known.get("never-verbs", nothing):
        plural = head[0].endswith("s") and not head[0].endswith("ss")
        return ending(head[-1]) if plural else action(head[-1])
    sure = head[0] in known.get("homographs", nothing)
    return sure and len(head) == 2 and head[1] in known.get("sure-behind", nothing)


def _finite(word: str, lexicon: Lexicon) -> bool:
    """Whether a word in the middle may be the verb of a sentence: "Customer disburses payment"."""
    inflected = word.endswith(("s", "ed")) and not word.endswith("ss")
    return inflected or _is_verb(word, lexicon)
