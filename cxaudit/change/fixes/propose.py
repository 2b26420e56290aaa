"""Every fix that can be proposed for a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cxaudit.change.fixes.case import Case
from cxaudit.change.fixes.fix import Fix
from cxaudit.change.fixes.groups import group_fixes
from cxaudit.change.fixes.meetings import meeting_fixes
from cxaudit.change.fixes.owners import owner_fixes
from cxaudit.change.fixes.spelling import spelling_fixes
from cxaudit.change.fixes.values import value_fixes
from cxaudit.change.fixes.waivers import waiver_fixes

MAKERS: tuple[Callable[[Case], Iterator[Fix]], ...] = (
    spelling_fixes,
    meeting_fixes,
    owner_fixes,
    group_fixes,
    value_fixes,
    waiver_fixes,
)


def propose(case: Case) -> list[Fix]:
    """The fixes of a file, in the order in which they stand in it."""
    found = [fix for make in MAKERS for fix in make(case)]
    return sorted(found, key=lambda fix: fix.splices[0].start)
