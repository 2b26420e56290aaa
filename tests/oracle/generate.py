"""Random small maps as plain dictionaries in the mapping form of the language.

`maps()` has choices, loops, `else` ways, `for`, routing, touch-points and ends;
`maps_with_blocks()` has steps side by side as well. Labels, ids and roles say nothing about
sign-offs, contacts or outcomes, so that only what is declared can count. The maps are built so
that nearly every one is well formed; the rest is for the caller to skip.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Plan = dict[str, Any]
T = TypeVar("T")

TYPES = ("red", "blue", "green")
LABELS = ("left", "right", "middle")
TAKES = ("5m", "15m", "45m", "1h", "2h 30m", "1d")
WAITS = ("30m", "4h", "1d", "2d", "1d 4h")
ROLES = ("desk", "planning", "back-room")
GATES = ("boss", "head", "board", "controller")
PLAYED = ("5%", "20%", "50%", "70%")


def to_yaml(plan: Plan) -> str:
    """The map as a file; JSON is YAML."""
    return json.dumps(plan, indent=1)


def _one(draw: DrawFn, items: Sequence[T]) -> T:
    return draw(st.sampled_from(items))


def _chance(draw: DrawFn, percent: int) -> bool:
    """True in about that many cases; shrinks to False."""
    return draw(st.integers(0, 99)) >= 100 - percent


def _requests(draw: DrawFn, percent: int) -> dict[str, dict[str, Any]]:
    """One to three request types, or none."""
    if not _chance(draw, percent):
        return {}
    names = TYPES[: draw(st.integers(1, 3))]
    style = _one(draw, ("all", "none", "some"))
    if style == "none" or len(names) == 1:
        return {name: {} for name in names}
    first = _one(draw, (20, 50, 60))
    found: dict[str, dict[str, Any]] = {name: {} for name in names}
    found[names[0]]["share"] = f"{first}%"
    if style == "all":
        rest = [100 - first] if len(names) == 2 else [10, 90 - first]
        for name, part in zip(names[1:], rest, strict=True):
            found[name]["share"] = f"{part}%"
    return found


def _work(draw: DrawFn, *, gates: int = 45, touches: int = 35) -> dict[str, Any]:
    """What a step is, without where it leads: always with a time."""
    step: dict[str, Any] = {}
    gate = _chance(draw, gates)
    if gate:
        step["sign-off"] = _one(
            draw,
            (
                "boss",
                "head",
                ["boss", "head"],
                {"any-of": list(GATES[:2])},
                {"all-of": list(GATES[1:4])},
            ),
        )
        if _chance(draw, 15):
            step["because"] = "law"
    if _chance(draw, touches):
        how = _one(draw, ("via", "mapping", "does") if not gate else ("via", "mapping"))
        if how == "does":
            step["by"] = "customer"
        else:
            via = _one(draw, ("phone", "email"))
            said = {"party": "customer", "via": via}
            step["with"] = f"customer via {via}" if how == "via" else said
    if "by" not in step and _chance(draw, 60):
        step["by"] = _one(draw, ROLES)
    when = _one(draw, ("takes", "waits", "both"))
    if when != "takes":
        step["waits"] = _one(draw, WAITS)
    if when != "waits":
        step["takes"] = _one(draw, TAKES)
    return step


def _shared(draw: DrawFn, targets: list[str]) -> dict[str, str]:
    """A choice between targets, with shares on all, some or none of the labels."""
    style = _one(draw, ("all", "some", "none"))
    labels = list(LABELS[: len(targets)])
    if style == "all":
        first = _one(draw, (20, 50, 75))
        parts = [first, 100 - first] if len(targets) == 2 else [first, 10, 90 - first]
        labels = [f"{label} {part}%" for label, part in zip(labels, parts, strict=True)]
    elif style == "some":
        which = draw(st.integers(0, len(targets) - 1))
        labels[which] += f" {_one(draw, (10, 40, 62.5))}%"
    return dict(zip(labels, targets, strict=True))


def _routes(
    draw: DrawFn, names: list[str], ahead: Sequence[str], anywhere: Sequence[str]
) -> dict[str, Any]:
    """A mapping that routes some of the request types."""

    def place() -> str:
        return _one(draw, anywhere) if _chance(draw, 10) else _one(draw, ahead)

    found: dict[str, Any] = {}
    named = names[: draw(st.integers(1, len(names)))]
    if _chance(draw, 25):
        found["special"] = {"to": place(), "for": named if len(named) > 1 else named[0]}
        if _chance(draw, 30):
            found[named[0]] = place()
    else:
        for name in named:
            found[name if _chance(draw, 70) else f"{name} 20%"] = place()
    if len(named) < len(names) or _chance(draw, 40):
        if _chance(draw, 95):
            found["otherwise"] = place()
        if "otherwise" in found and _chance(draw, 25):
            if _chance(draw, 50):
                found["or else"] = _one(draw, anywhere)
            else:
                del found["otherwise"]
                found["otherwise 30%"] = _one(draw, ahead)
                found["or else 10%"] = _one(draw, anywhere)
    return found


def _refuses(draw: DrawFn, step: dict[str, Any], target: str) -> None:
    step["else"] = target
    if _chance(draw, 75):
        step["rejects"] = _one(draw, PLAYED)


@st.composite
def _maps(draw: DrawFn) -> Plan:
    size = draw(st.integers(2, 7))
    names = [f"s{number}" for number in range(size)]
    requests = _requests(draw, 60)
    for about in requests.values():
        if _chance(draw, 15):
            about["starts"] = _one(draw, names)
    steps: dict[str, Any] = {}
    for index, name in enumerate(names):
        if index and _chance(draw, 10):
            steps[name] = {"end": _one(draw, ("done", "lost", "refused", "booked"))}
            continue
        step = steps[name] = _work(draw)
        ahead = [*names[index + 1 :], "end", "end lost"] if index < size - 1 else ["end"]
        later = names[index + 1 :] or ["end"]
        anywhere = [*names, *ahead]
        kinds = ["line", "line", "choice", "choice", "choice", "jump"]
        kinds += ["route", "route"] if requests else []
        kinds += ["end"] if index else []
        kind = _one(draw, kinds)
        single = True
        if kind == "jump":
            step["next"] = _one(draw, names if _chance(draw, 8) else later)
            single = step["next"] in names
        elif kind == "choice":
            others = draw(st.lists(st.sampled_from(anywhere), min_size=1, max_size=2))
            step["next"] = _shared(draw, [_one(draw, later), *others])
            single = False
        elif kind == "route":
            step["next"] = _routes(draw, list(requests), later, anywhere)
            single = False
        elif kind == "end":
            if _chance(draw, 50):
                step["end"] = _one(draw, ("done", "lost", "refused", "booked"))
            else:
                step["next"] = _one(draw, ("end", "end lost", "end booked"))
            single = False
        if _chance(draw, 45 if "sign-off" in step else 12):
            _refuses(draw, step, _one(draw, names))
        last = "next" not in step and index == size - 1
        if requests and single and not last and _chance(draw, 30):
            some = list(requests)[: draw(st.integers(1, len(requests)))]
            step["for"] = some if len(some) > 1 else some[0]
    return _plan(requests, steps)


def _plan(requests: dict[str, dict[str, Any]], steps: dict[str, Any]) -> Plan:
    plan: Plan = {"process": "P"}
    if requests:
        plan["requests"] = requests
    return {**plan, "customers": ["customer"], "steps": steps}


def maps() -> SearchStrategy[Plan]:
    """Maps of two to seven steps without blocks."""
    return _maps()


# ---------------------------------------------------------------------------------------------
# with blocks


@dataclass
class _Item:
    """A step of the draft, or a split with its branches."""

    name: str
    branches: list[list[_Item]] = field(default_factory=list)


@dataclass
class _Draft:
    """Builds a map with blocks from a sequence of sequences."""

    draw: DrawFn
    budget: int
    steps: dict[str, Any] = field(default_factory=dict)
    next_line: dict[str, str] = field(default_factory=dict)
    extras: int = 0
    made: int = 0
    names: list[str] = field(default_factory=list)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    bad_end: bool = False
    good_end: bool = False

    def item(self) -> _Item:
        self.budget -= 1
        self.made += 1
        return _Item(f"s{self.made - 1}")

    def split(self, depth: int) -> _Item:
        found = self.item()
        wide = 3 if self.budget >= 4 and _chance(self.draw, 25) else 2
        for _ in range(wide):
            found.branches.append(self.branch(depth + 1))
        return found

    def branch(self, depth: int) -> list[_Item]:
        """One or two steps, or a block of its own."""
        if depth == 1 and self.budget >= 5 and _chance(self.draw, 20):
            found = [self.split(depth)]
            if self.budget > 1 and _chance(self.draw, 60):
                found.append(self.item())
            return found
        found = [self.item()]
        if self.budget > 2 and _chance(self.draw, 45):
            found.append(self.item())
        return found

    def order(self, items: list[_Item]) -> list[str]:
        found = []
        for one in items:
            found.append(one.name)
            for branch in one.branches:
                found += self.order(branch)
        return found

    def flows(
        self, items: list[_Item], after: str | None, above: list[str], beyond: str | None
    ) -> None:
        """Writes the ways of a sequence; `above` lies before its split, `beyond` after its join."""
        names = [one.name for one in items]
        for index, one in enumerate(items):
            follows = names[index + 1] if index + 1 < len(names) else after
            if one.branches:
                step = self.steps[one.name] = _work(self.draw, gates=30, touches=5)
                step["next"] = [branch[0].name for branch in one.branches]
                if above == [] and index and _chance(self.draw, 6):
                    _refuses(self.draw, step, names[0])
                outer = [*above, *names[:index], one.name]
                past = names[index + 2] if index + 2 < len(names) else beyond
                for branch in one.branches:
                    self.flows(branch, follows, outer, past)
                continue
            step = self.steps[one.name] = _work(self.draw, gates=55, touches=5)
            self.ways(
                step, one.name, follows, names[: index + 1], names[index + 1 :], above, beyond
            )

    def ways(
        self,
        step: dict[str, Any],
        name: str,
        follows: str | None,
        back: list[str],
        ahead: list[str],
        above: list[str],
        beyond: str | None,
    ) -> None:
        plain = follows if follows is not None else "end"
        if follows is None:
            if self.next_line.get(name) or _chance(self.draw, 50):
                step["end"] = _one(self.draw, ("done", "booked"))
        elif self.next_line.get(name) != follows or _chance(self.draw, 30):
            step["next"] = follows
        inside = bool(above)
        if not self.extras or not _chance(self.draw, 45 if inside else 35):
            if self.requests and follows is not None and _chance(self.draw, 30):
                step["for"] = _one(self.draw, list(self.requests))
            return
        self.extras -= 1
        kinds = ["own", "own", "own", "ahead", "bad", "bad"]
        if inside:
            kinds += ["above", "beyond", "good", "good", "any"]
        kind = _one(self.draw, kinds)
        target = {
            "own": _one(self.draw, back),
            "ahead": _one(self.draw, ahead or [plain]),
            "above": _one(self.draw, above or back),
            "beyond": beyond or _one(self.draw, above or back),
            "any": _one(self.draw, self.names),
            "bad": "end lost",
            "good": "end filed",
        }[kind]
        refuses = kind not in ("good", "ahead") and _chance(self.draw, 55)
        if kind == "bad" and (refuses or _chance(self.draw, 40)):
            target, self.bad_end = "lost-end", True
        if kind == "good" and _chance(self.draw, 30):
            target, self.good_end = "filed-end", True
        if refuses:
            _refuses(self.draw, step, target)
            return
        step.pop("end", None)
        if self.requests and _chance(self.draw, 15):
            first = next(iter(self.requests))
            step["next"] = {first: plain, "otherwise": target}
        else:
            step["next"] = _shared(self.draw, [plain, target])


@st.composite
def _maps_with_blocks(draw: DrawFn) -> Plan:
    draft = _Draft(draw, budget=draw(st.integers(4, 9)))
    draft.extras = draw(st.integers(0, 4))
    draft.requests = _requests(draw, 20)
    items = [draft.item()] if _chance(draw, 55) else []
    items.append(draft.split(0))
    closes = not _chance(draw, 12)
    if closes:
        items.append(draft.item())
        if draft.budget > 0 and _chance(draw, 50):
            items.append(draft.item())
        if draft.budget > 3 and _chance(draw, 30):
            items += [draft.split(1), draft.item()]
    order = draft.order(items)
    draft.names = order
    draft.next_line = dict(pairwise(order))
    if draft.extras:  # end-only steps may follow the last one
        draft.next_line[order[-1]] = "lost-end"
    draft.flows(items, None, [], None)
    steps = {name: draft.steps[name] for name in order}
    joins = [two.name for one, two in pairwise(items) if one.branches]
    if len(joins) == 1 and _chance(draw, 30):
        steps[joins[0]]["join"] = _one(draw, ("all", "all", "any"))
    if draft.bad_end:
        steps["lost-end"] = {"end": "lost"}
    if draft.good_end:
        steps["filed-end"] = {"end": "filed"}
    return _plan(draft.requests, steps)


def maps_with_blocks() -> SearchStrategy[Plan]:
    """Maps of four to about nine steps with at least one block."""
    return _maps_with_blocks()
