"""What the reader could not read, as facts."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class ProblemFacts(Facts):
    """What the reader could not read, or would have somebody look at again."""

    kind: str = F(description="What is wrong, in one word")
    family: str = F(description="invalid, reference or unfinished")
    path: str = F("", description="Element path")
    found: str = F("", description="The offending word")
    nearest: str = F("", description="The nearest known word")
    says: str = F("", description="The fault and the way out, in a sentence")
    line: int = F(1, description="Line in the file")
    note: bool = F(False, description="It may well be meant")
