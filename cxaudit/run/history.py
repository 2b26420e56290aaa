"""What git knows of the maps of an audit: how they were before, and when each was last changed."""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from cxaudit.change.diff.pairing import Place, pair
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.run.git import Repository, Unavailable
from cxaudit.run.load import Loaded, Source, load
from cxaudit.run.revisions import open_revisions
from cxaudit.run.sides import OURS, Side, named

_REVIEWED = re.compile(rb"\breviewed[\"']?\s*:\s*[\"']?([^\s\"',}#]+)")


class History(NamedTuple):
    """Earlier versions of maps, each under the path and id that its map has today; and the day on
    which a file was last changed, by its path."""

    before: list[Document]
    changed: dict[str, datetime.date]


def history(paths: Sequence[str], base: str) -> History:
    """What an audit of some paths (the current folder where none is named) should know of git: the
    maps as they were at `base`, and when the files were last changed before the commit that is
    checked out. Unavailable where git cannot tell."""
    texts = list(paths) or ["."]
    one, head, repository = named(base, None, texts)
    if repository is None or not one.commit:
        raise Unavailable(f"{base!r} is no revision: --base takes a branch, a tag or a commit")
    with tempfile.TemporaryDirectory(prefix="cxaudit-") as scratch:
        opened = open_revisions(repository, one, head, texts, Path(scratch).resolve())
        old, new = load(opened.base.found), load(opened.head.found)
        before = earlier(opened.base, old, opened.head, new, opened.renamed)
    tip = repository.commit("HEAD")
    return History(before, changes(repository, opened.head, new, tip))


def earlier(
    base: Side, old: Loaded, head: Side, new: Loaded, renamed: Mapping[str, str]
) -> list[Document]:
    """The readable maps of one side under the paths and ids that they have on the other."""
    found = []
    for was, is_ in pair(places(base, old), places(head, new), renamed):
        if was is None or is_ is None or not old.sources[was].document.readable:
            continue
        document, today = old.sources[was].document, new.sources[is_]
        model = document.model.model_copy(update={"id": today.map_id})
        found.append(replace(document, path=today.document.path, model=model))
    return found


def places(side: Side, loaded: Loaded) -> list[Place]:
    """Where the maps of a side stand, and their ids."""
    return [Place(side.key(s.document.path), s.map_id) for s in loaded.sources]


@dataclass(frozen=True, slots=True)
class _Change:
    """The last commit that changed what a file says: its own name, its date, and what the file was
    called in it and before it; created there where it was not called anything before."""

    commit: str
    date: datetime.date
    path: str
    before: str = ""


def changes(
    repository: Repository, side: Side, loaded: Loaded, tip: str, reviewed_only: bool = False
) -> dict[str, datetime.date]:
    """The day on which each map was last changed by a commit, by its path as the audit knows it.

    A commit that writes another date under `reviewed` brings the review with it, and one that creates
    a file changes nothing: where such a commit is newer than the review, the day is left out. So it is
    where a shallow clone hides the commit.
    """
    wanted = {side.key(s.document.path): s for s in loaded.sources if _counts(s, reviewed_only)}
    if not wanted or not tip:
        return {}
    last = _last_changes(repository, tip, set(wanted))
    doubtful = {key: c for key, c in last.items() if _is_later(c, _reviewed(wanted[key]))}
    fresh = _with_new_review(repository, doubtful)
    return {
        wanted[key].document.path: change.date for key, change in last.items() if key not in fresh
    }


def _counts(source: Source, reviewed_only: bool) -> bool:
    return source.asked and (not reviewed_only or _reviewed(source) is not None)


def _reviewed(source: Source) -> datetime.date | None:
    model = source.document.model
    return model.reviewed if isinstance(model, Process) else None


def _is_later(change: _Change, reviewed: datetime.date | None) -> bool:
    return reviewed is not None and change.date > reviewed


def _last_changes(repository: Repository, tip: str, wanted: set[str]) -> dict[str, _Change]:
    """The last change of each file, followed through renames that changed nothing else."""
    names = {key: key for key in wanted}  # what a file was called at this point of the history
    found: dict[str, _Change] = {}
    cuts = repository.cuts
    for sha, date, done in repository.log(tip, OURS):
        for status, *paths in done:
            key = names.pop(paths[-1], None)
            if key is None:
                continue
            if status == "R100":
                names[paths[0]] = key
            elif sha not in cuts and status[:1] != "D":
                before = "" if status[:1] in ("A", "C") else paths[0]
                day = datetime.date.fromisoformat(date)
                found[key] = _Change(sha, day, paths[-1], before)
        if not names:
            break
    return found


def _with_new_review(repository: Repository, changed: Mapping[str, _Change]) -> set[str]:
    """Files whose last change wrote another review date, or the first one."""
    asked = {}
    for key, change in changed.items():
        asked[f"{change.commit}:{change.path}"] = key
        if change.before:
            asked[f"{change.commit}^:{change.before}"] = key
    said: dict[str, list[list[bytes]]] = {}
    for name, data in repository.contents(asked):
        said.setdefault(asked[name], []).append(_REVIEWED.findall(data or b""))
    return {key for key, dates in said.items() if len(dates) < 2 or dates[0] != dates[1]}
