"""`cxaudit site`: the portal, a page for each map, each of those around it, and each rule."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import CollaborationOption, CustomerOption, asked
from cxaudit.cli.options import AsOfOption, judging
from cxaudit.cli.output import path_named
from cxaudit.cli.rendering import LanguageOption, ThemeOption, scenarios_of, theme_of
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
    from cxaudit.report.site.publish import Published
    from cxaudit.run.configuration import Wanted

WORTH_NAMING = 5  # files; of more only the number is told


@judging
def site(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="DIR",
            parser=path_named,
            help="Folder to write to; what no portal wrote there is left alone.",
        ),
    ] = Path("public"),
    theme: ThemeOption = None,
    language: LanguageOption = None,
    as_of: AsOfOption = None,
    customer: CustomerOption = None,
    collaboration: CollaborationOption = False,
    recommendations: Annotated[
        bool,
        typer.Option(
            "--recommendations/--no-recommendations",
            help="Whether the pages recommend, or find and leave the way out to others.",
        ),
    ] = True,
    *,
    by: Wanted,
) -> None:
    """Write a portal for an intranet: static pages with a search, that need no server and no network.

    There is a page for each map, role, department, party, leader, owner and rule. Addresses follow
    from the names in the files, so that links survive the next run. Pages of an earlier portal in the
    folder are replaced, those that are no longer needed are taken away.

    Exit code: 0 written, 2 something could not be audited or written, 3 no map among the paths.
    """
    from cxaudit.report.site.files import site_files
    from cxaudit.texts.catalogue import UnknownLanguage, speaking

    look = theme_of(theme)
    try:
        with speaking(language or "en"):
            result = run_audit(
                asked(paths or [], customer=customer, collaboration=collaboration), as_of, by
            )
            code = exit_code(result)
            if has_input(result):
                with Progress("laying out the portal") as progress:

                    def told(done: int, total: int) -> None:
                        progress.text = f"drawn {done} of {total} pages"

                    tried = scenarios_of(result, paths or ["."], as_of, by)
                    files = site_files(result, tried, recommendations, look, told)
                _tell(output, _published(output, files))
    except UnknownLanguage as error:
        raise typer.BadParameter(str(error)) from None
    complain(result)
    finish(result, code)


def _published(output: Path, files: dict[str, bytes]) -> Published:
    """Put the files into the folder, all of them or none."""
    from cxaudit.report.site.publish import NotPublished, publish

    try:
        return publish(output, files)
    except NotPublished as error:
        print(f"cxaudit: {error}", file=sys.stderr)
    except OSError as error:
        says = (error.strerror or str(error)).lower()
        print(f"cxaudit: {output}: cannot be written: {says}", file=sys.stderr)
    raise typer.Exit(USAGE)


def _tell(output: Path, published: Published) -> None:
    """What came of the files: where to begin, how many there are, what is gone."""
    total = len(published.written) + len(published.same)
    print(output / "index.html")
    gone = f", {len(published.removed)} taken away" if published.removed else ""
    print(f"{total} files: {len(published.written)} written, {len(published.same)} as before{gone}")
    for path in published.kept[:WORTH_NAMING]:
        typer.echo(f"cxaudit: {output / path} is no page any more, and was changed: kept", err=True)
    if len(published.kept) > WORTH_NAMING:
        more = len(published.kept) - WORTH_NAMING
        typer.echo(f"cxaudit: {more} more files were changed and kept", err=True)
