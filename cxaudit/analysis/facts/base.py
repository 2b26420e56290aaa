"""What every fact model is: plain data under stable names."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Facts(BaseModel):
    """Base of all fact models: plain data, in the order written here."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def value_of(facts: Facts, name: str) -> Any:
    """The value of a fact by its public name (`from` is a field `from_`)."""
    known = facts.__dict__
    return known[name] if name in known else known[name + "_"]


def dump(facts: Facts) -> dict[str, Any]:
    """A fact model as JSON data, under its public names."""
    return facts.model_dump(by_alias=True, mode="json")
