"""What is left of a drawing without its rows, blocks and loops that have one way in and one out."""

from __future__ import annotations

from cxaudit.language.diagram import Diagram, Logic


class _Rest:
    """The drawing while it is reduced: a connector that joins and splits is two nodes here."""

    def __init__(self, diagram: Diagram) -> None:
        self.owner: dict[int, int] = {}
        self.join: dict[int, Logic] = {}
        self.split: dict[int, Logic] = {}
        self.out: dict[int, dict[int, int]] = {}
        self.into: dict[int, dict[int, int]] = {}
        first, last = {}, {}
        for number, shape in enumerate(diagram.shapes):
            head = self._node(number, shape.join, "")
            tail = head
            if shape.join and shape.split:
                tail = self._node(number, "", shape.split)
                self._tie(head, tail)
            else:
                self.split[head] = shape.split
            first[number], last[number] = head, tail
        for source, target in diagram.flows:
            self._tie(last[source], first[target])

    def _node(self, owner: int, join: Logic, split: Logic) -> int:
        node = len(self.owner)
        self.owner[node], self.join[node], self.split[node] = owner, join, split
        self.out[node], self.into[node] = {}, {}
        return node

    def _tie(self, source: int, target: int) -> None:
        self.out[source][target] = self.out[source].get(target, 0) + 1
        self.into[target][source] = self.into[target].get(source, 0) + 1

    def _cut(self, node: int) -> set[int]:
        """Take a node away; those beside it."""
        before, after = self.into.pop(node), self.out.pop(node)
        for source in before:
            self.out.get(source, {}).pop(node, None)
        for target in after:
            self.into.get(target, {}).pop(node, None)
        return (set(before) | set(after)) - {node}

    def run(self) -> set[int]:
        """The elements that no rule takes away."""
        todo = sorted(self.owner, reverse=True)
        while todo:
            node = todo.pop()
            if node in self.out:
                todo.extend(sorted(self._reduce(node)))
        return {self.owner[node] for node in self.out}

    def _reduce(self, node: int) -> set[int]:
        """Apply a rule at a node; the nodes at which another may fit now."""
        into, out = self.into[node], self.out[node]
        # Flows that one connector opens and the next closes are one flow.
        for target, flows in out.items():
            if flows > 1 and self._match(node, target):
                out[target] = self.into[target][node] = 1
                return {node, target}
        # A loop of nothing.
        if node in out and self.split[node] in ("", "xor") and self.join[node] in ("", "xor"):
            del out[node], into[node]
            return {node}
        ways_in, ways_out = sum(into.values()), sum(out.values())
        if ways_in <= 1 and ways_out <= 1:
            ends = (*into, *out)
            joined = len(into) == len(out) == 1 and node not in into
            touched = self._cut(node)
            if joined:
                self._tie(*ends)
            return touched
        # A loop: an exclusive join from which the road leads to an exclusive split, and back.
        if ways_out == 1 and self.join[node] == "xor":
            (target,) = out
            if target in into and self.split[target] == "xor" and not self.join[target]:
                return self._loop(node, target)
        return set()

    def _match(self, split: int, join: int) -> bool:
        logic = self.split[split]
        return logic == self.join[join] and bool(logic)

    def _loop(self, join: int, split: int) -> set[int]:
        del self.out[split][join], self.into[join][split]
        return {join, split}


def rest_of(diagram: Diagram) -> set[int]:
    """The elements that are left, by number: none where all is made of rows, blocks and loops."""
    return _Rest(diagram).run()
