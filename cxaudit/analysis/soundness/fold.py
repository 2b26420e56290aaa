"""A net made small without changing its verdict.

Four rules are applied until none fits any more, each in the neighbourhood of one place: what only
passes a token on is done together with what comes before it; moves that do the same become one, and
so do places that are always filled and emptied together; a move that puts back what it took is left
out. Sequences, choices, blocks and loops that close what they opened vanish in this way. A move of
the small net keeps the moves it is made of, in order, and all that it stands for, so that each of its
runs can be told as a run of the whole net.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxaudit.language.net import Move, Net

# Moves in order, as a tree of pairs: joining two is one step however long they are.
Chain = int | tuple["Chain", "Chain"]


@dataclass(slots=True, eq=False)
class Step:
    """A move while the net is folded. `run` are moves of the whole net by number, `length` of them,
    done in this order; `covers` are all moves that can happen just when it can."""

    run: Chain
    length: int
    takes: frozenset[int]
    gives: frozenset[int]
    clears: frozenset[int]
    absent: frozenset[int]
    covers: Chain

    @property
    def plain(self) -> bool:
        """Whether it neither clears places nor waits for some to be empty."""
        return not self.clears and not self.absent

    @property
    def shape(self) -> tuple[frozenset[int], ...]:
        """What it does, whatever it is called."""
        return (self.takes, self.gives, self.clears, self.absent)


@dataclass(slots=True)
class Folded:
    """A folded net: its moves, and the net it comes from (whose places it uses)."""

    net: Net
    steps: list[Step]


def fold(net: Net) -> Folded:
    """Fold a net as far as the rules go."""
    folder = _Folder(net)
    folder.run()
    return Folded(net, [step for step in folder.steps if step is not None])


def unfolded(net: Net) -> Folded:
    """A net as it is."""
    return Folded(net, [_step(number, move) for number, move in enumerate(net.moves)])


class _Folder:
    """The net under the rules: moves by number (None once gone), and who uses each place."""

    def __init__(self, net: Net) -> None:
        self.net = net
        self.steps: list[Step | None] = []
        size = len(net.places)
        self.into: list[set[int]] = [set() for _ in range(size)]
        self.out: list[set[int]] = [set() for _ in range(size)]
        self.watch: list[set[int]] = [set() for _ in range(size)]
        self.fixed = set(net.start) | {i for i, p in enumerate(net.places) if p.kind != "flow"}
        self.todo: list[int] = []
        self.waiting: set[int] = set()
        self.known: dict[tuple[frozenset[int], ...], int] = {}
        for number, move in enumerate(net.moves):
            self._add(_step(number, move))
        # What is opened by few comes first, so that long branches are short when they are joined.
        self.todo.sort(key=lambda place: -max(map(self._width, self.into[place]), default=0))

    def _width(self, number: int) -> int:
        step = self.steps[number]
        return len(step.gives) if step is not None else 0

    def run(self) -> None:
        """Apply the rules until none fits."""
        while self.todo:
            place = self.todo.pop()
            self.waiting.discard(place)
            self._same_loop(place)
            if self._twin(place) or self._unreachable(place) or self._pass_on(place):
                continue
            self._completion(place)

    def _touch(self, place: int) -> None:
        if place not in self.waiting:
            self.waiting.add(place)
            self.todo.append(place)

    def _add(self, step: Step) -> None:
        """Add a move, or let one that does the same stand for it."""
        same = self.known.get(step.shape)
        if same is not None:
            other = self.steps[same]
            assert other is not None
            other.covers = (other.covers, step.covers)
            if step.length < other.length:
                other.run, other.length = step.run, step.length
            return
        number = len(self.steps)
        self.steps.append(step)
        self.known[step.shape] = number
        self._link(step, number, add=True)

    def _remove(self, number: int) -> Step:
        step = self.steps[number]
        assert step is not None
        self.steps[number] = None
        del self.known[step.shape]
        self._link(step, number, add=False)
        return step

    def _link(self, step: Step, number: int, add: bool) -> None:
        sides = (
            (step.takes, self.out),
            (step.gives, self.into),
            (step.clears | step.absent, self.watch),
        )
        for places, users in sides:
            for place in places:
                if add:
                    users[place].add(number)
                else:
                    users[place].discard(number)
                self._touch(place)

    def _change(self, number: int, new: Step) -> None:
        """Put a move in the place of one that uses almost the same places."""
        old = self.steps[number]
        assert old is not None
        if new.shape in self.known:
            self._remove(number)
            self._add(new)
            return
        del self.known[old.shape]
        self.known[new.shape] = number
        self.steps[number] = new
        sides = (
            (old.takes, new.takes, self.out),
            (old.gives, new.gives, self.into),
            (old.clears | old.absent, new.clears | new.absent, self.watch),
        )
        for before, after, users in sides:
            for place in before - after:
                users[place].discard(number)
                self._touch(place)
            for place in after - before:
                users[place].add(number)
                self._touch(place)

    def _steps(self, numbers: set[int]) -> list[tuple[int, Step]]:
        found = []
        for number in sorted(numbers):
            step = self.steps[number]
            assert step is not None
            found.append((number, step))
        return found

    def _same_loop(self, place: int) -> None:
        """Leave out a move that puts back the one token it took, where there is another way on."""
        alone = frozenset({place})
        for number, step in self._steps(self.out[place] & self.into[place]):
            if not (step.takes == step.gives == alone and step.plain):
                continue
            others = [s for n, s in self._steps(self.out[place]) if n != number]
            free = [s for s in others if s.takes == alone and s.plain]
            if free:
                self._remove(number)
                free[0].covers = (free[0].covers, step.covers)

    def _twin(self, place: int) -> bool:
        """Leave out the places that are always filled and emptied together with one."""
        if place in self.fixed or not self.into[place] or not self.out[place]:
            return False
        step = self.steps[next(iter(self.into[place]))]
        assert step is not None
        twins = {
            other
            for other in step.gives - self.fixed
            if self.into[other] == self.into[place]
            and self.out[other] == self.out[place]
            and self.watch[other] == self.watch[place]
        }
        twins.discard(min(twins, default=place))
        if twins:
            self._drop(twins)
        return place in twins

    def _drop(self, gone: set[int]) -> None:
        """Leave some places out of every move that uses them."""
        users = set[int]().union(*(self.into[p] | self.out[p] | self.watch[p] for p in gone))
        for number, _ in self._steps(users):
            step = self.steps[number]
            assert step is not None
            self._change(
                number,
                Step(
                    step.run,
                    step.length,
                    step.takes - gone,
                    step.gives - gone,
                    step.clears - gone,
                    step.absent - gone,
                    step.covers,
                ),
            )

    def _unreachable(self, place: int) -> bool:
        """Leave out moves that wait for a token which never comes, and who would wait for them."""
        if self.into[place] or place in self.net.start:
            return False
        users = set(self.out[place])
        for number in sorted(users):
            self._remove(number)
        if self.watch[place]:
            self._drop({place})
        return bool(users)

    def _pass_on(self, place: int) -> bool:
        """Do what empties a place together with what fills it, where nothing can come between."""
        into, out = self.into[place], self.out[place]
        if place in self.fixed or not into or not out or into & out:
            return False
        if len(into) > 1 and len(out) > 1:
            return False
        before, after = self._steps(into), self._steps(out)
        alone = frozenset({place})
        if not all(step.takes == alone and step.plain for _, step in after):
            return False
        if len(out) > 1 and before[0][1].gives != alone:
            return False
        if any(not step.gives for _, step in after) and not self._only_road(place, before, alone):
            return False
        for _, late in after:
            if any(self.watch[target] != self.watch[place] for target in late.gives):
                return False
            if any((early.gives - alone) & late.gives for _, early in before):
                return False
        for number, _ in after:
            self._remove(number)
        for number, early in before:
            joined = [_joined(early, late, alone) for _, late in after]
            self._change(number, joined[0])
            for step in joined[1:]:
                self._add(step)
        if self.watch[place]:
            self._drop({place})
        return True

    def _only_road(self, place: int, before: list[tuple[int, Step]], alone: frozenset[int]) -> bool:
        """Whether a second token could come to a place where tokens end only if it could as well come
        to a place before it, so that nothing is hidden when the place is gone."""
        if len(before) > 1 or before[0][1].gives != alone:
            return False
        return all(self.watch[source] <= self.watch[place] for source in before[0][1].takes)

    def _completion(self, place: int) -> None:
        """A sub-process that waits until a road inside has run out: the end of the road becomes part
        of what waits for it.

        The road is opened together with the sub-process, and nothing but the wait, or what stops the
        sub-process, looks at it.
        """
        if place in self.fixed or len(self.into[place]) != 1 or len(self.out[place]) != 1:
            return
        (opening,), (ending,) = self._steps(self.into[place]), self._steps(self.out[place])
        if ending[1].gives or not ending[1].plain or ending[1].takes != {place}:
            return
        waiting = [step for _, step in self._steps(self.watch[place])]
        if not any(place in step.absent for step in waiting):
            return
        for active in sorted(opening[1].gives - {place}):
            users = self.out[active]
            if self.into[active] != {opening[0]} or users != self.watch[place]:
                continue
            if active in self.fixed or any(
                active in step.gives or place in step.gives for step in waiting
            ):
                continue
            if sum(place in step.absent for step in waiting) != 1:
                continue
            self._tie(place, opening[1], ending)
            return

    def _tie(self, place: int, opening: Step, ending: tuple[int, Step]) -> None:
        gone, users = {place}, set(self.watch[place])
        last = self._remove(ending[0])
        opening.covers = (opening.covers, last.covers)
        for number, _ in self._steps(users):
            step = self._remove(number)
            closes = place in step.absent
            self._add(
                Step(
                    (last.run, step.run) if closes else step.run,
                    last.length + step.length if closes else step.length,
                    step.takes | gone,
                    step.gives,
                    step.clears - gone,
                    step.absent - gone,
                    step.covers,
                )
            )


def _step(number: int, move: Move) -> Step:
    takes, gives = frozenset(move.takes), frozenset(move.gives)
    return Step(number, 1, takes, gives, move.clears, move.absent, number)


def _joined(early: Step, late: Step, between: frozenset[int]) -> Step:
    """Two moves as one, the second of which empties what the first fills."""
    return Step(
        (early.run, late.run),
        early.length + late.length,
        early.takes,
        (early.gives - between) | late.gives,
        early.clears - between,
        early.absent - between,
        (early.covers, late.covers),
    )


def moves_of(chain: Chain) -> list[int]:
    """The moves of a chain, in order."""
    found: list[int] = []
    stack = [chain]
    while stack:
        part = stack.pop()
        if isinstance(part, int):
            found.append(part)
        else:
            stack += (part[1], part[0])
    return found
