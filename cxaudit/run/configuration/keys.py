"""The keys of a configuration: what each means. Help, schema and documentation read them here."""

from __future__ import annotations

from cxaudit.rules.finding import SEVERITIES
from cxaudit.rules.policy import CONFIDENCES
from cxaudit.rules.reference import presets

FAIL_ON = (*SEVERITIES, "never")

# What says which rules are judged and how; it may stand at the top and in every override.
JUDGING = {
    "preset": "A set of rules to begin with: correctness, recommended (the default) or strict.",
    "select": "Only these rules: codes (SO201), beginnings of codes (SO2), names or families.",
    "extend-select": "These rules as well, opt-in ones too.",
    "ignore": "Not these rules. The closest word about a rule counts, whatever their order.",
    "min-confidence": "Tell findings only where they are as sure as this: medium, high or certain.",
    "options": "Other limits or another severity for some rules, by code or name.",
}
# What an override is about; where none of the three stands it is about nothing.
PLACES = {
    "paths": "Files, as patterns of a .gitignore, relative to this configuration.",
    "maps": "Maps by their id; * stands for anything.",
    "elements": "Elements by their path, such as steps/approve-*, with all that is within them.",
}
FILE = {
    "extends": "Other configurations that this one builds on; nothing else is ever merged.",
    "rules": "Rule packs of your own, or folders of packs.",
    "fail-on": "From which severity on `check` exits with 1: error (default), warning, info or never.",
    "baseline": "The file of findings that were there before; `cxaudit baseline create` writes it.",
    "exclude": "Files in folders that are not looked at, as patterns of a .gitignore.",
    "overrides": "What is otherwise for some paths, maps or elements.",
}
OPTIONS = {
    "limits": "Other limits of the rule, by name; `cxaudit rule CODE` shows them.",
    "profiles": "Other limits under a profile.",
    "severity": "Another severity: error, warning or info.",
}
KEYS = {"extends": FILE["extends"], **JUDGING, **FILE}
OVERRIDE = {**PLACES, **JUDGING}


def words() -> dict[str, tuple[str, ...]]:
    """The keys that take one of some words, with the words."""
    return {
        "preset": tuple(presets()),
        "min-confidence": CONFIDENCES,
        "fail-on": FAIL_ON,
        "severity": SEVERITIES,
    }
