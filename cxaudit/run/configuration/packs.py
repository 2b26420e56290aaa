"""The rule packs that a command line or a configuration names, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cxaudit.rules.files import Refused, check
from cxaudit.rules.loading import Fault, PackFile
from cxaudit.run.discover import SKIPPED, YAML, Failure, inside
from cxaudit.run.project import NAMES, project_root

# A file whose first key is `rules`; each round takes one line, whatever follows.
_PACK = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:(?:---[ \t\r]*|#[^\n]*|[ \t\r]*)\n)*(?:\{\s*)?[\"']?rules[\"']?[ \t]*:"
)
_HEAD = 65_536


@dataclass(slots=True)
class PackFailure(Failure):
    """What is wrong in a pack or configuration, at a line and column of it; both are 0 where it is
    about the file as a whole. `says` names the place, `what` does not."""

    line: int = 0
    column: int = 0
    what: str = ""

    def __str__(self) -> str:
        """As compilers tell it: file, line, column, what."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        return f"{place}: {self.what}"


def failures_of(faults: Sequence[Fault]) -> list[PackFailure]:
    """Faults as what an audit tells at its end."""
    found = []
    for path, problem in faults:
        says, span = problem.says, problem.span
        if problem.kind == "file":
            found.append(PackFailure(path, says, what=says))
        else:
            where = f"line {span.line}, column {span.column}: {says}"
            found.append(PackFailure(path, where, span.line, span.column, says))
    return found


def pack_files(text: str) -> tuple[list[PackFile], list[Fault]]:
    """The packs that a path on the command line stands for; it may lie anywhere. The files that
    they name must lie in the project of each."""
    path = Path(text)
    try:
        root = project_root(path)
        if path.is_dir():
            return packs_in(path, text, root), []
        check(path, named=True)
        return [PackFile(path.resolve(), text, root, named=True)], []
    except Refused as refused:
        return [], [(text, refused.problem)]
    except (OSError, RuntimeError, ValueError) as error:
        return [], [(text, Refused(f"cannot be read: {error}").problem)]


def packs_in(folder: Path, name: str, root: Path) -> list[PackFile]:
    """The packs below a folder; a Refused where there is none, or a link leads out of the project."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.suffix.lower() not in YAML or not path.is_file():
            continue
        if any(part in SKIPPED or part.startswith(".") for part in parts):
            continue
        if not inside(path, root):
            raise Refused(f"{'/'.join(parts)} in it leads out of the project: it is not read")
        if path.name not in NAMES and _is_pack(path):
            found.append(PackFile(path.resolve(), str(Path(name, *parts)), root))
    if not found:
        raise Refused("holds no rule pack: a pack begins with `rules: its title`")
    return found


def _is_pack(path: Path) -> bool:
    """Whether a file begins like a pack; one that cannot be opened counts, so that it is told."""
    try:
        with path.open("rb") as file:
            return _PACK.match(file.read(_HEAD)) is not None
    except OSError:
        return True
