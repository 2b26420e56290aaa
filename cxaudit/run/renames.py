"""Files that only one of two sides has, paired by what is in them: by git, else line by line."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from cxaudit.run.git import TIMEOUT

ALIKE = 0.5  # share of a file that must be the same, as git has it
MOST_COMPARED = 250_000  # pairs; beyond that only equal files are paired where git is not there


def renamed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str]:
    """The old path of each file of `after` that is one of `before` under another name."""
    if not before or not after:
        return {}
    found = _by_git(before, after)
    return _by_content(before, after) if found is None else found


def _by_git(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str] | None:
    """What git's detection of renames says; None where git cannot be asked.

    It compares two scratch folders outside any repository, so that no filter or converter that a
    repository configures is run.
    """
    program = shutil.which("git")
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="cxaudit-") as scratch:
        for side, files in (("a", before), ("b", after)):
            for number, (path, data) in enumerate(files.items()):
                # Folders by number keep odd paths harmless, and those of the two sides apart; git
                # reads kinship from the file's name.
                folder = Path(scratch, side, f"{side}{number}")
                folder.mkdir(parents=True)
                (folder / (Path(path).name or "map")).write_bytes(data)
        line = ["diff", "--no-index", "--name-status", "-z", "-M", "-l0", "--diff-filter=R"]
        line += ["--no-ext-diff", "--no-textconv", "a", "b"]
        quiet = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
        quiet |= {"GIT_CEILING_DIRECTORIES": str(Path(scratch).parent), "GIT_ATTR_NOSYSTEM": "1"}
        quiet |= {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}
        settings = ["-c", f"core.attributesFile={os.devnull}"]
        try:
            done = subprocess.run(
                [program, *settings, *line],
                cwd=scratch,
                env=quiet,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
    if done.returncode not in (0, 1):
        return None
    olds, news = list(before), list(after)
    parts = os.fsdecode(done.stdout).split("\0")[:-1]
    pairs = zip(parts[1::3], parts[2::3], strict=False)
    return {news[_number(new)]: olds[_number(old)] for old, new in pairs}


def _number(path: str) -> int:
    return int(path.split("/")[1][1:])


def _by_content(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, str]:
    """Equal files first, then the most alike, by the lines that they share."""
    olds = {path: _lines(data) for path, data in before.items()}
    news = {path: _lines(data) for path, data in after.items()}
    found: dict[str, str] = {}
    by_lines: dict[frozenset[tuple[bytes, int]], list[str]] = {}
    for path, lines in olds.items():
        by_lines.setdefault(frozenset(lines.items()), []).append(path)
    for path, lines in news.items():
        same = by_lines.get(frozenset(lines.items()))
        if same:
            found[path] = _kin(path, same)
            same.remove(found[path])
    open_olds = [path for path in olds if path not in set(found.values())]
    open_news = [path for path in news if path not in found]
    if len(open_olds) * len(open_news) > MOST_COMPARED:
        return found
    ranked = sorted(
        (-share, new, old)
        for new in open_news
        for old in open_olds
        if (share := _share(olds[old], news[new])) >= ALIKE
    )
    taken: set[str] = set()
    for _, new, old in ranked:
        if new not in found and old not in taken:
            found[new] = old
            taken.add(old)
    return found


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(data.replace(b"\r\n", b"\n").splitlines(keepends=True))


def _kin(path: str, others: list[str]) -> str:
    """Of several equal files the one with the same name, else the first."""
    name = Path(path).name
    return next((other for other in others if Path(other).name == name), others[0])


def _share(old: Counter[bytes], new: Counter[bytes]) -> float:
    """Bytes in lines that both have, as a share of the larger file."""
    both = sum(len(line) * count for line, count in (old & new).items())
    sizes = [sum(len(line) * count for line, count in side.items()) for side in (old, new)]
    return both / max(*sizes, 1)
