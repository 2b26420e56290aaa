"""The three ways to write steps, brought to one: a mapping from id to step, each with its place."""

from __future__ import annotations

import re

from cxaudit.language.nodes import Mapping, Node, Scalar, Sequence
from cxaudit.language.problems import Problem
from cxaudit.language.process import Step
from cxaudit.language.spans import Lines
from cxaudit.language.values import slug

_LONG_HOURS = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)\s*h(?:ours?|rs?)?\b", re.IGNORECASE)

STEP_KEYS = frozenset(
    [field.alias or name for name, field in Step.model_fields.items()] + ["does", "name"]
)


def long_hours(text: str) -> float:
    """The hours of a duration of 24 hours or more, which is three working days and rarely meant."""
    found = [float(number) for number in _LONG_HOURS.findall(text)]
    return max(found, default=0.0) if max(found, default=0.0) >= 24 else 0.0


def mapping_of_steps(steps: Node, lines: Lines) -> tuple[Node, list[Problem]]:
    """Steps in any form as a mapping node; sentences and exported rows become its values."""
    if not isinstance(steps, Sequence):
        return steps, []
    problems: list[Problem] = []
    items: dict[str, tuple[Scalar, Node]] = {}
    ignored: dict[str, Scalar] = {}
    for item in steps.items:
        if isinstance(item, Scalar) and item.text.strip():
            step_id = _unused(slug(item.text), items)
            does = Scalar("does", item.start, item.end)
            value: Node = Mapping({"does": (does, item)}, item.start, item.end)
            items[step_id] = (Scalar(step_id, item.start, item.end), value)
        elif isinstance(item, Mapping):
            _row(item, items, ignored, problems, lines)
        else:
            problems.append(
                Problem(
                    "invalid",
                    "step",
                    "a step is a sentence or a mapping: write `- Clerk checks the form`",
                    lines.span(item.start, item.end),
                    "steps",
                    blocks=True,
                )
            )
    if ignored:
        first = next(iter(ignored.values()))
        problems.append(
            Problem(
                "unfinished",
                "ignored-column",
                f"columns that no step has are ignored: {', '.join(ignored)}",
                lines.span(first.start, first.end),
                "steps",
                found=first.text,
                note=True,
            )
        )
    return Mapping(items, steps.start, steps.end), problems


def _unused(step_id: str, taken: dict[str, tuple[Scalar, Node]]) -> str:
    if step_id not in taken:
        return step_id
    count = 2
    while f"{step_id}-{count}" in taken:
        count += 1
    return f"{step_id}-{count}"


def _row(
    row: Mapping,
    items: dict[str, tuple[Scalar, Node]],
    ignored: dict[str, Scalar],
    problems: list[Problem],
    lines: Lines,
) -> None:
    """One mapping of a list: a row of an export, or a sentence that a colon cut in two."""
    first_key, first_value = next(iter(row.items.values()), (None, None))
    cut = first_key is not None and " " in first_key.text and len(row.items) == 1
    if cut and first_key is not None and first_value is not None:
        problems.append(
            Problem(
                "invalid",
                "sentence-cut",
                f"the colon after {first_key.text!r} made this sentence a mapping: "
                "quote the sentence",
                lines.span(row.start, row.end),
                "steps",
                found=first_key.text,
                blocks=True,
            )
        )
        return
    fields = dict(row.items)
    label = fields.get("does") or fields.get("name")
    identity = fields.pop("id", None) or label
    if identity is None or not isinstance(identity[1], Scalar):
        problems.append(
            Problem(
                "invalid",
                "step",
                "this row names no step: give it `id` or `name`",
                lines.span(row.start, row.end),
                "steps",
                blocks=True,
            )
        )
        return
    written = identity[1]
    step_id = written.text.strip() if "id" in row.items else slug(written.text)
    if "id" in row.items and step_id in items:
        problems.append(
            Problem(
                "invalid",
                "duplicate-id",
                f"two steps have the id {step_id!r}: give each its own",
                lines.span(written.start, written.end),
                f"steps/{step_id}",
                found=step_id,
                blocks=True,
            )
        )
        return
    for key in [k for k, (_, v) in fields.items() if isinstance(v, Scalar) and not v.text.strip()]:
        fields.pop(key)
    if "by" not in fields and "owner" in fields:
        fields["by"] = fields.pop("owner")
    for key in [key for key in fields if key not in STEP_KEYS]:
        ignored.setdefault(key, fields.pop(key)[0])
    step_id = _unused(step_id, items)
    items[step_id] = (
        Scalar(step_id, written.start, written.end),
        Mapping(fields, row.start, row.end),
    )
