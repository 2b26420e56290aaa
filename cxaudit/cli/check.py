"""`cxaudit check`: what is wrong with the maps, and for whom."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from cxaudit.cli.asked import OnlyMapsOption, StdinFilenameOption, asked
from cxaudit.cli.fixing import fixed_audit
from cxaudit.cli.options import (
    AsOfOption,
    ConfidenceOption,
    ConfigOption,
    ExtendOption,
    IgnoreOption,
    IsolatedOption,
    PresetOption,
    RulesOption,
    SelectOption,
    wanted,
)
from cxaudit.cli.output import formats_of, pairs_of, show, write
from cxaudit.cli.shared import FOUND, NOTHING, USAGE, complain, exit_code, finish, run_audit
from cxaudit.formats.registry import ABOUT
from cxaudit.run.audit import Audit


class FailOn(StrEnum):
    """From which severity on the exit code is 1."""

    error = "error"
    warning = "warning"
    info = "info"
    never = "never"


def check(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", metavar="FORMAT", help=f"One of {', '.join(ABOUT)}."),
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
    rules: RulesOption = None,
    preset: PresetOption = None,
    select: SelectOption = None,
    extend_select: ExtendOption = None,
    ignore: IgnoreOption = None,
    min_confidence: ConfidenceOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
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
    only_maps: OnlyMapsOption = False,
    stdin_filename: StdinFilenameOption = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="One line a finding, no advice.")
    ] = False,
) -> None:
    """Check process maps and say what they do to customers.

    Several formats in one run: --format sarif --output audit.sarif --format text.

    Exit code: 0 nothing at or above --fail-on, 1 findings or a score below --fail-under,
    2 something could not be audited, 3 no map among the paths.
    """
    pairs = pairs_of(formats_of(formats or []), outputs or [])
    if unsafe_fixes and not (fix or diff):
        raise typer.BadParameter("--unsafe-fixes goes with --fix or --diff")
    if base is not None and (fix or diff):
        raise typer.BadParameter("--base does not go with --fix: check once more after it")
    by = wanted(rules, preset, select, extend_select, ignore, min_confidence, config, isolated)
    read = asked(paths or [], stdin_filename, only_maps)
    if fix or diff:
        result = fixed_audit(read, as_of, by, unsafe_fixes, diff)
    else:
        result = run_audit(read, as_of, by, base=base)
    code = exit_code(result, fail_on.value if fail_on else None)
    if not diff:
        code = _deliver(result, pairs, code, quiet, score)
    complain(result)
    finish(result, _under(result, code, fail_under))


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
