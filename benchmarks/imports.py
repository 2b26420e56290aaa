"""BPMN models of others, imported: how many, why not the others, and whether the maps say the same.

Run with `python -m benchmarks.imports [CORPUS...]`. The corpora lie beside the project, or in the
folder that CXAUDIT_CORPORA names. A model is *well-formed* where it is XML, BPMN 2.0, and has a
process with something in it; each of the others is listed with its reason and line. *Same* are maps
whose facts, written as YAML and read again, are those of the model itself, up to ids, but for its shape
and its soundness; *verdicts* are those whose verdict is the same too.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.facts.base import dump
from cxaudit.bpmn.read import read_bpmn
from cxaudit.run.audit import audit
from cxaudit.run.importing import imported, write_all

ROOT = Path(__file__).resolve().parent.parent
# What keeps a file from being a well-formed model of a process.
NO_MODEL = frozenset(["xml", "encoding", "not-bpmn", "no-process", "no-steps", "doctype", "empty"])
JUDGES = ("map", "request", "step", "flow", "touch_point", "sign_off", "party", "role")
# Facts that differ by nature: places, ids, what is declared now, what the organisation file holds, and
# the shape of the drawing, of which a model has one of its own.
_APART = frozenset(["basis", "line", "path", "declared", "call", "met_in"])
_APART_OF = {
    "map": frozenset(["id", "in_organisation", "internal_feedback", "hires_front_line"])
    | frozenset(["units", "hidden_touch_points"])
    | frozenset(["elements", "connectivity", "density", "diameter", "connector_degree"])
    | frozenset(["connector_degree_most", "control_flow_complexity", "gateway_mismatch"])
    | frozenset(["gateway_heterogeneity", "sequentiality", "separability", "structuredness"])
    | frozenset(["depth", "cyclicity", "token_split", "cross_connectivity", "duplicate_tasks"]),
    "flow": frozenset(["id"]),
    "touch_point": frozenset(["id"]),
    "party": frozenset(["defined"]),
    # A bare gateway is nobody's work, which a map cannot say.
    "step": frozenset(["needs_performer", "label_style"]),
}
# How a model runs: a model follows the rules of BPMN, a map its own, by which branches wait where they
# meet. Where the two differ, the imported file says so.
_RUNS = frozenset(["map.verdict", "request.verdict", "request.faults", "request.fault_places"])
_RUNS |= {"request.verdict_witness", "step.mismatch", "step.mismatch_path"}
_TEXTS = frozenset(["does", "note", "label", "title", "checks", "kind", "end", "outcome", "name"])


def corpora() -> Path:
    """The folder of the corpora."""
    return Path(os.environ.get("CXAUDIT_CORPORA", ROOT.parent / "shared" / "corpora"))


def models(folder: Path) -> list[Path]:
    """The BPMN files of a folder."""
    endings = (".bpmn", ".bpmn20.xml")
    return sorted(p for p in folder.rglob("*") if p.name.endswith(endings) and p.is_file())


@dataclass(slots=True)
class Count:
    """What came of the files of a corpus."""

    files: int = 0
    well_formed: int = 0
    imported: int = 0
    maps: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    unplaced: list[str] = field(default_factory=list)
    compared: int = 0
    same: int = 0
    runs_alike: int = 0
    differs: Counter[str] = field(default_factory=Counter)


def count(paths: Iterable[Path]) -> Count:
    """Read files, and tell of each that cannot be read why."""
    found = Count()
    for path in paths:
        documents = read_bpmn(path.read_bytes(), str(path))
        readable = [document for document in documents if document.readable]
        problems = [p for d in documents if not d.readable for p in d.problems]
        found.files += 1
        found.maps += len(readable)
        found.imported += bool(readable)
        found.well_formed += bool(readable) or any(p.kind not in NO_MODEL for p in problems)
        found.reasons.update(problem.kind for problem in problems)
        found.unplaced += [
            f"{path}: {p.says}" for p in problems if p.span.line < 1 or not p.says.strip()
        ]
    return found


def compare(paths: Iterable[Path], found: Count) -> None:
    """Hold the facts of each model against those of its maps, written and read again."""
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "cxaudit.yaml").write_text("")
            target = Path(folder) / "maps"
            made = imported([str(path)], target)
            if not made.drafts:
                continue
            failed = write_all(made.drafts, target)
            assert not failed, failed
            before = [a for a in audit([str(path)], {}).analyses if a.document.readable]
            after = {a.document.path: a for a in audit([str(target)], {}).analyses}
            written = [draft for draft in made.drafts if draft.source]
            for one, draft in zip(before, written, strict=True):
                differences = differing(one, after.get(str(draft.path)))
                found.compared += 1
                found.same += differences <= _RUNS
                found.runs_alike += not differences & {"map.verdict", "unread"}
                found.differs.update(differences)


def differing(one: Analysis, other: Analysis | None) -> set[str]:
    """The facts that two maps do not share, step ids apart."""
    if one.study is None or other is None or other.study is None:
        return {"unread"}
    pairs = zip(one.study.works, other.study.works, strict=True)
    ids = {work.id: twin.id for work, twin in pairs}
    found = set()
    for judge in JUDGES:
        left = [_renamed(dump(facts), ids) for facts in one.all(judge)]
        right = [_renamed(dump(facts), {}) for facts in other.all(judge)]
        if len(left) != len(right):
            found.add(f"{judge}: count")
            continue
        apart = _APART | _APART_OF.get(judge, frozenset())
        for a, b in zip(left, right, strict=True):
            for name in a.keys() - apart:
                by_line = name == "next" and b[name] == [] and len(a[name]) == 1
                if a[name] != b[name] and not by_line:
                    found.add(f"{judge}.{name}")
    return found


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            ids.get(key, key): inner if key in _TEXTS else _renamed(inner, ids)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_renamed(inner, ids) for inner in value]
    if isinstance(value, float):
        return round(value, 6)
    return ids.get(value, value) if isinstance(value, str) else value


def main() -> None:
    """Print a row a corpus, the reasons of those that are no models, and what differs."""
    folder = corpora()
    wanted = sys.argv[1:] or [p.name for p in sorted(folder.iterdir()) if p.is_dir()]
    head = ("corpus", "files", "models", "imported", "maps", "same", "verdicts")
    print("{:<26} {:>6} {:>7} {:>9} {:>6} {:>10} {:>9}".format(*head))
    total = Count()
    for name in wanted:
        paths = models(folder / name)
        if not paths:
            continue
        one = count(paths)
        compare(paths, one)
        _row(name, one)
        for field_ in (
            "files",
            "well_formed",
            "imported",
            "maps",
            "compared",
            "same",
            "runs_alike",
        ):
            setattr(total, field_, getattr(total, field_) + getattr(one, field_))
        total.reasons += one.reasons
        total.differs += one.differs
        total.unplaced += one.unplaced
    _row("together", total)
    print("\nno models:", ", ".join(f"{kind} {n}" for kind, n in total.reasons.most_common()))
    print(f"failures without line or reason: {len(total.unplaced)}")
    print("facts that differ:", ", ".join(f"{k} {n}" for k, n in total.differs.most_common(12)))


def _row(name: str, one: Count) -> None:
    share = one.imported / one.well_formed if one.well_formed else 1.0
    same = f"{one.same / max(1, one.compared):.1%}"
    alike = f"{one.runs_alike / max(1, one.compared):.1%}"
    counts = f"{one.files:>6} {one.well_formed:>7} {share:>9.1%} {one.maps:>6}"
    print(f"{name:<26} {counts} {same:>10} {alike:>9}")


if __name__ == "__main__":
    main()
