"""Many runs of the command, each in a process of its own, forked from one that has imported the audit
already: that is most of what a short run takes.

What looks at the environment or for a terminal while it is imported is imported by each run itself.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent
OF_ITS_OWN = ("typer", "click", "rich", "cxaudit.cli")


class Runs:
    """Runs of the command in the folder of the project, one after the other."""

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair()
        command = [sys.executable, "-m", "tests.forking", str(theirs.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()])
        theirs.close()

    def begin(self, words: Sequence[str], env: Mapping[str, str], streams: Sequence[int]) -> None:
        """Begin a run with these arguments; `streams` are its standard input, output and errors."""
        text = json.dumps({"words": list(words), "env": dict(env)}) + "\n"
        socket.send_fds(self._ours, [text.encode()], list(streams))

    def ended(self) -> int:
        """Wait for its end; its exit code."""
        return self._ours.recv(1)[0]

    def close(self) -> None:
        """No run comes any more."""
        self._ours.close()
        self._process.wait()


def _serve(asked: socket.socket) -> None:
    import cxaudit.run.whatif  # noqa: F401
    from cxaudit.rules.packs import built_in  # noqa: F401

    assert not [name for name in OF_ITS_OWN if name in sys.modules]
    gc.freeze()
    while True:
        text, streams, _, _ = socket.recv_fds(asked, 65536, 3)
        if not text:
            return
        while not text.endswith(b"\n"):
            text += asked.recv(65536)
        child = os.fork()
        if not child:
            _run(json.loads(text), streams)
        for stream in streams:
            os.close(stream)
        _, status = os.waitpid(child, 0)
        asked.send(bytes([os.waitstatus_to_exitcode(status) % 256]))


def _run(wanted: dict[str, Any], streams: Sequence[int]) -> NoReturn:
    code: Any = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", closefd=False)  # noqa: SIM115
        os.environ.clear()
        os.environ.update(wanted["env"])
        sys.argv = ["cxaudit", *wanted["words"]]
        from cxaudit.__main__ import main

        main()
        code = 0
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
