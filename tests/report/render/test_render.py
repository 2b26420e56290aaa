"""SVG to PNG and PDF: by optional libraries, the same bytes each time, or a word on how to get them."""

from __future__ import annotations

import struct
import sys
from typing import Any

import pytest

from cxaudit.report.render import Missing, pdf, png

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="120" height="60" viewBox="0 0 120 60">'
    '<style>.a{fill:#0A5FA8}</style><rect class="a" width="120" height="60"/>'
    '<text x="10" y="40" font-family="Arial,sans-serif" font-size="20">Words</text></svg>'
)


def _size(data: bytes) -> tuple[int, int]:
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_png_has_two_dots_a_unit_and_the_same_bytes_each_time() -> None:
    pytest.importorskip("resvg_py")
    made = png(SVG, 120, 60)
    assert _size(made) == (240, 120)
    assert made == png(SVG, 120, 60)


def test_a_very_large_png_has_fewer_dots() -> None:
    pytest.importorskip("resvg_py")
    tall = SVG.replace('height="60" viewBox="0 0 120 60"', 'height="15000" viewBox="0 0 120 15000"')
    assert max(_size(png(tall, 120, 15_000))) <= 20_000


def test_a_pdf_is_tagged_has_words_and_the_same_bytes_each_time() -> None:
    pytest.importorskip("typst")
    made = pdf(SVG, 120, 60, 'A "title"')
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo<</Marked true" in made and b"/MediaBox[0 0 90 45]" in made
    assert b"/ToUnicode" in made and b"CreationDate" not in made
    assert made == pdf(SVG, 120, 60, 'A "title"')


@pytest.mark.parametrize("make", ["png", "pdf"])
def test_without_the_library_the_way_out_is_told(
    make: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(Missing, match=rf"pip install 'cxaudit\[{make}\]'"):
        png(SVG, 120, 60) if make == "png" else pdf(SVG, 120, 60, "")


def test_a_png_without_a_font_is_refused_instead_of_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoFonts:
        @staticmethod
        def svg_to_bytes(**_: Any) -> bytes:
            return b"nothing but ground"

    monkeypatch.setitem(sys.modules, "resvg_py", NoFonts)
    with pytest.raises(Missing, match="no font to write with"):
        png(SVG, 120, 60)
