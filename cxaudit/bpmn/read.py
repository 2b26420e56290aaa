"""A BPMN 2.0 file into documents of the map language, one a process."""

from __future__ import annotations

from pathlib import PurePath

from pydantic import ValidationError

from cxaudit.bpmn.build import Built, Facts, build
from cxaudit.bpmn.elements import File, Plan, children, clean, read_file
from cxaudit.bpmn.fold import fold
from cxaudit.bpmn.owners import Owners
from cxaudit.bpmn.parties import Parties, meetings, pool_of
from cxaudit.bpmn.shapes import boxes
from cxaudit.bpmn.sign_offs import approvals
from cxaudit.bpmn.weave import weave
from cxaudit.bpmn.xml import parse, refusal
from cxaudit.infer.lexicon import detect
from cxaudit.language.problems import Problem
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.language.spans import Span
from cxaudit.language.values import name, slug, words


def read_bpmn(data: bytes, path: str, customer: str | None = None) -> list[Document]:
    """Read every process of a BPMN file; whatever is wrong inside it becomes problems.

    `customer` names the pool or lane that is the party served, where its name does not tell.
    """
    tree = parse(data)
    if isinstance(tree, Problem):
        return [_refused(path, tree)]
    file = read_file(tree)
    plans = [plan for plan in file.plans if plan.nodes]
    if not plans:
        return [_refused(path, _nothing(file), file)]
    stem = _stem(path)
    language = detect(node.name for plan in plans for node in plan.nodes.values())
    parties = Parties(language, customer)
    shapes, resources = boxes(tree), _resources(file)
    owners = {
        plan.raw: Owners(plan, _pool_name(file, plan), shapes, resources) for plan in plans
    }
    ids = _ids(plans, file, stem)
    return [
        _document(plan, file, owners, parties, path, default_id)
        for plan, default_id in zip(plans, ids, strict=True)
    ]


def _stem(path: str) -> str:
    base = PurePath(path).name
    for ending in (".bpmn20.xml", ".bpmn", ".xml"):
        if base.lower().endswith(ending) and len(base) > len(ending):
            return base[: -len(ending)]
    return base


def _ids(plans: list[Plan], file: File, stem: str) -> list[str]:
    """The map ids of the processes of a file, each once."""
    if len(plans) == 1:
        return [stem]
    found: list[str] = []
    for plan in plans:
        title = plan.name or _pool_name(file, plan) or plan.raw or "process"
        base = unique = f"{stem}-{slug(title)}"
        number = 1
        while unique in found:
            number += 1
            unique = f"{base}-{number}"
        found.append(unique)
    return found


def _pool_name(file: File, plan: Plan) -> str:
    pool = pool_of(file, plan)
    return pool.name if pool is not None else ""


def _resources(file: File) -> dict[str, str]:
    return {
        clean(element.get("id")): clean(element.get("name"))
        for element in children(file.tree.root, "resource", "partnerRole", "partnerEntity")
    }


def _refused(path: str, problem: Problem, file: File | None = None) -> Document:
    document = Document(path, "process", problems=[problem], default_id=_stem(path))
    if file is not None:
        document.lines = file.tree.lines
    return document


def _nothing(file: File) -> Problem:
    span = file.tree.span(file.tree.root)
    if file.plans:
        says = "the process has no tasks, events or gateways: there is nothing to read"
        return refusal("no-steps", says, file.plans[0].span)
    what = " and ".join(dict.fromkeys(file.others))
    says = f"the file holds {what} but no process" if what else "the file holds no process"
    return refusal("no-process", says + ": there is nothing to read", span)


def _document(
    plan: Plan,
    file: File,
    owners: dict[str, Owners],
    parties: Parties,
    path: str,
    default_id: str,
) -> Document:
    mine = owners[plan.raw]
    met = meetings(file, plan, owners, parties)
    net = weave(plan, met.contacts)
    fold(net)
    approvers = approvals(net, mine, parties)
    pool = _pool_name(file, plan)
    title = plan.name or pool or words(_stem(path))
    outsider = pool if parties.is_one(pool) else ""
    facts = Facts(plan, title, mine, parties, met.contacts, approvers, outsider)
    built = build(net, facts)
    document = Document(path, "process", lines=file.tree.lines, default_id=default_id)
    document.places, document.basis = built.places, built.basis
    document.problems.extend(plan.problems)
    document.losses = [*net.losses, *met.questions]
    if parties.customer is not None and not _named_somewhere(parties.customer, file):
        document.losses.append(f"no pool or lane of the file is called {parties.customer!r}")
    _validate(document, built)
    return document


def _named_somewhere(customer: str, file: File) -> bool:
    known = {name(pool.name) for pool in file.pools}
    known |= {name(lane.name) for plan in file.plans for lane in plan.lanes}
    return name(customer) in known


def _validate(document: Document, built: Built) -> None:
    context = {"spellings": document.spellings}
    try:
        document.model = Process.model_validate(built.data, context=context)
    except ValidationError as error:
        for item in error.errors():
            path = "/".join(str(part) for part in item["loc"])
            span = document.span(tuple(item["loc"]))
            says = f"{path}: {item['msg'].removeprefix('Value error, ')}"
            document.problems.append(
                Problem("invalid", "bad-value", says, span or Span(), path, blocks=True)
            )
