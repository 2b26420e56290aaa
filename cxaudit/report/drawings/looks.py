"""How each kind of box and line looks, by the names of colours; the same in every format."""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.report.drawings.net import Kind, Line


@dataclass(frozen=True, slots=True)
class Look:
    """Colours of fill and border by token, the border's width and dashes, the shape, a mark that
    says in words what the colour says."""

    fill: str = "card"
    border: str = "line2"
    width: float = 1.0
    dashed: bool = False
    shape: str = "box"
    mark: str = ""


BOXES: dict[Kind, Look] = {
    "task": Look(),
    "wait": Look(border="ink3", dashed=True),
    "call": Look(border="ink2", width=1.6),
    "touch-point": Look(border="cust", width=1.8, mark="touch-point"),
    "decision": Look(border="ink2"),
    "sign-off": Look("gate-t", "gate-f", 2.4, mark="sign-off"),
    "held": Look("card", "gate", 2.0, dashed=True, mark="sign-off, held by a policy"),
    "good": Look("good-t", "good", 1.6, shape="round"),
    "refused": Look("card", "gate", 1.6, shape="round"),
    "gone": Look("card", "ink2", 1.4, dashed=True, shape="round"),
    "present": Look("good-t", "good", 1.8, mark="sponsor"),
    "missing": Look("hbg", "gate", 1.6, dashed=True, mark="no sponsor"),
    "group": Look(border="ink2"),
    "met": Look("cust-t", "cust", 1.8),
    "unmet": Look("hbg", "ink2", 1.4, dashed=True, mark="never met"),
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """The width and dashes of a line."""

    width: float
    dashed: bool = False
    dotted: bool = False


LINES: dict[Line, Stroke] = {
    "main": Stroke(1.6),
    "else": Stroke(1.1),
    "back": Stroke(1.1, dashed=True),
    "late": Stroke(1.1, dotted=True),
    "wrong": Stroke(1.1, dashed=True),
}


def words_of(notes: tuple[str, ...], kind: Kind) -> tuple[str, ...]:
    """The smaller words of a box: what its look means first, then its own."""
    return tuple(filter(None, (BOXES[kind].mark, *notes)))
