"""`cxaudit rule`: what a rule flags and what to do instead; how one's own begin and are tested."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cxaudit.cli.completion import rule_words
from cxaudit.cli.options import wanted
from cxaudit.cli.shared import FOUND, USAGE, chosen_rules


class Format(StrEnum):
    """How rules are shown."""

    text = "text"
    json = "json"


def rule(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE | test PACK | new CODE NAME | docs",
            help="Codes or names, such as SO204; or a verb and what it takes.",
            autocompletion=rule_words,
        ),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="List every rule.")] = False,
    rules: Annotated[
        list[str] | None,
        typer.Option(metavar="PATH", help="A rule pack, or a folder of packs, to know as well."),
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How rules are shown.")
    ] = Format.text,
    judges: Annotated[
        str | None, typer.Option(metavar="JUDGE", help="With `new`: what the rule looks at.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="With `new`: the file; default NAME.yaml. With `docs`: the folder.",
        ),
    ] = None,
) -> None:
    """Explain a rule: what it flags, why it matters to a customer, an example, what to do instead.

    `rule test PACK...` runs the examples of packs, each by itself. Exit code: 0 all hold, 1 some do
    not, 2 a pack does not load. `rule new CODE NAME` writes a pack to begin with. `rule docs -o DIR`
    writes a page with pictures for every rule, those of --rules too.
    """
    verb, *rest = words or [""]
    if verb != "new" and judges is not None:
        raise typer.BadParameter("--judges is to go with `rule new CODE NAME`")
    if verb not in ("new", "docs") and output is not None:
        raise typer.BadParameter("--output is to go with `rule new CODE NAME` or `rule docs`")
    if verb in ("new", "test") and (all_ or rules):
        raise typer.BadParameter(f"--all and --rules do not go with `rule {verb}`")
    if verb == "test":
        _test(rest, format_)
    elif verb == "new":
        _new(rest, judges or "step", output)
    elif verb == "docs":
        _docs(rules or [], output)
    else:
        _show([] if all_ else words or [], rules or [], format_)


def _show(words: Sequence[str], packs: Sequence[str], format_: Format) -> None:
    """Explain some rules; list all where none is named."""
    from cxaudit.formats.rules import rule_list, rule_text, rules_json
    from cxaudit.language.problems import nearest

    book = chosen_rules(wanted(packs))
    known = book.every
    names = {found.name: found for found in known.values()}
    chosen = [known.get(word.upper()) or names.get(word) for word in words]
    missing = [word for word, found in zip(words, chosen, strict=True) if found is None]
    told = [found for found in chosen if found is not None]
    if format_ is Format.json:
        sys.stdout.write(rules_json(told if words else known.values()))
    else:
        sys.stdout.write("\n\n".join(map(rule_text, told)) if words else rule_list(known))
    for word in missing:
        near = nearest(word.upper(), known) or nearest(word, names)
        hint = f"; did you mean {near}?" if near else "; `cxaudit rule --all` lists them"
        typer.echo(f"cxaudit: no rule is called {word}{hint}", err=True)
    for failure in book.failures:
        typer.echo(f"cxaudit: {failure}", err=True)
    if missing or book.failures:
        raise typer.Exit(USAGE)


def _docs(packs: Sequence[str], output: Path | None) -> None:
    """Write the pages of all rules."""
    if output is None:
        raise typer.BadParameter("name the folder: cxaudit rule docs -o docs")
    from cxaudit.report.rule_pages import write_docs

    book = chosen_rules(wanted(packs))
    for failure in book.failures:
        typer.echo(f"cxaudit: {failure}", err=True)
    try:
        written = write_docs(book.every, output)
    except OSError as error:
        typer.echo(f"cxaudit: {output}: cannot be written: {error.strerror}", err=True)
        raise typer.Exit(USAGE) from None
    print(f"{len(written)} files in {output}")
    if book.failures:
        raise typer.Exit(USAGE)


def _test(paths: Sequence[str], format_: Format) -> None:
    """Run the examples of packs."""
    from cxaudit.formats.rules import tests_json, tests_text
    from cxaudit.run.configuration import failures_of, pack_files
    from cxaudit.run.examples import run_pack

    if not paths:
        raise typer.BadParameter("name a pack: cxaudit rule test my-rules.yaml")
    tested, faults = [], []
    for path in paths:
        files, wrong = pack_files(path)
        faults += wrong
        for file in files:
            found, wrong = run_pack(file)
            tested += found
            faults += wrong
    sys.stdout.write(tests_json(tested) if format_ is Format.json else tests_text(tested))
    for failure in failures_of(faults):
        typer.echo(f"cxaudit: {failure}", err=True)
    if faults:
        raise typer.Exit(USAGE)
    if any(one.wrong for one in tested):
        raise typer.Exit(FOUND)


def _new(words: Sequence[str], judge: str, output: Path | None) -> None:
    """Write a pack to begin with; a file that is there stays as it is."""
    from cxaudit.rules.skeletons import SkeletonError, skeleton

    if len(words) != 2:
        raise typer.BadParameter("give a code and a name: cxaudit rule new ACME01 late-answer")
    code, name = words
    path = output or Path(f"{name}.yaml")
    try:
        data = skeleton(code, name, judge, path.name).encode()
        with path.open("xb", buffering=0) as file:
            file.write(data)
    except SkeletonError as error:
        raise typer.BadParameter(str(error)) from None
    except FileExistsError:
        typer.echo(f"cxaudit: {path} is there already: it was not touched", err=True)
        raise typer.Exit(USAGE) from None
    except OSError as error:
        typer.echo(f"cxaudit: {path}: cannot be written: {error.strerror}", err=True)
        raise typer.Exit(USAGE) from None
    print(path)
