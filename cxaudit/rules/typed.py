"""Conditions of the shipped rules, typed beforehand: `rules/conditions.json` holds the tree of each as
the CEL library types it, since to have the library do so took a twelfth of a check of one map.

The rules in YAML are the source. `python -m cxaudit.rules.typed` (or `make docs`) writes the file anew,
and a test tells when that was forgotten; a condition that is not in it is typed by the library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cxaudit.infer.data import rules_folder
from cxaudit.rules.checked import Beyond, Call, Listing, Literal, Tree, Variable


@dataclass(frozen=True, slots=True)
class Typed:
    """A condition as the library types it: which type each limit takes that it names, and its tree, in
    which `limits.double_0` stands for the first of them."""

    limits: dict[str, str]
    tree: Tree


def _file() -> Path:
    return rules_folder() / "conditions.json"


@cache
def _shipped() -> dict[str, Any]:
    try:
        data: dict[str, Any] = json.loads(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}  # the library answers for it
    return data


def typed(judge: str, text: str) -> Typed | None:
    """A condition of a shipped rule; None where the library has to be asked."""
    found = _shipped().get(_key(judge, text))
    return Typed(found["limits"], read_tree(found["tree"])) if found is not None else None


def _key(judge: str, text: str) -> str:
    return f"{judge}: {text}"


def with_values(tree: Tree, values: Mapping[str, float]) -> Tree:
    """A tree with values in the place of some variables."""
    if isinstance(tree, Variable) and tree.name in values:
        return Literal(values[tree.name])
    if isinstance(tree, Call):
        return replace(tree, args=tuple([with_values(one, values) for one in tree.args]))
    if isinstance(tree, Listing):
        return replace(tree, items=tuple([with_values(one, values) for one in tree.items]))
    return tree


def read_tree(data: Any) -> Tree:
    """A tree from plain data; `written_tree` writes it."""
    if data is None:
        return Beyond()
    kind, first, *rest = data
    if kind == "value":
        return Literal(first)
    if kind == "name":
        return Variable(first)
    parts = tuple([read_tree(one) for one in rest])
    return Call(first, parts) if kind == "call" else Listing(parts)


def written_tree(tree: Tree) -> Any:
    """A tree as plain data."""
    if isinstance(tree, Literal):
        return ["value", tree.value]
    if isinstance(tree, Variable):
        return ["name", tree.name]
    if isinstance(tree, Call):
        return ["call", tree.overload, *map(written_tree, tree.args)]
    return ["list", "", *map(written_tree, tree.items)] if isinstance(tree, Listing) else None


def all_typed() -> str:
    """The text of the file: every condition of the shipped rules, as the library types it now."""
    from cxaudit.rules.packs import built_in

    found = {}
    for rule in [form for pack in built_in() for one in pack.rules for form in one.forms]:
        for expression in rule.expressions:
            one = expression.typed_by_library()
            found[_key(expression.judge, expression.text)] = {
                "limits": one.limits,
                "tree": written_tree(one.tree),
            }
    lines = [
        f"{json.dumps(key, ensure_ascii=False)}: {json.dumps(one, ensure_ascii=False)}"
        for key, one in sorted(found.items())
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> int:
    """Write the file anew."""
    _file().write_text(all_typed(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
