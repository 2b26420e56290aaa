"""`cxaudit baseline`: what is known may stay, with a reason and a day; a check fails on what is new."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cxaudit.cli.asked import asked
from cxaudit.cli.holding import MOST_TOLD, where
from cxaudit.cli.options import (
    AsOfOption,
    judging,
)
from cxaudit.cli.shared import (
    NOTHING,
    USAGE,
    chosen_rules,
    complain,
    day,
    exit_code,
    finish,
    run_audit,
)

if TYPE_CHECKING:
    from cxaudit.rules.baseline.entries import Baseline
    from cxaudit.rules.baseline.renewing import Decision
    from cxaudit.run.audit import Audit
    from cxaudit.run.baseline import Opened, Place
    from cxaudit.run.configuration import Wanted

baseline = typer.Typer(
    help="Hold what is known today, so that `cxaudit check` fails on new findings only.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How a baseline is shown."""

    text = "text"
    json = "json"


PathsArgument = Annotated[
    list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
]
FileOption = Annotated[
    str | None,
    typer.Option(
        "--file", metavar="FILE", help="The baseline; default: cxaudit-baseline.yaml in the root."
    ),
]
ReasonOption = Annotated[
    str | None, typer.Option(metavar="TEXT", help="Why new findings may stay.")
]
UntilOption = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The last day on which they may stay (YYYY-MM-DD)."),
]
DiffOption = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]


@baseline.command(
    epilog='Example: cxaudit baseline create process_maps/ --reason "known before the first audit"'
)
@judging
def create(
    paths: PathsArgument = None,
    reason: ReasonOption = None,
    until: UntilOption = None,
    file: FileOption = None,
    as_of: AsOfOption = None,
    diff: DiffOption = False,
    *,
    by: Wanted,
) -> None:
    """Begin a baseline with every finding of today.

    Findings of mandatory rules are left out: what cannot be read must be mended. A baseline that is
    there is not touched. Exit code: 0 done, 2 nothing written, 3 no map among the paths.
    """
    from cxaudit.change.baseline import text_of
    from cxaudit.rules.baseline.renewing import begun
    from cxaudit.run.baseline import seen_in

    named = paths or ["."]
    decision = _decision(reason, until, as_of)
    if decision is None:
        raise typer.BadParameter("say why these findings may stay: --reason TEXT")
    place = _place(named, file, by)
    if place.there:
        _refuse(f"{place.shown} is there already: `cxaudit baseline update` brings it up to date")
    result = _audited(named, as_of, by)
    seen = seen_in(result, place.root, _files(result, place))
    new = begun(place.shown, seen, decision, _mandatory(result))
    _tell_mandatory(result)
    if not new.sections:
        print("cxaudit: no finding to hold: nothing was written", file=sys.stderr)
        return
    _write(place, "", _text(lambda: text_of(new)), diff)
    held = "would hold" if diff else "holds"
    print(f"{place.shown}: {held} {_sum(new)}", file=sys.stderr)


@baseline.command(
    epilog='Example: cxaudit baseline update process_maps/ --reason "waits for the new ERP"'
)
@judging
def update(
    paths: PathsArgument = None,
    reason: ReasonOption = None,
    until: UntilOption = None,
    file: FileOption = None,
    as_of: AsOfOption = None,
    diff: DiffOption = False,
    *,
    by: Wanted,
) -> None:
    """Bring a baseline up to date: new findings in, vanished ones out.

    Entries that stay keep their reasons, days and comments. Where anything is new, or has expired,
    --reason says why it may stay. Only maps among the paths are looked at.
    """
    from cxaudit.rules.baseline.renewing import Decision, undecided, updated

    decision = _decision(reason, until, as_of)
    result, opened = _opened(paths or ["."], file, as_of, by)
    mandatory = _mandatory(result)
    fresh = undecided(opened.held, mandatory)
    if fresh and decision is None:
        for finding in fresh[:MOST_TOLD]:
            print(f"  {finding.code} on {where(finding.path, finding.map)}", file=sys.stderr)
        more = f", {MOST_TOLD} of them above" if len(fresh) > MOST_TOLD else ""
        found = "1 finding is new" if len(fresh) == 1 else f"{len(fresh)} findings are new{more}"
        _refuse(f"{found}: --reason TEXT says why what is new may stay")
    new = updated(opened.baseline, opened.held, decision or Decision("", result.as_of), mandatory)
    _tell_mandatory(result)
    _change(opened, new, len(fresh), diff)


@baseline.command(epilog="Example: cxaudit baseline prune process_maps/ --diff")
@judging
def prune(
    paths: PathsArgument = None,
    file: FileOption = None,
    as_of: AsOfOption = None,
    diff: DiffOption = False,
    *,
    by: Wanted,
) -> None:
    """Take out what has vanished, and nothing else. Only maps among the paths are looked at."""
    from cxaudit.rules.baseline.renewing import pruned

    _, opened = _opened(paths or ["."], file, as_of, by)
    _change(opened, pruned(opened.baseline, opened.held), 0, diff)


@baseline.command(epilog="Example: cxaudit baseline show process_maps/")
@judging
def show(
    paths: PathsArgument = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How it is shown.")
    ] = Format.text,
    file: FileOption = None,
    as_of: AsOfOption = None,
    *,
    by: Wanted,
) -> None:
    """Show what a baseline holds, map by map: how old it is, what has vanished or expired."""
    from cxaudit.formats.baseline import baseline_json, baseline_text

    result, opened = _opened(paths or ["."], file, as_of, by)
    told = baseline_json if format_ is Format.json else baseline_text
    sys.stdout.write(told(opened.baseline, opened.held, result.as_of))


def _audited(paths: Sequence[str], as_of: str | None, by: Wanted) -> Audit:
    """The audit that a baseline is made from; a part of one is not enough."""
    result = run_audit(asked(paths), as_of, by)
    code = exit_code(result, "never")
    complain(result)
    if code == USAGE:
        _refuse("not everything could be audited: the baseline was left alone")
    if code == NOTHING:
        finish(result, code)
    return result


def _place(paths: Sequence[str], file: str | None, by: Wanted) -> Place:
    """Where the baseline of some paths is, or is to be."""
    from cxaudit.run.baseline import place_of

    if file is not None:
        return place_of(paths, file)
    return place_of(paths, None, chosen_rules(by, paths).settings.baseline)


def _opened(
    paths: Sequence[str], file: str | None, as_of: str | None, by: Wanted
) -> tuple[Audit, Opened]:
    """An audit, and the baseline that is there beside it."""
    from cxaudit.run.baseline import open_beside
    from cxaudit.run.configuration import failures_of

    place = _place(paths, file, by)
    if not place.there:
        _refuse(f"there is no {place.shown}: `cxaudit baseline create --reason TEXT` begins it")
    result = _audited(paths, as_of, by)
    opened = open_beside(result, place, paths, _files(result, place))
    if isinstance(opened, list):
        for failure in failures_of(opened):
            print(f"cxaudit: {failure}", file=sys.stderr)
        raise typer.Exit(USAGE)
    return result, opened


def _files(result: Audit, place: Place) -> frozenset[str]:
    """The files that a baseline is about; tells of those that have another."""
    from cxaudit.run.baseline import files_of

    found = files_of(result, place)
    others = sorted({f.file for f in result.open_findings} - found)
    if others:
        more = f" and {len(others) - 1} more" if len(others) > 1 else ""
        print(
            f"cxaudit: {others[0]}{more} left out: it belongs to another baseline or project",
            file=sys.stderr,
        )
    return found


def _decision(reason: str | None, until: str | None, as_of: str | None) -> Decision | None:
    """Why findings may stay and until when; None where no reason is given."""
    from cxaudit.rules.baseline.renewing import Decision
    from cxaudit.rules.reading import MOST_SENTENCE

    today = day(as_of) or datetime.datetime.now(datetime.UTC).date()
    end = day(until)
    if reason is None:
        if end is not None:
            raise typer.BadParameter("--until goes with --reason TEXT")
        return None
    text = " ".join(reason.split())
    if not text or len(text) > MOST_SENTENCE:
        raise typer.BadParameter(f"a reason has 1 to {MOST_SENTENCE:,} characters")
    if end is not None and end < today:
        raise typer.BadParameter(f"--until {end} is over already on {today}")
    return Decision(text, today, end)


def _mandatory(result: Audit) -> set[str]:
    return {code for code, rule in result.rules.items() if rule.mandatory}


def _tell_mandatory(result: Audit) -> None:
    """Tell what no baseline holds."""
    codes = [f.code for f in result.open_findings if f.code in _mandatory(result)]
    if codes:
        named = ", ".join(sorted(set(codes)))
        found = "1 finding" if len(codes) == 1 else f"{len(codes)} findings"
        print(
            f"cxaudit: {found} of {named} cannot be held by a baseline: mend first", file=sys.stderr
        )


def _sum(held: Baseline) -> str:
    findings = "1 finding" if held.findings == 1 else f"{held.findings} findings"
    maps = "1 map" if len(held.sections) == 1 else f"{len(held.sections)} maps"
    return f"{findings} in {maps}"


def _change(opened: Opened, new: Baseline, added: int, diff: bool) -> None:
    """Write what a baseline is to hold, where that is another thing, and tell what changed."""
    from cxaudit.change.baseline import edited

    after = opened.text
    if new != opened.baseline:
        after = _text(lambda: edited(opened.text, opened.baseline, new, opened.rules))
    _write(opened.place, opened.text, after, diff)
    gone = sum(fate.short for fate in opened.held.vanished)
    told = [f"{added} added"] if added else []
    told += [f"{gone} removed"] if gone else []
    told = told or ["changed" if after != opened.text else "nothing to change"]
    held = "would hold" if diff else "holds"
    print(f"{opened.place.shown}: {', '.join(told)}; it {held} {_sum(new)}", file=sys.stderr)


def _text(made: Callable[[], str]) -> str:
    from cxaudit.change.layout.tokens import CannotLayOut

    try:
        return made()
    except CannotLayOut as error:
        _refuse(f"the baseline cannot be written: {error.says}")


def _write(place: Place, before: str, after: str, diff: bool) -> None:
    """Write a baseline whole, or show what would change."""
    from cxaudit.language.nodes import decode
    from cxaudit.run.writing import NotWritten, replace_file, unified_diff, write_whole

    if diff:
        sys.stdout.write(unified_diff(place.shown, before.encode(), after.encode()))
        return
    try:
        if not place.there:
            write_whole(place.path, after.encode())
        elif after != before:
            data = place.path.read_bytes()
            if decode(data) != before:
                raise NotWritten("was changed by somebody else meanwhile: it is left as it is")
            replace_file(place.path, data, after.encode())
    except NotWritten as error:
        _refuse(f"{place.shown}: {error.says}")
    except OSError as error:
        _refuse(f"{place.shown}: cannot be written: {(error.strerror or str(error)).lower()}")


def _refuse(says: str) -> NoReturn:
    print(f"cxaudit: {says}", file=sys.stderr)
    raise typer.Exit(USAGE)
