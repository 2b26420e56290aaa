"""JSON Schema of a configuration, for editors: every key with what it means, rules and their limits."""

from __future__ import annotations

from cxaudit.language.schema.files import DRAFT
from cxaudit.language.schema.models import any_of, entries, listed, or_nothing
from cxaudit.language.schema.scalars import TEXT, Json
from cxaudit.rules.limits import PROFILES
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.rules.schema import LIMIT
from cxaudit.rules.selection import ALL, DEFAULT
from cxaudit.run.configuration import keys


def configuration_schema() -> Json:
    """The schema of `cxaudit.yaml`; the table in pyproject.toml has the same keys. Words for rules and
    entries of `options` are completed from the rules that ship; those of packs are allowed too."""
    rules = all_rules(built_in())
    judging = _judging(rules)
    properties = {
        **judging,
        "extends": _words(TEXT),
        "rules": _words(TEXT),
        "fail-on": {"enum": list(keys.FAIL_ON)},
        "baseline": TEXT,
        "exclude": _words(TEXT),
        "overrides": _words({"$ref": "#/definitions/override"}),
    }
    places = {key: _words(TEXT) for key in keys.PLACES}
    return {
        "$schema": DRAFT,
        "description": "What cxaudit judges by in a project, where that is not the usual.",
        **_object(properties, keys.KEYS),
        "definitions": {
            "override": {
                "description": keys.FILE["overrides"],
                **_object({**places, **judging}, keys.OVERRIDE),
                "anyOf": [{"required": [key]} for key in places],
            },
            "rules": _words(any_of({"enum": _selectors(rules)}, TEXT)),
            "options": _options(rules),
        },
    }


def _judging(rules: dict[str, Rule]) -> dict[str, Json]:
    return {
        "preset": {"enum": list(keys.words()["preset"])},
        "select": {"$ref": "#/definitions/rules"},
        "extend-select": {"$ref": "#/definitions/rules"},
        "ignore": {"$ref": "#/definitions/rules"},
        "min-confidence": {"enum": list(keys.words()["min-confidence"])},
        "options": {"$ref": "#/definitions/options"},
    }


def _object(properties: dict[str, Json], descriptions: dict[str, str]) -> Json:
    """A mapping of keys that are described elsewhere; editors read what stands beside a reference."""
    described = {
        key: {"description": descriptions[key], "allOf": [schema]}
        for key, schema in properties.items()
    }
    return {"type": "object", "properties": described, "additionalProperties": False}


def _words(item: Json) -> Json:
    """One or a list."""
    return or_nothing(any_of(item, listed(item)))


def _selectors(rules: dict[str, Rule]) -> list[str]:
    """What an editor offers where rules are chosen."""
    families = dict.fromkeys(rule.family for rule in rules.values())
    names = [rule.name for rule in rules.values()]
    return [*rules, *names, *families, ALL, DEFAULT]


def _options(rules: dict[str, Rule]) -> Json:
    """Options of each rule that ships, by code and by name, and of others."""
    known = {code: _option(rule) for code, rule in rules.items()}
    by_name = {rule.name: known[code] for code, rule in rules.items()}
    other = _changes(LIMIT, None)
    return {"type": "object", "properties": {**known, **by_name}, "additionalProperties": other}


def _option(rule: Rule) -> Json:
    return {"description": f"{rule.code} {rule.name}: {rule.why}", **_changes(LIMIT, rule)}


def _changes(limit: Json, rule: Rule | None) -> Json:
    """What may differ in a rule."""
    if rule is None:
        limits = entries(limit)
    else:
        named = {
            name: {"description": f"As it ships: {_shown(v)}.", **limit}
            for name, v in rule.limits.items()
        }
        limits = {"type": "object", "properties": named, "additionalProperties": False}
    profiles = {
        "type": "object",
        "properties": {
            name: {"description": f"Limits of maps whose profile is {name}.", **limits}
            for name in PROFILES
        },
        "additionalProperties": False,
    }
    changes = {
        "limits": limits,
        "profiles": profiles,
        "severity": {"enum": list(keys.words()["severity"])},
    }
    return _object(changes, keys.OPTIONS)


def _shown(limit: object) -> str:
    return str(getattr(limit, "text", None) or f"{limit:g}")
