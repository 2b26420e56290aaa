"""The service blueprint of a map as SVG: wide, narrow, as a mini walk and as a file."""

from .document import Panel, picture, svg_document
from .geometry import Box, Drawing
from .mini import mini
from .narrow import narrow
from .scene import (
    Block,
    Card,
    End,
    Flow,
    Promise,
    Scene,
    Silence,
    Stage,
)
from .styles import styles, tokens
from .wide import wide

__all__ = [
    "Block",
    "Box",
    "Card",
    "Drawing",
    "End",
    "Flow",
    "Panel",
    "Promise",
    "Scene",
    "Silence",
    "Stage",
    "mini",
    "narrow",
    "picture",
    "styles",
    "svg_document",
    "tokens",
    "wide",
]
