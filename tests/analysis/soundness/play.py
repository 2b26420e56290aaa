"""Play a run of a net by hand."""

from __future__ import annotations

from collections import Counter

from cxaudit.analysis.soundness.search import States
from cxaudit.analysis.soundness.verdict import way_to
from cxaudit.language.net import Net


def play(net: Net, found: States, state: int) -> Counter[int]:
    """Play the run that leads to a state, move by move; each must be possible when it is made, and
    what is left must be the state (of the places that the folded net still has)."""
    tokens = Counter(net.start)
    for number in way_to(found, state):
        move = net.moves[number]
        assert all(tokens[place] for place in move.takes), (number, move, tokens)
        assert not any(tokens[place] for place in move.absent - set(move.takes)), (number, move)
        tokens.subtract(move.takes)
        for place in move.clears:
            tokens[place] = 0
        tokens.update(move.gives)
    held = {p for step in found.steps for p in step.takes | step.gives}
    for place in held:
        if net.places[place].kind != "message":
            assert (found.states[state] >> (2 * place)) & 3 == tokens[place], place
    return tokens
