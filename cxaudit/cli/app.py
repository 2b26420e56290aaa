"""The command line: its verbs, and what happens when one is interrupted."""

from __future__ import annotations

import io
import os
import sys

import typer

from cxaudit.cli.baseline import baseline
from cxaudit.cli.check import check
from cxaudit.cli.clean import clean
from cxaudit.cli.completion import completion
from cxaudit.cli.config import config
from cxaudit.cli.diff import Command as DiffCommand
from cxaudit.cli.diff import diff
from cxaudit.cli.draw import draw
from cxaudit.cli.export import export
from cxaudit.cli.facts import facts
from cxaudit.cli.fmt import fmt
from cxaudit.cli.importing import import_
from cxaudit.cli.init import init
from cxaudit.cli.owners import owners
from cxaudit.cli.report import report
from cxaudit.cli.rule import rule
from cxaudit.cli.schema import schema
from cxaudit.cli.shared import USAGE
from cxaudit.cli.whatif import whatif

INTERRUPTED = 130

app = typer.Typer(
    name="cxaudit",
    help="Audits how a company treats its customers, from its own process maps.",
    epilog="Example: cxaudit check process_maps/",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(baseline, name="baseline")
app.command(epilog="Example: cxaudit check process_maps/ --fail-on warning")(check)
app.command(epilog='Example: eval "$(cxaudit completion bash)"')(completion)
app.add_typer(config, name="config")
app.command(epilog="Example: cxaudit clean")(clean)
app.command(cls=DiffCommand, epilog="Example: cxaudit diff main -- process_maps/")(diff)
app.command(epilog="Example: cxaudit draw quote-to-order.yaml -o quote-to-order.svg")(draw)
app.command(epilog="Example: cxaudit export quote-to-order.yaml -o quote-to-order.bpmn")(export)
app.command(epilog="Example: cxaudit facts process_maps/volta-switchgear")(facts)
app.command(epilog="Example: cxaudit fmt process_maps/ --diff")(fmt)
app.command(epilog="Example: cxaudit init --ci github")(init)
app.command("import", epilog="Example: cxaudit import order.bpmn -o process_maps/")(import_)
app.command(epilog="Example: cxaudit owners process_maps/ --prefix @acme/ -o CODEOWNERS")(owners)
app.command(epilog="Example: cxaudit report process_maps/ -o audit/")(report)
app.command(epilog="Example: cxaudit rule SO204")(rule)
app.command(epilog="Example: cxaudit schema map -o map.schema.json")(schema)
app.command(epilog="Example: cxaudit whatif process_maps/volta-switchgear")(whatif)


@app.callback(invoke_without_command=True)
def _version(
    version: bool = typer.Option(False, "--version", "-V", help="Print the version and stop."),
) -> None:
    if version:
        from cxaudit import __version__

        print(f"cxaudit {__version__}")
        raise typer.Exit


def run() -> None:
    """Run a verb. An interruption ends with a message and code 130; nothing is half written."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a letter
    command = typer.main.get_command(app)
    try:
        code = command.main(prog_name="cxaudit", standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(USAGE)
    except Exception as error:
        show = getattr(error, "show", None)
        if show is None:
            if os.environ.get("CXAUDIT_DEBUG"):
                raise
            told = f"cxaudit: internal error: {type(error).__name__}: {error}"
            print(f"{told} (CXAUDIT_DEBUG=1 shows where)", file=sys.stderr)
            sys.exit(USAGE)
        show()
        sys.exit(getattr(error, "exit_code", USAGE))
    if code == INTERRUPTED:
        print("cxaudit: interrupted; nothing was written", file=sys.stderr)
    sys.exit(code or 0)
