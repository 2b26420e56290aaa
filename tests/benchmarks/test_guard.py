"""The guard against slowness: it tells a real one, with its size, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import guard
from benchmarks.guard import MARGINS, Counts, counted, slower

KNOWN = {"maps": Counts(1000, 100, 200)}


def test_the_same_work_counts_the_same_each_time() -> None:
    def work() -> int:
        return sum(len(str(number)) for number in range(500))

    assert counted(work) == counted(work) != Counts()


def test_what_lies_within_the_margin_is_no_regression() -> None:
    assert slower(KNOWN, KNOWN) == []
    assert slower(KNOWN, {"maps": Counts(int(1000 * (1 + MARGINS["instructions"])), 90, 0)}) == []


@pytest.mark.parametrize("what", ["instructions", "calls", "into_c"])
def test_more_than_the_margin_is_one(what: str) -> None:
    more = replace(KNOWN["maps"], **{what: 2 * getattr(KNOWN["maps"], what)})
    (told,) = slower(KNOWN, {"maps": more})
    assert what.replace("_", " ") in told and "+100%" in told


def test_a_run_without_a_figure_is_told() -> None:
    (told,) = slower(KNOWN, {**KNOWN, "models": Counts(1, 1, 1)})
    assert told.startswith("models") and "--write" in told


def test_every_run_has_a_figure() -> None:
    for version, figures in guard.read_figures().items():
        assert figures.keys() == guard.RUNS.keys(), version


def slow_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slowdown in code of ours: what is suspected of a map is looked for three times."""
    from cxaudit.language import read

    swift = read.suspects

    def slow(*given: object) -> object:
        for _ in range(20):
            swift(*given)  # type: ignore[arg-type]
        return swift(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(read, "suspects", slow)


def slow_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """One in what a library is asked for: each text is compiled as a pattern."""
    import re

    from cxaudit.language import read

    swift = read.plain

    def slow(node: object) -> object:
        for number in range(80):
            re.escape(str(number))
        return swift(node)  # type: ignore[arg-type]

    monkeypatch.setattr(read, "plain", slow)


@pytest.mark.parametrize("slowdown", [slow_loop, slow_library])
def test_a_slowdown_that_is_put_in_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, slowdown: object
) -> None:
    monkeypatch.setattr(guard, "MAPS", 1)
    (tmp_path / "before").mkdir()
    (tmp_path / "after").mkdir()
    before = guard.maps(tmp_path / "before")
    slowdown(monkeypatch)  # type: ignore[operator]
    after = guard.maps(tmp_path / "after")
    told = slower({"maps": before}, {"maps": after})
    assert told and all(sentence.startswith("maps: ") for sentence in told)


@pytest.mark.parametrize(("factor", "code"), [(1, 0), (2, 1)])
def test_the_exit_code(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    factor: int,
    code: int,
) -> None:
    figures = {name: Counts(1000, 100, 200) for name in guard.RUNS}
    now = Counts(1000 * factor, 100, 200)
    monkeypatch.setattr(guard, "read_figures", lambda: {guard.VERSION: figures})
    monkeypatch.setattr(guard, "measured", lambda name: now)
    monkeypatch.setattr("sys.argv", ["guard"])
    assert guard.main() == code
    assert ("slower: maps" in capsys.readouterr().err) == (code == 1)
