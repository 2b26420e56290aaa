"""Anchors that stay: how maps and organisations of a report are told apart."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath

from cxaudit.rules.finding import Finding


def folders_of(paths: Sequence[str]) -> dict[str, str]:
    """What tells the folders of an audit apart: their path below the part that all share."""
    parents = {path: PurePosixPath(path.replace("\\", "/")).parent.parts for path in paths}
    shared = 0
    first = next(iter(parents.values()), ())
    while all(len(p) > shared and p[shared] == first[shared] for p in parents.values()) and (
        shared < len(first)
    ):
        shared += 1
    rest = {path: parts[shared:] for path, parts in parents.items()}
    return {path: PurePosixPath(*p).as_posix() if p else "" for path, p in rest.items()}


def anchors_of(findings: Iterable[Finding], prefix: str) -> list[str]:
    """An anchor for each finding of a part: its rule and its fingerprint, so that a link to it holds
    as long as it is found; numbered where several share one."""
    taken: Counter[str] = Counter()
    found = []
    for finding in findings:
        anchor = f"{prefix}-{finding.code.lower()}-{finding.fingerprint[:8]}".rstrip("-")
        taken[anchor] += 1
        found.append(anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}")
    return found


def slug(text: str) -> str:
    """A text as part of an id: letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def mark_of(name: str) -> str:
    """What stands for a name of which nothing is left in an id, such as one in Chinese: the same
    wherever it is met."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def prefix_of(whole: str, alone: str, several: bool, taken: set[str]) -> str:
    """A prefix for anchors: `alone` where one map is read, else `whole`; numbered where it is taken."""
    base = slug(whole if several else alone)
    if not slug(alone):
        base = f"{base or 'map'}-{mark_of(alone)}"
    base = base if base[0].isalpha() else f"m-{base}"
    prefix, number = base, 2
    while prefix in taken:
        prefix, number = f"{base}-{number}", number + 1
    taken.add(prefix)
    return prefix
