"""What a worker does in a test that has to know what is done and what is not."""

from __future__ import annotations

import time
from pathlib import Path

from cxaudit.run.cluster import work
from cxaudit.run.cluster.batches import Batch
from cxaudit.run.cluster.judge import Result
from cxaudit.run.cluster.order import Order

LONGEST = 120.0  # seconds; who waits for longer was forgotten


def audited(order: Order, batch: Batch, leave: str, free: tuple[str, ...]) -> Result:
    """As `work.audited`; but batches without a file of the folders `free` wait until the file `leave`
    is there."""
    end = time.monotonic() + LONGEST
    if not any(file.startswith(free) for file in batch.files):
        while not Path(leave).exists():
            if time.monotonic() > end:
                return Result(says="nobody gave leave")
            time.sleep(0.02)
    return work.audited(order, batch)
