"""The configuration of a project, `cxaudit.yaml` or a table in pyproject.toml, and what follows.

It comes with the project, perhaps from a stranger: it never makes anything outside the project be read.
"""

from .packs import PackFailure, failures_of, pack_files
from .rulebook import Rulebook, UnknownRule, rulebook
from .settings import Settings, Wanted

__all__ = [
    "PackFailure", "Rulebook", "Settings", "UnknownRule", "Wanted", "failures_of", "pack_files",
    "rulebook",
]  # fmt: skip
