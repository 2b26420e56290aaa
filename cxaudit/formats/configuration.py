"""What holds for a file, for people and for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from cxaudit.run.configuration.inspect import Changed, Inspection


def as_json(shown: Inspection) -> str:
    """One JSON object; `elements` are pairs of patterns and the rules that are off there."""
    return json.dumps(asdict(shown), indent=2, ensure_ascii=False) + "\n"


def as_text(shown: Inspection) -> str:
    """A few lines a person can take in at once, then the rules that are off or changed."""
    return "\n".join(_lines(shown)) + "\n"


def _lines(shown: Inspection) -> Iterator[str]:
    yield f"For {shown.path}"
    yield _line("configuration", ", ".join(shown.files) or "none: the defaults hold")
    yield _line("packs", ", ".join(shown.packs) or "none but those that ship")
    yield _line("rules", f"{len(shown.on)} on, {len(shown.off)} off")
    yield _line("confidence", f"{shown.confidence} or more")
    yield _line("fails on", shown.fail_on)
    if shown.baseline:
        yield _line("baseline", shown.baseline)
    if shown.exclude:
        yield _line("excluded", ", ".join(shown.exclude))
    for code, severity in shown.least.items():
        yield _line("only", f"{code} where it is an {severity}")
    if shown.changed:
        yield "\nChanged"
        yield from map(_changed, shown.changed)
    if shown.off:
        yield "\nOff"
        yield from (f"  {code}  {name}" for code, name in shown.off.items())
    for patterns, off in shown.elements:
        yield f"\nOff on {', '.join(patterns)}"
        yield from (f"  {code}  {name}" for code, name in off.items())


def _line(word: str, text: str) -> str:
    return f"  {word:<14} {text}"


def _changed(one: Changed) -> str:
    limits = ", ".join(f"{name} {value}" for name, value in one.limits.items())
    parts = [f"{one.code}  {one.name}", one.severity, limits, f"by {', '.join(one.by)}"]
    return "  " + "; ".join(part for part in parts if part)
