"""The client's side: batches handed to the workers of a cluster a few at a time, results kept as they
come. A worker that is lost loses nothing: its batches are done again by others."""

from __future__ import annotations

import importlib
import os
import re
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from cxaudit.run.audit import Audit
from cxaudit.run.cluster.batches import Batch
from cxaudit.run.cluster.judge import Counts, Result
from cxaudit.run.cluster.order import Order, code_key
from cxaudit.run.cluster.results import Missing, Parts, Summary
from cxaudit.run.cluster.work import audited, other_tool, tool
from cxaudit.run.discover import Failure

ADDRESS = re.compile(r"(?:tcp|tls|ucx|ws|wss)://.+:\d+/?")
CONNECTING = 10.0  # seconds for the scheduler to answer
PATIENCE = 60.0  # seconds for a worker to appear where none is left
LOOK = 1.0  # seconds between looks at the cluster
AT_ONCE = 2  # batches a thread: one at work, one waiting
_GONE = "the scheduler has gone, and with it what it was told"
Progress = Callable[[int, int, str], None]


class Unreachable(Exception):
    """Why nothing can be done at an address."""


class Lost(Exception):
    """Why the rest of a run cannot be done; what was done is kept."""


@contextmanager
def cluster_at(address: str) -> Iterator[Any]:
    """A client of the scheduler at an address such as `tcp://host:8786`. Raises `Missing` where dask is
    not installed, `Unreachable` where nobody listens or a worker has another cxaudit."""
    if not ADDRESS.fullmatch(address):
        raise Unreachable(
            f"{address!r} is no address of a scheduler: write tcp://HOST:PORT, such as tcp://localhost:8786"
        )
    try:
        distributed = importlib.import_module("distributed")
    except ImportError:
        raise Missing(
            "a cluster is reached through a library of its own: pip install 'cxaudit[dask]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=CONNECTING, set_as_default=False)
    except (OSError, ValueError) as error:  # TimeoutError is one of them
        says = " ".join(str(error).split()) or type(error).__name__
        raise Unreachable(
            f"no scheduler answers at {address} ({says}): `dask scheduler` starts one"
        ) from None
    try:
        _same_tool(client)
        with client.as_current():
            yield client
    finally:
        with suppress(Exception):  # the scheduler may be gone
            client.close(timeout=CONNECTING)


def _same_tool(client: Any) -> None:
    """Raise `Unreachable` where a worker has another cxaudit, or none."""
    own = code_key()
    for worker, said in client.run(tool, on_error="return").items():
        if isinstance(said, BaseException):
            raise Unreachable(
                f"the worker {worker} has no cxaudit that can be used ({said}): "
                f"install the version that is used here"
            )
        version, code = said
        if code != own:
            raise Unreachable(f"{worker}: {other_tool(version, tool()[0])}")


@dataclass(slots=True)
class Run:
    """One run: what was asked for, where results go, how far it is. `failures` are files that could
    not be audited. `memory` is the most that a process of a worker took, in KiB, `seconds` the
    processor time of all."""

    order: Order
    parts: Parts
    summary: Summary
    progress: Progress | None = None
    patience: float = PATIENCE
    keys: dict[str, int] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)
    memory: int = 0
    seconds: float = 0.0
    done: int = 0
    total: int = 0

    def waiting(self, batches: Sequence[Batch]) -> list[tuple[str, Batch]]:
        """The batches of which no part is there, by key; the others are counted."""
        found = []
        basis = self.order.key
        self.total = sum(len(batch.files) for batch in batches)
        for batch in batches:
            key = batch.key(basis)
            counts = self.parts.known(key)
            if counts is None:
                found.append((key, batch))
            else:
                self.summary.known += 1
                self._count(key, batch, counts)
        return found

    def carry_out(self, waiting: Sequence[tuple[str, Batch]], client: Any) -> None:
        """Have batches judged. What takes a worker down is tried once more alone, so that no other
        batch is blamed, and told as a failure in the end. Raises `Lost`."""
        desk = _Desk(client, self.order, self.patience)
        try:
            again = self._round(deque(waiting), desk, 0)
            for one in again:
                self._round(deque([one]), desk, 1, last=True)
        finally:
            desk.give_up()

    def _round(
        self, waiting: deque[tuple[str, Batch]], desk: _Desk, most: int, last: bool = False
    ) -> list[tuple[str, Batch]]:
        """Hand out batches, `most` at once (0: as many as keep the workers busy); those that died."""
        died = []
        while waiting or desk.given:
            while waiting and len(desk.given) < (most or desk.width):
                desk.hand_out(waiting.popleft())
            for (key, batch), result in desk.ended():
                if result.died and not last:
                    died.append((key, batch))
                elif result.says:
                    self._fail(batch, result)
                else:
                    self.parts.keep(key, result.lines, result.counts)
                    self.summary.batches += 1
                    self.memory = max(self.memory, result.memory)
                    self.seconds += result.seconds
                    self._count(key, batch, result.counts)
        return died

    def _count(self, key: str, batch: Batch, counts: Counts) -> None:
        self.keys[key] = len(batch.files)
        self.summary.add(counts)
        self._tell(batch)

    def _fail(self, batch: Batch, result: Result) -> None:
        some = len(batch.files)
        beside = f" ({some} files were audited together)" if some > 1 else ""
        self.failures += [Failure(file, f"{result.says}{beside}") for file in batch.files]
        self._tell(batch)

    def _tell(self, batch: Batch) -> None:
        self.done += len(batch.files)
        if self.progress is not None:
            self.progress(self.done, self.total, next(iter(batch.files)))

    def finish(self, failures: Sequence[Failure]) -> None:
        """Write what failed as a part of its own, and the summary. `failures` are the client's."""
        every = [*failures, *self.failures]
        if every:
            lines = "".join(self.order.lines(Audit(failures=every))).encode()
            from cxaudit.run.cache.store import key_of

            key = key_of(self.order.key, lines)
            counts = Counts(failures=len(every))
            self.parts.keep(key, lines, counts)
            self.keys[key] = 0
            self.summary.add(counts)
        self.parts.end(self.summary, self.keys)


class _Desk:
    """Batches that are with the cluster. Raises `Lost` where it is no longer there."""

    def __init__(self, client: Any, order: Order, patience: float) -> None:
        self.client = client
        self.order = order
        self.patience = patience
        self.given: dict[Any, tuple[str, Batch]] = {}
        self.width = 0
        self._library = importlib.import_module("distributed")
        self._seen = self._looked = time.monotonic()
        self._look()

    def hand_out(self, one: tuple[str, Batch]) -> None:
        """Give a batch to whichever worker is free."""
        key, batch = one
        name = f"cxaudit-{key}-{os.urandom(4).hex()}"  # another client may ask for the same
        future = self.client.submit(audited, self.order, batch, key=name, pure=False)
        self.given[future] = one

    def ended(self) -> list[tuple[tuple[str, Batch], Result]]:
        """What has come back; waits for it, but not for long."""
        if not self.given:
            return []
        try:
            self._library.wait(list(self.given), timeout=LOOK, return_when="FIRST_COMPLETED")
        except TimeoutError:
            pass
        except self._library.CancelledError:
            raise Lost(_GONE) from None
        if time.monotonic() - self._looked >= LOOK:
            self._look()
        return [
            (self.given.pop(future), self._result(future))
            for future in [future for future in self.given if future.done()]
        ]

    def give_up(self) -> None:
        """Take back what nobody has begun; what is at work ends for nothing."""
        with suppress(Exception):
            self.client.cancel(list(self.given))
        self.given.clear()

    def _result(self, future: Any) -> Result:
        if future.status == "cancelled":
            raise Lost(_GONE)
        try:
            found: Result = future.result()
        except self._library.KilledWorker:
            return Result(says="the workers that audited it died", died=True)
        except Exception as error:
            return Result(says=f"a worker could not audit it: {type(error).__name__}: {error}")
        return found

    def _look(self) -> None:
        """See how many threads there are to work."""
        self._looked = time.monotonic()
        if self.client.status != "running":
            raise Lost("the connection to the scheduler is lost")
        try:
            threads = sum(self.client.nthreads().values())
        except OSError:
            raise Lost("the connection to the scheduler is lost") from None
        if threads:
            self._seen = self._looked
        elif self._looked - self._seen > self.patience:
            raise Lost(f"there has been no worker for {self.patience:.0f} seconds")
        self.width = max(1, AT_ONCE * threads)
