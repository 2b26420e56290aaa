"""Whole answers: what a command printed and wrote, and all that it read to say so.

An answer is given again where every file has the content that was read, every folder holds the same,
and what was not there still is not. It is found by the command, the day and the tool. Nothing here
imports more than it takes to compare and to print.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cxaudit.run.cache.store import ANSWERS, Store
from cxaudit.run.cache.trace import Trace, all_stand, content, listing


@dataclass(slots=True)
class Answer:
    """What a run said, piece by piece in order (`out` or `err`, text), the files it wrote with their
    content, and its exit code."""

    code: int
    pieces: list[tuple[str, str]] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)


def recall(store: Store, key: str) -> Answer | None:
    """The answer kept under a key, if all that it rests on is as it was."""
    payload = store.get(ANSWERS, key)
    if payload is None:
        return None
    head, _, body = payload.partition(b"\n")
    try:
        basis = json.loads(head)
        if not _stands(basis):
            return None
        said = json.loads(body)
        return Answer(
            int(said["code"]),
            [(str(stream), str(text)) for stream, text in said["pieces"]],
            [(str(file), str(text)) for file, text in said["written"]],
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # of another make


def keep(store: Store, key: str, answer: Answer, trace: Trace) -> None:
    """Keep an answer, unless something has changed while it was worked out."""
    digests = trace.digests()
    if digests is None:
        return
    basis = {
        "files": digests,
        "folders": trace.folders,
        "probes": trace.probes,
        "roads": trace.roads,
    }
    said = {"code": answer.code, "pieces": answer.pieces, "written": answer.written}
    store.put(ANSWERS, key, f"{json.dumps(basis)}\n{json.dumps(said)}".encode())


def _stands(basis: Mapping[str, Any]) -> bool:
    return (
        all_stand(basis["probes"], basis["roads"])
        and all(listing(folder) == was for folder, was in basis["folders"].items())
        and _same(basis["files"].items())
    )


def _same(files: Iterable[tuple[str, str]]) -> bool:
    for path, was in files:
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except OSError:
            return False
        try:
            with os.fdopen(handle, "rb") as file:
                if content(file.read()) != was:
                    return False
        except OSError:
            return False
    return True
