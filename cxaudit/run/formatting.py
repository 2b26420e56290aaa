"""Files found, laid out in the one layout, and written back one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxaudit.change.layout.text import lay_out
from cxaudit.language.spans import Span
from cxaudit.run.discover import Failure, discover
from cxaudit.run.room import no_collecting
from cxaudit.run.writing import NotWritten, replace_file


@dataclass(frozen=True, slots=True)
class Formatted:
    """What became of a file: its bytes before and after, or why it is left alone, and where."""

    path: str
    before: bytes
    after: bytes
    says: str = ""
    span: Span | None = None

    @property
    def changed(self) -> bool:
        """Whether its layout was not the one layout."""
        return self.before != self.after


def format_files(
    paths: Sequence[str], write: bool, only_maps: bool = False
) -> Iterator[Formatted | Failure]:
    """Lay out the files that `discover` finds, each as soon as it is asked for; `write` puts each back
    on disk before the next is begun. A file reached by two ways is done once."""
    found = discover(paths, only_maps)
    yield from found.failures
    done: set[Path] = set()
    for path in found.files:
        real = path.resolve()
        if real in done:
            continue
        done.add(real)
        data = found.data.pop(path)
        if path.suffix.lower() == ".bpmn" or data.lstrip()[:5] == b"<?xml":
            if path in found.named and not only_maps:
                yield Failure(str(path), "is BPMN: only YAML is laid out")
            continue
        one = format_one(str(path), data)
        if write and one.changed:
            try:
                replace_file(path, data, one.after)
            except NotWritten as refused:
                one = Formatted(str(path), data, data, refused.says)
        yield one


def format_one(path: str, data: bytes) -> Formatted:
    """Lay out the bytes of a file."""
    with no_collecting():
        layout = lay_out(data)
    if layout.says:
        return Formatted(path, data, data, layout.says, layout.span)
    return Formatted(path, data, layout.data)
