"""Field types of the models: each reads the text of a scalar and says what is wrong with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, ValidationInfo

from cxaudit.language import values
from cxaudit.language.values import Duration, Limit


class Part(BaseModel):
    """Base of everything a file may say: kebab-case keys, no unknown key, never changed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
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


Text = Annotated[str, PlainValidator(from_text(_text, "text"))]
Name = Annotated[str, PlainValidator(_name)]
Names = Annotated[list[Name], BeforeValidator(one_or_more)]
Texts = Annotated[list[Text], BeforeValidator(one_or_more)]
Truth = Annotated[bool, PlainValidator(from_text(values.truth, "yes or no"))]
Whole = Annotated[int, PlainValidator(from_text(values.whole, "a whole number"))]
Real = Annotated[float, PlainValidator(from_text(values.real, "a number"))]
Share = Annotated[float, PlainValidator(from_text(values.share, "a share such as 60%"))]
Volume = Annotated[float, PlainValidator(from_text(values.volume, "a volume such as 40/d"))]
Span_ = Annotated[Duration, PlainValidator(from_text(values.duration, "a duration such as 2h"))]
Day = Annotated[datetime.date, PlainValidator(from_text(values.date, "a date"))]
AnyLimit = Annotated[Limit, PlainValidator(from_text(values.limit, "a limit such as 5000 EUR"))]


def between(low: int, high: int) -> Any:
    """A whole number within bounds."""

    def read(text: str) -> int:
        number = values.whole(text)
        if not low <= number <= high:
            raise ValueError(f"{text} is not between {low} and {high}")
        return number

    return Annotated[int, PlainValidator(from_text(read, f"a number from {low} to {high}"))]


def one_of(*allowed: str) -> Any:
    """One word of a few; the nearest is offered for any other."""

    def read(text: str) -> str:
        from cxaudit.language.problems import suggestion

        word = values.name(text)
        if word not in allowed:
            raise ValueError(f"{text!r} is none of {', '.join(allowed)}{suggestion(word, allowed)}")
        return word

    return Annotated[str, PlainValidator(from_text(read, "one of " + ", ".join(allowed)))]


class Waiver(Part):
    """Why a finding is accepted, and until when."""

    reason: Text = ""
    until: Day | None = None


def _waivers(value: Any) -> Any:
    if not isinstance(value, dict):
        raise ValueError("write `allow: {SO201: why this is right}`")
    return {
        code: {"reason": reason} if isinstance(reason, str) else reason or {}
        for code, reason in value.items()
    }


Waivers = Annotated[dict[str, Waiver], BeforeValidator(_waivers)]
