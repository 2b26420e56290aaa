"""Files as an editor sees them: plain data by the core schema of YAML 1.2."""

from __future__ import annotations

import re
from typing import Any

from cxaudit.language.nodes import Mapping, Node, Scalar, compose

NULL = {"", "~", "null", "Null", "NULL"}
TRUE, FALSE = {"true", "True", "TRUE"}, {"false", "False", "FALSE"}
WHOLE = re.compile(r"[-+]?[0-9]+")
OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
REAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
SPECIAL = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": 0.5}


def seen(text: str) -> Any:
    """The data of a text that is YAML."""
    composed = compose(text)
    assert composed.root is not None and not composed.problems, composed.problems
    return _plain(composed.root)


def _plain(node: Node) -> Any:
    if isinstance(node, Scalar):
        return node.text if node.quoted else _resolved(node.text)
    if isinstance(node, Mapping):
        return {key: _plain(value) for key, (_, value) in node.items.items()}
    return [_plain(item) for item in node.items]


def _resolved(text: str) -> Any:
    if text in NULL:
        return None
    if text in TRUE | FALSE:
        return text in TRUE
    if WHOLE.fullmatch(text):
        return int(text)
    if OTHER_BASE.fullmatch(text):
        return int(text, 0)
    if REAL.fullmatch(text):
        return float(text)
    return SPECIAL.get(text.lower(), text)
