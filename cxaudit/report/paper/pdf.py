"""A report as a tagged PDF (PDF/UA-1), typeset by Typst. Texts are handed over as data: nothing that a
map says is ever read as Typst's own language."""

from __future__ import annotations

import json
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from cxaudit.report.blueprint.styles import colours
from cxaudit.report.lens import Cell, Table
from cxaudit.report.paper.blocks import Block, Drawing, codes
from cxaudit.report.paper.compose import Paper
from cxaudit.report.paper.pictures import with_heads
from cxaudit.report.paper.widths import wholes
from cxaudit.report.render import typesetter
from cxaudit.report.saved.document import plain
from cxaudit.report.texts import _
from cxaudit.report.theme import PLAIN, Theme

ROOM = 482.0  # points between the margins of an A4 page
SIZE = 7.8  # points of type in a table
_LONG = 26  # characters of a word from which on it may break anywhere
_BREAK = "\u200b"
_MARKS = re.compile(r"[/\\_.,;:&=-]")
_MARGIN = 34.0
_HEAD = 74.0  # points for heading and lead above a picture that fills a page
_JOINERS = frozenset("\u200d\ufe0e\ufe0f")
_LACKS = re.compile(r'text `"(.*?)"` could not be displayed', re.DOTALL)
_NO_FONT = (
    "report.pdf: no font here has {text}, which is drawn as an empty box, so the file is tagged but "
    "does not claim PDF/UA: install a font that has it, such as the package fonts-noto"
)
_LEAST_SCALE = 0.55  # points for a unit of a drawing: 12 units of text are 6.6 points
# Name, width and height in points, lying and standing.
_SHEETS = tuple(
    (name, *size)
    for name, one, other in (
        ("a4", 595.28, 841.89), ("a3", 841.89, 1190.55), ("a2", 1190.55, 1683.78),
        ("a1", 1683.78, 2383.94), ("a0", 2383.94, 3370.39),
    )
    for size in ((other, one), (one, other))
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF; `note` says what is not as it should be."""

    data: bytes
    note: str = ""


def report_pdf(paper: Paper, theme: Theme = PLAIN, language: str = "en") -> Pdf:
    """The PDF of a report. Raises `Missing` without Typst."""
    library = typesetter()
    drawings: list[str] = []
    blocks = list(_blocks(with_heads(paper.blocks), drawings))
    data = {
        "language": language,
        "colours": {**colours("light"), "accent": theme.accent or colours("light")["ink"]},
        "texts": {"contents": _("Contents"), "logo": _("Logo"), "page": _("Page {n} of {m}")},
        "theme": {
            "title": theme.title,
            "footer": theme.footer,
            "preface": plain(theme.preface),
            "logo": f"logo.{theme.logo.kind}" if theme.logo else "",
        },
        "paper": {
            "title": theme.title or _("{title}: customer audit").format(title=paper.title),
            "about": paper.title,
            "headline": paper.headline,
            "standfirst": paper.standfirst,
            "date": paper.date,
        },
        "blocks": blocks,
    }
    template = (files("cxaudit.report") / "templates" / "report.typ").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="cxaudit-") as name:
        folder = Path(name)
        for number, svg in enumerate(drawings):
            (folder / f"drawing-{number}.svg").write_text(svg, "utf-8", "replace")
        if theme.logo is not None:
            (folder / f"logo.{theme.logo.kind}").write_bytes(theme.logo.data)
        (folder / "report.json").write_text(json.dumps(_breaking(data)), encoding="utf-8")
        (folder / "report.typ").write_text(template, encoding="utf-8")
        return _compiled(library, folder)


def _compiled(library: Any, folder: Path) -> Pdf:
    """The PDF by the standard; where no font has some character the standard forbids the file, and it
    is made without it, tagged all the same."""
    asked = {"root": folder, "format": "pdf", "timestamp": 0}
    try:
        made = library.compile(folder / "report.typ", pdf_standards=["ua-1"], **asked)
        return Pdf(bytes(made))
    except library.TypstError as error:
        lacks = _LACKS.search(str(error))
        if lacks is None:
            raise
    made = library.compile(folder / "report.typ", **asked)
    return Pdf(bytes(made), _NO_FONT.format(text=named(lacks[1])))


def named(text: str) -> str:
    """Characters by their numbers, for whoever is told of them may lack the font as well. Joiners and
    variants, which only say how others are drawn, are left out unless there is nothing else."""
    found = [c for c in text if not (c in _JOINERS or unicodedata.category(c) == "Cf")]
    return ", ".join(f"U+{ord(c):04X}" for c in dict.fromkeys(found or text))


def _blocks(
    blocks: Sequence[Block | tuple[Block, ...]], drawings: list[str]
) -> Iterator[dict[str, Any]]:
    """Blocks as data; drawings are put aside, and found by their number."""
    for block in blocks:
        if isinstance(block, tuple):
            *head, picture = block
            assert isinstance(picture, Drawing)
            yield _sheet(picture, list(_blocks(head, drawings)), drawings)
        elif isinstance(block, Table):
            for part, widths in wholes(block, ROOM, SIZE):
                yield _table(part, widths)
        elif isinstance(block, Drawing):
            drawings.append(block.svg)
            yield {
                "kind": "drawing",
                "file": f"drawing-{len(drawings) - 1}.svg",
                "width": min(block.width * 0.75, ROOM),
                "alternative": block.alternative,
            }
        else:
            yield {"kind": type(block).__name__.lower(), **_coded(plain(block))}


def _table(table: Table, widths: Sequence[float]) -> dict[str, Any]:
    return {
        "kind": "table",
        "widths": [round(width, 2) for width in widths],
        "heads": list(table.heads),
        "numbers": sorted(table.numbers),
        "matrix": table.kind == "matrix",
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> dict[str, str]:
    told = " ".join(filter(None, (cell.text, codes(cell.refs))))
    return {"text": told, "small": cell.small, "tone": cell.tone}


def _coded(data: Any) -> Any:
    """Data in which each list of findings is a text."""
    if isinstance(data, dict):
        found = {key: _coded(value) for key, value in data.items()}
        if isinstance(found.get("refs"), list):
            found["refs"] = ", ".join(dict.fromkeys(ref["code"] for ref in found["refs"]))
        return found
    return [_coded(one) for one in data] if isinstance(data, list) else data


def _sheet(picture: Drawing, head: list[dict[str, Any]], drawings: list[str]) -> dict[str, Any]:
    """A picture with its heading on a page of its own: the smallest paper on which it can be read."""
    drawings.append(picture.svg)
    for _name, wide, high in _SHEETS:
        scale = min(
            (wide - 2 * _MARGIN) / picture.width, (high - 2 * _MARGIN - _HEAD) / picture.height
        )
        if scale >= _LEAST_SCALE:
            break
    scale = min(scale, 0.9)
    return {
        "kind": "sheet",
        "head": head,
        "file": f"drawing-{len(drawings) - 1}.svg",
        "page": [wide, high],
        "size": [round(picture.width * scale, 2), round(picture.height * scale, 2)],
        "alternative": picture.alternative,
    }


def _breaking(data: Any) -> Any:
    """Data in which very long words may break, for they would leave the page."""
    if isinstance(data, dict):
        return {key: _breaking(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_breaking(one) for one in data]
    if not isinstance(data, str) or len(data) <= _LONG:
        return data
    return " ".join(map(_broken, data.split(" ")))


def _broken(word: str) -> str:
    """A word with places at which it may break: after its own marks, else anywhere."""
    if len(word) <= _LONG:
        return word
    parts = _MARKS.sub(lambda found: found[0] + _BREAK, word).split(_BREAK)
    half = _LONG // 2
    pieces = [
        part[at : at + half] if len(part) > _LONG else part
        for part in parts
        for at in (range(0, len(part), half) if len(part) > _LONG else (0,))
    ]
    return _BREAK.join(filter(None, pieces))
