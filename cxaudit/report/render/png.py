"""SVG to PNG, by resvg."""

from __future__ import annotations

import importlib
from functools import cache
from typing import Any

from .missing import Missing

SCALE = 2.0  # dots for each unit of the drawing: 12 units of text stay sharp on paper
MOST_DOTS = 20_000  # along one side; beyond, viewers give up
_HINT = (
    "PNG needs the library resvg-py, which is not installed: run "
    "`pip install 'cxaudit[png]'`, or write SVG"
)
_NO_FONT = (
    "there is no font to write with, so a PNG would show no words: install one, such as the "
    "package fonts-liberation, or write SVG"
)
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24">'
    '<text x="2" y="20" font-size="20" font-family="Arial,sans-serif">{words}</text></svg>'
)


def png(svg: str, width: float, height: float, scale: float = SCALE) -> bytes:
    """A drawing of a width and height in dots. Raises `Missing` without the library or a font."""
    library = _library()
    if not _writes(library):
        raise Missing(_NO_FONT)
    return _dots(library, svg, min(scale, MOST_DOTS / max(width, height)))


@cache
def _writes(library: Any) -> bool:
    """Whether there is a font: a letter leaves a mark. Asked once, for it reads every font."""
    return _dots(library, _PROBE.format(words="M")) != _dots(library, _PROBE.format(words=""))


def _library() -> Any:
    try:
        return importlib.import_module("resvg_py")
    except ImportError:
        raise Missing(_HINT) from None


def _dots(library: Any, svg: str, scale: float = 1.0) -> bytes:
    return bytes(
        library.svg_to_bytes(
            svg_string=svg,
            zoom=scale,
            font_family="Arial",
            sans_serif_family="Liberation Sans",
        )
    )
