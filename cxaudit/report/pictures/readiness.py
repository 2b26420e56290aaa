"""The readiness matrix: how much a change matters to each group, and how hard it hits them."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.pictures.sheet import Sheet, wide
from cxaudit.report.texts import _

CELL = 46.0
CRITICAL = 16  # importance x effect from which a group is critical
LEFT, TOP = 34.0, 8.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A group: 1 to 5 on both axes."""

    name: str
    importance: int
    effect: int


def readiness(dots: tuple[Dot, ...]) -> str:
    """Five by five cells; critical ones are shaded, each group is a numbered dot with its name."""
    sheet = Sheet()
    for importance in range(1, 6):
        for effect in range(1, 6):
            critical = importance * effect >= CRITICAL
            box = (LEFT + CELL * (effect - 1) + 1, TOP + CELL * (5 - importance) + 1)
            sheet.rect((*box, CELL - 2, CELL - 2), "hot" if critical else "pane")
    for number in range(1, 6):
        sheet.text((LEFT - 8, TOP + CELL * (5.5 - number) + 4), str(number), "q", "e")
        sheet.text((LEFT + CELL * (number - 0.5), TOP + 5 * CELL + 17), str(number), "q", "m")
    sheet.text((LEFT, TOP + 5 * CELL + 36), _("effect on the group →"), "q")
    up = _("importance of the change →")
    sheet.parts.append(
        f'<g transform="translate(12 {TOP + 5 * CELL:g}) rotate(-90)">{_plain(up)}</g>'
    )
    cells: dict[tuple[int, int], list[tuple[int, Dot]]] = {}
    for number, dot in enumerate(dots, 1):
        cells.setdefault((dot.importance, dot.effect), []).append((number, dot))
    for (importance, effect), those in cells.items():
        _fill(sheet, importance, effect, those)
    right = LEFT + 5 * CELL + 20
    widest = 0.0
    for number, dot in enumerate(dots, 1):
        y = TOP + 16 + 20 * (number - 1)
        critical = dot.importance * dot.effect >= CRITICAL
        sheet.circle((right + 9, y - 4), 9, "dot gate" if critical else "dot")
        sheet.text((right + 9, y), str(number), "on", "m")
        label = f"{dot.name}  {dot.importance} × {dot.effect}"
        sheet.text((right + 24, y), label)
        widest = max(widest, wide(label))
    return sheet.svg(right + 32 + widest, max(TOP + 5 * CELL + 44, TOP + 20 * len(dots) + 12))


def _plain(text: str) -> str:
    sheet = Sheet()
    sheet.text((0, 0), text, "q")
    return sheet.parts[0]


def _fill(sheet: Sheet, importance: int, effect: int, those: list[tuple[int, Dot]]) -> None:
    """The dots of one cell, in rows of two; beyond four they are counted."""
    x, y = LEFT + CELL * (effect - 0.5), TOP + CELL * (5.5 - importance)
    shown = those if len(those) <= 4 else those[:3]
    across = min(2, len(those))
    down = 1 if len(those) <= 2 else 2
    style = "dot gate" if importance * effect >= CRITICAL else "dot"
    for place, (number, dot) in enumerate(shown):
        at = (x + 20 * (place % across - (across - 1) / 2), y + 20 * (place // 2 - (down - 1) / 2))
        sheet.circle(at, 9, style, dot.name)
        sheet.text((at[0], at[1] + 4), str(number), "on", "m")
    if len(those) > len(shown):
        sheet.text((x + 10, y + 14), f"+{len(those) - len(shown)}", "", "m")
