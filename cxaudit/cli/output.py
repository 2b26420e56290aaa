"""Where findings go: formats and the files they are written to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from cxaudit.formats.registry import FORMATS
from cxaudit.language.problems import nearest

if TYPE_CHECKING:
    from cxaudit.run.audit import Audit


def formats_of(names: Sequence[str]) -> list[str]:
    """The formats asked for: without any, text, or GitHub's own where its actions run us."""
    if not names:
        return ["github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"]
    for name in names:
        if name not in FORMATS:
            near = nearest(name, FORMATS)
            hint = f"did you mean {near}?" if near else f"write one of {', '.join(FORMATS)}"
            raise typer.BadParameter(f"no format is called {name!r}; {hint}")
    return list(names)


def pairs_of(formats: Sequence[str], outputs: Sequence[str]) -> list[tuple[str, str]]:
    """Each format with its file, in order; one may be left without and goes to the terminal (`-`)."""
    if len(outputs) > len(formats):
        raise typer.BadParameter("there are more --output than --format: give each file its format")
    pairs = list(zip(formats, [*outputs, *["-"] * (len(formats) - len(outputs))], strict=True))
    if sum(file == "-" for _, file in pairs) > 1:
        raise typer.BadParameter("only one format can go to the terminal: give the others --output")
    from cxaudit.run.outputs import meet

    files = [file for _, file in pairs if file != "-"]
    for number, file in enumerate(files):
        named(file)
        earlier = next((one for one in files[:number] if meet(one, file)), None)
        if earlier is not None:
            told = file if earlier == file else f"{earlier} and {file}"
            raise typer.BadParameter(f"two formats would go to one file, {told}: name two files")
    return pairs


def named(file: str) -> str:
    """The name of a file or folder to write, as an option gives it: an empty one names nothing."""
    if not file:
        raise typer.BadParameter("--output names no file: its value is empty")
    return file


def path_named(file: str) -> Path:
    """The same as a path; what an option takes as its parser."""
    return Path(named(file))


def guard(files: Iterable[str | Path], read: Iterable[Path] = ()) -> None:
    """Refuse to write over what is read, or over what people write for cxaudit."""
    from cxaudit.run.outputs import refusal

    known = list(read)
    for file in files:
        says = refusal(Path(file), known)
        if says:
            raise typer.BadParameter(f"{file} {says}: name another file for --output")


def show(result: Audit, name: str, brief: bool, score: bool) -> None:
    """Print an audit in one format."""
    if name == "text":
        from cxaudit.formats.text import print_text

        print_text(result, brief=brief)
        if score:
            from cxaudit.formats.score import score_lines

            print("\n" + "\n".join(score_lines(result.scorecard)))
        return
    sys.stdout.write(FORMATS[name](result))


def write(result: Audit, name: str, file: str, score: bool) -> None:
    """Write an audit to a file, whole or not at all."""
    text = FORMATS[name](result)
    if name == "text" and score:
        from cxaudit.formats.score import score_lines

        text += "\n" + "\n".join(score_lines(result.scorecard)) + "\n"
    from cxaudit.run.writing import write_output

    write_output(Path(file), text.encode("utf-8"))
