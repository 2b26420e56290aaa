"""What a map is seen in: the day, the scenarios around it, and what it was before."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from cxaudit.analysis.study import Study
from cxaudit.language.read import Document


@dataclass(frozen=True)
class View:
    """What facts may depend on beside a map and its organisation file.

    `as_of` is the only clock. `scenarios` are the scenario files in view, `before` the studies of
    earlier versions by map id, `changed` the day on which a file was last changed, by its path.
    """

    as_of: datetime.date
    scenarios: tuple[Document, ...] = ()
    before: Mapping[str, Study] = field(default_factory=dict)
    changed: Mapping[str, datetime.date] = field(default_factory=dict)
