"""Git, asked for what a repository holds: by subprocess, without a shell, a hook, a filter or a fetch.

Only commands that read are run. What a repository's files or settings could make git run (hooks,
filters, text converters, monitors, programs that check signatures) is switched off or never asked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cxaudit.language.nodes import MOST_BYTES
from cxaudit.language.problems import nearest
from cxaudit.run.there import is_file, is_folder, is_there, real_path

TIMEOUT = 120.0  # seconds for one command
BATCH = 1000  # objects asked for at once: their names fit into the buffer of a pipe
_SETTINGS = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    f"core.hooksPath={os.devnull}",
    f"core.attributesFile={os.devnull}",
    "protocol.allow=never",  # a clone that lacks objects would fetch them
    "log.showSignature=false",
    "gc.auto=0",
)
_OFF = (
    "--no-pager",
    "--no-optional-locks",
    *(part for setting in _SETTINGS for part in ("-c", setting)),
)
# Of the variables that steer git, those that say where its objects and settings are. The others name
# the repository and index of the command, often a hook, that started us.
_KEPT = ("GIT_CONFIG", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")


class Unavailable(Exception):
    """What was asked cannot be done, in one sentence for the one who asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a tree: `kind` is file, link or submodule, `sha` its object."""

    path: str
    kind: str
    sha: str


_KINDS = {"120000": "link", "160000": "submodule"}


def program() -> str:
    """Where git is; Unavailable where it is nowhere."""
    found = shutil.which("git")
    if found is None:
        raise Unavailable(
            "git is not installed, or not on the PATH: install it, or name two folders"
        )
    return found


def environment(root: Path) -> dict[str, str]:
    """The variables git is run with: nothing is asked for or fetched, messages are in English, and
    no repository is looked for above a folder."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(_KEPT)}
    return kept | {
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_CEILING_DIRECTORIES": str(root.parent),
    }


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: the folder of its working tree, or itself where it is bare."""

    root: Path
    bare: bool = False

    def _line(self, arguments: tuple[str, ...]) -> list[str]:
        return [program(), *_OFF, *(("--git-dir=.",) if self.bare else ()), *arguments]

    def ask(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command and wait for its end."""
        try:
            return subprocess.run(
                self._line(arguments),
                cwd=self.root,
                env=environment(self.root),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=TIMEOUT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise Unavailable(_slow(arguments[0])) from None
        except OSError as error:
            raise Unavailable(f"git cannot be run: {error}") from None

    def output(self, *arguments: str) -> bytes:
        """What a command prints; Unavailable, with what git says, where it fails."""
        done = self.ask(*arguments)
        if done.returncode:
            raise Unavailable(self._failed(arguments[0], done.stderr))
        return done.stdout

    def _failed(self, command: str, stderr: bytes) -> str:
        says = os.fsdecode(stderr).strip()
        if "dubious ownership" in says:
            return (
                f"{self.root} belongs to another user, and git does not trust it: "
                f"git config --global --add safe.directory {self.root}"
            )
        if "promisor remote" in says or "lazy fetching disabled" in says:
            return (
                "this clone was made without all files (a partial clone), and nothing is fetched "
                "from here: git fetch --refetch --no-filter"
            )
        line = says.splitlines()[-1].removeprefix("fatal: ") if says else "it does not say why"
        return f"git {command} failed: {line}"

    @contextmanager
    def _streaming(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """A command whose output is read while it runs; it is ended with the block."""
        try:
            process = subprocess.Popen(
                self._line(arguments),
                cwd=self.root,
                env=environment(self.root),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise Unavailable(f"git cannot be run: {error}") from None
        timer = threading.Timer(TIMEOUT, process.kill)
        timer.start()
        try:
            with process:
                try:
                    yield process
                finally:
                    process.kill()
        finally:
            timer.cancel()

    def commit(self, revision: str) -> str:
        """The commit that a revision names; empty where it names none."""
        if revision.startswith("-") or not revision or set(revision) & {"\0", "\n"}:
            raise Unavailable(f"{revision!r} is no revision: none begins with a hyphen or is empty")
        asked = f"{revision}^{{commit}}"
        done = self.ask("rev-parse", "--verify", "--quiet", "--end-of-options", asked)
        if done.returncode not in (0, 1) and done.stderr:
            raise Unavailable(self._failed("rev-parse", done.stderr))
        return "" if done.returncode else done.stdout.decode("ascii").strip()

    def merge_base(self, one: str, other: str) -> str:
        """The commit at which two lines of history parted; empty where they share none."""
        done = self.ask("merge-base", one, other)
        return done.stdout.decode("ascii").strip() if not done.returncode else ""

    @property
    def empty(self) -> bool:
        """Whether it has no commit at all."""
        return not self.output("rev-list", "--max-count=1", "--all").strip() and not self.commit(
            "HEAD"
        )

    @property
    def shallow(self) -> bool:
        """Whether its history was cut off when it was cloned."""
        return self.output("rev-parse", "--is-shallow-repository").strip() == b"true"

    @property
    def cuts(self) -> frozenset[str]:
        """The commits at which a shallow history is cut off: what is before them is unknown."""
        if not self.shallow:
            return frozenset()
        named = os.fsdecode(self.output("rev-parse", "--git-path", "shallow").rstrip(b"\n"))
        try:
            return frozenset((self.root / named).read_text("ascii").split())
        except (OSError, ValueError) as error:
            raise Unavailable(f"{named} cannot be read: {error}") from None

    def names(self) -> list[str]:
        """Its branches and tags, and those of its remotes, as people write them."""
        kinds = ("refs/heads", "refs/tags", "refs/remotes")
        told = self.output("for-each-ref", "--format=%(refname:short)", "--count=500", *kinds)
        return os.fsdecode(told).split("\n")[:-1]

    def tree(self, commit: str) -> dict[str, Entry]:
        """Every file, link and submodule of a commit, by path from the root."""
        found = {}
        for line in self.output("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0")[:-1]:
            head, _, path = line.partition(b"\t")
            mode, _, sha = head.decode("ascii").split(" ")
            key = os.fsdecode(path)
            found[key] = Entry(key, _KINDS.get(mode, "file"), sha)
        return found

    def files(self) -> tuple[set[str], set[str]]:
        """The files of the working tree by path from the root: those that belong to it or could
        (tracked, or untracked and not ignored), and those a sparse checkout leaves out."""
        listed = ("--cached", "--others", "--exclude-standard", "--full-name")
        here: set[str] = set()
        away: set[str] = set()
        for line in self.output("ls-files", "-z", "-t", *listed).split(b"\0")[:-1]:
            tag, _, path = line.partition(b" ")
            (away if tag == b"S" else here).add(os.fsdecode(path))
        return here, away

    def contents(self, objects: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The bytes of objects, by name or as `commit:path`, as they are stored; None for one that
        is not there. Of one that is too big for a map only the beginning is given."""
        wanted = [name for name in objects if "\n" not in name]
        for begin in range(0, len(wanted), BATCH):
            yield from self._batch(wanted[begin : begin + BATCH])

    def _batch(self, names: list[str]) -> Iterator[tuple[str, bytes | None]]:
        with self._streaming("cat-file", "--batch", "--buffer") as process:
            assert process.stdin and process.stdout and process.stderr
            asking = threading.Thread(target=_feed, args=(process, names))
            asking.start()
            for name in names:
                header = process.stdout.readline().decode("utf-8", "replace").split()
                if not header:
                    says = process.stderr.read()
                    raise Unavailable(self._failed("cat-file", says) if says else _slow("cat-file"))
                if header[-1] in ("missing", "ambiguous"):
                    yield name, None
                    continue
                size = int(header[-1])
                data = process.stdout.read(min(size, MOST_BYTES + 1))
                if len(data) < min(size, MOST_BYTES + 1):
                    raise Unavailable(_slow("cat-file"))
                for left in _pieces(size - len(data)):
                    process.stdout.read(left)
                process.stdout.read(1)
                yield name, data
            asking.join()

    def log(
        self, commit: str, endings: Iterable[str]
    ) -> Iterator[tuple[str, str, list[list[str]]]]:
        """The history before a commit, newest first: each commit's name, its date on the clock of its
        committer, and what it did to files whose names have some endings (`[M, path]`,
        `[R085, old, new]`, ...)."""
        shown = ("-z", "-M", "--name-status", "--no-ext-diff", "--no-textconv")
        where = ("--", *(f":(top,glob,icase)**/*{ending}" for ending in endings))
        with self._streaming("log", *shown, "--format=%x01%H %cs", commit, *where) as process:
            assert process.stdout
            sha, date = "", ""
            done: list[list[str]] = []
            tokens = _tokens(process)
            for token in tokens:
                if token.startswith("\x01"):
                    if sha:
                        yield sha, date, done
                    (sha, date), done = token[1:].split(" "), []
                    continue
                status = token.lstrip("\n")
                count = 2 if status[:1] in ("R", "C") else 1
                done.append([status, *(next(tokens, "") for _ in range(count))])
            if sha:
                yield sha, date, done


def _feed(process: subprocess.Popen[bytes], names: list[str]) -> None:
    """Name the objects that are wanted; git may have gone meanwhile."""
    assert process.stdin
    try:
        process.stdin.write(os.fsencode("\n".join(names) + "\n"))
        process.stdin.close()
    except (OSError, ValueError):
        return


def _pieces(size: int, most: int = 1 << 20) -> Iterator[int]:
    while size > 0:
        yield min(size, most)
        size -= most


def _tokens(process: subprocess.Popen[bytes]) -> Iterator[str]:
    """The parts of an output that are ended by NUL."""
    assert process.stdout
    rest = b""
    while chunk := process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
        *whole, rest = (rest + chunk).split(b"\0")
        yield from map(os.fsdecode, whole)


def _slow(command: str) -> str:
    return f"git {command} has not answered within {TIMEOUT:.0f} seconds"


def repository_of(path: Path) -> Repository | None:
    """The repository that a file or folder lies in, a bare one included.

    The nearest folder with a `.git` is taken, so that git never looks for a repository by itself: a
    folder of a pull request can be made to look like a bare one, with settings of its own.
    """
    here = real_path(path)
    chain = [here, *here.parents]
    for folder in chain:
        if is_there(folder / ".git"):
            return Repository(folder)
    for folder in chain:
        if is_file(folder / "HEAD") and all(is_folder(folder / d) for d in ("objects", "refs")):
            return Repository(folder, bare=True)
    return None


def unknown(repository: Repository, revision: str) -> str:
    """Why a revision names no commit, and what to do about it."""
    if repository.empty:
        return (
            f"{repository.root} has no commit yet, so {revision!r} names none: commit first, or "
            "compare two folders"
        )
    if repository.shallow:
        return (
            f"{revision!r} is not in this clone, whose history was cut off (a shallow clone): "
            f"{fetch(revision)}"
        )
    known = repository.names()
    remote = [name for name in known if name.endswith(f"/{revision}")]
    near = remote[0] if remote else nearest(revision, known)
    told = f"; did you mean {near!r}?" if near else ""
    return f"no file, folder or revision is called {revision!r}{told}"


def fetch(revision: str) -> str:
    """How to get what a shallow clone lacks."""
    name = revision.removeprefix("origin/")
    plain = not set(name) & set("~^@:") and name != "HEAD"
    alone = f"`git fetch --depth=1 origin {name}` gets it as FETCH_HEAD, " if plain else ""
    return (
        f"{alone}`git fetch --unshallow` gets all of the history "
        "(`fetch-depth: 0` in a GitHub workflow, `GIT_DEPTH: 0` in GitLab)"
    )
