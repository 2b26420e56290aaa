"""A report as data: `report.json`, from which every other format is made again without the maps."""

from .document import SCHEMA, Saved, report_schema, saved_text
from .reading import NotRead, read_saved, saved_of

__all__ = ["SCHEMA", "NotRead", "Saved", "read_saved", "report_schema", "saved_of", "saved_text"]
