"""Names for people, of roles, parties, measures and feedback that are written as ids alone."""

from __future__ import annotations

from cxaudit.language.values import words

# What nobody says as a word: shown in capitals wherever it stands in a name.
ACRONYMS = frozenset({"ces", "crm", "csat", "erp", "hvac", "kpi", "nps", "sla"})


def named(identifier: str) -> str:
    """An id as the words of a sentence: `sales-director` is "sales director", `nps` is "NPS"."""
    told = words(identifier).lower().split(" ")
    return " ".join(word.upper() if word in ACRONYMS else word for word in told)
