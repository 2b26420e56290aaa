"""The consultant's own look of a report: title, logo, accent, preface, footer, by a small file."""

from .logo import Logo
from .model import KEYS, PLAIN, Theme
from .page import css, markdown_foot, markdown_head
from .preface import Piece, Run
from .reading import BrokenTheme, read_theme
from .schema import theme_schema

__all__ = [
    "KEYS", "PLAIN", "BrokenTheme", "Logo", "Piece", "Run", "Theme", "css",
    "markdown_foot", "markdown_head", "read_theme", "theme_schema",
]  # fmt: skip
