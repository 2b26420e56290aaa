"""Names that nothing answers to: steps, request types, roles, parties, measures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cxaudit.analysis.world import World
from cxaudit.language.contacts import NOBODY
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.process import Process, Step
from cxaudit.language.read import Document, Loc
from cxaudit.language.values import name

MOST_COMPARED = 500  # names; beyond that a suggestion costs more than it helps


def unknown(
    document: Document,
    kind: str,
    what: str,
    loc: Loc,
    word: str,
    known: Iterable[str],
    blocks: bool,
) -> Problem:
    """A name that nothing of its kind answers to, with the nearest that does."""
    names = list(known)
    close = nearest(word, names) if len(names) <= MOST_COMPARED else ""
    says = f"no {what} is called {word!r}" + (f"; did you mean {close!r}?" if close else "")
    path = "/".join(str(part) for part in loc)
    return Problem("reference", kind, says, document.span(loc), path, word, close, blocks=blocks)


def near_misses(
    document: Document, loc: Loc, words: Iterable[str], known: Iterable[str]
) -> list[Problem]:
    """Words of a list that may hold free text: only one that is nearly a known name is a fault."""
    names = set(known)
    if len(names) > MOST_COMPARED:
        return []
    strange = [word for word in words if word not in names and nearest(word, names)]
    return [unknown(document, "unknown-name", "name", loc, word, names, False) for word in strange]


def map_references(document: Document, world: World, shared: bool) -> list[Problem]:
    """Unknown names of a map; roles, parties and measures only where an organisation is known."""
    process: Process = document.model
    problems = list(_steps(document, process)) + list(_types(document, process))
    if shared:
        problems += _people(document, world) + list(_measures(document, world))
    return problems


def _steps(document: Document, process: Process) -> Iterator[Problem]:
    known = process.steps

    def check(loc: Loc, word: str | None, may_end: bool = True) -> Iterator[Problem]:
        ends = may_end and word is not None and word.strip().lower().split(" ")[0] == "end"
        if word is not None and word not in known and not ends:
            yield unknown(document, "unknown-step", "step", loc, word, known, True)

    for key, stage in process.stages.items():
        yield from check(("stages", key), stage.from_, may_end=False)
    for key, request in process.requests.items():
        yield from check(("requests", key, "starts"), request.starts, may_end=False)
    for step_id, step in known.items():
        here: Loc = ("steps", step_id)
        for number, branch in enumerate(step.next.branches if step.next else []):
            yield from check(_branch_place(document, step_id, number), branch.to)
        yield from check((*here, "else"), step.else_)
        if step.if_late:
            yield from check((*here, "if-late", "next"), step.if_late.next)
        if step.if_wrong:
            yield from check((*here, "if-wrong"), step.if_wrong.to)
            yield from check((*here, "if-wrong", "next"), step.if_wrong.next)
    for key, feedback in process.feedback.items():
        for after in feedback.after:
            if after not in {name(step) for step in known}:
                yield unknown(
                    document,
                    "unknown-step",
                    "step",
                    ("feedback", key, "after"),
                    after,
                    known,
                    False,
                )


def _branch_place(document: Document, step_id: str, number: int) -> Loc:
    """The place of the target of a branch: its label in a mapping, its number in a list."""
    from cxaudit.language.nodes import Mapping

    here: Loc = ("steps", step_id, "next")
    node = document.root
    for part in here:
        if not isinstance(node, Mapping) or str(part) not in node.items:
            return here
        node = node.items[str(part)][1]
    if isinstance(node, Mapping):
        return (*here, list(node.items)[number])
    return (*here, number)


def _types(document: Document, process: Process) -> Iterator[Problem]:
    for step_id, step in process.steps.items():
        places: list[tuple[Loc, list[str]]] = [(("steps", step_id, "for"), step.for_)]
        for number, branch in enumerate(step.next.branches if step.next else []):
            places.append((_branch_place(document, step_id, number), branch.for_))
        for loc, names in places:
            for word in names:
                if word not in process.requests:
                    known = process.requests
                    yield unknown(
                        document, "unknown-request", "request type", loc, word, known, True
                    )


def _people(document: Document, world: World) -> list[Problem]:
    process = world.process
    everyone = _known_names(world)
    problems: list[Problem] = []

    def check(loc: Loc, words: Iterable[str], party_only: bool = False) -> None:
        for word in words:
            kind = world.kind_of(word)
            if word in everyone or word in (NOBODY, "?") or (not party_only and kind == "system"):
                continue
            if party_only:
                names: set[str] = set(world.parties) | set(world.units)
                if word not in names:
                    problems.append(
                        unknown(document, "unknown-party", "party", loc, word, names, False)
                    )
                continue
            problems.append(unknown(document, "unknown-role", "role", loc, word, everyone, False))

    check(("owner",), process.owner)
    check(("leader",), process.leader)
    problems += near_misses(document, ("designed-with",), process.designed_with or [], everyone)
    check(("customers",), process.customers, party_only=True)
    for title, stage in process.stages.items():
        check(("stages", title, "owner"), [stage.owner] if stage.owner else [])
        check(("stages", title, "by"), [stage.by] if stage.by else [])
    for key, request in process.requests.items():
        check(("requests", key, "from"), [request.from_] if request.from_ else [], True)
    for step_id, step in process.steps.items():
        if step.if_wrong and step.if_wrong.by:
            check(("steps", step_id, "if-wrong", "by"), [step.if_wrong.by])
        for key, words in _names_of(step):
            check(("steps", step_id, key), words)
        parties = [contact.party for contact in step.with_]
        check(("steps", step_id, "with"), parties, party_only=True)
    return problems


def _names_of(step: Step) -> list[tuple[str, list[str]]]:
    found = [("owner", step.owner), ("consult", step.consult), ("inform", step.inform)]
    if step.by and step.by != NOBODY:
        found.append(("by", [step.by]))
    if step.escalates:
        found.append(("escalates", [step.escalates]))
    if step.sign_off:
        found.append(("sign-off", step.sign_off.approvers))
    return found


def _known_names(world: World) -> set[str]:
    found = set(world.roles) | set(world.parties) | set(world.units) | set(world.systems)
    for unit in world.units.values():
        found |= set(unit.roles) | ({unit.head} if unit.head else set())
    return found


def _measures(document: Document, world: World) -> Iterator[Problem]:
    shared = world.organisation.measures if world.organisation else {}
    listed = world.organisation.feedback if world.organisation else {}
    for key, measure in world.process.measures.items():
        if key not in shared and not measure.model_fields_set:
            yield unknown(
                document, "unknown-measure", "measure", ("measures", key), key, shared, False
            )
    for key, feedback in world.process.feedback.items():
        if key not in listed and not feedback.model_fields_set:
            yield unknown(
                document, "unknown-feedback", "feedback", ("feedback", key), key, listed, False
            )
    for step_id, step in world.process.steps.items():
        for word in step.measure:
            if word not in world.measures:
                loc: Loc = ("steps", step_id, "measure")
                yield unknown(
                    document, "unknown-measure", "measure", loc, word, world.measures, False
                )
