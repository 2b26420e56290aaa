"""Paragraphs and tables as WordprocessingML; every text is escaped here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TWENTIETHS = 20  # of a point: how Word counts widths
LINE, STRONG_LINE = "DEDFDB", "474E57"


@dataclass(frozen=True, slots=True)
class Hand:
    """How words are written: half points of size, a colour as RRGGBB."""

    bold: bool = False
    slanted: bool = False
    code: bool = False
    size: int = 0
    colour: str = ""


def fit(text: str) -> str:
    """A text that XML can hold."""
    return _UNFIT.sub("\ufffd", text)


def run(text: str, hand: Hand = Hand()) -> str:
    """Words in one hand; a line break of the text is one of the document."""
    marks = "<w:b/>" if hand.bold else ""
    marks += "<w:i/>" if hand.slanted else ""
    marks = ('<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New"/>' if hand.code else "") + marks
    marks += f'<w:color w:val="{hand.colour}"/>' if hand.colour else ""
    marks += f'<w:sz w:val="{hand.size}"/>' if hand.size else ""
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in fit(text).split("\n")]
    return f"<w:r>{f'<w:rPr>{marks}</w:rPr>' if marks else ''}{'<w:br/>'.join(lines)}</w:r>"


def prose(text: str, hand: Hand = Hand()) -> str:
    """A text in which words between backticks are code."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return run(text, hand)
    coded = Hand(hand.bold, hand.slanted, True, hand.size, hand.colour)
    return "".join(
        run(part, coded if number % 2 else hand) for number, part in enumerate(parts) if part
    )


def paragraph(runs: str, style: str = "", marks: str = "") -> str:
    """A paragraph; `marks` are further properties."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{marks}</w:pPr>{runs}</w:p>"


def bar(left: float, right: float, room: float, colour: str) -> str:
    """A bar between two parts of 1 of a width in points: a shaded line without words."""
    indents = (
        f'<w:ind w:left="{_width(max(left, 0) * room)}" '
        f'w:right="{_width((1 - min(right, 1)) * room)}"/>'
    )
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{colour}"/>'
    space = '<w:spacing w:before="40" w:after="20" w:line="150" w:lineRule="exact"/>'
    return f"<w:p><w:pPr>{shade}{space}{indents}</w:pPr></w:p>"


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its paragraphs, and its ground as RRGGBB."""

    inner: str
    ground: str = ""


def table(
    widths: Sequence[float],
    rows: Iterable[Sequence[Box]],
    heads: Sequence[Box] = (),
    ruled: bool = True,
) -> str:
    """A table with widths in points; its head stands again on each page."""
    rule = f'<w:insideH w:val="single" w:sz="4" w:color="{LINE}"/>' if ruled else ""
    foot = f'<w:bottom w:val="single" w:sz="4" w:color="{LINE}"/>' if ruled else ""
    whole = _width(sum(widths))
    grid = "".join(f'<w:gridCol w:w="{_width(width)}"/>' for width in widths)
    told = _row(widths, heads, True) if heads else ""
    told += "".join(_row(widths, row, False) for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{whole}" w:type="dxa"/><w:tblBorders>{foot}{rule}'
        '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="60" w:type="dxa"/>'
        '<w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
        f'<w:tblLook w:firstRow="{int(bool(heads))}" w:firstColumn="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{told}</w:tbl>"
    )


def _row(widths: Sequence[float], boxes: Sequence[Box], head: bool) -> str:
    marks = "<w:cantSplit/>" + ("<w:tblHeader/>" if head else "")
    rule = (
        f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:color="{STRONG_LINE}"/></w:tcBorders>'
        if head
        else ""
    )
    cells = []
    for width, box in zip(widths, boxes, strict=True):
        shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{box.ground}"/>' if box.ground else ""
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{_width(width)}" w:type="dxa"/>{rule}{shade}</w:tcPr>'
            f"{box.inner or paragraph('')}</w:tc>"
        )
    return f"<w:tr><w:trPr>{marks}</w:trPr>{''.join(cells)}</w:tr>"


def bookmark(name: str, number: int, inner: str) -> str:
    """Something that contents lead to."""
    named = quoteattr(name)
    return (
        f'<w:bookmarkStart w:id="{number}" w:name={named}/>{inner}<w:bookmarkEnd w:id="{number}"/>'
    )


def jump(name: str, inner: str) -> str:
    """Words that lead to a place of the same document."""
    return f'<w:hyperlink w:anchor={quoteattr(name)} w:history="1">{inner}</w:hyperlink>'


def field(code: str) -> str:
    """A number that Word counts, such as PAGE."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _width(points: float) -> int:
    return round(points * TWENTIETHS)
