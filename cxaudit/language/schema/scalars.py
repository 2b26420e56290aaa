"""Values on one line as JSON Schema: what an editor takes for a string, a number or a yes, each is
text to the reader, so a schema lists all that may be written.

`patternErrorMessage` and `doNotSuggest` are words that editors know beyond the standard; validators
pass them over. Text, and nothing, are said by what they are not: of a list of types editors would
propose each, `true` and `null` for every label.
"""

from __future__ import annotations

from typing import Any

from cxaudit.language.values import NO, UNITS, YES

Json = dict[str, Any]


def _text(*never: str) -> Json:
    return {"if": {"type": list(never)}, "then": {"type": "string"}}


TEXT = _text("array", "object", "null")
TEXT_OR_NOTHING = _text("array", "object")
NOTHING: Json = {"not": {"type": ["string", "number", "boolean", "array", "object"]}}
BLANK: Json = {"type": ["null", "string"], "pattern": r"^\s*$"}

_NUMBER = r"\d+(?:\.\d+)?"
_PART = r"(?:0+(?:\.\d*)?|\.\d+|0*1(?:\.0*)?)"
_PERCENT = r"(?:0*\d{1,2}(?:\.\d*)?|0*100(?:\.0*)?|\.\d+)"


def any_case(words: Any) -> str:
    """A pattern for some words in capitals or not, the longest first."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    return "|".join("".join(_either(sign) for sign in word) for word in ordered)


def _either(sign: str) -> str:
    return f"[{sign}{sign.upper()}]" if sign.isalpha() else f"\\{sign}"


_UNIT = f"(?:{any_case(UNITS)})(?![a-zA-Z])"
_GAP = r"(?:\s|,|and)*"
_DURATION = rf"{_GAP}{_NUMBER}\s*{_UNIT}(?:{_GAP}{_NUMBER}\s*{_UNIT})*{_GAP}"
_RANGE = rf"(?:{_DURATION}|\s*{_NUMBER})(?:\s+to\s+|\s*[–—]\s*){_DURATION}"
_HYPHEN = rf"\s*{_NUMBER}\s*-\s*{_NUMBER}\s*{_UNIT}\s*"

TRUTH: Json = {
    "type": ["boolean", "string"],
    "pattern": rf"^\s*(?:{any_case(YES | NO)})\s*$",
    "patternErrorMessage": "Write yes or no.",
}
WHOLE: Json = {
    "type": ["integer", "string"],
    "pattern": r"^\s*[-+]?\d+\s*$",
    "patternErrorMessage": "Write a whole number.",
}
NUMBER: Json = {
    "type": ["number", "string"],
    "pattern": r"^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*%*\s*$",
    "patternErrorMessage": "Write a number.",
}
SHARE: Json = {
    "type": ["number", "string"],
    "minimum": 0,
    "maximum": 1,
    "pattern": rf"^\s*(?:\+?{_PERCENT}\s*%+|-0+(?:\.0*)?\s*%*|\+?{_PART})\s*$",
    "patternErrorMessage": "Write a share such as 60% or 0.6.",
    "examples": ["60%"],
}
VOLUME: Json = {
    "type": "string",
    "pattern": rf"^\s*{_NUMBER}\s*/\s*{_UNIT}\s*$",
    "patternErrorMessage": "Write a volume such as 40/d or 10/w.",
    "examples": ["40/d"],
}
DAY: Json = {
    "type": "string",
    "pattern": r"^\s*\d{4}-\d{2}-\d{2}\s*$",
    "patternErrorMessage": "Write a date as YYYY-MM-DD.",
}


DURATION: Json = {
    "type": "string",
    "pattern": f"^(?:{_DURATION}|{_RANGE}|{_HYPHEN})$",
    "patternErrorMessage": "Write a duration with its unit: 15m, 2h, 3d, 1w, 1d 4h or 1d to 3d.",
    "examples": ["15m", "2h", "1d", "1d to 3d"],
}


def between(low: int, high: int) -> Json:
    """A whole number within bounds; as text, too, and with a plus sign."""
    signed = [
        rf"\+?0*{number}" if number > 0 else rf"-0*{-number}" if number else r"[-+]?0+"
        for number in range(low, high + 1)
    ]
    return {
        "type": ["integer", "string"],
        "minimum": low,
        "maximum": high,
        "pattern": rf"^\s*(?:{'|'.join(signed)})\s*$",
        "patternErrorMessage": f"Write a number from {low} to {high}.",
        "examples": list(range(low, high + 1)),
    }


def word(*allowed: str) -> Json:
    """One word of a few, in capitals or not."""
    return {
        "anyOf": [
            {"enum": list(allowed)},
            {
                "type": "string",
                "pattern": rf"^\s*(?:{any_case(allowed)})\s*$",
                "patternErrorMessage": f"Write one of {', '.join(allowed)}.",
            },
        ]
    }


PLAIN: dict[str, Json] = {
    "text": TEXT,
    "name": TEXT,
    "limit": TEXT,
    "end": TEXT_OR_NOTHING,
}
DEFINED: dict[str, Json] = {
    "truth": TRUTH,
    "whole": WHOLE,
    "number": NUMBER,
    "share": SHARE,
    "volume": VOLUME,
    "day": DAY,
    "duration": DURATION,
}
