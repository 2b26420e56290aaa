"""The clock strip of the fastest run, true to time, and the fan that joins it to the columns."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from cxaudit.texts.catalogue import _, marked
from cxaudit.texts.numbers import days as in_days
from cxaudit.texts.numbers import hours as in_hours
from cxaudit.texts.numbers import minutes as in_minutes

from .geometry import Field
from .scene import Card, Scene
from .svg import Canvas, esc, num, text_rect
from .text_width import NBSP, cut, wrap
from .words import days, duration, figure

STRIP_TOP, STRIP_BOTTOM, FAN_BOTTOM = 42.0, 52.0, 96.0
HEIGHT = 104.0  # from the top of the drawing to the customer's lane
PLAIN_HEIGHT = 32.0  # without times: only the ranks are numbered
ROW = 15.0  # a further row of promises


@dataclass(frozen=True, slots=True)
class _Step:
    card: Card
    start: float  # minutes
    end: float
    queue: float = 0.0


def steps_of(scene: Scene) -> list[_Step]:
    """The fastest run as stretches of time; empty when it takes no time."""
    cards = {c.id: c for c in scene.cards}
    steps, at = [], 0.0
    for name in scene.fastest:
        card = cards.get(name)
        if card is None:
            continue
        queue, work = card.on_clock
        steps.append(_Step(card, at, at + queue + work, queue))
        at += queue + work
    return steps if at > 0 else []


def unit_of(minutes: float, day: float) -> tuple[float, str]:
    """The unit that a stretch of working time is told in: its minutes and its sign."""
    return (day, "d") if minutes >= day else (60.0, "h") if minutes >= 60 else (1.0, "min")


_UNIT_WORDS = {
    "d": marked("working days"),
    "h": marked("working hours"),
    "min": marked("minutes"),
}
_WITH_UNIT = {"d": in_days, "h": in_hours, "min": in_minutes}


def unit_words(minutes: float, day: float) -> str:
    """The same unit as a person says it."""
    return _(_UNIT_WORDS[unit_of(minutes, day)[1]])


def run_words(scene: Scene) -> str:
    """Whose time the clock tells: "of the fastest run", and of which type where that differs."""
    if not scene.fastest_of:
        return _("of the fastest run")
    return _("of the fastest run: {types}").format(types=scene.fastest_of)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the clock is drawn: its ends, and the columns of the steps (left, right)."""

    left: float
    right: float
    columns: Mapping[str, tuple[float, float]]
    top: float = 0.0
    base: float = 0.0  # minutes before this stretch of the run


def _class(card: Card) -> str:
    if card.kind == "sign-off":
        return "f-held" if card.held else "f-so"
    return "f-tp" if card.on_stage or card.by_party else "f-n"


def _stretches(step: _Step) -> list[tuple[str, float, float]]:
    """A step as stretches of one colour each: who waits for a meeting is not met yet, while the queue
    of a sign-off is a part of what it costs."""
    cls = _class(step.card)
    met = step.start + step.queue
    if cls != "f-tp" or not step.queue:
        return [(cls, step.start, step.end)]
    # Of what a party does nobody knows more than that the case waits for it.
    work = [(cls, met, step.end)] if step.end > met or step.card.on_stage else []
    return [("f-n", step.start, met), *work]


def draw_clock(canvas: Canvas, scene: Scene, frame: Frame, promise_rows: int) -> None:
    """Strip, fan, ticks and promises."""
    steps = steps_of(scene)
    total = steps[-1].end
    scale = (frame.right - frame.left) / total
    shift = frame.top + (promise_rows - 1) * ROW
    for step in steps:
        a, b = frame.left + step.start * scale, frame.left + step.end * scale
        _fan(canvas, step, a, b, frame, shift)
        for cls, start, end in _stretches(step):
            # A gap of one unit keeps neighbours apart; short stretches stay visible.
            width = max((end - start) * scale - 1, 2.0)
            x = frame.left + (end * scale - width if start == end else start * scale)
            canvas.put(
                "lanes",
                f'<rect class="seg {cls}" data-s2="{esc(step.card.id)}" x="{num(x)}" '
                f'y="{num(shift + STRIP_TOP)}" width="{num(width)}" height="10"/>',
            )
    _ticks(canvas, total, scale, frame, shift, scene.day_minutes)
    _promises(canvas, scene, total, scale, frame, promise_rows)


def _fan(canvas: Canvas, step: _Step, a: float, b: float, frame: Frame, shift: float) -> None:
    span = frame.columns.get(step.card.id)
    if span is None:
        return
    low, high = shift + STRIP_BOTTOM, shift + FAN_BOTTOM
    corners = ((a, low), (max(b, a + 1.5), low), (span[1], high), (span[0], high))
    points = " ".join(f"{num(x)},{num(y)}" for x, y in corners)
    canvas.put(
        "clock",
        f'<polygon class="fan {_class(step.card)}" data-s2="{esc(step.card.id)}" '
        f'points="{points}"/>',
    )


def _ticks(
    canvas: Canvas, total: float, scale: float, frame: Frame, shift: float, day: float
) -> None:
    whole = frame.base + total
    unit, name = unit_of(whole, day)
    sizes = [m * 10.0**p for p in range(7) for m in (1, 2, 5)]
    if total < 2.5 * unit:
        sizes.insert(0, 0.5)  # a short stretch would else have no tick to read
    step = next((s for s in sizes if s * unit * scale >= 46), total / unit)
    last_right = frame.left - 20
    count = math.ceil(frame.base / (step * unit) - 1e-6)
    while count * step * unit <= frame.base + total + 1e-6:
        x = frame.left + (count * step * unit - frame.base) * scale
        words = _WITH_UNIT[name](figure(count * step)).replace(" ", NBSP) if count else "0"
        anchor = "start" if count == 0 else "middle"
        canvas.put(
            "lanes",
            f'<line class="tick" x1="{num(x)}" x2="{num(x)}" '
            f'y1="{num(shift + 35)}" y2="{num(shift + 41)}"/>',
        )
        rect = text_rect((x, shift + 31), words, 12.0, anchor=anchor)
        if rect[0] > last_right + 4:
            canvas.text(
                "lanes", "tk", (x, shift + 31), words, size=12.0, owner="clock", anchor=anchor
            )
            last_right = rect[2]
        count += 1


@dataclass(frozen=True, slots=True)
class _Flag:
    words: str
    x: float
    row: int
    anchor: str
    beyond: bool


def _flags(scene: Scene, total: float, scale: float, frame: Frame) -> list[_Flag]:
    """Promises in as few rows as their words allow, those beyond the end at the right; above them, in
    words alone, those of types whose run the strip does not show."""
    flags: list[_Flag] = []
    field = Field()
    own = [p for p in scene.promises if not p.apart]
    for promise in sorted(own, key=lambda p: (p.minutes <= total, p.minutes, p.label)):
        beyond = promise.minutes > total
        words = _("promise, {types}") if promise.label else _("promise")
        words = words.format(types=promise.label)
        if beyond:
            words = f"{words}: {_when(promise.minutes + frame.base, scene.day_minutes)} →"
        x = frame.right if beyond else frame.left + promise.minutes * scale
        row = 0
        while True:
            spot = _spot(words, x, row, beyond, frame, field)
            if spot is not None:
                flags.append(spot)
                break
            row += 1
    lines = wrap(_apart(scene), frame.right - frame.left, 12.0, lines=3)
    first = len(lines) + max((f.row for f in flags), default=-1)
    return flags + [
        _Flag(line, frame.left, first - i, "start", True) for i, line in enumerate(lines)
    ]


def _apart(scene: Scene) -> str:
    """What types are promised whose run the strip does not show; empty where it shows those of all."""
    told = [
        f"{p.label} {_when(p.minutes, scene.day_minutes)}".replace(" ", NBSP)
        for p in sorted(scene.promises, key=lambda p: (p.minutes, p.label))
        if p.apart
    ]
    if not told:
        return ""
    return _("promised to types with another run: {promises}").format(promises=", ".join(told))


def _when(minutes: float, day: float) -> str:
    return days(minutes, day) if minutes >= day / 2 else duration(minutes, day)


def _spot(words: str, x: float, row: int, beyond: bool, frame: Frame, field: Field) -> _Flag | None:
    y = -ROW * row
    options = [("end", 0.0)] if beyond else [("end", -8.0), ("start", 8.0)]
    words = cut(words, max((frame.right - frame.left) / 2, 60.0), 12.0) if row > 8 else words
    for anchor, shift in options:
        rect = text_rect((x + shift, y), words, 12.0, anchor=anchor)
        marked = (min(rect[0], x - 5), rect[1], max(rect[2], x + 5), rect[3])
        fits = rect[0] >= frame.left - 8 and rect[2] <= frame.right + 30
        if fits and field.free(marked):
            field.add((marked[0] - 6, marked[1], marked[2] + 6, marked[3]))
            return _Flag(words, x, row, anchor, beyond)
    return None


def promise_rows(scene: Scene, left: float, right: float, base: float = 0.0) -> int:
    """How many rows the promises take above a strip between two places."""
    steps = steps_of(scene)
    if not steps:
        return 1
    total = steps[-1].end
    frame = Frame(left, right, {}, 0.0, base)
    flags = _flags(scene, total, (right - left) / total, frame)
    return 1 + max((f.row for f in flags), default=0)


def _promises(
    canvas: Canvas, scene: Scene, total: float, scale: float, frame: Frame, rows: int
) -> None:
    for flag in _flags(scene, total, scale, frame):
        y = frame.top + 18.0 + ROW * (rows - 1 - flag.row)
        shift = 0.0 if flag.beyond else -8.0 if flag.anchor == "end" else 8.0
        at = (flag.x + shift, y)
        canvas.text("lanes", "pt", at, flag.words, size=12.0, owner="clock", anchor=flag.anchor)
        if not flag.beyond:
            canvas.put("lanes", f'<path class="prom" d="M{num(flag.x - 4)} {num(y - 6)}h8l-4 6z"/>')
