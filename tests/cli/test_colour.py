"""When there is colour: on a terminal, unless somebody says otherwise."""

from __future__ import annotations

import os
import pty
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.forking import Runs

MAPS = "process_maps/volta-switchgear"
VERBS = {
    "check": ["check", f"{MAPS}/as-is/quote-to-order.yaml"],
    "score": ["check", "-q", "--score", f"{MAPS}/as-is/quote-to-order.yaml"],
    "diff": ["diff", f"{MAPS}/as-is/quote-to-order.yaml", f"{MAPS}/mended/quote-to-order.yaml"],
    "whatif": ["whatif", f"{MAPS}/as-is/scenarios/one-day-quotes.yaml"],
    "error": ["check", "nowhere.yaml"],
    "help": ["check", "--help"],
}
COLOURED = ["check", "diff", "whatif"]
Run = Callable[..., str]


def told_by(runs: Runs, arguments: list[str], terminal: bool, **settings: str) -> str:
    """What a run prints, on a terminal or through a pipe; both streams."""
    own = {"NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "TTY_COMPATIBLE", "GITHUB_ACTIONS"}
    env = {key: text for key, text in os.environ.items() if key not in own}
    env |= {"TERM": "xterm-256color", **settings}
    reader, writer = pty.openpty() if terminal else os.pipe()
    with Path(os.devnull).open("rb") as nothing:
        runs.begin(arguments, env, (nothing.fileno(), writer, writer))
    os.close(writer)
    told = b""
    try:
        while data := os.read(reader, 65536):
            told += data
    except OSError:  # how a terminal tells that it is over
        pass
    os.close(reader)
    runs.ended()
    return told.decode().replace("\r\n", "\n")


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs the command; what it prints."""
    runs = Runs()
    yield partial(told_by, runs)
    runs.close()


@pytest.mark.parametrize("verb", COLOURED)
def test_a_terminal_shows_colour_and_a_pipe_does_not(run: Run, verb: str) -> None:
    assert "\x1b[" in run(VERBS[verb], terminal=True)
    assert "\x1b" not in run(VERBS[verb], terminal=False)


@pytest.mark.parametrize("verb", list(VERBS))
def test_colour_that_is_forced_off_is_off(run: Run, verb: str) -> None:
    assert "\x1b" not in run(VERBS[verb], terminal=False, FORCE_COLOR="0")
    assert "\x1b" not in run(VERBS[verb], terminal=False, FORCE_COLOR="")


def test_an_empty_wish_is_none(run: Run) -> None:
    assert "\x1b[" in run(VERBS["check"], terminal=True, FORCE_COLOR="")
    assert "\x1b" not in run(VERBS["check"], terminal=True, FORCE_COLOR="0")


@pytest.mark.parametrize("verb", list(VERBS))
def test_who_wants_no_colour_gets_no_escape_at_all(run: Run, verb: str) -> None:
    told = run(VERBS[verb], terminal=True, NO_COLOR="1")
    assert told.strip() and "\x1b" not in told


@pytest.mark.parametrize("verb", COLOURED)
def test_a_dumb_terminal_has_none(run: Run, verb: str) -> None:
    assert "\x1b" not in run(VERBS[verb], terminal=True, TERM="dumb")


def test_an_empty_no_color_says_nothing(run: Run) -> None:
    assert "\x1b[" in run(VERBS["check"], terminal=True, NO_COLOR="")


@pytest.mark.parametrize("verb", COLOURED)
def test_force_color_colours_a_pipe_and_no_color_comes_before_it(run: Run, verb: str) -> None:
    assert "\x1b[" in run(VERBS[verb], terminal=False, FORCE_COLOR="1")
    assert "\x1b" not in run(VERBS[verb], terminal=True, FORCE_COLOR="1", NO_COLOR="1")


def test_the_option_comes_before_the_environment(run: Run) -> None:
    check = VERBS["check"]
    assert "\x1b[" in run([*check, "--color", "always"], terminal=False, NO_COLOR="1")
    assert "\x1b" not in run([*check, "--color", "never"], terminal=True, FORCE_COLOR="1")
    assert "\x1b" not in run([*check, "--color", "auto"], terminal=False)


def test_machines_never_get_colour(run: Run, tmp_path: Path) -> None:
    check = VERBS["check"]
    for name in ("concise", "markdown"):
        assert "\x1b" not in run([*check, "-f", name], terminal=True, FORCE_COLOR="1"), name
    file = tmp_path / "audit.txt"
    run([*check, "-f", "text", "-o", str(file)], terminal=True, FORCE_COLOR="1")
    assert "\x1b" not in file.read_text()
