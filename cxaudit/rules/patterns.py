"""Files by patterns as in a `.gitignore`, relative to a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Patterns:
    """Some patterns; the library that reads them is imported when one is first asked about."""

    def __init__(self, root: Path, lines: Iterable[str]) -> None:
        self.root = root
        self.lines = tuple(lines)
        self._spec: GitIgnoreSpec | None = None

    def match(self, path: str | Path) -> bool:
        """Whether a file, which need not exist, is one of those they mean."""
        if not self.lines:
            return False
        if self._spec is None:
            from pathspec import GitIgnoreSpec

            self._spec = GitIgnoreSpec.from_lines(self.lines)
        return self._spec.match_file(self._below(Path(path)))

    def _below(self, path: Path) -> str:
        try:
            return path.resolve().relative_to(self.root).as_posix()
        except (ValueError, OSError, RuntimeError):
            return path.as_posix().lstrip("/")
