"""The model of a scenario: edits to one map, for before and after."""

from __future__ import annotations

from typing import Any

from pydantic import field_validator

from cxaudit.language.fields import Part, Text, Waivers

OPERATIONS = ("route", "add", "change", "drop")


class Scenario(Part):
    """A scenario as written; each edit is `{operation: what}`, `add` with `after` beside it."""

    whatif: Text
    of: Text
    edits: list[dict[str, Any]] = []
    allow: Waivers = {}
    note: Text = ""

    @field_validator("edits", mode="before")
    @classmethod
    def _known_operations(cls, value: Any) -> Any:
        for edit in value if isinstance(value, list) else [value]:
            names = [key for key in edit if key != "after"] if isinstance(edit, dict) else []
            if len(names) != 1 or names[0] not in OPERATIONS:
                raise ValueError("an edit is one of route, add, change, drop: `- drop: step`")
        return value
