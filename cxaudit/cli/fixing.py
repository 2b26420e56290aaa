"""`--fix` and `--diff` of `cxaudit check`: fixes kept, fixes undone, what would change."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from cxaudit.cli.shared import Progress, chosen_rules, day
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.fixing import FixResult, fix_paths


def fixed_audit(
    paths: Sequence[str], as_of: str | None, rules: Sequence[str], unsafe: bool, diff: bool
) -> Audit:
    """Fix files and tell what was done; the audit of what is on disk now. With `diff` nothing is
    written, and what would change is printed."""
    today = day(as_of)
    book = chosen_rules(rules, paths)
    with book.in_force(), Progress("reading and fixing"):
        result = fix_paths(
            paths, unsafe, lambda found: audit_found(found, book.rules, today), write=not diff
        )
    if diff:
        _show(result)
    _tell(result, "would fix" if diff else "fixed")
    audit = result.before if diff else result.audit
    audit.failures += [*result.failures, *book.failures]
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
