"""Whether text is coloured: one answer for every verb that prints for people.

Colour goes to a terminal. NO_COLOR, where it is not empty, means no escape sequence at all; it comes
before FORCE_COLOR, which asks for colour where there is no terminal: 0 wants none anywhere, an empty
one says nothing. TERM=dumb has none.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

# What of the environment makes rich take something for a terminal that is none.
_SAYS_SO = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "JUPYTER_COLUMNS")


def is_wanted() -> bool:
    """Whether nobody has said that there shall be no escape sequence."""
    return not os.environ.get("NO_COLOR") and os.environ.get("FORCE_COLOR") != "0"


def is_plain() -> bool:
    """Whether standard output is surely no terminal, so that nothing about it need be found out."""
    return not sys.stdout.isatty() and not any(os.environ.get(name) for name in _SAYS_SO)


def terminal(soft_wrap: bool = False) -> Console:
    """Standard output for text that is laid out already; what a map says is never markup."""
    from rich.console import Console

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
