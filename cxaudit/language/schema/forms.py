"""Values that may be written in several forms, as JSON Schema: `next`, `with`, `sign-off`, others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from cxaudit.language.contacts import Contact
from cxaudit.language.fields import Waiver
from cxaudit.language.flow import AtMost, Branch
from cxaudit.language.process import Item, Stage, Step
from cxaudit.language.schema import scalars
from cxaudit.language.schema.models import (
    HIDDEN,
    Definitions,
    any_of,
    described,
    entries,
    listed,
    model_in,
    or_nothing,
)
from cxaudit.language.schema.scalars import BLANK, TEXT, Json, any_case

Form = Callable[..., Json]


def _list(definitions: Definitions, annotation: Any) -> Json:
    """A list; a single entry will do, and so will nothing."""
    item = definitions.value(get_args(annotation)[0])
    return or_nothing(any_of(item, listed(item)))


def _items(definitions: Definitions, annotation: Any) -> Json:
    item = any_of(TEXT, definitions.ref(Item))
    return or_nothing(any_of(item, listed(item)))


def _contacts(definitions: Definitions, annotation: Any) -> Json:
    """`party via channel`, a mapping, or a list of either."""
    item = any_of({**TEXT, "examples": ["customer via phone"]}, definitions.ref(Contact))
    return any_of(item, listed(item))


def _short(definitions: Definitions, annotation: Any, field: str) -> Json:
    """A model, or the value of its most telling field alone."""
    short = definitions.short(annotation, field)
    return any_of(short, definitions.ref(model_in(annotation)))


def _next(definitions: Definitions, annotation: Any) -> Json:
    """A step or end, several side by side, or one of several by label."""
    return any_of(TEXT, listed(TEXT, minItems=1), ways(definitions))


def ways(definitions: Definitions) -> Json:
    """A mapping from label to where that branch goes."""
    branch = definitions.define("Branch", lambda: _branch(definitions))
    return entries(described(Branch, any_of(TEXT, branch)), minProperties=1)


def _branch(definitions: Definitions) -> Json:
    """A branch in full. The reader's own names for its parts are read too, and not proposed."""
    branch = definitions.model(Branch)
    own = ("label", "outcome")
    properties = {
        key: {**schema, **HIDDEN} if key in own else schema
        for key, schema in branch["properties"].items()
    }
    end = {"description": "How the case ends on this branch.", **scalars.PLAIN["end"]}
    branch["properties"] = {**properties, "end": end}
    return {**branch, **any_of({"required": ["to"]}, {"required": ["end"]})}


def _at_most(definitions: Definitions, annotation: Any) -> Json:
    """A duration, or a number of times round a loop."""
    times, words = any_case(("time", "times", "x")), any_case(("once", "twice"))
    counted = {
        "type": "string",
        "pattern": rf"^\s*(?:\d+\s*(?:{times})|(?:{words})\s*(?:{times})?)\s*$",
        "patternErrorMessage": "Write a duration such as 2d, or a count such as 3 times.",
        "examples": ["3 times"],
    }
    return any_of(definitions.scalar("duration"), counted, definitions.ref(AtMost))


def _sign_off(definitions: Definitions, annotation: Any) -> Json:
    """Who must say yes."""
    roles = any_of(TEXT, listed(TEXT, minItems=1))

    def several(key: str, means: str) -> Json:
        return {
            "type": "object",
            "properties": {key: {"description": means, **roles}},
            "required": [key],
            "additionalProperties": False,
        }

    return any_of(
        TEXT,
        listed(TEXT, minItems=1),
        several("any-of", "Any one of these roles is enough."),
        several("all-of", "All of these roles, side by side."),
    )


def _waivers(definitions: Definitions, annotation: Any) -> Json:
    """Reasons by the code or name of a rule; one without a reason reads, and is a finding."""
    return entries(described(Waiver, or_nothing(any_of(TEXT, definitions.ref(Waiver)))))


def _stages(definitions: Definitions, annotation: Any) -> Json:
    return entries(described(Stage, any_of(TEXT, definitions.ref(Stage))))


def _steps(definitions: Definitions, annotation: Any) -> Json:
    """Steps by id; sentences; rows of an export."""
    row = definitions.define("Row", lambda: _row(definitions))
    return any_of(
        steps_by_id(definitions), listed(any_of({**TEXT, "minLength": 1}, row), minItems=1)
    )


def steps_by_id(definitions: Definitions) -> Json:
    """A mapping from id to step, which may be empty."""
    return entries(described(Step, or_nothing(definitions.ref(Step))), minProperties=1)


def _row(definitions: Definitions) -> Json:
    """A step as a spreadsheet exports it: columns may be empty, and unknown ones are passed over."""
    columns = {}
    for key, schema in definitions.properties(Step).items():
        says = {"description": schema["description"]}
        inner = {part: value for part, value in schema.items() if part != "description"}
        columns[key] = says | any_of(inner, BLANK)
    identity = {"description": "What other rows call it; else the words of its name.", **TEXT}
    return {
        "type": "object",
        "properties": {"id": identity, **columns},
        "additionalProperties": True,
        **any_of(*({"required": [key]} for key in ("id", "does", "name"))),
    }


def _phases(definitions: Definitions, annotation: Any) -> Json:
    """Phases of a change in words; a list or mapping of them may hold anything."""
    return {}


FORMS: dict[str, Form] = {
    "list": _list,
    "items": _items,
    "contacts": _contacts,
    "short": _short,
    "next": _next,
    "at most": _at_most,
    "sign-off": _sign_off,
    "waivers": _waivers,
    "stages": _stages,
    "steps": _steps,
    "phases": _phases,
    "between": lambda definitions, annotation, low, high: scalars.between(low, high),
    "word": lambda definitions, annotation, *allowed: scalars.word(*allowed),
}
