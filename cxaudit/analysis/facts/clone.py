"""The facts of clones: work that two maps describe, each for itself."""

from __future__ import annotations

from pydantic import Field as F

from cxaudit.analysis.facts.base import Facts


class CloneFacts(Facts):
    """The longest stretch of work that two maps of one organisation share."""

    map: str = F(description="Id of the first map, in file order")
    title: str = F("", description="Its name")
    path: str = F("", description="Its file")
    other: str = F(description="Id of the second map")
    other_title: str = F("", description="Its name")
    other_path: str = F("", description="Its file")
    steps: list[str] = F(
        default_factory=list, description="Steps of the first map, one after the other"
    )
    other_steps: list[str] = F(default_factory=list, description="The same steps in the second map")
    first: str = F("", description="Label of the first of these steps")
    last: str = F("", description="Label of the last of them")
    likeness: float = F(1.0, description="How alike the labels are on average, 0 to 1")
