"""What the marks of a drawing mean, in a line or a few below it: only those that are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cxaudit.texts.catalogue import _, marked

from .cards import lock, star
from .collapse import collapsed
from .model import build
from .scene import Card, Scene
from .svg import Canvas, arrow, num
from .text_width import measure

SIZE = 12.0
LINE = 24.0  # from one line of the legend to the next
APART = 26.0  # between two entries
BESIDE = 8.0  # between a mark and its words


@dataclass(frozen=True, slots=True)
class Entry:
    """A mark as SVG around the left end of a line (x, y), its width, and what it means."""

    mark: Callable[[float, float], str]
    width: float
    words: str


def entries(scene: Scene) -> list[Entry]:
    """The marks that a drawing of the scene uses."""
    cards = scene.cards
    gates = [c for c in cards if c.kind == "sign-off"]
    listed = [
        (any(_met(c) for c in cards), Entry(_touch_point, 22, _("touch-point"))),
        (any(_met(c) for c in cards), Entry(_meeting, 18, _(_PERCEPTION))),
        (any(c.moment for c in cards), Entry(_star, 14, _("moment of truth"))),
        (any(not c.held for c in gates), Entry(_gate, 22, _("sign-off"))),
        (any(c.held for c in gates), Entry(_held, 26, _("sign-off held by a policy"))),
        (any(c.waits or c.takes for c in cards), Entry(_bar, 30, _("queue, then work"))),
        (_hands(scene, "unit"), Entry(_dot("hand unit"), 10, _("hand-off to another unit"))),
        (_hands(scene, "role"), Entry(_dot("hand"), 10, _("to another role"))),
        (_returns(scene), Entry(_line("ret"), 30, _("sent back"))),
        (_ways(scene, "late"), Entry(_line("late"), 30, _("if late"))),
        (_ways(scene, "wrong"), Entry(_line("wrong"), 30, _("if wrong"))),
        (bool(scene.blocks), Entry(_branches, 14, _("at the same time"))),
        (any(c.only for c in cards), Entry(_only, 14, _("for some request types only"))),
        (any(c.inside for c in cards), Entry(_stack, 24, _("several steps of one unit"))),
        (bool(scene.silences), Entry(_hatch, 26, _("silence"))),
    ]
    return [entry for used, entry in listed if used]


def as_elements(scene: Scene) -> list[tuple[str, str]]:
    """For a page: the marks that drawings of the scene use, each as an SVG element, and their words."""
    return [
        (
            f'<svg class="bp" width="{num(entry.width)}" height="20" '
            f'viewBox="0 -10 {num(entry.width)} 20" aria-hidden="true">{entry.mark(0, 0)}</svg>',
            entry.words,
        )
        for entry in entries(collapsed(scene))
    ]


_PERCEPTION = marked("how they see us after it, −2 to +2; ? = not stated")


def _met(card: Card) -> bool:
    return card.on_stage or card.by_party


def _hands(scene: Scene, kind: str) -> bool:
    return any(f.hand_off == kind for f in scene.flows)


def _ways(scene: Scene, kind: str) -> bool:
    return any(f.kind == kind for f in scene.flows)


def _returns(scene: Scene) -> bool:
    return any(edge.back for edge in build(scene).edges)


def draw_legend(
    canvas: Canvas, listed: list[Entry], at: tuple[float, float], width: float
) -> float:
    """Entries in lines of a width, from an upper left corner; returns the height they take."""
    x, y = at[0], at[1] + LINE / 2
    for entry in listed:
        need = entry.width + BESIDE + measure(entry.words, SIZE)
        if x > at[0] and x + need > at[0] + width:
            x, y = at[0], y + LINE
        canvas.put("label", entry.mark(x, y))
        words_at = (x + entry.width + BESIDE, y + 4.2)
        canvas.text("label", "lg", words_at, entry.words, size=SIZE, owner="legend")
        x += need + APART
    return y + LINE / 2 - at[1] if listed else 0.0


def _box(x: float, y: float, width: float, height: float, cls: str = "box", rx: float = 0.0) -> str:
    round_ = f' rx="{num(rx)}"' if rx else ""
    return (
        f'<rect class="{cls}" x="{num(x)}" y="{num(y)}" width="{num(width)}" '
        f'height="{num(height)}"{round_}/>'
    )


def _touch_point(x: float, y: float) -> str:
    return f'<g class="n tp">{_box(x + 1, y - 7, 20, 14, rx=3)}</g>'


def _meeting(x: float, y: float) -> str:
    return f'<g class="ev unk"><circle cx="{num(x + 9)}" cy="{num(y)}" r="8"/></g>'


def _star(x: float, y: float) -> str:
    return star(x + 7, y)


def _gate(x: float, y: float) -> str:
    posts = _box(x, y - 9, 5, 18, "post", 1) + _box(x + 17, y - 9, 5, 18, "post", 1)
    return f'<g class="n gate">{_box(x + 4, y - 6, 14, 12)}{posts}</g>'


def _held(x: float, y: float) -> str:
    posts = _box(x + 1, y - 8, 5, 16, "post", 1) + _box(x + 20, y - 8, 5, 16, "post", 1)
    body = _box(x + 5, y - 6, 16, 12)
    return f'<g class="n gate held">{body}{posts}</g>{lock(x + 8.5, y - 5.5)}'


def _bar(x: float, y: float) -> str:
    return _box(x, y - 2.5, 20, 5, "q") + _box(x + 20, y - 2.5, 10, 5, "wk")


def _dot(cls: str) -> Callable[[float, float], str]:
    return lambda x, y: f'<circle class="{cls}" cx="{num(x + 5)}" cy="{num(y)}" r="4.2"/>'


def _line(cls: str) -> Callable[[float, float], str]:
    def mark(x: float, y: float) -> str:
        head = arrow((x, y), (x + 30, y))
        return (
            f'<g class="e {cls}"><path class="ln" style="stroke-width:1.4" '
            f'd="M{num(x)} {num(y)}H{num(x + 24)}"/><path class="ah" d="{head}"/></g>'
        )

    return mark


def _branches(x: float, y: float) -> str:
    stubs = "".join(
        f'<path class="ln" style="stroke-width:1.4" d="M{num(x + 3)} {num(y + d)}h10"/>'
        for d in (-5, 5)
    )
    bar = f'<line class="bar" x1="{num(x + 3)}" x2="{num(x + 3)}" y1="{num(y - 8)}" y2="{num(y + 8)}"/>'
    return f'<g class="e">{stubs}</g>{bar}'


def _stack(x: float, y: float) -> str:
    return (
        f'<g class="n sum">{_box(x + 4, y - 8, 19, 12, "under", 3)}'
        f"{_box(x + 1, y - 5, 19, 12, rx=3)}</g>"
    )


def _only(x: float, y: float) -> str:
    return f'<g class="n">{_box(x, y - 8, 14, 16, rx=3)}{_box(x, y - 8, 4, 16, "some", 1.5)}</g>'


def _hatch(x: float, y: float) -> str:
    lines = "".join(
        f'<path class="hln" d="M{num(x + d)} {num(y + 7)}l10 -14"/>' for d in (0, 5.5, 11, 16)
    )
    return f"{_box(x, y - 7, 26, 14, 'hbg')}{lines}"
