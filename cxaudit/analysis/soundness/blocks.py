"""What a request type can meet in a map, as a net: blocks open, their branches run, joins wait.

The levels of the graph (`analysis.levels`) say where each branch can go: to its join, to an end, or
out of its block. A branch that has ended counts as arrived, for the join waits for it no longer. What
leaves a block stops its other branches; as nothing that these do is seen outside, the net lets the
whole block be left where it opens.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from cxaudit.analysis.levels import BAD, GOOD, JOIN, Fold, Folded, Level
from cxaudit.language.net import Net

Places = tuple[int, ...]


@dataclass(slots=True)
class _Context:
    """A level in the net: the places of its steps, and where a token goes by each of its exits."""

    level: Level
    exits: dict[int, Places]
    places: dict[int, int] = field(default_factory=dict)

    def beyond(self, target: int) -> Places:
        """Where a token goes that leads to a step of the level, or out of it."""
        return (self.places[target],) if target >= 0 else self.exits[target]


def net_of_type(folded: Folded, vain: Collection[int] = ()) -> Net:
    """The net of a type whose blocks fold; `vain` are joins that wait for what never comes."""
    assert folded.top is not None
    return _Weaver(folded, vain).weave(folded.top)


class _Weaver:
    """Makes the net, level by level."""

    def __init__(self, folded: Folded, vain: Collection[int]) -> None:
        self.ids = [work.id for work in folded.graph.works]
        self.vain = set(vain)
        self.folds = folded.folds
        self.net = Net(alive=tuple(self.ids[step] for step in folded.graph.reachable))
        self.todo: list[_Context] = []

    def weave(self, top: Level) -> Net:
        """The whole net."""
        idle = self.net.place("", self.ids[top.entry], "rest")
        self.net.start = (idle,)
        self.net.move((), (idle,), self._context(top, {GOOD: (), BAD: ()}))
        while self.todo:
            context = self.todo.pop()
            for step in context.level.steps:
                self._step(context, step)
        return self.net

    def _context(self, level: Level, exits: dict[int, Places]) -> Places:
        """Enter a level: the place at which it begins."""
        context = _Context(level, exits)
        for step in level.steps:
            context.places[step] = self.net.place("", self.ids[step])
        self.todo.append(context)
        return (context.places[level.entry],)

    def _step(self, context: _Context, step: int) -> None:
        run = (self.ids[step],)
        takes: Places = (context.places[step],)
        if step in self.vain:
            takes = (*takes, self.net.place("", self.ids[step]))
        folds: dict[int, Fold] = {}
        exits: dict[int, Places] = {}
        for road in context.level.roads[step]:
            if road.fold is None:
                self.net.move(run, takes, context.beyond(road.target))
            else:
                folds[id(road.fold)] = road.fold
                exits[road.by] = context.beyond(road.target)
        # A block that no run leaves has no road: its branches run all the same.
        endless = self.folds.get(step)
        if endless is not None and not folds:
            folds[id(endless)] = endless
        for fold in folds.values():
            self._fold(fold, exits, run, takes)

    def _fold(
        self, fold: Fold, exits: dict[int, Places], run: tuple[str, ...], takes: Places
    ) -> None:
        """A block: the ways to leave it, its branches, and what follows when all of them are done."""
        net, split = self.net, run[-1]
        together = [by for by in (JOIN, GOOD) if by in exits]
        if fold.block.first_arrival:
            together = together[1:] if GOOD in exits else []
        for by, places in exits.items():
            if by not in together and (by not in (JOIN, GOOD) or fold.block.first_arrival):
                net.move((*run, *self._leaving(fold, by)), takes, places)
        opened: list[int] = []
        arrived: list[int] = []
        for branch in fold.branches:
            done = net.place("", split)
            arrived.append(done)
            begins: Places = (done,)
            if branch.level is not None:
                begins = self._context(branch.level, dict.fromkeys(branch.exits, (done,)))
            if fold.some:
                chance = net.place(split, split)
                net.move((), (chance,), begins)
                if begins != (done,):
                    net.move((), (chance,), (done,))
                begins = (chance,)
            opened.extend(begins)
        net.move(run, takes, tuple(opened))
        # Where no run comes to the join or ends well in every branch, the last one has left the block.
        for by in together or exits:
            net.move((), tuple(arrived), exits[by])

    def _leaving(self, fold: Fold, by: int) -> list[str]:
        """The steps of a branch on a way by which it leaves the block, the shortest."""
        for branch in fold.branches:
            if branch.level is None or by not in branch.exits:
                continue
            level, came = branch.level, {branch.level.entry: branch.level.entry}
            road = [branch.level.entry]
            for step in road:  # grows while it is read
                targets = [one.target for one in level.roads[step]]
                if by in targets:
                    path = [step]
                    while path[-1] != level.entry:
                        path.append(came[path[-1]])
                    return [self.ids[one] for one in reversed(path)]
                for target in targets:
                    if target >= 0 and target not in came:
                        came[target] = step
                        road.append(target)
        return []
