"""Blocks of a paper report as WordprocessingML."""

from __future__ import annotations

from collections.abc import Callable

from cxaudit.report import lens
from cxaudit.report.blueprint.styles import colours
from cxaudit.report.lens import Cell
from cxaudit.report.paper.blocks import Facts, Fall, Finding, Items, Say, Stories, codes
from cxaudit.report.paper.widths import wholes

from .marks import Box, Hand, bar, paragraph, prose, run, table

ROOM = 482.0  # points
SIZE = 8.0
_COLOURS = {name: value[1:] for name, value in colours("light").items()}
_GROUNDS = {
    "good": "good-t", "bad": "gate-t", "mid": "cust-t", "unknown": "hbg", "p2": "p2", "p1": "p1",
    "m1": "m1", "m2": "m2", "z": "panel",
}  # fmt: skip
_IMPACTS = ("p2", "p1", "m1", "m2", "z")
_INKS = {"good": "good", "bad": "gate", "unknown": "ink3"}
_BARS = {"gate": "gate-f", "good": "good", "cust": "cust"}
_WORK = {"gate": "gate-f", "held": "gate-f", "wait": "wait", "work": "ink", "meet": "cust"}
_SEVERITIES = {"error": "gate", "warning": "gate-f", "info": "cust"}
_RIGHT = '<w:jc w:val="right"/>'
_TIGHT = '<w:spacing w:before="20" w:after="20"/>'
_WITH_NEXT = "<w:keepNext/>"


def say(block: Say) -> str:
    """A paragraph."""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_COLOURS["panel"]}"/>'
    small = Hand(size=17, colour=_COLOURS["ink2"])
    if block.voice == "lead":
        return paragraph(prose(block.text, Hand(colour=_COLOURS["ink2"])))
    if block.voice == "write":
        return paragraph(prose(block.text, small), marks=shade)
    return paragraph(prose(block.text, small if block.voice == "caption" else Hand()))


def items(block: Items) -> str:
    """A list."""
    if not block.ordered:
        return "".join(paragraph(prose(one), "ListBullet") for one in block.items)
    hang = '<w:tabs><w:tab w:val="left" w:pos="360"/></w:tabs><w:spacing w:after="50"/>'
    hang += '<w:ind w:left="360" w:hanging="360"/>'
    return "".join(
        paragraph(run(f"{number}.") + "<w:r><w:tab/></w:r>" + prose(one), marks=hang)
        for number, one in enumerate(block.items, 1)
    )


def facts(block: Facts, name_room: float = 120.0) -> str:
    """Names with values: short ones beside each other, else as a table of two columns."""
    if all(len(name) < 40 and len(value) < 26 for name, value in block.pairs):
        return _figures(block)
    rows = [
        (
            Box(paragraph(run(name, _small()), marks=_TIGHT)),
            Box(paragraph(prose(value, Hand(size=18)), marks=_TIGHT)),
        )
        for name, value in block.pairs
    ]
    return table((name_room, ROOM - name_room), rows, ruled=False) + _gap()


def _figures(block: Facts, beside: int = 4) -> str:
    boxes = [
        Box(paragraph(run(name, _small())) + paragraph(run(value, Hand(bold=True, size=22))))
        for name, value in block.pairs
    ]
    boxes += [Box("")] * (-len(boxes) % beside)
    rows = [boxes[at : at + beside] for at in range(0, len(boxes), beside)]
    return table([ROOM / beside] * beside, rows, ruled=False) + _gap()


def stories(block: Stories) -> str:
    """The big numbers beside each other."""
    each = ROOM / len(block.stories)
    boxes = [
        Box(
            paragraph(run(one.big, Hand(bold=True, size=36)))
            + paragraph(run(one.title, Hand(bold=True)))
            + paragraph(prose(one.text, Hand(size=18)))
            + paragraph(run(codes(one.refs), _small()))
        )
        for one in block.stories
    ]
    return table([each] * len(boxes), [boxes], ruled=False) + _gap()


def tabled(block: lens.Table) -> str:
    """A table, in parts where it has too many columns."""
    told = []
    for part, widths in wholes(block, ROOM, SIZE):
        heads = [
            Box(
                paragraph(
                    run(head, Hand(bold=True, size=16, colour=_COLOURS["ink2"])),
                    marks=_WITH_NEXT + _TIGHT + (_RIGHT if n in part.numbers else ""),
                )
            )
            for n, head in enumerate(part.heads)
        ]
        matrix = part.kind == "matrix"
        rows = [
            [_box(cell, n == 0, n in part.numbers, matrix) for n, cell in enumerate(row)]
            for row in part.rows
        ]
        told.append(table(widths, rows, heads) + _gap())
    return "".join(told)


def _box(cell: Cell, first: bool, number: bool, matrix: bool) -> Box:
    impact = cell.tone in _IMPACTS
    ground = _COLOURS[_GROUNDS[cell.tone]] if cell.tone in _GROUNDS and (matrix or impact) else ""
    marks = _TIGHT + (_RIGHT if number else "")
    return Box(_cell(cell, (first and len(cell.text) < 70) or impact, marks), ground)


def _cell(cell: Cell, bold: bool, marks: str = _TIGHT) -> str:
    told = " ".join(filter(None, (cell.text, codes(cell.refs))))
    colour = _COLOURS[_INKS[cell.tone]] if cell.tone in _INKS else ""
    lines = [paragraph(prose(told, Hand(bold=bold, size=16, colour=colour)), marks=marks)]
    if cell.small:
        small = Hand(size=14, colour=_COLOURS["ink2"])
        lines = lines if told else []
        lines.append(paragraph(prose(cell.small, small), marks=marks))
    return "".join(lines)


def bars(block: lens.Bars) -> str:
    """Bars with their values; an unknown one is left out, its value says so."""
    widths = (130.0, ROOM - 240.0, 110.0)
    rows = []
    for one in block.bars:
        name = Cell(one.name, small=one.small)
        colour = _COLOURS[_BARS.get(one.tone, "ink3")]
        drawn = bar(0, one.share, widths[1] - 6, colour) if one.share else ""
        label = paragraph(run(one.mark_label, _small()), marks=_TIGHT) if one.mark_label else ""
        value = paragraph(run(one.value, Hand(size=16)), marks=_TIGHT + _RIGHT)
        rows.append((Box(_cell(name, True)), Box(drawn + label), Box(value)))
    return table(widths, rows) + _gap()


def fallen(block: Fall) -> str:
    """A waterfall: of each step a bar from where its time begins to where it ends."""
    widths = (150.0, ROOM - 240.0, 90.0)
    rows = []
    for row in block.fall.rows:
        drawn = "".join(
            bar(part.left, part.left + max(part.width, 0.006), widths[1] - 6,
                _COLOURS[_WORK[part.kind]])
            for part in row.bars
        )  # fmt: skip
        told = " · ".join(filter(None, (row.time, row.share)))
        value = paragraph(run(told, Hand(size=16)), marks=_TIGHT + _RIGHT)
        rows.append((Box(_cell(Cell(row.name, small=row.role), True)), Box(drawn), Box(value)))
    whole = bar(0, block.fall.total_at, widths[1] - 6, _COLOURS["ink2"])
    total = paragraph(run(block.fall.total, Hand(bold=True, size=16)), marks=_TIGHT + _RIGHT)
    rows.append((Box(_cell(Cell(block.fall.title), True)), Box(whole), Box(total)))
    below = say(Say(block.says, "caption")) if block.says else ""
    return table(widths, rows) + _gap() + below


def cards(block: lens.Cards) -> str:
    """Cards below each other."""
    told = []
    for one in block.cards:
        if one.title:
            sub = run("  " + one.sub, _small()) if one.sub else ""
            told.append(paragraph(prose(one.title, Hand(bold=True)) + sub, marks=_WITH_NEXT))
        if one.text:
            told.append(paragraph(prose(one.text)))
        if one.facts:
            rows = [
                (Box(paragraph(run(name, _small()), marks=_TIGHT)), Box(_cell(value, False)))
                for name, value in one.facts
            ]
            told.append(table((120.0, ROOM - 120.0), rows) + _gap())
    return "".join(told)


def account(block: lens.Account) -> str:
    """What somebody goes through."""
    told = [paragraph(run(block.title, Hand(bold=True)), marks=_WITH_NEXT)]
    told += [say(Say(block.lead, "lead"))] if block.lead else []
    rows = [
        (
            Box(paragraph(run(stop.when, _small()), marks=_TIGHT)),
            Box(paragraph(prose(stop.text, Hand(size=18)), marks=_TIGHT)),
        )
        for stop in block.stops
    ]
    told += [table((90.0, ROOM - 90.0), rows, ruled=False), _gap()] if rows else []
    return "".join(told) + (say(Say(block.after)) if block.after else "")


def finding(block: Finding) -> str:
    """A finding with its parts and its arithmetic."""
    card = block.card
    colour = _COLOURS[_SEVERITIES.get(card.severity, "ink2")]
    head = run(card.word, Hand(bold=True, size=17, colour=colour))
    head += run(f"  {card.code} {card.name}", _small())
    told = [
        paragraph(head, marks=_WITH_NEXT),
        paragraph(prose(card.title, Hand(bold=True)), marks=_WITH_NEXT),
        facts(Facts(block.parts), 96.0),
    ]
    if card.arithmetic:
        sums = run("\n".join(card.arithmetic), Hand(code=True, size=14, colour=_COLOURS["ink2"]))
        told.append(paragraph(sums))
    return "".join(told) + paragraph(run(card.place, _small()))


def _small() -> Hand:
    return Hand(size=16, colour=_COLOURS["ink2"])


def _gap() -> str:
    """Between a table and what follows: Word joins tables that touch."""
    return paragraph(
        "", marks='<w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/>'
    )


SHAPES: dict[type, Callable[..., str]] = {
    Say: say, Items: items, Facts: facts, Stories: stories, lens.Table: tabled, lens.Bars: bars,
    Fall: fallen, lens.Cards: cards, lens.Account: account, Finding: finding,
}  # fmt: skip


def shape(block: object) -> str:
    """A block without pictures."""
    return SHAPES[type(block)](block)
