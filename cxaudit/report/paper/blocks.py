"""What a paper report is made of, beside the blocks that sections share with the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from cxaudit.report import lens
from cxaudit.report.context import Ref
from cxaudit.report.sections.findings import FindingCard
from cxaudit.report.sections.gates import Waterfall
from cxaudit.report.sections.story import Story

Voice = Literal["lead", "body", "write", "caption", "grade"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level from 1; `subject` is the small line above, and what contents list."""

    level: int
    text: str
    subject: str = ""
    fresh: bool = False  # begins a page


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph, by the voice in which it speaks."""

    text: str
    voice: Voice = "body"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[str, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, side by side."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stories:
    """The big numbers of a verdict."""

    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Fall:
    """A waterfall of expected times; `says` stands below."""

    fall: Waterfall
    says: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture as an SVG that needs nothing else, in its own units; a `large` one has pages of its
    own."""

    svg: str
    width: float
    height: float
    alternative: str
    large: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in its five parts."""

    card: FindingCard
    parts: tuple[tuple[str, str], ...]


Block = (
    Heading | Say | Items | Facts | Stories | Fall | Drawing | Finding
    | lens.Table | lens.Cards | lens.Bars | lens.Account
)  # fmt: skip


def codes(refs: Iterable[Ref]) -> str:
    """The findings that a line refers to, each once."""
    return ", ".join(dict.fromkeys(ref.code for ref in refs))
