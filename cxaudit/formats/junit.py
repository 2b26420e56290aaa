"""Findings as JUnit XML: a suite a map, a test case a finding, and a passed one for a clean map."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from cxaudit.formats.escape import one_line
from cxaudit.formats.places import shown
from cxaudit.formats.troubles import Trouble, troubles
from cxaudit.rules.baseline.entries import is_known
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit
from cxaudit.run.proposals import tell_fixes

NOT_AUDITED = "not audited"


def render(result: Audit) -> str:
    """All findings: open ones as failures, known and waived ones as skipped; what failed as errors."""
    tell_fixes(result)
    root = Element("testsuites", name="cxaudit")
    for (file, map_id), findings in _by_map(result).items():
        _suite(root, shown(file), map_id, findings)
    failed = troubles(result)
    if failed:
        _failed_suite(root, failed)
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    ElementTree.indent(root)
    return "<?xml version='1.0' encoding='UTF-8'?>\n" + ElementTree.tostring(root, "unicode") + "\n"


def _by_map(result: Audit) -> dict[tuple[str, str], list[Finding]]:
    """Findings by file and map in their order; clean maps stand among them by file."""
    first: dict[tuple[str, str], int] = {}
    for number, finding in enumerate(result.findings):
        first.setdefault((finding.file, finding.map), number)
    keys = set(first) | set(result.judged)
    judged = {file for file, _ in keys}
    keys |= {(file, "") for file in result.files if file not in judged}
    last = len(result.findings)
    ordered = sorted(keys, key=lambda key: (key[0], first.get(key, last), key[1]))
    maps: dict[tuple[str, str], list[Finding]] = {key: [] for key in ordered}
    for finding in result.findings:
        maps[finding.file, finding.map].append(finding)
    return maps


def _suite(root: Element, file: str, map_id: str, findings: list[Finding]) -> None:
    skipped = sum(finding.suppressed is not None for finding in findings)
    suite = SubElement(
        root,
        "testsuite",
        name=_text(file),
        tests=str(len(findings) or 1),
        failures=str(len(findings) - skipped),
        errors="0",
        skipped=str(skipped),
        package=_text(map_id),
    )
    if not findings:
        SubElement(suite, "testcase", name="no findings", classname=_text(file))
    names: dict[str, int] = {}
    for finding in findings:
        name = f"{finding.code} {finding.name}: {finding.path or 'the whole'}"
        names[name] = names.get(name, 0) + 1
        case = SubElement(suite, "testcase", name=_numbered(name, names[name]))
        case.set("classname", _text(file))
        if finding.suppressed is not None:
            why = "known" if is_known(finding) else "waived"
            SubElement(case, "skipped", message=_text(f"{why}: {finding.suppressed}"))
            SubElement(case, "system-out").text = _body(finding)
        else:
            failure = SubElement(case, "failure", message=_text(finding.says))
            failure.set("type", _text(finding.code))
            failure.text = _body(finding)


def _numbered(name: str, number: int) -> str:
    """A name that no other case of its suite has."""
    return _text(name if number == 1 else f"{name} ({number})")


def _body(finding: Finding) -> str:
    span = finding.span
    place = f"{shown(finding.file)}:{span.line}:{span.column}"
    lines = [f"{place}: {finding.severity}: {finding.says}"]
    lines += [f"walk: {' → '.join(finding.witness)}"] if len(finding.witness) > 1 else []
    told = (("why", finding.why), ("instead", finding.instead), ("fix", finding.fix))
    lines += [f"{label}: {text}" for label, text in told if text]
    return _lines([*lines, f"fingerprint: {finding.fingerprint}"])


def _failed_suite(root: Element, failed: list[Trouble]) -> None:
    count = str(len(failed))
    suite = SubElement(
        root, "testsuite", name=NOT_AUDITED, tests=count, failures="0", errors=count, skipped="0"
    )
    for number, trouble in enumerate(failed, start=1):
        name = shown(trouble.file) or trouble.code
        case = SubElement(suite, "testcase", name=_text(f"{number}. {name}"), classname=NOT_AUDITED)
        error = SubElement(case, "error", type=trouble.kind, message=_text(trouble.says))
        error.text = _text(f"{shown(trouble.file)}: {trouble.says}")


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(_text(line) for line in lines)


def _text(text: str) -> str:
    return one_line(text)
