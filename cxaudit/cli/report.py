"""`cxaudit report`: the 360-degree report for people."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import CollaborationOption, CustomerOption, asked
from cxaudit.cli.audience import ForOption, check_wanted, write_sheets
from cxaudit.cli.options import (
    AsOfOption,
    judging,
)
from cxaudit.cli.output import named, path_named
from cxaudit.cli.rendering import (
    LanguageOption,
    ThemeOption,
    moments_of,
    scenarios_of,
    theme_of,
)
from cxaudit.cli.shared import (
    USAGE,
    Progress,
    complain,
    exit_code,
    finish,
    has_input,
    run_audit,
)

if TYPE_CHECKING:
    from cxaudit.report.saved import Saved
    from cxaudit.report.theme import Theme
    from cxaudit.run.configuration import Wanted


@judging
def report(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output", "-o", metavar="DIR", parser=path_named, help="Folder to write to."
        ),
    ] = Path("audit"),
    format_: Annotated[
        list[str] | None,
        typer.Option(
            "--format",
            "-f",
            metavar="FORMAT",
            help="html, md, json, csv, pdf, docx: several by commas or repeated; default: the "
            "first four.",
        ),
    ] = None,
    theme: ThemeOption = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FILE", help="A report.json: write its formats without the maps."
        ),
    ] = None,
    for_: ForOption = None,
    language: LanguageOption = None,
    trend: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="Tell how the maps stood at up to N earlier commits of git."
        ),
    ] = None,
    as_of: AsOfOption = None,
    customer: CustomerOption = None,
    collaboration: CollaborationOption = False,
    recommendations: Annotated[
        bool,
        typer.Option(
            "--recommendations/--no-recommendations",
            help="Whether the report recommends, or finds and leaves the way out to others.",
        ),
    ] = True,
    *,
    by: Wanted,
) -> None:
    """Write the 360-degree report: one offline HTML file, the same as Markdown and as data, tables for
    a spreadsheet, and the list of questions that the maps leave open. PDF and DOCX on request.

    Scenarios among the paths are shown beside today.
    """
    from cxaudit.report.write import keep
    from cxaudit.texts.catalogue import UnknownLanguage, speaking

    formats, look = _formats(format_), theme_of(theme)
    check_wanted(for_ or (), formats if format_ else ())
    if from_ is not None:
        given = [bool(paths or for_), as_of, customer, collaboration, language, trend]
        given.append(not recommendations)
        _again(from_, any(given) or by != type(by)(), output, formats, look)
        return
    try:
        spoken = speaking(language or "en")
        with spoken:
            result = run_audit(
                asked(paths or [], customer=customer, collaboration=collaboration), as_of, by
            )
            code = exit_code(result)
            if has_input(result):
                with Progress("drawing the report"):
                    tried = scenarios_of(result, paths or ["."], as_of, by)
                    if for_:
                        chosen = formats if format_ else ()
                        written = write_sheets(
                            result, for_, output, tried, recommendations, chosen, look
                        )
                    else:
                        moments = moments_of(result, paths or ["."], trend, by)
                        made = keep(result, tried, recommendations, moments)
                        written = _written(made, output, formats, look)
                for path in written:
                    print(path)
    except UnknownLanguage as error:
        raise typer.BadParameter(str(error)) from None
    complain(result)
    finish(result, code)


def _formats(given: Sequence[str] | None) -> list[str]:
    """The formats asked for, each once."""
    from cxaudit.report.write import ABOUT, USUAL

    names = [name.strip() for one in given or () for name in one.split(",")]
    for name in names:
        if name not in ABOUT:
            from cxaudit.language.problems import suggestion

            near = suggestion(name, ABOUT)
            says = f"a report has no format {name!r}{near}: use {', '.join(ABOUT)}"
            raise typer.BadParameter(says)
    return list(dict.fromkeys(names)) or list(USUAL)


def _again(name: str, more: bool, output: Path, formats: Sequence[str], theme: Theme) -> None:
    """Write the formats of a report that was kept."""
    from cxaudit.report.saved import NotRead, read_saved

    if more:
        raise typer.BadParameter(
            "--from takes a report as it was made: paths and options about maps, rules, day and "
            "language do nothing there; leave them out, or leave out --from"
        )
    try:
        whole = read_saved(Path(named(name)))
    except NotRead as error:
        print(f"cxaudit: {name}: {error.says}", file=sys.stderr)
        raise typer.Exit(USAGE) from None
    with Progress("drawing the report"):
        written = _written(whole, output, formats, theme, name)
    for path in written:
        print(path)


def _written(
    whole: Saved, output: Path, formats: Sequence[str], theme: Theme, source: str = ""
) -> list[Path]:
    """Write the files; `source` is the file that the report was read from."""
    from cxaudit.report.render import Missing
    from cxaudit.report.write import write_saved

    notes: list[str] = []
    try:
        written = write_saved(whole, output, formats, theme, notes)
        for note in notes:
            print(f"cxaudit: {note}", file=sys.stderr)
        return written
    except Missing as error:
        print(f"cxaudit: {error}", file=sys.stderr)
    except OSError as error:
        print(f"cxaudit: {output}: cannot be written: {error.strerror}", file=sys.stderr)
    except Exception as error:
        if not source:
            raise
        # Whatever a forged file makes fail is the file's fault, and no reason for a traceback.
        says = f"is not as cxaudit writes it, and cannot be drawn ({type(error).__name__})"
        print(f"cxaudit: {source}: {says}", file=sys.stderr)
    raise typer.Exit(USAGE)
