"""Reading `report.json` back: only what cxaudit itself could have written is taken."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import from_json

from cxaudit import __version__

from .checks import fault_of
from .document import SCHEMA, Saved, adapter, plain

MOST_BYTES = 100_000_000
_MOST_TOLD = 3
_AGAIN = "run `cxaudit report` on the maps again"


class NotRead(Exception):
    """Why a file is not taken for a report: the end of a sentence that begins with its name."""

    def __init__(self, says: str) -> None:
        super().__init__(says)
        self.says = says


def read_saved(path: Path) -> Saved:
    """The report in a file; `NotRead` for any other."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise NotRead(f"is a folder: name the file, {path / 'report.json'}")
        if not stat.S_ISREG(mode):
            raise NotRead("is no regular file: it is not read")
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise NotRead("no such file") from None
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NotRead(f"cannot be read: {told.lower()}") from None
    return saved_of(data)


def saved_of(data: bytes) -> Saved:
    """The report in the bytes of a file; `NotRead` for any others."""
    if len(data) > MOST_BYTES:
        raise NotRead(f"is larger than {MOST_BYTES // 1_000_000} MB: no report is")
    try:
        found = from_json(data, allow_inf_nan=False)
    except ValueError as error:
        raise NotRead(f"is no JSON: {error}") from None
    _check_kind(found)
    try:
        whole = adapter().validate_json(data, strict=True)
    except ValidationError as error:
        raise NotRead(_told(error, found)) from None
    strange = next(_differences(found, plain(whole)), "")
    if strange:
        raise NotRead(f"holds {strange}, which no report has{_version(found)}")
    fault = fault_of(whole)
    if fault:
        raise NotRead(f"is not as cxaudit writes it: {fault}")
    return whole


def _check_kind(found: Any) -> None:
    """Refuse what is no report at all, and one of another form."""
    if not isinstance(found, dict) or not {"schema", "cxaudit", "report"} <= set(found):
        raise NotRead(
            "is no report: `cxaudit report` writes report.json; what `check --format json` writes "
            "holds only findings"
        )
    schema = found["schema"]
    if schema == SCHEMA and type(schema) is int:
        return
    if type(schema) is int and schema > SCHEMA:
        raise NotRead(
            f"was written by a newer cxaudit (form {schema}; this one, {__version__}, reads "
            f"{SCHEMA}): update cxaudit"
        )
    raise NotRead(f"has a form that is not read (schema {str(schema)[:40]!r}): {_AGAIN}")


def _told(error: ValidationError, found: Mapping[str, Any]) -> str:
    """The first faults of shape, each with its place."""
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    lines = [f"{_place(one['loc'])}: {one['msg'].lower()}" for one in faults[:_MOST_TOLD]]
    more = f" and {len(faults) - _MOST_TOLD} more" if len(faults) > _MOST_TOLD else ""
    return f"is not a whole report: {'; '.join(lines)}{more}{_version(found)}"


def _version(found: Mapping[str, Any]) -> str:
    """The way out where another version wrote it."""
    wrote = str(found.get("cxaudit", ""))[:40]
    if wrote == __version__:
        return ""
    return f" (cxaudit {wrote} wrote it, this is {__version__}): {_AGAIN}"


def _place(where: Sequence[int | str]) -> str:
    # Names of classes in a union tell nothing to who reads the file.
    return ".".join(str(key) for key in where if not str(key)[:1].isupper()) or "the whole"


def _differences(one: Any, other: Any, where: str = "") -> Iterator[str]:
    """Places at which the file says more than the report that was understood."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in one:
            place = f"{where}.{key}" if where else str(key)
            if key not in other:
                yield f"`{place[:120]}`"
            else:
                yield from _differences(one[key], other[key], place)
    elif isinstance(one, list) and isinstance(other, list):
        if len(one) != len(other):
            yield f"`{where[:120]}` with entries more than once"
        for number, (a, b) in enumerate(zip(one, other, strict=False)):
            yield from _differences(a, b, f"{where}.{number}")
