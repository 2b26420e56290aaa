"""The way of every flow through the grid."""

from __future__ import annotations

from cxaudit.bpmn.export.layout.streets import Spot, Streets, border_dock
from cxaudit.bpmn.export.sheet import Flow, Node


class Router(Streets):
    """Finds ways that pass no shape; the short and straight ones first."""

    def flow(self, flow: Flow) -> None:
        """Find the way of a flow."""
        grid = self.grid
        source = grid.sheet.nodes[flow.source]
        if source.host:
            self._from_border(flow, source)
            return
        ru, cu = grid.row[flow.source], grid.col[flow.source]
        rv, cv = grid.row[flow.target], grid.col[flow.target]
        ways = [self._loop, self._by_side, self._through_gap]
        if cu < cv:
            ways = [self._straight, self._corner, self._one_bend, self._by_side, self._one_more]
            ways.append(self._through_gap)
        for way in ways:
            if way(flow, ru, cu, rv, cv):
                return

    def _straight(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        if ru != rv or not self.grid.free(ru, cu + 1, cv - 1):
            return False
        if (flow.source, flow.target) in self.lines:
            return False
        self.lines.add((flow.source, flow.target))
        if not self.take_row(ru, 2 * cu + 1, 2 * cv + 1, flow):
            return False
        self.leave(flow, "right")
        self.routes.turns[flow.id] = [
            (Spot(flow.source, 1), Spot(flow.source)),
            (Spot(flow.target, -1), Spot(flow.source)),
        ]
        return True

    def _corner(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """Out of a gateway upwards or downwards, then along the row of the target."""
        grid = self.grid
        if not grid.sheet.nodes[flow.source].is_gateway or ru == rv:
            return False
        side = "top" if rv < ru else "bottom"
        between = (rv, ru - 1) if rv < ru else (ru + 1, rv)
        clear = grid.free_column(cu, *between) and grid.free(rv, cu, cv - 1)
        if not clear or self.taken_side(flow, side):
            return False
        if not self.can_row(rv, 2 * cu + 1, 2 * cv + 1, flow):
            return False
        if not self.take_column(cu, 0.0, 2 * ru + 1, 2 * rv + 1, flow):
            return False
        self.take_row(rv, 2 * cu + 1, 2 * cv + 1, flow)
        self.leave(flow, side)
        y = -1 if side == "top" else 1
        self.routes.turns[flow.id] = [
            (Spot(flow.source), Spot(flow.source, y)),
            (Spot(flow.source), Spot(flow.target)),
            (Spot(flow.target, -1), Spot(flow.target)),
        ]
        return True

    def _one_bend(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """Along the own row, through one channel, along the row of the target."""
        if ru == rv or (
            self.grid.sheet.nodes[flow.source].is_gateway and self.taken_side(flow, "right")
        ):
            return False
        return self._one_more(flow, ru, cu, rv, cv)

    def _one_more(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """The same beside other flows that leave to the right; the text goes behind the bend."""
        if ru == rv:
            return False
        for channel in (cu + 1, cv, *range(cu + 2, cv)):
            clear = self.grid.free(ru, cu + 1, channel - 1) and self.grid.free(rv, channel, cv - 1)
            if not clear or not self.can_row(ru, 2 * cu + 1, 2 * channel, flow):
                continue
            if self.turns_round(channel, ru, rv):
                continue
            if not self.take_row(rv, 2 * channel, 2 * cv + 1, flow):
                continue
            self.take_row(ru, 2 * cu + 1, 2 * channel, flow)
            track = self.channel(channel, 2 * ru + 1, 2 * rv + 1, {ru}, {rv})
            self.leave(flow, "right", channel)
            self.routes.turns[flow.id] = [
                (Spot(flow.source, 1), Spot(flow.source)),
                (track, Spot(flow.source)),
                (track, Spot(flow.target)),
                (Spot(flow.target, -1), Spot(flow.target)),
            ]
            return True
        return False

    def _by_side(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """Out of a gateway upwards or downwards, along the next gap, in from a channel."""
        if not self.grid.sheet.nodes[flow.source].is_gateway:
            return False
        sides = ("top", "bottom") if rv < ru else ("bottom", "top")
        side = next((s for s in sides if not self.taken_side(flow, s)), "")
        if not side:
            return False
        gap = ru if side == "top" else ru + 1
        choices = (cv,) if cv <= cu else range(cu + 1, cv + 1)
        channel = next(
            k
            for k in choices
            if k == cv
            or (self.grid.free(rv, k, cv - 1) and self.can_row(rv, 2 * k, 2 * cv + 1, flow))
        )
        here = float(cu)
        stubs: tuple[set[float], set[float]] = (set(), {here}) if side == "top" else ({here}, set())
        self._rows.setdefault(rv, []).append((2 * channel, 2 * cv + 1, flow.source, flow.target))
        along = self.gap(gap, 2 * cu + 1, 2 * channel, *stubs)
        into = self.channel(channel, 2 * gap, 2 * rv + 1, set(), {rv})
        self.leave(flow, side)
        self.routes.turns[flow.id] = [
            (Spot(flow.source), Spot(flow.source, -1 if side == "top" else 1)),
            (Spot(flow.source), along),
            (into, along),
            (into, Spot(flow.target)),
            (Spot(flow.target, -1), Spot(flow.target)),
        ]
        return True

    def _through_gap(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """Out into the channel, along a gap between rows, in from the channel before the target."""
        gap = self._gap_towards(ru, rv)
        out = self.channel(cu + 1, 2 * ru + 1, 2 * gap, {ru}, set())
        into = self.channel(cv, 2 * gap, 2 * rv + 1, set(), {rv})
        along = self.gap(gap, 2 * (cu + 1), 2 * cv, set(), set())
        self.take_row(ru, 2 * cu + 1, 2 * (cu + 1), flow)
        self.take_row(rv, 2 * cv, 2 * cv + 1, flow)
        self.leave(flow, "right", cu + 1)
        self.routes.turns[flow.id] = [
            (Spot(flow.source, 1), Spot(flow.source)),
            (out, Spot(flow.source)),
            (out, along),
            (into, along),
            (into, Spot(flow.target)),
            (Spot(flow.target, -1), Spot(flow.target)),
        ]
        return True

    def _gap_towards(self, ru: int, rv: int) -> int:
        """The gap at the row of the target on the side that faces the source; above on one row."""
        return rv if rv > ru else rv + 1 if rv < ru else ru

    def _loop(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """Back to a merge, or out of a gateway: above or below the rows, in from that side."""
        nodes, grid = self.grid.sheet.nodes, self.grid
        source, target = nodes[flow.source], nodes[flow.target]
        if not target.is_gateway or cu == cv:
            return False
        side = "top" if rv <= ru else "bottom"
        if not source.is_gateway or self.taken_side(flow, side):
            return self._back_from_task(flow, ru, cu, rv, cv)
        up = side == "top"
        gap, enter = (ru, 1 if rv < ru else -1) if up else (ru + 1, -1)
        rows = (rv + 1, ru - 1) if up else (ru + 1, rv - 1)
        if rv != ru and not grid.free_column(cv, *rows):
            return False
        if not self.enter(flow, enter):
            return False
        if not self.take_column(cv, 0.0, 2 * gap, 2 * rv + 1, flow, into=True):
            return False
        self.leave(flow, side)
        here, there = float(cu), float(cv)
        low, high = (set(), {here}) if up else ({here}, set())
        (low if rv < ru else high).add(there)
        along = self.gap(gap, 2 * cu + 1, 2 * cv + 1, low, high)
        self.routes.turns[flow.id] = [
            (Spot(flow.source), Spot(flow.source, -1 if up else 1)),
            (Spot(flow.source), along),
            (Spot(flow.target), along),
            (Spot(flow.target), Spot(flow.target, enter)),
        ]
        return True

    def _back_from_task(self, flow: Flow, ru: int, cu: int, rv: int, cv: int) -> bool:
        """Out to the right, back above or below the row of the target, into it from there."""
        above = rv <= ru
        if rv == ru:
            gap, enter = ru, -1
        else:
            gap, enter = (rv + 1, 1) if above else (rv, -1)
        if not self.enter(flow, enter):
            return False
        if not self.take_column(cv, 0.0, 2 * gap, 2 * rv + 1, flow, into=True):
            return False
        self.take_row(ru, 2 * cu + 1, 2 * (cu + 1), flow)
        out = self.channel(cu + 1, 2 * ru + 1, 2 * gap, {ru}, set())
        low, high = (set(), {cv + 0.0}) if enter == -1 else ({cv + 0.0}, set())
        along = self.gap(gap, 2 * (cu + 1), 2 * cv + 1, low, high)
        self.leave(flow, "right", cu + 1)
        self.routes.turns[flow.id] = [
            (Spot(flow.source, 1), Spot(flow.source)),
            (out, Spot(flow.source)),
            (out, along),
            (Spot(flow.target), along),
            (Spot(flow.target), Spot(flow.target, enter)),
        ]
        return True

    def _from_border(self, flow: Flow, event: Node) -> None:
        """From an event on the lower border of an activity, through the gap below its row."""
        grid = self.grid
        ru, cu = grid.row[flow.source], grid.col[flow.source]
        rv, cv = grid.row[flow.target], grid.col[flow.target]
        gap = ru + 1
        hosted = grid.sheet.hosted(event.host)
        place = cu + border_dock(len(hosted), hosted.index(event.id)) / 1000
        channel = cv
        if cv > cu and rv != ru and grid.free(rv, cu + 1, cv - 1):
            channel = cu + 1
        if not self.take_row(rv, 2 * channel, 2 * cv + 1, flow):
            channel = cv
            self.take_row(rv, 2 * channel, 2 * cv + 1, flow)
        along = self.gap(gap, 2 * place + 1, 2 * channel, {place}, set())
        into = self.channel(channel, 2 * gap, 2 * rv + 1, set(), {rv})
        self.leave(flow, "bottom")
        self.routes.turns[flow.id] = [
            (Spot(flow.source), Spot(flow.source, 1)),
            (Spot(flow.source), along),
            (into, along),
            (into, Spot(flow.target)),
            (Spot(flow.target, -1), Spot(flow.target)),
        ]
