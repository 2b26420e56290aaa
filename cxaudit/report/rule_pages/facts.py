"""The reference of facts: every fact of every judge, from the models that hold them."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.report.rule_pages import words
from cxaudit.rules.expressions import fields_of

NOTE = "<!-- Written by `make docs` from cxaudit/analysis/facts: change it there. -->"
_PLAIN = {str: "text", bool: "yes or no", int: "whole number", float: "number", type(None): ""}
_PLURALS = {"text": "texts", "yes or no": "yes or no", "whole number": "whole numbers"}


def reference() -> str:
    """The facts of all judges as Markdown."""
    blocks = [NOTE, "# Facts", *_intro()]
    for judge, model in JUDGES.items():
        known = fields_of(judge)
        blocks += [f"## {judge}", words.prose(" ".join((model.__doc__ or "").split()))]
        rows = ["| fact | type | may be unknown | what it is |", "|---|---|---|---|"]
        for name, annotation, what in _fields(model):
            unknown = "yes" if type(None) in get_args(annotation) else ""
            named = f"`{name}`" if name in known else f"`{name}` *"
            told = words.cell(words.prose(what))
            rows.append(f"| {named} | {type_in_words(annotation)} | {unknown} | {told} |")
        blocks.append("\n".join(rows))
    return "\n\n".join(blocks) + "\n"


def _intro() -> Iterator[str]:
    count = sum(len(model.model_fields) for model in JUDGES.values())
    yield (
        f"What rules are written over: {count} facts of {len(JUDGES)} kinds of element, the judges. "
        "`cxaudit facts PATH` prints them for a map; what the figures mean exactly is told in "
        "[what is computed](../facts.md), how to use them in [rules](../rules.md)."
    )
    yield (
        "Durations are working minutes, shares numbers from 0 to 1, paths lists of step ids in order. "
        "A fact that is unknown is `null`, never 0; a rule that names it is then not judged, unless "
        "it asks by the twin, such as `request.has_time`. Facts marked * are printed but cannot be "
        "named in a rule."
    )
    yield "\n".join(
        f"- [`{judge}`](#{words.anchor(judge)}): {words.JUDGED.get(judge, f'every {judge}')}"
        for judge in JUDGES
    )


def _fields(model: type[Facts]) -> Iterator[tuple[str, Any, str]]:
    """Public name, type and description of every fact, in order."""
    for attribute, spec in model.model_fields.items():
        yield spec.alias or attribute, spec.annotation, spec.description or ""


def type_in_words(annotation: Any) -> str:
    """A type as a reader of rules says it: "list of texts"; unknown apart."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return type_in_words(inside[0])
    if origin in (Union, types.UnionType):
        return " or ".join(type_in_words(t) for t in inside if t is not type(None))
    if origin is Literal:
        return "one of " + ", ".join(f"`{value}`" for value in inside)
    if origin is list:
        return f"list of {_plural(type_in_words(inside[0]))}"
    if origin is dict:
        return f"{type_in_words(inside[1])} by name"
    return _PLAIN.get(annotation, "text")


def _plural(words_: str) -> str:
    """A type in the plural: "lists of texts"."""
    if words_.startswith("list of"):
        return "lists" + words_.removeprefix("list")
    return _PLURALS.get(words_, words_ + "s")
