"""Lanes of the wide form: bands, the lines between them, and their names."""

from __future__ import annotations

from cxaudit.texts.catalogue import _, marked

from .svg import Canvas, num
from .text_width import cut, wrap
from .wide_columns import NAMES
from .wide_draft import Draft
from .wide_plan import lane_words, name_lines
from .wide_rows import Lane

_LINES = {
    "customer": ("l1", marked("line of interaction")),
    "stage": ("l2", marked("line of visibility")),
}
_TITLES = {
    "customer": marked("Customer"),
    "stage": marked("On stage"),
    "systems": marked("Systems"),
}


def draw_lanes(canvas: Canvas, draft: Draft) -> None:
    """Bands from top to bottom with the lines that part them, and their names at the left."""
    lanes = draft.plan.heights.lanes
    fills = {"customer": "lane c", "stage": "lane", "unit": "lane b", "systems": "lane s"}
    first_unit = next((x for x in lanes if x.kind == "unit" and x.bottom - x.top >= 60), None)
    for i, lane in enumerate(lanes):
        canvas.put(
            "ground",
            f'<rect class="{fills[lane.kind]}" x="0" y="{num(lane.top)}" '
            f'width="{num(draft.width)}" height="{num(lane.bottom - lane.top)}"/>',
        )
        after = lanes[i + 1].kind if i + 1 < len(lanes) else ""
        line = _LINES.get(lane.kind)
        if after == "systems":
            line = ("l3", marked("line of internal interaction"))
        elif lane.kind == "stage" and not after:
            line = None
        if line:
            _draw_lane_line(canvas, draft, lane.bottom, *line)
        elif after == "unit":
            canvas.put("ground", _hline("lr", draft.width, lane.bottom))
        title = _TITLES.get(lane.kind)
        if lane is first_unit:
            title = marked("Backstage")
        words = lane_words(draft.plan.model, lane.kind, lane.name)
        _draw_lane_name(canvas, lane, title or "", words)


def _hline(cls: str, width: float, y: float) -> str:
    return f'<line class="{cls}" x1="0" x2="{num(width)}" y1="{num(y)}" y2="{num(y)}"/>'


def _draw_lane_line(canvas: Canvas, draft: Draft, y: float, cls: str, name: str) -> None:
    canvas.put("lanes", _hline(f"vl {cls}", draft.width, y))
    # The longest name would reach below the cards: it takes two lines.
    lines = wrap(_(name), NAMES - 8, 12.0)
    for i, line in enumerate(lines):
        at = (12.0, y - 6 - 13 * (len(lines) - 1 - i))
        canvas.text("lanes", "vt", at, line, size=12.0, owner="lane")


def _draw_lane_name(canvas: Canvas, lane: Lane, title: str, words: list[str]) -> None:
    y = lane.middle + 4 if title == "Systems" else max(lane.middle - 18, lane.top + 22)
    if title == "On stage" and lane.bottom - lane.top < 60:
        y = lane.top + 18
    if title:
        canvas.text("lanes", "ln1", (12, y), _(title), size=13.0, owner="lane", bold=True)
    y += 16
    lines = name_lines(words)
    if lane.kind == "stage" and lane.bottom - lane.top < 60:
        lines = []
    if lane.kind == "unit" and lane.bottom - lane.top < 60:
        # Empty in this row of the drawing: the name alone.
        y, lines = lane.top + 14, [cut(" ".join(lines), NAMES - 8, 12.0)] if lines else []
    for line in lines:
        canvas.text("lanes", "ln2", (12, y), line, size=12.0, owner="lane")
        y += 14
