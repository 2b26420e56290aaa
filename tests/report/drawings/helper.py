"""Nets for the tests: one that holds every kind of box and line, and hostile words."""

from __future__ import annotations

import itertools
from typing import get_args

from cxaudit.report.drawings.net import Arrow, Kind, Line, Net, Node

HOSTILE = (
    'a "quoted" label',
    "back\\slash \\N \\G \\",
    "<b>bold</b> & <script>alert(1)</script>",
    "end",
    "]:::k; classDef x fill:red",
    "%% comment\n%%{init: {}}%%",
    "`code` **strong** _under_ ~~~ #35; #quot; $$x$$",
    "{curly} [square] (round) |bar| => --> -.-",
    "\u202eright to left\u202c 送货单 🙂",
    "x" * 200,
    "",
    "}\ndigraph evil { a -> b }",
)


def every_kind() -> Net:
    """A box of each kind, a line of each kind."""
    nodes = [Node(kind, f"A {kind} box", kind, ("a note",)) for kind in get_args(Kind)]
    arrows = [
        Arrow(nodes[i].id, nodes[i + 1].id, f"by {line}", line)
        for i, line in enumerate(get_args(Line))
    ]
    return Net("Every kind", ("A note.",), tuple(nodes), tuple(arrows))


def hostile() -> Net:
    """Boxes and arrows whose ids and words try to break out."""
    nodes = [Node(text or "empty", text, "task", (text,)) for text in HOSTILE]
    nodes.append(Node("gate", HOSTILE[0], "decision"))
    arrows = [Arrow(a.id, b.id, a.label) for a, b in itertools.pairwise(nodes)]
    return Net(HOSTILE[2], HOSTILE[:2], tuple(nodes), tuple(arrows))
