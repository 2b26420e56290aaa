"""SVG to a PDF of one page, by Typst: text stays text, that can be searched and copied."""

from __future__ import annotations

import importlib
import tempfile
from pathlib import Path
from typing import Any

from .missing import Missing

_HINT = (
    "PDF needs the library typst, which is not installed: run `pip install 'cxaudit[pdf]'`, "
    "or print the HTML or SVG from a browser"
)
_SOURCE = """#set document(title: json("title.json"), date: none)
#set page(width: {width}pt, height: {height}pt, margin: 0pt)
#image("drawing.svg", width: 100%, alt: json("title.json"))
"""
_POINTS = 0.75  # a unit of the drawing is a CSS pixel
_LONGEST = 14_400.0  # points; what readers of PDF accept


def pdf(svg: str, width: float, height: float, title: str) -> bytes:
    """A drawing of a width and height as one page of its size. Raises `Missing` without Typst."""
    import json

    library = typesetter()
    scale = min(_POINTS, _LONGEST / max(width, height))
    with tempfile.TemporaryDirectory(prefix="cxaudit-") as name:
        folder = Path(name)
        (folder / "drawing.svg").write_text(svg, encoding="utf-8")
        (folder / "title.json").write_text(json.dumps(title), encoding="utf-8")
        source = _SOURCE.format(width=round(width * scale, 3), height=round(height * scale, 3))
        (folder / "page.typ").write_text(source, encoding="utf-8")
        made = library.compile(folder / "page.typ", root=folder, format="pdf", timestamp=0)
    return bytes(made)


def typesetter() -> Any:
    """The library. Raises `Missing` where it is not installed."""
    try:
        return importlib.import_module("typst")
    except ImportError:
        raise Missing(_HINT) from None
