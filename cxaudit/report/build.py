"""From an audit to the report as plain data: an overview, a part a map and organisation, no markup."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from cxaudit.analysis.analysis import Analysis
from cxaudit.report import words
from cxaudit.report.concerns import of_map
from cxaudit.report.context import Context, gravest_first
from cxaudit.report.house import House
from cxaudit.report.houses import addresses_of, folder_of, houses_of, is_about
from cxaudit.report.lens import Lens, Panel
from cxaudit.report.local import folder_outside, without_folder
from cxaudit.report.others import other_parts, unread_part
from cxaudit.report.overview import headline_of, overview_row, standfirst_of, title_of
from cxaudit.report.parts import HousePart, MapPart, Part, Report, UnreadPart, is_map
from cxaudit.report.readers import readers
from cxaudit.report.sections.accountability import accountability
from cxaudit.report.sections.advice import advice
from cxaudit.report.sections.appendix import appendix
from cxaudit.report.sections.departments import exposure_of
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
from cxaudit.report.sections.people import ownership_of, parties_of
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
    report = Report(
        title=title_of(parts),
        as_of=_date(audit),
        headline=headline_of(overview, parts),
        standfirst=standfirst_of(overview, _others_unread(parts, audit)),
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
    return without_folder(report, folder_outside(audit.files))


class _Desk:
    """Where one part after the other is made; `houses` are the organisations that they are about."""

    def __init__(self, audit: Audit, tried: tuple[Whatif, ...], advises: bool) -> None:
        self.audit = audit
        self.tried = tried
        self.advises = advises
        self.addresses = addresses_of(audit)
        self.houses = houses_of(audit, self.addresses)

    def parts(self) -> list[Part]:
        """Every part in order: the maps of an organisation, then itself; then the other files."""
        audit = self.audit
        found: list[Part] = []
        told: set[int] = set()
        houses = {id(house.estate): house for house in self.houses}
        for estate in audit.estates:
            house = houses.get(id(estate))
            contexts = {id(c.analysis): c for c in house.maps} if house is not None else {}
            for analysis in estate.analyses:
                own = [f for f in audit.findings if _belongs(f, analysis)]
                told |= {id(f) for f in own}
                context = contexts.get(id(analysis))
                if context is None:
                    found.append(self._unread(estate, analysis, own))
                else:
                    found.append(self._map(estate, context, own))
            if house is not None:
                told |= {id(f) for f in audit.findings if is_about(f, estate)}
                found.append(self._house(house))
        rest = [f for f in audit.findings if id(f) not in told]
        return [*found, *other_parts(rest, audit, self.addresses.taken)]

    def _unread(self, estate: Estate, analysis: Analysis, found: list[Finding]) -> UnreadPart:
        path = analysis.document.path
        place = (self.addresses.maps[path, analysis.id], self.addresses.folders[path])
        active = gravest_first(f for f in found if not is_waived(f))
        waived = gravest_first(f for f in found if is_waived(f))
        return unread_part(analysis, estate, active, waived, self.audit.rules, place)

    def _map(self, estate: Estate, context: Context, found: list[Finding]) -> MapPart:
        audit, analysis = self.audit, context.analysis
        path = analysis.document.path
        waived = gravest_first(f for f in found if is_waived(f))
        judged = audit.judged[path, analysis.id]
        findings = findings_of(context, waived, audit.rules, self.advises)
        checks, silent = sum(judged.assessed.values()), sum(judged.not_assessed.values())
        tried = [w for w in self.tried if w.map_path == path]
        names = {code: rule.name for code, rule in audit.rules.items()}
        counts = (findings.errors, findings.warnings, findings.questions)
        return MapPart(
            prefix=context.prefix,
            title=context.map.title,
            organisation=estate.title,
            folder=self.addresses.folders[path],
            path=path,
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

    def _house(self, house: House) -> HousePart:
        audit, estate = self.audit, house.estate
        path = estate.document.path if estate.document is not None else ""
        waived = gravest_first(f for f in audit.findings if is_waived(f) and is_about(f, estate))
        lenses = (
            party_pages(house),
            mission(house),
            leaders(house),
            listening(house),
            readiness(house, self.tried),
        )
        findings = None
        if house.findings or waived:
            findings = house_findings(house, waived, audit.rules, self.advises)
        title = estate.title or (PurePosixPath(path).name if path else "")
        folder = folder_of(estate, self.addresses.folders)
        return HousePart(house.prefix, title, folder, path, house.known, lenses, findings)


def _others_unread(parts: Sequence[Part], audit: Audit) -> int:
    """Files beside the maps of which nothing could be read."""
    broken = [p for p in parts if isinstance(p, UnreadPart) and not is_map(p) and p.problems]
    return len(broken) + len(audit.failures)


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
