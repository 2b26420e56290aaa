"""An audit in numbers and in one sentence, the same in every format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.rules.baseline.entries import is_known, is_waived
from cxaudit.rules.finding import SEVERITIES
from cxaudit.run.audit import Audit

WORDS = {"error": "error", "warning": "warning", "info": "question"}


@dataclass(frozen=True, slots=True)
class Summary:
    """Open findings by severity, those that the baseline holds, waived ones, files judged, and checks
    that lacked data.

    `unread` counts files among `files` that are neither map nor organisation and have faults;
    `failures` are paths not audited and rules that failed.
    """

    counts: dict[str, int]
    known: int
    waived: int
    files: int
    unread: int
    not_assessed: int
    failures: int

    @property
    def found(self) -> str:
        """`3 errors, 1 question`; empty where there is no open finding."""
        return told(self.counts)

    @property
    def where(self) -> str:
        """`4 maps`."""
        return counted(self.files, "file" if self.unread else "map")

    @property
    def rest(self) -> list[str]:
        """Sentences on what the counts leave out."""
        quiet = {"known": self.known, "waived": self.waived}
        told = ", ".join(f"{count} {word}" for word, count in quiet.items() if count)
        sentences = [f"{told}."] if told else []
        if self.not_assessed:
            checks = counted(self.not_assessed, "check")
            sentences.append(f"{checks} not assessed for want of data.")
        return sentences

    @property
    def sentence(self) -> str:
        """All of it on one line."""
        failed = [self.failed] if self.failed else []
        return " ".join([f"{self.found or 'No findings'} in {self.where}.", *self.rest, *failed])

    @property
    def failed(self) -> str:
        """How much could not be audited; empty where everything was."""
        return f"{self.failures} could not be audited." if self.failures else ""


def summary_of(result: Audit) -> Summary:
    """Sum an audit up."""
    unread = sum(bool(document.problems) for document in result.other)
    return Summary(
        counted_by(finding.severity for finding in result.open_findings),
        sum(map(is_known, result.findings)),
        sum(map(is_waived, result.findings)),
        len(result.analyses) + unread,
        unread,
        sum(result.not_assessed.values()),
        len(result.failures) + len(result.crashes),
    )


def counted_by(severities: Iterable[str]) -> dict[str, int]:
    """How often each severity occurs, the gravest first."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for severity in severities:
        counts[severity] += 1
    return counts


def told(counts: dict[str, int]) -> str:
    """Counts by severity in words, those that are none left out."""
    return ", ".join(counted(count, WORDS[severity]) for severity, count in counts.items() if count)


def counted(count: int, word: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{count} {word}" + ("" if count == 1 else "s")
