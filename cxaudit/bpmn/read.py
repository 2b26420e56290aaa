"""A BPMN 2.0 file into documents of the map language, one a process."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath

from pydantic import ValidationError

from cxaudit.bpmn.build import Built, Facts, build
from cxaudit.bpmn.calls import calls
from cxaudit.bpmn.comments import Remark, comments_of, ground, remarks_of
from cxaudit.bpmn.drawn import places
from cxaudit.bpmn.elements import File, Plan, Source, read_file
from cxaudit.bpmn.fold import fold
from cxaudit.bpmn.notes import Notes, notes_of
from cxaudit.bpmn.parties import Directory, Parties, meetings
from cxaudit.bpmn.people import owners_of, somebodies
from cxaudit.bpmn.restoring import restore, settle
from cxaudit.bpmn.sign_offs import approvals
from cxaudit.bpmn.unsaid import in_order, unsaid
from cxaudit.bpmn.weave import weave
from cxaudit.bpmn.xml import parse, refusal
from cxaudit.infer.lexicon import detect
from cxaudit.language.problems import Problem
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.language.spans import Span
from cxaudit.language.values import name, slug, words

MOST_ELEMENTS = 100_000  # elements and flows of a file


def read_bpmn(
    data: bytes, path: str, customer: str | None = None, collaboration: bool = False
) -> list[Document]:
    """Read every process of a BPMN file; whatever is wrong inside it becomes problems.

    `customer` names the pool, lane or performer that is the party served, where its name does not
    tell. With `collaboration` soundness is judged over all pools and the messages between them.
    """
    try:
        found = _read(data, path, customer)
    except Exception as error:
        says = f"the file cannot be read: {type(error).__name__}: {error}"
        return [_refused(path, refusal("unreadable", says))]
    for document in found:
        if isinstance(document.source_model, Source):
            document.source_model.collaboration = collaboration
    return found


@dataclass(slots=True)
class _Source:
    """One file and what is known about all of its processes."""

    path: str
    file: File
    directory: Directory
    parties: Parties
    notes: Notes
    ids: dict[Plan, str] = field(default_factory=dict)
    remarks: dict[Span, list[Remark]] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        return _stem(self.path)

    def pool_name(self, plan: Plan) -> str:
        pool = self.file.holders.get(plan)
        return pool.name if pool is not None else ""


def _read(data: bytes, path: str, customer: str | None) -> list[Document]:
    tree = parse(data)
    if isinstance(tree, Problem):
        return [_refused(path, tree)]
    file = read_file(tree)
    plans = [plan for plan in file.plans if plan.nodes]
    if not plans:
        return [_refused(path, _nothing(file), file)]
    count = sum(len(plan.nodes) + len(plan.flows) for plan in plans)
    if count > MOST_ELEMENTS:
        return [_refused(path, _too_many(count, plans[0]))]
    language = detect(node.name for plan in plans for node in plan.nodes.values())
    parties = Parties(language, customer)
    owners = owners_of(file, plans)
    source = _Source(path, file, Directory(file, owners, parties), parties, notes_of(tree))
    source.ids = dict(zip(plans, _ids(plans, source), strict=True))
    source.remarks = remarks_of(tree.lines, [plan.span for plan in plans])
    called = calls(plans)
    documents = [_document(plan, source, called[plan]) for plan in plans]
    if customer is not None and name(customer) not in map(name, somebodies(file, owners)):
        for document in documents:
            document.losses.append(f"nobody in the file is called {customer!r}")
    return documents


def _stem(path: str) -> str:
    base = PurePath(path).name
    for ending in (".bpmn20.xml", ".bpmn", ".xml"):
        if base.lower().endswith(ending) and len(base) > len(ending):
            return base[: -len(ending)]
    return base


def _ids(plans: list[Plan], source: _Source) -> list[str]:
    """The map ids of the processes of a file, each once."""
    if len(plans) == 1:
        return [source.stem]
    found: dict[str, None] = {}
    counts: dict[str, int] = {}
    for plan in plans:
        title = plan.name or source.pool_name(plan) or plan.raw or "process"
        base = unique = f"{source.stem}-{slug(title)}"
        while unique in found:
            counts[base] = counts.get(base, 1) + 1
            unique = f"{base}-{counts[base]}"
        found[unique] = None
    return list(found)


def _refused(path: str, problem: Problem, file: File | None = None) -> Document:
    document = Document(path, "process", problems=[problem], default_id=_stem(path))
    if file is not None:
        document.lines = file.tree.lines
        if file.plans:
            document.source_model = source = Source(file, file.plans[0])
            document.places = {"": file.plans[0].span, **dict(places(source))}
    return document


def _nothing(file: File) -> Problem:
    if file.plans:
        says = "the process has no tasks, events or gateways: there is nothing to read"
        return refusal("no-steps", says, file.plans[0].span)
    what = " and ".join(dict.fromkeys(file.others))
    says = f"the file holds {what} but no process" if what else "the file holds no process"
    span = file.tree.span(file.tree.root)
    return refusal("no-process", says + ": there is nothing to read", span)


def _too_many(count: int, first: Plan) -> Problem:
    says = (
        f"the file has {count:,} elements and flows, more than the {MOST_ELEMENTS:,} that are read: "
        "divide it into several files, which may call each other"
    )
    return refusal("too-big", says, first.span)


def _document(plan: Plan, source: _Source, called: dict[str, Plan]) -> Document:
    mine, parties = source.directory.owners[plan], source.parties
    met = meetings(source.directory, plan)
    net = weave(plan, met.contacts, called)
    fold(net)
    approvers = approvals(net, mine, parties)
    pool = source.pool_name(plan)
    facts = Facts(
        plan,
        plan.name or pool or words(source.stem),
        mine,
        parties,
        met.contacts,
        approvers,
        pool if parties.is_served(pool) and not _houses_others(plan, parties) else "",
        frozenset(name(who) for who in (pool, *(lane.name for lane in plan.lanes)) if who),
        source.notes,
        {node: source.ids[other] for node, other in called.items()},
        met.subjects,
    )
    restored = restore(build(net, facts), plan, source.file)
    built = restored.built
    first = plan is next(iter(source.ids))
    kept = Source(source.file, plan, first, built.told)
    map_id = restored.map_id or source.ids[plan]
    document = Document(source.path, "process", default_id=map_id)
    document.lines = source.file.tree.lines
    document.source_model = kept
    document.places = {**dict(places(kept)), **built.places}
    document.basis = built.basis
    standing = ground(plan.span, built.places, alone=len(source.ids) == 1)
    document.comments = comments_of(source.remarks.get(plan.span, ()), standing)
    document.problems.extend(plan.problems)
    losses = [*net.losses, *met.questions]
    document.losses = in_order(
        unsaid(source.directory, plan, source.notes, built.data, losses, first)
    )
    _validate(document, built)
    settle(document, restored)
    return document


_BARE_LANE = re.compile(r"(swim)?lane\s*\d*|bahn\s*\d*", re.IGNORECASE)


def _houses_others(plan: Plan, parties: Parties) -> bool:
    """Whether a pool named like a party has lanes of people who are none: then it is called after what
    is done there, and nobody outside does it."""
    names = [lane.name for lane in plan.lanes if lane.name and not _BARE_LANE.fullmatch(lane.name)]
    return any(not parties.is_one(one) for one in names)


def _validate(document: Document, built: Built) -> None:
    context = {"spellings": document.spellings}
    try:
        document.model = Process.model_validate(built.data, context=context)
    except ValidationError as error:
        for item in error.errors():
            path = "/".join(str(part) for part in item["loc"])
            span = document.span(tuple(item["loc"]))
            says = f"{path}: {item['msg'].removeprefix('Value error, ')}"
            document.problems.append(Problem("invalid", "bad-value", says, span, path, blocks=True))
