"""The customer's lane: meetings, the silence between them, and how cases end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxaudit.texts.catalogue import _

from .geometry import Field, Point, Rect
from .model import Model
from .scene import Card, End, Silence
from .svg import Canvas, belongs, esc, num
from .text_width import measure, wrap
from .words import card_name, days, impact, lower_first, percent, silence_words, slower_words

RADIUS = 12.5
BAND = 30.0
SMALL = 12.0
CHANNEL_ROOM = 118.0
_TINTS = {2: "p2", 1: "p1", 0: "zero", -1: "m1", -2: "m2"}


def meeting_words(card: Card) -> list[str]:
    """What stands above a meeting: the channel, and the party if it is not the requester."""
    text = card.channel
    if card.party:
        text = f"{card.party}: {text}" if text else card.party
    return wrap(text, CHANNEL_ROOM, SMALL, lines=2)


def meeting_width(card: Card) -> float:
    """Width of the words above a meeting."""
    return max((measure(w, SMALL) for w in meeting_words(card)), default=0.0)


def tint(card: Card) -> str:
    """CSS class for the believed perception."""
    if card.perception is None:
        return "unk"
    return _TINTS[max(-2, min(2, card.perception))]


def draw_circle(canvas: Canvas, card: Card, at: Point) -> None:
    """A meeting: a circle with the believed perception in it."""
    x, y = at
    canvas.put(
        "event",
        f'<g class="ev {tint(card)}" data-s2="{esc(card.id)}">'
        f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(RADIUS)}"/>',
    )
    words = impact(card.perception)
    canvas.text(
        "event", "evt", (x, y + 4.2), words, size=SMALL, owner=card.id, bold=True, anchor="middle"
    )
    canvas.put("event", "</g>")
    canvas.record("meeting", card.id, (x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS))


def draw_meeting_line(canvas: Canvas, node: str, a: Point, b: Point) -> None:
    """The blue line from a meeting (or an end) to its card."""
    canvas.put(
        "meeting",
        f'<g class="ix" data-s2="{esc(node)}"><line x1="{num(a[0])}" y1="{num(a[1])}" '
        f'x2="{num(b[0])}" y2="{num(b[1])}"/></g>',
    )
    canvas.line("meeting", "meeting-line", node, (a, b))


def hatch(name: str) -> str:
    """The pattern of everything unknown or unmet."""
    return (
        f'<defs><pattern id="{esc(name)}" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="hbg" width="7" height="7"/>'
        '<rect class="hst" width="1.6" height="7"/></pattern></defs>'
    )


@dataclass(frozen=True, slots=True)
class Gap:
    """A silence with its two ends on the time axis."""

    silence: Silence
    start: float
    end: float


def gaps(
    model: Model, circles: Mapping[str, float], reach: tuple[float, float], day: float
) -> list[Gap]:
    """Silences worth a band: half a day and more, or of unknown length.

    A source "<" or a target ">" is a meeting in an earlier or later row of the drawing.
    """
    found = []
    for silence in model.scene.silences:
        known = silence.minutes
        if known is not None and known < day / 2:
            continue
        start, end = reach
        if silence.source not in ("", "<"):
            if silence.source not in circles:
                continue
            start = circles[silence.source] + 20.0
        if silence.target != ">":
            if silence.target not in circles:
                continue
            end = circles[silence.target] - 20.0
        if end - start >= 24.0:
            found.append(Gap(silence, start, end))
    return sorted(found, key=lambda g: (not g.silence.worst, g.start, g.end))


def _pill_forms(model: Model, silence: Silence, day: float) -> list[tuple[str, str, float]]:
    """Main words, small words and font size of a pill, the fullest first."""
    if silence.minutes is None:
        return [(_("length not stated"), "", 13.0), ("?", "", 13.0)]
    if silence.source == "<":
        return [(_("silence goes on"), "", 13.0), ("…", "", 13.0)]
    short = days(silence.minutes, day)
    if not silence.worst:
        return [(f"{short} →" if silence.target == ">" else short, "", 13.0)]
    long = silence_words(silence.minutes, day)
    ends = [model.cards.get(n) for n in (silence.source, silence.target)]
    names = " → ".join(lower_first(card_name(c)) if c else _("request") for c in ends)
    if silence.target == ">":
        return [(f"{long} →", "", 15.0), (f"{short} →", "", 13.0)]
    if silence.slower:  # nobody shall read its length off the clock
        note = slower_words()
        forms = [(long, f"{names}, {note}", 15.0), (long, note, 15.0), (short, note, 13.0)]
        return [*forms, (long, "", 15.0), (short, "", 13.0)]
    return [(long, names, 15.0), (long, "", 15.0), (short, "", 13.0)]


def draw_silences(
    canvas: Canvas,
    model: Model,
    listed: Sequence[Gap],
    y: float,
    circles: Mapping[str, float],
    pattern: str,
) -> None:
    """Hatched bands with their lengths on pills; the worst one is placed first."""
    field = Field()
    for x in circles.values():
        field.add((x - 18, y - 16, x + 18, y + 16))
    day = model.scene.day_minutes
    for gap in listed:
        rect = (gap.start, y - BAND / 2, gap.end, y + BAND / 2)
        canvas.put(
            "silence",
            f'<rect class="sil" x="{num(rect[0])}" y="{num(rect[1])}" '
            f'width="{num(rect[2] - rect[0])}" height="{num(BAND)}" fill="url(#{pattern})"/>',
        )
        canvas.record("silence", f"{gap.silence.source}>{gap.silence.target}", rect)
    for gap in listed:
        for main, small, size in _pill_forms(model, gap.silence, day):
            if _pill(canvas, gap, (main, small, size), y, field):
                break


def _pill(canvas: Canvas, gap: Gap, form: tuple[str, str, float], y: float, field: Field) -> bool:
    main, small, size = form
    head = measure(main, size, True)
    tail = measure(small, SMALL) + 8.0 if small else 0.0
    width = head + tail + (44.0 if small else 26.0)
    if width > gap.end - gap.start:
        return False
    middle = (gap.start + gap.end) / 2
    reach = (gap.end - gap.start - width) / 2
    shifts = [0.0]
    while abs(shifts[-1]) + 12 <= reach:
        step = abs(shifts[-1]) + 12
        shifts += [-step, step]
    for shift in shifts:
        x = middle + shift - width / 2
        half = 13.0 if size > 13 else 12.0
        rect = (x, y - half, x + width, y + half)
        if not field.free(rect):
            continue
        field.add(rect)
        canvas.put(
            "silence",
            f'<rect class="silbg" x="{num(x)}" y="{num(y - half)}" width="{num(width)}" '
            f'height="{num(2 * half)}" rx="{num(half)}"/>',
        )
        left = x + (22.0 if small else 13.0)
        owner = f"{gap.silence.source}>{gap.silence.target}"
        base = y + (5.0 if size > 13 else 4.5)
        cls = "silt" if size > 13 else "silt sm"
        at = (x + width / 2, base)
        if small:
            canvas.text("silence", cls, (left, base), main, size=size, owner=owner, bold=True)
            at = (left + head + 8, base)
            canvas.text("silence", "sils", at, small, size=SMALL, owner=owner)
        else:
            canvas.text(
                "silence", cls, at, main, size=size, owner=owner, bold=True, anchor="middle"
            )
        return True
    return False


def end_text(end: End, room: float = 110.0) -> list[tuple[str, bool]]:
    """Lines beside an end: its name in bold, its share of the cases."""
    lines = [(w, True) for w in wrap(end.label or end.id, room, SMALL, bold=True, lines=2)]
    if end.share is not None:
        lines.append((percent(end.share), False))
    elif end.unstated:
        lines.append((_("not stated"), False))
    return lines


def end_width(end: End, room: float = 110.0) -> float:
    """Width of the words beside an end."""
    return max((measure(w, SMALL, bold) for w, bold in end_text(end, room)), default=0.0)


def draw_end(canvas: Canvas, end: End, at: Point, step: str = "") -> Rect:
    """The mark of an outcome around a point; returns its rectangle."""
    x, y = at
    if end.outcome == "good":
        mark = (
            f'<circle cx="{num(x)}" cy="{num(y)}" r="9"/>'
            f'<path d="M{num(x - 4)} {num(y)}l3 3.2 5.4-6.2"/>'
        )
    elif end.outcome == "refused":
        mark = (
            f'<rect x="{num(x - 8)}" y="{num(y - 8)}" width="16" height="16" rx="1.5"/>'
            f'<path d="M{num(x - 3.6)} {num(y - 3.6)}l7.2 7.2m0-7.2l-7.2 7.2"/>'
        )
    else:
        mark = f'<circle cx="{num(x)}" cy="{num(y)}" r="8.6"/><path d="M{num(x - 4)} {num(y)}h8"/>'
    title = end.label or end.id
    if end.share is not None:
        told = _("{outcome}, {share} of cases")
        title = told.format(outcome=title, share=percent(end.share))
    elif end.unstated:
        title = f"{title}, " + _("share not stated")
    stands = f' data-s2="{esc(step)}"' if step else ""
    canvas.put(
        "event",
        f'<g class="end {end.outcome}" data-end="{esc(end.id)}"{stands} role="img" '
        f'aria-label="{esc(title)}"><title>{esc(title)}</title>{mark}</g>',
    )
    rect = (x - 9.0, y - 9.0, x + 9.0, y + 9.0)
    canvas.record("end", end.id, rect)
    return rect


def draw_end_words(
    canvas: Canvas, end: End, at: Point, anchor: str = "start", room: float = 110.0
) -> None:
    """The name and share of an outcome, lines downwards from a baseline."""
    x, y = at
    for words, bold in end_text(end, room):
        cls = "et" if bold else "es"
        canvas.text(
            "event", cls, (x, y), words, size=SMALL, owner=end.id, bold=bold, anchor=anchor,
            belongs=belongs("e", end.id),
        )  # fmt: skip
        y += 14
