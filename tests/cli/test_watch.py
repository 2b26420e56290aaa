"""`check --watch` as a person meets it: a process that checks, waits, checks again, and ends."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
SHOP = "organisation: Shop\nroles:\n  clerk: {level: 1}\n"
LONGEST = 60.0  # seconds until a test gives up waiting for a line


class Watch:
    """A watch in a process of its own, and what it told so far."""

    def __init__(self, folder: Path, *options: str, terminal: bool = False, term: str = "") -> None:
        self.told = ""
        reader, writer = pty.openpty() if terminal else os.pipe()
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "TERM": term or "xterm"}
        command = [sys.executable, "-m", "cxaudit", "check", "--watch", "-q", *options]
        self.process = subprocess.Popen(
            command, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=writer, stderr=writer
        )
        os.close(writer)
        self.reader = threading.Thread(target=self._read, args=(reader,), daemon=True)
        self.reader.start()

    def _read(self, reader: int) -> None:
        with contextlib.suppress(OSError):  # how a terminal tells that it is over
            while data := os.read(reader, 4096):
                self.told += data.decode()
        os.close(reader)

    def wait(self, pattern: str, times: int = 1) -> str:
        """Wait until something was told so often; everything told since the watch began or this was
        last called."""
        end = time.monotonic() + LONGEST
        while len(re.findall(pattern, self.told)) < times:
            assert self.process.poll() is None, self.told
            assert time.monotonic() < end, f"{pattern} is not in:\n{self.told}"
            time.sleep(0.02)
        told, self.told = self.told, ""
        return told

    def round(self) -> str:
        """Wait for the end of a check."""
        return self.wait(r"watching, Ctrl-C ends")

    def end(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(LONGEST)
        self.reader.join(LONGEST)
        return code


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(SHOP)
    (tmp_path / "p.yaml").write_text(MAP)
    return tmp_path


@pytest.fixture
def watch(shop: Path) -> Iterator[Watch]:
    watch = Watch(shop)
    yield watch
    watch.process.kill()
    watch.process.wait(LONGEST)


def test_a_morning_of_editing(shop: Path, watch: Watch) -> None:
    first = watch.round()
    assert re.search(r"cxaudit: \d\d:\d\d:\d\d  \d+ findings? \(\d+\.\d s\)", first)
    assert "ST002" not in first
    (shop / "p.yaml").write_text(MAP.replace("by: clerk", "by: clerc"))
    told = watch.round()
    assert "changed: p.yaml" in told and "did you mean 'clerk'?" in told
    (shop / "organisation.yaml").write_text(SHOP.replace("clerk:", "clerc:"))
    told = watch.round()
    assert "changed: organisation.yaml" in told and "did you mean 'clerc'?" in told
    (shop / "p.yaml").write_text(MAP)
    watch.round()
    (shop / "organisation.yaml").write_text(SHOP)
    watch.round()
    (shop / "cxaudit.yaml").write_text("select: [OW302]\n")
    assert "no findings" in watch.round()
    (shop / "cxaudit.yaml").write_text("selct: [OW302]\n")
    assert "did you mean" in watch.round()
    (shop / "cxaudit.yaml").write_text("")
    watch.round()
    (shop / "p.yaml").write_text("process: P\nsteps: [\n")
    assert "ST001" in watch.round()
    (shop / "q.yaml").write_text(MAP.replace("process: P", "process: Q"))
    (shop / "p.yaml").unlink()
    told = watch.round()
    assert "q.yaml" in told and "ST001" not in told
    assert watch.end() == 0
    assert watch.told.endswith("cxaudit: watch ended\n") and "Traceback" not in watch.told


def test_nothing_is_cleared_where_there_is_no_terminal(watch: Watch) -> None:
    assert "\x1b" not in watch.round()


@pytest.mark.parametrize(("term", "cleared"), [("xterm", True), ("dumb", False)])
def test_a_terminal_is_cleared_before_each_check(shop: Path, term: str, cleared: bool) -> None:
    watch = Watch(shop, terminal=True, term=term)
    try:
        assert ("\x1b[2J" in watch.round()) is cleared
    finally:
        assert watch.end() == 0


def test_who_wants_no_colour_gets_no_clearing_either(
    shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    watch = Watch(shop, terminal=True)
    try:
        assert "\x1b" not in watch.round()
    finally:
        assert watch.end() == 0


def test_a_folder_without_maps_waits_for_the_first(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    watch = Watch(tmp_path)
    try:
        watch.round()
        (tmp_path / "p.yaml").write_text(MAP)
        assert "in 1 map" in watch.round()
    finally:
        assert watch.end() == 0


@pytest.mark.parametrize(
    "options", [["--fix"], ["--diff"], ["-"], ["--format", "sarf"], ["--as-of", "soon"]]
)
def test_what_cannot_be_meant_ends_at_once(shop: Path, options: list[str]) -> None:
    command = [sys.executable, "-m", "cxaudit", "check", "--watch", *options]
    done = subprocess.run(
        command, cwd=shop, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST
    )
    assert done.returncode == 2 and "Error" in done.stderr
