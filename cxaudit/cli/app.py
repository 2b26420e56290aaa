"""The command line: its verbs, and what happens when one is interrupted."""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module

import typer

from cxaudit.cli.verbs import Verbs

INTERRUPTED, USAGE = 130, 2
COMPLETING = "_CXAUDIT_COMPLETE"  # set where a shell asks what may follow

app = typer.Typer(
    name="cxaudit",
    cls=Verbs,
    help="Audits how a company treats its customers, from its own process maps.",
    epilog="Example: cxaudit check process_maps/",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    if COMPLETING in os.environ:
        import_module("cxaudit.cli.completion")  # which tells typer the shells
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
