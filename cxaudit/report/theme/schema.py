"""JSON Schema of a theme, for editors."""

from __future__ import annotations

from cxaudit.language.schema.files import DRAFT
from cxaudit.language.schema.scalars import Json

from .model import KEYS, MOST_FOOTER, MOST_PREFACE, MOST_TITLE

_COLOUR = {"type": "string", "pattern": "^#[0-9A-Fa-f]{6}$"}


def theme_schema() -> Json:
    """The schema of a theme file."""
    forms: dict[str, Json] = {
        "title": {"type": "string", "maxLength": MOST_TITLE},
        "logo": {"type": "string"},
        "accent": _COLOUR,
        "accent-dark": _COLOUR,
        "preface": {"type": "string", "maxLength": MOST_PREFACE},
        "footer": {"type": "string", "maxLength": MOST_FOOTER},
    }
    return {
        "$schema": DRAFT,
        "description": "The look of a report: `cxaudit report --theme FILE`.",
        "type": "object",
        "properties": {key: {"description": KEYS[key], **form} for key, form in forms.items()},
        "additionalProperties": False,
        "dependencies": {"accent-dark": ["accent"]},
    }
