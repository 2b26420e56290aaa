"""The sponsorship spine: the reporting line from each group to the top, and who on it stands for it."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.pictures.sheet import LINE, Sheet, wide
from cxaudit.report.texts import _

COLUMN, ROW, TOP = 176.0, 58.0, 58.0


@dataclass(frozen=True, slots=True)
class Level:
    """Somebody on the line: `sponsor`, `gap` (nobody stands for it here) or `group` (the group itself,
    which needs no sponsor)."""

    name: str
    state: str


@dataclass(frozen=True, slots=True)
class Line:
    """A group with those above it, the top first."""

    group: str
    note: str
    levels: tuple[Level, ...]


def spine(lines: tuple[Line, ...]) -> str:
    """A column a group, the groups side by side at the foot: filled is a sponsor, dashed a level
    without one."""
    sheet = Sheet()
    most = max((len(line.levels) for line in lines), default=0)
    words = {"sponsor": _("sponsor"), "gap": _("no sponsor"), "group": _("the group")}
    for number, line in enumerate(lines):
        x = 12 + COLUMN * number
        sheet.words((x - 8, 14), line.group, COLUMN - 20, "b", lines=2)
        two = wide(line.group, True) > COLUMN - 20
        sheet.text((x - 8, 14 + LINE * (2 if two else 1)), line.note, "q")
        # Lines end at the same height: the group is at the bottom of each.
        first = most - len(line.levels)
        for place, level in enumerate(line.levels, first):
            y = TOP + ROW * place + 8
            if place > first:
                broken = "gap" in (level.state, line.levels[place - first - 1].state)
                sheet.line((x, y - ROW + 8), (x, y - 8), "cut" if broken else "tie")
            sheet.circle((x, y), 8, f"lv {level.state}", f"{level.name}: {words[level.state]}")
            used = sheet.words((x + 16, y - 1), level.name, COLUMN - 40, lines=2)
            sheet.text((x + 16, y - 1 + used), words[level.state], f"s-{level.state}")
    return sheet.svg(COLUMN * max(len(lines), 1), TOP + ROW * most + 4)
