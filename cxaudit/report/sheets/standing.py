"""Panels that several kinds of readers have: findings, open questions, numbers, skills."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cxaudit.report import words
from cxaudit.report.context import SEVERITY_WORDS, Context, Ref
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Panel, cell
from cxaudit.report.sections.findings import tally, tally_words
from cxaudit.report.sections.inquiry import Question
from cxaudit.report.sections.questions import points
from cxaudit.report.sheets.model import Beside
from cxaudit.report.sheets.tables import whole_table
from cxaudit.report.sheets.work import Share
from cxaudit.report.texts import _, listed, share_of, term, times
from cxaudit.rules.finding import SEVERITIES, Finding

LONG = 150  # letters of a finding or question on a sheet; the report has it whole


@dataclass(frozen=True, slots=True)
class Told:
    """A finding with its link, and where it is."""

    finding: Finding
    ref: Ref
    place: str


def findings_of_work(shares: Sequence[Share]) -> list[Told]:
    """Findings about the steps of a reader."""
    found: dict[int, Told] = {}
    for share in shares:
        for step in share.steps:
            for finding in share.context.about(step.id):
                found.setdefault(id(finding), told_in(share.context, finding))
    return sorted(found.values(), key=lambda t: SEVERITIES.index(t.finding.severity))


def findings_of_entry(house: House, path: str) -> list[Told]:
    """Findings about an entry of the organisation file, such as `roles/boss`."""
    wanted = set(house.about(path))
    return [
        Told(f, house.refs[id(f)], _("organisation"))
        for f in house.findings
        if house.refs[id(f)] in wanted
    ]


def told_in(context: Context, finding: Finding) -> Told:
    """A finding of a map."""
    return Told(finding, context.refs[id(finding)], context.map.title)


def findings_panel(found: Sequence[Told], name: str, several: bool) -> Panel:
    """The gravest findings; `several` names the map of each."""
    ordered = sorted(found, key=lambda t: SEVERITIES.index(t.finding.severity))
    rows = [
        (
            Cell(_(SEVERITY_WORDS[t.finding.severity]), refs=(t.ref,)),
            Cell(words.short(first_sentence(t.finding), LONG), small=t.place if several else ""),
        )
        for t in ordered
    ]
    counts = tally_words(*tally([t.finding for t in found]))
    title = f"{name}: {counts}" if counts else name
    blocks = whole_table(name, (_("Level"), _("What is so")), rows)
    return Panel("findings", title, blocks, (), name)


def first_sentence(finding: Finding) -> str:
    """What is so, in one sentence without its stop."""
    return words.capital(" ".join(finding.says.split()).partition(". ")[0].rstrip("."))


def questions_for(house: House, names: Iterable[str], beside: Beside) -> list[Question]:
    """The open questions that an audit would put to somebody, about the files of a house."""
    if beside.inquiry is None:
        return []
    whom = {house.who(name) for name in names} | {c.who(n) for c in house.maps for n in names}
    files = {c.map.path for c in house.maps} | {house.whole.path}
    return [q for q in beside.inquiry.questions if q.whom in whom and q.place in files]


def questions_panel(asked: Sequence[Question], beside: Beside, name: str) -> Panel:
    """Questions, those first whose answers open most checks."""
    inquiry = beside.inquiry
    rows = [
        (
            points(inquiry.gain(q)) if inquiry is not None else "",
            Cell(words.short(q.asks, LONG), small=_("write {what}").format(what=q.write)),
        )
        for q in asked
    ]
    title = times(
        len(rows), "{n} question that you can answer", "{n} questions that you can answer"
    )
    heads = (_("Coverage"), _("Question"))
    blocks = whole_table(name, heads, rows)
    return Panel("questions", title, blocks, (), name)


def numbers_panel(
    house: House, sees: Sequence[str], rewarded: Sequence[str] | None, name: str
) -> Panel:
    """The numbers that somebody sees, and those that it is paid or appraised on."""
    write = _("`seen-by:` on measures, `rewards:` in the organisation file")
    known = {m.id: m for m in house.all("measure")}
    rows = []
    for key in dict.fromkeys([*sees, *(rewarded or [])]):
        m = known.get(key)
        now = cell(m.now if m else None, "bad" if m and m.behind else "")
        target = _("target {x}").format(x=m.target) if m and m.target else ""
        uses = [_("seen")] if key in sees else []
        uses += [_("rewarded")] if key in (rewarded or []) else []
        kind = term(m.kind if m else "") or _("kind not stated")
        rows.append(
            (
                Cell(words.capital(house.who(key)), small=kind),
                Cell(now.text, now.tone, target),
                Cell(listed(uses)),
            )
        )
    customer = sum(bool(known.get(key) and known[key].kind == "customer") for key in sees)
    title = _("No number is seen")
    if sees:
        title = share_of(
            customer,
            len(sees),
            "{part} numbers seen is the customer's",
            "{part} numbers seen are the customer's",
            only="The one number seen is the customer's",
            only_not="The one number seen is not the customer's",
            none="No number seen is the customer's",
        )
    blocks = whole_table(name, (_("Number"), _("Now"), _("Use")), rows)
    return Panel("numbers", title, blocks, (33, 34, 45), name, write)


def skills_panel(shares: Sequence[Share], skills: Sequence[str]) -> Panel:
    """Skills that the steps of a role need, beside what its people are trained for."""
    name = _("Skills")
    write = _("`needs-skill:` on steps, `skills:` on the role")
    need: dict[str, None] = {}
    lacking: dict[str, None] = {}
    for share in shares:
        for step in share.steps:
            need |= dict.fromkeys(step.needs_skill)
            lacking |= dict.fromkeys(step.skills_missing or [])
    rows = [
        (Cell(skill), Cell(_("nobody is said to have it"), "bad"))
        if skill in lacking
        else (Cell(skill), Cell(_("yes"), "good") if skill in skills else cell(None))
        for skill in need
    ]
    rows += [(Cell(s), Cell(_("yes; no step asks for it"))) for s in skills if s not in need]
    title = times(len(lacking), "{n} skill is missing", "{n} skills are missing")
    if not lacking:
        title = _("Skills, and the steps that need them")
    blocks = whole_table(name, (_("Skill"), _("Trained for")), rows)
    return Panel("skills", title, blocks, (42,), name, write)
