"""JSON that every reader takes, whatever the names in a map are."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from cxaudit.run.cells import REPLACED

_SURROGATES = re.compile("[\ud800-\udfff]")
# Sound in JSON, yet a viewer may break a line at it or show the text in another order.
_HIDDEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def json_text(data: Any, indent: int | None = None) -> str:
    """Data as JSON that every reader takes: no lone surrogates, no infinite numbers, and hidden
    characters escaped."""
    text = json.dumps(_plain(data), indent=indent, ensure_ascii=False, allow_nan=False, default=str)
    return visible(_SURROGATES.sub(REPLACED, text))


def visible(text: str) -> str:
    """JSON in which hidden characters are escaped."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(data: Any) -> Any:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_plain(value) for value in data]
    return data
