"""Results on disk: a part for each batch, named by what it rests on and written whole, so that a run
which was interrupted goes on where it ended."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cxaudit.rules.finding import SEVERITIES
from cxaudit.run.cluster.judge import Counts
from cxaudit.run.plain_json import json_text
from cxaudit.run.writing import write_whole

FORMATS = ("jsonl", "parquet")
SUMMARY = "summary.json"
COLUMNS = (
    "type", "code", "severity", "file", "line", "column", "map", "path", "says", "fingerprint",
    "suppressed", "json",
)  # fmt: skip
_NUMBERS = ("line", "column")
_OURS = re.compile(r"part-[0-9a-f]{40}\.(?:jsonl|parquet|counts\.json)")


class Missing(Exception):
    """A library that is not installed, and how to install it."""


class Unwritten(Exception):
    """Why results cannot be written."""


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        says = (error.strerror or str(error)).lower()
        raise Unwritten(f"{folder}: cannot be written: {says}") from None


@dataclass(slots=True)
class Parts:
    """The parts in a folder, in one of the `FORMATS`. Raises `Unwritten` where they cannot be."""

    folder: Path
    form: str

    def begin(self) -> None:
        """Make the folder. A summary of an earlier run goes: there is one only where all parts are."""
        if self.form == "parquet":
            _pyarrow()
        with _written(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / SUMMARY).unlink(missing_ok=True)

    def known(self, key: str) -> Counts | None:
        """The numbers of a part that is there, whole; None where none is."""
        try:
            said = json.loads(self._counts(key).read_bytes())
            size = self.path(key).stat().st_size
            return Counts(**said["counts"]) if said[self.form] == size else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def keep(self, key: str, lines: bytes, counts: Counts) -> None:
        """Write a part, its numbers after it: without them it does not count."""
        data = lines if self.form == "jsonl" else parquet(lines)
        said = {self.form: len(data), "counts": asdict(counts)}
        with _written(self.folder):
            write_whole(self.path(key), data)
            write_whole(self._counts(key), (json_text(said) + "\n").encode())

    def end(self, summary: Summary, keys: Collection[str]) -> None:
        """Write the summary, and remove the parts of earlier inputs. Nothing else is touched."""
        mine = {path.name for key in keys for path in (self.path(key), self._counts(key))}
        text = json_text(summary.data(sorted(self.path(key).name for key in keys)), indent=2)
        with _written(self.folder):
            for path in sorted(self.folder.iterdir()):
                if _OURS.fullmatch(path.name) and path.name not in mine:
                    path.unlink(missing_ok=True)
            write_whole(self.folder / SUMMARY, (text + "\n").encode())

    def path(self, key: str) -> Path:
        """The file of a part."""
        return self.folder / f"part-{key}.{self.form}"

    def _counts(self, key: str) -> Path:
        return self.folder / f"part-{key}.counts.json"


@dataclass(slots=True)
class Summary:
    """A whole run in numbers. `batches` are those judged in this run, `known` those that were there
    already. `failing` are open findings by what the configuration of their files says fails."""

    as_of: str
    total: Counts = field(default_factory=Counts)
    batches: int = 0
    known: int = 0
    failing: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, counts: Counts) -> None:
        """Count a part."""
        self.total.maps += counts.maps
        self.total.suppressed += counts.suppressed
        self.total.failures += counts.failures
        self.total.crashes += counts.crashes
        self.total.inputs |= counts.inputs
        own = self.failing.setdefault(counts.fail_on, {})
        for severity, number in counts.severities.items():
            own[severity] = own.get(severity, 0) + number
            self.total.severities[severity] = self.total.severities.get(severity, 0) + number

    def fails(self, fail_on: str | None) -> bool:
        """Whether there is an open finding at or above `fail_on`; where that is None, what the
        configuration says holds, else `error`."""
        for said, severities in self.failing.items():
            least = fail_on or said or "error"
            if least == "never":
                continue
            counting = SEVERITIES[: SEVERITIES.index(least) + 1]
            if any(severities.get(severity) for severity in counting):
                return True
        return False

    def data(self, parts: list[str]) -> dict[str, Any]:
        """The summary as it is written; the same for the same input, however it came about."""
        return {
            "schema": 1,
            "as_of": self.as_of,
            "maps": self.total.maps,
            "errors": self.total.severities.get("error", 0),
            "warnings": self.total.severities.get("warning", 0),
            "infos": self.total.severities.get("info", 0),
            "suppressed": self.total.suppressed,
            "failures": self.total.failures,
            "crashes": self.total.crashes,
            "parts": parts,
        }


def parquet(lines: bytes) -> bytes:
    """Lines as a Parquet file with the `COLUMNS`; `json` is the whole line. Raises `Missing`."""
    arrow, files = _pyarrow()
    texts = [line for line in lines.decode("utf-8").split("\n") if line]
    rows = [_row(text) for text in texts]
    kinds = {name: arrow.int64() if name in _NUMBERS else arrow.string() for name in COLUMNS}
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    table = arrow.table(columns, schema=arrow.schema(list(kinds.items())))
    sink = arrow.BufferOutputStream()
    files.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def _row(text: str) -> dict[str, Any]:
    """A line in columns. A failure has its path as `file`, a crash its element as `path`."""
    said = json.loads(text)
    row = {name: said.get(name) for name in COLUMNS}
    row["json"] = text
    if said["type"] == "failure":
        row["file"], row["path"] = said["path"], None
    elif said["type"] == "crash":
        row["path"] = said["element"]
    span = said.get("span") or {}
    row["line"], row["column"] = span.get("line"), span.get("column")
    return row


def _pyarrow() -> tuple[Any, Any]:
    try:
        return importlib.import_module("pyarrow"), importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise Missing(
            "Parquet is written by a library of its own: pip install 'cxaudit[parquet]'"
        ) from None
