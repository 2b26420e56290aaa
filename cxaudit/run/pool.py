"""Maps judged by several processes. Each takes batches of maps and gives verdicts back, which the audit
then finds in its memory: whatever is missing there it works out itself, so that neither the number of
processes nor the death of one can change what it says."""

from __future__ import annotations

import datetime
import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

from cxaudit.run.cache.keys import House, Place, place_of
from cxaudit.run.cache.memory import Memory, keys_of
from cxaudit.run.cache.store import key_of
from cxaudit.run.configuration import Rulebook, Wanted
from cxaudit.run.discover import Drawn, Found
from cxaudit.run.estate import Estate
from cxaudit.run.load import Loaded, Source, load
from cxaudit.run.room import room

WORTH = 150  # maps to judge for which it pays to start a further process
BATCH = 50  # maps; fewer where that would leave a process without work
TRIES = 2  # pools that are started where workers die
DIED = "a worker process died: what it had at hand was audited without it"
Progress = Callable[[int, int, str], None]


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Order:
    """What every worker is told once: by what to judge, and the key that this must have."""

    wanted: Wanted
    beside: Path
    basis: str
    tool: str
    as_of: datetime.date


@dataclass(slots=True)
class Batch:
    """Some maps to judge: their places, and the files that hold them and what they need; for this
    process the `maps` themselves, by house."""

    places: set[Place] = field(default_factory=set)
    files: dict[Path, bytes] = field(default_factory=dict)
    drawn: Drawn = field(default_factory=Drawn)
    maps: list[tuple[House, list[Source]]] = field(default_factory=list, repr=False)

    def __getstate__(self) -> tuple[object, ...]:
        """What a worker is sent: it reads the maps itself."""
        return self.places, self.files, self.drawn

    def __setstate__(self, state: Any) -> None:
        self.places, self.files, self.drawn = state
        self.maps = []


def judge_ahead(
    found: Found,
    book: Rulebook,
    memory: Memory,
    order: Order,
    jobs: int = 0,
    progress: Progress | None = None,
) -> bool:
    """Have the maps judged of which `memory` knows nothing, by as many processes as `jobs` says (0: as
    many as pay); whether all workers came to their end. Their verdicts are in `memory` afterwards."""
    early = None
    expected = min(_processes(jobs, len(found.files)), len(found.files))
    if memory.store is None and expected > 1:  # surely nothing is known: they begin while we read
        early = _Crew(order, expected)
    try:
        if early is not None:
            early.begin()
        with room():
            loaded = memory.load(found)
            waiting = list(_unknown(loaded, book, memory, order))
            processes = _processes(jobs, len(waiting))
            if processes < 2 or not waiting:
                return True
            size = max(1, min(BATCH, -(-len(waiting) // (4 * processes))))
            batches = deque(_batch(maps, found) for maps in _shared_out(waiting, size))
            if len(batches) < 2:
                return True

            def here(batch: Batch) -> None:
                _judge_here(batch, loaded, book, memory, order)

            told = _Told(progress, len(waiting))
            return _run(batches, order, processes, memory, told, here, early)
    finally:
        if early is not None:
            early.end()


def _processes(jobs: int, maps: int) -> int:
    """How many processes to use for some maps, this one among them."""
    return jobs or min(processors(), maps // WORTH)


class _Crew:
    """Workers, one less than there are to be processes. They begin when there is work for them, or when
    they are told to."""

    def __init__(self, order: Order, processes: int) -> None:
        self._before = set(multiprocessing.active_children())
        self.size = processes - 1
        context = multiprocessing.get_context("spawn")
        self.pool = ProcessPoolExecutor(self.size, context, _begin, (order,))

    def begin(self) -> None:
        """Have them make themselves ready."""
        try:
            for _ in range(self.size):
                self.submit(_ready)
        except BrokenProcessPool:
            return  # whoever has work for them will see

    def submit(self, work: Callable[..., Any], *given: Any) -> Future[Any]:
        """Have something done by one of them."""
        with _held_back():
            return self.pool.submit(work, *given)

    def end(self) -> None:
        """Let all of them go, whatever they are at."""
        self.pool.shutdown(wait=False, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - self._before:
            child.kill()


def _unknown(
    loaded: Loaded, book: Rulebook, memory: Memory, order: Order
) -> Iterator[tuple[House, Source]]:
    """The maps that are to be judged and can be judged apart."""
    for key, sources in loaded.groups():
        estate = Estate(loaded.organisations.get(key or ""), key in loaded.asked)
        house = House(estate, sources, tuple(loaded.scenarios), order.basis)
        if not house.clear:
            continue
        keys = keys_of(house, book.policies)
        for source in sources:
            known = keys.get(place_of(source))
            if known is not None and memory.get(known, order.as_of) is None:
                yield house, source


def _shared_out(
    maps: Sequence[tuple[House, Source]], size: int
) -> Iterator[Sequence[tuple[House, Source]]]:
    """Maps in portions of a size or little more: those of one file stay together, for whoever judges
    one of them reads all of it."""
    begin = 0
    for number in range(1, len(maps) + 1):
        ended = number == len(maps)
        if ended or (
            number - begin >= size
            and maps[number][1].document.path != maps[number - 1][1].document.path
        ):
            yield maps[begin:number]
            begin = number


def _batch(maps: Sequence[tuple[House, Source]], found: Found) -> Batch:
    """The files of some maps, of the maps that they need and of the scenarios."""
    batch = Batch(drawn=found.drawn)
    for house, source in maps:
        batch.places.add(place_of(source))
        if not batch.maps or batch.maps[-1][0] is not house:
            batch.maps.append((house, []))
        batch.maps[-1][1].append(source)
        for document in (
            source.document,
            *(one.document for one in house.needed(source)),
            *house.scenarios,
        ):
            path = Path(document.path)
            if path not in batch.files:
                data = found.data.get(path)
                batch.files[path] = document.lines.text.encode() if data is None else data
    return batch


@dataclass(slots=True)
class _Told:
    """Tells how far the work is."""

    progress: Progress | None
    total: int
    done: int = 0

    def add(self, batch: Batch) -> None:
        self.done += len(batch.places)
        if self.progress is not None:
            self.progress(self.done, self.total, min(batch.places)[0])


def _run(
    batches: deque[Batch],
    order: Order,
    processes: int,
    memory: Memory,
    told: _Told,
    here: Callable[[Batch], None],
    crew: _Crew | None = None,
) -> bool:
    """Have batches judged by one worker less than there are to be processes, and `here` meanwhile.
    Those of a worker that dies go to another one, in the end to nobody. A `crew` has begun already."""
    well = True
    for _ in range(TRIES):
        crew = crew or _Crew(order, processes)
        given: dict[Future[dict[str, bytes]], Batch] = {}
        try:
            while batches or given:
                while batches and len(given) < 2 * crew.size:
                    batch = batches.popleft()
                    given[crew.submit(judge_batch, batch)] = batch
                ended = [future for future in given if future.done()]
                if not ended and batches:
                    batch = batches.pop()
                    here(batch)
                    told.add(batch)
                elif not ended:
                    ended = list(wait_for(given, return_when=FIRST_COMPLETED).done)
                for future in ended:
                    memory.learn(future.result())
                    told.add(given.pop(future))
            return well
        except BrokenProcessPool:
            well = False
            batches.extendleft(given.values())
        finally:
            crew.end()
            crew = None
    return well


@contextmanager
def _held_back() -> Iterator[None]:
    """Meanwhile Ctrl-C waits: a process that is started now inherits that, so that none of the workers
    hears it, not even one that is just beginning."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _judge_here(batch: Batch, loaded: Loaded, book: Rulebook, memory: Memory, order: Order) -> None:
    """Judge a batch in this process, which has read everything already."""
    court = memory.court(book.policies, order.as_of)
    memory.view(order.as_of, tuple(loaded.scenarios))
    for house, own in batch.maps:
        near = {path for path, _ in house.with_needed(own)}  # whole files, as a worker reads them
        sources = [
            replace(one, asked=place_of(one) in batch.places)
            for one in house.sources
            if one.document.path in near
        ]
        estate = Estate(house.estate.document, False)
        estate, _ = memory.study(estate, sources, lambda path: None)
        court.judge_estate(estate)


_order: Order | None = None
_book: Rulebook | None = None
_basis = ""


def _begin(order: Order, watched: bool = True) -> None:
    """Make a worker ready. It leaves Ctrl-C to its parent and does not outlive it."""
    global _order, _book, _basis
    if watched:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, daemon=True).start()
    from cxaudit.run.projects import Projects

    projects = Projects(order.wanted, traced=True)
    book = projects.book(order.beside)
    _order, _book, _basis = order, book, projects.basis(book) or ""
    if watched:  # from now on garbage is looked for between batches, where little else is there
        gc.disable()
        gc.freeze()


def _ready() -> None:
    """What a worker does first, so that it begins before there is work."""


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def judge_batch(batch: Batch) -> dict[str, bytes]:
    """The verdicts on a batch of maps; none where rules or configuration have changed meanwhile."""
    if _order is None or _book is None:
        return {}
    if key_of(_order.tool, _basis, batch.drawn) != _order.basis:
        return {}
    if not gc.isenabled():
        gc.collect()
    memory = Memory(_order.basis)
    found = Found(files=list(batch.files), data=batch.files, drawn=batch.drawn)
    with room(), _book.in_force():
        loaded = load(found)
        court = memory.court(_book.policies, _order.as_of)
        memory.view(_order.as_of, tuple(loaded.scenarios))
        for source in loaded.sources:
            source.asked = place_of(source) in batch.places
        for key, sources in loaded.groups():
            estate = Estate(loaded.organisations.get(key or ""), False)
            estate, _ = memory.study(estate, sources, lambda path: None)
            court.judge_estate(estate)
    return memory.made
