"""Silence: the longest time on a complete run between two consecutive meetings with a party.

Each level has a profile: how long it can last with nobody met, how long until the first meeting,
how long since the last one at each exit, and the longest silence between two meetings inside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cxaudit.analysis.components import strong_parts
from cxaudit.analysis.levels import BAD, GOOD, JOIN, Branch, Fold, Level, Road

Trail = tuple[int, ...]
# By part: the trail that a source brought, or the part before and the steps between.
_Back = tuple[dict[int, Trail], dict[int, tuple[int, Trail]]]


@dataclass(slots=True)
class Stretch:
    """A silent stretch: its length and its steps."""

    value: float
    path: Trail = ()


@dataclass(slots=True)
class Profile:
    """The silences of a level: through it unmet, to the first meeting, since the last, inside."""

    unmet: dict[int, Stretch] = field(default_factory=dict)
    first: Stretch | None = None
    since: dict[int, Stretch] = field(default_factory=dict)
    inside: Stretch | None = None


def longer(left: Stretch | None, right: Stretch | None) -> Stretch | None:
    """The longer of two stretches that may be missing."""
    if left is None or right is None:
        return left or right
    return right if right.value > left.value else left


@dataclass
class Silence:
    """Silences with one party. `meets[step]` is None backstage, else the wait before the meeting
    (0 where the party itself does the step); `weights` are the times of backstage steps, `by_way`
    what single ways add, by their identity. A step that calls a map in which the party is met is a
    meeting too: `meets` is the silence to the first one inside, `since` that after the last."""

    weights: Sequence[float]
    meets: Sequence[float | None]
    by_way: Mapping[int, float] = field(default_factory=dict)
    since: Mapping[int, float] = field(default_factory=dict)
    unbounded: bool = False
    _memo: dict[int, Profile] = field(default_factory=dict)

    def level(self, level: Level) -> Profile:
        """The profile of a level."""
        search = _Search(self, level)
        fresh = search.run({level.entry: Stretch(0.0)})
        sources: dict[int, Stretch] = {}
        profile = Profile()
        self._after_meetings(level, sources, profile)
        later = search.run(sources)
        self._close(level, fresh, profile, first=True)
        self._close(level, later, profile, first=False)
        return profile

    def _after_meetings(self, level: Level, sources: dict[int, Stretch], profile: Profile) -> None:
        """Where silence begins anew: behind each meeting, and behind blocks that hold one."""

        def begin(target: int, stretch: Stretch) -> None:
            if target >= 0:
                sources[target] = longer(sources.get(target), stretch) or stretch
            else:
                profile.since[target] = longer(profile.since.get(target), stretch) or stretch

        for step in level.steps:
            for road in level.roads[step]:
                if road.fold is not None:
                    inner = self.block(road.fold)
                    profile.inside = longer(profile.inside, inner.inside)
                    since = inner.since.get(road.by)
                    if since is not None:
                        begin(road.target, since)
                    if self.meets[step] is not None and road.by in inner.unmet:
                        unmet = inner.unmet[road.by]
                        begin(road.target, Stretch(unmet.value, (step, *unmet.path)))
                elif self.meets[step] is not None:
                    begin(road.target, Stretch(self.since.get(step, 0.0), (step,)))

    def _close(
        self, level: Level, found: dict[int, Stretch], profile: Profile, first: bool
    ) -> None:
        """End the stretches that a search found: at meetings, in blocks, at exits.

        Of equal stretches the one that ends first in the file is told.
        """
        for step in sorted(level.steps):
            wait = self.meets[step]
            inner = next((r.fold for r in level.roads[step] if r.fold is not None), None)
            if wait is not None and step in found:
                before = found[step]
                met = Stretch(before.value + wait, (*before.path, step))
                if first:
                    profile.first = longer(profile.first, met)
                else:
                    profile.inside = longer(profile.inside, met)
            if inner is None:
                continue
            start = self.block(inner).first
            if start is None:
                continue
            if wait is not None:
                meeting = Stretch(start.value, (step, *start.path))
                profile.inside = longer(profile.inside, meeting)
            elif step in found:
                before = found[step]
                met = Stretch(
                    before.value + self.weights[step] + start.value,
                    (*before.path, step, *start.path),
                )
                if first:
                    profile.first = longer(profile.first, met)
                else:
                    profile.inside = longer(profile.inside, met)
        kept = profile.unmet if first else profile.since
        for exit_, stretch in found.items():
            if exit_ < 0:
                kept[exit_] = longer(kept.get(exit_), stretch) or stretch

    def block(self, fold_: Fold) -> Profile:
        """The profile of a block; the path follows a branch that always meets the party."""
        split = fold_.block.split
        if split not in self._memo:
            self._memo[split] = self._block(fold_)
        return self._memo[split]

    def _branch(self, branch: Branch) -> Profile:
        if branch.level is None:
            return Profile({branch.immediate: Stretch(0.0)})
        return self.level(branch.level)

    def _block(self, fold_: Fold) -> Profile:
        each = [self._branch(branch) for branch in fold_.branches]
        found = Profile()
        for profile in each:
            found.inside = longer(found.inside, profile.inside)
        always = [p for p in each if p.first is not None and not p.unmet] if not fold_.some else []
        meeting = [p for p in each if p.first is not None]
        if always:
            found.first = min(
                (p.first for p in always if p.first is not None), key=lambda s: s.value
            )
        else:
            for profile in meeting:
                found.first = longer(found.first, profile.first)
        lasts = max((_length(profile) for profile in each), default=0.0)
        for exit_ in fold_.exits():
            joint = (exit_ == JOIN and not fold_.block.first_arrival) or exit_ == GOOD
            wanted = {JOIN, GOOD} if joint else {exit_}
            if not always:
                stretches = [p.unmet[e] for p in each for e in wanted if e in p.unmet]
                if stretches:
                    found.unmet[exit_] = max(stretches, key=lambda s: s.value)
            for profile in always or meeting:
                for e in wanted:
                    since = profile.since.get(e)
                    if since is None:
                        continue
                    if joint:
                        met_at = _length(profile) - since.value
                        since = Stretch(max(since.value, lasts - met_at), since.path)
                    found.since[exit_] = longer(found.since.get(exit_), since) or since
        return found


def _length(profile: Profile) -> float:
    """How long a branch can last, as far as its silences tell."""
    unmet = max((stretch.value for stretch in profile.unmet.values()), default=0.0)
    since = max((stretch.value for stretch in profile.since.values()), default=0.0)
    return max(unmet, (profile.first.value if profile.first else 0.0) + since)


@dataclass
class _Search:
    """Longest walks through the backstage of a level, from several sources at once."""

    silence: Silence
    level: Level

    def __post_init__(self) -> None:
        meets = self.silence.meets
        onward: dict[int, list[int]] = {}
        self.arcs: dict[int, list[tuple[int, float, Trail]]] = {}
        for step in self.level.steps:
            if meets[step] is not None:
                continue
            arcs = []
            onward[step] = []
            for road in self.level.roads[step]:
                length = self._length(road)
                if length is None:
                    continue
                arcs.append((road.target, length.value, length.path))
                if road.target >= 0 and meets[road.target] is None:
                    onward[step].append(road.target)
            self.arcs[step] = arcs
        position = {step: number for number, step in enumerate(self.level.steps)}
        self.parts = strong_parts(onward, onward)
        self.parts.reverse()
        for part in self.parts:
            part.sort(key=position.__getitem__)
        self.part_of = {s: number for number, part in enumerate(self.parts) for s in part}

    def _length(self, road: Road) -> Stretch | None:
        """How long a road lasts unmet; None where the party is always met on it."""
        if road.fold is None:
            return Stretch(self.silence.by_way.get(id(road.way), 0.0))
        return self.silence.block(road.fold).unmet.get(road.by)

    def run(self, sources: dict[int, Stretch]) -> dict[int, Stretch]:
        """The longest silent walk from any source to (before) each step, and to each exit."""
        best: dict[int, float] = {}
        came: dict[int, tuple[int, Trail]] = {}
        origin: dict[int, Trail] = {}
        ends: dict[int, tuple[float, int, Trail]] = {}
        met: dict[int, tuple[float, int, Trail]] = {}
        for step, stretch in sources.items():
            number = self.part_of.get(step)
            if number is None:
                continue
            if number not in best or stretch.value > best[number]:
                best[number], origin[number] = stretch.value, stretch.path
        for number, part in enumerate(self.parts):
            if number not in best:
                continue
            looped = len(part) > 1 or any(to == part[0] for to, _, _ in self.arcs[part[0]])
            value = best[number] + sum(self.silence.weights[step] for step in part)
            if looped:
                self.silence.unbounded = True
                value += sum(
                    length
                    for step in part
                    for to, length, _ in self.arcs[step]
                    if self.part_of.get(to) == number
                )
            for step in part:
                for to, length, inside in self.arcs[step]:
                    other = self.part_of.get(to)
                    if other == number:
                        continue
                    total = value + length
                    if other is None:
                        kept = ends if to < 0 else met
                        if to not in kept or total > kept[to][0]:
                            kept[to] = (total, number, inside)
                    elif other not in best or total > best[other]:
                        best[other], came[other] = total, (number, inside)
                        origin.pop(other, None)
        return self._stretches(sources, best, (origin, came), {**ends, **met})

    def _stretches(
        self,
        sources: dict[int, Stretch],
        best: dict[int, float],
        back: _Back,
        closed: dict[int, tuple[float, int, Trail]],
    ) -> dict[int, Stretch]:
        found: dict[int, Stretch] = {
            step: stretch for step, stretch in sources.items() if step not in self.part_of
        }
        interesting = {
            step
            for step in self.level.steps
            if step in self.part_of
            and any(road.fold is not None for road in self.level.roads[step])
        }
        for step in interesting:
            number = self.part_of[step]
            if number in best:
                found[step] = Stretch(best[number], self._trail(number, back, False))
        for to, (value, number, inside) in closed.items():
            stretch = Stretch(value, (*self._trail(number, back, True), *inside))
            known = found.get(to)
            found[to] = longer(known, stretch) or stretch
        return found

    def _trail(self, number: int, back: _Back, whole: bool) -> Trail:
        """The steps from the source of a stretch up to a part, `whole` with the part itself."""
        origin, came = back
        pieces: list[Trail] = [tuple(self.parts[number])] if whole else []
        while number not in origin:
            number, inside = came[number]
            pieces += [inside, tuple(self.parts[number])]
        pieces.append(origin[number])
        return tuple(step for piece in reversed(pieces) for step in piece)


def longest_silence(
    top: Level,
    weights: Sequence[float],
    meets: Sequence[float | None],
    from_request: bool,
    by_way: Mapping[int, float] | None = None,
    since: Mapping[int, float] | None = None,
) -> tuple[Stretch | None, bool, Profile]:
    """The longest silence with one party, whether a loop makes it unbounded, and the profile.

    `from_request` also counts from the request to the first meeting and from the last to an end.
    """
    silence = Silence(weights, meets, by_way or {}, since or {})
    profile = silence.level(top)
    worst = profile.inside
    if from_request:
        worst = longer(worst, profile.first)
        for exit_ in (GOOD, BAD):
            worst = longer(worst, profile.since.get(exit_))
            worst = longer(worst, profile.unmet.get(exit_))
    return worst, silence.unbounded, profile
