"""The tree of a compiled expression, read from the form in which the library writes it.

That form is `cel.expr.CheckedExpr`, a protocol buffer that the CEL specification publishes. Of it come
names, literals, calls with the overload that the checker chose, and lists; anything else is a
`Beyond`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

# Numbers of fields in cel/expr/checked.proto and cel/expr/syntax.proto.
_ANY_VALUE = 2
_REFERENCES, _EXPR = 2, 4
_KEY, _VALUE, _OVERLOAD = 1, 2, 3
_ID, _CONST, _IDENT, _CALL, _LIST = 2, 3, 4, 6, 7
_TARGET, _ARGS = 1, 3
_BOOL, _INT, _DOUBLE, _STRING = 2, 3, 5, 6


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written in the expression."""

    value: bool | int | float | str


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared variable, by its qualified name."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function, by the one overload that the checker chose; empty where types leave
    several open."""

    overload: str
    args: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list written in the expression."""

    items: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """Anything else: a loop, a message, a selected field."""


Tree = Literal | Variable | Call | Listing | Beyond


def tree_of(serialized: bytes) -> Tree:
    """The tree of a program that the library has written down."""
    checked = _last(serialized, _ANY_VALUE)
    overloads: dict[int, str] = {}
    body = b""
    for number, value in _fields(checked):
        if number == _REFERENCES and isinstance(value, bytes):
            of, reference = 0, b""
            for part, inner in _fields(value):
                if part == _KEY and isinstance(inner, int):
                    of = inner
                elif part == _VALUE and isinstance(inner, bytes):
                    reference = inner
            chosen = [text for part, text in _fields(reference) if part == _OVERLOAD]
            overloads[of] = _text(chosen[0]) if len(chosen) == 1 else ""
        elif number == _EXPR and isinstance(value, bytes):
            body = value
    return _tree(body, overloads)


def _tree(data: bytes, overloads: dict[int, str]) -> Tree:
    number = 0
    for field, value in _fields(data):
        if field == _ID and isinstance(value, int):
            number = value
    for field, value in _fields(data):
        if not isinstance(value, bytes):
            continue
        if field == _CONST:
            return _literal(value)
        if field == _IDENT:
            return Variable(_text(_last(value, 1)))
        if field == _CALL:
            parts = [
                _tree(inner, overloads)
                for part, inner in _fields(value)
                if part in (_TARGET, _ARGS) and isinstance(inner, bytes)
            ]
            return Call(overloads.get(number, ""), tuple(parts))
        if field == _LIST:
            if any(part != 1 for part, _ in _fields(value)):  # an element that may be missing
                return Beyond()
            inner_trees = [
                _tree(one, overloads) for _, one in _fields(value) if isinstance(one, bytes)
            ]
            return Listing(tuple(inner_trees))
    return Beyond()


def _literal(data: bytes) -> Tree:
    for field, value in _fields(data):
        if field == _BOOL:
            return Literal(bool(value))
        if field == _INT and isinstance(value, int):
            return Literal(value - (1 << 64) if value >= 1 << 63 else value)
        if field == _DOUBLE and isinstance(value, bytes):
            return Literal(float(struct.unpack("<d", value)[0]))
        if field == _STRING:
            return Literal(_text(value))
    return Beyond()


def _text(value: int | bytes) -> str:
    return value.decode("utf-8") if isinstance(value, bytes) else ""


def _last(data: bytes, wanted: int) -> bytes:
    """The last field of a number, which is the one that holds."""
    found = b""
    for field, value in _fields(data):
        if field == wanted and isinstance(value, bytes):
            found = value
    return found


def _fields(data: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message in order: whole numbers, and bytes for whatever has a length."""
    position = 0
    while position < len(data):
        tag, position = _varint(data, position)
        kind = tag & 7
        if kind == 0:
            value, position = _varint(data, position)
            yield tag >> 3, value
            continue
        if kind == 2:
            length, position = _varint(data, position)
        else:
            length = 8 if kind == 1 else 4
        yield tag >> 3, data[position : position + length]
        position += length


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, position
        shift += 7
