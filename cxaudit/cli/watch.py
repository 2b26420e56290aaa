"""`--watch`: a check again whenever something that it reads has changed, until Ctrl-C."""

from __future__ import annotations

import datetime
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.watching import Places

CLEAR = "\x1b[2J\x1b[H"
NAMED = 3  # changed files; of the others the number is enough


def watch(
    paths: Sequence[str],
    run: Callable[[], int],
    wanted: Wanted | None = None,
    also: Sequence[str] = (),
) -> None:
    """Run now and after each change; returns when the user ends it with Ctrl-C.

    `run` checks and prints, and gives the number of findings; a `typer.Exit` of it is told and
    waited out, because the next save may mend what was wrong. `wanted` tells the packs and the
    configuration that count, `also` names files that matter beside these, such as a baseline.
    """
    from cxaudit.run.watching import changes, named_by_configuration, places_of

    asked = list(paths) or ["."]

    def places() -> Places:
        return places_of(asked, [*named_by_configuration(asked, wanted), *also])

    try:
        for changed in changes(places):
            _begin(changed)
            begun = time.monotonic()
            told = _checked(run)
            sys.stdout.flush()
            _status(told, time.monotonic() - begun)
    except KeyboardInterrupt:
        print("\ncxaudit: watch ended", file=sys.stderr)


def _checked(run: Callable[[], int]) -> str:
    """What a run came to, in a few words."""
    try:
        count = run()
    except typer.Exit as ended:
        return "no findings" if not ended.exit_code else "could not be checked"
    except Exception as error:
        misused = hasattr(error, "show")  # options that do not go together: no save mends that
        if misused or isinstance(error, BrokenPipeError) or os.environ.get("CXAUDIT_DEBUG"):
            raise
        told = f"cxaudit: internal error: {type(error).__name__}: {error}"
        print(f"{told} (CXAUDIT_DEBUG=1 shows where)", file=sys.stderr)
        return "could not be checked"
    return "1 finding" if count == 1 else f"{count or 'no'} findings"


def _begin(changed: Sequence[str]) -> None:
    """A clean screen on a terminal; elsewhere, and where no escape sequence is wanted, what was printed
    before stays."""
    from cxaudit.formats.colour import is_wanted

    if sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and is_wanted():
        sys.stdout.write(CLEAR)
        sys.stdout.flush()
    if changed:
        named = ", ".join(_short(path) for path in changed[:NAMED])
        more = f" and {len(changed) - NAMED} more" if len(changed) > NAMED else ""
        print(f"cxaudit: changed: {named}{more}", file=sys.stderr)


def _short(path: str) -> str:
    from cxaudit.formats.escape import one_line

    here = Path.cwd()
    file = Path(path)
    return one_line(str(file.relative_to(here) if file.is_relative_to(here) else file))


def _status(told: str, seconds: float) -> None:
    now = datetime.datetime.now().strftime("%H:%M:%S")
    line = f"cxaudit: {now}  {told} ({seconds:.1f} s); watching, Ctrl-C ends"
    print(line, file=sys.stderr, flush=True)
