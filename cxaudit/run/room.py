"""Room for large maps: no garbage collection meanwhile, and depth for blocks within blocks."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

DEEPEST = 20_000


@contextmanager
def no_collecting() -> Iterator[None]:
    """Trees of many small parts, none of them a circle: looking for circles only costs time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@contextmanager
def kept() -> Iterator[None]:
    """No collecting, and what is there in the end is never looked through for circles. For a process
    of ours that keeps it for life, not for a library: it would set aside the garbage of others too.
    What was kept the last time is looked through now, in case it is kept no more."""
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    with no_collecting():
        try:
            yield
        finally:
            gc.freeze()


@contextmanager
def room() -> Iterator[None]:
    """No collecting, and depth for blocks within blocks and maps that call maps."""
    depth = sys.getrecursionlimit()
    with no_collecting():
        sys.setrecursionlimit(max(depth, DEEPEST))
        try:
            yield
        finally:
            sys.setrecursionlimit(depth)
