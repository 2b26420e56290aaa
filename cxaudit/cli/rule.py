"""`cxaudit rule`: what a rule flags, why, and what to do instead."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cxaudit.cli.shared import USAGE


def rule(
    code: Annotated[str | None, typer.Argument(help="A code or a name, such as SO204.")] = None,
    all_: Annotated[bool, typer.Option("--all", help="List every rule.")] = False,
) -> None:
    """Explain a rule: what it flags, why it matters to a customer, an example, what to do instead."""
    from cxaudit.formats.rules import rule_list, rule_text
    from cxaudit.language.problems import nearest
    from cxaudit.rules.packs import all_rules, built_in

    rules = all_rules(built_in())
    if all_ or code is None:
        sys.stdout.write(rule_list(rules))
        return
    found = rules.get(code.upper()) or next((r for r in rules.values() if r.name == code), None)
    if found is None:
        near = nearest(code.upper(), rules) or nearest(code, [r.name for r in rules.values()])
        hint = f"; did you mean {near}?" if near else "; `cxaudit rule --all` lists them"
        typer.echo(f"cxaudit: no rule is called {code}{hint}", err=True)
        raise typer.Exit(USAGE)
    sys.stdout.write(rule_text(found))
