"""JSON Schema of a rule pack, for editors: the keys of a pack and of a rule, and what they mean.

Expressions and the facts they name are checked when the pack loads.
"""

from __future__ import annotations

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.infer.lexicon import languages
from cxaudit.language.schema.files import DRAFT
from cxaudit.language.schema.models import any_of, entries, listed, or_nothing
from cxaudit.language.schema.scalars import DAY, DURATION, TEXT, TRUTH, Json
from cxaudit.rules.entries import REQUIRED
from cxaudit.rules.finding import SEVERITIES
from cxaudit.rules.limits import PROFILES
from cxaudit.rules.overrides import CHANGED
from cxaudit.rules.packs import CODE
from cxaudit.rules.rule import HEURISTICS, NEEDS


def _says(description: str, schema: Json) -> Json:
    return {"description": description, **schema}


def _words(item: Json) -> Json:
    """One or a list."""
    return or_nothing(any_of(item, listed(item)))


def _one_of(known: tuple[str, ...] | list[str]) -> Json:
    return {"enum": list(known)}


CONDITION = {**TEXT, "examples": ["true"]}
LIMIT = any_of(
    {"type": "number"}, {**DURATION, "pattern": rf"{DURATION['pattern']}|^\s*[-+]?[\d.]+\s*$"}
)
LIMITS = entries(LIMIT, propertyNames={"pattern": "^[a-z_][a-z0-9_]*$"})
MAP = _says("The text of a map.", TEXT)

EXAMPLE: dict[str, Json] = {
    "map": _says("The text of the map that is judged: `map: |` and below it the file.", TEXT),
    "organisation": _says("The text of its organisation file.", TEXT),
    "scenario": _says("The text of a scenario about the map.", TEXT),
    "others": _says("Other maps of the organisation: id, with the text of the map.", entries(MAP)),
    "before": _says("The map as it was before, for rules about what has changed.", TEXT),
    "as-of": _says("The day for which it is judged; else 2026-01-15.", DAY),
    "expect": _says(
        "The paths of the elements that are found, such as steps/take-order.", _words(TEXT)
    ),
    "file": _says("The name of the map's file, where that matters, such as map.bpmn.", TEXT),
}
_CASE = any_of(
    TEXT,
    {
        "type": "object",
        "properties": EXAMPLE,
        "additionalProperties": False,
        "anyOf": [{"required": ["map"]}, {"required": ["organisation"]}],
    },
)
RULE: dict[str, Json] = {
    "name": _says(
        "States the flaw, in small letters and hyphens; waivers may use it.",
        {"type": "string", "pattern": r"^\s*[a-z][a-z0-9]*(-[a-z0-9]+)*\s*$"},
    ),
    "judges": _says("What it looks at, each by itself.", _words(_one_of(list(JUDGES)))),
    "when": _says("It fires where this holds: CEL over the facts of its judge.", CONDITION),
    "limits": _says(
        "Numbers, or durations such as 2d, that `when` names as limits.NAME.", or_nothing(LIMITS)
    ),
    "profiles": _says(
        "Other limits under a profile.",
        or_nothing(entries(or_nothing(LIMITS), propertyNames=_one_of(PROFILES))),
    ),
    "severity": _says(
        "How grave it is: one word, or severities with conditions, of which the first holds.",
        any_of(
            _one_of(SEVERITIES),
            entries(CONDITION, propertyNames=_one_of(SEVERITIES), minProperties=1),
        ),
    ),
    "says": _says(
        "The finding in a sentence with facts in braces; or conditions with sentences, true last.",
        any_of(TEXT, entries(_says("The sentence told where this holds.", TEXT), minProperties=1)),
    ),
    "witness": _says("The fact that is the path to show, such as request.worst_path.", TEXT),
    "at": _says("Added to the path of the element, such as owner.", TEXT),
    "not-started": _says(
        "One line where most elements lack the same; {count} and {of} in it.", TEXT
    ),
    "among": _says("The fact without which an element is not judged, such as step.moment.", TEXT),
    "mandatory": _says("Whether it cannot be waived or switched off.", TRUTH),
    "opt-in": _says("Whether it is judged only where a pack enables it.", TRUTH),
    "absorbed-by": _says("Rules that tell the same root cause, by code.", _words(TEXT)),
    "criteria": _says("What is asked of every element, in a sentence; {limits.name} in it.", TEXT),
    "why": _says("Why it matters to a customer.", TEXT),
    "instead": _says("What to do instead.", TEXT),
    "heuristics": _says("Ways to redesign that help.", _words(_one_of(HEURISTICS))),
    "needs": _says("What must be there before it speaks.", _one_of(NEEDS)),
    "sources": _says("Where the rule comes from.", _words(TEXT)),
    "examples": _says(
        "The tests of the rule: a `bad` map that it finds, and a `good` one that it does not.",
        {
            "type": "object",
            "properties": {
                "bad": _says("A map, or what belongs together, with the flaw.", _CASE),
                "good": _says("The same, mended by the smallest edit.", _CASE),
            },
            "required": ["bad", "good"],
            "additionalProperties": False,
        },
    ),
}
_LISTS = _says(
    "A list with its words, or lists within it.",
    any_of(listed(TEXT), {"$ref": "#/definitions/lists"}),
)
_LANGUAGE = _says(
    "Two letters; the lists then stand beside it.",
    {"type": "string", "pattern": r"^\s*[a-z]{2}\s*$"},
)
PACK: dict[str, Json] = {
    "rules": _says("The title of the pack. It is the first key of the file.", TEXT),
    "about": _says("What its rules are about, in a sentence.", TEXT),
    "extends": _says("Packs that are loaded before, by path; built-in always is.", _words(TEXT)),
    "lexicons": _says(
        "Words of your own: by language, lists with their words; or the path of a file with them.",
        any_of(
            TEXT,
            {
                "type": "object",
                "properties": {
                    "language": _LANGUAGE,
                    **{
                        code: _says(f"Lists with words in {code}.", {"$ref": "#/definitions/lists"})
                        for code in languages()
                    },
                },
                "if": {"required": ["language"]},
                "then": {"properties": {"language": _LANGUAGE}, "additionalProperties": _LISTS},
                "else": {"propertyNames": _one_of(list(languages()))},
            },
        ),
    ),
    "enable": _says("Opt-in rules to judge by, by code or name.", _words(TEXT)),
    "disable": _says("Rules to leave out, by code or name.", _words(TEXT)),
}


def pack_schema() -> Json:
    """The schema of a rule pack. An entry is a rule, what differs in a rule that is there, or a
    switch; a key that only a rule of its own can have asks for all that such a rule must say."""
    whole = {key: list(REQUIRED) for key in RULE if key not in CHANGED}
    rule = {
        "type": "object",
        "properties": RULE,
        "additionalProperties": False,
        "minProperties": 1,
        "dependencies": whole,
    }
    entry = _says(
        "A rule; what differs in one that is there; or on, off.",
        any_of({"$ref": "#/definitions/rule"}, TRUTH),
    )
    return {
        "$schema": DRAFT,
        "description": "A rule pack: rules of your own, and what differs in those there are.",
        "type": "object",
        "properties": PACK,
        "patternProperties": {f"^{CODE.pattern}$": entry},
        "additionalProperties": False,
        "required": ["rules"],
        "definitions": {"rule": rule, "lists": entries(_LISTS)},
    }
