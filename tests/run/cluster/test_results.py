"""Parts on disk: whole, found again, and never in the way of what lies beside them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cxaudit.run.cluster.judge import Counts
from cxaudit.run.cluster.results import COLUMNS, Missing, Parts, Summary, parquet

ONE, TWO = "1" * 40, "2" * 40
FINDING = {
    "type": "finding",
    "code": "SO202",
    "severity": "warning",
    "says": "Line\u2028break, “quotes”",
    "map": "m",
    "path": "steps/a",
    "file": "maps/m.yaml",
    "span": {"line": 3, "column": 5, "end_line": 3, "end_column": 9},
    "fingerprint": "f" * 16,
}
FAILURE = {"type": "failure", "path": "x.yaml", "says": "cannot be read"}
CRASH = {"type": "crash", "code": "UX1", "map": "m", "element": "steps/b", "says": "divided by 0"}
LINES = "".join(json.dumps(one) + "\n" for one in (FINDING, FAILURE, CRASH)).encode()


def test_a_part_is_found_again_with_its_numbers(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "out", "jsonl")
    parts.begin()
    counts = Counts(3, {"error": 1}, failures=1, fail_on="warning", inputs=True)
    parts.keep(ONE, LINES, counts)
    assert parts.known(ONE) == counts
    assert parts.path(ONE).read_bytes() == LINES
    assert parts.known(TWO) is None


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"jsonl": 1, "counts": {}}', "{"])
def test_numbers_that_are_not_whole_are_none(tmp_path: Path, text: str) -> None:
    parts = Parts(tmp_path, "jsonl")
    parts.keep(ONE, LINES, Counts())
    (tmp_path / f"part-{ONE}.counts.json").write_text(text)
    assert parts.known(ONE) is None


def test_a_part_cut_short_is_none(tmp_path: Path) -> None:
    parts = Parts(tmp_path, "jsonl")
    parts.keep(ONE, LINES, Counts())
    parts.path(ONE).write_bytes(LINES[:-9])
    assert parts.known(ONE) is None


def test_the_other_format_is_another_part(tmp_path: Path) -> None:
    Parts(tmp_path, "jsonl").keep(ONE, LINES, Counts())
    assert Parts(tmp_path, "parquet").known(ONE) is None


def test_stale_parts_go_and_nothing_else_does(tmp_path: Path) -> None:
    theirs = ["notes.txt", "part-1.jsonl", f"part-{ONE}.jsonl.bak", f"apart-{ONE}.jsonl"]
    for name in theirs:
        (tmp_path / name).write_text("mine")
    Parts(tmp_path, "jsonl").keep(ONE, LINES, Counts())
    parts = Parts(tmp_path, "jsonl")
    parts.keep(TWO, LINES, Counts())
    parts.end(Summary("2026-11-22"), [TWO])
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {*theirs, f"part-{TWO}.jsonl", f"part-{TWO}.counts.json", "summary.json"}
    parts.begin()
    assert not (tmp_path / "summary.json").exists()


def test_lines_as_columns(tmp_path: Path) -> None:
    table = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.parquet").write_bytes(parquet(LINES))
    read = table.read_table(tmp_path / "a.parquet")
    assert tuple(read.column_names) == COLUMNS
    finding, failure, crash = read.to_pylist()
    assert {key: finding[key] for key in COLUMNS if key in FINDING} == {
        key: value for key, value in FINDING.items() if key in COLUMNS
    }
    assert (finding["line"], finding["column"]) == (3, 5)
    assert [json.loads(one["json"]) for one in (finding, failure, crash)] == [
        FINDING,
        FAILURE,
        CRASH,
    ]
    assert (failure["file"], failure["path"], failure["line"]) == ("x.yaml", None, None)
    assert crash["path"] == "steps/b"


def test_no_lines_are_a_table_all_the_same(tmp_path: Path) -> None:
    table = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "a.parquet").write_bytes(parquet(b""))
    assert table.read_table(tmp_path / "a.parquet").num_rows == 0


def test_parquet_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(Missing, match=r"pip install 'cxaudit\[parquet\]'"):
        Parts(tmp_path / "out", "parquet").begin()
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("said", "asked", "fails"),
    [
        ("", None, False),
        ("", "warning", True),
        ("warning", None, True),
        ("warning", "error", False),
        ("never", None, False),
        ("never", "info", True),
    ],
)
def test_what_fails_a_check(said: str, asked: str | None, fails: bool) -> None:
    summary = Summary("2026-11-22")
    summary.add(Counts(1, {"error": 0, "warning": 2, "info": 1}, fail_on=said))
    assert summary.fails(asked) is fails
