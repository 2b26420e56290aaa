"""An audit as cases: each file with its findings, problems and facts, ready for fixes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.organisation_references import organisation_references
from cxaudit.change.fixes.case import Case
from cxaudit.language.problems import Problem
from cxaudit.language.read import Document
from cxaudit.rules.finding import Finding
from cxaudit.rules.waivers import if_unused, waivers_of
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate


def cases_of(audit: Audit, codes: Collection[str] = ()) -> Iterator[Case]:
    """The cases of every file that was asked for and has a finding, with those that are open; with
    `codes`, only of files that have an open finding of one of these rules."""
    by_file: dict[str, list[Finding]] = {}
    by_map: dict[tuple[str, str], list[Finding]] = {}
    wanted = {f.file for f in audit.open_findings if f.code in codes} if codes else None
    for finding in audit.findings:
        if wanted is None or finding.file in wanted:
            by_file.setdefault(finding.file, []).append(finding)
            by_map.setdefault((finding.file, finding.map), []).append(finding)
    for estate in audit.estates:
        for analysis in estate.analyses:
            found = by_map.get((analysis.document.path, analysis.id), [])
            yield from _map_case(audit, estate, analysis, found)
        if estate.document is not None and estate.asked:
            yield from _organisation_case(audit, estate, estate.document, by_file)
    for document in audit.other:
        found = by_file.get(document.path, [])
        if codes and not found:
            continue
        yield Case(document, Path(document.path).stem, _open(found), list(document.problems))


def _open(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.suppressed is None]


def _map_case(
    audit: Audit, estate: Estate, analysis: Analysis, found: list[Finding]
) -> Iterator[Case]:
    document = analysis.document
    if not found:
        return
    problems = [*analysis.problems, *_if_unused(audit, document)]
    yield Case(
        document,
        analysis.id,
        _open(found),
        problems,
        analysis.facts,
        estate.model,
        judged_whole=analysis.study is not None,
    )


def _organisation_case(
    audit: Audit, estate: Estate, document: Document, by_file: dict[str, list[Finding]]
) -> Iterator[Case]:
    own = by_file.get(document.path, [])
    if not own:
        return
    problems = list(document.problems)
    if document.readable:
        problems += organisation_references(document, estate.maps)
        problems += _if_unused(audit, document)
    whole = len(estate.analyses) == len(estate.maps)
    read = all(analysis.study is not None for analysis in estate.analyses)
    map_id = Path(document.path).stem
    facts, model = estate.facts, estate.model
    yield Case(document, map_id, _open(own), problems, facts, model, whole and read)


def _if_unused(audit: Audit, document: Document) -> list[Problem]:
    """What would be told of each waiver of a file if it silenced nothing. Only those that a finding
    tells in these words are meant."""
    names = {rule.name: code for code, rule in audit.rules.items()}
    waivers = waivers_of(document)
    for allowed in waivers:
        allowed.code = names.get(allowed.code, allowed.code)
    return if_unused(waivers, document)
