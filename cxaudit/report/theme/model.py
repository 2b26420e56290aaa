"""What a theme says."""

from __future__ import annotations

from dataclasses import dataclass

from .logo import Logo
from .preface import Piece

KEYS = {
    "title": "What the report is called on its first page, instead of the name of its maps.",
    "logo": "A PNG or SVG file within the project, at most 300 kB; it stands above the title.",
    "accent": "A colour as #RRGGBB for headings and rules; the colours of the pictures have a "
    "meaning and stay. Words in it must be readable on light ground.",
    "accent-dark": "The same on dark ground; without it, the accent made lighter until it is "
    "readable there.",
    "preface": "What stands before the report, as Markdown: headings, paragraphs, lists, bold, "
    "italics, code and links.",
    "footer": "A line at the foot of every page.",
}
MOST_TITLE = 200  # characters
MOST_FOOTER = 200
MOST_PREFACE = 4_000


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme; what is empty stays as it is without one. Accents are colours as #RRGGBB."""

    title: str = ""
    logo: Logo | None = None
    accent: str = ""
    accent_dark: str = ""
    preface: tuple[Piece, ...] = ()
    footer: str = ""


PLAIN = Theme()
