"""Text that cannot break a format, whatever the names in a map or of a file are."""

from __future__ import annotations

from cxaudit.run.cells import REPLACED, one_line
from cxaudit.run.plain_json import json_text

__all__ = ["REPLACED", "json_text", "one_line"]
