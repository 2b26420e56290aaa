"""What a worker does in a test in which some batch takes down the process that judges it."""

from __future__ import annotations

from cxaudit.run.cluster import work
from cxaudit.run.cluster.batches import Batch
from cxaudit.run.cluster.judge import Result
from cxaudit.run.cluster.order import Order


def audited(order: Order, batch: Batch) -> Result:
    """As `work.audited`, but for batches in which a file is called poison."""
    if any("poison" in file for file in batch.files):
        return Result(says="the process that audited it died of signal 9", died=True)
    return work.audited(order, batch)
