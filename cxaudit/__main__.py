"""The command `cxaudit`."""

from __future__ import annotations

import sys

from cxaudit import __version__


def main() -> None:
    """Run the command line; `--version` answers before anything else is imported."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"cxaudit {__version__}")
        return
    from cxaudit.cli.fast import answered

    code = answered(sys.argv[1:])
    if code is not None:
        sys.exit(code)
    from cxaudit.cli.app import run

    run()


if __name__ == "__main__":
    main()
