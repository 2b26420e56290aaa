"""What a worker of the cluster does: it has batches judged by processes of its own, one for each of its
threads. The worker itself stays what it was: whatever a map does to the process that judges it, the
worker lives on and tells."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cxaudit import __version__
from cxaudit.run.cluster.batches import Batch
from cxaudit.run.cluster.child import receive, send
from cxaudit.run.cluster.judge import Result
from cxaudit.run.cluster.order import Order, code_key


@dataclass(frozen=True, slots=True)
class Child:
    """A process that judges, and the folder in which it does."""

    process: subprocess.Popen[bytes]
    folder: Path


_BOTH = "install the same on both"
_idle: list[Child] = []
_lock = threading.Lock()


def tool() -> tuple[str, str]:
    """The version and the key of the cxaudit that a worker has."""
    return __version__, code_key()


def audited(order: Order, batch: Batch) -> Result:
    """A batch audited by the rules of an order. It reads no file of the client."""
    version, code = tool()
    if code != order.code:
        return Result(says=other_tool(version, order.version))
    child = _taken()
    writing, reading = child.process.stdin, child.process.stdout
    assert writing is not None and reading is not None
    try:
        send(writing, (order, batch))
        result: Result = receive(reading)
    except (OSError, EOFError):
        _end(child)
        return Result(says=f"the process that audited it died{_how(child)}", died=True)
    except BaseException:
        _end(child)
        raise
    with _lock:
        _idle.append(child)
    return result


def other_tool(theirs: str, ours: str) -> str:
    """How two versions of cxaudit are told apart."""
    if theirs == ours:
        return f"a worker has another build of cxaudit {ours} than this one: {_BOTH}"
    return f"a worker has cxaudit {theirs}, this one is {ours}: {_BOTH}"


def _taken() -> Child:
    """A process that has nothing to do, else a new one."""
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.process.poll() is None:
                return child
            _end(child)
    here = str(Path(__file__).resolve().parents[3])
    path = os.pathsep.join(part for part in (here, os.environ.get("PYTHONPATH", "")) if part)
    folder = Path(tempfile.mkdtemp(prefix="cxaudit-"))
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "cxaudit.run.cluster.child", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    )
    return Child(process, folder)


def _end(child: Child) -> None:
    """End a process, and remove what it leaves behind."""
    child.process.kill()
    child.process.wait()
    for stream in (child.process.stdin, child.process.stdout):
        if stream is not None:
            with suppress(OSError):  # what was not sent is sent to nobody
                stream.close()
    shutil.rmtree(child.folder, ignore_errors=True)


def _how(child: Child) -> str:
    code = child.process.returncode
    return f" of signal {-code}" if code is not None and code < 0 else ""
