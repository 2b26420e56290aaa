"""Where the rules and lexicons lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """The folder of the built-in packs and, below it, `lexicons/`."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"
