"""Waivers in the comments of a BPMN file: `<!-- cxaudit: allow SO201 why this is right -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cxaudit.language.comments import Comment, understood
from cxaudit.language.outline import Place
from cxaudit.language.spans import Lines, Span

FORM = "<!-- cxaudit: allow CODE reason -->"
NOWHERE = (
    "this waiver stands neither in a step nor right above one: put it there, or right above the "
    "process, or directly inside it and above none of its steps, for the whole map"
)
OUTSIDE = "this waiver stands outside every process: put it right above the one that it is for"

_OURS = r"(?:cxaudit\b|[a-z_-]{5,10}(?=\s*:\s*allow\b))"
_BEGINS = re.compile(_OURS, re.IGNORECASE)
_MAYBE = re.compile(rf"<!--\s*{_OURS}", re.IGNORECASE)
_PIECE = re.compile(
    r"(?P<comment><!--.*?-->)|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|(?P<close></[^>]*>)"
    r"|(?P<open><[^\s/>!?]++(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the start tags of one process and its steps stand (`steps` by span), and those of all
    processes of the file in order."""

    process: Span
    steps: Mapping[Span, Place]
    processes: tuple[Span, ...]


def ground(process: Span, places: Mapping[str, Span], processes: tuple[Span, ...]) -> Ground:
    """What is needed to say where a comment stands; `places` are spans by element path."""
    steps: dict[Span, Place] = {}
    for path, span in places.items():
        parts = tuple(path.split("/"))
        if parts[0] == "steps" and len(parts) == 2:
            steps.setdefault(span, parts)
    return Ground(process, steps, processes)


def comments_of(lines: Lines, where: Ground) -> list[Comment]:
    """The waivers in comments that belong to one process of a file, faulty ones too, in file order."""
    return list(_comments(lines, where)) if _MAYBE.search(lines.text) else []


def _comments(lines: Lines, where: Ground) -> Iterator[Comment]:
    around: list[Span] = []
    waiting: list[tuple[Comment, tuple[Span, ...]]] = []
    for piece in _PIECE.finditer(lines.text):
        if piece["comment"]:
            body = piece["comment"][4:-3].strip()
            said = understood(body, FORM) if _BEGINS.match(body) else None
            if said is not None:
                first = piece["comment"].splitlines()[0]
                said = replace(said, span=lines.span(piece.start(), piece.start() + len(first)))
                waiting.append((said, tuple(around)))
        elif piece["open"] or piece["close"]:
            below = lines.span(*piece.span()) if piece["open"] else None
            yield from (one for w in waiting for one in _placed(*w, below, where))
            waiting.clear()
            if below is None:
                around = around[:-1]
            elif not piece["open"].endswith("/>"):
                around.append(below)


def _placed(
    said: Comment, around: tuple[Span, ...], below: Span | None, where: Ground
) -> Iterator[Comment]:
    """A comment with the path it covers, `around` being the start tags it stands in and `below` the one
    that follows; nothing where it belongs to another process."""
    if below == where.process:
        yield said
    elif below in where.processes:
        return
    elif where.process in around:
        inside = around[around.index(where.process) :]
        own = [
            where.steps[tag] for tag in (*inside, below) if tag is not None and tag in where.steps
        ]
        if own:
            yield replace(said, place=own[-1])
        else:
            yield said if len(inside) == 1 else replace(said, fault=said.fault or NOWHERE)
    elif not set(where.processes) & set(around) and where.process == where.processes[0]:
        alone = len(where.processes) == 1
        yield said if alone else replace(said, fault=said.fault or OUTSIDE)
