"""The report with the records that it rests on, as plain data and as JSON."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import to_json

from cxaudit import __version__
from cxaudit.report.parts import Report
from cxaudit.report.records import FindingRecord, TouchPointRecord
from cxaudit.run.plain_json import visible

SCHEMA = 1


@dataclasses.dataclass(frozen=True, slots=True)
class Saved:
    """A report as `report.json` holds it. `schema` counts the forms that this file has had; `cxaudit`
    is the version that wrote it, `language` that of its texts."""

    schema: int
    cxaudit: str
    language: str
    report: Report
    findings: tuple[FindingRecord, ...]
    touch_points: tuple[TouchPointRecord, ...]


def saved(
    report: Report,
    findings: tuple[FindingRecord, ...],
    touch_points: tuple[TouchPointRecord, ...],
    language: str,
) -> Saved:
    """A report that was just made, as it is kept."""
    return Saved(SCHEMA, __version__, language, report, findings, touch_points)


def saved_text(whole: Saved) -> str:
    """The JSON of a report: the same report gives the same text."""
    return visible(to_json(plain(whole), indent=1).decode("utf-8")) + "\n"


def plain(value: Any) -> Any:
    """Dataclasses as mappings, sets in order; half a pair of characters, which no file can hold, as a
    question mark, like in the other formats."""
    if dataclasses.is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {plain(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, set | frozenset):
        return sorted(plain(one) for one in value)
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode("utf-8")
    return value


class _Untitled(GenerateJsonSchema):
    """Without titles, which only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def adapter() -> TypeAdapter[Saved]:
    """What checks and describes a saved report: the dataclasses themselves."""
    return TypeAdapter(Saved)


def report_schema() -> dict[str, Any]:
    """The JSON Schema of `report.json`."""
    found = adapter().json_schema(mode="serialization", schema_generator=_Untitled)
    found["properties"]["schema"]["const"] = SCHEMA
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **found,
        "title": "A report of cxaudit",
    }
