"""Where something is to be written, looked at before anything is done: no map is lost to a slip."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from cxaudit.run.discover import YAML, looks_like_ours
from cxaudit.run.project import NAMES, PYPROJECT
from cxaudit.run.there import is_file

_HEAD = 65_536
_OTHERS = re.compile(rb"(?:^|\n)[\"']?(?:rules|baseline)[\"']?[ \t]*:")


def refusal(output: Path, read: Iterable[Path] = ()) -> str:
    """Why an output may not go there, as the end of a sentence that begins with its name; empty where
    it may. It replaces none of the files that are `read`, and no file that people write for cxaudit:
    map, organisation file, scenario, pack, baseline, configuration."""
    if not is_file(output):
        return ""
    if any(_same(output, path) for path in read):
        return "is one of the files that are read"
    if output.name in (*NAMES, PYPROJECT):
        return "is a configuration"
    if output.suffix.lower() == ".bpmn":
        return "is a BPMN model"
    if output.suffix.lower() in YAML and _is_written_by_people(output):
        return "is a map, or another file that people write for cxaudit"
    return ""


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def _is_written_by_people(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:  # told where it is written
        return False
    return looks_like_ours(head) or _OTHERS.search(head) is not None


def meet(one: str, other: str) -> bool:
    """Whether two paths lead to one file, or would."""
    return os.path.realpath(one) == os.path.realpath(other)
