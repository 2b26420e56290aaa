"""Many findings told in one line, and the same told one by one: whoever mends some of the elements must
not meet the others as new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cxaudit.rules.baseline.entries import Entry
from cxaudit.rules.finding import Finding


def is_line(finding: Finding) -> bool:
    """Whether a finding tells of several elements in one line on their map, such as "5 of 6 steps name
    nobody"; one about request types or about the map itself does not."""
    own = finding.elements
    return not finding.path and not finding.requests and bool(own) and "" not in own


def holds_element(entry: Entry, finding: Finding) -> bool:
    """Whether an entry for a line is about a finding that is told by itself."""
    return bool(set(entry.elements) & set(finding.elements))


def tells(line: Finding, entry: Entry) -> bool:
    """Whether a line tells what an entry for one element is about."""
    if line.code != entry.code or entry.elements or not entry.element:
        return False
    return any(_within(entry.element, one) for one in line.elements)


def holders(line: Finding, entries: Iterable[Entry]) -> list[Entry]:
    """The entries, each for one element, that together are about everything that a line tells; none
    where it tells more."""
    told = [entry for entry in entries if tells(line, entry)]
    everything = all(any(_within(entry.element, one) for entry in told) for one in line.elements)
    return told if everything else []


def elements_of(findings: Sequence[Finding]) -> tuple[str, ...]:
    """The elements that the lines among some findings tell of, each once, in order."""
    return tuple(
        dict.fromkeys(one for found in findings if is_line(found) for one in found.elements)
    )


def _within(path: str, element: str) -> bool:
    return path == element or path.startswith(f"{element}/")
