"""Reads each format back into rows, as the tool it is made for would."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from lxml import etree

from cxaudit.formats.github import COMMANDS
from cxaudit.formats.gitlab import SEVERITIES as GITLAB
from cxaudit.formats.places import shown
from cxaudit.formats.sarif.results import LEVELS
from cxaudit.rules.baseline.entries import is_known, is_waived, silenced_by
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.run.audit import Audit

Row = dict[str, Any]
_KINDS = {"inSource": "waiver", "external": "baseline"}
_PLACE = r"(?P<file>.*):(?P<line>\d+):(?P<column>\d+)"
_CONCISE = re.compile(_PLACE + r": (?P<code>[A-Z]+\d+) (?P<severity>\w+): ?(?P<says>.*)")
_COMMAND = re.compile(r"::(\w+)(?: ([^:]*))?::(.*)", re.S)
_BACK = (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))


def row_of(finding: Finding) -> Row:
    """What a format should say of a finding."""
    span = finding.span
    return {
        "file": shown(finding.file),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "severity": finding.severity,
        "code": finding.code,
        "says": finding.says,
        "fingerprint": finding.fingerprint,
        "suppressed": finding.suppressed,
        "suppressed_by": silenced_by(finding) or None,
    }


def expected(result: Audit, name: str) -> list[Finding]:
    """The findings that a format shows, in its order."""
    maps: dict[tuple[str, str], list[Finding]] = {}
    for finding in result.findings:
        maps.setdefault((finding.file, finding.map), []).append(finding)
    by_map = [finding for findings in maps.values() for finding in findings]
    open_ones = [f for f in by_map if f.suppressed is None]
    if name in ("json", "jsonl", "sarif", "csv"):
        return result.findings
    if name in ("concise", "gitlab"):
        return result.open_findings
    if name == "github":
        return sorted(result.open_findings, key=lambda f: SEVERITIES.index(f.severity))
    if name == "markdown":
        waived = [f for f in result.findings if is_waived(f)]
        return open_ones + waived + [f for f in result.findings if is_known(f)]
    return by_map if name == "junit" else open_ones


def _json(text: str) -> Iterable[Row]:
    return (_flat(finding) for finding in json.loads(text)["findings"])


def _jsonl(text: str) -> Iterable[Row]:
    entries = [json.loads(line) for line in text.split("\n")[:-1]]
    return (_flat(entry) for entry in entries if entry["type"] == "finding")


def _flat(finding: Row) -> Row:
    kept = ("file", "severity", "code", "says", "fingerprint", "suppressed", "suppressed_by")
    return {key: finding[key] for key in kept} | finding["span"]


def _concise(text: str) -> Iterable[Row]:
    found = (_CONCISE.fullmatch(line) for line in text.split("\n"))
    return (_numbers(match.groupdict()) for match in found if match)


def _numbers(row: Row) -> Row:
    places = ("line", "column", "end_line", "end_column")
    return {key: int(value) if key in places else value for key, value in row.items()}


def _csv(text: str) -> Iterable[Row]:
    for row in csv.DictReader(io.StringIO(text, newline=""), strict=True):
        kept = {key: row[key] for key in row_of(Finding(*[""] * 8)) if key in row}
        said = ("suppressed", "suppressed_by")
        yield _numbers(kept) | {key: row[key] or None for key in said}


def _sarif(text: str) -> Iterable[Row]:
    run = json.loads(text)["runs"][0]
    levels = {level: severity for severity, level in LEVELS.items()}
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        told = result["suppressions"]
        yield {
            "file": unquote(place["artifactLocation"]["uri"].removeprefix("file://")),
            "line": region["startLine"],
            "column": region["startColumn"],
            "end_line": region["endLine"],
            "end_column": region["endColumn"],
            "severity": levels[result["level"]],
            "code": run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"],
            "says": result["message"]["text"],
            "fingerprint": result["partialFingerprints"]["cxaudit/v1"],
            "suppressed": told[0]["justification"] if told else None,
            "suppressed_by": _KINDS[told[0]["kind"]] if told else None,
        }


def _junit(text: str) -> Iterable[Row]:
    for case in etree.fromstring(text.encode()).iter("testcase"):
        body = case.findtext("failure") or case.findtext("system-out")
        if not body:
            continue
        first, *rest = body.split("\n")
        found = re.fullmatch(_PLACE + r": (?P<severity>error|warning|info): ?(?P<says>.*)", first)
        assert found, first
        skipped = case.find("skipped")
        why, _, reason = (skipped.get("message", "") if skipped is not None else "").partition(":")
        yield _numbers(found.groupdict()) | {
            "code": case.get("name", "").split()[0],
            "fingerprint": rest[-1].removeprefix("fingerprint:").strip(),
            "suppressed": reason.strip() if skipped is not None else None,
            "suppressed_by": {"known": "baseline", "waived": "waiver"}.get(why),
        }


def _github(text: str) -> Iterable[Row]:
    kinds = {command: severity for severity, command in COMMANDS.items()}
    for name, told, message in commands(text):
        if "line" in told:
            yield _numbers(
                {
                    "file": told["file"],
                    "line": told["line"],
                    "end_line": told["endLine"],
                    "severity": kinds[name],
                    "code": told["title"].split()[0],
                    "says": message.split("\n")[0],
                    **({"column": told["col"]} if "col" in told else {}),
                    **({"end_column": told["endColumn"]} if "col" in told else {}),
                }
            )


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The workflow commands of a log, as a runner reads them: name, properties, message."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        match = _COMMAND.match(line.lstrip())
        if match:
            pairs = [pair.split("=", 1) for pair in (match[2] or "").split(",") if pair]
            told = {key: _decoded(value) for key, value in pairs}
            found.append((match[1], told, _decoded(match[3])))
    return found


def _decoded(text: str) -> str:
    for code, letter in _BACK:
        text = text.replace(code, letter)
    return text


def _gitlab(text: str) -> Iterable[Row]:
    severities = {word: severity for severity, word in GITLAB.items()}
    for entry in json.loads(text):
        if entry["severity"] != "blocker":
            yield {
                "file": entry["location"]["path"],
                "line": entry["location"]["lines"]["begin"],
                "severity": severities[entry["severity"]],
                "code": entry["check_name"],
                "says": entry["description"],
            }


READERS: dict[str, Callable[[str], Iterable[Row]]] = {
    "concise": _concise,
    "json": _json,
    "jsonl": _jsonl,
    "sarif": _sarif,
    "junit": _junit,
    "github": _github,
    "gitlab": _gitlab,
    "csv": _csv,
}
