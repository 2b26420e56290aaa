"""The command `cxaudit`."""

from __future__ import annotations

import gc
import os
import sys

from cxaudit import __version__

# Modules are made of hundreds of thousands of objects that stay: circles among them are looked for a
# few times instead of hundreds of times. And pydantic need not look through all packages for plugins.
SELDOM = (100_000, 20, 20)


def main() -> None:
    """Run the command line; `--version` answers before anything else is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"cxaudit {__version__}")
        return
    try:
        _answer()
    except KeyboardInterrupt:  # while modules are still being imported
        print("cxaudit: interrupted; nothing was written", file=sys.stderr)
        sys.exit(130)


def _answer() -> None:
    from cxaudit.cli.fast import answered

    code = answered(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    gc.set_threshold(*SELDOM)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from cxaudit.cli.app import run

    run()


if __name__ == "__main__":
    main()
