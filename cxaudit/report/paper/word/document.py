"""The Word document: styles, first page, contents, pictures, footer; the same bytes each time."""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from cxaudit.report.blueprint.styles import colours
from cxaudit.report.paper.blocks import Block, Drawing, Heading
from cxaudit.report.paper.compose import Paper
from cxaudit.report.paper.pictures import with_heads
from cxaudit.report.render import Missing, png
from cxaudit.report.texts import _
from cxaudit.report.theme import PLAIN, Logo, Piece, Theme

from .marks import NS, Hand, bookmark, field, fit, jump, paragraph, prose, run
from .shapes import ROOM, shape

_HINT = (
    "DOCX needs the library python-docx, which is not installed: run "
    "`pip install 'cxaudit[docx]'`, or write PDF or HTML"
)
_DAY = (1980, 1, 1, 0, 0, 0)  # of every entry: the archive tells no time
_EMU = 12_700  # to a point
_A4 = (595.3, 841.9)
_MARGIN = 56.7
_SIDE = 36.0
_LOGO = (220.0, 46.0)  # points, at most
_HEAD = 90.0  # points for what heads a large picture
_SMALL_DOTS = 1.6  # dots for each unit of a picture between paragraphs
_LARGE_DOTS = 2.0


def report_docx(paper: Paper, theme: Theme = PLAIN, language: str = "en") -> bytes:
    """The Word document of a report. Raises `Missing` without the libraries."""
    writer = _Writer(_library(), theme, language)
    writer.styles(paper.title)
    writer.first_page(paper)
    writer.contents(paper)
    for block in with_heads(paper.blocks):
        writer.block(block)
    writer.footer()
    return writer.bytes()


def _library() -> Any:
    try:
        return importlib.import_module("docx")
    except ImportError:
        raise Missing(_HINT) from None


class _Writer:
    """One document on its way."""

    def __init__(self, library: Any, theme: Theme, language: str) -> None:
        self.library = library
        self.theme = theme
        self.language = language
        self.document = library.Document()
        self.body = self.document.element.body
        self.tail = self.body.sectPr
        self.accent = (theme.accent or colours("light")["ink"])[1:]
        self.headings = 0

    def add(self, xml: str) -> None:
        """Put paragraphs and tables at the end."""
        whole = importlib.import_module("docx.oxml").parse_xml(f"<w:body {NS}>{xml}</w:body>")
        for child in list(whole):
            self.tail.addprevious(child)

    def styles(self, title: str) -> None:
        """Type, margins, language, and what the file says of itself."""
        self._type()
        first = self.document.sections[0]
        first.page_width, first.page_height = (_points(side) for side in _A4)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(first, side, _points(_MARGIN))
        core = self.document.core_properties
        core.title = fit(self.theme.title or _("{title}: customer audit").format(title=title))
        core.author, core.comments, core.language = "", "", self.language
        for child in list(core._element):
            if child.tag.rpartition("}")[2] in ("created", "modified", "lastModifiedBy"):
                core._element.remove(child)

    def _type(self) -> None:
        found = self.document.styles
        shared = importlib.import_module("docx.shared")
        for name, size, before, after in (
            ("Normal", 9.5, 0, 5), ("Title", 28, 0, 10), ("Heading 1", 21, 0, 6),
            ("Heading 2", 14.5, 16, 6), ("Heading 3", 10.5, 10, 4),
        ):  # fmt: skip
            style = found[name]
            style.font.name, style.font.size = "Arial", shared.Pt(size)
            style.font.bold = name != "Normal"
            style.font.color.rgb = shared.RGBColor.from_string(colours("light")["ink"][1:])
            style.paragraph_format.space_before = shared.Pt(before)
            style.paragraph_format.space_after = shared.Pt(after)
            fonts = style.element.rPr.rFonts
            for key in list(fonts.attrib):
                del fonts.attrib[key]  # else those of the design count
            for key in ("ascii", "hAnsi", "cs", "eastAsia"):
                fonts.set(_w(key), "Arial")
        border = found["Title"].element.pPr.find(_w("pBdr"))
        if border is not None:
            found["Title"].element.pPr.remove(border)
        found["Heading 1"].font.color.rgb = shared.RGBColor.from_string(self.accent)
        defaults = found.element.find(f"{_w('docDefaults')}/{_w('rPrDefault')}/{_w('rPr')}")
        defaults.find(_w("lang")).set(_w("val"), self.language)

    def first_page(self, paper: Paper) -> None:
        """Logo, title, conclusion, date, preface."""
        if self.theme.logo is not None:
            self.logo(self.theme.logo)
        title = self.theme.title or _("{title}: customer audit").format(title=paper.title)
        self.add(paragraph(run(title), "Title", '<w:spacing w:before="900"/>'))
        soft = colours("light")["ink2"][1:]
        for text, size in ((paper.headline, 30), (paper.standfirst, 22)):
            if text:
                self.add(paragraph(prose(text, Hand(size=size, colour=soft))))
        about = f"{paper.title}\n{paper.date}" if self.theme.title else paper.date
        self.add(paragraph(run(about, Hand(colour=soft)), marks='<w:spacing w:before="300"/>'))
        for piece in self.theme.preface:
            self.add(_piece(piece, self.accent))

    def contents(self, paper: Paper) -> None:
        """A list of the first two levels, each entry a link; Word can make it anew with pages."""
        self.add(
            paragraph(run(_("Contents"), Hand(bold=True, size=42)), marks="<w:pageBreakBefore/>")
        )
        listed = [one for one in paper.blocks if isinstance(one, Heading) and one.level < 3]
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
            ' TOC \\o "1-2" \\h \\n </w:instrText></w:r><w:r>'
            '<w:fldChar w:fldCharType="separate"/></w:r>'
        )
        entries = [
            paragraph(
                (begin if number == 1 else "")
                + jump(_place(number), run(one.subject or one.text, Hand(bold=one.level == 1))),
                marks=f'<w:spacing w:before="{120 if one.level == 1 else 0}" w:after="20"/>'
                f'<w:ind w:left="{240 * (one.level - 1)}"/>',
            )
            for number, one in enumerate(listed, 1)
        ]
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        if entries:
            self.add("".join(entries) + paragraph(end))

    def block(self, block: Block | tuple[Block, ...]) -> None:
        """One block, or a large picture with what heads it."""
        if isinstance(block, tuple):
            *head, picture = block
            assert isinstance(picture, Drawing)
            self.sheet(picture, head)
        elif isinstance(block, Heading):
            self.heading(block)
        elif isinstance(block, Drawing):
            self.drawing(block)
        else:
            self.add(shape(block))

    def heading(self, block: Heading) -> None:
        """A heading, with a place that contents lead to."""
        marks = "<w:pageBreakBefore/>" if block.fresh else ""
        inner = prose(block.text)
        if block.level == 2 and block.subject:
            small = Hand(size=17, colour=colours("light")["ink3"][1:])
            inner = run(block.subject + "\n", small).replace('<w:t xml:space="preserve"></w:t>', "")
            inner += prose(block.text)
        if block.level < 3:
            self.headings += 1
            inner = bookmark(_place(self.headings), self.headings, inner)
        self.add(paragraph(inner, f"Heading{block.level}", marks))

    def drawing(self, block: Drawing) -> None:
        """A picture between paragraphs."""
        self.picture(block, min(block.width * 0.75, ROOM), _SMALL_DOTS)

    def sheet(self, block: Drawing, head: list[Block]) -> None:
        """A large picture on a page of its own, which lies where the picture does."""
        lying = block.width >= block.height
        wide, high = reversed(_A4) if lying else _A4
        self.turn(lying=False)
        for one in head:
            self.block(one)
        room = (wide - 2 * _SIDE) / block.width, (high - 2 * _SIDE - _HEAD) / block.height
        self.picture(block, block.width * min(*room, 0.75), _LARGE_DOTS)
        self.turn(lying)

    def picture(self, block: Drawing, width: float, dots: float) -> None:
        """A picture at a width in points, with its words for those who do not see it."""
        data = png(block.svg, block.width, block.height, dots)
        self.inline(data, width, width * block.height / block.width, block.alternative)

    def inline(self, data: bytes, width: float, height: float, alternative: str) -> None:
        """The bytes of a PNG in a paragraph."""
        shown = self.document.part.new_pic_inline(io.BytesIO(data), _points(width), _points(height))
        shown.docPr.set("descr", fit(alternative))
        self.add(paragraph(""))
        inner = self.tail.getprevious()
        holder = importlib.import_module("docx.text.paragraph").Paragraph(inner, self.document)
        holder.add_run()._r.add_drawing(shown)

    def logo(self, logo: Logo) -> None:
        """The logo, no larger than its room."""
        data = logo.data
        if logo.kind == "svg":
            data = png(data.decode("utf-8"), logo.width, logo.height, 800 / logo.width)
        scale = min(_LOGO[0] / logo.width, _LOGO[1] / logo.height)
        self.inline(data, logo.width * scale, logo.height * scale, _("Logo"))

    def turn(self, lying: bool) -> None:
        """End a section here: what stands in it lies or stands."""
        wide, high = reversed(_A4) if lying else _A4
        edge = _SIDE if lying else _MARGIN
        sides = "".join(
            f' w:{side}="{round(edge * 20)}"' for side in ("top", "right", "bottom", "left")
        )
        turned = ' w:orient="landscape"' if lying else ""
        self.add(
            '<w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:sectPr>'
            '<w:type w:val="nextPage"/>'
            f'<w:pgSz w:w="{round(wide * 20)}" w:h="{round(high * 20)}"{turned}/>'
            f'<w:pgMar{sides} w:header="400" w:footer="400" w:gutter="0"/>'
            "</w:sectPr></w:pPr></w:p>"
        )

    def footer(self) -> None:
        """The theme's line and the number of the page, in every section."""
        first, middle, last = _parts(_("Page {n} of {m}"))
        told = run(f"{self.theme.footer}    " if self.theme.footer else "")
        told += run(first) + field("PAGE") + run(middle) + field("NUMPAGES") + run(last)
        line = self.document.sections[0].footer.paragraphs[0]._p
        whole = importlib.import_module("docx.oxml").parse_xml(f"<w:body {NS}>{told}</w:body>")
        for child in list(whole):
            line.append(child)

    def bytes(self) -> bytes:
        """The file, its parts in order and without a time."""
        raw = io.BytesIO()
        self.document.save(raw)
        made = io.BytesIO()
        with zipfile.ZipFile(raw) as old, zipfile.ZipFile(made, "w") as new:
            for name in _ordered(old.namelist()):
                entry = zipfile.ZipInfo(name, _DAY)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
                new.writestr(entry, old.read(name), compresslevel=6)
        return made.getvalue()


def _ordered(names: list[str]) -> list[str]:
    """Content types first, as readers want it."""
    return sorted(names, key=lambda name: (name != "[Content_Types].xml", name))


def _piece(piece: Piece, accent: str) -> str:
    """A piece of the preface; links are told, since a document may be printed."""
    runs = []
    for one in piece.runs:
        hand = Hand(one.strong or piece.kind == "heading", one.slanted, one.code)
        runs.append(
            run(one.text, Hand(hand.bold, hand.slanted, hand.code, 0, accent if one.link else ""))
        )
    if piece.kind == "item":
        sign = f"{piece.number}." if piece.number else "•"
        left = 300 * (piece.depth + 1)
        marks = f'<w:tabs><w:tab w:val="left" w:pos="{left}"/></w:tabs>'
        marks += f'<w:ind w:left="{left}" w:hanging="300"/>'
        return paragraph(run(sign) + "<w:r><w:tab/></w:r>" + "".join(runs), marks=marks)
    space = '<w:keepNext/><w:spacing w:before="240"/>' if piece.kind == "heading" else ""
    return paragraph("".join(runs), marks=space)


def _parts(text: str) -> Iterator[str]:
    """What stands before, between and behind two numbers."""
    before, _n, rest = text.partition("{n}")
    between, _m, behind = rest.partition("{m}")
    yield from (before, between, behind)


def _place(number: int) -> str:
    return f"h{number}"


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _points(points: float) -> int:
    return round(points * _EMU)
