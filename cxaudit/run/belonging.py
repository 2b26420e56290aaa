"""Whether an organisation was audited with all of its maps: what is said of it rests on each one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from cxaudit.language.read import read
from cxaudit.run.audit import Audit
from cxaudit.run.discover import SKIPPED, YAML, inside, looks_like_ours, organisation_above
from cxaudit.run.estate import Estate
from cxaudit.run.project import NAMES, project_root
from cxaudit.run.there import is_file

_KEY = re.compile(rb"^[ \t]*(?:- )?[\"']?[\w./$-]+[\"']?[ \t]*:", re.MULTILINE)


def maps_left_out(audit: Audit, estate: Estate, known: Iterable[Path]) -> bool:
    """Whether a map of an organisation that was asked for was not read: one in a folder that the
    configuration excludes, a file in which a map is `known` to have been, or one of which nobody can
    say what it is, such as a map that somebody has emptied."""
    assert estate.document is not None
    home = _real(estate.document.path)
    unclear = {_real(one.path) for one in audit.other if one.kind == ""}
    if any(_belongs(path, home) for path in unclear):
        return True
    done = {home, *map(_real, estate.files), *map(_real, audit.files)}
    done |= {_real(one.path) for one in audit.other}
    done |= {_real(one.document.path) for one in audit.estates if one.document is not None}
    if any(_real(path) not in done and _belongs(path, home) for path in known):
        return True
    return any(
        _real(path) not in done and _belongs(path, home) and _may_be_map(path)
        for path in _files_below(home.parent)
    )


def _real(path: str | Path) -> Path:
    """Where a file really is; a link that leads back to itself is nowhere else."""
    try:
        return Path(path).resolve()
    except (OSError, RuntimeError):
        return Path(path).absolute()


def _files_below(folder: Path) -> Iterator[Path]:
    """The files below a folder that may be maps by their names; those of configurations are none."""
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.suffix.lower() not in (*YAML, ".bpmn") or path.name in NAMES:
            continue
        if not any(part in SKIPPED or part.startswith(".") for part in parts) and is_file(path):
            yield path


def _may_be_map(path: Path) -> bool:
    """Whether a file is a map, or has no beginning that tells what else it is."""
    try:
        data = path.read_bytes()
    except OSError:
        return True
    if path.suffix.lower() != ".bpmn" and looks_like_ours(data):
        return read(data, str(path)).kind in ("process", "")
    return path.suffix.lower() == ".bpmn" or _KEY.search(data) is None


def _belongs(path: Path, organisation: Path) -> bool:
    """Whether a file lies where its organisation is the one of a file."""
    root = project_root(path)
    if not inside(path, organisation.parent):
        return False
    return organisation_above(path, root)[:1] == [organisation]
