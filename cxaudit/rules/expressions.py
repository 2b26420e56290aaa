"""CEL expressions over the facts, typed when a pack loads. The only module that knows the library."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Annotated, Any, Union, get_args, get_origin

from cel_expr_python import cel

from cxaudit.analysis.facts.base import Facts, value_of
from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.infer.lexicon import in_words, lexicons
from cxaudit.language.problems import nearest

_ERROR = re.compile(r"<input>:(\d+):(\d+): ([^\n]*)")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_LITERAL = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_NAME = re.compile(r"\b(limits|[a-z]+(?:_[a-z]+)*)\.([a-z_][a-z_0-9]*)")


class ExpressionError(ValueError):
    """An expression that does not compile: `column` is 1-based in the text as written."""

    def __init__(self, says: str, column: int, found: str = "", near: str = "") -> None:
        super().__init__(says)
        self.says, self.column, self.found, self.near = says, column, found, near


@dataclass(frozen=True, slots=True)
class Field:
    """One fact of a judge: its CEL type, whether it can be unknown, what unknown is read as."""

    kind: str
    optional: bool
    nothing: Any


_KINDS: dict[Any, tuple[str, Any]] = {
    bool: ("bool", False),
    int: ("int", 0),
    float: ("double", 0.0),
    str: ("string", ""),
}


@cache
def fields_of(judge: str) -> dict[str, Field]:
    """The facts of a judge that rules can name."""
    found: dict[str, Field] = {}
    for attribute, spec in JUDGES[judge].model_fields.items():
        kind = _kind(spec.annotation)
        if kind is not None:
            found[spec.alias or attribute] = kind
    return found


def _kind(annotation: Any) -> Field | None:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    optional = False
    if get_origin(annotation) in (Union, types.UnionType):
        options = [arg for arg in get_args(annotation) if arg is not type(None)]
        optional = len(options) < len(get_args(annotation))
        annotation = options[0]
    if annotation in _KINDS:
        kind, nothing = _KINDS[annotation]
        return Field(kind, optional, nothing)
    if get_origin(annotation) is list:
        inner = _kind(get_args(annotation)[0])
        return Field(f"list<{inner.kind}>", optional, []) if inner is not None else None
    return None


def _type(kind: str) -> Any:
    if kind.startswith("list<"):
        return cel.Type.List(_type(kind[5:-1]))
    return {
        "bool": cel.Type.BOOL,
        "int": cel.Type.INT,
        "double": cel.Type.DOUBLE,
        "string": cel.Type.STRING,
    }[kind]


def _words(text: str, name: str) -> bool:
    return in_words(text, name)


_FUNCTIONS = [
    cel.FunctionDecl(
        "in_words",
        [
            cel.Overload(
                "in_words_string_string",
                cel.Type.BOOL,
                [cel.Type.STRING, cel.Type.STRING],
                False,
                _words,
            )
        ],
    )
]


@cache
def _environment(judge: str, limits: tuple[tuple[str, str], ...]) -> Any:
    variables: dict[str, Any] = {}
    for name, field in fields_of(judge).items():
        variables[f"{judge}.{name}"] = _type(field.kind)
        if field.optional:
            variables[f"{judge}.has_{name}"] = cel.Type.BOOL
    for name, kind in limits:
        variables[f"limits.{name}"] = _type(kind)
    return cel.NewEnv(variables=variables, functions=_FUNCTIONS)


@dataclass(slots=True)
class Expression:
    """A compiled expression: the facts and limits it names, and the types its limits took."""

    text: str
    program: Any
    names: frozenset[str]
    limits: dict[str, str]

    def value(self, activation: Any) -> Any:
        """Its value for one element; a RuntimeError where it fails while running."""
        result = self.program.eval(activation)
        if result.type() == cel.Type.ERROR:
            raise RuntimeError(str(result.plain_value()))
        return result.plain_value()


def named(text: str) -> set[tuple[str, str]]:
    """The qualified names in an expression: (`request`, `worst`), (`limits`, `simple`)."""
    bare = _LITERAL.sub(lambda m: " " * len(m[0]), text)
    return set(_NAME.findall(bare))


def compile_expression(
    text: str, judge: str, limits: Iterable[str], wanted: str | None = None
) -> Expression:
    """Compile against the facts of a judge; integer literals beside a double are completed."""
    names = named(text)
    _check_names(text, judge, set(limits), names)
    used = sorted(name for qualifier, name in names if qualifier == "limits")
    failure: ExpressionError | None = None
    for kinds in product(("double", "int"), repeat=len(used)):
        chosen = tuple(zip(used, kinds, strict=True))
        try:
            program = _compile(text, _environment(judge, chosen))
        except ExpressionError as error:
            failure = failure or error
            continue
        if wanted and program.return_type() != _type(wanted):
            says = f"this is not a {wanted}: it yields {program.return_type().name().lower()}"
            raise ExpressionError(says, 1)
        facts = frozenset(name for qualifier, name in names if qualifier == judge)
        return Expression(text, program, facts, dict(chosen))
    assert failure is not None
    raise failure


def _check_names(text: str, judge: str, limits: set[str], names: set[tuple[str, str]]) -> None:
    known = set(fields_of(judge))
    twins = {f"has_{name}" for name, field in fields_of(judge).items() if field.optional}
    for qualifier, name in sorted(names):
        column = text.find(f"{qualifier}.{name}") + 1
        if qualifier == "limits":
            if name not in limits:
                near = nearest(name, limits)
                raise ExpressionError(_no("limit", name, near), column, name, near)
        elif qualifier == judge:
            if name not in known | twins:
                near = nearest(name, known | twins)
                raise ExpressionError(_no(f"fact of a {judge}", name, near), column, name, near)
        elif qualifier in JUDGES:
            raise ExpressionError(
                f"the rule judges {judge}, so it cannot see {qualifier}.{name}", column, qualifier
            )
    for found in re.finditer(r"in_words\([^,]*,\s*[\"']([^\"']*)[\"']\s*\)", text):
        lists = {key.split("/")[0] for key in lexicons()["all"].lists}
        if found[1] not in lists | set(lexicons()["all"].lists):
            near = nearest(found[1], lists)
            raise ExpressionError(
                _no("list of words", found[1], near), found.start(1) + 1, found[1], near
            )


def _no(what: str, name: str, near: str) -> str:
    return f"no {what} is called {name!r}" + (f"; did you mean {near!r}?" if near else "")


def _compile(text: str, environment: Any) -> Any:
    """Compile, turning integers into doubles one by one where the checker asks for it."""
    current = text
    shifts: list[int] = []
    for _ in range(24):
        try:
            return environment.compile(current)
        except RuntimeError as error:
            found = _ERROR.search(str(error))
            if found is None:
                raise ExpressionError(str(error).splitlines()[0], 1) from None
            column, says = int(found[2]), found[3]
            place = _literal_to_complete(current, column, says)
            if place is None:
                original = column - 2 * sum(at < column for at in shifts)
                raise ExpressionError(_plainly(says), max(1, original)) from None
            current = current[:place] + ".0" + current[place:]
            shifts.append(place + 1)
    raise ExpressionError("its numbers do not fit each other", 1)


def _literal_to_complete(text: str, column: int, says: str) -> int | None:
    """The end of the integer literal that should be a double, for an error at a column."""
    if "double" not in says or "int" not in says or "overload" not in says:
        return None
    literals = list(_NUMBER.finditer(_LITERAL.sub(lambda m: " " * len(m[0]), text)))
    after = [m for m in literals if m.start() >= column - 1]
    before = [m for m in literals if m.end() <= column]
    first_int = re.search(r"\(int", says) is not None
    if "_?_:_" in says:
        return after[0].end() if after else None
    if first_int and before:
        return before[-1].end()
    return after[0].end() if after else (before[-1].end() if before else None)


def _plainly(says: str) -> str:
    """A checker's message in words that fit a rule's author."""
    found = re.search(r"found no matching overload for '(\S+)' applied to '\((.*)\)'", says)
    if found:
        operator = found[1].strip("_").replace("_", " ")
        return f"{operator!r} does not go with {found[2]}"
    return says


def activation_data(judge: str, facts: Facts, names: Iterable[str]) -> dict[str, Any]:
    """The values of some facts under their qualified names, unknown ones as nothing."""
    known = fields_of(judge)
    data: dict[str, Any] = {}
    for name in names:
        has = name.startswith("has_") and name not in known
        bare = name[4:] if has else name
        value = value_of(facts, bare)
        field = known[bare]
        if has:
            data[f"{judge}.{name}"] = value is not None
        elif value is None:
            data[f"{judge}.{name}"] = field.nothing
        else:
            data[f"{judge}.{name}"] = float(value) if field.kind == "double" else value
    return data


def activate(
    judge: str, limits: Mapping[str, float], kinds: Mapping[str, str], data: dict[str, Any]
) -> Any:
    """An activation for one element: its facts and the limits that hold."""
    values = dict(data)
    for name, kind in kinds.items():
        values[f"limits.{name}"] = int(limits[name]) if kind == "int" else float(limits[name])
    return _environment(judge, tuple(sorted(kinds.items()))).Activation(values)
