"""The report as data and as text: every map gives one, whole, escaped, the same each time."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import lxml.html
import pytest
from markdown_it import MarkdownIt

from cxaudit.report.build import build
from cxaudit.report.html import render_html
from cxaudit.report.markdown import render_markdown
from cxaudit.report.parts import MapPart
from cxaudit.report.write import write_report
from cxaudit.run.audit import Audit, audit

from .conftest import AS_OF, ROOT
from .nasty_maps import HOSTILE, NASTY, SCRIPT

ORGANISATIONS = (
    "volta-switchgear", "county-licence-office", "hallmark-construction",
    "brightwrap-packaging", "northfield-building-products",
)  # fmt: skip
SUBJECTS = ("Blueprint", "Touch-points", "Sign-offs", "Owners", "Parties by stage", "Departments",
            "Findings", "How sure")  # fmt: skip
FILES = [
    "report.html", "report.md", "questions.md", "report.json", "questions.csv", "findings.csv",
    "touch-points.csv",
]  # fmt: skip
VOID = {"meta", "link", "br", "img", "hr", "input", "wbr"}
SVG_VOID = {"path", "rect", "circle", "line", "polygon", "polyline"}


class _Balance(HTMLParser):
    """Whether every element that opens closes, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"{tag} at {self.getpos()}")


def _check(page: str) -> lxml.html.HtmlElement:
    """Well-formed, ids unique, every inner link leads somewhere; the parsed page."""
    balance = _Balance()
    balance.feed(page)
    assert not balance.wrong and not balance.open, (balance.wrong[:3], balance.open[-5:])
    tree = lxml.html.document_fromstring(page)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1][:5]
    for target in tree.xpath("//a/@href"):
        assert target.startswith("#") and target[1:] in set(ids), target
    assert len(tree.xpath("//h1")) == 1
    return tree


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_real_maps_give_every_section(name: str, audited: Callable[..., Audit]) -> None:
    audit = audited(f"process_maps/{name}")
    report = build(audit)
    tree = _check(render_html(report))
    maps = [p for p in report.parts if isinstance(p, MapPart)]
    assert len(maps) == len(audit.analyses) == len(tree.xpath("//article[@data-map]"))
    for part in maps:
        for head in (
            part.picture.head,
            part.touch.head,
            part.gates.head,
            part.ownership.head,
            part.parties.head,
            part.exposure.head,
            part.findings.head,
            part.sure.head,
        ):
            sections = tree.xpath(f'//section[@id="{head.anchor}"]')
            assert len(sections) == 1
            assert len(sections[0].xpath(".//h2")) == 1


@pytest.mark.parametrize("name", NASTY)
def test_nasty_maps_give_a_report(name: str, audited_text: Callable[..., Audit]) -> None:
    audit = audited_text(NASTY[name])
    page = render_html(build(audit))
    tree = _check(page)
    assert "Traceback" not in page
    # "None of 3" is a count; a bare None would be a value that leaked.
    assert not re.search(r"\bNone\b(?! of \d)", "".join(tree.xpath("//main//text()")))
    assert render_markdown(build(audit))


def test_all_nasty_maps_in_one_report(audited_text: Callable[..., Audit]) -> None:
    report = build(audited_text(*NASTY.values()))
    tree = _check(render_html(report))
    assert len(report.overview) == len(NASTY) - 1  # one file is not even YAML
    assert any("bracket" in line for part in report.parts for line in getattr(part, "problems", ()))
    assert len(tree.xpath('//table[contains(@class, "over")]/tbody/tr')) == len(report.overview)


def test_text_of_a_map_stays_text(audited_text: Callable[..., Audit]) -> None:
    audit = audited_text(HOSTILE)
    page = render_html(build(audit))
    tree = _check(page)
    assert page.count("<script") == 1
    assert SCRIPT in "".join(tree.xpath("//main//text()"))
    marked = MarkdownIt("commonmark").enable("table").render(render_markdown(build(audit)))
    assert "<script" not in marked
    assert "&lt;script&gt;" in marked


def test_markdown_has_all_sections(audited: Callable[..., Audit]) -> None:
    text = render_markdown(
        build(audited("process_maps/volta-switchgear/as-is/quote-to-order.yaml"))
    )
    heads = [line for line in text.splitlines() if line.startswith("## ")]
    for subject in SUBJECTS:
        assert any(line.startswith(f"## {subject}") for line in heads), subject
    assert text.startswith("# Every request, however simple, waits for three sign-offs")
    for row in (line for line in text.splitlines() if line.startswith("| --- ")):
        assert set(row) <= set("|- ")
    tables = MarkdownIt("commonmark").enable("table").render(text)
    assert tables.count("<table>") >= 6


def test_conclusions_hold_the_numbers_of_the_facts(audited: Callable[..., Audit]) -> None:
    audit = audited("process_maps/volta-switchgear/as-is/quote-to-order.yaml")
    part = build(audit).parts[0]
    assert isinstance(part, MapPart)
    request = audit.analyses[0].all("request")[0]
    assert part.verdict.rows[0].expected == f"{request.expected:.2f}"
    assert "7.4\u00a0days" in part.verdict.story
    assert part.gates.head.title.startswith("54%")
    assert part.parties.head.title == "One party is met, three are never met"
    assert part.exposure.head.title.startswith("73.6\u00a0h")
    assert len(part.gates.falls) == 1
    ends = {e.label: round(e.share or 0, 4) for e in part.picture.scene.ends}
    assert ends == {"booked": 0.853, "refused": 0.0251, "lost": 0.1219}


def test_types_with_other_figures_get_a_panel_of_their_own(audited: Callable[..., Audit]) -> None:
    part = build(audited("process_maps/volta-switchgear/mended/quote-to-order.yaml")).parts[0]
    assert isinstance(part, MapPart)
    assert len(part.gates.falls) == 3


def test_unknown_is_never_shown_as_none_of_it(audited_text: Callable[..., Audit]) -> None:
    part = build(audited_text(NASTY["no times"])).parts[0]
    assert isinstance(part, MapPart)
    assert part.verdict.rows[0].time == "not known"
    assert part.gates.falls == () and "waits:" in part.gates.no_times
    assert all(impact is None for row in part.touch.rows for impact in row.impacts)
    assert part.exposure.rows == () and part.exposure.head.write


def test_a_broken_flow_is_told_first(audited_text: Callable[..., Audit]) -> None:
    part = build(audited_text(NASTY["broken flow"])).parts[0]
    assert isinstance(part, MapPart)
    assert part.verdict.story == (
        "The flow is broken: 50% of requests cannot be followed to their end."
    )
    assert [row.worst for row in part.verdict.rows] == ["0", "not known"]


def test_branches_side_by_side_begin_together(audited_text: Callable[..., Audit]) -> None:
    part = build(audited_text(NASTY["blocks"])).parts[0]
    assert isinstance(part, MapPart)
    rows = {row.name: row for row in part.gates.falls[0].rows}
    assert rows["Print"].bars[0].left == rows["Pack"].bars[0].left == rows["Weigh"].bars[0].left
    assert rows["Close"].bars[0].left > rows["Check"].bars[0].left
    block = part.picture.scene.blocks[0]
    assert block.join == "close" and block.branches == (("print",), ("pack", "check"), ("weigh",))


def test_a_map_that_cannot_be_read_shows_why(audited_text: Callable[..., Audit]) -> None:
    report = build(audited_text(NASTY["unknown keys"]))
    page = render_html(report)
    assert "could not be read" in page and "buy" in page


def test_the_scorecard_shows_every_dimension_with_its_arithmetic(
    audited: Callable[..., Audit],
) -> None:
    audit = audited("process_maps/volta-switchgear/as-is/quote-to-order.yaml")
    report = build(audit)
    card = audit.scorecard
    assert [row.name for row in report.score.rows] == [d.name for d in card.dimensions]
    page, text = render_html(report), render_markdown(report)
    for dimension in card.dimensions:
        assert dimension.arithmetic in page and dimension.arithmetic in text.replace("\\", "")
    assert f"grade {card.grade}" in page


def test_waived_findings_stand_apart(audited: Callable[..., Audit]) -> None:
    audit = audited("process_maps/volta-switchgear/as-is/quote-to-order.yaml")
    audit.findings[0].suppressed = "agreed with the board"
    try:
        part = build(audit).parts[0]
        assert isinstance(part, MapPart)
        assert [card.waived for card in part.findings.waived] == ["Agreed with the board."]
        assert all(not card.waived for card in part.findings.cards)
    finally:
        audit.findings[0].suppressed = None


def test_a_waiver_that_ends_tells_its_day(audited_text: Callable[..., Audit]) -> None:
    text = (
        "process: Renewal\nsteps:\n  # cxaudit: allow TR103 until 2099-12-31 a kiosk does it\n"
        "  take-form: {does: Take the form, takes: 5m}\n"
    )
    report = build(audited_text(text))
    part = report.parts[0]
    assert isinstance(part, MapPart)
    assert [c.waived for c in part.findings.waived] == ["A kiosk does it. Until 2099-12-31."]
    assert "Until 2099-12-31." in render_html(report)
    assert "Until 2099-12-31." in render_markdown(report).replace("\\", "")


def test_first_ten_findings_are_open(audited_text: Callable[..., Audit]) -> None:
    tree = _check(render_html(build(audited_text(NASTY["forty steps"]))))
    cards = tree.xpath('//details[contains(@class, "f ")]')
    assert len(cards) > 20
    assert [card.get("open") is not None for card in cards] == [n < 10 for n in range(len(cards))]


def test_written_whole_and_the_same_each_time(
    audited: Callable[..., Audit], tmp_path: Path
) -> None:
    audit = audited("process_maps/hallmark-construction")
    first = write_report(audit, tmp_path / "a")
    second = write_report(audit, tmp_path / "b")
    assert [p.name for p in first] == FILES
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == sorted(FILES)


def test_an_audit_of_nothing(tmp_path: Path, audited_text: Callable[..., Audit]) -> None:
    report = build(Audit())
    _check(render_html(report))
    assert render_markdown(report)


def test_a_map_too_large_for_a_picture_is_a_table_that_says_so(tmp_path: Path) -> None:
    steps = "".join(f"  s{i}: {{by: role-{i % 5}, takes: 5m}}\n" for i in range(1200))
    (tmp_path / "map.yaml").write_text("process: Long\nsteps:\n" + steps)
    written = write_report(audit([str(tmp_path)]), tmp_path / "out")
    page, text = (p.read_text() for p in written[:2])
    assert "are too many for one picture" in page
    assert 'class="bp ' not in page and page.count("data-row=") == 1200
    assert "too many for one picture" in text


WHOLE = {"#scorecard", "#questions", "#scope", "#appendix"}


def test_what_is_said_of_all_maps_is_linked_from_every_part() -> None:
    report = build(audit([str(ROOT / "process_maps/volta-switchgear/as-is")], None, AS_OF))
    page = lxml.html.fromstring(render_html(report))
    house = "#volta-switchgear-organisation"
    first = page.xpath("//main/div[1]")[0]
    assert {"#all-maps", house, *WHOLE} <= set(first.xpath(".//nav//@href"))
    for article in page.xpath("//article"):
        assert {"#main", house, *WHOLE} <= set(article.xpath("./header//@href"))
    grade = report.score.overall.grade
    assert f"Overall grade: {grade}, score {report.score.overall.score}" in first.text_content()


def test_one_map_links_to_the_whole_beside_its_sections(
    audited_text: Callable[..., Audit],
) -> None:
    text = "process: Loan\nsteps:\n  ask: {by: clerk, with: reader via desk, end: lent}\n"
    page = lxml.html.fromstring(render_html(build(audited_text(text))))
    assert set(page.xpath("//article[@data-map]/nav//@href")) >= WHOLE
    assert not page.xpath("//a[@href='#all-maps']")
