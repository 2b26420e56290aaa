"""A map under revision: steps are added, replaced and dropped, and nothing else moves.

In a map the next line is the default way on, so an edit of one line could change where its
neighbours lead. The draft therefore holds where each step runs on to; only when the map is written
out does a way that no longer leads to the next line become a `next` of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from cxaudit.infer.labels import outcome_kind
from cxaudit.language.flow import Branch, Late, Next, Wrong
from cxaudit.language.organisation import Feedback, Unhappy
from cxaudit.language.process import Process, Request, Stage, Step
from cxaudit.language.values import YES, name, words


class EditError(Exception):
    """An edit that cannot be made, and the way out."""


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a way leads: to a step, or to an end. An end without an outcome is named by the label of
    the step that ends there."""

    step: str | None = None
    outcome: str | None = None


def label_of(step_id: str, step: Step) -> str:
    """What a step is called."""
    return step.does or words(step_id)


def outcome_of(step_id: str, step: Step) -> str:
    """How a case ends after a step that says nothing about it."""
    kind = outcome_kind(label_of(step_id, step))
    return "done" if kind == "good" else kind


def runs_on(step: Step) -> bool:
    """Whether a step goes to the next line, because it says nothing else."""
    return step.next is None and step.end is None


@dataclass
class Draft:
    """A copy of a map that edits are made in; the map itself is never changed."""

    process: Process
    order: list[str] = field(default_factory=list)
    steps: dict[str, Step] = field(default_factory=dict)
    onward: dict[str, Goal] = field(default_factory=dict)
    stages: dict[str, Stage] = field(default_factory=dict)
    requests: dict[str, Request] = field(default_factory=dict)
    feedback: dict[str, Feedback] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.order, self.steps = list(self.process.steps), dict(self.process.steps)
        self.stages, self.requests = dict(self.process.stages), dict(self.process.requests)
        self.feedback = dict(self.process.feedback)
        self._run_on(self.order, Goal())

    def insert(self, new: Mapping[str, Step], after: str | None = None) -> None:
        """Put steps behind a step, between it and where it ran on to; without one behind everything,
        where the step that was last then ends the case."""
        ids = list(new)
        behind = Goal()
        place = len(self.order)
        if after is not None:
            place = self.order.index(after) + 1
            behind = self.onward.get(after) or self._next_line(place)
            if after in self.onward:
                self.onward[after] = Goal(ids[0])
        self.order[place:place] = ids
        self.steps.update(new)
        self._run_on(ids, behind)

    def replace(self, step_id: str, step: Step) -> None:
        """Say a step anew; it keeps its place."""
        self.steps[step_id] = step
        if not runs_on(step):
            self.onward.pop(step_id, None)
        elif step_id not in self.onward:
            self.onward[step_id] = self._next_line(self.order.index(step_id) + 1)

    def remove(self, step_id: str) -> None:
        """Take a step out: what came in at it goes on where it went on when all was well."""
        goal = self._agreed_way(step_id)
        if len(self.order) == 1:
            raise EditError(f"{step_id!r} is the only step left: a process has at least one")
        if goal.step == step_id:
            raise EditError(
                f"{step_id!r} leads back to itself: say first where it goes, "
                f"`change: {{{step_id}: {{next: step}}}}`"
            )
        self._start_elsewhere(step_id, goal)
        self._ask_elsewhere(step_id, goal)
        self._end_stage(step_id)
        self._meet_elsewhere(step_id, goal)
        self.order.remove(step_id)
        del self.steps[step_id]
        self.onward.pop(step_id, None)
        for other in self.order:
            if self.onward.get(other) == Goal(step_id):
                self.onward[other] = goal
            self.steps[other] = _redirected(self.steps[other], step_id, goal)

    def written(self) -> Process:
        """The map as it now reads."""
        steps = {}
        for number, step_id in enumerate(self.order):
            step, goal = self.steps[step_id], self.onward.get(step_id)
            if goal is not None:
                way = self._spelled_out(step_id, goal, self._next_line(number + 1))
                step = step if way is None else step.model_copy(update={"next": way})
            steps[step_id] = step
        parts = {"stages": self.stages, "requests": self.requests, "feedback": self.feedback}
        return self.process.model_copy(update={"steps": steps, **parts})

    def _run_on(self, ids: list[str], behind: Goal) -> None:
        """Let steps lead from line to line, and the last of them to `behind`."""
        for step_id, following in pairwise(ids):
            if runs_on(self.steps[step_id]):
                self.onward[step_id] = Goal(following)
        if ids and runs_on(self.steps[ids[-1]]):
            self.onward[ids[-1]] = behind

    def _next_line(self, place: int) -> Goal:
        return Goal(self.order[place]) if place < len(self.order) else Goal()

    def _spelled_out(self, step_id: str, goal: Goal, next_line: Goal) -> Next | None:
        """A way on as a `next`; None where the next line, or the end of the file, says the same."""
        if goal.step is not None:
            if goal == next_line:
                return None
            return Next(branches=[Branch(to=goal.step)])
        own = outcome_of(step_id, self.steps[step_id])
        outcome = goal.outcome or own
        if next_line.step is None and outcome == own:
            return None
        return Next(branches=[Branch(outcome=outcome)])

    def _agreed_way(self, step_id: str) -> Goal:
        """The one way on from a step when all is well."""
        step = self.steps[step_id]
        if step.end is not None:
            return Goal(outcome="done" if step.end.lower() in YES else step.end)
        if step.next is None:
            goal = self.onward[step_id]
            if goal == Goal():
                return Goal(outcome=outcome_of(step_id, step))
            return goal
        if len(step.next.branches) > 1:
            ways = [b.label or b.to or f"end {b.outcome}" for b in step.next.branches]
            raise EditError(
                f"{step_id!r} has several ways ({', '.join(ways)}), so nobody can tell where its "
                f"cases would go: say so first, `change: {{{step_id}: {{next: step}}}}`"
            )
        (branch,) = step.next.branches
        return Goal(branch.to) if branch.to is not None else Goal(outcome=branch.outcome)

    def _start_elsewhere(self, step_id: str, goal: Goal) -> None:
        """Request types that start at a step start where it led."""
        first = self.order[0] == step_id
        moves = first and goal != self._next_line(1)
        for key, request in self.requests.items():
            if request.starts != step_id and (request.starts is not None or not moves):
                continue
            if goal.step is None:
                raise EditError(
                    f"{key!r} starts at {step_id!r}, which ends the case: it would meet no step"
                )
            self.requests[key] = request.model_copy(update={"starts": goal.step})
        if self.requests or not moves:
            return
        if goal.step is None:
            raise EditError(
                f"the process starts at {step_id!r}, which ends the case: nothing is left"
            )
        if goal.step not in self.steps:
            raise EditError(
                f"{step_id!r} leads to {goal.step!r}, which is no step yet: add it first"
            )
        self._to_the_front(goal.step)

    def _to_the_front(self, step_id: str) -> None:
        """Make a step the first line, where a map without request types starts. It stays in its
        stage."""
        title = self._stage_of(step_id)
        self._end_stage(step_id)
        if title is not None and self.steps[step_id].stage is None:
            self.steps[step_id] = self.steps[step_id].model_copy(update={"stage": title})
        self.order.remove(step_id)
        self.order.insert(0, step_id)

    def _meet_elsewhere(self, step_id: str, goal: Goal) -> None:
        """Branches that are said to meet at a step meet where it led."""
        join, meeting = self.steps[step_id].join, self.steps.get(goal.step or "")
        if join is not None and meeting is not None and meeting.join is None:
            self.steps[goal.step or ""] = meeting.model_copy(update={"join": join})

    def _stage_of(self, step_id: str) -> str | None:
        heads = {stage.from_: title for title, stage in self.stages.items()}
        found = None
        for other in self.order[: self.order.index(step_id) + 1]:
            found = heads.get(other, found)
        return found

    def _end_stage(self, step_id: str) -> None:
        """A stage that begins at a step begins at the next line of it; it goes with its last step."""
        following = self._next_line(self.order.index(step_id) + 1).step
        heads = {stage.from_ for stage in self.stages.values()}
        for title, stage in list(self.stages.items()):
            if stage.from_ != step_id:
                continue
            if following is None or following in heads:
                del self.stages[title]
            else:
                self.stages[title] = stage.model_copy(update={"from_": following})

    def _ask_elsewhere(self, step_id: str, goal: Goal) -> None:
        """Feedback asked for after a step is asked for after the steps that led to it; the unhappy
        whom it helped go where it led."""
        asked = name(step_id)
        for key, feedback in self.feedback.items():
            updates: dict[str, object] = {}
            if asked in feedback.after:
                before = [name(other) for other in self._leading_to(step_id)]
                ahead = [name(goal.step)] if goal.step is not None else []
                found = [a if a != asked else "" for a in feedback.after]
                place = found.index("")
                found[place : place + 1] = before or ahead
                updates["after"] = list(dict.fromkeys(filter(None, found)))
            route = feedback.unhappy
            if route is not None and step_id in (route.to, route.next):
                updates["unhappy"] = _helped_at(route, step_id, goal)
            if updates:
                self.feedback[key] = feedback.model_copy(update=updates)

    def _leading_to(self, step_id: str) -> list[str]:
        """Steps from which an agreed way leads to a step, in file order."""
        found = []
        for other in self.order:
            step = self.steps[other]
            named = step.next is not None and any(b.to == step_id for b in step.next.branches)
            if other != step_id and (named or self.onward.get(other) == Goal(step_id)):
                found.append(other)
        return found


def _helped_at(route: Unhappy, old: str, goal: Goal) -> Unhappy | None:
    """What happens to the unhappy, without a step; None where nothing else is said."""
    led = {key: goal.step for key in ("to", "next") if getattr(route, key) == old}
    left = route.model_copy(update=led)
    says_something = left.to or left.next or left.does or left.by or left.with_
    return left if says_something else None


def _redirected(step: Step, old: str, goal: Goal) -> Step:
    """A step with every way that led to `old` leading to `goal`; the same where there is none."""
    text = goal.step or ("end" if goal.outcome in (None, "done") else f"end {goal.outcome}")
    updates: dict[str, object] = {}
    if step.next is not None and any(branch.to == old for branch in step.next.branches):
        led = {"to": goal.step, "outcome": None if goal.step else goal.outcome or "done"}
        branches = [b.model_copy(update=led) if b.to == old else b for b in step.next.branches]
        updates["next"] = step.next.model_copy(update={"branches": branches})
    if step.else_ == old:
        updates["else_"] = text
    late: Late | None = step.if_late
    if late is not None and late.next == old:
        updates["if_late"] = late.model_copy(update={"next": text})
    wrong: Wrong | None = step.if_wrong
    if wrong is not None and old in (wrong.to, wrong.next):
        led = {key: text for key in ("to", "next") if getattr(wrong, key) == old}
        updates["if_wrong"] = wrong.model_copy(update=led)
    return step.model_copy(update=updates) if updates else step
