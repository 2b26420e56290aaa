"""`cxaudit completion`: what a shell needs to complete verbs, options and words."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer
from typer.completion import get_completion_inspect_parameters, shell_complete

VARIABLE = "_CXAUDIT_COMPLETE"

if VARIABLE in os.environ:  # a shell asks what may follow: typer answers once it knows the shells
    get_completion_inspect_parameters()


class Shell(StrEnum):
    """Shells that complete."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


def rule_words(incomplete: str) -> list[tuple[str, str]]:
    """Codes and names of the built-in rules that begin like a word, each with its other half."""
    from cxaudit.rules.packs import all_rules, built_in

    rules = list(all_rules(built_in()).values())
    begun = incomplete.upper()
    codes = [(one.code, one.name) for one in rules if begun and one.code.startswith(begun)]
    names = [(one.name, one.code) for one in rules if one.name.startswith(incomplete)]
    return (codes or names) if incomplete else [(one.code, one.name) for one in rules]


def format_words(incomplete: str) -> list[str]:
    """The formats of findings that begin like a word."""
    from cxaudit.formats.registry import FORMATS

    return [one for one in FORMATS if one.startswith(incomplete)]


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(help="The shell to print the script for.")],
) -> None:
    """Print the script that lets a shell complete what is typed after `cxaudit`.

    bash: eval "$(cxaudit completion bash)" in ~/.bashrc. zsh: the same in ~/.zshrc, below compinit.
    fish: cxaudit completion fish > ~/.config/fish/completions/cxaudit.fish. PowerShell: cxaudit
    completion powershell | Out-String | Invoke-Expression in $PROFILE.
    """
    get_completion_inspect_parameters()
    root = context.find_root().command
    code = shell_complete(root, {}, "cxaudit", VARIABLE, f"source_{shell.value}")
    raise typer.Exit(code)
