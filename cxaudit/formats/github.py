"""Findings as workflow commands of GitHub Actions: annotations, the gravest first, in groups."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.formats.escape import one_line
from cxaudit.formats.places import located
from cxaudit.formats.summary import WORDS, counted, summary_of
from cxaudit.formats.troubles import Trouble, troubles
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.run.audit import Audit
from cxaudit.run.proposals import tell_fixes

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10  # annotations of each kind that GitHub shows for one step; all stand in its log


def render(result: Audit) -> str:
    """A group for each severity, a command a line, then one line that sums it up."""
    return "".join(f"{line}\n" for line in _lines(result))


def _lines(result: Audit) -> Iterator[str]:
    tell_fixes(result)
    failed = [_trouble(trouble) for trouble in troubles(result)]
    by_severity = {
        severity: [_finding(f) for f in result.open_findings if f.severity == severity]
        for severity in SEVERITIES
    }
    if failed:
        yield from _group(f"{len(failed)} could not be audited", failed)
    note = _note(len(failed), {severity: len(lines) for severity, lines in by_severity.items()})
    if note:
        yield command("notice", note, title="cxaudit")
    for severity, lines in by_severity.items():
        if lines:
            yield from _group(counted(len(lines), WORDS[severity]), lines)
    yield summary_of(result).sentence


def _group(title: str, lines: list[str]) -> Iterator[str]:
    yield command("group", title)
    yield from lines
    yield "::endgroup::"


def _note(failed: int, found: dict[str, int]) -> str:
    """What is beyond the annotations that GitHub shows; the note is a notice itself."""
    room = {"error": SHOWN - failed, "warning": SHOWN, "info": SHOWN}
    hidden = {s: count - max(0, room[s]) for s, count in found.items()}
    if any(count > 0 for count in hidden.values()):
        hidden["info"] = found["info"] - (SHOWN - 1)
    beyond = [counted(count, WORDS[s]) for s, count in hidden.items() if count > 0]
    if not beyond:
        return ""
    return (
        f"{' and '.join(beyond)} not shown as annotations: GitHub shows {SHOWN} of each kind "
        "for a step. The log of the step has all of them."
    )


def _finding(finding: Finding) -> str:
    span = finding.span
    place = {"file": located(finding.file), "line": str(span.line), "endLine": str(span.end_line)}
    if span.line == span.end_line:  # GitHub takes columns within one line only
        place |= {"col": str(span.column), "endColumn": str(span.end_column)}
    message = one_line(finding.says)
    if finding.instead:
        message += f"\nInstead: {one_line(finding.instead)}"
    if finding.fix:
        message += f"\nFix: {one_line(finding.fix)}"
    title = f"{finding.code} {finding.name}"
    return command(COMMANDS[finding.severity], message, **place, title=title)


def _trouble(trouble: Trouble) -> str:
    place = {"file": located(trouble.file)} if trouble.file else {}
    return command("error", one_line(trouble.says), **place, title=f"cxaudit: {trouble.title}")


def command(name: str, message: str, **properties: str) -> str:
    """A workflow command on one line: nothing in its values can end it or begin another."""
    told = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name}{' ' if told else ''}{told}::{_data(message)}"


def _data(text: str) -> str:
    lines = (one_line(line) for line in text.split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(text: str) -> str:
    return _data(one_line(text)).replace(":", "%3A").replace(",", "%2C")
