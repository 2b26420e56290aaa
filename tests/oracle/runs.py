"""Brute force for the run figures of small maps, straight from the definitions.

Nothing here is shared with the package under test, and nothing here is clever. A case is played
as a token game: a state is the tree of open blocks with one token per running branch, and every
interleaving is explored. Joins are found by writing out every simple way. That is exponential,
which is the point: it can be checked by reading it beside the language.

Where the language calls a map an error, or two honest readings of its text give different
behaviour for a map, the request type is left out (see `undefined`).
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from itertools import count
from typing import Any

BAD = frozenset(
    {"refused", "rejected", "declined", "denied", "cancelled", "withdrawn", "aborted"}
    | {"lost", "expired", "failed", "returned", "resubmitted"}
)
MASS = 1e-13
MAX_STATES = 60_000


class Undefined(Exception):
    """The language gives no figure here, or its text can be read in two ways."""


# ---------------------------------------------------------------------------------------------
# reading


@dataclass(frozen=True)
class End:
    """Where a case or a branch ends; `place` and `word` are two ways to tell ends apart."""

    good: bool
    place: Hashable
    word: Hashable


@dataclass(frozen=True)
class Way:
    """One way on from a step."""

    to: str | End
    share: Fraction
    otherwise: bool = False  # an `else` way


@dataclass(frozen=True)
class Node:
    """What one request type meets at one step."""

    id: str
    weight: int = 0
    waits: Fraction = Fraction(0)
    takes: Fraction = Fraction(0)
    timed: bool = True
    touch: bool = False
    by_party: bool = False
    only_end: bool = False
    join: str | None = None
    ways: tuple[Way, ...] = ()
    heads: tuple[str, ...] = ()  # branches, where the step opens a block
    opens: Fraction = Fraction(0)  # the chance that it does (else the `else` way is taken)


@dataclass(frozen=True)
class Net:
    """The steps one request type can meet and where it starts."""

    start: str
    nodes: dict[str, Node]

    def on(self, step: str, *, otherwise: bool) -> list[str | End]:
        """Where the ways of a step lead; with `otherwise`, its `else` too."""
        node = self.nodes[step]
        ways = [way.to for way in node.ways if otherwise or not way.otherwise]
        return [*node.heads, *ways]

    def reach(self, starts: list[str], avoid: set[str], *, otherwise: bool) -> set[str | End]:
        """Steps and ends met from `starts` (themselves included) without entering `avoid`."""
        seen: set[str | End] = set()
        todo: list[str | End] = list(starts)
        while todo:
            here = todo.pop()
            if here in seen or here in avoid:
                continue
            seen.add(here)
            if isinstance(here, str):
                todo.extend(self.on(here, otherwise=otherwise))
        return seen


_UNITS = {"m": Fraction(1), "h": Fraction(60)}


def minutes(text: str, calendar: dict[str, str] | None = None) -> Fraction:
    """Working minutes of a duration."""
    calendar = calendar or {}
    day = Fraction(480) if "day" not in calendar else minutes(calendar["day"])
    days = calendar.get("week", "5d")
    units = {**_UNITS, "d": day, "w": day * Fraction(days.rstrip("d "))}
    total = Fraction(0)
    for number, unit in re.findall(r"([\d.]+)\s*([a-z]+)", text):
        total += Fraction(number) * units[unit]
    return total


def share(text: str | None) -> Fraction | None:
    """A share between 0 and 1, or None where none is written."""
    if text is None:
        return None
    text = str(text)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def slug(text: str) -> str:
    """A name as it is compared."""
    return re.sub(r"[\s_]+", "-", text.strip().lower())


def good_outcome(text: str | None) -> tuple[str, bool]:
    """The outcome in full and whether it is a good one."""
    word = slug(text or "done")
    word = "done" if word in ("", "yes", "true") else word
    heads = [part for part in word.split("-") if part in BAD]
    if heads and len(word.split("-")) > 1:
        raise Undefined(f"head word of {text!r}")
    return word, not heads


def fill(shares: list[Fraction | None]) -> list[Fraction]:
    """Missing shares split what is left equally."""
    said = sum((one for one in shares if one is not None), Fraction(0))
    missing = sum(1 for one in shares if one is None)
    if said > 1:
        raise Undefined("shares over 100%")
    if not missing:
        return [one for one in shares if one is not None]
    return [(1 - said) / missing if one is None else one for one in shares]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _weight(sign_off: Any) -> int:
    if sign_off in (None, "no"):
        return 0
    if isinstance(sign_off, list):
        return len(sign_off)
    if isinstance(sign_off, dict):
        return len(sign_off["all-of"]) if "all-of" in sign_off else 1
    return 1


def _met(step: dict[str, Any]) -> list[str]:
    parties = []
    for one in _many(step.get("with")):
        name = one["party"] if isinstance(one, dict) else re.split(r"\s+via\s+", one)[0]
        if slug(name) != "nobody":
            parties.append(slug(name))
    return parties


def _branches(mapping: dict[str, Any]) -> list[tuple[str, str, Fraction | None, list[str]]]:
    """(label, target, share, types it names by `for`) of each branch."""
    found = []
    for key, value in mapping.items():
        label, part = key, None
        match = re.fullmatch(r"(.*?)\s*([\d.]+%)", key)
        if match:
            label, part = match[1], share(match[2])
        named: list[str] = []
        target = value
        if isinstance(value, dict):
            target = value["to"]
            part = share(value["share"]) if "share" in value else part
            named = [slug(one) for one in _many(value.get("for"))]
        found.append((slug(label), target, part, named))
    return found


def types_of(plan: dict[str, Any]) -> list[str]:
    """The request types of a map; `any` where it names none."""
    return list(plan.get("requests") or {"any": None})


def net(plan: dict[str, Any], kind: str | None) -> Net:
    """What request type `kind` can meet; with None, everything any type could."""
    steps: dict[str, dict[str, Any]] = {key: one or {} for key, one in plan["steps"].items()}
    order = list(steps)
    requests = plan.get("requests") or {}
    types = {slug(one) for one in requests}
    customers = [slug(one) for one in plan.get("customers", [])]
    parties = {*customers, *(who for one in steps.values() for who in _met(one))}
    start = order[0]
    requester = None
    for key in order:
        met = _met(steps[key]) or [w for w in [slug(steps[key].get("by") or "")] if w in parties]
        if met:
            requester = met[0]
            break
    requester = requester or (customers[0] if customers else None)
    if kind is not None and requests.get(kind):
        start = requests[kind].get("starts", start)
        requester = slug(requests[kind].get("from", requester or "")) or None

    def target(source: str, text: str) -> str | End:
        if text in steps:
            return text
        words = text.split(None, 1)
        if words[0] != "end":
            raise Undefined(f"no step {text}")
        word, good = good_outcome(words[1] if len(words) > 1 else None)
        return End(good, (source, word), ("end", word))

    def on(key: str, step: dict[str, Any]) -> tuple[list[tuple[str | End, Fraction]], list[str]]:
        """The `next` ways with their shares, and the branches of a block."""
        index = order.index(key)
        if "end" in step:
            word, good = good_outcome(step["end"])
            return [(End(good, (key, word), (key, word)), Fraction(1))], []
        after = step.get("next")
        if after is None:
            if index + 1 < len(order):
                return [(order[index + 1], Fraction(1))], []
            return [(End(True, (key, "done"), (key, "done")), Fraction(1))], []
        if isinstance(after, str):
            return [(target(key, after), Fraction(1))], []
        if isinstance(after, list):
            if len(set(after)) < 2 or any(one not in steps for one in after):
                raise Undefined(f"branches of {key}")
            return [], after
        found = _branches(after)
        shares = fill([one[2] for one in found])
        left = list(zip(found, shares, strict=True))
        routes = any(one[0] in types or one[3] for one in found)
        if routes and kind is not None:
            mine = slug(kind)
            named = [one for one in left if mine == one[0][0] or mine in one[0][3]]
            left = named or [one for one in left if one[0][0] not in types and not one[0][3]]
            if not left:
                raise Undefined(f"{kind} has no way on at {key}")
        total = sum((one[1] for one in left), Fraction(0))
        if not routes and total != 1:
            raise Undefined(f"shares of {key} do not add up")
        if not total:
            left, total = [(one[0], Fraction(1)) for one in left], Fraction(len(left))
        return [(target(key, one[1]), part / total) for one, part in left], []

    def node(key: str) -> Node:
        step = steps[key]
        wanted = [slug(one) for one in _many(step.get("for"))]
        ways, heads = on(key, step)
        if wanted and kind is not None and slug(kind) not in wanted:
            one = ways[0][0] if ways else None
            if len(ways) != 1 or heads or "end" in step or isinstance(one, End):
                raise Undefined(f"{kind} cannot pass {key}")
            return Node(key, join=step.get("join"), ways=(Way(*ways[0]),))
        by = slug(step.get("by") or "")
        back = step.get("else")
        if back is not None and back not in steps:
            raise Undefined(f"no step {back}")
        no = Fraction(0)
        if back is not None:
            rejects = step.get("rejects")
            no = share(rejects["share"] if isinstance(rejects, dict) else rejects) or no
        found = [Way(to, part * (1 - no)) for to, part in ways]
        if back is not None:
            found.append(Way(back, no, True))
        calendar = plan.get("calendar")
        return Node(
            key,
            weight=_weight(step.get("sign-off")),
            waits=minutes(step.get("waits", ""), calendar),
            takes=minutes(step.get("takes", ""), calendar),
            timed="waits" in step or "takes" in step or not set(step) - {"end", "does"},
            touch=requester is not None and (requester in _met(step) or by == requester),
            by_party=requester is not None and by == requester,
            only_end="end" in step and not set(step) - {"end", "does"},
            join=step.get("join"),
            ways=tuple(found),
            heads=tuple(heads),
            opens=1 - no if heads else Fraction(0),
        )

    return Net(start, {key: node(key) for key in order})


# ---------------------------------------------------------------------------------------------
# blocks


@dataclass(frozen=True)
class Reading:
    """How to read a sentence of the language that can be read in two ways."""

    ends_by_word: bool = False  # `end` written at two steps is one end
    bad_if_none_common: bool = False  # bad ends count where no good end is common
    any_two_meet: bool = False  # branches "share" a step when two of them do
    lead_by_next: bool = False  # "lead only to ends": by `next` ways alone
    joinless_by_next: bool = False  # without a join, only what `next` ways reach is the block
    join_leads_over_split: bool = False  # "the join does not lead to them": by way of the split too
    explicit_by_any: bool = False  # a step with `join:` may be reached by `else` ways


READINGS = (
    Reading(),
    Reading(ends_by_word=True),
    Reading(bad_if_none_common=True),
    Reading(any_two_meet=True),
    Reading(lead_by_next=True),
    Reading(joinless_by_next=True),
    Reading(join_leads_over_split=True),
    Reading(explicit_by_any=True),
)


@dataclass(frozen=True)
class Block:
    """What one split opens."""

    split: str
    heads: tuple[str, ...]
    join: str | None
    inside: frozenset[str]
    first_only: bool  # the join says `join: any`


def simple_ways(graph: Net, head: str, split: str) -> Iterator[tuple[tuple[str, ...], End]]:
    """Every way by `next` from `head` to an end that meets no step twice and not the split."""

    def walk(path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], End]]:
        for to in graph.on(path[-1], otherwise=False):
            if isinstance(to, End):
                yield path, to
            elif to != split and to not in path:
                yield from walk((*path, to))

    if head != split:
        yield from walk((head,))


def find_join(graph: Net, split: str, reading: Reading) -> str | None:
    """The join of the block that `split` opens, None where it has none."""
    heads = graph.nodes[split].heads
    marked = [one for one, node in graph.nodes.items() if node.join and one != split]
    said = []
    for one in marked:
        others = {split, *marked} - {one}
        if all(
            one in graph.reach([head], others, otherwise=reading.explicit_by_any) for head in heads
        ):
            said.append(one)
    if len(said) == 1:
        return said[0]
    if said:
        raise Undefined(f"two marked joins for {split}: {said}")

    ways = [list(simple_ways(graph, head, split)) for head in heads]

    def name(end: End) -> Hashable:
        return end.word if reading.ends_by_word else end.place

    good = [{name(end) for _, end in one if end.good} for one in ways]
    common = set.intersection(*good)
    if not common and (reading.bad_if_none_common or not any(good)):
        common = set.intersection(*({name(e) for _, e in one if not e.good} for one in ways))
    counted = [[path for path, end in one if name(end) in common] for one in ways]
    places = {one for one, node in graph.nodes.items() if not node.only_end}
    met = [{step for path in one for step in path} & places for one in counted]
    if reading.any_two_meet:
        shared = any(a & b for i, a in enumerate(met) for b in met[i + 1 :])
    else:
        shared = bool(set.intersection(*met))
    if not shared:
        return None
    paths = [path for one in counted for path in one]
    always = [one for one in places if all(one in path for path in paths)]
    for one in always:
        if all(path.index(one) <= path.index(other) for path in paths for other in always):
            return one
    raise Undefined(f"join of {split} in doubt")


def find_block(graph: Net, split: str, reading: Reading) -> Block:
    """The block that `split` opens: its join and the steps inside."""
    join = find_join(graph, split, reading)
    heads = graph.nodes[split].heads
    walls = {split} | ({join} if join else set())
    first = [head for head in heads if head != join]
    near = {one for one in graph.reach(first, walls, otherwise=True) if isinstance(one, str)}

    def leads(step: str, goal: str | None) -> bool:
        found = graph.reach([step], {split}, otherwise=False)
        if goal is not None:
            return goal in found
        return any(isinstance(one, End) and one.good for one in found)

    def only_ends(step: str) -> bool:
        found = graph.reach([step], set(), otherwise=not reading.lead_by_next)
        good = any(isinstance(one, End) and one.good for one in found)
        return good and not found & walls

    if join is None and reading.joinless_by_next:
        inside, todo = set[str](), [head for head in heads if only_ends(head)]
    else:
        inside = {step for step in near if leads(step, join)}
        todo = [to for one in inside for to in graph.on(one, otherwise=False) if to in near]
    over = set() if reading.join_leads_over_split else {split}
    after = graph.reach([join], over, otherwise=True) if join else set()
    while todo:
        step = todo.pop()
        if step in inside and join is not None and leads(step, join):
            continue
        if step in walls or step in after or not only_ends(step):
            continue
        inside.add(step)
        todo += [
            to for to in graph.on(step, otherwise=False) if isinstance(to, str) and to not in inside
        ]
    mode = graph.nodes[join].join if join else None
    return Block(split, heads, join, frozenset(inside), mode == "any")


def behaviour(graph: Net, block: Block) -> Hashable:
    """What a block makes of every way in it: enough to tell whether two readings differ."""
    seen: set[tuple[str, str, str]] = set()
    todo = [(block.split, head) for head in block.heads]
    while todo:
        here, to = todo.pop()
        if to == block.join:
            what = "join"
        elif to in block.inside:
            what = "inside"
        else:
            what = "out"
        if (here, to, what) in seen:
            continue
        seen.add((here, to, what))
        if what == "inside":
            todo += [(to, one) for one in graph.on(to, otherwise=True) if isinstance(one, str)]
    return block.join, block.first_only, frozenset(seen)


def blocks_of(graph: Net, whole: Net) -> dict[str, Block]:
    """The blocks of every split that can be met, or Undefined where the text is in doubt."""
    met = graph.reach([graph.start], set(), otherwise=True)
    found: dict[str, Block] = {}
    for step, node in graph.nodes.items():
        if not node.heads or step not in met:
            continue
        block = find_block(graph, step, READINGS[0])
        if any(head != block.join and head not in block.inside for head in block.heads):
            raise Undefined(f"a branch of {step} starts outside its block")
        looks = behaviour(graph, block)
        for reading in READINGS[1:]:
            if behaviour(graph, find_block(graph, step, reading)) != looks:
                raise Undefined(f"block of {step} can be read in two ways: {reading}")
        if behaviour(graph, find_block(whole, step, READINGS[0])) != looks:
            raise Undefined(f"block of {step} is another one when all types are looked at")
        found[step] = block
    for outer in found.values():
        for inner in found.values():
            if inner is outer or inner.split not in outer.inside:
                continue
            closes = inner.join is None or inner.join in outer.inside or inner.join == outer.join
            if not closes or outer.split in inner.inside or not inner.inside <= outer.inside:
                raise Undefined(f"blocks {outer.split} and {inner.split} overlap")
    return found


# ---------------------------------------------------------------------------------------------
# the token game
#
# A state is ("due", step) or ("busy", step) for one token, or ("block", split, children) where a
# child is a state, "arrived" or "ended". A token is first due; it then takes up its step (this is
# when the step is met) and later goes one of its ways. A token that is stopped while it is due
# has not met its step.

State = tuple[Any, ...]
Chain = tuple[tuple[str, int], ...]


@dataclass
class Game:
    """The rules of the token game for one request type."""

    graph: Net
    blocks: dict[str, Block]

    def first(self) -> State:
        """The state in which a case begins."""
        return ("due", self.graph.start)

    def settle(self, block: Block, children: tuple[Any, ...]) -> tuple[Any, ...]:
        """What a block does after something has happened in it."""
        arrived = children.count("arrived")
        if arrived and (block.first_only or arrived + children.count("ended") == len(children)):
            return ("goto", block.join)
        if children.count("ended") == len(children):
            return ("over", True)
        return ("state", ("block", block.split, children))

    def moves(
        self, state: State, chain: Chain = ()
    ) -> Iterator[tuple[str | None, Chain, tuple[Any, ...]]]:
        """Every possible move: the step met by it, the branches around it, what comes of it.

        What comes of it is ("state", state), ("goto", step): the whole of it goes on there, or
        ("over", good): it has ended; a bad end is the end of the case.
        """
        if state[0] == "due":
            yield state[1], chain, ("state", ("busy", state[1]))
        elif state[0] == "busy":
            node = self.graph.nodes[state[1]]
            for way in node.ways:
                if isinstance(way.to, End):
                    yield None, chain, ("over", way.to.good)
                else:
                    yield None, chain, ("goto", way.to)
            if node.heads:
                block = self.blocks[node.id]
                yield (
                    None,
                    chain,
                    self.settle(
                        block,
                        tuple("arrived" if h == block.join else ("due", h) for h in block.heads),
                    ),
                )
        else:
            _, split, children = state
            block = self.blocks[split]
            for index, child in enumerate(children):
                if isinstance(child, str):
                    continue
                for met, inner, event in self.moves(child, (*chain, (split, index))):
                    yield met, inner, self.lift(block, children, index, event)

    def lift(
        self, block: Block, children: tuple[Any, ...], index: int, event: tuple[Any, ...]
    ) -> tuple[Any, ...]:
        """What a block makes of what has happened in one of its branches."""

        def put(child: Any) -> tuple[Any, ...]:
            return (*children[:index], child, *children[index + 1 :])

        if event[0] == "state":
            return ("state", ("block", block.split, put(event[1])))
        if event[0] == "over":
            return self.settle(block, put("ended")) if event[1] else event
        if event[1] == block.join:
            return self.settle(block, put("arrived"))
        if event[1] in block.inside:
            return ("state", ("block", block.split, put(("due", event[1]))))
        return event  # it leaves the block: the other branches stop

    def play(self, state: State) -> Iterator[tuple[str | None, Chain, State | bool]]:
        """Every move of a whole case: the step met, its branches, and the state or the outcome."""
        for met, chain, event in self.moves(state):
            if event[0] == "goto":
                yield met, chain, ("due", event[1])
            else:
                yield met, chain, event[1]

    def worst(self) -> tuple[int, bool]:
        """Most approvals over distinct steps, and whether a sign-off lies in two contexts.

        Explores (state, sign-offs met). A state reached again with fewer sign-offs met can do
        nothing that it could not do with more, so only the largest sets are kept.
        """
        weight = {key: node.weight for key, node in self.graph.nodes.items()}
        contexts: dict[str, set[Chain]] = {}
        best = 0
        kept: dict[State, list[frozenset[str]]] = {self.first(): [frozenset()]}
        todo: list[tuple[State, frozenset[str]]] = [(self.first(), frozenset())]
        played = 0
        while todo:
            state, met = todo.pop()
            if met not in kept[state]:
                continue
            played += 1
            if played > MAX_STATES:
                raise Undefined("too large for brute force")
            for step, chain, after in self.play(state):
                now = met
                if step is not None and weight[step]:
                    contexts.setdefault(step, set()).add(chain)
                    now = met | {step}
                if isinstance(after, bool):
                    best = max(best, sum(weight[one] for one in now))
                    continue
                sets = kept.setdefault(after, [])
                if any(now <= one for one in sets):
                    continue
                sets[:] = [one for one in sets if not one <= now]
                sets.append(now)
                todo.append((after, now))
        return best, any(len(one) > 1 for one in contexts.values())

    def least(self) -> int | None:
        """Fewest approvals of a run to a good end, repeats counted; None if there is none."""
        weight = {key: node.weight for key, node in self.graph.nodes.items()}
        tick = count()
        heap: list[tuple[int, int, State | bool]] = [(0, next(tick), self.first())]
        done: set[State] = set()
        while heap:
            cost, _, state = heapq.heappop(heap)
            if isinstance(state, bool):
                return cost
            if state in done:
                continue
            done.add(state)
            for step, _, after in self.play(state):
                if after is not False:
                    more = weight[step] if step is not None else 0
                    heapq.heappush(heap, (cost + more, next(tick), after))
        return None

    def avoidable(self, step: str) -> bool:
        """Whether some complete run to a good end does without the step."""
        seen = {self.first()}
        todo = [self.first()]
        while todo:
            for met, _, after in self.play(todo.pop()):
                if met == step or after is False:
                    continue
                if isinstance(after, bool):
                    return True
                if after not in seen:
                    seen.add(after)
                    todo.append(after)
        return False


# ---------------------------------------------------------------------------------------------
# expectations


@dataclass
class Chances:
    """The Markov chain of one request type, block by block."""

    graph: Net
    blocks: dict[str, Block]
    _spans: dict[str, dict[tuple[bool, Fraction], float]] = field(default_factory=dict)

    def clean(self) -> bool:
        """Whether no branch can leave its block or end badly, and no join takes the first."""
        for block in self.blocks.values():
            if block.first_only:
                return False
            for step in block.inside:
                for to in self.graph.on(step, otherwise=True):
                    if isinstance(to, End):
                        if not to.good:
                            return False
                    elif to not in block.inside and to != block.join:
                        return False
        return True

    def plain_branches(self) -> bool:
        """Whether no branch of a block holds a choice (and so no loop)."""
        return not any(
            len(self.graph.nodes[step].ways) + bool(self.graph.nodes[step].heads) > 1
            for block in self.blocks.values()
            for step in block.inside
        )

    def steps(self, step: str) -> list[tuple[str | End, Fraction]]:
        """Where a case is after a step and, if it opens one, the block behind it."""
        node = self.graph.nodes[step]
        found = [(way.to, way.share) for way in node.ways if way.share]
        if node.heads:
            joins, ends = self.closing(step)
            block = self.blocks[step]
            if joins and block.join:
                found.append((block.join, node.opens * joins))
            if ends:
                found.append((End(True, step, step), node.opens * ends))
        return found

    def solve(
        self, start: str, join: str | None, gain: dict[str, Fraction]
    ) -> tuple[Fraction, Fraction]:
        """(chance to reach `join`, expected gain up to there or to an end), from `start`."""
        if start == join:
            return Fraction(1), Fraction(0)
        order = [start]
        for here in order:
            for to, _ in self.steps(here):
                if isinstance(to, str) and to != join and to not in order:
                    order.append(to)
        size = len(order)
        rows = []
        for i, here in enumerate(order):
            row = [Fraction(int(i == j)) for j in range(size)]
            hit = Fraction(0)
            for to, part in self.steps(here):
                if to == join:
                    hit += part
                elif isinstance(to, str):
                    row[order.index(to)] -= part
            rows.append([*row, hit, gain[here]])
        for i in range(size):
            pivot = next((k for k in range(i, size) if rows[k][i]), None)
            if pivot is None:
                raise Undefined("a case may never end")
            rows[i], rows[pivot] = rows[pivot], rows[i]
            rows[i] = [value / rows[i][i] for value in rows[i]]
            for k in range(size):
                if k != i and rows[k][i]:
                    factor = rows[k][i]
                    rows[k] = [a - factor * b for a, b in zip(rows[k], rows[i], strict=True)]
        return rows[0][size], rows[0][size + 1]

    def closing(self, split: str) -> tuple[Fraction, Fraction]:
        """The chances that the join of a block fires, and that every branch ends in it."""
        block = self.blocks[split]
        nothing = dict.fromkeys(self.graph.nodes, Fraction(0))
        ends = Fraction(1)
        for head in block.heads:
            ends *= 1 - self.solve(head, block.join, nothing)[0]
        return 1 - ends, ends

    def expected(self) -> Fraction:
        """Expected approvals of a case; every branch of a block counts in full."""

        @cache
        def gain(step: str) -> Fraction:
            node = self.graph.nodes[step]
            total = Fraction(node.weight)
            if node.heads:
                block = self.blocks[step]
                for head in block.heads:
                    inner = {one: gain(one) for one in block.inside}
                    total += node.opens * self.solve(head, block.join, inner)[1]
            return total

        met = self.graph.reach([self.graph.start], set(), otherwise=True)
        gains = {step: gain(step) for step in self.graph.nodes if step in met}
        return self.solve(self.graph.start, None, gains)[1]

    def time(self) -> Fraction:
        """Expected minutes of a case; a block lasts as long as its longest branch."""
        met = self.graph.reach([self.graph.start], set(), otherwise=True)
        gains = {}
        for step, node in self.graph.nodes.items():
            if step in met:
                gains[step] = node.waits + node.takes
                if node.heads:
                    mean = sum(p * float(long) for (_, long), p in self.span(step).items())
                    gains[step] += node.opens * Fraction(mean)
        return self.solve(self.graph.start, None, gains)[1]

    def span(self, split: str) -> dict[tuple[bool, Fraction], float]:
        """How long a block lasts: (the join fires, minutes) to its chance."""
        if split not in self._spans:
            block = self.blocks[split]
            whole: dict[tuple[bool, Fraction], float] = {(False, Fraction(0)): 1.0}
            for head in block.heads:
                more: dict[tuple[bool, Fraction], float] = {}
                for (fires, long), p in whole.items():
                    for (arrives, last), q in self.branch(head, block).items():
                        key = (fires or arrives, max(long, last))
                        more[key] = more.get(key, 0.0) + p * q
                whole = more
            self._spans[split] = whole
        return self._spans[split]

    def branch(self, head: str, block: Block) -> dict[tuple[bool, Fraction], float]:
        """How long one branch lasts: (it arrives, minutes) to its chance, by moving the mass."""
        done: dict[tuple[bool, Fraction], float] = {}
        here: dict[tuple[str, Fraction], float] = {(head, Fraction(0)): 1.0}
        while sum(here.values()) > MASS:
            after: dict[tuple[str, Fraction], float] = {}

            def put(
                to: str | End | None,
                long: Fraction,
                p: float,
                after: dict[tuple[str, Fraction], float] = after,
            ) -> None:
                if isinstance(to, str) and to != block.join:
                    after[to, long] = after.get((to, long), 0.0) + p
                else:
                    key = (isinstance(to, str), long)
                    done[key] = done.get(key, 0.0) + p

            for (step, long), p in here.items():
                if step == block.join:
                    put(step, long, p)
                    continue
                node = self.graph.nodes[step]
                now = long + node.waits + node.takes
                for way in node.ways:
                    if way.share:
                        put(way.to, now, p * float(way.share))
                if node.heads and node.opens:
                    for (fires, last), q in self.span(step).items():
                        to = self.blocks[step].join if fires else None
                        put(to, now + last, p * q * float(node.opens))
            here = after
            if len(here) > MAX_STATES:
                raise Undefined("too large for brute force")
        return done


# ---------------------------------------------------------------------------------------------
# silence


def silence(graph: Net) -> tuple[Fraction, bool]:
    """Longest time without a touch-point of the requester, for a map without blocks.

    From the request and from each touch-point, every way to the next touch-point or to an end,
    as states (step, backstage steps met since). The second value says whether some complete run
    meets no touch-point at all: such a run is taken to be silent from the request to its end.
    """
    met = graph.reach([graph.start], set(), otherwise=True)
    longest, untouched = Fraction(0), False
    origins: list[str | None] = [None]
    origins += [key for key, node in graph.nodes.items() if node.touch and key in met]
    for origin in origins:
        todo: list[tuple[str | End, frozenset[str]]]
        if origin is None:
            todo = [(graph.start, frozenset())]
        else:
            todo = [(to, frozenset()) for to in graph.on(origin, otherwise=True)]
        seen = set(todo)
        while todo:
            here, since = todo.pop()
            gap = sum((graph.nodes[o].waits + graph.nodes[o].takes for o in since), Fraction(0))
            if isinstance(here, End):
                longest = max(longest, gap)
                untouched = untouched or origin is None
                continue
            node = graph.nodes[here]
            if node.touch:
                longest = max(longest, gap + (0 if node.by_party else node.waits))
                continue
            for to in graph.on(here, otherwise=True):
                state = (to, since | {here})
                if state not in seen:
                    seen.add(state)
                    todo.append(state)
    return longest, untouched


# ---------------------------------------------------------------------------------------------
# figures


@dataclass(frozen=True)
class Figures:
    """The figures of one request type; None where a figure is not defined."""

    worst: int
    least: int | None
    unavoidable: frozenset[str]
    expected: float | None
    time: float | None
    silence: float | None
    blocks: bool = False  # the type can meet a block
    shared: bool = False  # a sign-off lies in two contexts: `worst` may be an upper bound
    time_exact: bool = True  # no branch of a block holds a choice or loop
    untouched: bool = False  # a complete run may meet no touch-point of the requester
    total: int = 0  # approvals of everything a run can reach


def figures_of(plan: dict[str, Any], kind: str) -> Figures:
    """The figures of one request type, or Undefined."""
    graph = net(plan, kind)
    met = graph.reach([graph.start], set(), otherwise=True)
    for step in met:
        if not isinstance(step, str):
            continue
        if not graph.nodes[step].timed:
            raise Undefined(f"{step} has no time")
        if not any(isinstance(o, End) for o in graph.reach([step], set(), otherwise=True)):
            raise Undefined(f"no way out of {step}")
    splits = [step for step in met if isinstance(step, str) and graph.nodes[step].heads]
    blocks = blocks_of(graph, net(plan, None)) if splits else {}
    game, chances = Game(graph, blocks), Chances(graph, blocks)
    worst, shared = game.worst()
    least = game.least()
    gates = [key for key, node in graph.nodes.items() if node.weight and key in met]
    out = Figures(
        worst=worst,
        least=least,
        unavoidable=frozenset(
            one for one in gates if least is not None and not game.avoidable(one)
        ),
        expected=None,
        time=None,
        silence=None,
        blocks=bool(splits),
        shared=shared,
        time_exact=chances.plain_branches(),
        total=sum(graph.nodes[one].weight for one in gates),
    )
    if chances.clean():
        try:
            out = replace(out, expected=float(chances.expected()), time=float(chances.time()))
        except Undefined:
            out = replace(out, expected=None, time=None)
    parties = plan.get("customers") or any(_met(one or {}) for one in plan["steps"].values())
    if not splits and parties:
        quiet, untouched = silence(graph)
        out = replace(out, silence=float(quiet), untouched=untouched)
    return out


def figures(plan: dict[str, Any]) -> dict[str, Figures]:
    """The figures of every request type that has any; Undefined if none has."""
    found, why = {}, {}
    for kind in types_of(plan):
        try:
            found[kind] = figures_of(plan, kind)
        except Undefined as reason:
            why[kind] = str(reason)
    if not found:
        raise Undefined("; ".join(f"{kind}: {reason}" for kind, reason in why.items()))
    return found


def undefined(plan: dict[str, Any]) -> dict[str, str]:
    """Why a request type has no figures, for those that have none."""
    why = {}
    for kind in types_of(plan):
        try:
            figures_of(plan, kind)
        except Undefined as reason:
            why[kind] = str(reason)
    return why
