"""A long process in several rows: where it is cut, and what each row knows of the others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cxaudit.texts.catalogue import _

from . import clock
from .cards import face
from .model import Context, Model, Pin, build
from .scene import Card, End, Flow, Promise, Scene, Silence
from .stand import lanes_of, unit_order
from .words import card_name

FEWEST = 5  # ranks of a row where there are several
PINS = 130.0  # room for a column of pins


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a row may hold: ranks where all stand in one row, ranks of a row where there are several,
    and units of width for its columns."""

    one_row: int = 12
    most: int = 11
    room: float = 1040.0


PAGE = Sheet()  # for a page that need not scroll


def split(model: Model, sheet: Sheet = PAGE) -> list[Model]:
    """The model itself, or a model for each row of a longer process."""
    ranks = 1 + max((model.rank[n] for n in model.cards), default=0)
    if ranks <= sheet.one_row:
        return [model]
    starts = _starts(model, ranks, _fitting(model, ranks, sheet))
    row_of = {n: sum(model.rank[n] >= s for s in starts) - 1 for n in model.cards}
    whole = _Whole(model, row_of, len(starts), _common(model))
    return [_row(whole, i, start) for i, start in enumerate(starts)]


@dataclass(frozen=True, slots=True)
class _Whole:
    model: Model
    row_of: dict[str, int]
    rows: int
    context: Context


def _fitting(model: Model, ranks: int, sheet: Sheet) -> int:
    """How many ranks of usual width fit on the page beside a column of pins."""
    widest: dict[int, float] = {}
    for name, card in model.cards.items():
        width = face(card, model.scene.day_minutes, 0.0).width
        widest[model.rank[name]] = max(widest.get(model.rank[name], 0.0), width)
    total = sum(widest.values()) + 24.0 * ranks
    return max(FEWEST, min(sheet.most, int((sheet.room - PINS) / (total / ranks))))


def _starts(model: Model, ranks: int, most: int) -> list[int]:
    """First ranks of the rows: where a stage begins, else after a touch-point."""
    stages = {model.rank[s.first] for s in model.scene.stages if s.first in model.cards}
    after = {model.rank[n] + 1 for n in model.cards if model.meets(n)}
    starts = [0]
    while ranks - starts[-1] > most:
        rest = ranks - starts[-1]
        rows = -(-rest // most)
        low = starts[-1] + max(FEWEST - 1, rest - (rows - 1) * most)
        window = range(starts[-1] + min(most, max(-(-rest // rows), FEWEST)), low - 1, -1)
        wide_window = range(starts[-1] + most, low - 1, -1)
        at = next((r for r in wide_window if r in stages), None)
        at = at or next((r for r in wide_window if r in after), None)
        starts.append(at or next(iter(window), starts[-1] + most))
    return starts


def _common(model: Model) -> Context:
    lanes = lanes_of(model)
    place = {n: (model.rank[n], i) for i, n in enumerate(model.cards)}
    by_time = sorted(model.cards, key=lambda n: place[n])
    order = unit_order(lanes, by_time, model.scene.units)
    return Context(lanes=dict(lanes), lane_order=tuple(order), cards=tuple(model.cards.values()))


def _row(whole: _Whole, row: int, start: int) -> Model:
    model, scene = whole.model, whole.model.scene
    here = [n for n in model.cards if whole.row_of[n] == row]
    inside = set(here)
    flows, pins, owners = _flows(whole, row, inside)
    lanes = {n: whole.context.lanes[n] for n in here}
    lanes |= {p: lanes[pin.near] for p, pin in pins.items()}
    tags = [Card(p, pin.words, None, None, "call", False) for p, pin in pins.items()]
    base = _base(scene, whole, row)
    context = replace(
        whole.context,
        row=row,
        rows=whole.rows,
        lanes=lanes,
        pins=pins,
        owners=owners,
        base=base,
        base_rank=start - int(any(f.source in pins for f in flows)),
    )
    fastest = tuple(s for s in scene.fastest if s in inside)
    part = replace(
        scene,
        cards=(*(model.cards[n] for n in here), *tags),
        flows=tuple(flows),
        ends=tuple(_ends(whole, row)),
        silences=tuple(_silences(whole, row)),
        promises=(),
        fastest=fastest,
        never_met=scene.never_met if row == 0 else (),
        blocks=tuple(b for b in scene.blocks if b.split in inside or b.join in inside),
    )
    part = replace(part, promises=_promises(scene, part, base, row == whole.rows - 1))
    known = {(e.source, e.target) for e in model.edges if e.back}
    return build(part, known, context)


def _flows(
    whole: _Whole, row: int, inside: set[str]
) -> tuple[list[Flow], dict[str, Pin], dict[tuple[str, str], str]]:
    """Flows of a row; those that cross its edge lead to a pin or come from one."""
    model = whole.model
    flows: list[Flow] = []
    pins: dict[str, Pin] = {}
    owners: dict[tuple[str, str], str] = {}
    for edge in model.edges:
        s, t = edge.source, edge.target
        if t in model.ends or (s in inside and t in inside):
            if s in inside:
                flows.append(replace(edge.flow, target=t))
                owners[(s, t)] = edge.owner
            continue
        there = whole.row_of[t if s in inside else s]
        back = whole.row_of[t] < whole.row_of[s]
        if s in inside:
            pin = f"to {s}>{t}"
            pins[pin] = Pin(_("to row {n}").format(n=there + 1), card_name(model.cards[t]), s, back)
            flows.append(replace(edge.flow, target=pin))
            owners[(s, pin)] = edge.owner
        elif t in inside:
            pin = f"from {s}>{t}"
            pins[pin] = Pin(
                _("from row {n}").format(n=there + 1), card_name(model.cards[s]), t, back
            )
            flows.append(Flow(pin, t, named=edge.flow.named))
            owners[(pin, t)] = edge.owner
    return flows, pins, owners


def _ends(whole: _Whole, row: int) -> list[End]:
    """Ends that steps of the row lead to; the share stands in the last of such rows."""
    model = whole.model
    found = []
    for end in model.ends.values():
        rows = {whole.row_of[e.source] for e in model.into(end.id)} or {whole.rows - 1}
        if row in rows:
            found.append(end if row == max(rows) else replace(end, share=None))
    return found


def _silences(whole: _Whole, row: int) -> list[Silence]:
    found = []
    for silence in whole.model.scene.silences:
        first = whole.row_of.get(silence.source, 0)
        last = whole.row_of.get(silence.target)
        if last is None or not first <= row <= last:
            continue
        source = silence.source if row == first else "<"
        target = silence.target if row == last else ">"
        found.append(replace(silence, source=source, target=target))
    return found


def _base(scene: Scene, whole: _Whole, row: int) -> float:
    cards = whole.model.cards
    before = [cards[s] for s in scene.fastest if s in cards and whole.row_of[s] < row]
    return sum(sum(c.on_clock) for c in before)


def _promises(scene: Scene, part: Scene, base: float, last: bool) -> tuple[Promise, ...]:
    steps = clock.steps_of(part)
    total = steps[-1].end if steps else 0.0
    return tuple(
        replace(p, minutes=p.minutes - base)
        for p in scene.promises
        if (base == 0.0 if p.apart else p.minutes > base or base == 0.0)
        if p.apart or last or p.minutes <= base + total
    )
