"""The perception gap: what we believe a meeting does beside what customers remember, -2 to +2."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.pictures.sheet import Sheet

STEP, ROW, TOP = 46.0, 24.0, 22.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One impact of one meeting: believed and remembered."""

    name: str
    believed: int
    remembered: int


def gap(pairs: tuple[Pair, ...], names: float = 340.0) -> str:
    """A line each from a hollow dot (believed) to a filled one (remembered)."""
    sheet = Sheet()
    for number, value in enumerate(range(-2, 3)):
        x = names + STEP * number
        sheet.text((x, 12), f"+{value}" if value > 0 else f"−{-value}" if value else "0", "q", "m")
        sheet.line((x, TOP), (x, TOP + ROW * len(pairs)), "grid")
    for number, pair in enumerate(pairs):
        y = TOP + ROW * (number + 0.5)
        sheet.words((0, y + 4), pair.name, names - 30, lines=1)
        a, b = names + STEP * (pair.believed + 2), names + STEP * (pair.remembered + 2)
        wide = abs(pair.believed - pair.remembered) >= 2
        sheet.line((a, y), (b, y), "far" if wide else "near")
        sheet.circle((a, y), 6, "lv believed")
        sheet.circle((b, y), 6, "lv remembered gate" if wide else "lv remembered")
    return sheet.svg(names + STEP * 4 + 16, TOP + ROW * len(pairs) + 4)
