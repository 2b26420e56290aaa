"""Pins: where a flow leaves a row of the drawing, and where it comes in again."""

from __future__ import annotations

import math

from .cards import PAD, Face
from .geometry import Rect
from .model import Pin
from .scene import Card
from .svg import Canvas, belongs, esc, num
from .text_width import measure, wrap

SIZE = 12.0
HEIGHT = 38.0
ROOM = 104.0


def pin_face(card: Card, pin: Pin, width: float | None = None) -> Face:
    """A pin laid out: the row it points to, and the step there."""
    room = ROOM if width is None else width - 2 * PAD
    name = wrap(pin.name, min(room, ROOM), SIZE, lines=1)
    widest = max([measure(pin.words, SIZE, True), *(measure(x, SIZE) for x in name)])
    outer = math.ceil(widest + 2 * PAD) if width is None else width
    return Face(card, (pin.words,), tuple(name), (), "", 0.0, 0.0, 0, "", outer, HEIGHT)


def draw_pin(canvas: Canvas, node: str, pin: Pin, look: Face, rect: Rect) -> None:
    """A rounded tag on the way of the flow."""
    canvas.record("card", node, rect)
    left, top, right, bottom = rect
    title = f"{pin.words}: {pin.name}"
    x = left + PAD
    words = canvas.text("", "pnr", (x, top + 16), pin.words, size=SIZE, owner=node, bold=True)
    if look.role:
        words += canvas.text("", "rl", (x, top + 30), look.role[0], size=SIZE, owner=node)
    flow = belongs("e", node.partition(" ")[2])  # "to a>b"
    canvas.put(
        "card",
        f'<g class="pin"{flow} role="img" aria-label="{esc(title)}"><title>{esc(title)}</title>'
        f'<rect x="{num(left)}" y="{num(top)}" width="{num(right - left)}" '
        f'height="{num(bottom - top)}" rx="{num(HEIGHT / 2 - 7)}"/>{words}</g>',
    )
