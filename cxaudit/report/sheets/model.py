"""What an audience sheet is made of, as plain data: for whom it is, its conclusion, figures, panels."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.lens import Panel
from cxaudit.report.sections.inquiry import Inquiry
from cxaudit.run.whatif import Whatif

KINDS = ("role", "unit", "party", "leader", "owner")


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody a sheet can be made for: what kind of reader, its name in the files and for people.

    `home` is the prefix of the house it belongs to; `name` is the name of its sheet, the same from run
    to run and no two alike, whatever the case of the file system.
    """

    kind: str
    id: str
    title: str
    home: str
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at the head of a sheet, with what it counts. Tones as those of a cell."""

    value: str
    label: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its conclusion with the number behind it, and what that reader should know.

    `about` says who the reader is, `lead` how to read the sheet, `note` what there was no room for.
    """

    audience: Audience
    title: str
    about: str
    headline: str
    lead: str
    figures: tuple[Figure, ...]
    panels: tuple[Panel, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What a house does not hold: the questions that an audit leaves open, scenarios tried out, and
    whether the report recommends or only finds."""

    inquiry: Inquiry | None = None
    tried: tuple[Whatif, ...] = ()
    advises: bool = True
