"""The blueprint as a picture of its own: title, drawing and legend, with fonts and colours in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cxaudit.texts.catalogue import _

from .collapse import collapsed
from .geometry import Box, Drawing, moved
from .legend import draw_legend, entries
from .narrow import narrow
from .rows import Sheet
from .scene import Scene
from .styles import Theme, flat, sheet
from .svg import Canvas, esc, num
from .text_width import cut, wrap
from .wide import wide

Width = Literal["wide", "narrow", "wall"]

_MARGIN: dict[Width, float] = {"wide": 36.0, "narrow": 16.0, "wall": 48.0}
_TITLE: dict[Width, float] = {"wide": 28.0, "narrow": 22.0, "wall": 40.0}
_BETWEEN = 30.0
WALL_RANKS = (12, 16, 22, 30, 42, 60)
_ENDLESS = 1e6
_CSS = """
.paper{fill:var(--paper)}
.bp .hd{font-weight:650;letter-spacing:-.02em}
.bp .hd.wide{font-size:28px}
.bp .hd.narrow{font-size:22px}
.bp .hd.wall{font-size:40px}
.bp .sub{font-size:14px;fill:var(--ink2)}
.bp .pn{font-size:18px;font-weight:650}
.bp .lg{fill:var(--ink2)}
.bp .rule{stroke:var(--line2);stroke-width:1}
"""


@dataclass(frozen=True, slots=True)
class Panel:
    """One drawing of several in a picture, with what it is called and a note beside that."""

    scene: Scene
    title: str = ""
    note: str = ""


def svg_document(scene: Scene, theme: Theme = "light", form: Width = "wide") -> str:
    """A standalone SVG that every program draws alike: no script, no outside font or colour."""
    return standing_alone(picture([Panel(scene)], form), theme)


def picture(
    panels: Sequence[Panel], form: Width = "wide", title: str = "", notes: Sequence[str] = ()
) -> Drawing:
    """Drawings under each other, with a title above and one legend below; without colours yet.

    Without `title` and `notes`, those of the first scene stand there. For a wall, rows are as long
    as makes a sheet of a usual shape, and no step is left out of sight.
    """
    drawn = [_drawn(p.scene, form) for p in panels]
    scenes, drawings = [s for s, _ in drawn], [d for _, d in drawn]
    widest = max(d.width for d in drawings)
    if form == "wide":  # panels are as wide as each other
        drawings = [
            d if d.width >= widest else wide(s, opens=False, least=widest) for s, d in drawn
        ]
    margin = _MARGIN[form]
    width = max(d.width for d in drawings) + 2 * margin
    canvas = Canvas()
    first = panels[0].scene
    name = title or first.title
    y = heading(canvas, form, width, name, notes or notes_of(first, form))
    bodies: list[str] = []
    boxes: list[Box] = []
    for number, (panel, drawing) in enumerate(zip(panels, drawings, strict=True)):
        y += _panel_heading(canvas, panel, (margin, y), width - 2 * margin)
        inner = _body(drawing.svg, number)
        bodies.append(f'<g transform="translate({num(margin)} {num(y)})">{inner}</g>')
        boxes += [moved(b, y, margin) for b in drawing.boxes]
        y += drawing.height + _BETWEEN
    listed = {e.words: e for s in scenes for e in entries(s)}
    y += draw_legend(canvas, list(listed.values()), (margin, y - 10), width - 2 * margin)
    size = (width, y - 10 + margin)
    svg = element(
        "\n".join([canvas.body(), *bodies]), size, _("Service blueprint of {map}").format(map=name)
    )
    dropped = tuple(x for d in drawings for x in d.dropped)
    return Drawing(svg, (*canvas.boxes, *boxes), *size, dropped)


def _drawn(scene: Scene, form: Width) -> tuple[Scene, Drawing]:
    """What is drawn in the end, and the drawing."""
    if form == "wall":
        return scene, _on_wall(scene)
    less = collapsed(scene)
    return less, narrow(less, opens=False) if form == "narrow" else wide(less, opens=False)


def _on_wall(scene: Scene) -> Drawing:
    """Of drawings with longer and longer rows, the one nearest to the shape of A0 lying."""
    best, least = wide(scene, opens=False, collapse=False), math.inf
    for ranks in WALL_RANKS:
        sheet = Sheet(ranks, ranks, _ENDLESS)
        drawing = wide(scene, opens=False, collapse=False, sheet=sheet)
        off = abs(math.log(drawing.width / drawing.height / math.sqrt(2)))
        if off >= least:
            break
        best, least = drawing, off
    return best


def notes_of(scene: Scene, form: Width = "wide") -> tuple[str, ...]:
    """What stands under the title: for whom it is, and what is drawn."""
    who = ", ".join(filter(None, (scene.party, scene.party_note)))
    says = scene.description[:1].upper() + scene.description[1:]
    if form == "narrow":
        says = says.replace(_("from left to right"), _("downwards"))
    return tuple(filter(None, (_("Customer: {party}.").format(party=who) if who else "", says)))


def standing_alone(drawing: Drawing, theme: Theme) -> str:
    """A picture as a file: its styles in it, colours of one theme, a ground of its own."""
    css = esc_css(sheet(theme) + flat(_CSS.lstrip(), theme))
    ground = f'<rect class="paper" width="{num(drawing.width)}" height="{num(drawing.height)}"/>'
    head = drawing.svg.index(">") + 1
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{drawing.svg[:head]}<style>\n{css}</style>{ground}{drawing.svg[head:]}\n"
    )


def esc_css(css: str) -> str:
    """Styles as the content of an XML element."""
    return css.replace("&", "&amp;").replace("<", "&lt;")


def heading(canvas: Canvas, form: Width, width: float, title: str, notes: Sequence[str]) -> float:
    """Title and notes of a picture; returns where its drawing begins."""
    margin, size = _MARGIN[form], _TITLE[form]
    room = width - 2 * margin
    y = margin
    for line in wrap(title, room, size, bold=True, lines=3):
        y += size * 0.82
        canvas.text("label", f"hd {form}", (margin, y), line, size=size, owner="title", bold=True)
        y += size * 0.36
    for line in wrap(" ".join(notes), min(room, 900.0), 14.0, lines=4):
        y += 17.0
        canvas.text("label", "sub", (margin, y), line, size=14.0, owner="title")
        y += 3.0
    return y + 24.0


def _panel_heading(canvas: Canvas, panel: Panel, at: tuple[float, float], room: float) -> float:
    """The name of one of several drawings and its note; returns the height they take."""
    if not panel.title:
        return 0.0
    x, y = at
    canvas.put(
        "label",
        f'<line class="rule" x1="{num(x)}" x2="{num(x + room)}" y1="{num(y)}" y2="{num(y)}"/>',
    )
    words = cut(panel.title, room, 18.0, bold=True)
    canvas.text("label", "pn", (x, y + 28), words, size=18.0, owner="title", bold=True)
    height = 44.0
    for line in wrap(panel.note, min(room, 900.0), 14.0, lines=2):
        canvas.text("label", "sub", (x, y + height + 4), line, size=14.0, owner="title")
        height += 18.0
    return height + 12.0


def _body(svg: str, number: int) -> str:
    """What a drawing holds, with ids of its own among several."""
    inner = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    for name in ("bp-hatch-wide", "bp-hatch-tall"):
        inner = inner.replace(f'"{name}"', f'"{name}-{number}"')
        inner = inner.replace(f"url(#{name})", f"url(#{name}-{number})")
    return inner


def element(body: str, size: tuple[float, float], name: str, cls: str = "bp") -> str:
    """The SVG element around a picture."""
    width, height = num(size[0]), num(size[1])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{cls}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-label="{esc(name)}">'
        f"<title>{esc(name)}</title>{body}\n</svg>"
    )
