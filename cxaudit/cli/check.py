"""`cxaudit check`: what is wrong with the maps, and for whom."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import (
    STANDARD_INPUT,
    CollaborationOption,
    CustomerOption,
    OnlyMapsOption,
    StdinFilenameOption,
    asked,
)
from cxaudit.cli.cluster import SchedulerOption, Wide, check_widely
from cxaudit.cli.colour import ColorOption, When
from cxaudit.cli.completion import format_words
from cxaudit.cli.fast import Kept, kept_for
from cxaudit.cli.options import (
    AsOfOption,
    judging,
)
from cxaudit.cli.output import formats_of, guard, pairs_of, show, write
from cxaudit.cli.shared import FOUND, NOTHING, USAGE, complain, exit_code, finish, run_audit
from cxaudit.cli.speed import CacheDirOption, JobsOption, NoCacheOption, audit_fast
from cxaudit.formats.registry import ABOUT

if TYPE_CHECKING:
    from cxaudit.run.audit import Audit
    from cxaudit.run.configuration import Wanted


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


@judging
def check(
    context: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help=f"One of {', '.join(ABOUT)}.",
            autocompletion=format_words,
        ),
    ] = None,
    outputs: Annotated[
        list[str] | None,
        typer.Option(
            "--output", "-o", metavar="FILE", help="Write the format named before it here."
        ),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            help="Exit with 1 from this severity on; default: the configuration's, else error."
        ),
    ] = None,
    as_of: AsOfOption = None,
    base: Annotated[
        str | None,
        typer.Option(
            metavar="REVISION", help="Hold maps against a revision of git, its history too."
        ),
    ] = None,
    fix: Annotated[
        bool, typer.Option("--fix", help="Mend what can be mended for certain, then check.")
    ] = False,
    unsafe_fixes: Annotated[
        bool,
        typer.Option(
            "--unsafe-fixes", help="With --fix or --diff: what is only likely meant, too."
        ),
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Show what --fix would change, and write nothing.")
    ] = False,
    score: Annotated[
        bool, typer.Option("--score", help="Show the scorecard below the findings.")
    ] = False,
    fail_under: Annotated[
        float | None,
        typer.Option(min=0, max=100, metavar="SCORE", help="Exit with 1 below this overall score."),
    ] = None,
    baseline: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Hold findings against this baseline, not the nearest."),
    ] = None,
    no_baseline: Annotated[
        bool, typer.Option("--no-baseline", help="Hold them against none.")
    ] = False,
    allow_vanished: Annotated[
        bool,
        typer.Option("--allow-vanished", help="Do not fail for entries that have vanished."),
    ] = False,
    only_maps: OnlyMapsOption = False,
    stdin_filename: StdinFilenameOption = None,
    customer: CustomerOption = None,
    collaboration: CollaborationOption = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Check again whenever something changes.")
    ] = False,
    jobs: JobsOption = 0,
    no_cache: NoCacheOption = False,
    cache_dir: CacheDirOption = None,
    scheduler: SchedulerOption = None,
    color: ColorOption = When.auto,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="One line a finding, no advice.")
    ] = False,
    *,
    by: Wanted,
) -> None:
    """Check process maps and say what they do to customers.

    Several formats in one run: --format sarif --output audit.sarif --format text.

    On a cluster: --scheduler tcp://localhost:8786 --format parquet --output results.

    Exit code: 0 nothing at or above --fail-on, 1 findings, entries that vanished from a baseline, or
    a score below --fail-under, 2 something could not be audited, 3 no map among the paths.
    """
    if unsafe_fixes and not (fix or diff):
        raise typer.BadParameter("--unsafe-fixes goes with --fix or --diff")
    if base is not None and (fix or diff):
        raise typer.BadParameter("--base does not go with --fix: check once more after it")
    if watch and (fix or diff):
        raise typer.BadParameter("--watch does not go with --fix or --diff")
    if STANDARD_INPUT in (paths or []) and (watch or fix or diff or base is not None):
        raise typer.BadParameter(
            "standard input (-) does not go with --watch, --fix, --diff or --base"
        )
    if no_baseline and baseline is not None:
        raise typer.BadParameter("--baseline names a baseline and --no-baseline wants none")
    if scheduler is not None:
        check_widely(_wide(context, by))
    kept = None
    if not (watch or fix or diff or base is not None or STANDARD_INPUT in (paths or [])):
        kept = kept_for(context.params, no_cache, cache_dir)
    known = kept.recall() if kept is not None else None
    if known is not None:
        raise typer.Exit(known)
    run = _Run(
        paths=paths or [],
        pairs=pairs_of(formats_of(formats or []), outputs or []),
        by=by,
        fail_on=fail_on.value if fail_on else None,
        as_of=as_of,
        base=base,
        fix=fix or diff,
        unsafe=unsafe_fixes,
        diff=diff,
        baseline=None if no_baseline else Held(baseline, allow_vanished),
        score=score,
        fail_under=fail_under,
        only_maps=only_maps,
        stdin_filename=stdin_filename,
        customer=customer,
        collaboration=collaboration,
        quiet=quiet,
        kept=kept,
        jobs=jobs,
    )
    if watch:
        _watch(run, [baseline] if baseline else [])
        return
    result, code = run.once() if kept is None else _kept(run, kept)
    if only_maps and code == NOTHING:
        raise typer.Exit
    finish(result, code)


_NOT_WIDE = (
    "base", "fix", "unsafe_fixes", "diff", "score", "fail_under", "baseline", "allow_vanished",
    "stdin_filename", "watch", "jobs", "cache_dir",
)  # fmt: skip


def _wide(context: typer.Context, by: Wanted) -> Wide:
    """What is asked of a cluster."""
    given = context.params
    fail_on = given["fail_on"]
    return Wide(
        scheduler=given["scheduler"],
        paths=given["paths"] or [],
        formats=given["formats"] or [],
        outputs=given["outputs"] or [],
        by=by,
        fail_on=fail_on.value if fail_on else None,
        as_of=given["as_of"],
        no_baseline=given["no_baseline"],
        only_maps=given["only_maps"],
        customer=given["customer"],
        collaboration=given["collaboration"],
        other={"--" + name.replace("_", "-"): given[name] for name in _NOT_WIDE},
    )


@dataclass(frozen=True, slots=True)
class Held:
    """The baseline to hold findings against: its file, where one is named; and whether what has
    vanished from it is fine."""

    file: str | None
    allow_vanished: bool


@dataclass(frozen=True, slots=True)
class _Run:
    """What is asked for, once its options are known to go together."""

    paths: list[str]
    pairs: Sequence[tuple[str, str]]
    by: Wanted
    fail_on: str | None
    as_of: str | None
    base: str | None
    fix: bool
    unsafe: bool
    diff: bool
    baseline: Held | None
    score: bool
    fail_under: float | None
    only_maps: bool
    stdin_filename: str | None
    customer: str | None
    collaboration: bool
    quiet: bool
    kept: Kept | None
    jobs: int

    def once(self) -> tuple[Audit, int]:
        """Check, show and write; the audit and the exit code."""
        from cxaudit.cli.holding import hold_against

        read = asked(
            self.paths, self.stdin_filename, self.only_maps, self.customer, self.collaboration
        )
        named = [self.by.configuration, self.baseline.file if self.baseline else "", *self.by.packs]
        known = [*read.found.files, *(Path(file) for file in named if file)]
        guard((file for _, file in self.pairs if file != "-"), known)
        if self.fix:
            from cxaudit.cli.fixing import fixed_audit

            result = fixed_audit(read, self.as_of, self.by, self.unsafe, self.diff)
        elif self.base is not None:
            result = run_audit(read, self.as_of, self.by, base=self.base)
        else:
            result = audit_fast(read, self.as_of, self.by, self.kept, self.jobs)
        vanished = False
        if self.baseline is not None:
            file, allowed = self.baseline.file, self.baseline.allow_vanished
            vanished = hold_against(result, read.places, file, result.baselines, allowed)
        code = exit_code(result, self.fail_on)
        code = FOUND if vanished and not code else code
        if not self.diff:
            code = _deliver(result, self.pairs, code, self.quiet, self.score)
        complain(result)
        return result, _under(result, code, self.fail_under)


def _kept(run: _Run, kept: Kept) -> tuple[Audit, int]:
    """Check, and keep the answer for the next time."""
    with kept.listening() as tape:
        result, code = run.once()
    if run.baseline is not None:
        tape.rests_on(result, run.paths or ["."], run.baseline.file)
    kept.keep(tape, code, [file for _, file in run.pairs if file != "-"])
    return result, code


def _watch(run: _Run, also: Sequence[str]) -> None:
    """Check whenever something changes, until Ctrl-C."""
    from cxaudit.cli.watch import watch

    watch(run.paths, lambda: len(run.once()[0].open_findings), run.by, also)


def _deliver(
    result: Audit, pairs: Sequence[tuple[str, str]], code: int, brief: bool, score: bool
) -> int:
    """Show and write an audit in every format asked for; the exit code."""
    for name, file in pairs:
        if file != "-":
            try:
                write(result, name, file, score)
            except OSError as error:
                print(f"cxaudit: {file}: cannot be written: {error.strerror}", file=sys.stderr)
                code = USAGE
        elif code != NOTHING or name != "text":
            show(result, name, brief, score)
    return code


def _under(result: Audit, code: int, least: float | None) -> int:
    """The exit code where a score is asked for: what failed and what was missing come first."""
    if least is None or code in (USAGE, NOTHING):
        return code
    card = result.scorecard
    if card.score is not None and card.score >= least:
        return code
    told = (
        f"the overall score is {card.score:.1f}" if card.score is not None else "there is no score"
    )
    print(f"cxaudit: {told}; --fail-under asks for {least:g}", file=sys.stderr)
    return FOUND
