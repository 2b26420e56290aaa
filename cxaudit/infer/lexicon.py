"""The lexicons: words of five languages that tell what a label is about. Data, not code.

Words can be added for as long as one piece of work lasts (`enriched`): the lexicons themselves never
change, so that nothing of one audit is left for the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from cxaudit.infer.data import rules_folder
from cxaudit.infer.listed import word_lists
from cxaudit.language.nodes import compose
from cxaudit.language.read import plain

_WORD = re.compile(r"\?{2,}|[^\W_]+(?:['’-][^\W_]+)*", re.UNICODE)
_TELLING = (
    "stop-words", "verbs", "sign-off/high", "sign-off/medium", "sign-off-nouns/high",
    "contact/high", "parties",
)  # fmt: skip
VERBS = ("sign-off/high", "contact/high", "sign-off/medium", "contact/medium", "verbs")
BAD_OUTCOMES = ("refused", "cancelled", "lost", "expired", "failed", "returned")
ALL = "all"  # every language together
# Language, then list (`contact/high` for a nested one), then words.
Additions = Mapping[str, Mapping[str, list[str]]]


def tokens(text: str) -> list[str]:
    """The words of a text in lower case."""
    return list(_tokens(text) if len(text) <= _LONGEST else _told_apart(text))


def _told_apart(text: str) -> tuple[str, ...]:
    return tuple([word.lower().replace("’", "'") for word in _WORD.findall(text)])


_LONGEST = 200  # characters of a label; longer texts are seldom asked for twice
_tokens = lru_cache(4096)(_told_apart)


def _words_of(entry: str) -> tuple[str, ...]:
    """The words of an entry of a list: nearly all are letters and blanks, which are quickly told
    apart."""
    if entry.replace(" ", "").isalpha():
        return tuple(entry.lower().split())
    return tuple(tokens(entry))


class Phrases:
    """Words and phrases, found as whole words at a place in a list of tokens."""

    def __init__(self, entries: Iterable[str]) -> None:
        self.entries = tuple(entries)

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[str, ...]]]:
        """The phrases by their first word, the longest first; made when first asked for, since
        most lists of most languages never are."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for entry in self.entries:
            words = _words_of(entry)
            if words:
                found.setdefault(words[0], []).append(words)
        for phrases in found.values():
            phrases.sort(key=len, reverse=True)
        return found

    @property
    def heads(self) -> Collection[str]:
        """The first words of all of them."""
        return self._by_first.keys()

    @cached_property
    def single(self) -> frozenset[str]:
        """Those that are one word."""
        told = [_words_of(entry) for entry in self.entries]
        return frozenset([words[0] for words in told if len(words) == 1])

    def at(self, words: list[str], index: int) -> int:
        """How many words from `index` on are a phrase of these; 0 where none is."""
        for phrase in self._by_first.get(words[index], ()):
            length = len(phrase)
            if length == 1 or tuple(words[index : index + length]) == phrase:
                return length
        return 0

    def ends(self, words: list[str]) -> int:
        """How many words at the end are a phrase of these; 0 where none is."""
        for index in range(max(0, len(words) - 4), len(words)):
            if self.at(words, index) == len(words) - index:
                return len(words) - index
        return 0

    def first(self, words: list[str]) -> int:
        """The index of the first phrase found, or -1."""
        begins = self._by_first
        for index, word in enumerate(words):
            if word in begins and self.at(words, index):
                return index
        return -1

    def __contains__(self, word: str) -> bool:
        words = tokens(word)
        return bool(words) and self.at(words, 0) == len(words)


@dataclass(frozen=True)
class Lexicon:
    """The words of one language (or of all of them together), list by list."""

    language: str
    lists: Mapping[str, Phrases]

    @cached_property
    def telling(self) -> frozenset[str]:
        """Single words by which the language is known."""
        return frozenset().union(*(self[listed].single for listed in _TELLING))

    @cached_property
    def verb_heads(self) -> frozenset[str]:
        """The first words of all phrases that are verbs."""
        return frozenset().union(*(self[listed].heads for listed in VERBS))

    @cached_property
    def remembered(self) -> dict[object, Any]:
        """What has been read with these words already; whoever reads keeps it small."""
        return {}

    def __getitem__(self, name: str) -> Phrases:
        return self.lists.get(name, _NOTHING)


_NOTHING = Phrases(())


def _flat(name: str, value: Any) -> Iterable[tuple[str, list[str]]]:
    if isinstance(value, list):
        yield name, [str(item) for item in value if item]
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}/{key}", inner)


def load(path: Path) -> dict[str, list[str]]:
    """One lexicon file as lists by name, `sign-off/high` for nested ones."""
    text = path.read_text(encoding="utf-8")
    known = word_lists(text)
    return known if known is not None else composed_lists(text, path)


def composed_lists(text: str, path: Path) -> dict[str, list[str]]:
    """The same, whatever YAML the file is written in. Raises ValueError where it is none."""
    composed = compose(text)
    if composed.root is None or composed.problems:
        says = composed.problems[0].says if composed.problems else "it is empty"
        raise ValueError(f"{path}: {says}")
    data = plain(composed.root)
    lists: dict[str, list[str]] = {}
    for key, value in data.items():
        if key != "language":
            lists.update(_flat(key, value))
    return lists


@cache
def built_in() -> Mapping[str, Lexicon]:
    """The lexicons that ship with cxaudit, by language code; `all` is every language together."""
    found: dict[str, Lexicon] = {}
    together: dict[str, list[str]] = {}
    for path in sorted((rules_folder() / "lexicons").glob("*.yaml")):
        lists = load(path)
        found[path.stem] = Lexicon(path.stem, {k: Phrases(v) for k, v in lists.items()})
        for name, words in lists.items():
            together.setdefault(name, []).extend(words)
    found[ALL] = Lexicon(ALL, {k: Phrases(v) for k, v in together.items()})
    return found


_IN_FORCE: ContextVar[Mapping[str, Lexicon] | None] = ContextVar("lexicons", default=None)


def lexicons() -> Mapping[str, Lexicon]:
    """The lexicons in force, by language code: the built-in ones, with what `enriched` adds."""
    return _IN_FORCE.get() or built_in()


@contextmanager
def enriched(additions: Additions) -> Iterator[None]:
    """Within this, labels are read with some more words; outside, in other threads and afterwards
    as before."""
    if not any(additions.values()):
        yield
        return
    token = _IN_FORCE.set(extended(lexicons(), additions))
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def extended(known: Mapping[str, Lexicon], additions: Additions) -> dict[str, Lexicon]:
    """Lexicons with some more words; the given ones stay as they are."""
    found = dict(known)
    for language, lists in additions.items():
        for code in (language, ALL):
            lexicon = found.get(code) or Lexicon(code, {})
            more = {name: Phrases([*lexicon[name].entries, *w]) for name, w in lists.items()}
            found[code] = Lexicon(code, {**lexicon.lists, **more})
    return found


def list_names() -> set[str]:
    """The lists of words that ship with cxaudit, by the names that additions use."""
    return set(built_in()[ALL].lists)


def languages() -> list[str]:
    """The languages that have a lexicon, by code."""
    return [code for code in built_in() if code != ALL]


def lexicon_for(language: str) -> Lexicon:
    """The lexicon of a language; English where it is not known."""
    known = lexicons()
    return known.get(language) or known["en"]


def detect(texts: Iterable[str]) -> str:
    """The language of some labels together, by their function words and verbs; English by default."""
    words = [word for text in islice(texts, 500) for word in tokens(text)]
    best, most = "en", 0
    for language, lexicon in lexicons().items():
        if language == ALL:
            continue
        count = sum(map(lexicon.telling.__contains__, words))
        if count > most or (count == most and language == "en"):
            best, most = language, count
    return best


def headed_by(name: str, listed: str) -> bool:
    """Whether the head noun of a name stands in a list: "sales team" is headed by team, "head of
    department" is not headed by department."""
    return bool(lexicons()[ALL][listed].ends(_head_of(name)))


def headed_by_ending(name: str, listed: str) -> bool:
    """Whether the head noun of a name ends with one of a list: "Urlaubsantrag" with "antrag"."""
    return _head_of(name)[-1].endswith(tuple(lexicons()[ALL][listed].single))


def _head_of(name: str) -> list[str]:
    """The words of a name up to its head noun, where one of these prepositions is behind it."""
    head = re.split(r"[-\s]+(?:of|for|de|du|von|der|do|da)[-\s]+", name.lower())[0]
    return re.split(r"[-\s]+", head)


def lists_called(name: str, lists: Mapping[str, Phrases]) -> list[Phrases]:
    """The list of a name, or those below it: `contact` is `contact/high` and `contact/medium`."""
    exact = lists.get(name)
    if exact is not None:
        return [exact]
    return [phrases for key, phrases in lists.items() if key.startswith(f"{name}/")]


def in_words(text: str, name: str, own: Mapping[str, Phrases] | None = None) -> bool:
    """Whether a text contains a word or phrase of a list, in any language; `own` lists come before
    those of the lexicons."""
    lists = lists_called(name, own or {}) or lists_called(name, lexicons()[ALL].lists)
    words = tokens(text)
    return any(phrases.first(words) >= 0 for phrases in lists)
