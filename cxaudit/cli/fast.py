"""A check that has been answered before: the answer is given again before anything heavy is imported,
where nothing that it rests on has changed.

It is looked for twice: by the words of the command line, before these are understood (`answered`),
and by what they mean (`kept_for`), however they were written.
"""

from __future__ import annotations

import datetime
import io
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from cxaudit.run.audit import Audit
    from cxaudit.run.cache.answers import Answer
    from cxaudit.run.cache.store import Store
    from cxaudit.run.cache.trace import Trace

# What of the environment changes how something is shown.
ENVIRONMENT = (
    "CLICOLOR", "CLICOLOR_FORCE", "COLORTERM", "COLUMNS", "CXAUDIT_DEBUG", "FORCE_COLOR",
    "GITHUB_ACTIONS", "JUPYTER_COLUMNS", "JUPYTER_LINES", "LINES", "NO_COLOR", "TERM",
    "TTY_COMPATIBLE", "TTY_INTERACTIVE",
)  # fmt: skip
_ASIDE = ("jobs", "no_cache", "cache_dir")  # change nothing of what is said
_ENDED = (0, 1)  # exit codes of a run that came to its end
_BROKEN = 2
_started: str | None = None  # the key of the words with which this process was started


@dataclass
class Kept:
    """What earlier runs have kept for this one: the folder, and the key of the answer."""

    store: Store
    tool: str
    key: str

    def recall(self) -> int | None:
        """Give the answer of an earlier run again; its exit code, or None where there is none."""
        from cxaudit.run.cache.answers import recall

        answer = recall(self.store, self.key)
        return _given(answer) if answer is not None else None

    @contextmanager
    def listening(self) -> Iterator[Tape]:
        """Take down what is read and said meanwhile."""
        from cxaudit.run.cache.trace import tracing

        self.store.make()
        with tracing(str(self.store.folder)) as trace:
            tape = Tape(trace)
            out, err = sys.stdout, sys.stderr
            sys.stdout = _Copied(out, "out", tape)
            sys.stderr = _Copied(err, "err", tape)
            try:
                yield tape
            finally:
                sys.stdout, sys.stderr = out, err

    def keep(self, tape: Tape, code: int, files: Sequence[str]) -> None:
        """Keep what was said, with the files that were written. A run that could not do all that it was
        asked to is not kept, for what stopped it may be gone the next time."""
        from cxaudit.run.cache.answers import Answer, keep
        from cxaudit.run.cache.store import ANSWERS

        if code not in _ENDED:
            return
        if not all(Path(file).is_file() for file in files):
            return  # written to a pipe: nobody can say what
        try:
            written = [(file, Path(file).read_bytes().decode()) for file in files]
        except (OSError, ValueError):
            return
        keep(self.store, self.key, Answer(code, tape.pieces, written), tape.trace)
        if _started is not None:
            self.store.put(ANSWERS, _started, self.key.encode())
        self.store.trim()


@dataclass
class Tape:
    """What a run says, piece by piece (`out` or `err`, text), and what it reads."""

    trace: Trace
    pieces: list[tuple[str, str]] = field(default_factory=list)

    def rests_on(self, result: Audit, paths: Sequence[str], file: str | None) -> None:
        """Note the files that baselines speak of: whether they are there is looked up without any of
        them being read."""
        from cxaudit.run.baseline import known_rules, load_baseline, places_for

        for place, _ in places_for(result, paths, file, result.baselines):
            baseline, _, _ = load_baseline(place, known_rules(result.rules))
            for section in baseline.sections:
                path = Path(os.path.normpath(place.root / section.file))
                self.trace.around(str(path.parent))
                self.trace.probe(str(path))


class _Copied:
    """A stream whose text is taken down. A line that shows progress is no part of what is said."""

    def __init__(self, stream: TextIO, name: str, tape: Tape) -> None:
        self._stream = stream
        self._name = name
        self._tape = tape

    def write(self, text: str) -> int:
        """Write to the stream, and take it down."""
        if text and not text.startswith("\r"):
            self._tape.pieces.append((self._name, text))
        return self._stream.write(text)

    def writelines(self, lines: Sequence[str]) -> None:
        """Write several."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def answered(words: Sequence[str]) -> int | None:
    """The exit code of a command that was answered before, in these words; None where it is to be run.
    What it said then has been said again."""
    global _started
    if list(words[:1]) != ["check"] or "_CXAUDIT_COMPLETE" in os.environ:
        return None
    kept = kept_for({"words": list(words)}, "--no-cache" in words, _folder(words))
    if kept is None:
        return None
    _started = kept.key
    from cxaudit.run.cache.store import ANSWERS

    key = kept.store.get(ANSWERS, kept.key)
    if key is None:
        return None
    kept.key = key.decode("ascii", "replace")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # as for every verb
    try:
        code = kept.recall()
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stderr.close()
        return _BROKEN
    return code


def _folder(words: Sequence[str]) -> str | None:
    """What stands behind `--cache-dir`."""
    for word, following in zip(words, [*words[1:], None], strict=True):
        if word == "--cache-dir":
            return following
        if word.startswith("--cache-dir="):
            return word.partition("=")[2]
    return None


def kept_for(asked: Mapping[str, Any], no_cache: bool, folder: str | None) -> Kept | None:
    """What earlier runs have kept for a command that asks this; None where nothing may be."""
    if no_cache:
        return None
    from cxaudit.run.cache.place import cache_folder, store_in, tool
    from cxaudit.run.cache.store import key_of

    store = store_in(cache_folder(folder))
    if store is None:
        return None
    named = sorted((name, str(value)) for name, value in asked.items() if name not in _ASIDE)
    shown = [(name, os.environ.get(name)) for name in ENVIRONMENT]
    today = datetime.datetime.now(datetime.UTC).date()
    try:
        here = Path.cwd()
    except OSError:
        return None
    mark = tool()
    return Kept(store, mark, key_of(mark, here, named, shown, today, _terminal(sys.stdout)))


def _terminal(stream: TextIO) -> tuple[object, ...]:
    """What of standard output changes what is written to it."""
    encoding = getattr(stream, "encoding", "")
    if not stream.isatty():
        return (encoding,)
    try:
        return (encoding, *os.get_terminal_size())
    except OSError:
        return (encoding, "terminal")


def _given(answer: Answer) -> int | None:
    """Write what a run wrote and say what it said."""
    if answer.written:
        from cxaudit.run.writing import write_whole

        for file, text in answer.written:
            path = Path(file)
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, text.encode("utf-8"))
            except OSError:
                return None  # let the run itself tell it
    streams = {"out": sys.stdout, "err": sys.stderr}
    for name, text in answer.pieces:
        streams.get(name, sys.stderr).write(text)
    return answer.code
