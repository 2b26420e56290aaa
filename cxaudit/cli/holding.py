"""A check held against the baseline of its project: what is known is marked, what vanished is told."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxaudit.rules.baseline.holding import Fate
    from cxaudit.run.audit import Audit
    from cxaudit.run.baseline import Place

MOST_TOLD = 20  # entries or findings that are told one by one


def hold_against(
    result: Audit,
    paths: Sequence[str],
    file: str | None = None,
    configured: Mapping[str, Path] | None = None,
    allow_vanished: bool = False,
) -> bool:
    """Hold an audit of some paths against its baseline: the file that is named, else that which the
    configuration of each file names (`configured`, by file), else the nearest, if there is one.

    Findings that it holds are marked as known. Tells what has vanished; returns whether the check fails
    for that. A baseline that cannot be used is a failure of the audit.
    """
    from cxaudit.rules.baseline.holding import apply
    from cxaudit.run.baseline import open_beside, places_for
    from cxaudit.run.configuration import failures_of

    fails = False
    for place, files in places_for(result, paths, file, configured):
        opened = open_beside(result, place, paths, files)
        if isinstance(opened, list):
            result.failures += failures_of(opened)
            continue
        apply(opened.held)
        if opened.held.vanished:
            fails = not allow_vanished
            _tell(place, opened.held.vanished, _command(paths, file), allow_vanished)
    return fails


def _tell(place: Place, vanished: Sequence[Fate], command: str, allowed: bool) -> None:
    """Tell which entries have vanished, and how to take them out; where that is allowed, how many."""
    if not allowed:
        for fate in vanished[:MOST_TOLD]:
            print(f"cxaudit: {_vanished(place, fate)}", file=sys.stderr)
        if len(vanished) > MOST_TOLD:
            print(f"cxaudit: and {len(vanished) - MOST_TOLD} more", file=sys.stderr)
    some = "1 entry has" if len(vanished) == 1 else f"{len(vanished)} entries have"
    them = "it" if len(vanished) == 1 else "them"
    print(
        f"cxaudit: {some} vanished ({place.shown}); `{command}` takes {them} out", file=sys.stderr
    )


def _vanished(place: Place, fate: Fate) -> str:
    from cxaudit.formats.escape import one_line

    entry, span = fate.entry, fate.entry.span
    some = f" ({fate.short} of {entry.count})" if fate.short < entry.count else ""
    why = f": {one_line(fate.why)}" if fate.why else ""
    place_of_it = f"{place.shown}:{span.line}:{span.column}"
    told = where(entry.element, fate.section.map)
    return f"{place_of_it}: {entry.code} on {told} has vanished{some}{why}"


def _command(paths: Sequence[str], file: str | None) -> str:
    """The command that takes out what has vanished."""
    named = ["--file", file] if file is not None else []
    return shlex.join(["cxaudit", "baseline", "prune", *paths, *named])


def where(element: str, map_id: str) -> str:
    """An element of a map in words, or the map."""
    from cxaudit.formats.escape import one_line

    return one_line(f"{element} of {map_id}" if element else map_id)
