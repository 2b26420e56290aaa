"""A file's bytes into a document: what it is, its model, the place of everything, its problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import BaseModel, ValidationError

from cxaudit.language import checks
from cxaudit.language.comments import Comment, comments_of
from cxaudit.language.forms import mapping_of_steps
from cxaudit.language.nodes import Composed, Mapping, Node, Scalar, Sequence, compose, decode
from cxaudit.language.organisation import Organisation
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.process import Process
from cxaudit.language.scenario import Scenario
from cxaudit.language.spans import Lines, Span
from cxaudit.language.suspects import suspects
from cxaudit.language.values import words

Kind = Literal["process", "organisation", "whatif", "rules", ""]
LEADING_KEYS: dict[str, Kind] = {
    "process": "process",
    "organisation": "organisation",
    "organization": "organisation",
    "whatif": "whatif",
    "rules": "rules",
}
_MODELS: dict[str, type[BaseModel]] = {
    "process": Process,
    "organisation": Organisation,
    "whatif": Scenario,
}
Loc = tuple[str | int, ...]


@dataclass(slots=True)
class Document:
    """One file: `kind` by its first key, `model` where it could be read, places and problems.

    `places` (element path to span) and `basis` (element path to how sure it is) come from readers of
    other formats, `losses` are what the map language could not say, `default_id` the map's id where
    the file's name is not it, `source_model` what such a reader read, so that it can be written again,
    `comments` are the waivers in comments.
    """

    path: str
    kind: Kind
    model: Any = None
    root: Node | None = None
    lines: Lines = field(default_factory=lambda: Lines(""))
    problems: list[Problem] = field(default_factory=list)
    spellings: dict[str, str] = field(default_factory=dict)
    places: dict[str, Span] = field(default_factory=dict)
    basis: dict[str, str] = field(default_factory=dict)
    default_id: str = ""
    losses: list[str] = field(default_factory=list)
    source_model: object | None = None
    comments: list[Comment] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Whether facts can be had from it."""
        return self.model is not None and not any(problem.blocks for problem in self.problems)

    def span(self, loc: Loc, key: bool = False) -> Span:
        """The place of an element path; the deepest part of it that stands in the file."""
        if self.places:
            parts = [str(part) for part in loc]
            for length in range(len(parts), -1, -1):
                found = self.places.get("/".join(parts[:length]))
                if found is not None:
                    return found
            return Span()
        return place(self.root, self.lines, loc, key)

    def title(self, name: str) -> str:
        """A name as people write it."""
        written = self.spellings.get(name, name)
        return written if written != name else written.replace("-", " ")


def place(root: Node | None, lines: Lines, loc: Loc, key: bool = False) -> Span:
    """The span of a path in a tree of nodes: of the key of its last part, or of its value."""
    if root is None:
        return Span()
    node, start, end = root, root.start, root.end
    if not loc and isinstance(root, Mapping) and root.items:
        first, value = next(iter(root.items.values()))
        return lines.span(first.start, value.end)
    for index, part in enumerate(loc):
        if isinstance(node, Mapping):
            found = node.items.get(str(part)) or _loose(node, str(part))
            if found is None:
                continue
            label, node = found
            last = index == len(loc) - 1
            empty = isinstance(node, Scalar) and node.start == node.end
            start, end = (
                (label.start, label.end)
                if (key and last) or empty
                else (
                    node.start,
                    node.end,
                )
            )
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            start, end = node.start, node.end
        else:
            break
    return lines.span(start, end)


def _loose(node: Mapping, part: str) -> tuple[Scalar, Node] | None:
    """A key in another spelling (names are compared in lower case, blanks as hyphens)."""
    from cxaudit.language.values import name

    for text, entry in node.items.items():
        if name(text) == part:
            return entry
    return None


def plain(node: Node) -> Any:
    """A node as plain data: text, lists, mappings, and None for nothing."""
    if isinstance(node, Scalar):
        return node.text if node.text or node.quoted else None
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, (_, value) in node.items.items()}


def kind_of(root: Node | None) -> Kind:
    """What a file is, by its first key."""
    if isinstance(root, Mapping):
        return LEADING_KEYS.get(next(iter(root.items), ""), "")
    return ""


def read(data: bytes, path: str) -> Document:
    """Read a file of the language; whatever is wrong inside it becomes problems."""
    text = decode(data)
    if isinstance(text, Problem):
        return Document(path, "", problems=[text])
    return read_text(text, path)


def read_text(text: str, path: str) -> Document:
    """Read the text of a file of the language."""
    composed = compose(text)
    document = Document(
        path, kind_of(composed.root), None, composed.root, composed.lines, composed.problems
    )
    if composed.root is None:
        if not composed.problems:
            says = "the file is empty: a map begins with `process: its name`"
            document.problems.append(Problem("invalid", "empty", says, blocks=True))
        return document
    if document.kind in _MODELS:
        sound = not composed.problems
        _validate(document, composed)
        document.comments = (
            comments_of(composed.lines, composed.root, document.kind) if sound else []
        )
        if document.kind == "whatif":
            document.problems += [comment.problem for comment in document.comments]
    elif document.kind == "":
        document.problems.append(_unknown_kind(composed))
    return document


def _unknown_kind(composed: Composed) -> Problem:
    root = composed.root
    assert root is not None
    first = next(iter(root.items), "") if isinstance(root, Mapping) else ""
    close = nearest(first, LEADING_KEYS)
    ours = [key for key in LEADING_KEYS if isinstance(root, Mapping) and key in root.items]
    if ours:
        says = f"`{ours[0]}:` must be the first key of the file: move it to the top"
    elif first:
        says = f"a file begins with process, organisation, whatif or rules, not with {first!r}"
        says += f"; did you mean {close!r}?" if close else ""
    else:
        says = "this is not a process map: a map begins with `process: its name`"
    span = composed.lines.span(root.start, min(root.end, root.start + max(1, len(first))))
    return Problem(
        "invalid", "leading-key", says, span, found=first, nearest=close or "", blocks=True
    )


def _validate(document: Document, composed: Composed) -> None:
    root = composed.root
    assert isinstance(root, Mapping)
    if document.kind == "process" and "steps" in root.items:
        key, steps = root.items["steps"]
        shaped, problems = mapping_of_steps(steps, composed.lines)
        root.items["steps"] = (key, shaped)
        document.problems.extend(problems)
    if "organization" in root.items and document.kind == "organisation":
        root.items = {
            "organisation" if k == "organization" else k: v for k, v in root.items.items()
        }
    data = plain(root)
    context: dict[str, Any] = {"spellings": document.spellings}
    try:
        document.model = _MODELS[document.kind].model_validate(data, context=context)
    except ValidationError as error:
        document.problems.extend(_told(error, document))
        document.model = _rest(data, error, document.kind)
    if document.kind == "process" and document.model is not None and "end" in document.model.steps:
        document.problems.append(
            Problem(
                "invalid",
                "reserved-id",
                "no step is called `end`, since `next: end` ends the case: give it another id",
                document.span(("steps", "end"), key=True),
                "steps/end",
                found="end",
                blocks=True,
            )
        )
    if document.kind == "process" and document.model is not None:
        for loc, problem in checks.problems(document.model):
            document.problems.append(problem.at(document.span(loc)))
    document.problems.extend(suspects(document.kind, root, composed.lines))
    commas = {problem.span for problem in document.problems if problem.kind == "comma"}
    document.problems = [
        problem
        for problem in document.problems
        if problem.kind != "unknown-key" or problem.span not in commas
    ]
    if any(problem.kind in ("sentence-cut", "step") for problem in document.problems):
        document.problems = [p for p in document.problems if p.kind != "no-steps"]
    document.problems.sort(key=lambda problem: (problem.span, problem.kind))


def _rest(data: Any, error: ValidationError, kind: str) -> Any:
    """The model of what is left without the faulty parts, so that names in it can be checked; None
    where that is no model either. Its document stays unreadable."""
    for item in error.errors():
        here = data
        for part in item["loc"][:-1]:
            try:
                here = here[part]
            except (KeyError, IndexError, TypeError):
                break
        else:
            if isinstance(here, dict) and item["loc"]:
                here.pop(item["loc"][-1], None)
    try:
        return _MODELS[kind].model_validate(data, context={})
    except ValidationError:
        return None


def _told(error: ValidationError, document: Document) -> list[Problem]:
    """Pydantic's errors as problems with a place, the nearest word, and a way out."""
    problems = []
    model = _MODELS[document.kind]
    for item in error.errors():
        loc: Loc = tuple(item["loc"])
        path = "/".join(str(part) for part in loc)
        found = near = ""
        on_key = False
        if item["type"] == "extra_forbidden":
            kind, found, on_key = "unknown-key", str(loc[-1]), True
            known = _keys(model, loc[:-1])
            near = nearest(found, known)
            edited = len(loc) > 3 and loc[0] == "edits"
            step = edited or (len(loc) > 2 and loc[0] == "steps")
            owner = "a step" if step else "this place"
            says = f"{owner} has no key {found!r}" + (
                f"; did you mean {near!r}?" if near else f"; it knows {_shortlist(known)}"
            )
        elif item["type"] == "missing":
            kind = "missing-key"
            says = f"`{loc[-1]}` is missing here: add `{loc[-1]}: ...`"
            if loc == ("steps",):
                kind, says = "no-steps", "the map has no steps: write `steps:` with a step a line"
            loc = loc[:-1]
        else:
            kind = "bad-value"
            says = item["msg"].removeprefix("Value error, ")
            if item["type"] in ("model_type", "model_attributes_type", "dict_type"):
                says = "a mapping is expected here: `key: value`, one a line"
            elif item["type"] == "list_type":
                says = "a list is expected here: write [one, two]"
            named = bool(loc) and isinstance(loc[-1], str)
            says = f"{words(str(loc[-1])).lower()}: {says}" if named else says
            if loc == ("steps",):
                kind = "no-steps"
        span = document.span(loc, key=on_key)
        problems.append(Problem("invalid", kind, says, span, path, found, near, blocks=True))
    return problems


def _shortlist(known: list[str]) -> str:
    return ", ".join(known[:12]) + (", ..." if len(known) > 12 else "")


def _keys(model: type[BaseModel], loc: Loc) -> list[str]:
    """The keys that the model at a path knows."""
    current: Any = model
    for part in loc:
        current = _inner(current, part)
        if current is None:
            return []
    if isinstance(current, type) and issubclass(current, BaseModel):
        return [
            spec.alias or name.rstrip("_").replace("_", "-")
            for name, spec in current.model_fields.items()
        ]
    return []


def _inner(current: Any, part: str | int) -> Any:
    """The type found one step further down: a field of a model, an entry of a mapping or list."""
    from typing import get_args, get_origin

    if isinstance(current, type) and issubclass(current, BaseModel):
        for name, spec in current.model_fields.items():
            if part in (spec.alias, name.rstrip("_").replace("_", "-")):
                return _unwrapped(spec.annotation)
        return None
    if get_origin(current) is dict:
        return _unwrapped(get_args(current)[1])
    if get_origin(current) is list:
        return _unwrapped(get_args(current)[0])
    return None


def _unwrapped(annotation: Any) -> Any:
    """An annotation without Annotated and Optional."""
    from types import UnionType
    from typing import Annotated, Union, get_args, get_origin

    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = get_args(annotation)[0]
        elif origin in (Union, UnionType):
            options = [arg for arg in get_args(annotation) if arg is not type(None)]
            annotation = options[0]
        else:
            return annotation
