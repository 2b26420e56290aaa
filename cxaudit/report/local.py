"""Paths as a reader of the report sees them: without the folder of the machine that made it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, TypeVar

_OURS = "cxaudit.report."
T = TypeVar("T")


def folder_outside(paths: Iterable[str]) -> str:
    """The folder, with a slash behind it, that holds those files which were named from the root of the
    machine or from above the working folder; empty where none was."""
    parents = [PurePath(path).parent for path in paths]
    parents = [p for p in parents if p.is_absolute() or ".." in p.parts]
    if not parents:
        return ""
    shared = parents[0]
    while not all(p.is_relative_to(shared) for p in parents):
        shared = shared.parent
    told = shared.as_posix()
    return f"{told}/" if told not in ("/", ".") else ""


def without_folder(value: T, folder: str) -> T:
    """The same plain data, with a folder left out wherever a text names something in it."""
    return _without(value, folder) if folder else value


def _without(value: Any, folder: str) -> Any:
    if isinstance(value, str):
        whole = value.rstrip("/") == folder.rstrip("/")
        return "" if whole else value.replace(folder, "")
    if isinstance(value, tuple | list):
        return type(value)(_without(one, folder) for one in value)
    if isinstance(value, dict):
        return {key: _without(one, folder) for key, one in value.items()}
    if dataclasses.is_dataclass(value) and type(value).__module__.startswith(_OURS):
        fields = [f.name for f in dataclasses.fields(value) if f.init]
        told = {name: _without(getattr(value, name), folder) for name in fields}
        return dataclasses.replace(value, **told)  # type: ignore[type-var]
    return value
