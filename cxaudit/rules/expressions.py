"""CEL expressions over the facts, typed when a pack loads. The only module that calls the library."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from operator import itemgetter
from typing import Annotated, Any, Union, get_args, get_origin

from cel_expr_python import cel

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.infer.lexicon import Phrases, in_words, list_names
from cxaudit.language.problems import nearest, suggestion
from cxaudit.rules.bounds import MOST_LIMITS, MOST_ROUNDS, Shape, excess, refusal, shape_of
from cxaudit.rules.checked import tree_of
from cxaudit.rules.compiling import Draft, ExpressionError, Fault, completed, slot
from cxaudit.rules.names import blanked, lists_in, names_in
from cxaudit.rules.plain import Plain, Reader, plain
from cxaudit.rules.typed import Typed, typed, with_values

_KINDS_OF_LIMITS = ("double", "int")


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


@dataclass(eq=False)
class Vocabulary:
    """The lists of words that a pack has for itself, beside those of the lexicons, and the
    environments in which its expressions are compiled, by judge."""

    lists: Mapping[str, Phrases] = field(default_factory=dict)
    environments: dict[str, Any] = field(default_factory=dict)

    def names(self) -> set[str]:
        """Every list that `in_words` can ask for; `contact` stands in for `contact/high`."""
        known = {*self.lists, *list_names()}
        return known | {name.split("/")[0] for name in known}

    def has(self, text: str, name: str) -> bool:
        """Whether a text contains a word of a list, in any language."""
        return in_words(text, name, self.lists)

    def environment(self, judge: str) -> Any:
        """The facts of a judge declared to CEL, and limits by their slots."""
        if judge not in self.environments:
            self.environments[judge] = _environment(judge, self.has)
        return self.environments[judge]


LEXICONS = Vocabulary()  # no list but those of the lexicons


def _environment(judge: str, has_word: Callable[[str, str], bool]) -> Any:
    variables: dict[str, Any] = {}
    for name, known in fields_of(judge).items():
        variables[f"{judge}.{name}"] = _type(known.kind)
        if known.optional:
            variables[f"{judge}.has_{name}"] = cel.Type.BOOL
    for kind in _KINDS_OF_LIMITS:
        for number in range(MOST_LIMITS):
            variables[slot(kind, number)] = _type(kind)
    texts = [cel.Type.STRING, cel.Type.STRING]
    overload = cel.Overload("in_words_string_string", cel.Type.BOOL, texts, False, has_word)
    return cel.NewEnv(variables=variables, functions=[cel.FunctionDecl("in_words", [overload])])


@cache
def readers_of(judge: str) -> dict[str, Plain]:
    """How each fact of a judge that rules can name, and each twin, is read from the attributes of an
    entry: by its name in expressions, `step.takes`. What is unknown is read as nothing."""
    found: dict[str, Plain] = {}
    attributes = {spec.alias or name: name for name, spec in JUDGES[judge].model_fields.items()}
    for name, known in fields_of(judge).items():
        attribute = attributes[name]
        found[f"{judge}.{name}"] = Plain(known.kind, _reader(attribute, known))
        if known.optional:
            found[f"{judge}.has_{name}"] = Plain("bool", _twin(attribute))
    return found


def _reader(attribute: str, known: Field) -> Reader:
    nothing, double = known.nothing, known.kind == "double"

    def read(facts: dict[str, Any]) -> Any:
        found = facts[attribute]
        if found is None:
            return nothing
        return float(found) if double else found

    return read if known.optional or double else itemgetter(attribute)


def _twin(attribute: str) -> Reader:
    return lambda facts: facts[attribute] is not None


@dataclass(slots=True)
class Known:
    """What expressions of a judge read for one element: its facts by attribute, and the same by the
    `names` that rules use, as CEL takes them; that is made when the library is first asked."""

    judge: str
    facts: dict[str, Any]
    names: tuple[str, ...]
    _values: dict[str, Any] | None = None
    _activation: Any = None

    @property
    def values(self) -> dict[str, Any]:
        """The facts that are named, unknown ones as nothing."""
        if self._values is None:
            readers = readers_of(self.judge)
            self._values = {name: readers[name].read(self.facts) for name in self.names}
        return self._values

    @property
    def activation(self) -> Any:
        """The same for the library."""
        if self._activation is None:
            self._activation = LEXICONS.environment(self.judge).Activation(self.values)
        return self._activation


@dataclass(slots=True)
class _Bound:
    """An expression whose limits have values: what answers it without the library, if anything, and
    its program, which is made when the library is first asked."""

    plain: Reader | None
    program: Any = None


@dataclass(slots=True)
class Expression:
    """A condition over the facts of a judge. It is compiled when its value, or the types that its
    limits take, are first asked for; `check` does so at once and tells what is wrong."""

    text: str
    judge: str
    vocabulary: Vocabulary = LEXICONS
    _names: frozenset[str] | None = None
    _shape: Shape | None = None
    _program: Any = None
    _kinds: dict[str, str] = field(default_factory=dict)
    _typed: Typed | None = None
    _bound: dict[tuple[float, ...], _Bound] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The facts it names, twins as `has_worst`."""
        if self._names is None:
            found = names_in(blanked(self.text))
            self._names = frozenset(one.name for one in found if one.qualifier == self.judge)
        return self._names

    @property
    def limits(self) -> dict[str, str]:
        """The limits it names and the type that each took, `double` or `int`."""
        return self._known().limits

    def value(self, known: Known, limits: Mapping[str, float]) -> Any:
        """Its value for one element under some limits; a RuntimeError where it fails or would take
        too much work."""
        bound = self._under(limits)
        if bound.plain is not None:
            answer = bound.plain(known.facts)
            if answer is not None:
                return answer
        shape = self._shape
        if shape is not None and shape.loops:
            self._afford(shape, known.values)
        try:
            if bound.program is None:
                bound.program = self._program_under(limits)
            result = bound.program.eval(known.activation)
        except (RuntimeError, MemoryError) as error:
            raise RuntimeError(_failure(error)) from None
        value = result.plain_value()
        if value is True or value is False:
            return value
        raise RuntimeError(str(value))

    def plainly(self, limits: Mapping[str, float]) -> Reader | None:
        """What answers it from the facts of an element by attribute, as far as that is plain under
        some limits: None is "ask". None for the whole where it always has to be asked."""
        return self._under(limits).plain

    def _under(self, limits: Mapping[str, float]) -> _Bound:
        """The expression under some limits. Rules of one judge have their values written in, so that
        all can read one activation an element."""
        known = self._known()
        values = tuple([limits[name] for name in known.limits])
        if values not in self._bound:
            slots = {
                slot(kind, number): int(limits[name]) if kind == "int" else float(limits[name])
                for number, (name, kind) in enumerate(known.limits.items())
            }
            tree = with_values(known.tree, slots) if slots else known.tree
            self._bound[values] = _Bound(plain(tree, readers_of(self.judge)))
        return self._bound[values]

    def _program_under(self, limits: Mapping[str, float]) -> Any:
        """What the library runs, with the values of limits written in."""
        kinds = self._known().limits
        if not kinds:
            return self._compiled()
        written = {
            name: str(int(limits[name])) if kind == "int" else repr(float(limits[name]))
            for name, kind in kinds.items()
        }
        compiler = self.vocabulary.environment(self.judge).compile
        return completed(Draft.of(self.text, kinds, written), compiler, ())

    def _afford(self, shape: Shape, values: Mapping[str, Any]) -> None:
        named = [values.get(f"{self.judge}.{name}") for name in self.names]
        says = excess(shape, named)
        if says:
            raise RuntimeError(says)

    def _known(self) -> Typed:
        """Its types and its tree: those that ship, else those that the library finds."""
        if self._typed is None:
            # Another vocabulary may have other lists under a name.
            shipped = typed(self.judge, self.text) if self.vocabulary is LEXICONS else None
            self._typed = shipped or self.typed_by_library()
            self._shape = shape_of(blanked(self.text))
        return self._typed

    def typed_by_library(self) -> Typed:
        """Its types and its tree as the library finds them."""
        program = self._compiled()
        return Typed(self._kinds, tree_of(program.serialize()))

    def _compiled(self) -> Any:
        if self._program is None:
            bare = blanked(self.text)
            used = {one.name for one in names_in(bare) if one.qualifier == "limits"}
            found = _fitted(self.text, self.judge, sorted(used), self.vocabulary)
            self._program, self._kinds = found
        return self._program

    def check(self, limits: Iterable[str]) -> None:
        """Compile now, some limits being known; an ExpressionError tells every fault."""
        bare = blanked(self.text)
        says = refusal(bare)
        if says:
            raise ExpressionError([Fault(says, 0, min(len(self.text), 40))])
        faults = _unknown_names(self, bare, set(limits))
        if faults:
            raise ExpressionError(faults)
        self._compiled()


def _failure(error: BaseException) -> str:
    """Why the library gave up, in words."""
    says = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "Iteration budget" in says:
        return f"its loops go round more than {MOST_ROUNDS:,} times on one element"
    return says


def _unknown_names(expression: Expression, bare: str, limits: set[str]) -> list[Fault]:
    """Names that nothing answers to: facts, limits, other judges, lists of words."""
    judge = expression.judge
    known = set(fields_of(judge))
    facts = known | {f"has_{name}" for name in known if fields_of(judge)[name].optional}
    found = []
    for one in names_in(bare):
        of_judge = one.qualifier == judge
        if one.qualifier == "limits" or of_judge:
            names = facts if of_judge else limits
            if one.name not in names:
                what = f"fact of a {judge}" if of_judge else "limit"
                says = f"no {what} is called {one.name!r}{suggestion(one.name, sorted(names))}"
                near = nearest(one.name, sorted(names))
                found.append(Fault(says, one.start, one.end, one.name, near))
        elif one.qualifier in JUDGES:
            says = f"the rule judges {judge}, so it cannot see {one.qualifier}.{one.name}"
            found.append(Fault(says, one.start, one.end, one.qualifier))
    if len({one.name for one in names_in(bare) if one.qualifier == "limits"}) > MOST_LIMITS:
        found.append(Fault(f"an expression names at most {MOST_LIMITS} limits"))
    lists = sorted(expression.vocabulary.names())
    for asked in lists_in(expression.text, bare):
        if asked.listed is None:
            says = "`in_words` takes a text and, in quotes, a list: in_words(step.does, 'remedies')"
            found.append(Fault(says, asked.start, asked.end))
        elif asked.listed not in lists:
            says = f"no list of words is called {asked.listed!r}{suggestion(asked.listed, lists)}"
            near = nearest(asked.listed, lists)
            found.append(Fault(says, asked.start, asked.end, asked.listed, near))
    return found


def _fitted(
    text: str, judge: str, limits: list[str], vocabulary: Vocabulary
) -> tuple[Any, dict[str, str]]:
    """A text compiled, its limits taking the types of what they are compared with; among trials
    that all fail, the one with the fewest faults is told."""
    environment = vocabulary.environment(judge)
    names = [f"{judge}.{name}" for name in fields_of(judge)]
    names += [*JUDGES, "limits", "in_words", "size", "exists", "all"]
    least: list[Fault] = []
    for kinds in product(_KINDS_OF_LIMITS, repeat=len(limits)):
        chosen = dict(zip(limits, kinds, strict=True))
        try:
            program = completed(Draft.of(text, chosen), environment.compile, names)
        except ExpressionError as error:
            if not least or len(error.faults) < len(least):
                least = error.faults
            continue
        if program.return_type() != cel.Type.BOOL:
            kind = program.return_type().name().lower()
            raise ExpressionError([Fault(f"this is not a bool: it yields {kind}", 0, len(text))])
        return program, chosen
    raise ExpressionError(least)
