"""The organisations of an audit as the sheets see them, with the anchors that the report gives them."""

from __future__ import annotations

from cxaudit.report.context import Context, gravest_first
from cxaudit.report.house import House
from cxaudit.report.places import folders_of, prefix_of, slug
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate

TAKEN = ("questions", "scope", "scorecard", "appendix", "main")  # anchors of the report itself


def houses_of(audit: Audit) -> list[House]:
    """Every organisation of an audit with those of its maps that could be studied, waived findings
    left out. Anchors are those of `cxaudit.report.build.build` of the same audit."""
    folders = folders_of([a.document.path for a in audit.analyses])
    several = len(audit.analyses) > 1
    taken = set(TAKEN)
    by_map: dict[tuple[str, str], list[Finding]] = {}
    for finding in audit.findings:
        if not is_waived(finding):
            by_map.setdefault((finding.file, finding.map), []).append(finding)
    found = []
    for estate in audit.estates:
        contexts = []
        for analysis in estate.analyses:
            folder = folders[analysis.document.path]
            prefix = prefix_of(_whole(estate, folder, analysis.id), analysis.id, several, taken)
            if analysis.study is not None:
                own = gravest_first(by_map.get((analysis.document.path, analysis.id), ()))
                contexts.append(Context(analysis, analysis.study, own, prefix, estate.facts))
        if contexts or estate.asked:
            first = estate.analyses[0].document.path if estate.analyses else ""
            whole = _whole(estate, folders.get(first, ""), "organisation")
            prefix = prefix_of(whole, "organisation", several, taken)
            about = [f for f in audit.findings if not is_waived(f) and _about(f, estate)]
            found.append(House(estate, tuple(contexts), gravest_first(about), prefix, audit.as_of))
    return found


def _whole(estate: Estate, folder: str, name: str) -> str:
    inside = slug(folder).startswith(slug(estate.title))
    return f"{'' if inside else estate.title} {folder} {name}"


def _about(finding: Finding, estate: Estate) -> bool:
    document = estate.document
    return estate.asked and document is not None and finding.file == document.path
