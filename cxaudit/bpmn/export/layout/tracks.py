"""Tracks between columns and between rows: where the long pieces of flows run beside each other."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Track:
    """A straight piece of a flow in a channel, between two ordinals along it.

    `low` and `high` are the places at which the flow turns off towards the lower and the higher side
    (left and right, above and below). `lane` numbers it within its channel, `at` is its coordinate.
    """

    first: float
    last: float
    low: set[float] = field(default_factory=set)
    high: set[float] = field(default_factory=set)
    lane: int = 0
    at: float = 0.0

    def crosses(self, other: Track) -> bool:
        """Whether both need the same stretch of the channel."""
        return self.first <= other.last and other.first <= self.last


def assign(tracks: list[Track]) -> int:
    """Number the tracks of a channel so that none lies over another; how many there are.

    Where one flow leaves to the lower side at the place at which another leaves to the higher side,
    the first stands before the second, or their ends would lie over each other.
    """
    waiting = sorted(tracks, key=lambda track: (track.first, track.last))
    to_the_high: dict[float, list[Track]] = {}
    for track in waiting:
        for place in track.high:
            to_the_high.setdefault(place, []).append(track)
    behind = {
        id(track): [o for place in track.low for o in to_the_high.get(place, ()) if o is not track]
        for track in waiting
    }
    open_before = {id(track): 0 for track in waiting}
    least = dict(open_before)
    for others in behind.values():
        for other in others:
            open_before[id(other)] += 1
    done: list[Track] = []
    while waiting:
        track = min(waiting, key=lambda t: open_before[id(t)])
        waiting.remove(track)
        taken = {other.lane for other in done if other.crosses(track)}
        track.lane = least[id(track)]
        while track.lane in taken:
            track.lane += 1
        for other in behind[id(track)]:
            open_before[id(other)] -= 1
            least[id(other)] = max(least[id(other)], track.lane + 1)
        done.append(track)
    return max((track.lane + 1 for track in tracks), default=0)
