"""What a saved report must keep to beyond its shape, so that drawing it is safe and comes to an end:
the file may come from a stranger."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from cxaudit.report import lens
from cxaudit.report.blueprint.scene import Scene
from cxaudit.report.context import Ref
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.findings import FindingCard
from cxaudit.report.sections.gates import Waterfall
from cxaudit.report.sections.picture import MOST_DRAWN
from cxaudit.report.sections.touch import AXES
from cxaudit.texts.catalogue import languages

from . import drawings
from .document import Saved

_ANCHOR = re.compile(r"[a-z][a-z0-9-]*")
_ANCHORS = ("anchor", "prefix", "key")
_PLAIN = re.compile(r"[^<>&\"'`\[\]\\\n\r]*")
_MOST_NUMBER = 1e9
_MOST_TEXT = 200_000  # characters
_MOST_SPAN = 10_000
_MOST_FLOWS = 20_000
MORE = frozenset({"touch", "gates", "owners", "departments"})
LENSES = frozenset({"shoes", "front_line", "partners", "recovery", "advice", "whatif"})
_WORK = frozenset({"gate", "held", "wait", "work", "meet"})


def fault_of(whole: Saved) -> str:
    """What is wrong with a report of the right shape; empty where it can be drawn."""
    if whole.language not in languages():
        return f"language {whole.language[:20]!r} is none of {', '.join(languages())}"
    return next(chain(_values(whole, ""), _parts(whole.report)), "")


def _values(value: Any, where: str) -> Iterator[str]:
    """Faults of single values, wherever they stand."""
    if isinstance(value, str):
        if len(value) > _MOST_TEXT:
            yield f"{where} is a text of {len(value):,} characters"
    elif isinstance(value, int | float):
        if not math.isfinite(value) or abs(value) > _MOST_NUMBER:
            yield f"{where} is a number beyond all measure"
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _values(one, f"{where}.{key}")
    elif isinstance(value, list | tuple | set | frozenset):
        for number, one in enumerate(value):
            yield from _values(one, f"{where}.{number}")
    elif dataclasses.is_dataclass(value):
        yield from _own(value, where)
        for field in dataclasses.fields(value):
            yield from _values(getattr(value, field.name), f"{where}.{field.name}".lstrip("."))


def _own(value: Any, where: str) -> Iterator[str]:
    """Faults of one part: its anchors, its drawing, its table."""
    for name in _ANCHORS:
        anchor = getattr(value, name, "")
        if isinstance(anchor, str) and anchor and not _ANCHOR.fullmatch(anchor):
            yield f"{where}.{name} is no anchor"
    if isinstance(value, lens.Picture):
        fault = drawings.fault_of(value.svg)
        if fault:
            yield f"the drawing at {where} {fault}"
    elif isinstance(value, lens.Table):
        if any(len(row) != len(value.heads) for row in value.rows):
            yield f"a row of {where} has not as many cells as the table has heads"
    elif isinstance(value, Waterfall):
        kinds = {bar.kind for row in value.rows for bar in row.bars}
        if not kinds <= _WORK:
            yield f"{where} has a bar of a kind that there is not"
    elif isinstance(value, FindingCard):
        yield from _unplain(value, ("code", "name", "word", "severity"), where)
    elif isinstance(value, Ref):
        yield from _unplain(value, ("code",), where)
    elif isinstance(value, Scene):
        yield from (f"{where}: {says}" for says in _scene(value))


def _unplain(value: Any, names: Iterable[str], where: str) -> Iterator[str]:
    """Words that go into Markdown as they are."""
    for name in names:
        if not _PLAIN.fullmatch(getattr(value, name)):
            yield f"{where}.{name} holds marks that no such word has"


def _parts(report: Report) -> Iterator[str]:
    yield from _unplain(report, ("as_of",), "report")
    for number, part in enumerate(report.parts):
        where = f"report.parts.{number}"
        if isinstance(part, MapPart):
            yield from _map(part, where)
        elif not isinstance(part, HousePart):
            for card in (*part.cards, *part.waived):
                yield from _unplain(card, ("code",), where)


def _map(part: MapPart, where: str) -> Iterator[str]:
    if set(part.more) != MORE or set(part.lenses) != LENSES:
        yield f"{where} has not the sections of a map"
    yield from _unplain(part.verdict.grade, ("letter", "score", "coverage"), f"{where}.grade")
    if part.picture.drawn and len(part.picture.scene.cards) > MOST_DRAWN:
        yield f"{where}.picture has more than {MOST_DRAWN} steps to draw"
    if any(len(row.impacts) != len(AXES) for row in part.touch.rows):
        yield f"{where}.touch has a meeting without its {len(AXES)} impacts"
    for row in part.parties.rows:
        spans = [cell.span for cell in row.cells]
        if any(not 0 < span <= _MOST_SPAN for span in spans):
            yield f"{where}.parties has a cell over no stage"
        elif sum(spans) != len(part.parties.stages):
            yield f"{where}.parties has a row that does not fit its stages"


def _scene(scene: Scene) -> Iterator[str]:
    """Whether a blueprint can be drawn; a flow that leads nowhere is left out there."""
    if any(card.inside for card in scene.cards):
        yield "a step stands within another"
    if len(scene.flows) > _MOST_FLOWS:
        yield f"it has more than {_MOST_FLOWS:,} flows"
    if scene.day_minutes <= 0:
        yield "its day has no minutes"
    lasts = [minutes for card in scene.cards for minutes in (card.waits, card.takes)]
    if any(minutes is not None and minutes < 0 for minutes in lasts):
        yield "a step lasts less than no time"
