"""Whether text is coloured: one answer for every verb that prints for people.

Colour goes to a terminal. NO_COLOR, where it is not empty, means no escape sequence at all; it comes
before FORCE_COLOR, which asks for colour where there is no terminal. TERM=dumb has none.
"""

from __future__ import annotations

import os
import sys

from rich.console import Console


def terminal(soft_wrap: bool = False) -> Console:
    """Standard output for text that is laid out already; what a map says is never markup."""
    return Console(
        file=sys.stdout,
        color_system=None if os.environ.get("NO_COLOR") else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=soft_wrap,
    )
