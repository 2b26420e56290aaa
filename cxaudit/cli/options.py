"""Options that several verbs take, each written once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from cxaudit.cli.completion import rule_words

if TYPE_CHECKING:
    from cxaudit.run.configuration import Wanted


class Preset(StrEnum):
    """Rules to begin with."""

    correctness = "correctness"
    recommended = "recommended"
    strict = "strict"


class Confidence(StrEnum):
    """How sure a finding must be to be told."""

    medium = "medium"
    high = "high"
    certain = "certain"


AsOfOption = Annotated[
    str | None, typer.Option(metavar="DATE", help="Judge as of this day (YYYY-MM-DD).")
]
RulesOption = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH", help="A rule pack, or a folder of packs, to judge by as well."),
]
PresetOption = Annotated[Preset | None, typer.Option(help="Rules to begin with.")]
SelectOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="RULE",
        help="Only these: codes, beginnings of codes, names, families.",
        autocompletion=rule_words,
    ),
]
ExtendOption = Annotated[
    list[str] | None,
    typer.Option(
        "--extend-select",
        metavar="RULE",
        help="These too, opt-in ones as well.",
        autocompletion=rule_words,
    ),
]
IgnoreOption = Annotated[
    list[str] | None,
    typer.Option(metavar="RULE", help="Not these.", autocompletion=rule_words),
]
ConfidenceOption = Annotated[
    Confidence | None,
    typer.Option("--min-confidence", help="Tell findings only from this confidence on."),
]
ConfigOption = Annotated[
    str | None,
    typer.Option("--config", metavar="FILE", help="Use this configuration, not the nearest."),
]
IsolatedOption = Annotated[
    bool, typer.Option("--isolated", help="Use no configuration file at all.")
]


def wanted(
    rules: Sequence[str] | None = None,
    preset: Preset | None = None,
    select: Sequence[str] | None = None,
    extend: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    confidence: Confidence | None = None,
    config: str | None = None,
    isolated: bool = False,
) -> Wanted:
    """What the options about judging ask for."""
    from cxaudit.run.configuration import Wanted

    if config is not None and isolated:
        raise typer.BadParameter("--config names a configuration and --isolated wants none")
    return Wanted(
        tuple(rules or ()),
        preset.value if preset else "",
        tuple(select or ()),
        tuple(extend or ()),
        tuple(ignore or ()),
        confidence.value if confidence else "",
        config or "",
        isolated,
    )


# The options about judging, in the order in which help lists them.
_JUDGING: dict[str, tuple[Any, Any]] = {
    "rules": (RulesOption, None),
    "preset": (PresetOption, None),
    "select": (SelectOption, None),
    "extend_select": (ExtendOption, None),
    "ignore": (IgnoreOption, None),
    "min_confidence": (ConfidenceOption, None),
    "config": (ConfigOption, None),
    "isolated": (IsolatedOption, False),
}


def judging(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb that takes the options about judging, and is handed what they ask for as `by`. Options
    are read from a signature, so the verb gets one in which they stand after its own."""
    hints = get_type_hints(verb, localns={"Wanted": object}, include_extras=True)
    own = [
        one.replace(annotation=hints[name])
        for name, one in inspect.signature(verb).parameters.items()
        if name != "by"
    ]
    more = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=option)
        for name, (option, default) in _JUDGING.items()
    ]

    @wraps(verb)
    def run(**given: Any) -> None:
        asked = [given.pop(name) for name in _JUDGING]
        verb(**given, by=wanted(*asked))

    shown = inspect.Signature([*own, *more], return_annotation=None)
    run.__signature__ = shown  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in [*own, *more]}
    return run
