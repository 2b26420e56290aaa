"""The phases of a change along its months; where phases carry no dates they share the time evenly."""

from __future__ import annotations

from cxaudit.report.pictures.sheet import LINE, Sheet, wide

WIDTH, TOP = 640.0, 30.0


def phases(names: tuple[str, ...], begin: str, end: str) -> str:
    """Arrows one after the other between the first and the last day."""
    sheet = Sheet()
    sheet.text((0, 14), begin, "q")
    sheet.text((WIDTH, 14), end, "q", "e")
    each = WIDTH / max(len(names), 1)
    tallest = 1
    for number, name in enumerate(names):
        x = each * number
        w = each - 4
        sheet.path(
            f"M{x:g} {TOP:g}h{w - 12:g}l12 16l-12 16h{12 - w:g}" + ("l12 -16z" if number else "z"),
            "arrow",
        )
        at = (x + (18 if number else 8), TOP + 20)
        if wide(name) <= w - 34:
            sheet.text(at, name, "b")
        else:
            lines = sheet.words((at[0], TOP + 50), name, w - 20, lines=3) / LINE
            tallest = max(tallest, int(lines) + 1)
            sheet.text(at, str(number + 1), "b")
    return sheet.svg(WIDTH, TOP + 36 + LINE * (tallest - 1) + (4 if tallest > 1 else 0))
