"""Field types of the models: each reads the text of a scalar and says what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    ValidationInfo,
)
from pydantic_core import core_schema

from cxaudit.language import values
from cxaudit.language.values import Duration, Limit


@dataclass(frozen=True, slots=True)
class Written:
    """The form in which a value stands in a file, by the name it has in `cxaudit.language.schema`, and
    what that form is made of."""

    form: str
    of: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Reads:
    """Reads a value by a function, which gets what there is (and, `informed`, what goes on around it)
    and raises a ValueError. As pydantic's PlainValidator, which also works out at every start how such
    a value would be written and how many parameters the function has."""

    read: Callable[..., Any]
    informed: bool = False

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        if self.informed:
            return core_schema.with_info_plain_validator_function(self.read)
        return core_schema.no_info_plain_validator_function(self.read)


@dataclass(frozen=True, slots=True)
class Before:
    """Gives a value another form before it is read, likewise: as pydantic's BeforeValidator."""

    shape: Callable[[Any], Any]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self.shape, handler(source))


class Part(BaseModel):
    """Base of everything a file may say: kebab-case keys, no unknown key, never changed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        defer_build=True,
        alias_generator=lambda field: field.rstrip("_").replace("_", "-"),
    )


def _shape(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a mapping"


def from_text(read: Callable[[str], Any], what: str) -> Callable[[Any], Any]:
    """A validator that hands text to `read` and refuses lists, mappings and nothing."""

    def validate(value: Any) -> Any:
        if value is None:
            raise ValueError(f"nothing stands here: write {what}, or leave the key out")
        if isinstance(value, str):
            return read(value)
        if isinstance(value, dict | list):
            raise ValueError(f"{what} is expected here, not {_shape(value)}")
        return value

    return validate


def _text(value: str) -> str:
    return value.strip()


def _name(value: Any, info: ValidationInfo) -> str:
    if value is None:
        raise ValueError("nothing stands here: write a name, or leave the key out")
    if not isinstance(value, str):
        raise ValueError(f"a name is expected here, not {_shape(value)}")
    known = values.name(value)
    if isinstance(info.context, dict):
        info.context.setdefault("spellings", {}).setdefault(known, value.strip())
    return known


def one_or_more(value: Any) -> Any:
    """A single entry is a list of one; nothing stays nothing."""
    if value is None or isinstance(value, list):
        return [] if value is None else value
    return [value]


Text = Annotated[str, Reads(from_text(_text, "text")), Written("text")]
Name = Annotated[str, Reads(_name, informed=True), Written("name")]
Names = Annotated[list[Name], Before(one_or_more), Written("list")]
Texts = Annotated[list[Text], Before(one_or_more), Written("list")]
Truth = Annotated[bool, Reads(from_text(values.truth, "yes or no")), Written("truth")]
Whole = Annotated[int, Reads(from_text(values.whole, "a whole number")), Written("whole")]
Real = Annotated[float, Reads(from_text(values.real, "a number")), Written("number")]
Share = Annotated[float, Reads(from_text(values.share, "a share such as 60%")), Written("share")]
Volume = Annotated[
    float, Reads(from_text(values.volume, "a volume such as 40/d")), Written("volume")
]
Span_ = Annotated[
    Duration,
    Reads(from_text(values.duration, "a duration such as 2h")),
    Written("duration"),
]
Day = Annotated[datetime.date, Reads(from_text(values.date, "a date")), Written("day")]
AnyLimit = Annotated[
    Limit, Reads(from_text(values.limit, "a limit such as 5000 EUR")), Written("limit")
]


@dataclass(frozen=True, slots=True)
class ByName:
    """Before a mapping keyed by name: a list of names will do, an empty entry is an empty mapping, and
    a text stands for the field `shorthand`."""

    shorthand: str | None = None

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def _expand(self, value: Any) -> Any:
        if isinstance(value, list):
            return {values.name(item): {} for item in value if isinstance(item, str)}
        if not isinstance(value, dict):
            raise ValueError("a mapping is expected here: one entry a line, `name: {...}`")
        return {values.name(key): self._entry(item) for key, item in value.items()}

    def _entry(self, item: Any) -> Any:
        if item is None:
            return {}
        return {self.shorthand: item} if self.shorthand and isinstance(item, str) else item


by_name = ByName


def between(low: int, high: int) -> Any:
    """A whole number within bounds."""

    def read(text: str) -> int:
        number = values.whole(text)
        if not low <= number <= high:
            raise ValueError(f"{text} is not between {low} and {high}")
        return number

    expected = f"a number from {low} to {high}"
    return Annotated[int, Reads(from_text(read, expected)), Written("between", (low, high))]


def one_of(*allowed: str) -> Any:
    """One word of a few; the nearest is offered for any other."""

    def read(text: str) -> str:
        from cxaudit.language.problems import suggestion

        word = values.name(text)
        if word not in allowed:
            raise ValueError(f"{text!r} is none of {', '.join(allowed)}{suggestion(word, allowed)}")
        return word

    expected = "one of " + ", ".join(allowed)
    return Annotated[str, Reads(from_text(read, expected)), Written("word", allowed)]


class Waiver(Part):
    """Why a finding is accepted, and until when."""

    reason: Text = Field(
        "", description="Why it is right as it is; a waiver without one is a finding."
    )
    until: Day | None = Field(
        None, description="The last day on which the waiver holds, as YYYY-MM-DD."
    )


def _waivers(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("write `allow: {SO201: why this is right}`")
    return {
        code: {"reason": reason} if isinstance(reason, str) else reason or {}
        for code, reason in value.items()
    }


Waivers = Annotated[dict[str, Waiver], Before(_waivers), Written("waivers")]
