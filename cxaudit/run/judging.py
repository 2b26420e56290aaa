"""Findings of an audit: judged, one root cause told once, waivers applied."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.analysis.analysis import Analysis, unread
from cxaudit.analysis.organisation_references import organisation_references
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Crash, Judgement, Panel, judge, panels_of
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.rules.settle import absorb
from cxaudit.rules.waivers import Allowed, in_force, unused, waive, waivers_of
from cxaudit.run.estate import Estate


@dataclass
class Court:
    """The rules made ready, and what came of judging so far; `every` rule may be waived, judged or
    not."""

    rules: dict[str, Rule]
    as_of: datetime.date
    panels: list[Panel] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    judged: dict[tuple[str, str], Judgement] = field(default_factory=dict)
    absorbed: list[Finding] = field(default_factory=list)

    every: dict[str, Rule] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.panels = panels_of(self.rules.values())
        self.every = all_rules(built_in())

    def judge_estate(self, estate: Estate) -> None:
        """Judge the maps of an organisation; the organisation itself where its file is asked for."""
        document = estate.document
        shared: list[Allowed] = []
        told: list[Problem] = []
        if estate.model is not None and document is not None:
            waivers = waivers_of(document)
            shared, told = in_force(waivers, document, self.rules, self.as_of, self.every)
        begun = len(self.findings)
        for analysis in estate.analyses:
            self._judge_map(analysis, [one for one in shared if one.place])
        if document is None or not estate.asked:
            return
        problems = [*document.problems, *told]
        if document.readable:
            problems += organisation_references(document, estate.maps)
        analysis = unread(document, Path(document.path).stem, problems)
        analysis.facts |= {k: v for k, v in estate.facts.items() if k != "clone"}
        kept = self._absorbed(self._judged(analysis).findings, self.findings[begun:])
        waive(kept, shared)
        if len(estate.analyses) == len(estate.maps):  # else another map may be what it is for
            kept += self._problems(analysis, unused(shared, document))
        self.findings += kept

    def judge_document(self, document: Document, problems: list[Problem]) -> None:
        """Judge a file that is neither map nor organisation by what could not be read of it."""
        analysis = unread(document, Path(document.path).stem, problems)
        self.findings += self._judged(analysis).findings

    def _judge_map(self, analysis: Analysis, shared: list[Allowed]) -> None:
        document = analysis.document
        kept = self._absorbed(self._judged(analysis).findings)
        own, told = in_force(waivers_of(document), document, self.rules, self.as_of, self.every)
        waive(kept, [*own, *shared])
        idle = unused(own, document) if analysis.study is not None else []
        kept += self._problems(analysis, [*told, *idle])
        self.findings += kept

    def _absorbed(
        self, findings: list[Finding], elsewhere: Iterable[Finding] = ()
    ) -> list[Finding]:
        """The findings that tell a root cause of their own; the others are set aside."""
        kept = absorb(findings, self.rules, elsewhere)
        alone = {id(finding) for finding in kept}
        self.absorbed += [finding for finding in findings if id(finding) not in alone]
        return kept

    def _judged(self, analysis: Analysis) -> Judgement:
        judgement = judge(analysis, self.panels)
        self.judged[analysis.document.path, analysis.id] = judgement
        self.crashes += judgement.crashes
        return judgement

    def _problems(self, analysis: Analysis, problems: list[Problem]) -> list[Finding]:
        """Problems that came up after judging, such as a waiver that silences nothing."""
        if not problems:
            return []
        extra = unread(analysis.document, analysis.id, problems)
        return judge(extra, [p for p in self.panels if p.judge == "problem"]).findings
