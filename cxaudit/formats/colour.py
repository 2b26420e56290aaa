"""Whether text is coloured: one answer for every verb that prints for people.

Colour goes to a terminal. NO_COLOR, where it is not empty, means no escape sequence at all; it comes
before FORCE_COLOR, which asks for colour where there is no terminal: 0 wants none anywhere, an empty
one says nothing. TERM=dumb has none.
"""

from __future__ import annotations

import os
import sys

from rich.console import Console


def is_wanted() -> bool:
    """Whether nobody has said that there shall be no escape sequence."""
    return not os.environ.get("NO_COLOR") and os.environ.get("FORCE_COLOR") != "0"


def terminal(soft_wrap: bool = False) -> Console:
    """Standard output for text that is laid out already; what a map says is never markup."""
    forced = os.environ.get("FORCE_COLOR")
    return Console(
        file=sys.stdout,
        color_system="auto" if is_wanted() else None,
        force_terminal=sys.stdout.isatty() if forced in ("", "0") else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=soft_wrap,
    )
