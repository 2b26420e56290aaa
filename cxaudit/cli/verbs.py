"""The verbs by name. The module of one is imported when it is run or asked about: typing one verb
must not cost the time of all."""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: the module of `cxaudit.cli` and the name in it, the first paragraph of its help, and an
    example. A group of verbs has no example of its own."""

    module: str
    name: str
    says: str
    example: str = ""


VERBS = {
    "check": Verb(
        "check",
        "check",
        "Check process maps and say what they do to customers.",
        "cxaudit check process_maps/ --fail-on warning",
    ),
    "completion": Verb(
        "completion",
        "completion",
        "Print the script that lets a shell complete what is typed after `cxaudit`.",
        'eval "$(cxaudit completion bash)"',
    ),
    "clean": Verb(
        "clean",
        "clean",
        "Remove what earlier runs have kept. The next run takes longer and says the same.",
        "cxaudit clean",
    ),
    "diff": Verb(
        "diff",
        "diff",
        "Compare two versions of the maps and say what the change does to the customer.",
        "cxaudit diff main -- process_maps/",
    ),
    "draw": Verb(
        "draw",
        "draw",
        "Draw maps: one picture a map, the same bytes each time.",
        "cxaudit draw quote-to-order.yaml -o quote-to-order.svg",
    ),
    "export": Verb(
        "export",
        "export",
        "Write maps as BPMN 2.0, with pools, lanes, message flows and layout: one file a map.",
        "cxaudit export quote-to-order.yaml -o quote-to-order.bpmn",
    ),
    "facts": Verb(
        "facts",
        "facts",
        "Print the facts of process maps as JSON: sign-offs, time, silence, touch-points, people.",
        "cxaudit facts process_maps/volta-switchgear",
    ),
    "fmt": Verb(
        "fmt",
        "fmt",
        "Write maps in one canonical layout: indentation, blanks, quotes, line ends.",
        "cxaudit fmt process_maps/ --diff",
    ),
    "init": Verb(
        "init",
        "init",
        "Begin a project: an organisation file, a first map to try things on, and a configuration.",
        "cxaudit init --ci github",
    ),
    "import": Verb(
        "importing",
        "import_",
        "Write BPMN processes as maps in YAML: one file a process, and one for the organisation.",
        "cxaudit import order.bpmn -o process_maps/",
    ),
    "owners": Verb(
        "owners",
        "owners",
        "Write who answers for each map: its process owner; for an organisation file, its top roles.",
        "cxaudit owners process_maps/ --prefix @acme/ -o CODEOWNERS",
    ),
    "report": Verb(
        "report",
        "report",
        "Write the 360-degree report: one offline HTML file, the same as Markdown and as data, tables "
        "for a spreadsheet, and the list of questions that the maps leave open. PDF and DOCX on "
        "request.",
        "cxaudit report process_maps/ -o audit/",
    ),
    "rule": Verb(
        "rule",
        "rule",
        "Explain a rule: what it flags, why it matters to a customer, an example, what to do instead.",
        "cxaudit rule SO204",
    ),
    "schema": Verb(
        "schema",
        "schema",
        "Print the JSON Schema of a kind of file, so that an editor completes and explains its keys.",
        "cxaudit schema map -o map.schema.json",
    ),
    "site": Verb(
        "site",
        "site",
        "Write a portal for an intranet: static pages with a search, that need no server and no "
        "network.",
        "cxaudit site process_maps/ -o public/",
    ),
    "whatif": Verb(
        "whatif",
        "whatif",
        "Apply scenarios to a copy of their map and show it before and after.",
        "cxaudit whatif process_maps/volta-switchgear",
    ),
    "baseline": Verb(
        "baseline",
        "baseline",
        "Hold what is known today, so that `cxaudit check` fails on new findings only.",
    ),
    "config": Verb(
        "config",
        "config",
        "Show which configuration holds for a file, or check that configurations are sound.",
    ),
}


def command_of(name: str) -> Any:
    """The command of a verb, ready to run."""
    verb = VERBS[name]
    module = import_module(f"cxaudit.cli.{verb.module}")
    found = getattr(module, verb.name)
    if isinstance(found, typer.Typer):
        command = typer.main.get_command(found)
        command.name = name
        return command
    alone = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    kind = getattr(module, "Command", None)  # a verb whose help or arguments need one of its own
    alone.command(name, cls=kind, epilog=f"Example: {verb.example}")(found)
    return typer.main.get_command(alone)


class _Commands(MutableMapping[str, Any]):
    """The commands by name, each made when it is first asked for."""

    def __init__(self) -> None:
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in VERBS:
            raise KeyError(name)
        if name not in self._made:
            self._made[name] = command_of(name)
        return self._made[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._made[name] = command

    def __delitem__(self, name: str) -> None:
        del self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(VERBS)

    def __len__(self) -> int:
        return len(VERBS)


class Verbs(TyperGroup):
    """All verbs as a group of commands."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told)
        self.commands = _Commands()

    def list_commands(self, ctx: Context) -> list[str]:
        """Their names, in the order in which help shows them."""
        return list(VERBS)

    def format_commands(self, ctx: Context, formatter: HelpFormatter) -> None:
        """What each is for, without asking it."""
        room = formatter.width - 6 - max(map(len, VERBS))
        rows = [
            (name, TyperCommand(name, help=verb.says).get_short_help_str(room))
            for name, verb in VERBS.items()
        ]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
