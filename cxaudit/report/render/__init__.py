"""Drawings as PNG and PDF, by libraries that are optional extras."""

from .missing import Missing
from .pdf import pdf, typesetter
from .png import png

__all__ = ["Missing", "pdf", "png", "typesetter"]
