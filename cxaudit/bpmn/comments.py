"""Waivers in the comments of a BPMN file: `<!-- cxaudit: allow SO201 why this is right -->`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cxaudit.language.comments import Comment, understood
from cxaudit.language.outline import Place
from cxaudit.language.spans import Lines, Span

FORM = "<!-- cxaudit: allow CODE reason -->"
NOWHERE = (
    "this waiver stands neither in a step nor right above one nor behind one on its line: put it "
    "there, or right above the process, or directly inside it and above none of its steps, for the "
    "whole map"
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
class Remark:
    """A comment that is ours, and where it stands, by start tags: those it stands `inside`, the
    element that ended `before` it on its line, the one that begins `below` it, on the same line if
    `beside`."""

    said: Comment
    inside: tuple[Span, ...]
    before: Span | None
    below: Span | None
    beside: bool


@dataclass(frozen=True, slots=True)
class Ground:
    """Where the start tags of one process and its steps stand (`steps` by span), and whether it is
    `alone` in its file."""

    process: Span
    steps: Mapping[Span, Place]
    alone: bool


def ground(process: Span, places: Mapping[str, Span], alone: bool) -> Ground:
    """What is needed to say what a comment covers; `places` are spans by element path."""
    steps: dict[Span, Place] = {}
    for path, span in places.items():
        parts = tuple(path.split("/"))
        if parts[0] == "steps" and len(parts) == 2:
            steps.setdefault(span, parts)
    return Ground(process, steps, alone)


def remarks_of(lines: Lines, processes: Sequence[Span]) -> dict[Span, list[Remark]]:
    """The waivers in the comments of a file, faulty ones too, in file order, by the process that they
    stand in or right above; those that stand in none count for the first."""
    found: dict[Span, list[Remark]] = {}
    if not processes or not _MAYBE.search(lines.text):
        return found
    known = set(processes)
    for remark in _remarks(lines):
        around = (tag for tag in remark.inside if tag in known)
        owner = remark.below if remark.below in known else next(around, processes[0])
        assert owner is not None
        found.setdefault(owner, []).append(remark)
    return found


def comments_of(remarks: Sequence[Remark], where: Ground) -> list[Comment]:
    """The remarks on one process, with the path that each covers."""
    return [_placed(remark, where) for remark in remarks]


def _remarks(lines: Lines) -> Iterator[Remark]:
    around: list[Span] = []
    ended: Span | None = None
    ended_at = 0
    waiting: list[tuple[Comment, Span | None, int]] = []
    for piece in _PIECE.finditer(lines.text):
        if piece["comment"]:
            body = piece["comment"][4:-3].strip()
            said = understood(body, FORM) if _BEGINS.match(body) else None
            if said is not None:
                first = piece["comment"].splitlines()[0]
                said = replace(said, span=lines.span(piece.start(), piece.start() + len(first)))
                before = ended if said.span.line == ended_at else None
                waiting.append((said, before, lines.position(piece.end())[0]))
        elif piece["open"] or piece["close"]:
            tag = lines.span(*piece.span())
            below = tag if piece["open"] else None
            for said, before, last in waiting:
                beside = below is not None and below.line == last
                yield Remark(said, tuple(around), before, below, beside)
            waiting.clear()
            if piece["close"] or piece["open"].endswith("/>"):
                ended, ended_at = (
                    (around.pop() if around else None) if piece["close"] else tag,
                    tag.end_line,
                )
            else:
                around.append(tag)


def _placed(remark: Remark, where: Ground) -> Comment:
    """What a comment covers: the step that ends before it on its line, else the one right below it or
    around it, else the whole map."""
    said = remark.said
    if where.process not in remark.inside:
        above = remark.below == where.process or where.alone
        return said if above else replace(said, fault=said.fault or OUTSIDE)
    below = remark.below if remark.below in where.steps else None
    before = where.steps.get(remark.before) if remark.before is not None else None
    if before is not None and not (below is not None and remark.beside):
        return replace(said, place=before)
    inside = remark.inside[remark.inside.index(where.process) :]
    own = [tag for tag in (*inside, below) if tag in where.steps]
    if own and own[-1] is not None:
        return replace(said, place=where.steps[own[-1]])
    return said if len(inside) == 1 else replace(said, fault=said.fault or NOWHERE)
