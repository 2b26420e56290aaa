"""What `--fix` would try, beside the findings it is for. Worked out only where somebody asks: an audit
does not need it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cxaudit.change.fixes import FIXABLE
from cxaudit.language.spans import Lines, Span
from cxaudit.run.audit import Audit
from cxaudit.run.room import no_collecting

if TYPE_CHECKING:
    from cxaudit.change.fixes.fix import Fix, Splice

HOW = {True: "--fix", False: "--unsafe-fixes"}
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in the place of what a span holds; a span of no width is a place to insert."""

    span: Span
    text: str


@dataclass(slots=True)
class Proposal:
    """The smallest edit known that clears a finding, in words and as edits of its file that do not
    overlap. It has not been tried: `--fix` audits again and keeps what does nothing else."""

    safe: bool
    says: list[str] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What to write, and the option that does it."""
        return f"{'; '.join(self.says)} ({HOW[self.safe]})"


def proposals(audit: Audit) -> dict[Key, list[Proposal]]:
    """The proposals for the open findings of an audit by file and fingerprint, the safe one first."""
    if not any(finding.code in FIXABLE for finding in audit.open_findings):
        return {}
    from cxaudit.change.fixes.propose import propose
    from cxaudit.run.cases import cases_of

    found: dict[Key, list[Proposal]] = {}
    with no_collecting():
        for case in cases_of(audit, FIXABLE):
            fixes: dict[tuple[Key, bool], list[Fix]] = {}
            for fix in propose(case):
                fixes.setdefault(((fix.file, fix.finding), fix.safe), []).append(fix)
            for (key, safe), some in sorted(fixes.items(), key=lambda entry: not entry[0][1]):
                found.setdefault(key, []).append(_proposal(some, safe, case.document.lines))
    return found


def _proposal(fixes: list[Fix], safe: bool, lines: Lines) -> Proposal:
    """Fixes for one finding, a step each, as one."""
    from cxaudit.change.fixes.fix import Taken

    proposal, taken = Proposal(safe), Taken()
    for fix in fixes:
        if taken.add(fix):
            proposal.says.append(fix.says)
            proposal.edits += [_edit(splice, lines) for splice in fix.splices]
    return proposal


def _edit(splice: Splice, lines: Lines) -> Edit:
    return Edit(lines.span(splice.start, splice.end), splice.text)


def tell_fixes(audit: Audit) -> None:
    """Fill in the `fix` of every finding that has a proposal."""
    known = proposals(audit)
    for finding in audit.open_findings:
        mine = known.get((finding.file, finding.fingerprint), [])
        finding.fix = "; or ".join(one.sentence for one in mine) or None
