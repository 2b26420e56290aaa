"""What the verbs share: exit codes, dates, progress, errors on the terminal."""

from __future__ import annotations

import datetime
import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from cxaudit.cli.asked import Asked
    from cxaudit.language.read import Document
    from cxaudit.rules.finding import Finding
    from cxaudit.run.audit import Audit
    from cxaudit.run.configuration import Rulebook, Wanted
    from cxaudit.run.discover import Failure

FOUND, USAGE, NOTHING = 1, 2, 3
FAIL_ON = ("error", "warning", "info", "never")


def day(text: str | None) -> datetime.date | None:
    """`--as-of` as a date."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date: write it as YYYY-MM-DD") from None


WIDTH = 78


class Progress:
    """A line on the terminal, for people only, once the work has taken longer than a second.

    A thread of its own shows it, so that one long step is seen as well as many short ones.
    """

    def __init__(self, text: str, delay: float = 1.0) -> None:
        self.text = text
        self.delay = delay
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)

    def __enter__(self) -> Progress:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def __call__(self, done: int, total: int, path: str) -> None:
        """What an audit tells after each map."""
        self.text = f"audited {done} of {total}  {path}"

    def _show(self) -> None:
        begun = time.monotonic()
        if self._over.wait(self.delay):
            return
        while not self._over.wait(0.2):
            line = f"{time.monotonic() - begun:4.0f} s  {self.text}"
            sys.stderr.write("\r" + line[:WIDTH].ljust(WIDTH))
            sys.stderr.flush()
        sys.stderr.write("\r" + " " * WIDTH + "\r")
        sys.stderr.flush()


@contextmanager
def broken_packs() -> Iterator[None]:
    """Ends with 2 and a message where a pack that ships is broken, or an option means no rule."""
    from cxaudit.rules.packs import PackError
    from cxaudit.run.configuration import UnknownRule

    try:
        yield
    except UnknownRule as error:
        raise typer.BadParameter(str(error)) from None
    except PackError as error:
        for problem in error.problems:
            place = f"{error.path}:{problem.span.line}:{problem.span.column}"
            print(f"cxaudit: {place}: {problem.says}", file=sys.stderr)
        raise typer.Exit(USAGE) from None


def chosen_rules(wanted: Wanted | None = None, paths: Sequence[str] = ()) -> Rulebook:
    """The rules to judge some paths by, those of the configuration nearest to the first of them.
    Judge within its `in_force()`, and tell its `failures`: packs that could not be used."""
    from cxaudit.run.configuration import rulebook

    with broken_packs():
        return rulebook(wanted, paths[0] if paths else ".")


def run_audit(
    asked: Asked,
    as_of: str | None,
    wanted: Wanted | None = None,
    judged: bool = True,
    base: str | None = None,
) -> Audit:
    """Audit what was asked for, showing progress, each file by the configuration nearest to it;
    without rules where only facts are wanted. `base` is a revision of git that maps are held
    against."""
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.projects import Projects, audit_projects

    today = day(as_of)
    projects = Projects(wanted or Wanted(), judged)
    before, changed = _history(asked.places, base)
    with broken_packs(), Progress("reading") as progress:
        return audit_projects(
            asked.found, projects, today, progress, before, changed, Path(asked.places[0])
        )


def _history(
    paths: Sequence[str], base: str | None
) -> tuple[list[Document], dict[str, datetime.date]]:
    """What git knows of the maps; nothing where no revision is named."""
    if base is None:
        return [], {}
    from cxaudit.run.git import Unavailable
    from cxaudit.run.history import history

    try:
        return history(paths, base)
    except Unavailable as error:
        print(f"cxaudit: {error}", file=sys.stderr)
        raise typer.Exit(USAGE) from None


def told(failure: Failure) -> str:
    """What could not be used, with its place."""
    from cxaudit.run.configuration import PackFailure

    return str(failure) if isinstance(failure, PackFailure) else f"{failure.path}: {failure.says}"


def complain(result: Audit) -> None:
    """Tell what could not be audited, rules that failed, each failure of a rule once a map, and maps of
    which it stays open whether every case ends."""
    for failure in result.failures:
        print(f"cxaudit: {told(failure)}", file=sys.stderr)
    failed: dict[tuple[str, str, str], list[str]] = {}
    for crash in result.crashes:
        if crash.code == "-":
            print(f"cxaudit: {crash.element}: {crash.says}", file=sys.stderr)
        else:
            failed.setdefault((crash.code, crash.map, crash.says), []).append(crash.element)
    for (code, map_id, says), elements in failed.items():
        more = f" and {len(elements) - 1} more" if len(elements) > 1 else ""
        where = f"{map_id} {elements[0]}".rstrip() + more
        print(f"cxaudit: rule {code} failed on {where}: {says}", file=sys.stderr)
    for path, map_id in result.undecided:
        says = (
            f"whether every case of {map_id} ends is open: it has more states than are looked into"
        )
        print(f"cxaudit: {path}: {says}, and no fault was found in those", file=sys.stderr)


def has_input(result: Audit) -> bool:
    """Whether there was any map, organisation or scenario among the paths."""
    return bool(result.files or result.other or any(estate.asked for estate in result.estates))


def exit_code(result: Audit, fail_on: str | None = "never") -> int:
    """0 clean, 1 findings at or above `fail_on`, 2 something failed, 3 nothing to audit. Where it is
    None, what the configuration of each file says holds, else `error`."""
    if result.failures or result.crashes:
        return USAGE
    if not has_input(result):
        return NOTHING
    return FOUND if any(_fails(result, one, fail_on) for one in result.open_findings) else 0


def _fails(result: Audit, finding: Finding, fail_on: str | None) -> bool:
    from cxaudit.rules.finding import SEVERITIES

    least = fail_on or result.fail_on.get(finding.file) or "error"
    if least == "never":
        return False
    return SEVERITIES.index(finding.severity) <= SEVERITIES.index(least)


def finish(result: Audit, code: int) -> None:
    """End a verb with its code, saying why where there was nothing to audit."""
    if code == NOTHING:
        print(
            "cxaudit: no map, organisation or scenario among the paths: a map is a .yaml file that "
            "begins with `process:`, or a .bpmn file",
            file=sys.stderr,
        )
    raise typer.Exit(code)
