"""Whether a colour can be read: contrast as WCAG 2 defines it."""

from __future__ import annotations

import re

from cxaudit.report.blueprint.styles import Theme as Ground
from cxaudit.report.blueprint.styles import colours

LEAST = 4.5
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_GROUNDS = ("paper", "panel", "card")  # on which the page sets words


def is_colour(text: str) -> bool:
    """Whether a text is a colour as #RRGGBB."""
    return _HEX.fullmatch(text) is not None


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def weakest(colour: str, ground: Ground) -> float:
    """The contrast of a colour on that ground of the page on which it is least."""
    known = colours(ground)
    return min(contrast(colour, known[name]) for name in _GROUNDS)


def readable(colour: str, ground: Ground) -> str:
    """The nearest mixture with black, or on dark ground with white, that can be read."""
    end = 0 if ground == "light" else 255
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(101):
        mixed = [round(part + (end - part) * step / 100) for part in parts]
        found = "#" + "".join(f"{part:02X}" for part in mixed)
        if weakest(found, ground) >= LEAST:
            return found
    raise ValueError(f"{colour} is no colour")  # black and white can always be read


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
