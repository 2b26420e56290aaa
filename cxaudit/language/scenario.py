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

    @property
    def touched(self) -> list[str]:
        """Ids of the steps that its edits name as their objects, in order: routed, added, changed,
        dropped."""
        found: dict[str, None] = {}
        for edit in self.edits:
            for operation in OPERATIONS:
                what = edit.get(operation)
                if operation == "route" and isinstance(what, dict):
                    found |= {str(what["at"]): None} if "at" in what else {}
                elif isinstance(what, dict):
                    found |= dict.fromkeys(map(str, what))
                elif isinstance(what, list):
                    found |= dict.fromkeys(str(item) for item in what)
                elif isinstance(what, str):
                    found[what] = None
        return list(found)
