"""What the front line is given to work with: standards, scripts, skills."""

from __future__ import annotations

import re

from cxaudit.analysis.facts.step import StepFacts
from cxaudit.analysis.study import Study
from cxaudit.analysis.work import Work
from cxaudit.infer.lexicon import Lexicon, lexicon_for, tokens
from cxaudit.language.values import name

_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’]|['’]s\b", re.IGNORECASE)  # l'appel, client's
_SEEN = ("observable-acts", "number-words", "date-words")
_SAYS_LITTLE = ("hollow-words", "parties", "stop-words")


def front_line_facts(study: Study, steps: list[StepFacts]) -> None:
    """Add to step facts how clear their standard, how long their script, which skills are missing."""
    skilled = any(role.skills for role in study.world.roles.values())
    for work, facts in zip(study.works, steps, strict=True):
        step = work.step
        if step.standard:
            facts.standard_observable = is_observable(step.standard, study.world.language)
        facts.instruction_lines = _lines(step.script) + _lines(step.note)
        if step.needs_skill and skilled:
            facts.skills_missing = _missing(study, work)


def is_observable(standard: str, language: str) -> bool:
    """Whether a standard holds a number, a date or an act that can be seen; a doubt counts as yes.

    Without any of these, a word that everybody reads differently ("timely") makes it unclear, and
    so does a standard in which nothing but such words and the service itself is named.
    """
    if any(letter.isdigit() for letter in standard):
        return True
    words = tokens(_ELIDED.sub(" ", standard))
    lexicons = [lexicon_for(code) for code in dict.fromkeys([language, "en"])]
    vague = telling = False
    index = 0
    while index < len(words):
        seen = _longest(lexicons, _SEEN, words, index)
        unclear = _longest(lexicons, ("vague",), words, index)
        little = _longest(lexicons, _SAYS_LITTLE, words, index) or int(len(words[index]) == 1)
        if seen > max(unclear, little) or (seen and seen == max(unclear, little)):
            return True
        vague = vague or unclear > 0
        telling = telling or not (unclear or little)
        index += max(unclear, little, 1)
    return telling and not vague


def _longest(lexicons: list[Lexicon], lists: tuple[str, ...], words: list[str], index: int) -> int:
    """How many words from an index on the longest phrase of some lists has."""
    return max(lexicon[listed].at(words, index) for lexicon in lexicons for listed in lists)


def _lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


def _missing(study: Study, work: Work) -> list[str] | None:
    """Skills that a step needs and its performer's role does not state; None where the performer is
    no role that a file describes."""
    role = study.world.roles.get(work.performer or "")
    if role is None:
        return None
    stated = {name(skill) for skill in role.skills}
    return [skill for skill in work.step.needs_skill if name(skill) not in stated]
