"""Rules as text or JSON: one explained, all listed, the outcome of testing some."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from typing import Any

from cxaudit.language.values import Duration
from cxaudit.rules.asking import criteria
from cxaudit.rules.reference import heuristic
from cxaudit.rules.rule import Limit, Rule
from cxaudit.run.examples import Trial, example_files, map_file

SCHEMA = 1


def rule_list(rules: dict[str, Rule]) -> str:
    """Every rule on a line, by family; what is not judged is marked."""
    lines: list[str] = []
    family = ""
    for rule in rules.values():
        if rule.family != family:
            family = rule.family
            lines += ["", family, ""] if lines else [family, ""]
        grades = "/".join(dict.fromkeys(grade.severity for grade in rule.severity))
        state = "" if rule.enabled else "  (opt-in)" if rule.opt_in else "  (off)"
        lines.append(f"  {rule.code}  {rule.name:<32} {grades}{state}")
    return "\n".join(lines) + "\n"


def _paragraph(text: str, indent: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), 88, initial_indent=indent, subsequent_indent=indent
    )


def rule_text(rule: Rule) -> str:
    """A rule under fixed headings."""
    parts = [f"{rule.code} {rule.name}", f"{rule.family}: {rule.about}".rstrip(": ")]
    if rule.criteria:
        parts += ["What it asks", _paragraph(criteria(rule, rule.limits), "  ")]
    parts += ["What it flags", _paragraph(_flags(rule), "  ")]
    parts += ["Why it matters to a customer", _paragraph(rule.why, "  ")]
    for which, heading in (("bad", "Example"), ("good", "Instead of that")):
        parts += [heading, _example(rule.examples[which])]
    parts += ["What to do instead", _paragraph(rule.instead, "  ")]
    if rule.limits:
        parts += ["Limits", _limits(rule)]
    parts += ["Needs", f"  {rule.needs}"]
    if rule.heuristics:
        known = [heuristic(name) for name in rule.heuristics]
        lines = [f"{one.title}: {one.what} Trade-off: {one.trade_off}" for one in known]
        parts += ["Heuristics", "\n".join(_paragraph(line, "  ") for line in lines)]
    if rule.absorbed_by:
        parts += ["Told by instead, where they fire", "  " + ", ".join(rule.absorbed_by)]
    if rule.sources:
        parts += ["Sources", "  " + ", ".join(rule.sources)]
    if rule.opt_in or not rule.enabled:
        parts += ["Judged", f"  {_state(rule)}"]
    if rule.changed_by:
        parts += ["Changed by", "  " + ", ".join(dict.fromkeys(rule.changed_by))]
    text = parts[0] + "\n" + parts[1] + "\n"
    for heading, body in zip(parts[2::2], parts[3::2], strict=True):
        text += f"\n{heading}\n{body}\n"
    return text


def _state(rule: Rule) -> str:
    if rule.enabled:
        return "yes: a pack enables it"
    return "only where a pack enables it" if rule.opt_in else "no: a pack switches it off"


def _flags(rule: Rule) -> str:
    grades = [
        grade.severity + (f" if {grade.when.text}" if grade.when else "") for grade in rule.severity
    ]
    judges = " or ".join(form.judges.replace("_", "-") for form in rule.forms)
    return f"a {judges} for which {rule.when.text}; {', '.join(grades)}"


def _limits(rule: Rule) -> str:
    lines = [f"  {key}: {_limit(value)}" for key, value in rule.limits.items()]
    for profile, values in rule.profiles.items():
        told = ", ".join(f"{key} {_limit(value)}" for key, value in values.items())
        lines.append(f"  profile {profile}: {told}")
    return "\n".join(lines)


def _limit(limit: Limit) -> str:
    return limit.text if isinstance(limit, Duration) else f"{limit:g}"


def _example(case: dict[str, Any]) -> str:
    """The files of an example, named where there are several."""
    files = dict(example_files(case))
    if "before" in case:
        files[f"{map_file(case)}, as it was before"] = case["before"]
    shown = []
    for name, text in files.items():
        head = f"  # {name}\n" if len(files) > 1 else ""
        shown.append(head + textwrap.indent(text.rstrip(), "  "))
    return "\n\n".join(shown)


def rules_json(rules: Iterable[Rule]) -> str:
    """Rules as JSON, versioned: `{"schema": 1, "rules": [...]}`."""
    return _json({"rules": [_as_data(rule) for rule in rules]})


def _as_data(rule: Rule) -> dict[str, Any]:
    """A rule as plain data, under the keys of its entry."""
    plain = {name: _plain(limit) for name, limit in rule.limits.items()}
    profiles = {
        profile: {name: _plain(limit) for name, limit in limits.items()}
        for profile, limits in rule.profiles.items()
    }
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "about": rule.about,
        "judges": [form.judges for form in rule.forms],
        "when": rule.when.text,
        "limits": plain,
        "profiles": profiles,
        "severity": [
            {"severity": grade.severity, "when": grade.when.text if grade.when else "true"}
            for grade in rule.severity
        ],
        "says": [
            {"when": case.when.text if case.when else "true", "says": case.template.text}
            for case in rule.says
        ],
        "criteria": rule.criteria,
        "why": rule.why,
        "instead": rule.instead,
        "heuristics": rule.heuristics,
        "absorbed-by": rule.absorbed_by,
        "needs": rule.needs,
        "sources": rule.sources,
        "mandatory": rule.mandatory,
        "opt-in": rule.opt_in,
        "enabled": rule.enabled,
        "changed-by": list(dict.fromkeys(rule.changed_by)),
        "examples": rule.examples,
    }


def _plain(limit: Limit) -> str | float:
    return limit.text if isinstance(limit, Duration) else limit


def _json(data: dict[str, Any]) -> str:
    return json.dumps({"schema": SCHEMA, **data}, indent=2, ensure_ascii=False) + "\n"


def tests_text(tested: Iterable[Trial]) -> str:
    """A line for each rule that was tested, with what is wrong below it, and one that sums up."""
    lines, passed, failed, untested = [], 0, 0, 0
    for one in tested:
        name = f"{one.rule.code} {one.rule.name}"
        if one.untested:
            untested += 1
            lines.append(f"-     {name}: changed here, without examples of its own")
        elif one.wrong:
            failed += 1
            lines.append(f"FAIL  {name}: {'; '.join(one.wrong)}")
        else:
            passed += 1
            lines.append(f"ok    {name}")
    total = f"{passed + failed} {'rule' if passed + failed == 1 else 'rules'} tested"
    lines.append(
        f"{total}: {passed} ok, {failed} not" + (f"; {untested} without examples" * bool(untested))
    )
    return "\n".join(lines) + "\n"


def tests_json(tested: Iterable[Trial]) -> str:
    """The outcome of testing rules, as JSON: `{"schema": 1, "tested": [...]}`."""
    data = [
        {
            "pack": one.pack,
            "code": one.rule.code,
            "name": one.rule.name,
            "ok": None if one.untested else not one.wrong,
            "wrong": list(one.wrong),
        }
        for one in tested
    ]
    return _json({"tested": data})
