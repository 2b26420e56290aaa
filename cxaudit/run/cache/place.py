"""Where the cache lies, whether it is to be trusted, and which tool it is of."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from cxaudit import __version__
from cxaudit.run.cache.store import Store, key_of

VARIABLE = "CXAUDIT_CACHE"  # a folder, `on` or `off`
OFF, ON = "off", "on"
_SKIPPED = {"__pycache__"}


def cache_folder(named: str | None = None) -> Path | None:
    """The folder of the cache: the one that is named, else what CXAUDIT_CACHE says: a folder, or `on`
    for one in the user's folder for caches. None where nobody asks for one, or no such folder is known.

    It never lies in the project unless somebody says so: whoever sends a pull request could plant
    results there.
    """
    said = named or os.environ.get(VARIABLE, "")
    if not said or (said.lower() == OFF and named is None):
        return None
    if said.lower() != ON or named is not None:
        return Path(said).absolute()
    for name, below in _homes():
        home = os.environ.get(name, "")
        if Path(home).is_absolute():
            return Path(home, *below, "cxaudit")
    return None


def _homes() -> list[tuple[str, tuple[str, ...]]]:
    if sys.platform == "win32":
        return [("LOCALAPPDATA", ())]
    if sys.platform == "darwin":
        return [("XDG_CACHE_HOME", ()), ("HOME", ("Library", "Caches"))]
    return [("XDG_CACHE_HOME", ()), ("HOME", (".cache",))]


def store_in(folder: Path | None) -> Store | None:
    """What is kept in a folder; None where there is none, or others may have written into it."""
    return Store(folder) if folder is not None and _ours(folder) else None


def _ours(folder: Path) -> bool:
    """Whether a folder is ours alone to write, or is still to be made."""
    try:
        state = folder.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    if not stat.S_ISDIR(state.st_mode):
        return False
    if sys.platform == "win32":
        return True
    return state.st_uid == os.geteuid() and not state.st_mode & stat.S_IWOTH


def tool() -> str:
    """What this cxaudit is: its version and files, the libraries beside it, and Python.

    An installed package is known by the list of its files' hashes. A checkout has none, so there it
    is known by the size and time of its files, as Python itself knows whether to compile them.
    """
    package = Path(__file__).resolve().parent.parent.parent
    return key_of(__version__, sys.version, sys.platform, _files(package), _libraries())


def _files(package: Path) -> str:
    for record in sorted(package.parent.glob("cxaudit-*.dist-info/RECORD")):
        return key_of(record.read_bytes())
    rules = package.parent / "rules"
    return key_of(*_stamps(package), *_stamps(rules))


def _stamps(folder: Path) -> list[str]:
    found = []
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    waiting += [Path(entry.path)] if entry.name not in _SKIPPED else []
                else:
                    state = entry.stat()
                    found.append(f"{entry.path} {state.st_size} {state.st_mtime_ns}")
    return sorted(found)


def _libraries() -> str:
    """Names and versions of the libraries that are installed."""
    found: list[str] = []
    for text in dict.fromkeys(sys.path):
        if text.endswith(("site-packages", "dist-packages")):
            try:
                found += (one.name for one in Path(text).glob("*.dist-info"))
            except OSError:
                continue
    return "\n".join(sorted(found))
