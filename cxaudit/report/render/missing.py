"""What is said where a library or a font is not there."""

from __future__ import annotations


class Missing(Exception):
    """Something that a picture needs is not installed; the text says what, and how to get it."""
