"""Text that cannot break a format, whatever the names in a map or of a file are."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Control characters, marks that turn the direction of text, what UTF-8 or XML has no place for.
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# Sound in JSON, yet a viewer may break a line at it or show the text in another order.
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
REPLACED = "\ufffd"


def one_line(text: str) -> str:
    """A text on one line: breaks and tabs are blanks, what cannot be shown is U+FFFD."""
    return _UNFIT.sub(REPLACED, _BREAKS.sub(" ", text)).strip()


def json_text(data: Any, indent: int | None = None) -> str:
    """Data as JSON that every reader takes: no lone surrogates, no infinite numbers, and hidden
    characters escaped."""
    text = json.dumps(_plain(data), indent=indent, ensure_ascii=False, allow_nan=False, default=str)
    text = _SURROGATES.sub(REPLACED, text)
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(data: Any) -> Any:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data
