"""Steps with everything that follows from their line alone: who, kind, meetings, sign-off, time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cxaudit.analysis.world import World
from cxaudit.infer.labels import Reading, outcome_kind, read_label
from cxaudit.language.contacts import NOBODY
from cxaudit.language.flow import Wrong
from cxaudit.language.process import Process, Step
from cxaudit.language.values import Calendar, Duration, words

Minutes = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A touch-point: the party met, the channels, whether the party itself does the step."""

    party: str
    channels: tuple[str, ...] = ()
    by_party: bool = False
    basis: str = "declared"


@dataclass(slots=True)
class Work:
    """A step resolved. Times are working minutes, (low, high); None where the map is silent."""

    id: str
    index: int
    label: str
    step: Step
    performer: str | None = None
    performer_kind: str = ""
    owners: tuple[str, ...] = ()
    unit: str | None = None
    stage: str | None = None
    approvers: tuple[str, ...] = ()
    weight: int = 0
    held: bool = False
    sign_off_basis: str = "declared"
    maybe_sign_off: bool = False
    meetings: tuple[Meeting, ...] = ()
    maybe_touch_point: bool = False
    takes: Minutes | None = None
    waits: Minutes | None = None
    systems: tuple[str, ...] = ()
    kind: str = "task"
    only_end: bool = False
    basis: dict[str, str] = field(default_factory=dict)
    recovers: str | None = None
    step_recovered: Step | None = None

    @property
    def is_sign_off(self) -> bool:
        """Somebody must say yes here."""
        return self.weight > 0

    @property
    def timed(self) -> bool:
        """Whether its time is known; nothing done is no time."""
        return self.takes is not None or self.waits is not None or self.idle

    @property
    def idle(self) -> bool:
        """Nothing is done in it: only an end, or a branching with no performer."""
        return self.kind == "end" or (self.kind == "decision" and self.performer is None)

    def duration(self) -> Minutes:
        """`waits + takes`; what is not said counts as none."""
        low = (self.waits[0] if self.waits else 0.0) + (self.takes[0] if self.takes else 0.0)
        high = (self.waits[1] if self.waits else 0.0) + (self.takes[1] if self.takes else 0.0)
        return low, high

    def meets(self, party: str | None) -> Meeting | None:
        """The meeting with a party, if there is one."""
        for meeting in self.meetings:
            if meeting.party == party:
                return meeting
        return None


def minutes(duration: Duration | None, days: Calendar) -> Minutes | None:
    """A duration as (low, high) working minutes."""
    return duration.range(days) if duration is not None else None


def calendar_of(process: Process) -> Calendar:
    """What a day and a week mean in a map."""
    if process.calendar is None:
        return Calendar()
    return Calendar(process.calendar.day or 480.0, process.calendar.week or 5.0)


def _stages(process: Process) -> dict[str, str]:
    """The stage of each step: from its first step to the next stage's, or its own `stage`."""
    starts = {stage.from_: title for title, stage in process.stages.items()}
    current: str | None = None
    found: dict[str, str] = {}
    for step_id, step in process.steps.items():
        current = starts.get(step_id, current)
        stage = step.stage or current
        if stage:
            found[step_id] = stage
    return found


def _recovery_step(wrong: Wrong) -> Step:
    """The step that a described recovery makes: `<id>/if-wrong`."""
    made = Step.model_validate({"does": wrong.does or "Put it right"})
    return made.model_copy(update={"by": wrong.by, "with_": wrong.with_})


def _sign_off(work: Work, reading: Reading, world: World) -> None:
    step, field_ = work.step, work.step.sign_off
    if field_ is not None:
        work.approvers = tuple(field_.approvers)
        outside = [
            who
            for who in work.approvers
            if not world.is_internal(who) and world.kind_of(who) == "party"
        ]
        # An outside party's approval is its own decision, and a meeting; ours stay sign-offs.
        work.meetings += tuple(Meeting(who, (), True) for who in outside if work.meets(who) is None)
        inside = [who for who in work.approvers if who not in outside]
        if outside and inside:
            work.approvers = tuple(inside)
        if inside:
            work.weight = 1 if field_.mode == "any" else len(inside)
        return
    if work.performer_kind == "party" or reading.sign_off is None or step.call:
        return
    if reading.sign_off == "inferred-medium":
        work.maybe_sign_off = work.performer_kind != "system"
        return
    if work.performer_kind != "system":
        work.approvers = (work.performer or "?",)
        work.weight = 1
        work.sign_off_basis = work.basis["is_sign_off"] = "inferred-high"


def _meetings(work: Work, reading: Reading, world: World) -> None:
    step = work.step
    declared = [c for c in step.with_ if c.party != NOBODY]
    nobody = any(c.party == NOBODY for c in step.with_)
    found = [Meeting(c.party, tuple(c.via), c.party == work.performer) for c in declared]
    if work.performer_kind == "party" and work.performer and not nobody:
        if not any(m.party == work.performer for m in found):
            basis = work.basis.get("performer", "declared")
            found.append(Meeting(work.performer, (), True, basis))
            if basis != "declared":
                work.basis["is_touch_point"] = basis
    elif not declared and not nobody and reading.contact and work.performer_kind != "party":
        sure = reading.contact == "inferred-high" and reading.party is not None
        if sure and reading.party is not None:
            found.append(Meeting(reading.party, (), False, "inferred-high"))
            work.basis["is_touch_point"] = "inferred-high"
        else:
            work.maybe_touch_point = not step.end or bool(step.does)
    work.meetings = tuple(found)


def _kind(work: Work, ways: int) -> str:
    step = work.step
    if work.weight:
        return "sign-off"
    if step.call:
        return "call"
    idle = not (_by(step) or work.meetings or step.takes or work.approvers)
    if step.end is not None and idle and not (step.does or step.waits or step.next):
        return "end"
    if ways > 1:
        return "decision"
    if step.waits is not None and idle:  # whoever a stage names does nothing in a mere wait
        return "wait"
    return "task"


def _does_anything(step: Step) -> bool:
    """Whether more than an end stands in a step."""
    doing = (_by(step), step.does, step.with_, step.takes, step.waits, step.sign_off, step.call)
    return any(bool(part) for part in doing)


def _by(step: Step) -> str | None:
    """Who a step itself names for its work."""
    return None if step.by == NOBODY else step.by


def count_ways(step: Step) -> int:
    """How many ways a person would say lead on from a step (timeouts and recovery apart)."""
    ways = len(step.next.branches) if step.next and step.next.kind == "choice" else 1
    return ways + (step.else_ is not None)


def resolve(world: World, basis: Mapping[str, str] | None = None) -> list[Work]:
    """The steps of a map in file order, recovery steps behind the step they recover.

    `basis` (element path to how sure it is) marks what a reader of another format inferred.
    """
    process = world.process
    days = calendar_of(process)
    stages = _stages(process)
    works: list[Work] = []
    for step_id, step in process.steps.items():
        works.append(_resolve_one(step_id, step, len(works), stages.get(step_id), world, days))
        wrong = step.if_wrong
        if wrong is not None and wrong.to is None:
            made = _resolve_one(
                f"{step_id}/if-wrong",
                _recovery_step(wrong),
                len(works),
                stages.get(step_id),
                world,
                days,
            )
            made.recovers = step_id
            made.step_recovered = step
            works.append(made)
    for work in works:
        _mark(work, basis or {})
    return works


def _mark(work: Work, basis: Mapping[str, str]) -> None:
    """Carry over what a reader inferred about the performer, the sign-off and the meetings, and whether
    it made the note."""
    keys = ("by", "sign-off", "with", "note")
    said = {key: basis.get(f"steps/{work.id}/{key}") for key in keys}
    if said["note"]:
        work.basis["note"] = said["note"]
    if said["by"] and work.performer:
        work.basis["performer"] = said["by"]
    if said["sign-off"] and work.weight:
        work.sign_off_basis = work.basis["is_sign_off"] = said["sign-off"]
    if said["with"] and work.meetings:
        work.basis["is_touch_point"] = said["with"]
        work.meetings = tuple(replace(m, basis=said["with"]) for m in work.meetings)


def _resolve_one(
    step_id: str, step: Step, index: int, stage: str | None, world: World, days: Calendar
) -> Work:
    process = world.process
    work = Work(step_id, index, step.does or words(step_id), step, stage=stage)
    passed = step.by == NOBODY
    reading = Reading() if passed else read_label(work.label, world.language, world.named_parties)
    if step.end is not None and count_ways(step) == 1 and not _does_anything(step):
        work.stage = stage = None
    spec = process.stages.get(stage) if stage else None
    performer = None if passed else step.by or (spec.by if spec else None)
    if performer is None and step.sign_off and step.sign_off.approvers:
        performer = step.sign_off.approvers[0]
    inferred = performer is None and reading.performer is not None and not step.call
    if inferred:
        performer = reading.performer
        work.basis["performer"] = "inferred-high"
    work.performer = performer
    work.performer_kind = world.kind_of(performer) if performer else ""
    if inferred and work.performer_kind == "role" and step.does == "" and step.with_:
        work.performer, work.performer_kind = None, ""
        work.basis.pop("performer", None)
    stage_owner = [spec.owner] if spec and spec.owner else []
    work.owners = tuple(step.owner or stage_owner or process.owner)
    work.unit = world.unit_of(work.performer)
    work.held = bool(step.because)
    work.takes, work.waits = minutes(step.takes, days), minutes(step.waits, days)
    own = [performer] if performer and work.performer_kind == "system" else []
    work.systems = tuple(step.in_ or own)
    _meetings(work, reading, world)
    _sign_off(work, reading, world)
    work.kind = _kind(work, count_ways(step))
    work.only_end = work.kind == "end"
    return work


def ending(work: Work) -> tuple[str, str]:
    """The outcome a step ends with when nothing follows, and its kind (`good` or a bad one)."""
    end = work.step.end
    if end is not None:
        outcome = "done" if end.strip().lower() in ("", "yes", "true", "on") else end.strip()
        return outcome, outcome_kind(outcome)
    kind = outcome_kind(work.label)
    return ("done" if kind == "good" else kind), kind
