"""The steps that a card stands for: a list that opens over it when the card is chosen."""

from __future__ import annotations

from .geometry import Rect
from .scene import Card
from .svg import Canvas, esc, num
from .text_width import cut, measure
from .words import aria, card_name, duration

WIDTH = 236.0
LINE = 30.0
PAD = 10.0


def draw_inside(
    canvas: Canvas, card: Card, rect: Rect, page: tuple[float, float], day: float
) -> None:
    """A list of steps, each a button like a card, at the place of the card and within the page.

    It is shown while the card or one of its steps has the focus, so that it needs no script;
    arrow keys and the tabulator reach the steps as they reach every other card.
    """
    height = 2 * PAD + LINE * len(card.inside) - 6.0
    left = max(0.0, min(rect[0], page[0] - WIDTH - 4.0))
    top = max(0.0, min(rect[3] + 6.0, page[1] - height - 4.0))
    parts = [
        f'<rect class="box" x="{num(left)}" y="{num(top)}" width="{num(WIDTH)}" '
        f'height="{num(height)}" rx="6"/>'
    ]
    for i, step in enumerate(card.inside):
        parts.append(_step(step, (left + PAD, top + PAD + LINE * i), day))
    canvas.put("top", f'<g class="inside">{"".join(parts)}</g>')


def _step(step: Card, at: tuple[float, float], day: float) -> str:
    x, y = at
    time = (step.waits or 0.0) + (step.takes or 0.0)
    lasts = duration(time, day) if time else ""
    room = WIDTH - 2 * PAD - 16.0 - (measure(lasts, 12.0) + 10.0 if lasts else 0.0)
    name = cut(card_name(step), room, 12.0)
    said = f'<text class="rl" x="{num(x + 8)}" y="{num(y + 16)}">{esc(name)}</text>'
    if lasts:
        right = x + WIDTH - 2 * PAD - 8
        end = f'x="{num(right)}" y="{num(y + 16)}" text-anchor="end"'
        said += f'<text class="wt" {end}>{esc(lasts)}</text>'
    return (
        f'<g class="n in" data-s="{esc(step.id)}" tabindex="0" role="button" '
        f'aria-label="{esc(aria(step, day))}"><title>{esc(aria(step, day))}</title>'
        f'<rect class="hit" x="{num(x - 2)}" y="{num(y - 2)}" width="{num(WIDTH - 2 * PAD + 4)}" '
        f'height="{num(LINE - 2)}" rx="5"/>'
        f'<rect class="box" x="{num(x)}" y="{num(y)}" width="{num(WIDTH - 2 * PAD)}" '
        f'height="{num(LINE - 6)}" rx="4"/>{said}</g>'
    )
