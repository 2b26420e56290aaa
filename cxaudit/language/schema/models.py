"""The models as JSON Schema: their fields with what they mean, and every form that is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from inspect import cleandoc
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import AliasChoices, BaseModel
from pydantic.fields import FieldInfo

from cxaudit.language.fields import ByName, Written
from cxaudit.language.schema import scalars
from cxaudit.language.schema.scalars import NOTHING, TEXT, TEXT_OR_NOTHING, Json

HIDDEN: Json = {"doNotSuggest": True}


def any_of(*options: Json) -> Json:
    """One of several forms; a form that is one of several itself adds those."""
    flat = [part for one in options for part in (one["anyOf"] if set(one) == {"anyOf"} else [one])]
    return {"anyOf": flat}


def or_nothing(schema: Json) -> Json:
    """The same, or nothing at all."""
    if schema.get("if") == TEXT["if"]:
        return {**schema, **TEXT_OR_NOTHING}
    if schema.get("if") == TEXT_OR_NOTHING["if"] or NOTHING in schema.get("anyOf", ()):
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], NOTHING]}
    said = {key: value for key, value in schema.items() if key == "description"}
    rest = {key: value for key, value in schema.items() if key not in said}
    return {**said, **any_of(rest, NOTHING)}


def about(model: type[BaseModel]) -> str:
    """What a model is, in a sentence."""
    return cleandoc(model.__doc__ or "").split("\n\n")[0].replace("\n", " ")


def described(model: type[BaseModel], schema: Json) -> Json:
    """A schema with what its model is."""
    return {"description": about(model), **schema}


def entries(value: Json, **more: Any) -> Json:
    """A mapping whose keys are names."""
    return {"type": "object", "additionalProperties": value, **more}


def listed(item: Json, **more: Any) -> Json:
    """A list."""
    return {"type": "array", "items": item, **more}


class Definitions:
    """The models met so far, each once, by name. `forms` are values that are read in several forms:
    for each, what makes a schema of these definitions, the field's type and what the form is made of.
    """

    def __init__(self, forms: Mapping[str, Callable[..., Json]]) -> None:
        self.forms = forms
        self.found: dict[str, Json] = {}

    def ref(self, model: type[BaseModel]) -> Json:
        """A model, by reference to its definition."""
        return self.define(model.__name__, lambda: self.model(model))

    def define(self, name: str, make: Callable[[], Json]) -> Json:
        """A schema by reference; it is made at the first time it is asked for."""
        if name not in self.found:
            self.found[name] = {}  # a model may contain itself
            self.found[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def scalar(self, form: str) -> Json:
        """A value on one line, by reference to its form."""
        return self.define(form, lambda: scalars.DEFINED[form])

    def model(self, model: type[BaseModel]) -> Json:
        """A model as it stands in a file: a mapping with the keys it knows and no other. What it is
        stands where it is used: editors show the innermost description, which knows the least."""
        required = [_key(n, f) for n, f in model.model_fields.items() if f.is_required()]
        return {
            "type": "object",
            "properties": self.properties(model),
            "additionalProperties": False,
            **({"required": required} if required else {}),
        }

    def properties(self, model: type[BaseModel], only: Sequence[str] = ()) -> dict[str, Json]:
        """The fields of a model, or some of them, by the keys of the file, with what they mean."""
        found: dict[str, Json] = {}
        for name in only or model.model_fields:
            field = model.model_fields[name]
            if field.description is None:
                raise ValueError(f"{model.__name__}.{name} has no description")
            schema = self.value(field.annotation, field.metadata)
            if field.examples:
                schema = {**schema, "examples": list(field.examples)}
            found[_key(name, field)] = {"description": field.description, **schema}
            for alias in _other_keys(field):
                found[alias] = {"description": field.description, **schema, **HIDDEN}
        return found

    def value(self, annotation: Any, metadata: Sequence[Any] = ()) -> Json:
        """What may stand for a field of some type."""
        for mark in metadata:
            if isinstance(mark, Written):
                return self._written(mark, annotation)
            if isinstance(mark, ByName):
                return self._by_name(mark, annotation)
        origin = get_origin(annotation)
        if origin is Annotated:
            inner, *marks = get_args(annotation)
            return self.value(inner, marks)
        if origin in (Union, UnionType):
            (inner,) = [part for part in get_args(annotation) if part is not type(None)]
            return or_nothing(self.value(inner))
        if origin is dict:
            return entries(self.value(get_args(annotation)[1]))
        if origin is list:
            return listed(self.value(get_args(annotation)[0]))
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.ref(annotation)
        return TEXT if annotation is str else self.scalar("whole")

    def _written(self, mark: Written, annotation: Any) -> Json:
        """A value that has a form of its own."""
        if mark.form in scalars.PLAIN:
            return scalars.PLAIN[mark.form]
        if mark.form in scalars.DEFINED:
            return self.scalar(mark.form)
        return self.forms[mark.form](self, annotation, *mark.of)

    def _by_name(self, mark: ByName, annotation: Any) -> Json:
        """Entries by name, each perhaps empty or in its short form; or a list of names."""
        inner = get_args(annotation)[1]
        entry = self.value(inner)
        if mark.shorthand and "anyOf" not in entry:
            entry = any_of(self.short(inner, mark.shorthand), entry)
        named = described(model_in(inner), or_nothing(entry))
        return any_of(entries(named), listed(TEXT))

    def short(self, annotation: Any, field: str) -> Json:
        """What may stand for a whole model: the value of one of its fields."""
        model = model_in(annotation)
        info = model.model_fields[field]
        return self.value(info.annotation, info.metadata)


def model_in(annotation: Any) -> type[BaseModel]:
    """The model inside an annotation."""
    while not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        annotation = next(part for part in get_args(annotation) if part is not type(None))
    return annotation


def _other_keys(field: FieldInfo) -> list[str]:
    """Further keys under which a field is read."""
    alias = field.validation_alias
    return [str(key) for key in alias.choices[1:]] if isinstance(alias, AliasChoices) else []


def _key(name: str, field: FieldInfo) -> str:
    """The key of a field in a file."""
    return field.alias or name.rstrip("_").replace("_", "-")
