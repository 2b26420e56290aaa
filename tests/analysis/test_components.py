"""Strongly connected parts and dominators, held against networkx."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.analysis.components import dominators, strong_parts


@st.composite
def roads(draw: st.DrawFn) -> dict[int, list[int]]:
    """Up to twelve steps and where each leads, loops and several ways to one step among them."""
    size = draw(st.integers(1, 12))
    steps = st.integers(0, size - 1)
    return {step: draw(st.lists(steps, max_size=4)) for step in range(size)}


def picture(onward: dict[int, list[int]]) -> nx.DiGraph[int]:
    """The same as a graph."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(onward)
    graph.add_edges_from((step, other) for step, others in onward.items() for other in others)
    return graph


@given(roads())
def test_parts_and_their_order_are_those_of_networkx(onward: dict[int, list[int]]) -> None:
    theirs = [sorted(part) for part in nx.strongly_connected_components(picture(onward))]
    assert [sorted(part) for part in strong_parts(onward, onward)] == theirs


@given(roads())
def test_a_part_comes_after_those_it_leads_to(onward: dict[int, list[int]]) -> None:
    parts = strong_parts(onward, onward)
    place = {step: number for number, part in enumerate(parts) for step in part}
    assert all(place[other] <= place[step] for step, others in onward.items() for other in others)


@given(roads())
def test_dominators_are_those_of_networkx(onward: dict[int, list[int]]) -> None:
    theirs = nx.immediate_dominators(picture(onward), 0)
    assert dominators(0, onward) == {**theirs, 0: 0}


def test_the_step_behind_a_branching_is_dominated_by_it() -> None:
    assert dominators(1, {1: [2, 3], 2: [4], 3: [4], 4: []}) == {1: 1, 2: 1, 3: 1, 4: 1}


def test_a_long_chain_and_a_long_loop_are_no_matter_of_depth() -> None:
    size = 50_000
    chain = {step: [step + 1] for step in range(size)} | {size: []}
    assert len(strong_parts(chain, chain)) == size + 1
    assert dominators(0, chain)[size] == size - 1
    loop = chain | {size: [0]}
    assert len(strong_parts(loop, loop)) == 1
