"""From an audit to the report as plain data: an overview, a part a map and organisation, no markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from cxaudit.analysis.analysis import Analysis
from cxaudit.report import words
from cxaudit.report.concerns import of_map
from cxaudit.report.context import Context, gravest_first
from cxaudit.report.house import House
from cxaudit.report.lens import Lens, Panel
from cxaudit.report.others import other_parts, unread_part
from cxaudit.report.overview import headline_of, overview_row, standfirst_of, title_of
from cxaudit.report.parts import HousePart, MapPart, Part, Report, UnreadPart, is_map
from cxaudit.report.places import folders_of, prefix_of, slug
from cxaudit.report.readers import readers
from cxaudit.report.sections.accountability import accountability
from cxaudit.report.sections.advice import advice
from cxaudit.report.sections.appendix import appendix
from cxaudit.report.sections.exchange import exchange
from cxaudit.report.sections.findings import findings_of, house_findings
from cxaudit.report.sections.front_line import front_line
from cxaudit.report.sections.gates import gates_of
from cxaudit.report.sections.inquiry import inquire
from cxaudit.report.sections.leaders import leaders
from cxaudit.report.sections.listening import listening
from cxaudit.report.sections.mission import mission
from cxaudit.report.sections.moments import moments
from cxaudit.report.sections.parties_pages import party_pages
from cxaudit.report.sections.partners import partners
from cxaudit.report.sections.people import exposure_of, ownership_of, parties_of
from cxaudit.report.sections.picture import picture_of
from cxaudit.report.sections.questions import questions
from cxaudit.report.sections.readiness import readiness
from cxaudit.report.sections.recovery import recovery
from cxaudit.report.sections.scenarios import scenarios
from cxaudit.report.sections.scope import scope
from cxaudit.report.sections.score import score_of
from cxaudit.report.sections.shoes import shoes
from cxaudit.report.sections.signing import signing
from cxaudit.report.sections.sure import sure_of
from cxaudit.report.sections.touch import touch_points_of
from cxaudit.report.sections.verdict import verdict_of
from cxaudit.report.texts import _, marked
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Crash
from cxaudit.rules.score import Scorecard, scorecard
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate
from cxaudit.run.trend import Moment
from cxaudit.run.whatif import Whatif

_LONG_WORD = re.compile(r"\w{31,}")  # such a word must break anywhere, or it bursts its column


def build(
    audit: Audit,
    tried: Sequence[Whatif] = (),
    advises: bool = True,
    moments: Sequence[Moment] = (),
) -> Report:
    """The report of an audit and of the scenarios that were tried. Same audit, same report: the only
    date is the audit's own. Without `advises` it finds and does not recommend; `moments` are how
    the maps stood before."""
    desk = _Desk(audit, tuple(tried), advises)
    parts = desk.parts()
    maps = [p for p in parts if isinstance(p, MapPart | UnreadPart) and is_map(p)]
    overview = tuple(overview_row(p) for p in maps) if len(maps) > 1 else ()
    card = audit.scorecard
    inquiry = inquire(desk.houses, audit.rules, *_checks(audit, card))
    return Report(
        title=title_of(parts),
        as_of=_date(audit),
        headline=headline_of(overview, parts),
        standfirst=standfirst_of(overview),
        overview=overview,
        parts=tuple(parts),
        files=tuple(audit.files),
        failures=tuple(f"{f.path}: {words.sentence(f.says)}" for f in audit.failures),
        crashes=tuple(_crash(c) for c in audit.crashes),
        rules=len(audit.rules),
        score=score_of(card),
        questions=questions(inquiry),
        scope=scope(audit, desk.houses),
        appendix=appendix(audit, moments),
        inquiry=inquiry,
        advises=advises,
        readers=readers(desk.houses),
    )


@dataclass
class _Desk:
    """Where one part after the other is made; `houses` fill up on the way."""

    audit: Audit
    tried: tuple[Whatif, ...]
    advises: bool

    def __post_init__(self) -> None:
        self.houses: list[House] = []
        self.taken: set[str] = {"questions", "scope", "scorecard", "appendix", "main", "all-maps"}

    def parts(self) -> list[Part]:
        """Every part in order: the maps of an organisation, then itself; then the other files."""
        audit = self.audit
        found: list[Part] = []
        told: set[int] = set()
        folders = folders_of([a.document.path for a in audit.analyses])
        for estate in audit.estates:
            contexts = []
            for analysis in estate.analyses:
                own = [f for f in audit.findings if _belongs(f, analysis)]
                told |= {id(f) for f in own}
                folder = folders[analysis.document.path]
                part, context = self._map(estate, analysis, own, folder)
                found.append(part)
                contexts += [context] if context is not None else []
            if contexts or estate.asked:
                house = self._house(estate, tuple(contexts), folders)
                told |= {id(f) for f in audit.findings if _about(f, estate)}
                found.append(house)
        rest = [f for f in audit.findings if id(f) not in told]
        return [*found, *other_parts(rest, audit, self.taken)]

    def _prefix(self, estate: Estate, folder: str, name: str) -> str:
        inside = slug(folder).startswith(slug(estate.title))
        whole = f"{'' if inside else estate.title} {folder} {name}"
        return prefix_of(whole, name, len(self.audit.analyses) > 1, self.taken)

    def _map(
        self, estate: Estate, analysis: Analysis, found: list[Finding], folder: str
    ) -> tuple[MapPart | UnreadPart, Context | None]:
        audit = self.audit
        prefix = self._prefix(estate, folder, analysis.id)
        active = gravest_first(f for f in found if not is_waived(f))
        waived = gravest_first(f for f in found if is_waived(f))
        if analysis.study is None:
            place = (prefix, folder)
            return unread_part(analysis, estate, active, waived, audit.rules, place), None
        context = Context(analysis, analysis.study, active, prefix, estate.facts)
        judged = audit.judged[analysis.document.path, analysis.id]
        findings = findings_of(context, waived, audit.rules, self.advises)
        checks, silent = sum(judged.assessed.values()), sum(judged.not_assessed.values())
        tried = [w for w in self.tried if w.map_path == analysis.document.path]
        names = {code: rule.name for code, rule in audit.rules.items()}
        counts = (findings.errors, findings.warnings, findings.questions)
        part = MapPart(
            prefix=prefix,
            title=context.map.title,
            organisation=estate.title,
            folder=folder,
            path=analysis.document.path,
            owner=words.listed([context.who(o) for o in context.map.owners]),
            leader=context.who(context.map.leader),
            long_words=_LONG_WORD.search(analysis.document.lines.text) is not None,
            verdict=verdict_of(
                context, counts, checks, silent, self._card(analysis, found), tried, self.advises
            ),
            picture=picture_of(context),
            touch=touch_points_of(context),
            gates=gates_of(context),
            ownership=ownership_of(context),
            parties=parties_of(context),
            exposure=exposure_of(context),
            findings=findings,
            sure=sure_of(context, judged.not_assessed, names),
            more=_more(context),
            lenses=self._lenses(context, tried),
            about=of_map(context),
        )
        return part, context

    def _card(self, analysis: Analysis, found: list[Finding]) -> Scorecard:
        """The scorecard of one map: its own checks, without those of the organisation."""
        judged = self.audit.judged[analysis.document.path, analysis.id]
        absorbed = [f for f in self.audit.absorbed if _belongs(f, analysis)]
        return scorecard(self.audit.rules, judged.tallies, found, absorbed, True)

    def _lenses(self, context: Context, own: Sequence[Whatif]) -> dict[str, Lens]:
        return {
            "shoes": shoes(context),
            "front_line": front_line(context),
            "partners": partners(context),
            "recovery": recovery(context),
            "advice": advice(context, own, self.advises),
            "whatif": scenarios(context, own),
        }

    def _house(
        self, estate: Estate, contexts: tuple[Context, ...], folders: dict[str, str]
    ) -> HousePart:
        audit, document = self.audit, estate.document
        path = document.path if document is not None else ""
        first = estate.analyses[0].document.path if estate.analyses else ""
        folder = folders.get(first, "")
        found = [f for f in audit.findings if _about(f, estate)]
        active = gravest_first(f for f in found if not is_waived(f))
        waived = gravest_first(f for f in found if is_waived(f))
        prefix = self._prefix(estate, folder, "organisation")
        house = House(estate, contexts, active, prefix, audit.as_of)
        self.houses.append(house)
        lenses = (
            party_pages(house),
            mission(house),
            leaders(house),
            listening(house),
            readiness(house, self.tried),
        )
        findings = house_findings(house, waived, audit.rules, self.advises) if found else None
        title = estate.title or (PurePosixPath(path).name if path else "")
        return HousePart(prefix, title, folder, path, house.known, lenses, findings)


def _more(context: Context) -> dict[str, tuple[Panel, ...]]:
    """Further panels of the sections that have a form of their own."""
    return {
        "touch": moments(context),
        "gates": signing(context),
        "owners": accountability(context),
        "departments": exchange(context),
    }


def _checks(audit: Audit, card: Scorecard) -> tuple[int, int]:
    """Checks made and not assessed, as the scorecard counts them; all of them where it knows
    none of the rules."""
    made = sum(d.made for d in card.dimensions)
    silent = sum(d.not_assessed for d in card.dimensions)
    if made + silent:
        return made, silent
    tallies = audit.tallies.values()
    return sum(t.assessed for t in tallies), sum(t.not_assessed for t in tallies)


def _belongs(finding: Finding, analysis: Analysis) -> bool:
    return finding.file == analysis.document.path and finding.map == analysis.id


def _about(finding: Finding, estate: Estate) -> bool:
    """Whether a finding is about the organisation's own file."""
    document = estate.document
    return estate.asked and document is not None and finding.file == document.path


def _crash(crash: Crash) -> str:
    told = _("{code} on {map} {element}: {problem}")
    return told.format(code=crash.code, map=crash.map, element=crash.element, problem=crash.says)


def _date(audit: Audit) -> str:
    day = audit.as_of
    told = _("{day} {month} {year}").replace(" ", words.NBSP)
    return told.format(day=day.day, month=_(_MONTHS[day.month - 1]), year=day.year)


_MONTHS = (
    marked("January"), marked("February"), marked("March"), marked("April"), marked("May"),
    marked("June"), marked("July"), marked("August"), marked("September"), marked("October"),
    marked("November"), marked("December"),
)  # fmt: skip
