"""What every fact model is: plain data under stable names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict


@dataclass(frozen=True, slots=True)
class _Form:
    """How an entry of a fact model is filled: all fields with what they are by default, those that
    begin as a list or a mapping of their own, those that must be said."""

    blank: dict[str, Any]
    lists: tuple[str, ...]
    mappings: tuple[str, ...]
    required: frozenset[str]


@cache
def _form_of(model: type[Facts]) -> _Form:
    fields = model.model_fields
    made = {name: spec.default_factory for name, spec in fields.items() if spec.default_factory}
    assert all(make in (list, dict) for make in made.values()), model
    required = frozenset(name for name, spec in fields.items() if spec.is_required())
    blank = {
        name: None if name in made or name in required else spec.default
        for name, spec in fields.items()
    }
    lists = tuple(name for name, make in made.items() if make is list)
    return _Form(blank, lists, tuple(name for name in made if name not in lists), required)


_UNTOLD: set[str] = set()  # nobody asks which facts were said and which are as they were by default


class Facts(BaseModel):
    """Base of all fact models: plain data, in the order written here.

    Entries are made by the hundred for each map, from values whose types mypy has checked; so they
    are not validated again, neither when made nor when one of their facts is set.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True, defer_build=True)

    if not TYPE_CHECKING:  # for mypy these are pydantic's, which know the fields

        def __init__(self, **said: Any) -> None:
            form = _form_of(type(self))
            if not form.required <= said.keys() <= form.blank.keys():
                super().__init__(**said)  # tells what is wrong, or knows the public names
                return
            values = form.blank.copy()
            for name in form.lists:
                values[name] = []
            for name in form.mappings:
                values[name] = {}
            values.update(said)
            set_ = object.__setattr__
            set_(self, "__dict__", values)
            set_(self, "__pydantic_fields_set__", _UNTOLD)
            set_(self, "__pydantic_extra__", None)
            set_(self, "__pydantic_private__", None)

        __setattr__ = object.__setattr__


def value_of(facts: Facts, name: str) -> Any:
    """The value of a fact by its public name (`from` is a field `from_`)."""
    known = facts.__dict__
    return known[name] if name in known else known[name + "_"]


def dump(facts: Facts) -> dict[str, Any]:
    """A fact model as JSON data, under its public names."""
    return facts.model_dump(by_alias=True, mode="json")
