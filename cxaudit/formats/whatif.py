"""Scenarios before and after: as text for people, and as JSON."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from cxaudit.change.compare import SignOffChange
from cxaudit.change.diff.figures import shifts
from cxaudit.formats.colour import terminal
from cxaudit.formats.diff.rows import row_of
from cxaudit.formats.escape import json_text, one_line
from cxaudit.formats.summary import WORDS
from cxaudit.language.values import words
from cxaudit.rules.finding import Finding
from cxaudit.rules.templates import listed, number
from cxaudit.run.whatif import Whatif, Whatifs
from cxaudit.texts.numbers import percent

WIDTH = 100
_VERDICTS = {"up": ("worse", "red"), "down": ("better", "green"), "same": ("=", "dim")}


def whatif_json(result: Whatifs) -> str:
    """`{"schema": 1, "whatifs": [...]}` with every fact of every request type on both sides."""
    data = {
        "schema": 1,
        "whatifs": [
            {
                "id": one.id,
                "of": one.of,
                "requests": [
                    {"id": r.id, "before": r.before, "after": r.after} for r in one.requests
                ],
                "findings": _changes(one),
            }
            for one in result.whatifs
            if one.applied
        ],
    }
    return json_text(data, indent=2) + "\n"


def print_whatif(result: Whatifs) -> None:
    """Print what each scenario would change."""
    console = terminal()
    console.width = min(WIDTH, console.width) if console.is_terminal else WIDTH
    with console.capture() as capture:
        for row, one in enumerate(one for one in result.whatifs if one.applied):
            if row:
                console.print()
            for part in _parts(one, console.width):
                console.print(part)
    for line in capture.get().splitlines():
        print(line.rstrip())


def _parts(one: Whatif, width: int) -> Iterator[RenderableType]:
    yield Text.assemble((one_line(one.title), "bold underline"))
    yield Text(one_line(one.path), "dim", overflow="fold")
    of = one_line(f"before and after of {one.map_title}, {one.map_path}")
    yield Text(of, "dim", overflow="fold")
    yield Text("")
    yield _figures(one)
    yield Text("")
    yield from _sign_offs(one.sign_offs, [r.id for r in one.requests])
    yield from _findings(one, width)


def _figures(one: Whatif) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    table.add_column("", overflow="fold")
    table.add_column("before", justify="right", no_wrap=True)
    table.add_column("after", justify="right", no_wrap=True)
    table.add_column("", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row, request in enumerate(one.requests):
        if row:
            table.add_row()
        share = f"  {number(round(100 * request.share, 1))}%" if len(one.requests) > 1 else ""
        table.add_row(Text.assemble((one_line(request.title), "bold"), (share, "dim")))
        for shift in shifts(request.before, request.after, one.weights):
            told = row_of(shift, one.day)
            word, style = _VERDICTS.get(told.move, ("", ""))
            table.add_row(
                f"  {told.label}", told.before, told.after, Text(told.by, style), Text(word, style)
            )
    return table


def _sign_offs(changes: list[SignOffChange], types: list[str]) -> Iterator[RenderableType]:
    if not changes:
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for sign, fate in (("−", "goes"), ("+", "comes"), ("=", "stays")):
        for change in changes:
            if change.fate == fate:
                who = change.approvers_after or change.approvers_before
                what = f"{_step(change)}, by {listed(list(who))}"
                table.add_row(f"  {sign}", one_line(what), one_line(_fate(change, types)))
    yield Text("Sign-offs", "bold")
    yield table
    yield Text("")


def _step(change: SignOffChange) -> str:
    """A step by its id, and by its label where the id does not tell."""
    told = words(change.step).lower() == change.does.lower()
    return change.step if told else f"{change.step} “{change.does}”"


def _fate(change: SignOffChange, types: list[str]) -> str:
    told = [change.fate]
    if change.held and change.fate != "goes":
        told[0] += f", held by {change.held}"
    elif change.held:
        told[0] += f", though held by {change.held}"
    met = change.requests_after
    if met and set(met) != set(types):
        told.append("for " + listed([words(kind).lower() for kind in met]) + " alone")
    if change.rarer:
        before, after = change.cases_before or 0.0, change.cases_after or 0.0
        told.append(f"met by {percent(100 * before)} of the cases, then {percent(100 * after)}")
    if change.fate == "stays" and change.approvers_before != change.approvers_after:
        told.append("before by " + listed(list(change.approvers_before)))
    return "; ".join(told)


def _changes(one: Whatif) -> dict[str, Any]:
    """Findings that come and go; those that can no longer be assessed, where there are any."""
    found = one.findings
    told = {"new": found.new, "gone": found.gone}
    told |= {"not_assessed": found.unassessed} if found.unassessed else {}
    return {key: [finding.as_json() for finding in some] for key, some in told.items()}


def _findings(one: Whatif, width: int) -> Iterator[RenderableType]:
    new, gone, same = one.findings.new, one.findings.gone, one.findings.unchanged
    lost = one.findings.unassessed
    told = f"{len(gone)} gone, {len(new)} new, {same} unchanged"
    told += f", {len(lost)} no longer assessed (?)" if lost else ""
    yield Text.assemble(("Findings", "bold"), f"  {told}")
    for sign, findings in (("−", gone), ("+", new), ("?", lost)):
        for finding in findings:
            yield from _finding(sign, finding, width)


def _finding(sign: str, finding: Finding, width: int) -> Iterator[Text]:
    word = WORDS[finding.severity]
    place = one_line(finding.path) or "the map"
    yield Text(f"  {sign} {finding.code}  {word:<8}  {place}", overflow="fold")
    lines = textwrap.wrap(
        one_line(finding.says), max(30, width - 11), break_long_words=False, break_on_hyphens=False
    )
    for line in lines:
        yield Text(" " * 11 + line, "dim")
