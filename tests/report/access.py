"""What axe-core says of a page."""

from __future__ import annotations

from typing import Any


def grave(page: Any, axe: str) -> list[str]:
    """Violations that axe-core calls serious or critical, each with a place."""
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['html'][:120]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
