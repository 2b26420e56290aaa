"""The blueprint as a file of its own, with its colours in it."""

from __future__ import annotations

from .scene import Scene
from .styles import FONT, styles, tokens
from .wide import wide


def svg_document(scene: Scene) -> str:
    """A standalone SVG of the wide form: light, or dark where the reader prefers that."""
    drawing = wide(scene)
    sheet = f"{tokens()}svg{{font-family:{FONT};background:var(--paper)}}\n{styles()}"
    head = drawing.svg.index(">") + 1
    css = sheet.replace("&", "&amp;").replace("<", "&lt;")
    ground = '<rect width="100%" height="100%" style="fill:var(--paper)"/>'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{drawing.svg[:head]}<style>{css}</style>{ground}{drawing.svg[head:]}\n"
    )
