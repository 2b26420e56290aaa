"""What survives when models go in and out: reference models of the BPMN interchange group, given back
by us and by the tools of others.

Run with `python -m benchmarks.round_trip` to print the tables, with `-o docs/bpmn-round-trip.md` to
write them. The models lie beside the project (`../shared/corpora`, or the folder that
`CXAUDIT_CORPORA` names); nothing of them but counts and single names comes into the tables.
"""

from __future__ import annotations

import datetime
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cxaudit.analysis.analysis import analysed, as_json
from cxaudit.analysis.study import study
from cxaudit.analysis.view import View
from cxaudit.bpmn.elements import File, Node, Plan, Source, clean
from cxaudit.bpmn.export.again import again
from cxaudit.bpmn.read import read_bpmn
from cxaudit.language.process import Process, Step
from cxaudit.language.read import Document
from cxaudit.run.writing import write_whole

ROOT = Path(__file__).resolve().parent.parent
CORPORA = Path(os.environ.get("CXAUDIT_CORPORA", ROOT.parent / "shared" / "corpora"))
DAY = datetime.date(2026, 1, 15)
Bag = Counter[tuple[Any, ...]]

WORDS = {
    "nodes": ("node", "nodes"),
    "kinds": ("kind of node", "kinds of nodes"),
    "flows": ("flow", "flows"),
    "lanes": ("lane", "lanes"),
    "places in lanes": ("place in a lane", "places in lanes"),
    "pools": ("pool", "pools"),
    "messages": ("message", "messages"),
}


@dataclass(slots=True)
class Model:
    """One file read: what it holds, what it means, each without ids."""

    path: Path
    documents: list[Document]
    file: File | None
    holds: dict[str, Bag] = field(default_factory=dict)
    means: dict[str, Bag] = field(default_factory=dict)


def read(path: Path, data: bytes | None = None) -> Model:
    """Read one file (or other bytes in its place)."""
    documents = read_bpmn(data if data is not None else path.read_bytes(), path.name)
    source = next((d.source_model for d in documents if isinstance(d.source_model, Source)), None)
    model = Model(path, documents, source.file if isinstance(source, Source) else None)
    if model.file is not None:
        model.holds = holds(model.file)
    model.means = means(documents)
    return model


# ---- what a file holds -------------------------------------------------------------------------


def holds(file: File) -> dict[str, Bag]:
    """Nodes, kinds, flows, lanes, pools and messages of a file, by their names."""
    found: dict[str, Bag] = {key: Counter() for key in WORDS}
    names: dict[str, str] = {pool.raw: _name(pool.name) for pool in file.pools}
    for plan in file.plans:
        for node in plan.nodes.values():
            names[node.raw] = title(node)
            found["nodes"][title(node),] += 1
            found["kinds"][title(node), node.tag, *sorted(node.events)] += 1
        for flow in plan.flows:
            ends = (title(plan.nodes[flow.source]), title(plan.nodes[flow.target]))
            found["flows"][*ends, _name(flow.name)] += 1
        for lane in plan.lanes:
            found["lanes"][_name(lane.name),] += 1
            for member in lane.members:
                if member in plan.by_raw and lane.leaf:
                    found["places in lanes"][title(plan.by_raw[member]), _name(lane.name)] += 1
    for pool in file.pools:
        found["pools"][_name(pool.name),] += 1
    for message in file.messages:
        ends = tuple(names.get(end, "?") for end in (message.source, message.target))
        found["messages"][*ends, _name(message.name)] += 1
    return found


def _name(text: str) -> str:
    return clean(text).casefold()


def title(node: Node) -> str:
    """What a node is called: its name, else its kind."""
    return _name(node.name) or f"({node.tag})"


# ---- what a file means -------------------------------------------------------------------------


def means(documents: list[Document]) -> dict[str, Bag]:
    """The steps and ways of all maps of a file, by labels instead of ids."""
    found: dict[str, Bag] = {"steps": Counter(), "ways": Counter()}
    for document in documents:
        if not isinstance(document.model, Process):
            continue
        steps = document.model.steps
        for step_id, step in steps.items():
            found["steps"][_step(step)] += 1
            for label, target in _ways(step):
                to = _name(steps[target].does) if target in steps else target
                found["ways"][_name(steps[step_id].does), _name(label), to] += 1
    return found


def _step(step: Step) -> tuple[Any, ...]:
    met = tuple(sorted(contact.party for contact in step.with_))
    gate = tuple(step.sign_off.approvers) if step.sign_off is not None else None
    waits = step.waits.text if step.waits is not None else ""
    split = (step.split or "", step.join or "", step.next.kind if step.next else "")
    return (_name(step.does), step.by or "", met, gate, waits, *split, _name(step.end or ""))


def _ways(step: Step) -> Iterator[tuple[str, str]]:
    for branch in step.next.branches if step.next is not None else ():
        yield branch.label, branch.to or f"end {branch.outcome}"
    for label, target in (
        ("else", step.else_),
        ("late", step.if_late.next if step.if_late else None),
        ("wrong", step.if_wrong.to if step.if_wrong else None),
    ):
        if target:
            yield label, target


# ---- tables ------------------------------------------------------------------------------------


def facts(documents: list[Document]) -> list[Any]:
    """The facts of every readable map, without the lines they stand on."""
    found = []
    for document in documents:
        if document.readable:
            one = study(document, document.default_id)
            found.append(_bare(as_json(analysed(one, document.problems, View(DAY)))))
    return found


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _bare(v) for k, v in value.items() if k not in ("line", "column")}
    if isinstance(value, str):
        return re.sub(r"\bline \d+", "line", value)
    return [_bare(item) for item in value] if isinstance(value, list) else value


def reference_rows() -> Iterator[list[str]]:
    """The reference models given back by us."""
    for path in sorted((CORPORA / "miwg-reference").rglob("*.bpmn")):
        before = read(path)
        if before.file is None:
            reason = before.documents[0].problems[0].says
            yield [path.stem, *["-"] * 6, f"not read: {reason}"]
            continue
        after = read(path, again(before.file))
        kept = [_kept(before.holds[key], after.holds[key]) for key in list(WORDS) if key != "kinds"]
        same = before.holds == after.holds and facts(before.documents) == facts(after.documents)
        yield [path.stem, *kept[:3], kept[4], kept[5], kept[3], "yes" if same else "**no**"]


def _kept(before: Bag, after: Bag) -> str:
    total, left = before.total(), (before & after).total()
    return str(total) if left == total == after.total() else f"{left} of {total}"


def vendor_rows() -> Iterator[list[str]]:
    """The same reference models as the tools of others write them."""
    references: dict[str, Model] = {}
    for path in sorted((CORPORA / "miwg-vendors").rglob("*.bpmn")):
        known = path.stem.rsplit("-", 1)[0]
        origin = CORPORA / "miwg-reference" / "Reference" / f"{known}.bpmn"
        if not origin.is_file():
            yield [path.parent.name, path.stem, "-", "there is no reference model of this name"]
            continue
        reference = references.setdefault(known, read(origin))
        yield [path.parent.name, path.stem, *compared(reference, read(path))]


def compared(reference: Model, other: Model) -> tuple[str, str]:
    """Whether two files mean the same map, and where not, what the file itself says otherwise."""
    if other.file is None:
        return "not read", other.documents[0].problems[0].says
    reasons = [*differences(reference.holds, other.holds)]
    if reference.means == other.means:
        return "yes", f"although the file differs: {'; '.join(reasons)}" if reasons else ""
    reasons = [*reasons, *silent(reference, other)] or drawn(reference.file, other.file)
    parts = [f"{_lost(reference.means[key], other.means[key])} {key}" for key in ("steps", "ways")]
    shares = f"{parts[0]}, {parts[1]}"
    return shares, "; ".join(reasons) or "**the files say the same**"


def _lost(before: Bag, after: Bag) -> str:
    return f"{(before & after).total()} of {before.total()}"


def silent(reference: Model, other: Model) -> list[str]:
    """Performers that the file does not name although its lanes are the same."""
    if reference.holds["places in lanes"] != other.holds["places in lanes"]:
        return []
    labels = {key[0] for key in other.means["steps"]}
    left = _performers(reference.means["steps"]) - _performers(other.means["steps"])
    count = sum(number for key, number in left.items() if key[0] in labels)
    return (
        [f"who does {count} step{'' if count == 1 else 's'}, named in attributes"] if count else []
    )


def drawn(reference: File | None, other: File | None) -> list[str]:
    """What differs where names, kinds, flows, lanes, pools and messages are the same."""
    if reference is None or other is None:
        return []
    ours, theirs = Counter(_finer(reference)), Counter(_finer(other))
    return list(dict.fromkeys(key[0] for key in (ours - theirs) + (theirs - ours)))


def _performers(steps: Bag) -> Bag:
    return Counter({key[:2]: count for key, count in steps.items() if key[1]})


def _finer(file: File) -> Iterator[tuple[str, ...]]:
    for plan in file.plans:
        yield "the name of a process", _name(plan.name)
        for node in plan.nodes.values():
            around = plan.nodes.get(node.parent)
            yield "what lies in which sub-process", title(node), title(around) if around else ""
            for definition in node.definitions:
                yield "what an event waits for", title(node), clean("".join(definition.itertext()))
            loops = [c for c in node.element if "LoopCharacteristics" in str(c.tag)]
            yield "what is repeated", title(node), str(len(loops))
            if node.tag == "boundaryEvent":
                yield "whether an event interrupts", title(node), str(node.interrupts)
        for flow in plan.flows:
            ends = (title(plan.nodes[flow.source]), title(plan.nodes[flow.target]))
            yield "conditions and defaults", *ends, flow.condition, str(flow.default)
        yield from _order(plan)


def _order(plan: Plan) -> Iterator[tuple[str, ...]]:
    yield "the order of elements", *(title(node) for node in plan.nodes.values())


def differences(before: dict[str, Bag], after: dict[str, Bag]) -> Iterator[str]:
    """In words, what one file holds and the other does not; names that changed only once."""
    renamed = before["nodes"] != after["nodes"]
    for key, (one, many) in WORDS.items():
        if key == "kinds" and renamed:
            lost, new = _kinds(before[key]) - _kinds(after[key]), Counter[Any]()
            new = _kinds(after[key]) - _kinds(before[key])
        else:
            lost, new = before[key] - after[key], after[key] - before[key]
        if lost or new:
            count = max(lost.total(), new.total())
            yield f"{count} {one if count == 1 else many} {_verb(lost, new)}{_example(lost, new)}"


def _kinds(bag: Bag) -> Bag:
    """Kinds of nodes without the names."""
    found: Bag = Counter()
    for key, count in bag.items():
        found[key[1:]] += count
    return found


def _verb(lost: Bag, new: Bag) -> str:
    return "otherwise" if lost and new else "missing" if lost else "more"


def _example(lost: Bag, new: Bag) -> str:
    """One difference, if it is short."""
    parts = [_told(min(bag)) for bag in (lost, new) if bag]
    text = " is ".join(parts)
    return f" ({text})" if len(text) <= 70 else ""


def _told(key: tuple[Any, ...]) -> str:
    return " → ".join(f"“{part}”" if part else "none" for part in map(str, key))


REFERENCE = ["model", "nodes", "flows", "lanes", "pools", "messages", "places in lanes", "all kept"]
VENDORS = ["tool", "file", "same map", "what the file says otherwise"]
HEAD = """# What survives a round trip

Written by `python -m benchmarks.round_trip -o docs/bpmn-round-trip.md`; nothing here is written by
hand. The models are the reference models of the BPMN Model Interchange Working Group (CC BY 3.0).

"""


def page() -> str:
    """Both tables with what they show."""
    own, others = list(reference_rows()), list(vendor_rows())
    read_ones = [row for row in own if row[1] != "-"]
    kept = sum(row[-1] == "yes" for row in read_ones)
    same = sum(row[2] == "yes" for row in others)
    ours = sum("the files say the same" in row[3] for row in others)
    return (
        HEAD
        + "## In and out by cxaudit\n\n"
        + f"Of {len(read_ones)} reference models that hold a process, {kept} come back from "
        "`cxaudit export` with every node, kind, flow, lane, pool, message flow and name, and give "
        "the same facts when they are read again. Counts are those of the model; where something "
        "is lost, the count says how much of it is kept.\n\n"
        + table(REFERENCE, own)
        + "\n## The same models as other tools write them\n\n"
        + f"Of {len(others)} files, {same} give the same map as the reference model, up to ids: "
        "the same steps (label, performer, parties met, sign-off, wait, join) and the same ways "
        "between them. For the others, the third column counts the steps and ways that are the "
        "same, and the last says what the file itself holds that differs from the reference: a "
        "name, a lane, a flow, a kind. Upper and lower case and line breaks in names do not count. "
        + (f"{ours} differ although the files say the same.\n\n" if ours else "No file differs "
           "that says the same as its reference.\n\n")
        + table(VENDORS, others)
    )  # fmt: skip


def table(head: list[str], rows: list[list[str]]) -> str:
    """Rows as a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(c.replace("|", "\\|") for c in row) + " |\n" for row in lines)


def main() -> None:
    """Print the page, or write it."""
    if not CORPORA.is_dir():
        sys.exit(f"the corpora are not at {CORPORA}: CXAUDIT_CORPORA names their folder")
    text = page()
    if sys.argv[1:2] == ["-o"]:
        write_whole(Path(sys.argv[2]), text.encode())
    else:
        print(text)


if __name__ == "__main__":
    main()
