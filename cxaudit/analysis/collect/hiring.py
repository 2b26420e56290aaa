"""What a map of hiring is about: for whom it hires, and whether it looks at attitude."""

from __future__ import annotations

from collections.abc import Iterable

from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.study import Study
from cxaudit.infer.lexicon import in_words, tokens
from cxaudit.language.values import words

Phrase = tuple[str, ...]


def hiring_facts(study: Study, facts: MapFacts) -> None:
    """Add whether a map tagged as hiring hires for the front line, and what it looks at."""
    described = study.world.organisation is not None
    if not any(in_words(words(tag), "hiring") for tag in study.process.tags):
        facts.hires_front_line = False if described else None
        return
    facts.attitude_steps = [
        work.id
        for work in study.works
        if any(
            in_words(text, "attitude") for text in (work.label, work.step.checks, *work.step.covers)
        )
    ]
    front = {role for role, spec in study.world.roles.items() if spec.front_line}
    if not described or not front:
        return
    named = _named(study)
    facts.hires_for = [role for role in named if role in front]
    facts.hires_front_line = bool(facts.hires_for) or not named


def _named(study: Study) -> list[str]:
    """The roles that a hiring map names as those hired: in what it says of itself, else in its
    labels, where those who do the hiring are named too."""
    process = study.process
    about = [process.process, process.purpose, *map(words, process.tags)]
    about += [*map(words, process.requests), *(spec.title for spec in process.requests.values())]
    about += map(words, process.customers)
    forms = _forms(study)
    named = _found(about, forms)
    if not named:
        doing = {work.performer for work in study.works} | set(process.owner) | set(process.leader)
        doing |= {who for work in study.works for who in work.approvers}
        labels = _found([work.label for work in study.works], forms)
        named = [role for role in labels if role not in doing]
    return named


def _forms(study: Study) -> dict[Phrase, str]:
    """The words by which each role of the organisation is named."""
    found: dict[Phrase, str] = {}
    for role, spec in study.world.roles.items():
        for text in (words(role), spec.title):
            phrase = _phrase(text)
            if phrase:
                found.setdefault(phrase, role)
    return found


def _found(texts: Iterable[str], forms: dict[Phrase, str]) -> list[str]:
    """Roles named in some texts; of names within names the longest counts."""
    longest = max(map(len, forms), default=0)
    found: dict[str, None] = {}
    for text in texts:
        phrase = _phrase(text)
        at = 0
        while at < len(phrase):
            sizes = range(min(longest, len(phrase) - at), 0, -1)
            size = next((n for n in sizes if phrase[at : at + n] in forms), 0)
            if size:
                found[forms[phrase[at : at + size]]] = None
            at += size or 1
    return list(found)


def _phrase(text: str) -> Phrase:
    """The words of a text, each in the singular, so that "nurses" are found as nurse."""
    return tuple(_singular(word) for word in tokens(text.replace("-", " ")))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
