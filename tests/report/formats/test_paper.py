"""The report on paper: PDF and DOCX."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from lxml import etree

from cxaudit.report import lens
from cxaudit.report.paper.blocks import Drawing, Finding, Heading
from cxaudit.report.paper.compose import compose
from cxaudit.report.paper.pdf import ROOM, named, report_pdf
from cxaudit.report.paper.widths import wholes
from cxaudit.report.paper.word import report_docx
from cxaudit.report.parts import MapPart
from cxaudit.report.render import Missing
from cxaudit.report.saved import Saved
from cxaudit.report.theme import Theme
from cxaudit.report.theme.preface import pieces_of
from cxaudit.report.write import keep, rendered
from cxaudit.run.audit import audit
from cxaudit.run.whatif import whatif
from tests.conftest import ROOT
from tests.report.formats.conftest import AS_OF
from tests.report.formats.test_theme import LOGO, WHOLE, png, theme_in
from tests.report.nasty_maps import HOSTILE, NASTY

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def of(folder: Path, *maps: str) -> Saved:
    (folder / "cxaudit.yaml").write_text("")
    for number, text in enumerate(maps):
        (folder / f"map-{number}.yaml").write_text(text, encoding="utf-8")
    return keep(audit([str(folder)], None, AS_OF))


@pytest.fixture(scope="module")
def word(kept: Saved) -> Any:
    """The DOCX of the port, opened."""
    return docx.Document(io.BytesIO(report_docx(compose(kept.report))))


def test_every_section_and_finding_is_on_paper(kept: Saved) -> None:
    blocks = compose(kept.report).blocks
    cards = [block.card for block in blocks if isinstance(block, Finding)]
    parts = [part for part in kept.report.parts if hasattr(part, "findings")]
    assert len(cards) == sum(len(p.findings.cards) for p in parts if p.findings) > 5
    subjects = [block.subject for block in blocks if isinstance(block, Heading)]
    for subject in (
        "Verdict",
        "Touch-points",
        "Sign-offs",
        "Recommendations",
        "Scorecard",
        "Files",
    ):
        assert subject in subjects
    assert sum(isinstance(block, Drawing) and block.large for block in blocks) == 1


def test_headings_leave_out_no_level(kept: Saved) -> None:
    levels = [block.level for block in compose(kept.report).blocks if isinstance(block, Heading)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_pdf_is_tagged_and_says_so(kept: Saved) -> None:
    made = report_pdf(compose(kept.report), Theme(title="Our “title”"), "de")
    assert made.data.startswith(b"%PDF-1.7") and made.note == ""
    assert b"pdfuaid:part" in made.data  # PDF/UA-1: Typst refuses what does not meet it
    assert b"/Lang" in made.data and b"<rdf:li>de</rdf:li>" in made.data
    assert "Our “title”" in made.data.decode("utf-8", "replace")


def test_a_verdict_is_one_page_of_a_pdf() -> None:
    """With three stories, three request types, a scenario beside today and four decisions."""
    volta = str(ROOT / "process_maps/volta-switchgear/as-is")
    whole = keep(audit([volta], None, AS_OF), whatif([volta], AS_OF))
    data = report_pdf(compose(whole.report), Theme(), "en").data
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]
    (first, *_more) = [text for text in pages if "To decide on Monday" in text]
    (part, *_rest) = [p for p in whole.report.parts if isinstance(p, MapPart)]
    assert part.verdict.stories[0].title in first
    assert len(part.verdict.actions) == 4 and f"({part.verdict.actions[-1].ref.code})" in first


@pytest.mark.parametrize("name", NASTY)
def test_any_map_has_a_pdf(name: str, tmp_path: Path) -> None:
    files = rendered(of(tmp_path, NASTY[name]), ("pdf",))
    assert bytes(files["report.pdf"]).startswith(b"%PDF-1.7")  # type: ignore[arg-type]


def test_an_organisation_without_maps_and_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text("organisation: Empty house\n")
    whole = keep(audit([str(tmp_path)], None, AS_OF))
    assert rendered(whole, ("pdf", "docx")).keys() == {"report.pdf", "report.docx"}
    none = keep(audit([], None, AS_OF))
    assert rendered(none, ("pdf", "docx")).keys() == {"report.pdf", "report.docx"}


def test_texts_of_a_map_are_no_typst(tmp_path: Path) -> None:
    text = HOSTILE.replace(
        "Hostile", '#panic(\\"evil\\") #read(\\"/etc/passwd\\") $x$ @ref \\\\u{41}'
    )
    theme = Theme(
        title='#panic("evil")', footer="#eval(1) *x*", preface=pieces_of('#panic("evil")')
    )
    made = report_pdf(compose(of(tmp_path, text).report), theme)
    # Nothing was evaluated: that would have failed, and the words are in the title as they are.
    assert '#panic("evil")' in made.data.decode("utf-8", "replace")


def test_a_character_without_a_font_costs_the_standard_and_not_the_file(tmp_path: Path) -> None:
    notes: list[str] = []
    files = rendered(
        of(tmp_path, "process: Odd \U00012000\nsteps:\n  a: {by: b}\n"), ("pdf",), notes=notes
    )
    data = files["report.pdf"]
    assert isinstance(data, bytes) and b"pdfuaid:part" not in data
    assert len(notes) == 1 and "does not claim PDF/UA: install a font" in notes[0]
    assert "no font here has U+12000, which" in notes[0] and notes[0].isascii()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\U0001f469", "U+1F469"),
        ("\u200d\U0001f680", "U+1F680"),
        ("\u2764\ufe0f", "U+2764"),
        ("a\U0001f680a", "U+0061, U+1F680"),
        ("\u200d", "U+200D"),
    ],
)
def test_what_no_font_has_is_told_by_number_without_joiners(text: str, told: str) -> None:
    assert named(text) == told


def test_a_word_document_has_headings_tables_pictures_and_contents(word: Any, kept: Saved) -> None:
    told = [(p.style.name, p.text) for p in word.paragraphs]
    assert ("Heading 1", "Ferry booking") in told
    assert any(name == "Heading 2" and text.startswith("Verdict\n") for name, text in told)
    heads = [p for p in word.paragraphs if p.style.name in ("Heading 1", "Heading 2")]
    places = {mark.get(f"{W}name") for mark in word.element.iter(f"{W}bookmarkStart")}
    links = [link.get(f"{W}anchor") for link in word.element.iter(f"{W}hyperlink")]
    assert len(links) == len(heads) and set(links) <= places
    assert len(word.tables) > 20
    pictures = [e for e in word.element.iter() if e.tag.endswith("}docPr")]
    assert pictures and all(picture.get("descr") for picture in pictures)
    repeated = word.element.findall(f".//{W}tblHeader")
    assert len(repeated) > 10


def test_a_word_document_knows_its_title_language_and_pages(kept: Saved, tmp_path: Path) -> None:
    data = report_docx(compose(kept.report), theme_in(tmp_path, WHOLE), "de")
    word = docx.Document(io.BytesIO(data))
    assert word.core_properties.title == "How we treat travellers"
    assert word.core_properties.language == "de"
    assert word.styles.element.find(f".//{W}lang").get(f"{W}val") == "de"
    foot = word.sections[0].footer._element
    assert "Confidential" in word.sections[0].footer.paragraphs[0].text
    assert {e.text.strip() for e in foot.iter(f"{W}instrText")} == {"PAGE", "NUMPAGES"}
    sizes = {
        (section.orientation, section.page_width > section.page_height) for section in word.sections
    }
    assert len(sizes) == 2  # the blueprint lies


def test_properties_stand_in_the_order_that_word_wants(word: Any) -> None:
    """Word refuses a file in which they do not; other programs do not mind."""
    order = [
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "pBdr", "shd", "tabs",
        "spacing", "ind", "contextualSpacing", "jc", "rPr", "sectPr",
    ]  # fmt: skip
    for marks in word.element.iter(f"{W}pPr"):
        names = [etree.QName(child).localname for child in marks]
        assert names == sorted(names, key=order.index)
    order = ["rStyle", "rFonts", "b", "i", "color", "sz"]
    for marks in word.element.body.iter(f"{W}rPr"):
        names = [etree.QName(child).localname for child in marks]
        assert names == sorted(names, key=order.index)


def test_hostile_words_stay_words_in_a_word_document(tmp_path: Path) -> None:
    word = docx.Document(io.BytesIO(report_docx(compose(of(tmp_path, HOSTILE).report))))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "Hostile <script>alert(1)</script> & 'quotes'" in text


def test_logos_of_both_kinds(kept: Saved, tmp_path: Path) -> None:
    for logo in (LOGO.format('<circle r="3"/>'), png(40, 10)):
        theme = theme_in(tmp_path, WHOLE, logo)
        with zipfile.ZipFile(io.BytesIO(report_docx(compose(kept.report), theme))) as made:
            assert sum(name.startswith("word/media/") for name in made.namelist()) > 1
        assert report_pdf(compose(kept.report), theme).note == ""


def test_an_archive_without_times(kept: Saved) -> None:
    with zipfile.ZipFile(io.BytesIO(report_docx(compose(kept.report)))) as made:
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert made.namelist()[0] == "[Content_Types].xml"
        core = made.read("docProps/core.xml")
    assert b"created" not in core and b"modified" not in core


@pytest.mark.parametrize(
    ("form", "module"), [("pdf", "typst"), ("docx", "docx"), ("docx", "resvg_py")]
)
def test_without_the_library_the_way_out_is_told(
    kept: Saved, monkeypatch: pytest.MonkeyPatch, form: str, module: str
) -> None:
    real = importlib.import_module

    def missing(name: str, package: str | None = None) -> Any:
        if name == module:
            raise ImportError(name)
        return real(name, package)

    monkeypatch.setattr(importlib, "import_module", missing)
    with pytest.raises(Missing, match=r"pip install 'cxaudit\["):
        rendered(kept, (form,))


def test_columns_take_the_room_there_is() -> None:
    heads = ("Step", "Meets", "Count")
    rows = ((lens.Cell("a short one"), lens.Cell("word " * 60), lens.Cell("3")),) * 3
    ((table, widths),) = wholes(lens.Table("x", heads, rows, numbers=frozenset({2})), ROOM, 8.0)
    assert sum(widths) == pytest.approx(ROOM) and widths[1] > widths[0] > widths[2]
    assert table.numbers == {2}


def test_a_table_of_many_columns_comes_in_parts() -> None:
    heads = tuple(f"Department{n}" for n in range(30))
    row = tuple(lens.Cell(f"cell {n}") for n in range(30))
    parts = wholes(lens.Table("x", heads, (row,), numbers=frozenset({29})), ROOM, 8.0)
    assert len(parts) > 2
    assert all(table.heads[0] == "Department0" for table, _ in parts)
    told = [head for table, _ in parts for head in table.heads[1:]]
    assert told == list(heads[1:])
    assert parts[-1][0].numbers == {len(parts[-1][0].heads) - 1}
    assert all(sum(widths) <= ROOM + 0.01 for _, widths in parts)


def test_the_template_reads_nothing_but_its_data() -> None:
    source = (Path(__file__).parents[3] / "cxaudit/report/templates/report.typ").read_text()
    assert not re.search(r"\beval\b|#import|#include|\bplugin\b|sys\.inputs", source)
    assert re.findall(r'json\("(.*?)"\)', source) == ["report.json"]
