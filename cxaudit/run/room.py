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
def room() -> Iterator[None]:
    """No collecting, and depth for blocks within blocks and maps that call maps."""
    depth = sys.getrecursionlimit()
    with no_collecting():
        sys.setrecursionlimit(max(depth, DEEPEST))
        try:
            yield
        finally:
            sys.setrecursionlimit(depth)
