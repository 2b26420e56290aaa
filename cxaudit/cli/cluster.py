"""`cxaudit check --scheduler`: the same check, done by the workers of a cluster."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import STANDARD_INPUT, Asked, asked
from cxaudit.cli.output import guard, named
from cxaudit.cli.shared import FOUND, NOTHING, USAGE, Progress, broken_packs, day, finish, told

if TYPE_CHECKING:
    from cxaudit.run.cluster.order import Order
    from cxaudit.run.cluster.results import Summary
    from cxaudit.run.cluster.run import Run
    from cxaudit.run.configuration import Wanted
    from cxaudit.run.discover import Failure
    from cxaudit.run.projects import Projects

INTERRUPTED = 130
MOST_TOLD = 20  # failures that are told one by one

SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Have it done by the workers of a dask cluster, tcp://HOST:PORT; -o DIR takes the "
        "results, as jsonl or parquet.",
    ),
]


@dataclass(frozen=True, slots=True)
class Wide:
    """A check on a cluster, as it was asked for. `formats` and `outputs` are those of the command
    line, `other` its other options by name, which do not go with it where they say something."""

    scheduler: str
    paths: Sequence[str]
    formats: Sequence[str]
    outputs: Sequence[str]
    by: Wanted
    fail_on: str | None
    as_of: str | None
    no_baseline: bool
    only_maps: bool
    customer: str | None
    collaboration: bool
    other: Mapping[str, object]


def check_widely(wide: Wide) -> None:
    """Check on a cluster and end with the exit code of a check."""
    import datetime

    folder, form = _target(wide)
    read = asked(wide.paths, None, wide.only_maps, wide.customer, wide.collaboration)
    guard([folder], read.found.files)
    from cxaudit.formats.jsonl import lines
    from cxaudit.run.audit import Audit
    from cxaudit.run.cluster.order import order_for
    from cxaudit.run.cluster.results import Missing, Unwritten
    from cxaudit.run.cluster.run import Lost, Unreachable

    today = day(wide.as_of) or datetime.datetime.now(datetime.UTC).date()
    with broken_packs():
        order, projects = order_for(read.found, wide.by, Path(read.places[0]), today, lines)
    _without_baseline(wide, read, projects)
    code = USAGE
    try:
        code = _carried_out(wide, folder, form, read, order, projects)
    except (Missing, Unreachable, Unwritten) as error:
        print(f"cxaudit: {error}", file=sys.stderr)
    except (Lost, OSError) as error:
        print(f"cxaudit: {error}; {_kept(folder)}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"cxaudit: interrupted; {_kept(folder)}", file=sys.stderr)
        sys.exit(INTERRUPTED)
    if wide.only_maps and code == NOTHING:
        raise typer.Exit
    finish(Audit(), code)


def _carried_out(
    wide: Wide, folder: Path, form: str, read: Asked, order: Order, projects: Projects
) -> int:
    """Do what of it is not done yet; the exit code."""
    import logging

    from cxaudit.run.cluster.batches import batches_of
    from cxaudit.run.cluster.results import Parts, Summary
    from cxaudit.run.cluster.run import Run, cluster_at

    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told by us
    parts = Parts(folder, form)
    run = Run(order, parts, Summary(order.as_of.isoformat()))
    with Progress("reaching the cluster") as progress, cluster_at(wide.scheduler) as client:
        run.progress = progress
        parts.begin()
        batches = batches_of(read.found, projects.configuration)
        waiting = run.waiting(batches)
        run.carry_out(waiting, client)
        run.finish([*read.found.failures, *projects.failures])
    _complain([*read.found.failures, *projects.failures, *run.failures], run.summary)
    _tell(run, folder)
    return _code(run.summary, wide.fail_on)


def _target(wide: Wide) -> tuple[Path, str]:
    """The folder for the results and their format. Raises `typer.BadParameter` for what does not go
    with a cluster."""
    from cxaudit.language.problems import nearest
    from cxaudit.run.cluster.results import FORMATS

    for option, value in wide.other.items():
        if value:
            raise typer.BadParameter(f"{option} does not go with --scheduler")
    if STANDARD_INPUT in wide.paths:
        raise typer.BadParameter("standard input (-) does not go with --scheduler")
    if len(wide.formats) > 1:
        raise typer.BadParameter("--scheduler writes one format: jsonl or parquet")
    form = wide.formats[0] if wide.formats else FORMATS[0]
    if form not in FORMATS:
        near = nearest(form, FORMATS)
        hint = f"; did you mean {near}?" if near else ""
        raise typer.BadParameter(f"--scheduler writes jsonl or parquet, not {form!r}{hint}")
    if len(wide.outputs) != 1:
        raise typer.BadParameter("--scheduler needs one folder for the results: -o DIR")
    folder = Path(named(wide.outputs[0]))
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"--output {folder} is a file: --scheduler needs a folder")
    return folder, form


def _without_baseline(wide: Wide, read: Asked, projects: Projects) -> None:
    """Refuse to leave a baseline out in silence."""
    if wide.no_baseline:
        return
    from cxaudit.run.baseline import place_of

    folders = {path.parent: path for path in read.found.files}
    for path in [*folders.values(), *map(Path, read.places)]:
        place = place_of([str(path)], None, projects.book(path).settings.baseline)
        if place.asked or place.there:
            raise typer.BadParameter(
                f"{place.shown} would count here, and --scheduler holds findings against no "
                "baseline: write --no-baseline to have all of them"
            )


def _complain(failures: Sequence[Failure], summary: Summary) -> None:
    """Tell what could not be audited."""
    for failure in failures[:MOST_TOLD]:
        print(f"cxaudit: {told(failure)}", file=sys.stderr)
    more = summary.total.failures + summary.total.crashes - min(len(failures), MOST_TOLD)
    if more > 0:
        print(f"cxaudit: {more} more failures are among the results", file=sys.stderr)


def _tell(run: Run, folder: Path) -> None:
    """Sum a run up on one line."""
    from cxaudit.formats.summary import counted
    from cxaudit.formats.summary import told as in_words

    summary = run.summary
    found = in_words(summary.total.severities) or "no findings"
    batches = counted(summary.batches + summary.known, "part")
    known = f", {summary.known} of them from earlier" if summary.known else ""
    maps = counted(summary.total.maps, "map")
    print(f"cxaudit: {found} in {maps}; {batches}{known} in {folder}", file=sys.stderr)


def _kept(folder: Path) -> str:
    return f"the parts that were finished are kept in {folder}: the same command goes on there"


def _code(summary: Summary, fail_on: str | None) -> int:
    """The exit code, as `check` has it."""
    if summary.total.failures or summary.total.crashes:
        return USAGE
    if not summary.total.inputs:
        return NOTHING
    return FOUND if summary.fails(fail_on) else 0
