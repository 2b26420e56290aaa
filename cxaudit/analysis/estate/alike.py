"""Which labels say the same: at least 90% alike, case and function words aside."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from cxaudit.infer.lexicon import lexicons, tokens

ALIKE = 0.9
_WORDS_LOOKED_UP = 2  # the rarest ones: a slip of the pen spoils one word and leaves the next
_TOO_COMMON = 100  # labels with one word: beyond these it leads nowhere


def plain_label(text: str) -> str:
    """A label in lower case without function words, as it is compared."""
    words, passed_over = tokens(text), lexicons()["all"]["stop-words"]
    telling = [word for index, word in enumerate(words) if not passed_over.at(words, index)]
    return " ".join(telling or words)


def likeness(one: str, other: str) -> float:
    """How alike two plain labels are, 0 to 1; the same either way round."""
    if one == other:
        return 1.0
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def kinds_of(labels: Iterable[str]) -> dict[str, int]:
    """A number for each plain label; those that are alike, straight or over others, share it.

    Labels are compared where they share a rare word and differ in few: the cost follows the number
    of labels that can be alike.
    """
    known = sorted(set(labels))
    words = [frozenset(label.split()) for label in known]
    holding: dict[str, list[int]] = {}
    for number, own in enumerate(words):
        for word in own:
            holding.setdefault(word, []).append(number)
    parent = list(range(len(known)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for number, label in enumerate(known):
        rarest = sorted(words[number], key=lambda word: (len(holding[word]), word))
        near: set[int] = set()
        for word in rarest[:_WORDS_LOOKED_UP]:
            if len(holding[word]) <= _TOO_COMMON:
                near.update(holding[word])
        for other in near:
            if other != number and _may_be_alike(words[number], words[other]):
                one, two = root(number), root(other)
                if one != two and likeness(label, known[other]) >= ALIKE:
                    parent[max(one, two)] = min(one, two)
    return {label: root(number) for number, label in enumerate(known)}


def _may_be_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether the words in which two labels differ can be few and alike enough: each letter that
    only one of them has stays without a match."""
    first, second = "".join(one - other), "".join(other - one)
    written = sum(map(len, one)) + sum(map(len, other))
    return len(set(first) ^ set(second)) <= 2 * (1 - ALIKE) * written
