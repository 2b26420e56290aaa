"""What an audit could not do, in one shape for all formats: paths not audited, rules that failed."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.run.audit import Audit

NOT_AUDITED = "not-audited"
RULE_FAILED = "rule-failed"
TITLES = {NOT_AUDITED: "not audited", RULE_FAILED: "a rule failed"}


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that could not be done: `file` is the path as it was named (empty where unknown),
    `code` the rule that failed (empty where none did)."""

    kind: str
    file: str
    code: str
    says: str

    @property
    def title(self) -> str:
        """The kind in words."""
        return TITLES[self.kind]


def troubles(result: Audit) -> list[Trouble]:
    """Everything that an audit could not do, paths first."""
    found = [Trouble(NOT_AUDITED, one.path, "", one.says) for one in result.failures]
    files = {analysis.id: analysis.document.path for analysis in result.analyses}
    for crash in result.crashes:
        if crash.code == "-":  # a map that could not be studied; its path stands in the place
            found.append(Trouble(NOT_AUDITED, crash.element, "", crash.says))
            continue
        place = f"{crash.map} {crash.element}".strip()
        says = f"rule {crash.code} failed on {place}: {crash.says}"
        found.append(Trouble(RULE_FAILED, files.get(crash.map, ""), crash.code, says))
    return found
