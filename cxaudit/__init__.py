"""cxaudit: audits how a company treats its customers, from its own process maps.

The public API: `read` a file, `audit` paths, and the `Audit` with its `Finding`s that comes back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Audit", "Finding", "__version__", "audit", "read"]

if TYPE_CHECKING:
    from cxaudit.language.read import read
    from cxaudit.rules.finding import Finding
    from cxaudit.run.audit import Audit, audit

_HOMES = {
    "read": "cxaudit.language.read",
    "audit": "cxaudit.run.audit",
    "Audit": "cxaudit.run.audit",
    "Finding": "cxaudit.rules.finding",
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `--version` stays instant."""
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'cxaudit' has no attribute {name!r}")
