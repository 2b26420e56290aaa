"""What somebody with power over maps should decide next."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.report import words
from cxaudit.report.context import Context
from cxaudit.report.lens import Cell, Panel
from cxaudit.report.sheets.model import Beside
from cxaudit.report.sheets.standing import first_sentence
from cxaudit.report.sheets.tables import whole_table
from cxaudit.report.texts import _, times
from cxaudit.rules.finding import SEVERITIES

LONG, WHY = 150, 110  # letters


def advice_panel(maps: Sequence[Context], beside: Beside) -> Panel:
    """The corrective action of the gravest findings of some maps, each once; nothing in an audit that
    does not recommend."""
    name = _("To decide next")
    if not beside.advises:
        return Panel("decide", name)
    found = [(c, f) for c in maps for f in c.findings if f.instead and f.severity != "info"]
    found.sort(key=lambda item: SEVERITIES.index(item[1].severity))
    rows = []
    said: set[str] = set()
    for context, finding in found:
        first = words.sentence(finding.instead.strip().split("\n")[0].split(". ")[0])
        if first.lower() in said:
            continue
        said.add(first.lower())
        small = context.map.title if len(maps) > 1 else ""
        why = words.short(first_sentence(finding), WHY)
        rows.append(
            (
                Cell(words.short(first, LONG), small=small),
                Cell(why, refs=(context.refs[id(finding)],)),
            )
        )
    title = times(len(rows), "{n} thing to decide", "{n} things to decide, the gravest first")
    blocks = whole_table(name, (_("What"), _("Why")), rows)
    return Panel("decide", title, blocks, (), name)
