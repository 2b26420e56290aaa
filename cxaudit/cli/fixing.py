"""`--fix` and `--diff` of `cxaudit check`: fixes kept, fixes undone, what would change."""

from __future__ import annotations

import sys
from pathlib import Path

from cxaudit.cli.asked import Asked
from cxaudit.cli.shared import Progress, broken_packs, day
from cxaudit.run.audit import Audit
from cxaudit.run.configuration import Wanted
from cxaudit.run.discover import Found
from cxaudit.run.fixing import FixResult, fix_found
from cxaudit.run.projects import Projects, audit_projects


def fixed_audit(asked: Asked, as_of: str | None, wanted: Wanted, unsafe: bool, diff: bool) -> Audit:
    """Fix files and tell what was done; the audit of what is on disk now. With `diff` nothing is
    written, and what would change is printed."""
    today, place = day(as_of), Path(asked.places[0])
    projects = Projects(wanted)

    def judged(found: Found) -> Audit:
        return audit_projects(found, projects, today, beside=place)

    with broken_packs(), Progress("reading and fixing"):
        result = fix_found(asked.found, unsafe, judged, write=not diff)
    if diff:
        _show(result)
    _tell(result, "would fix" if diff else "fixed")
    audit = result.before if diff else result.audit
    audit.failures += result.failures
    return audit


def _show(result: FixResult) -> None:
    from cxaudit.run.writing import unified_diff

    for path, (old, new) in result.changed.items():
        sys.stdout.write(unified_diff(path, old, new))


def _tell(result: FixResult, did: str) -> None:
    """One line a fix, and how many there are."""
    for fix in result.kept:
        print(f"{did}: {fix.file}: {fix.goal.code}: {fix.says}", file=sys.stderr)
    for undone in result.undone:
        fix = undone.fix
        told = f"{fix.file}: {fix.goal.code}: {fix.says}"
        print(f"left as it was: {told}: {undone.says}", file=sys.stderr)
    parts = [f"{did} {len(result.kept)}"]
    if result.undone:
        parts.append(f"left {len(result.undone)} as it was")
    if result.unsafe:
        parts.append(f"{len(result.unsafe)} more with --unsafe-fixes")
    print(", ".join(parts), file=sys.stderr)
