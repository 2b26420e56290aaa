"""`cxaudit draw`: a map, or the people around it, as a picture."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cxaudit.cli.asked import StdinFilenameOption, asked
from cxaudit.cli.options import AsOfOption, ConfigOption, IsolatedOption, wanted
from cxaudit.cli.output import named
from cxaudit.cli.rendering import LanguageOption
from cxaudit.cli.shared import NOTHING, USAGE, Progress, complain, exit_code, finish, run_audit
from cxaudit.run.there import is_folder

if TYPE_CHECKING:
    from cxaudit.report.drawings.pictures import Picture

STANDARD_OUTPUT = "-"


class What(StrEnum):
    """What is drawn."""

    blueprint = "blueprint"
    graph = "graph"
    spine = "spine"
    influence = "influence"


class Format(StrEnum):
    """The kind of file."""

    svg = "svg"
    png = "png"
    pdf = "pdf"
    mermaid = "mermaid"
    dot = "dot"


class Theme(StrEnum):
    """Colours."""

    light = "light"
    dark = "dark"


class Width(StrEnum):
    """The form of a blueprint."""

    wide = "wide"
    narrow = "narrow"
    wall = "wall"


def draw(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    what: Annotated[
        What,
        typer.Option(
            "--as",
            help="The service blueprint, the free-form graph, who stands for each change, or who "
            "influences whom.",
        ),
    ] = What.blueprint,
    format_: Annotated[
        Format | None,
        typer.Option("--format", "-f", help="Default: by the ending of the output, else svg."),
    ] = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            parser=named,
            help="File for one picture, folder for several, or - for standard output.",
        ),
    ] = None,
    request: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TYPE",
            help="Only this request type; several stand under each other, `each` means all of them.",
        ),
    ] = None,
    theme: Annotated[Theme, typer.Option(help="Colours on light or on dark ground.")] = Theme.light,
    width: Annotated[
        Width,
        typer.Option(
            help="A blueprint for a page, for a phone, or for a wall (a sheet like A0 landscape)."
        ),
    ] = Width.wide,
    language: LanguageOption = None,
    as_of: AsOfOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
    stdin_filename: StdinFilenameOption = None,
) -> None:
    """Draw maps: one picture a map, the same bytes each time.

    Without --output, a picture in text (svg, mermaid, dot) goes to the terminal. A graph, a spine and
    an influence picture are laid out by Graphviz; PNG needs `cxaudit[png]`, PDF `cxaudit[pdf]`.

    Exit code: 0 drawn, 2 something was not drawn, 3 no map among the paths.
    """
    form = _format(format_, what, output)
    requests = tuple(request or ())
    if requests and what in (What.spine, What.influence):
        raise typer.BadParameter(f"--request goes with a map, not with --as {what.value}")
    from cxaudit.report.drawings.pictures import Order, pictures
    from cxaudit.texts.catalogue import UnknownLanguage, speaking

    try:
        spoken = speaking(language or "en")
        # What is laid out speaks too, so that the language lasts until the files are written.
        with spoken:
            result = run_audit(
                asked(paths or [], stdin_filename), as_of, wanted(config=config, isolated=isolated)
            )
            code = exit_code(result)
            found = pictures(result, Order(what.value, width.value, requests))
            for failure in [*found.failures, *found.remarks]:
                print(f"cxaudit: {failure.path}: {failure.says}", file=sys.stderr)
            if found.failures:
                code = USAGE
            if found.drawn and not _drawn(found.drawn, form, theme, output, paths or ["."]):
                code = USAGE
    except UnknownLanguage as error:
        raise typer.BadParameter(str(error)) from None
    complain(result)
    if code == NOTHING and found.drawn:
        code = 0
    finish(result, code)


def _format(given: Format | None, what: What, output: str | None) -> Format:
    """The format asked for, by its name or by the ending of the output."""
    from cxaudit.report.drawings.files import DRAWN_ONLY, ENDINGS, MORE_ENDINGS, TEXTS

    by_ending = {ending: name for name, ending in ENDINGS.items()} | MORE_ENDINGS
    ending = Path(output).suffix.lower() if output else ""
    named = by_ending.get(ending)
    form = given or Format(named or "svg")
    if output and ending and not is_folder(output) and named != form.value:
        told = f"{output} is not named like {_a(form)}: "
        way = f"write -o {Path(output).with_suffix(ENDINGS[form.value])}"
        raise typer.BadParameter(told + (f"{way}, or --format {named}" if named else way))
    if what is What.blueprint and form.value not in DRAWN_ONLY:
        says = f"a blueprint has no {form.value} form, because both lay out the drawing themselves"
        raise typer.BadParameter(f"{says}: add --as graph, or write svg, png or pdf")
    if output is None and form.value not in TEXTS:
        raise typer.BadParameter(f"{_a(form)} does not go to a terminal: name a file with -o")
    return form


def _a(form: Format) -> str:
    return {"svg": "an SVG", "mermaid": "a Mermaid text", "dot": "a dot text"}.get(
        form.value, f"a {form.value.upper()}"
    )


def _drawn(
    pictures: list[Picture], form: Format, theme: Theme, output: str | None, paths: list[str]
) -> bool:
    """Make every file, then write them; whether all went well."""
    from cxaudit.report.drawings.files import file_of
    from cxaudit.report.drawings.graphviz import Failed
    from cxaudit.report.render import Missing

    places = _places(pictures, form, output, paths)
    files: list[tuple[Path | None, bytes]] = []
    whole = True
    with Progress("drawing"):
        for picture, place in zip(pictures, places, strict=True):
            try:
                files.append((place, file_of(picture, form.value, theme.value)))
            except Missing as error:
                print(f"cxaudit: {error}", file=sys.stderr)
                return False
            except Failed as error:
                print(f"cxaudit: {picture.source}: {error}", file=sys.stderr)
                whole = False
    return _written(files) and whole


def _places(
    pictures: list[Picture], form: Format, output: str | None, paths: list[str]
) -> list[Path | None]:
    """A file for each picture; None is standard output."""
    from cxaudit.report.drawings.files import ENDINGS
    from cxaudit.report.drawings.pictures import place_of

    count = len(pictures)
    if output is None or output == STANDARD_OUTPUT:
        if count > 1:
            raise typer.BadParameter(
                f"{count} pictures do not go to a terminal: name a folder with -o"
            )
        return [None]
    target = Path(output)
    if target.suffix and not is_folder(target):
        if count > 1:
            raise typer.BadParameter(
                f"{count} pictures do not fit into the one file {output}: name a folder"
            )
        return [target]
    taken: set[str] = set()
    places: list[Path | None] = []
    for picture in pictures:
        place = place_of(picture.source, picture.name, ENDINGS[form.value], paths)
        number = 2
        while str(place).lower() in taken:
            place = place_of(picture.source, f"{picture.name}-{number}", ENDINGS[form.value], paths)
            number += 1
        taken.add(str(place).lower())
        places.append(target / place)
    return places


def _written(files: list[tuple[Path | None, bytes]]) -> bool:
    from cxaudit.run.writing import write_whole

    for path, data in files:
        if path is None:
            sys.stdout.buffer.write(data)
            continue
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, data)
        except OSError as error:
            says = (error.strerror or str(error)).lower()
            print(f"cxaudit: {path}: cannot be written: {says}", file=sys.stderr)
            return False
        print(path)
    return True
