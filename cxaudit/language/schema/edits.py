"""The edits of a scenario as JSON Schema."""

from __future__ import annotations

from typing import Any

from cxaudit.language.process import Step
from cxaudit.language.scenario import OPERATIONS, Edit, Route
from cxaudit.language.schema.forms import FORMS, Form, steps_by_id, ways
from cxaudit.language.schema.models import Definitions, any_of, entries, listed, or_nothing
from cxaudit.language.schema.scalars import TEXT, Json


def _edits(definitions: Definitions, annotation: Any) -> Json:
    return listed(definitions.define("Edit", lambda: _edit(definitions)))


def _edit(definitions: Definitions) -> Json:
    """One operation each."""
    return {
        **definitions.model(Edit),
        "oneOf": [{"required": [operation]} for operation in OPERATIONS],
        "dependencies": {"after": ["add"]},
    }


def _route(definitions: Definitions, annotation: Any) -> Json:
    """The step, and beside it where each request type goes."""
    at = definitions.properties(Route, only=("at",))
    return {
        **ways(definitions),
        "properties": at,
        "required": ["at"],
        "minProperties": 2,
    }


def _added(definitions: Definitions, annotation: Any) -> Json:
    return steps_by_id(definitions)


def _changed(definitions: Definitions, annotation: Any) -> Json:
    """Keys of steps, each perhaps null, which takes it away."""
    change = definitions.define("StepChange", lambda: _change(definitions))
    return entries({"description": "The step, and what it says anew.", **change}, minProperties=1)


def _change(definitions: Definitions) -> Json:
    step = definitions.model(Step)
    properties = {key: or_nothing(schema) for key, schema in step["properties"].items()}
    return {**step, "properties": properties}


def _dropped(definitions: Definitions, annotation: Any) -> Json:
    return any_of(TEXT, listed(TEXT, minItems=1))


EDITS: dict[str, Form] = FORMS | {
    "edits": _edits,
    "route": _route,
    "added": _added,
    "changed": _changed,
    "dropped": _dropped,
}
