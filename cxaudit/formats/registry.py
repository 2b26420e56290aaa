"""The formats of findings by name. A format is a function from an audit to a text."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that help can list the formats before anything heavy is imported
    from cxaudit.run.audit import Audit

Format = Callable[["Audit"], str]

# What each format is for, in the order in which help lists them.
ABOUT = {
    "text": "for people: the line in question, the walk and the way out",
    "concise": "for editors and grep: path:line:column: CODE severity: says",
    "json": "one JSON object, described by docs/reference/findings.schema.json",
    "jsonl": "one JSON object a line",
    "sarif": "SARIF 2.1.0, for code scanning",
    "junit": "JUnit XML, for the test reports of CI servers",
    "github": "annotations of GitHub Actions",
    "gitlab": "the code quality report of GitLab",
    "markdown": "a comment on a pull request",
    "csv": "a table for a spreadsheet",
}


def _lazy(name: str) -> Format:
    """A format whose module is imported when it is first used: a check needs only one of them."""

    def render(result: Audit) -> str:
        shown: str = import_module(f"cxaudit.formats.{name}").render(result)
        return shown

    return render


FORMATS: dict[str, Format] = {name: _lazy(name) for name in ABOUT}
