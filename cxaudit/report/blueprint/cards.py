"""What stands on a step's card, how large it is, and its SVG."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cxaudit.texts.catalogue import _, pgettext

from .geometry import Rect
from .scene import Card
from .svg import Canvas, esc, num
from .text_width import longest_word, measure, wrap
from .words import aria, card_name, lower_first, work_line

PAD = 10.0  # left and right of the words
NARROWEST = 84.0
WIDEST = 134.0  # a card grows this wide to keep its label on three lines
LONGEST = 154.0  # ... and this wide for one long word
TALL, PLAIN = 92.0, 68.0  # least height of a card with and without times on the map
LABEL, SMALL = 13.0, 12.0  # font sizes
POST, POST_GAP, POST_OVER = 6.0, 3.0, 6.0
BAR_DAY = 26.0  # units of bar for a working day, if all bars fit
BAR_ROOM = 110.0
MARK = 16.0  # room for a star or lock in the first line


@dataclass(frozen=True, slots=True)
class Face:
    """A card laid out: lines of words, bar lengths and outer size (posts included)."""

    card: Card
    label: tuple[str, ...]
    role: tuple[str, ...]
    notes: tuple[str, ...]
    work: str
    queue_bar: float
    work_bar: float
    posts: int  # pairs drawn
    more: str  # "×7" when there are more approvers than posts
    width: float
    height: float

    @property
    def over(self) -> float:
        """How far posts stand above and below the body."""
        return POST_OVER if self.posts else 0.0

    @property
    def inset(self) -> float:
        """From the outer edge to the body."""
        return _posts_width(self.posts)


def _posts_width(posts: int) -> float:
    return posts * POST + max(posts - 1, 0) * POST_GAP


def bar_scale(cards: list[Card], day: float) -> float:
    """Units of bar for a minute: the same on every card, small enough for the longest."""
    longest = max(((c.waits or 0.0) + (c.takes or 0.0) for c in cards), default=0.0)
    full = BAR_DAY / day
    return full if longest * full <= BAR_ROOM else BAR_ROOM / longest


def least_height(cards: list[Card]) -> float:
    """Least height of all cards of a map: lower where nothing has a time."""
    return TALL if any(c.waits or c.takes for c in cards) else PLAIN


def _posts(card: Card) -> int:
    return min(max(card.approvers, 1), 4) if card.kind == "sign-off" else 0


def _notes(card: Card, written_systems: bool) -> list[str]:
    notes = []
    if card.by_party:
        notes.append(_("action of {party}").format(party=card.party) if card.party else "")
    if not card.reachable:
        notes.append(_("no way leads here"))
    if card.inside:
        notes.append(f"{card_name(card.inside[0])} … {lower_first(card_name(card.inside[-1]))}")
    if card.only:
        notes.append(card.only)
    if written_systems and card.systems:
        names = ", ".join(card.systems)
        notes.append(pgettext("systems", "in {names}").format(names=names))
    return notes


def face(
    card: Card,
    day: float,
    scale: float,
    *,
    width: float | None = None,
    written_systems: bool = False,
    least: float = TALL,
    most_posts: int = 4,
    label_lines: int = 3,
) -> Face:
    """Lay a card out; without a `width` as narrow as its words allow."""
    posts = min(_posts(card), most_posts)
    if _more(card, most_posts) and most_posts < 4:
        posts = 1  # where room is short, the number says it
    inset = 2 * _posts_width(posts) - (0 if not posts else 2 * 2.0)
    work = work_line(card, day)
    bars = ((card.waits or 0.0) * scale, (card.takes or 0.0) * scale)
    notes = _notes(card, written_systems)
    body = (width - inset) if width is not None else _body(card, work, sum(bars), notes)
    room = body - 2 * PAD
    marks = _mark_room(card, most_posts)
    label = wrap(
        card_name(card),
        room,
        LABEL,
        bold=True,
        lines=label_lines,
        first=room - marks if marks else None,
    )
    role = wrap(card.role or "", room, SMALL, lines=2)
    lines = [line for note in notes for line in wrap(note, room, SMALL, lines=4)]
    # Where nothing on the map has a time, cards do without the room for it.
    time = 57.0 if work or least > PLAIN else 37.0
    height = time + 15 * len(label) + 14 * (len(role) + len(lines) - 1)
    body_least = max(least, 104.0) if posts and least > PLAIN else least
    height = max(body_least, height) + (2 * POST_OVER if posts else 0.0)
    return Face(
        card,
        tuple(label),
        tuple(role),
        tuple(lines),
        work,
        bars[0],
        bars[1],
        posts,
        _more(card, most_posts),
        body + inset,
        height,
    )


def _mark_room(card: Card, most_posts: int = 4) -> float:
    """What stars and locks take from the first line."""
    count = int(card.moment) + int(card.held and card.kind == "sign-off")
    more = measure(_more(card, most_posts), SMALL)
    return (count * MARK - 4.0 if count else 0.0) + (more + 4.0 if more else 0.0)


def _more(card: Card, most_posts: int = 4) -> str:
    """How many approvers there are, where they are too many to draw."""
    return f"×{card.approvers}" if card.kind == "sign-off" and card.approvers > most_posts else ""


def _body(card: Card, work: str, bar: float, notes: list[str]) -> float:
    """The narrowest body that holds its longest word, its time and its label on 3 lines."""
    mark = _mark_room(card)
    name = card_name(card)
    first = longest_word(name.split(" ")[0], LABEL, True) + mark
    need = max(
        longest_word(name, LABEL, True),
        first,
        longest_word(card.role or "", SMALL),
        measure(work, SMALL),
        bar,
        max((longest_word(n, SMALL) for n in notes), default=0.0),
    )
    # A gate is as wide as its posts and body together: its body may be narrower.
    least = NARROWEST - (8.0 if card.kind == "sign-off" else 0.0)
    body = float(min(max(math.ceil(need + 2 * PAD), least), LONGEST))
    while body + 5 <= WIDEST:
        room = body - 2 * PAD
        kept = wrap(name, room, LABEL, bold=True, first=room - mark if mark else None)
        role = wrap(card.role or "", room, SMALL, lines=2)
        if not any(line.endswith("…") for line in [*kept, *role]):
            break
        body += 5.0
    return body


def draw(canvas: Canvas, look: Face, rect: Rect, day: float) -> None:
    """Put a card on the canvas at its outer rectangle."""
    card = look.card
    left, top, right, bottom = rect
    canvas.record("card", card.id, rect)
    hit = f'<rect class="hit" x="{num(left - 3)}" y="{num(top - 3)}" ' + _size(
        right - left + 6, bottom - top + 6, 8
    )
    body, words = _body_rect(look, rect), _words(canvas, look, rect)
    parts = [hit]
    if card.inside:
        parts.append(
            f'<rect class="under" x="{num(left + 5)}" y="{num(top - 4)}" '
            + _size(right - left - 10, 12, 4)
        )
    if look.posts:
        parts.append(
            f'<rect class="box" x="{num(body[0])}" y="{num(body[1])}" '
            + _size(body[2] - body[0], body[3] - body[1])
        )
        parts += _post_marks(look, rect)
    else:
        parts.append(
            f'<rect class="box" x="{num(left)}" y="{num(top)}" '
            + _size(right - left, bottom - top, 6)
        )
    if card.only:
        parts.append(
            f'<rect class="some" x="{num(body[0])}" y="{num(body[1])}" '
            + _size(4, body[3] - body[1], 2)
        )
    parts += words
    parts += _marks(canvas, look, body)
    cut = any("…" in line for line in (*look.label, *look.role))
    title = f"<title>{esc(aria(card, day))}</title>" if cut else ""
    canvas.put(
        "top" if card.inside else "card",
        f'<g class="{_classes(card)}" data-s="{esc(card.id)}" tabindex="0" role="button" '
        f'aria-label="{esc(aria(card, day))}">{title}{"".join(parts)}</g>',
    )


def _classes(card: Card) -> str:
    words = ["n", "sum"] if card.inside else ["n"]
    if card.on_stage or card.by_party:
        words.append("tp")
    if card.kind == "sign-off":
        words.append("gate")
    if card.held and card.kind == "sign-off":
        words.append("held")
    if not card.reachable:
        words.append("off-path")
    return " ".join(words)


def _size(width: float, height: float, radius: float = 0.0) -> str:
    rx = f' rx="{num(radius)}"' if radius else ""
    return f'width="{num(width)}" height="{num(height)}"{rx}/>'


def _body_rect(look: Face, rect: Rect) -> Rect:
    inset = look.inset - 4.0 if look.posts else 0.0
    over = look.over
    return (rect[0] + inset, rect[1] + over, rect[2] - inset, rect[3] - over)


def text_left(look: Face, rect: Rect) -> float:
    """Where the words of a card begin."""
    return rect[0] + PAD + (look.inset - 2.0 if look.posts else 0.0)


def _words(canvas: Canvas, look: Face, rect: Rect) -> list[str]:
    owner, x = look.card.id, text_left(look, rect)
    bottom = rect[3] - look.over
    y = rect[1] + look.over + (16.0 if look.posts else 20.0)
    parts = []
    for line in look.label:
        parts.append(canvas.text("", "lb", (x, y), line, size=LABEL, owner=owner, bold=True))
        y += 15
    y += 1
    for line in look.role:
        parts.append(canvas.text("", "rl", (x, y), line, size=SMALL, owner=owner))
        y += 14
    for line in look.notes:
        parts.append(canvas.text("", "rl nt", (x, y), line, size=SMALL, owner=owner))
        y += 14
    if look.work:
        parts.append(canvas.text("", "wt", (x, bottom - 18), look.work, size=SMALL, owner=owner))
    if look.queue_bar:
        parts.append(
            f'<rect class="q" x="{num(x)}" y="{num(bottom - 13)}" ' + _size(look.queue_bar, 5)
        )
    if look.work_bar:
        parts.append(
            f'<rect class="wk" x="{num(x + look.queue_bar)}" y="{num(bottom - 13)}" '
            + _size(max(look.work_bar, 2.0), 5)
        )
    return parts


def _post_marks(look: Face, rect: Rect) -> list[str]:
    height = rect[3] - rect[1]
    parts = []
    for i in range(look.posts):
        shift = i * (POST + POST_GAP)
        for x in (rect[0] + shift, rect[2] - POST - shift):
            parts.append(
                f'<rect class="post" x="{num(x)}" y="{num(rect[1])}" ' + _size(POST, height, 1.5)
            )
    return parts


def _marks(canvas: Canvas, look: Face, body: Rect) -> list[str]:
    card = look.card
    parts = []
    x, y = body[2] - 12.0, body[1] + 13.0
    if card.moment:
        parts.append(star(x, y))
        x -= MARK
    if card.held and card.kind == "sign-off":
        parts.append(lock(x - 5.0, y - 9.0))
        x -= MARK
    if look.more:
        at = (min(x + 6.0, body[2] - 7.0), body[1] + 16.0)
        parts.append(canvas.text("", "wt", at, look.more, size=SMALL, owner=card.id, anchor="end"))
    return parts


def star(x: float, y: float, r: float = 7.0) -> str:
    """A five-pointed star around a point: a moment of truth."""
    points = []
    for i in range(10):
        angle = math.pi * (i / 5 - 0.5)
        reach = r if i % 2 == 0 else r * 0.42
        points.append(f"{num(x + reach * math.cos(angle))},{num(y + reach * math.sin(angle))}")
    return f'<polygon class="star" points="{" ".join(points)}"/>'


def lock(x: float, y: float) -> str:
    """A padlock, 9 by 11, with its upper left corner at a point: held by a policy."""
    return (
        f'<g class="lock" transform="translate({num(x)} {num(y)})">'
        '<path d="M2.2 5V3.4a2.3 2.3 0 0 1 4.6 0V5"/>'
        '<rect x="1" y="5" width="7" height="5.4" rx="1"/></g>'
    )
