"""Findings of an audit: judged, one root cause told once, waivers applied."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cxaudit.analysis.analysis import Analysis, unread
from cxaudit.analysis.organisation_references import organisation_references
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.rules.allowed import Waived, on_elements
from cxaudit.rules.finding import Finding
from cxaudit.rules.judge import Crash, Judgement, Panel, judge, panels_of
from cxaudit.rules.policy import Override, Policies, Policy
from cxaudit.rules.settle import absorb
from cxaudit.rules.waivers import Allowed, in_force, told_after, waive, waivers_of
from cxaudit.run.elements import left_out, parts_of
from cxaudit.run.estate import Estate, others_of


@dataclass
class Court:
    """What files are judged by, and what came of judging so far: `absorbed` are findings whose root
    cause others tell, `untold` those that a configuration does not want told, `undecided` the maps that
    were too much to tell whether every case ends. `panels` are the rules of
    each policy made ready."""

    policies: Policies
    as_of: datetime.date
    findings: list[Finding] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    judged: dict[tuple[str, str], Judgement] = field(default_factory=dict)
    absorbed: list[Finding] = field(default_factory=list)
    untold: list[Finding] = field(default_factory=list)
    panels: dict[int, list[Panel]] = field(default_factory=dict)
    undecided: list[tuple[str, str]] = field(default_factory=list)

    def again(self) -> Court:
        """A court that judges by the same, of which nothing has come so far."""
        return Court(self.policies, self.as_of, panels=self.panels)

    def judge_estate(self, estate: Estate) -> None:
        """Judge the maps of an organisation; the organisation itself where its file is asked for."""
        document = estate.document
        shared: list[Allowed] = []
        told: list[Problem] = []
        if estate.model is not None and document is not None:
            waivers = waivers_of(document)
            policy = self.policies.of(document.path, Path(document.path).stem)
            shared, told = self._in_force(waivers, document, policy)
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
        found = self._judged(analysis, shared).findings
        elsewhere = [*self.findings[begun:], *self._of_others(found, estate, shared)]
        kept = self._absorbed(found, elsewhere)
        waive(kept, shared)
        whole = len(estate.analyses) == len(estate.maps)  # else another map may be what it is for
        self.findings += [*kept, *self._problems(analysis, told_after(shared, document, whole))]

    def _of_others(
        self, found: list[Finding], estate: Estate, shared: list[Allowed]
    ) -> list[Finding]:
        """The findings of maps that nobody asked for, where one of them may tell the root cause of a
        finding about their organisation: that is the same whichever maps were asked for."""
        every = self.policies.every
        if not any(every[one.code].absorbed_by for one in found if one.code in every):
            return []
        quiet = self.again()
        for analysis in others_of(estate):
            quiet._judge_map(analysis, [replace(one) for one in shared if one.place])
        return quiet.findings

    def judge_document(self, document: Document, problems: list[Problem]) -> None:
        """Judge a file that is neither map nor organisation by what could not be read of it."""
        analysis = unread(document, Path(document.path).stem, problems)
        self.findings += self._judged(analysis).findings

    def _judge_map(self, analysis: Analysis, shared: list[Allowed]) -> None:
        document = analysis.document
        policy = self.policies.of(document.path, analysis.id)
        own, told = self._in_force(waivers_of(document), document, policy)
        kept = self._absorbed(self._judged(analysis, [*own, *shared]).findings)
        waive(kept, [*own, *shared])
        told += told_after(own, document, analysis.study is not None)
        kept += self._problems(analysis, told)
        self.findings += kept
        if analysis.study is not None and analysis.study.soundness.unsearched:
            self.undecided.append((document.path, analysis.id))

    def _absorbed(
        self, findings: list[Finding], elsewhere: Iterable[Finding] = ()
    ) -> list[Finding]:
        """The findings that tell a root cause of their own; the others are set aside."""
        kept = absorb(findings, self.policies.every, elsewhere)
        alone = {id(finding) for finding in kept}
        self.absorbed += [finding for finding in findings if id(finding) not in alone]
        return kept

    def _in_force(
        self, waivers: list[Allowed], document: Document, policy: Policy
    ) -> tuple[list[Allowed], list[Problem]]:
        return in_force(waivers, document, policy.rules, self.as_of, self.policies.every)

    def _judged(self, analysis: Analysis, waivers: Iterable[Allowed] = ()) -> Judgement:
        """Judge a file: its elements by what holds for each, the rest by what holds for the file."""
        waived = on_elements(waivers)
        path, map_id = analysis.document.path, analysis.id
        policy = self.policies.of(path, map_id)
        apart = {
            number: self.policies.overrides[number]
            for number in self.policies.on_elements(path, map_id)
        }
        if apart:
            judgement = self._in_parts(analysis, policy, apart, waived)
        else:
            judgement = judge(analysis, self._panels(policy), waived=waived)
            judgement.findings = self._told(judgement.findings, policy.tells)
        self.judged[path, map_id] = judgement
        self.crashes += judgement.crashes
        return judgement

    def _in_parts(
        self, analysis: Analysis, policy: Policy, apart: Mapping[int, Override], waived: Waived
    ) -> Judgement:
        """Judge the elements that overrides are about by themselves."""
        path, map_id = analysis.document.path, analysis.id
        judgement = Judgement()
        for numbers, part in parts_of(analysis, apart).items():
            own = self.policies.of_element(path, map_id, numbers)
            found = judge(analysis, self._panels(own), part, waived)
            found.findings = self._told(found.findings, own.tells)
            judgement.add(found)
        off = {}
        for number, override in apart.items():
            own = self.policies.of_element(path, map_id, [number])
            off[override] = policy.rules.keys() - own.rules.keys()
        judgement.findings = self._told(judgement.findings, lambda one: not left_out(one, off))
        return judgement

    def _told(self, findings: list[Finding], wanted: Callable[[Finding], bool]) -> list[Finding]:
        """The findings that are wanted; the others are kept aside."""
        kept = [finding for finding in findings if wanted(finding)]
        if len(kept) < len(findings):
            self.untold += [finding for finding in findings if not wanted(finding)]
        return kept

    def _panels(self, policy: Policy) -> list[Panel]:
        if id(policy) not in self.panels:
            self.panels[id(policy)] = panels_of(policy.rules.values())
        return self.panels[id(policy)]

    def _problems(self, analysis: Analysis, problems: list[Problem]) -> list[Finding]:
        """Problems that came up after judging, such as a waiver that silences nothing."""
        if not problems:
            return []
        policy = self.policies.of(analysis.document.path, analysis.id)
        extra = unread(analysis.document, analysis.id, problems)
        panels = [panel for panel in self._panels(policy) if panel.judge == "problem"]
        return self._told(judge(extra, panels).findings, policy.tells)
