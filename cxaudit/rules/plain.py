"""Expressions answered without the library, where it is plain what it would say.

Most rules do not fire on most elements, and a comparison of two facts tells as much. So what of an
expression is made of facts, literals, comparisons, `in`, `size`, sums of doubles and the logical
operators becomes functions over the facts; none of these can fail, whatever the facts are. The rest is
`None`, for "ask the library", unless what stands beside it settles the answer: in CEL `false && x` is
false and `true || x` is true, whatever `x` is and on whichever side it stands.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cxaudit.rules.checked import Beyond, Call, Listing, Literal, Tree, Variable

Facts = dict[str, Any]  # of one element, by attribute
Reader = Callable[[Facts], Any]
Test = Callable[[Facts], bool]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "equals": operator.eq,
    "not_equals": operator.ne,
    **{
        f"{name}_{kind}": compare
        for kind in ("int64", "double")
        for name, compare in (
            ("less", operator.lt),
            ("less_equals", operator.le),
            ("greater", operator.gt),
            ("greater_equals", operator.ge),
        )
    },
}
_SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "add_double": operator.add,
    "subtract_double": operator.sub,
    "multiply_double": operator.mul,
}
_SIZES = frozenset(["size_list", "list_size", "size_string", "string_size"])
_SCALARS = frozenset(["bool", "int", "double", "string"])


@dataclass(frozen=True, slots=True)
class Plain:
    """A part of an expression as a function of the facts. One that is not `sure` answers None where
    the library is to be asked. `constant` is the value of one that reads no fact."""

    kind: str
    read: Reader
    sure: bool = True
    constant: Any = None


def plain(tree: Tree, variables: Mapping[str, Plain]) -> Reader | None:
    """The answer of an expression as far as it is plain: true, false, or None for "ask". None for the
    whole where nothing of it is plain."""
    found = _plain(tree, variables)
    return found.read if found is not None and found.kind == "bool" else None


def _plain(tree: Tree, variables: Mapping[str, Plain]) -> Plain | None:
    match tree:
        case Literal(value):
            return _literal(value)
        case Variable(name):
            return variables.get(name)
        case Call(overload, args):
            parts = [_plain(one, variables) for one in _flat(overload, args)]
            if overload in ("logical_and", "logical_or"):
                return _junction(parts, overload == "logical_or")
            if None in parts or not all(part.sure for part in parts if part):
                return None
            return _sure(overload, [part for part in parts if part], args)
        case Listing() | Beyond():
            return None


def _flat(overload: str, args: tuple[Tree, ...]) -> list[Tree]:
    """The operands of an operator; of `a && b && c` all three."""
    if overload not in ("logical_and", "logical_or"):
        return [one for one in args if not isinstance(one, Listing)]
    found: list[Tree] = []
    for one in args:
        if isinstance(one, Call) and one.overload == overload:
            found += _flat(overload, one.args)
        else:
            found.append(one)
    return found


def _literal(value: Any) -> Plain:
    kinds: dict[type, str] = {bool: "bool", int: "int", float: "double", str: "string"}
    return Plain(kinds[type(value)], lambda facts: value, constant=value)


def _sure(overload: str, parts: list[Plain], args: tuple[Tree, ...]) -> Plain | None:
    """An operator over operands that always have a value."""
    if overload == "logical_not":
        inner = parts[0].read
        return Plain("bool", lambda facts: not inner(facts))
    if overload == "conditional":
        return _conditional(*parts)
    if overload in _SIZES:
        listed = parts[0].read
        return Plain("int", lambda facts: len(listed(facts)))
    if overload in _SUMS:
        return _sum(_SUMS[overload], *parts)
    if overload in _COMPARE:
        if any(part.kind not in _SCALARS for part in parts):
            return None
        return _comparison(_COMPARE[overload], *parts)
    if overload == "in_list":
        return _membership(parts, args)
    return None


def _conditional(test: Plain, yes: Plain, no: Plain) -> Plain:
    if_, then, else_ = test.read, yes.read, no.read
    return Plain(yes.kind, lambda facts: then(facts) if if_(facts) else else_(facts))


def _sum(add: Callable[[Any, Any], Any], left: Plain, right: Plain) -> Plain:
    one, other = left.read, right.read
    return Plain("double", lambda facts: add(one(facts), other(facts)))


def _comparison(compare: Callable[[Any, Any], bool], left: Plain, right: Plain) -> Plain:
    one, other, fixed = left.read, right.read, right.constant
    if fixed is not None:
        return Plain("bool", lambda facts: compare(one(facts), fixed))
    return Plain("bool", lambda facts: compare(one(facts), other(facts)))


def _membership(parts: list[Plain], args: tuple[Tree, ...]) -> Plain | None:
    """`x in list`, the list being a fact or written out in full."""
    one = parts[0].read
    if parts[0].kind not in _SCALARS:
        return None
    if isinstance(args[1], Listing):
        written = [item.value for item in args[1].items if isinstance(item, Literal)]
        if len(written) < len(args[1].items) or isinstance(args[0], Listing):
            return None
        values = tuple(written)
        return Plain("bool", lambda facts: one(facts) in values)
    if len(parts) != 2 or parts[1].kind != f"list<{parts[0].kind}>":
        return None
    other = parts[1].read
    return Plain("bool", lambda facts: one(facts) in other(facts))


def _junction(parts: list[Plain | None], settling: bool) -> Plain | None:
    """`&&` (settled by a false) or `||` (settled by a true)."""
    known = [part for part in parts if part is not None]
    sure: list[Test] = [part.read for part in known if part.sure]
    open_ = [part.read for part in known if not part.sure]
    if not known:
        return None
    if len(sure) == len(parts):
        return Plain("bool", _settled(sure, settling))

    def ask(facts: Facts) -> bool | None:
        for read in sure:
            if read(facts) is settling:
                return settling
        answers: list[bool | None] = [read(facts) for read in open_]
        if settling in answers:
            return settling
        return None if None in answers or len(known) < len(parts) else not settling

    return Plain("bool", ask, sure=False)


def _settled(reads: list[Test], settling: bool) -> Test:
    """The answer of operands that all have a value."""
    if len(reads) == 2:
        one, other = reads
        if settling:
            return lambda facts: one(facts) or other(facts)
        return lambda facts: one(facts) and other(facts)
    others = tuple(reads)

    def every(facts: Facts) -> bool:
        for read in others:
            if read(facts) is settling:
                return settling
        return not settling

    return every
