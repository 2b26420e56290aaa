"""The process in which a worker judges: `python -m cxaudit.run.cluster.child FOLDER`.

It is told what to do through standard input and answers through standard output, by the worker that
started it and by nobody else. It ends with the worker, whatever it is at.
"""

from __future__ import annotations

import gc
import os
import pickle
import queue
import shutil
import signal
import struct
import sys
import tempfile
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cxaudit.run.cluster.judge import Bench, Result

PATIENCE = 60.0  # seconds without work after which the process ends
LENGTH = struct.Struct(">Q")


def send(stream: IO[bytes], what: object) -> None:
    """Write one thing to a stream."""
    data = pickle.dumps(what, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one thing from a stream. Raises EOFError where it ends before."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Judge batch after batch until the worker is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed gets among the answers
    gc.set_threshold(100_000, 20, 20)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    folder = Path(sys.argv[1])
    waiting: queue.Queue[tuple[Any, Any]] = queue.Queue()
    threading.Thread(target=_listen, args=(waiting, folder), daemon=True).start()
    bench: Bench | None = None
    while True:
        try:
            order, batch = waiting.get(timeout=PATIENCE)
        except queue.Empty:  # nothing to do any more: leave the memory to others
            shutil.rmtree(folder, ignore_errors=True)
            return
        bench, result = _judged(order, batch, bench, folder)
        try:
            send(answers, result)
        except OSError:  # the worker is gone, and so are we
            return


def _listen(waiting: queue.Queue[tuple[Any, Any]], folder: Path) -> None:
    """Hand on what the worker says. When it is gone, so are this process and its folder."""
    try:
        while True:
            waiting.put(receive(sys.stdin.buffer))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)


def _judged(
    order: Any, batch: Any, bench: Bench | None, folder: Path
) -> tuple[Bench | None, Result]:
    """A batch judged, on the bench of before where the order is the same."""
    from cxaudit.run.cluster.judge import Apart, Bench, Result

    try:
        if bench is None or bench.order != order:
            bench = Bench(order, Path(tempfile.mkdtemp(dir=folder)))
        return bench, bench.judge(batch)
    except Apart as error:
        return None, Result(says=str(error))
    except Exception as error:  # the worker goes on with the next batch
        return None, Result(says=f"internal error: {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
