"""Sections of the report one by one: what they say of small maps, and what they leave unsaid."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from gettext import NullTranslations
from pathlib import Path

import lxml.html
import pytest
from markdown_it import MarkdownIt

from cxaudit.report.blueprint.legend import entries
from cxaudit.report.build import build
from cxaudit.report.context import Context
from cxaudit.report.html import render_html
from cxaudit.report.lens import MOST_ROWS, Lens, Table, table
from cxaudit.report.markdown import render_markdown
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.advice import advised
from cxaudit.report.sections.criteria import criterion
from cxaudit.report.sections.questions import COLUMNS, questions_csv, questions_markdown
from cxaudit.report.sections.recovery import first_help
from cxaudit.report.texts import _, listed, part_of, speaking, times
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import Audit, audit
from cxaudit.run.whatif import whatif

from ..bpmn.helper import process
from .conftest import AS_OF, ROOT
from .nasty_maps import HOSTILE, NASTY, SCRIPT

VOLTA = "process_maps/volta-switchgear/as-is"
CLAIM = """
process: Claim
owner: head-of-claims
note: Drawn after the flood, when every claim was new to us.
requests: {small: {share: 80%, simple: true, promise: 1d}, large: {share: 20%, promise: 10d}}
steps:
  report-claim: {by: policyholder, with: policyholder via phone, takes: 10m, moment: true}
  check-cover: {by: clerk, waits: 1d, takes: 30m}
  approve-payment:
    sign-off: head-of-claims
    waits: 2d
    takes: 10m
    rejects: 5%
    else: refuse
    note: The last head of claims wanted to see every cheque.
  pay:
    by: clerk
    with: policyholder via letter
    takes: 10m
    end: paid
    if-wrong: look-again
  look-again: {by: clerk, waits: 4h, takes: 1h, next: approve-again}
  approve-again: {sign-off: head-of-claims, waits: 1d, takes: 10m, next: call-back}
  call-back: {by: clerk, with: policyholder via phone, waits: 1h, takes: 10m, end: settled}
  refuse: {by: clerk, with: policyholder via letter, takes: 5m, end: refused}
"""


def _lens(report: Report, name: str) -> Lens:
    part = next(p for p in report.parts if isinstance(p, MapPart))
    return part.lenses[name]


def _text(report: Report, anchor: str) -> str:
    page = lxml.html.document_fromstring(render_html(report))
    return " ".join(page.xpath(f'//*[@id="{anchor}"]')[0].text_content().split())


def test_a_claim_in_the_shoes_of_the_one_who_reports_it(
    audited_text: Callable[..., Audit],
) -> None:
    told = _text(build(audited_text(CLAIM)), "map-0-shoes")
    assert "Policyholder: every request" in told
    assert "Day 1 You do it yourself: report claim (phone)." in told
    assert "Nobody speaks with you for 3.1 d: check cover and approve payment." in told
    assert "1 of these is a sign-off." in told
    assert "You are met by clerk: pay (letter)." in told
    assert "It ends: paid." in told
    assert "Promised: small 1 d and large 10 d." in told


def test_the_recovery_drill_counts_until_somebody_is_met(
    audited_text: Callable[..., Audit],
) -> None:
    analysis = audited_text(CLAIM).analyses[0]
    assert analysis.study is not None
    found = first_help(Context(analysis, analysis.study, (), "m"), "look-again")
    # 4 h + 1 h + 1 d + 10 min until the call, which itself begins after 1 h more.
    assert found == (["look-again", "approve-again", "call-back"], 300 + 490 + 60, 1)
    told = _text(build(audited_text(CLAIM)), "map-0-recovery-drill")
    assert "look again, approve again and call back" in told and "1.8 d" in told


def test_nobody_helped_is_said_and_not_counted_as_quick(
    audited_text: Callable[..., Audit],
) -> None:
    alone = CLAIM.replace("with: policyholder via phone, waits: 1h, ", "")
    told = _text(build(audited_text(alone)), "map-0-recovery-drill")
    assert "nobody outside hears of it" in told


def test_findings_have_five_parts_and_no_invented_cause(
    audited_text: Callable[..., Audit],
) -> None:
    report = build(audited_text(CLAIM))
    part = next(p for p in report.parts if isinstance(p, MapPart))
    for card in part.findings.cards:
        assert card.criteria and card.condition and card.cause and card.why and card.instead
    gate = next(c for c in part.findings.cards if "approve payment" in c.title.lower())
    assert "wanted to see every cheque" in gate.cause
    (quiet,) = [c for c in part.findings.cards if c.title == "Is Pay needed"]
    assert quiet.cause.startswith("Not stated")
    page = lxml.html.document_fromstring(render_html(report))
    for card in page.xpath('//details[contains(@class, "f ")]'):
        names = [n for n in card.xpath(".//dt/text()") if n not in ("Concerns", "How sure")]
        assert names == ["Criteria", "Condition", "Cause", "Consequence", "Corrective action"]


def test_a_criterion_is_what_the_rule_asks_under_the_limits_that_hold() -> None:
    rule = all_rules(built_in())["SO201"]
    asked = "A request meets at most {} sign-offs on its way, an easy one at most {}."
    assert criterion(rule, None) == asked.format(2, 1)
    assert criterion(rule, "regulated") == asked.format(4, 2)
    with speaking("de"):
        assert "höchstens 2 Freigaben" in criterion(rule, None)


def test_a_rule_that_asks_nothing_in_a_sentence_is_told_by_its_name_and_limits() -> None:
    rule = replace(all_rules(built_in())["SO201"], criteria="")
    told = criterion(rule, None)
    assert "“Too many sign-offs” must not hold of a request type" in told
    assert "most approvals one complete run can meet" in told
    assert "Limits: sign-offs 2, simple 1." in told
    assert "sign-offs 4" in criterion(rule, "regulated")


def test_without_recommendations_nothing_is_advised(audited: Callable[..., Audit]) -> None:
    result = audited(VOLTA)
    report = build(result, advises=False)
    page, text = render_html(report), render_markdown(report)
    for found in (page, text):
        assert "Corrective action" not in found and "To decide on Monday" not in found
        assert "this report finds and does not advise" in found
        assert "Let the front line decide." not in found
    assert "Corrective action" in render_html(build(result))


def test_recommendations_are_ranked_by_what_they_save_for_each_edit() -> None:
    tried = whatif([str(ROOT / VOLTA)], AS_OF)
    result = audit([str(ROOT / VOLTA)], None, AS_OF)
    analysis = next(a for a in result.analyses if a.id == "quote-to-order")
    assert analysis.study is not None
    found = advised(Context(analysis, analysis.study, tuple(result.of(analysis)), "m"), tried)
    worths = [a.worth for a in found]
    assert worths == sorted(worths, reverse=True)
    first = found[0]
    gate = next(s for s in analysis.all("step") if s.id == "approve-order")
    assert first.code == "SO207" and first.edits == 1
    assert first.minutes == pytest.approx(gate.exposure)
    assert first.sign_offs == pytest.approx(gate.visits)
    assert "sales director" in first.agree
    assert "sign-offs 3.78 → 0.23" in first.measured
    serial = next(a for a in found if a.code == "SO206")
    assert serial.kept == ("credit policy FIN-12",)
    told = {a.code for a in found if not a.minutes and not a.sign_offs}
    assert {"CU501", "ME602", "TP103"} <= told
    assert first.where == "approve order"


def test_what_to_do_and_what_to_decide_say_where() -> None:
    report = build(audit([str(ROOT / VOLTA)], None, AS_OF))
    those = (p for p in report.parts if isinstance(p, MapPart))
    part = next(p for p in those if p.prefix.endswith("quote-to-order"))
    at = {action.ref.code: action.where for action in part.verdict.actions}
    assert at["SO204"] == "Approve price and approve order"
    led = [story.refs[0].code for story in part.verdict.stories]
    assert list(at)[: len(led)] == led, "the decisions follow the stories"
    told = _text(report, f"{part.prefix}-advice")
    assert "WhereApprove order" in told
    assert f"Where: {at['SO204']}." in _text(report, part.verdict.anchor)
    assert f"Where: {at['SO204']}." in render_markdown(report)


def test_scenarios_stand_beside_today() -> None:
    tried = whatif([str(ROOT / VOLTA)], AS_OF)
    report = build(audit([str(ROOT / VOLTA)], None, AS_OF), tried)
    part = next(p for p in report.parts if isinstance(p, MapPart))
    told = _text(report, f"{part.prefix}-whatif")
    assert "3.78 sign-offs a request become 0.23" in told
    assert "7.4 d → 1.6 d" in told
    agree = "credit controller, pricing manager, sales director and sales operations manager"
    assert f"Must agree: {agree}." in told
    # The scenario sends what is within the credit limit past the controller.
    assert "Controls that fewer cases would meet: credit policy FIN-12." in told
    assert "met by 100% of the cases, then 3.8%" in told
    gone = tried[0].findings
    assert f"{len(gone.gone)} findings would go, {len(gone.new)} would be new" in told


def test_the_question_list_is_by_person_and_by_worth(audited_text: Callable[..., Audit]) -> None:
    inquiry = build(audited_text(NASTY["no times"])).inquiry
    asked = [q.asks for q in inquiry.questions]
    assert any(a.startswith("How long do these take") for a in asked)
    rows = list(csv.reader(io.StringIO(questions_csv(inquiry))))
    assert tuple(rows[0]) == COLUMNS and len(rows) == len(inquiry.questions) + 1
    by_person: dict[str, float] = {}
    for row in rows[1:]:
        by_person[row[0]] = by_person.get(row[0], 0.0) + float(row[6])
    assert list(by_person.values()) == sorted(by_person.values(), reverse=True)
    text = questions_markdown(inquiry, "No times")
    assert text.count("- [ ]") == len(inquiry.questions)


def test_what_hangs_on_who_asks_is_asked_so(tmp_path: Path) -> None:
    (tmp_path / "tins.yaml").write_text(
        "process: Tins\nsteps:\n  look: {by: clerk, next: {fine: keep, bad: end}}\n  keep: {by: me}\n"
    )
    inquiry = build(audit([str(tmp_path)], None, AS_OF)).inquiry
    (who,) = [q for q in inquiry.questions if q.asks.startswith("Who asks for")]
    assert "TP110" in who.codes
    assert not any(q.asks.startswith("Which ways can a case") for q in inquiry.questions)


def test_nobody_is_asked_what_customers_or_systems_are_trained_for(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text(
        "organisation: Shop\nparties: {buyer: {kind: buyer}}\n"
        "roles: {clerk: {skills: [patience]}, shop-system: {kind: system}}\n"
    )
    (tmp_path / "order.yaml").write_text(
        "process: Order\nsteps:\n  fill-in-form: {by: buyer}\n  check-stock: {by: shop-system}\n"
        "  call-back: {by: clerk, with: buyer via phone, end: told}\n"
    )
    inquiry = build(audit([str(tmp_path)], None, AS_OF)).inquiry
    of_people = [q for q in inquiry.questions if q.codes & {"RE707", "RE709"}]
    assert {tuple(q.about) for q in of_people} == {("call back",)}
    assert {q.whom for q in of_people} == {"clerk"} and len(of_people) == 2


def test_notes_that_were_made_of_a_model_are_no_cause(tmp_path: Path) -> None:
    body = '<startEvent id="s" name="Order came"/><task id="a" name="Pack it"/><endEvent id="e"/>'
    (tmp_path / "order.bpmn").write_bytes(process(body, "s a\na e"))
    report = build(audit([str(tmp_path)], None, AS_OF))
    part = next(p for p in report.parts if isinstance(p, MapPart))
    causes = [card.cause for card in part.findings.cards]
    assert causes and not any("Starts when" in cause for cause in causes)


def test_an_answer_takes_its_question_away(tmp_path: Path) -> None:
    (tmp_path / "claim.yaml").write_text(CLAIM.replace("promise: 1d", "title: Small"))
    before = build(audit([str(tmp_path)], None, AS_OF)).inquiry
    (tmp_path / "claim.yaml").write_text(CLAIM)
    after = build(audit([str(tmp_path)], None, AS_OF)).inquiry
    asked = "What do we promise for small?"
    (question,) = [q for q in before.questions if q.asks == asked]
    assert question.codes == {"TP105"} and before.gain(question) > 0
    assert asked not in [q.asks for q in after.questions]
    assert after.not_assessed < before.not_assessed


def test_no_organisation_is_one_question_and_one_line_a_section(
    audited_text: Callable[..., Audit],
) -> None:
    report = build(audited_text(NASTY["one step"]))
    house = next(p for p in report.parts if isinstance(p, HousePart))
    assert not house.known and all(not lens.full for lens in house.lenses if lens.number != 4)
    page = lxml.html.document_fromstring(render_html(report))
    for lens in house.lenses:
        section = page.xpath(f'//*[@id="{lens.head.anchor}"]')[0]
        assert len(section.xpath('.//p[@class="write"]')) == 1


def test_a_hostile_map_stays_text_in_every_file(audited_text: Callable[..., Audit]) -> None:
    report = build(audited_text(HOSTILE))
    page = render_html(report)
    assert page.count("<script") == 1
    inquiry = report.inquiry
    marked = MarkdownIt("commonmark").render(questions_markdown(inquiry, SCRIPT))
    assert "<script" not in marked
    for row in csv.reader(io.StringIO(questions_csv(inquiry))):
        assert not any(cell[:1] in ("=", "+", "-", "@") for cell in row[:5])


def test_long_tables_are_cut_and_say_so() -> None:
    (found,) = table("Many", ("A",), [(str(n),) for n in range(MOST_ROWS + 3)])
    assert isinstance(found, Table)
    assert len(found.rows) == MOST_ROWS and found.more.startswith("3 more rows")
    assert table("None", ("A",), []) == ()


def test_markdown_has_every_panel_of_the_page(audited: Callable[..., Audit]) -> None:
    report = build(audited("process_maps/brightwrap-packaging/as-is"))
    text = render_markdown(report).replace("\\", "")
    page = lxml.html.document_fromstring(render_html(report))
    for title in page.xpath('//div[@class="panel"]/h3'):
        assert " ".join(title.text_content().split()) in text


class _Shouting(NullTranslations):
    """A language in which everything is loud."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(\{\w+\})|(\w+)", lambda m: m[1] or m[2].upper(), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_texts_go_through_the_catalogue(audited_text: Callable[..., Audit]) -> None:
    result = audited_text(CLAIM)
    with speaking(_Shouting()):
        assert _("not stated") == "NOT STATED"
        assert times(2, "{n} step", "{n} steps") == "2 STEPS"
        loud = _lens(build(result), "recovery")
    assert loud.head.title == loud.head.title.upper()
    assert _lens(build(result), "recovery").head.title.startswith("1 failure has")


def test_lists_and_parts_in_a_sentence() -> None:
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b", "c", "d"], 2) == "a, b and 2 more"
    assert [part_of(n, 3) for n in (0, 1, 3)] == ["None of 3", "1 of 3", "All 3"]
    assert part_of(0, 1) == "0 of 1" and part_of(1, 1) == "1 of 1"


def test_the_legend_of_a_page_is_that_of_its_drawing(audited_text: Callable[..., Audit]) -> None:
    """No mark that is not drawn, and each that is, with the words that a picture file has for it."""
    report = build(
        audited_text(
            """
process: Door
requests: {easy: {share: 60%, simple: true}, hard: {share: 40%}}
steps:
  ask: {by: desk, with: owner via phone, takes: 5m, next: {easy: mend, hard: plan}}
  plan: {by: joiner, takes: 1h, next: [order, book]}
  order: {by: joiner, takes: 1h, next: mend}
  book: {by: desk, takes: 1h, next: mend}
  mend: {by: joiner, waits: 1d, at-most: 2d, if-late: ask, join: all, takes: 1h, end: mended}
"""
        )
    )
    page = lxml.html.fromstring(render_html(report))
    told = [item.text_content().strip() for item in page.iterfind(".//ul[@class='legend']/li")]
    part = next(p for p in report.parts if isinstance(p, MapPart))
    assert told == [entry.words for entry in entries(part.picture.scene)]
    assert {"if late", "at the same time", "for some request types only"} <= set(told)
    assert not {"sign-off", "moment of truth", "several steps of one unit"} & set(told)
    assert len(page.findall(".//ul[@class='legend']/li/svg")) == len(told)


def test_the_heading_says_whose_silence_it_tells(audited_text: Callable[..., Audit]) -> None:
    text = """
process: Door
requests: {easy: {share: 60%}, hard: {share: 40%}}
customers: [owner]
steps:
  ask: {by: desk, with: owner via phone, takes: 5m, next: {easy: mend, hard: plan}}
  plan: {by: joiner, waits: 1d, takes: 1h}
  price: {by: desk, waits: 1d, takes: 1h}
  mend: {by: joiner, with: owner via visit, takes: 1h, end: mended}
"""
    of_one, of_all = (
        next(p for p in build(audited_text(t)).parts if isinstance(p, MapPart)).picture.head.title
        for t in (text, text.replace("easy: mend", "easy: plan"))
    )
    assert of_one == "Two steps fill the longest silence of hard, none of them a sign-off"
    assert of_all == "Two steps fill the longest silence, none of them a sign-off"
