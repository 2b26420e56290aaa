"""The files that a project begins with: what they are, what is in their way, and writing them."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from cxaudit.run.discover import YAML, inside
from cxaudit.run.project import NAME, configuration_in
from cxaudit.run.there import is_file, is_folder
from cxaudit.run.writing import NotWritten

MAPS = "process_maps"
CI = {"github": ".github/workflows/cxaudit.yaml", "gitlab": ".gitlab-ci.yml"}
PRE_COMMIT = ".pre-commit-config.yaml"


@dataclass(frozen=True, slots=True)
class Draft:
    """One file to write: its path in the folder, and its text. `beside` is one for CI or hooks, which
    can be added to a project that has begun."""

    path: str
    text: str
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A file that is there already, and why that stops a draft; `says` is empty where the draft
    has the same path."""

    path: Path
    says: str = ""


def drafts(today: datetime.date, ci: str | None = None, pre_commit: bool = False) -> list[Draft]:
    """The files that a project begins with; its map was reviewed `today`."""
    found = [
        Draft(NAME, _template("configuration")),
        Draft(f"{MAPS}/organisation.yaml", _template("organisation")),
        Draft(f"{MAPS}/bicycle-repair.yaml", _template("map").replace("TODAY", today.isoformat())),
    ]
    if ci is not None:
        found.append(Draft(CI[ci], _template(ci), beside=True))
    if pre_commit:
        found.append(Draft(PRE_COMMIT, _template("pre-commit"), beside=True))
    return found


def _template(name: str) -> str:
    return (files(__package__) / "templates" / f"{name}.template").read_text(encoding="utf-8")


def to_write(folder: Path, wanted: Sequence[Draft]) -> list[Draft]:
    """Of the files that are wanted those to write: in a project that has begun what can be added to it,
    if anything of that is wanted, else all."""
    beside = [draft for draft in wanted if draft.beside]
    begun = obstacles(folder, [draft for draft in wanted if not draft.beside])
    return beside if beside and begun else list(wanted)


def obstacles(folder: Path, wanted: Sequence[Draft]) -> list[Obstacle]:
    """What is there already and stays as it is, so that nothing is written. Another configuration or
    organisation file is no obstacle to what is only added."""
    found = [Obstacle(folder / d.path) for d in wanted if os.path.lexists(folder / d.path)]
    if all(draft.beside for draft in wanted):
        return found
    there = {one.path for one in found}
    configuration = configuration_in(folder)
    if configuration is not None and configuration not in there:
        found.append(Obstacle(configuration, "holds the configuration of this project"))
    for path in (*_organisations(folder), *_organisations(folder / MAPS)):
        if path not in there:
            found.append(Obstacle(path, "is the organisation file of that folder"))
    return found


def _organisations(folder: Path) -> list[Path]:
    """The files of a folder that begin with `organisation:`."""
    from cxaudit.language.nodes import compose, decode
    from cxaudit.language.read import kind_of

    found = []
    for path in sorted(folder.iterdir()) if is_folder(folder) else []:
        if path.suffix.lower() in YAML and is_file(path):
            text = decode(path.read_bytes())
            if isinstance(text, str) and kind_of(compose(text).root) == "organisation":
                found.append(path)
    return found


def write(folder: Path, wanted: Sequence[Draft]) -> list[Path]:
    """Write all drafts, or none: a `NotWritten` says why. A file that is there is never touched."""
    made: list[Path] = []
    try:
        _make(folder, made)
        root = folder.resolve()
        for draft in wanted:
            path = folder / draft.path
            _make(path.parent, made)
            if not inside(path.parent, root):
                raise NotWritten(f"{path.parent} leads out of {folder}")
            with path.open("xb", buffering=0) as file:
                made.append(path)
                file.write(draft.text.encode())
    except FileExistsError as error:
        _undo(made)
        raise NotWritten(f"{error.filename} is there already") from None
    except OSError as error:
        _undo(made)
        raise NotWritten(f"{error.filename}: {(error.strerror or str(error)).lower()}") from None
    except BaseException:
        _undo(made)
        raise
    return [path for path in made if path.is_file()]


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder and those above it, noting which are new."""
    missing = [one for one in (folder, *folder.parents) if not os.path.lexists(one)]
    for one in reversed(missing):
        one.mkdir()
        made.append(one)


def _undo(made: Sequence[Path]) -> None:
    """Take away what was made, the last first."""
    for path in reversed(made):
        with contextlib.suppress(OSError):
            path.rmdir() if path.is_dir() else path.unlink()
