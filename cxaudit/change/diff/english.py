"""English about numbers and names: one and several, their verbs, where an article stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cxaudit.rules.templates import listed

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# What customers come for, as the last word of a request type: nouns that have a plural.
_MATTERS = """
    account admission appeal appointment bill booking breakdown call card case certificate change
    claim complaint contract delivery defect emergency enquiry exchange fault incident inquiry
    inspection invoice jam job licence license loan meeting membership offer order parcel payment
    permit policy prescription problem project purchase question quotation quote referral refund
    renewal reorder repair replacement report request reservation return shipment stoppage
    subscription survey ticket transfer treatment trip upgrade visit warranty
"""
_PEOPLE = """
    applicant architect bank citizen client company couple estate family firm friend guest heir
    hospital hotel household influencer landlord learner neighbour parent partner patient pupil
    relative school shop team tenant traveller union
"""
_NO_PEOPLE = """
    center counter department equipment government letter management number order other parliament
    payment power server treatment water weather
"""
_POSTS = frozenset(["clerk", "chief", "executive", "foreman", "head", "lead", "mate"])
_matters, _people = frozenset(_MATTERS.split()), frozenset(_PEOPLE.split())
_no_people = frozenset(_NO_PEOPLE.split())
_PEOPLE_END = re.compile(r"(er|or|ist|ant|ent|ian|ee)$")
_LITTLE = """
    a about after an and any as at by each every for from in of on or that the to with
"""
# A title with one of these is more than a noun and what goes before it: its last word is not its head.
_SMALL = frozenset(_LITTLE.split())
_IRREGULAR = {"child": "children", "person": "people"}
_ALWAYS_MANY = frozenset(["people", "children", "police", "staff", "men", "women"])


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something in a sentence; `many` where verbs are in the plural."""

    text: str
    many: bool

    def verb(self, one: str, many: str) -> str:
        """The form of a verb that agrees."""
        return many if self.many else one

    @property
    def their(self) -> str:
        """Their or its."""
        return "their" if self.many else "its"


def count(value: float) -> str:
    """A count as a word, up to ten."""
    if float(value).is_integer() and 0 <= value <= 10:
        return _COUNTS[int(value)]
    return f"{value:g}"


def counted(value: float, noun: str) -> str:
    """A count with its noun: one sign-off, two sign-offs."""
    return f"{count(value)} {noun if value == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """The plural of an English noun."""
    if noun in _IRREGULAR:
        return _IRREGULAR[noun]
    if noun.endswith("y") and noun[-2:-1] not in "aeou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "ch", "sh", "x")) else "s")


def parties(title: str, english: bool = True) -> Named:
    """A party in a sentence: in the plural where its last word names people, else as it is."""
    *head, last = title.split(" ")
    bare = last.lower()
    if not english or not last:
        return Named(title, False)
    if _is_plural(bare) or bare in _ALWAYS_MANY:
        return Named(title, True)
    if last == bare and _is_somebody(bare):
        return Named(" ".join([*head, plural(bare)]), True)
    return Named(title, False)


def matters(title: str, english: bool = True) -> str:
    """A request type in a sentence: in the plural where that is sure, else as it is."""
    *head, last = title.split(" ")
    if english and last.lower() in _matters and not _SMALL & {word.lower() for word in head}:
        many = plural(last.lower())
        return " ".join([*head, many if last == last.lower() else many.capitalize()])
    return title


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _is_somebody(word: str) -> bool:
    """Whether a word names one of several people."""
    ends = len(word) > 4 and _PEOPLE_END.search(word) is not None
    return word in _people or (ends and word not in _no_people)


def the(title: str, english: bool = True) -> str:
    """A role with its article; a department, or a name that is written with a capital, has none."""
    last = title.rsplit(" ", 1)[-1]
    article = english and title == title.lower() and (_is_somebody(last) or last in _POSTS)
    return f"the {title}" if article else title


def inside(title: str) -> str:
    """A title within a sentence: its first letter small, unless the word is an abbreviation."""
    first = title.split(" ", 1)[0]
    return title if any(c.isupper() for c in first[1:]) else title[:1].lower() + title[1:]


def capital(text: str) -> str:
    """A text that begins with a capital."""
    return text[:1].upper() + text[1:]


def names(items: Sequence[str], most: int = 4) -> str:
    """Names in a sentence: a, b and c."""
    shown = list(items[:most])
    rest = len(items) - len(shown)
    return listed([*shown, f"{count(rest)} more"] if rest else shown)
