"""The text for people: coloured as rich would, without rich."""

from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style

from cxaudit.formats.text import _CODES, STYLES, Piece


@pytest.mark.parametrize("style", _CODES)
def test_a_style_is_told_to_a_terminal_as_rich_tells_it(style: str) -> None:
    piece = Piece(((("words", style)),))
    rendered = Style.parse(style).render("words", color_system=ColorSystem.STANDARD)
    assert piece.coloured == rendered
    assert piece.plain == str(piece) == "words"


def test_every_severity_has_a_style_that_is_known() -> None:
    assert set(STYLES.values()) <= set(_CODES)


def test_nothing_is_told_of_no_words() -> None:
    assert Piece((("", "dim"), ("a", ""), ("b", "bold"))).coloured == "a\x1b[1mb\x1b[0m"
