"""The mini walk: the whole map as a line drawing of 246 by 86, one walk of it lit."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from cxaudit.texts.catalogue import _, pgettext

from .model import Edge, Model, build
from .scene import Scene
from .stand import OTHERS, lanes_of
from .svg import esc, num
from .text_width import clean, measure
from .words import card_name

WIDTH, HEIGHT = 246, 86
LEFT, RIGHT = 38.0, 242.0
RULE = 32  # where the lines of the lanes begin
STAGE_Y = 11.0
FIRST, LAST = 33.0, 75.0  # the first and the last lane backstage
STEP = 14.0
SIZE = 11.0
NAME_ROOM = 29.0


def mini(scene: Scene, walk: tuple[str, ...]) -> str:
    """A map as points on lanes; the steps of `walk` and the ways between them are lit."""
    model = build(scene)
    lanes = _lanes(model)
    places = _places(model, lanes)
    parts = _frame(lanes)
    lit = {s for s in walk if s in places}
    pairs = set(itertools.pairwise(walk))
    ways = [e for e in model.edges if e.source in places and e.target in places]
    ways.sort(key=lambda e: (_lit(e, pairs), e.index))
    for edge in ways:
        parts += _way(edge, places, bool(lit), _lit(edge, pairs))
    for node, at in places.items():
        parts.append(_point(model, node, at, " off" if lit and node not in lit else ""))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="mini" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'role="img" aria-label="{esc(_title(model, walk))}">{"".join(parts)}</svg>'
    )


def _title(model: Model, walk: Sequence[str]) -> str:
    names = [card_name(model.cards[s]) for s in walk if s in model.cards]
    if names:
        return _("walk: {steps}").format(steps=", ".join(names))
    gates = sum(c.kind == "sign-off" for c in model.cards.values())
    told = _("walk of all cases: {steps} steps, {sign_offs} sign-offs")
    return told.format(steps=len(model.cards), sign_offs=gates)


def _lanes(model: Model) -> dict[str, float]:
    """Backstage lanes in order of first visit, with their heights."""
    lane = lanes_of(model)
    ordered = sorted(model.cards, key=lambda n: model.rank[n])
    names = list(dict.fromkeys(lane[n][1] for n in ordered if lane[n][0] == "unit"))
    step = min(STEP, (LAST - FIRST) / max(len(names) - 1, 1))
    return {name: FIRST + step * i for i, name in enumerate(names)}


def _frame(lanes: dict[str, float]) -> list[str]:
    stage = pgettext("a lane, in a word", "stage")
    parts = [_rule("mi", 2.0), _rule("mv", 22.0), *(_rule("ml", y) for y in lanes.values())]
    parts.append(f'<text x="0" y="{num(STAGE_Y + 3.5)}">{esc(stage)}</text>')
    last = STAGE_Y
    for name, y in lanes.items():
        if y - last >= 11.5:  # closer names would run into each other
            told = _("other units") if name == OTHERS else name
            told = short(told or pgettext("a lane, in a word", "back"))
            parts.append(f'<text x="0" y="{num(y + 3.5)}">{esc(told)}</text>')
            last = y
    return parts


def _rule(cls: str, y: float) -> str:
    return f'<line class="{cls}" x1="{RULE}" x2="{WIDTH}" y1="{num(y)}" y2="{num(y)}"/>'


def short(name: str) -> str:
    """A lane name in the 29 units left of the lines: whole, or cut with a full stop."""
    word = clean(name).lower()
    if measure(word, SIZE) <= NAME_ROOM:
        return word
    first = word.split(" ")[0]
    kept = first if first != word and measure(first, SIZE) <= NAME_ROOM else first[:4] + "."
    while len(kept) > 2 and measure(kept, SIZE) > NAME_ROOM:
        kept = kept[:-2] + "."
    return kept


def _places(model: Model, lanes: dict[str, float]) -> dict[str, tuple[float, float]]:
    lane = lanes_of(model)
    highest = max((model.rank[n] for n in model.cards), default=0)
    step = (RIGHT - LEFT) / max(highest, 1)
    places: dict[str, tuple[float, float]] = {}
    used: dict[tuple[int, float], int] = {}
    for node in model.cards:
        rank = model.rank[node]
        y = lanes[lane[node][1]] if lane[node][0] == "unit" else STAGE_Y
        same = used.get((rank, y), 0)
        used[(rank, y)] = same + 1
        # Steps of one rank and lane stand a little beside each other.
        x = LEFT + step * rank + min(7.0, step / 3) * same
        places[node] = (min(x, RIGHT), y)
    return places


def _lit(edge: Edge, pairs: set[tuple[str, str]]) -> bool:
    return (edge.source, edge.target) in pairs


def _way(edge: Edge, places: dict[str, tuple[float, float]], some: bool, lit: bool) -> list[str]:
    (x1, y1), (x2, y2) = places[edge.source], places[edge.target]
    side = edge.back or edge.flow.kind != "next"
    if edge.back:
        low = min(max(y1, y2) + 18.0, HEIGHT - 3.0)
        data = f"M{num(x1)} {num(y1)}C{num(x1)} {num(low)} {num(x2)} {num(low)} {num(x2)} {num(y2)}"
    else:
        data = f"M{num(x1)} {num(y1)}L{num(x2)} {num(y2)}"
    cls = "mp" + (" d" if side else "") + (" on" if lit else " off" if some else "")
    path = f'<path class="{cls}" d="{data}"/>'
    marker = f'<path class="hlm" d="{data}"/>'
    return [marker, path] if lit else [path]


def _point(model: Model, node: str, at: tuple[float, float], off: str) -> str:
    x, y = at
    card = model.cards[node]
    if card.kind == "sign-off":
        cls = "mh" if card.held else "mg"
        return f'<rect class="{cls}{off}" x="{num(x - 3)}" y="{num(y - 6)}" width="6" height="12"/>'
    if model.meets(node):
        return f'<circle class="mt{off}" cx="{num(x)}" cy="{num(y)}" r="4"/>'
    return f'<circle class="mn{off}" cx="{num(x)}" cy="{num(y)}" r="3"/>'
