"""The column of every node: each flow leads to the right, but for those that turn back."""

from __future__ import annotations

from collections.abc import Iterator

from cxaudit.bpmn.export.sheet import Sheet


def ranks(sheet: Sheet) -> dict[str, int]:
    """Columns by node, from 0; a boundary event shares the column of its host."""
    onward = _onward(sheet)
    turning = _turning(sheet, onward)
    forward = {
        node: [target for target in targets if (node, target) not in turning]
        for node, targets in onward.items()
    }
    into = dict.fromkeys(forward, 0)
    for targets in forward.values():
        for target in targets:
            into[target] += 1
    found = dict.fromkeys(forward, 0)
    ready = [node for node in forward if not into[node]]
    for node in ready:  # grows while it is read
        for target in forward[node]:
            found[target] = max(found[target], found[node] + 1)
            into[target] -= 1
            if not into[target]:
                ready.append(target)
    for event in sheet.nodes.values():
        if event.host:
            found[event.id] = found.get(event.host, 0)
    return found


def _onward(sheet: Sheet) -> dict[str, list[str]]:
    """Where each node leads, boundary events counted to their hosts; the heavier ways first."""
    found: dict[str, list[str]] = {node.id: [] for node in sheet.nodes.values() if not node.host}
    for flow in sorted(sheet.flows.values(), key=lambda flow: -flow.weight):
        source = sheet.nodes[flow.source].host or flow.source
        target = sheet.nodes[flow.target].host or flow.target
        if source in found and target in found and target not in found[source]:
            found[source].append(target)
    return found


def _turning(sheet: Sheet, onward: dict[str, list[str]]) -> set[tuple[str, str]]:
    """The flows that lead back to a node which is still being followed."""
    turning: set[tuple[str, str]] = set()
    state: dict[str, int] = {}
    entered = {target for targets in onward.values() for target in targets}
    roots = [node for node in onward if sheet.nodes[node].tag == "startEvent"]
    roots += [node for node in onward if node not in entered]
    for root in [*roots, *onward]:
        if root in state:
            continue
        state[root] = 1
        stack: list[tuple[str, Iterator[str]]] = [(root, iter(onward[root]))]
        while stack:
            node, targets = stack[-1]
            for target in targets:
                if state.get(target) == 1:
                    turning.add((node, target))
                elif target not in state:
                    state[target] = 1
                    stack.append((target, iter(onward[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return turning
