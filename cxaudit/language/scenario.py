"""The model of a scenario: edits to one map, for before and after."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, ModelWrapValidatorHandler, PrivateAttr, model_validator

from cxaudit.language.fields import Before, Part, Text, Waivers, Written, one_or_more
from cxaudit.language.flow import NextField
from cxaudit.language.forms import STEP_KEYS
from cxaudit.language.process import Step

OPERATIONS = ("route", "add", "change", "drop")
NULL = frozenset({"null", "Null", "NULL", "~"})
_AN_EDIT = "an edit is one of route, add, change, drop: `- drop: step`"


class Route(Part, defer_build=True):
    """Where each request type goes from a step: `next` holds one branch a type."""

    at: Text = Field(description="The step where the request types part.")
    next: NextField


def _route(value: Any) -> Any:
    """`{at: step, TYPE: step, ...}` with everything but `at` as the ways on."""
    if not isinstance(value, dict) or not value:
        raise ValueError("write `{at: step, request-type: step}`")
    if "at" not in value:
        raise ValueError("say at which step: `{at: step, request-type: step}`")
    ways = {key: to for key, to in value.items() if key != "at"}
    if not ways:
        raise ValueError("say where each request type goes: `{at: step, request-type: step}`")
    return {"at": value["at"], "next": ways}


class StepChange(Step, defer_build=True):
    """What a step says anew: the keys that stand here. `removed` are those it says no longer."""

    _removed: tuple[str, ...] = PrivateAttr(())

    @model_validator(mode="wrap")
    @classmethod
    def _without_nulls(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        if not isinstance(value, dict):
            raise ValueError("write the keys that change: `{waits: 1h, because: null}`")
        removed = [key for key, new in value.items() if _is_null(new) and key in STEP_KEYS]
        change = handler({key: new for key, new in value.items() if key not in removed})
        change._removed = tuple("does" if key == "name" else key for key in removed)
        return change

    @property
    def removed(self) -> tuple[str, ...]:
        """The keys set to `null`."""
        return self._removed


def _is_null(value: Any) -> bool:
    return isinstance(value, str) and value in NULL


def _added(value: Any) -> Any:
    """A mapping from id to step; a step may be empty."""
    if not isinstance(value, dict) or not value:
        raise ValueError("write the new step: `{id: {by: role, takes: 10m}}`")
    if isinstance(value.get("after"), str):
        raise ValueError("`after` stands beside `add`, not inside it: move it one level up")
    return {key: {} if step is None else step for key, step in value.items()}


def _changed(value: Any) -> Any:
    if not isinstance(value, dict) or not value:
        raise ValueError("write the step and what changes: `{step: {waits: 1h}}`")
    return value


def _dropped(value: Any) -> Any:
    if not value:
        raise ValueError("name the step that goes: `drop: step`")
    return one_or_more(value)


def _one_operation(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError(_AN_EDIT)
    named = [key for key in value if key in OPERATIONS]
    unknown = [key for key in value if key not in (*OPERATIONS, "after")]
    if len(named) > 1:
        both = " and ".join(f"`{key}`" for key in named)
        raise ValueError(f"{both} in one edit: write each as an item of its own, in their order")
    if not named and not unknown:
        raise ValueError(_AN_EDIT)
    if named and value[named[0]] is None:
        raise ValueError(f"nothing stands behind `{named[0]}`: {_AN_EDIT}")
    if "after" in value and named and named != ["add"]:
        raise ValueError(f"`after` places a step that is added: it does not go with `{named[0]}`")
    return value


class Edit(Part, defer_build=True):
    """One edit: exactly one of the four operations, `after` beside `add` alone."""

    route: Annotated[Route, Before(_route), Written("route")] | None = Field(
        None, description="Where request types go from a step: `{at: step, request-type: step}`."
    )
    add: Annotated[dict[str, Step], Before(_added), Written("added")] | None = Field(
        None, description="A new step: `{id: {by: role, takes: 10m}}`."
    )
    after: Text | None = Field(
        None, description="Beside `add`: the step behind which it stands; else behind all."
    )
    change: Annotated[dict[str, StepChange], Before(_changed), Written("changed")] | None = Field(
        None, description="What a step says anew: `{step: {waits: 1h, because: null}}`."
    )
    drop: Annotated[list[Text], Before(_dropped), Written("dropped")] | None = Field(
        None, description="The step that goes; what led to it goes on where it led."
    )

    @property
    def operation(self) -> str:
        """Which of the four it is."""
        return next(name for name in OPERATIONS if getattr(self, name) is not None)

    @property
    def steps(self) -> list[str]:
        """Ids of the steps that it is about."""
        if self.route is not None:
            return [self.route.at]
        return list(self.add or self.change or self.drop or ())


class Scenario(Part, defer_build=True):
    """A scenario: edits to one map, for before and after."""

    whatif: Text = Field(
        description="The scenario in a few words. It is the first key of the file."
    )
    of: Text = Field(description="The id of the map that is edited.")
    edits: Annotated[list[Annotated[Edit, Before(_one_operation)]], Written("edits")] = Field(
        default_factory=list,
        description="Edits to a copy of the map, in order: each one of route, add, change, drop.",
    )
    allow: Waivers = Field(
        default_factory=dict, description="Findings about the scenario that are accepted."
    )
    note: Text = Field("", description="Text for people.")

    @property
    def touched(self) -> list[str]:
        """Ids of the steps that its edits are about, each once, in order: routed, added, changed or
        dropped."""
        return list(dict.fromkeys(step for edit in self.edits for step in edit.steps))
