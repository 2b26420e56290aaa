"""The kinds of file as JSON Schema.

Draft 7, since every language server for YAML knows it. A schema cannot say which key comes first,
what names exist, or that a word was meant as text: the reader says that.
"""

from __future__ import annotations

from pydantic import BaseModel

from cxaudit.language.organisation import Organisation
from cxaudit.language.process import Process
from cxaudit.language.scenario import Scenario
from cxaudit.language.schema.edits import EDITS
from cxaudit.language.schema.models import Definitions, described
from cxaudit.language.schema.scalars import Json

DRAFT = "http://json-schema.org/draft-07/schema#"


def map_schema() -> Json:
    """The schema of a process map."""
    return _file(Process)


def organisation_schema() -> Json:
    """The schema of an organisation file; its first key has two spellings."""
    schema = _file(Organisation)
    properties = schema["properties"]
    other = {"organization": {**properties["organisation"], "doNotSuggest": True}}
    del schema["required"]
    return {
        **schema,
        "properties": {"organisation": properties.pop("organisation"), **other, **properties},
        "oneOf": [{"required": ["organisation"]}, {"required": ["organization"]}],
    }


def scenario_schema() -> Json:
    """The schema of a scenario."""
    return _file(Scenario)


def _file(model: type[BaseModel]) -> Json:
    definitions = Definitions(EDITS)
    schema = definitions.model(model)
    return {"$schema": DRAFT, **described(model, schema), "definitions": definitions.found}
