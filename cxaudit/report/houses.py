"""The organisations of an audit with their studied maps, and where each stands in a report."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.report.context import Context, gravest_first
from cxaudit.report.house import House
from cxaudit.report.places import folders_of, prefix_of, slug
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit
from cxaudit.run.estate import Estate

OWN = (
    "questions",
    "scope",
    "scorecard",
    "appendix",
    "main",
    "all-maps",
)  # the report's own anchors


@dataclass
class Addresses:
    """The folder of each map by its path, the prefix of the anchors of each map by path and id, those
    of organisations by their place in the audit, and every prefix that is `taken`."""

    folders: dict[str, str]
    maps: dict[tuple[str, str], str] = field(default_factory=dict)
    houses: dict[int, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=lambda: set(OWN))


def addresses_of(audit: Audit) -> Addresses:
    """Where every map and organisation of an audit stands: the same for its report, its sheets and
    its portal."""
    folders = folders_of([a.document.path for a in audit.analyses])
    found = Addresses(folders)
    several = len(audit.analyses) > 1

    def place(estate: Estate, folder: str, name: str) -> str:
        inside = slug(folder).startswith(slug(estate.title))
        whole = f"{'' if inside else estate.title} {folder} {name}"
        return prefix_of(whole, name, several, found.taken)

    for number, estate in enumerate(audit.estates):
        for analysis in estate.analyses:
            path = analysis.document.path
            found.maps[path, analysis.id] = place(estate, folders[path], analysis.id)
        if has_house(estate):
            found.houses[number] = place(estate, folder_of(estate, folders), "organisation")
    return found


def houses_of(audit: Audit, addresses: Addresses | None = None) -> list[House]:
    """Every organisation of an audit with those of its maps that could be studied, waived findings
    left out."""
    addresses = addresses or addresses_of(audit)
    by_map: dict[tuple[str, str], list[Finding]] = {}
    for finding in audit.findings:
        if not is_waived(finding):
            by_map.setdefault((finding.file, finding.map), []).append(finding)
    found = []
    for number, estate in enumerate(audit.estates):
        if number not in addresses.houses:
            continue
        contexts = []
        for analysis in estate.analyses:
            key = (analysis.document.path, analysis.id)
            if analysis.study is not None:
                own = gravest_first(by_map.get(key, ()))
                contexts.append(
                    Context(analysis, analysis.study, own, addresses.maps[key], estate.facts)
                )
        about = gravest_first(f for f in audit.findings if not is_waived(f) and is_about(f, estate))
        found.append(House(estate, tuple(contexts), about, addresses.houses[number], audit.as_of))
    return found


def has_house(estate: Estate) -> bool:
    """Whether the report has a part about an organisation: it was asked for, or a map was studied."""
    return estate.asked or any(a.study is not None for a in estate.analyses)


def folder_of(estate: Estate, folders: dict[str, str]) -> str:
    """The folder of an organisation: that of its first map."""
    return folders.get(estate.analyses[0].document.path, "") if estate.analyses else ""


def is_about(finding: Finding, estate: Estate) -> bool:
    """Whether a finding is about the organisation's own file."""
    document = estate.document
    return estate.asked and document is not None and finding.file == document.path
