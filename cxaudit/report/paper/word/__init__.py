"""The paper report as a Word document (OOXML), for those who go on writing in it."""

from .document import report_docx

__all__ = ["report_docx"]
