"""`cxaudit report`: the 360-degree report for people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cxaudit.cli.asked import asked
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
from cxaudit.cli.shared import USAGE, Progress, complain, exit_code, finish, run_audit


def report(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder to write to.")
    ] = Path("audit"),
    as_of: AsOfOption = None,
    rules: RulesOption = None,
    preset: PresetOption = None,
    select: SelectOption = None,
    extend_select: ExtendOption = None,
    ignore: IgnoreOption = None,
    min_confidence: ConfidenceOption = None,
    config: ConfigOption = None,
    isolated: IsolatedOption = False,
) -> None:
    """Write the 360-degree report: one offline HTML file, and the same as Markdown."""
    from cxaudit.report.write import write_report

    by = wanted(rules, preset, select, extend_select, ignore, min_confidence, config, isolated)
    result = run_audit(asked(paths or []), as_of, by)
    code = exit_code(result)
    if result.analyses or result.other:
        try:
            with Progress("drawing the report"):
                written = write_report(result, output)
            for path in written:
                print(path)
        except OSError as error:
            typer.echo(f"cxaudit: {output}: cannot be written: {error.strerror}", err=True)
            raise typer.Exit(USAGE) from None
    complain(result)
    finish(result, code)
