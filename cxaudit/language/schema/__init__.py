"""JSON Schema of the language, for editors: what each kind of file may hold, and what it means."""

from cxaudit.language.schema.files import map_schema, organisation_schema, scenario_schema

__all__ = ["map_schema", "organisation_schema", "scenario_schema"]
