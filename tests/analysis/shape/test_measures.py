"""The measures of drawings: small ones by hand, and the published values of two real ones."""

from __future__ import annotations

import csv
import math
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.analysis.shape.measures import PAIRS_UP_TO, Measures, measure
from cxaudit.analysis.shape.walks import components, cut_points
from cxaudit.bpmn.diagram import diagram_of
from cxaudit.bpmn.elements import read_file
from cxaudit.bpmn.xml import Tree, parse
from cxaudit.language.diagram import Diagram, Shape
from tests.analysis.soundness.models import anything, blocks, nested, plan_of


def drawing(text: str, **logic: str) -> Diagram:
    """Elements and flows from lines such as `a b c` (a leads to b, b to c); `x="and"` says what an
    element does with several flows."""
    names: dict[str, int] = {}
    found = Diagram()
    for line in text.strip().splitlines():
        row = line.split()
        for name in row:
            if name not in names:
                names[name] = len(names)
                family = "gateway" if name in logic else "event" if name in ("s", "e") else "task"
                found.shapes.append(Shape(name, family, name))  # type: ignore[arg-type]
        found.flows += [(names[a], names[b]) for a, b in pairwise(row)]
    for name, number in names.items():
        shape = found.shapes[number]
        if sum(target == number for _, target in found.flows) > 1:
            shape.join = logic.get(name, "xor")  # type: ignore[assignment]
        if sum(source == number for source, _ in found.flows) > 1:
            shape.split = logic.get(name, "and")  # type: ignore[assignment]
    return found


def test_a_row() -> None:
    found = measure(drawing("s a b e"))
    assert (found.elements, found.connectivity, found.density) == (4, 0.75, 0.25)
    assert (found.diameter, found.depth, found.token_split) == (4, 0, 0)
    assert (found.sequentiality, found.separability, found.structuredness) == (1, 1, 1)
    assert (found.cyclicity, found.control_flow_complexity) == (0, 0)
    assert found.cross_connectivity == 0.5, "six of twelve pairs have a way, each of strength 1"
    assert (found.connector_degree, found.gateway_heterogeneity) == (None, None)


def test_a_block() -> None:
    found = measure(drawing("s x a y e\nx b y", x="and", y="and"))
    assert (found.control_flow_complexity, found.token_split, found.depth) == (1, 1, 1)
    assert (found.gateway_mismatch, found.gateway_heterogeneity) == (0, 0)
    assert (found.connector_degree, found.connector_degree_most) == (3, 3)
    assert found.structuredness == 1


@pytest.mark.parametrize(("logic", "states"), [("and", 1), ("xor", 3), ("or", 7)])
def test_control_flow_complexity_counts_the_states_behind_a_split(logic: str, states: int) -> None:
    found = measure(drawing("s x a y e\nx b y\nx c y", x=logic, y=logic))
    assert found.control_flow_complexity == states


def test_gateways_that_do_not_match_are_left_over() -> None:
    found = measure(drawing("s x a y e\nx b y", x="and", y="xor"))
    assert found.gateway_mismatch == 2
    assert found.structuredness == pytest.approx(1 - 2 / 6)
    assert found.gateway_heterogeneity == pytest.approx(math.log(2, 3))


def test_a_loop() -> None:
    found = measure(drawing("s y a x e\nx b y", x="xor", y="xor"))
    assert found.cyclicity == pytest.approx(4 / 6)
    assert found.structuredness == 1
    assert found.diameter == 6, "the circle counts each of its elements once"


def test_blocks_inside_blocks() -> None:
    found = measure(drawing("s x v a w y e\nv b w\nx c y", x="and", y="and", v="xor", w="xor"))
    assert (found.depth, found.structuredness) == (2, 1)


def test_a_split_that_nothing_closes_has_no_depth() -> None:
    found = measure(drawing("s x a e\nx b", x="xor"))
    assert found.depth == 0


def test_labels_that_come_again() -> None:
    diagram = drawing("s a b c e")
    for number, label in ((1, "Check the form"), (2, "check  the Form"), (3, "Pay")):
        diagram.shapes[number].label = label
    assert measure(diagram).duplicate_tasks == 1


def test_nothing_at_all() -> None:
    found = measure(Diagram())
    assert (found.elements, found.diameter, found.density) == (0, 0, None)


def test_pairs_are_not_counted_in_very_large_drawings() -> None:
    size = PAIRS_UP_TO + 1
    diagram = Diagram([Shape(str(n)) for n in range(size)], [(n, n + 1) for n in range(size - 1)])
    found = measure(diagram)
    assert found.cross_connectivity is None
    assert found.diameter == size and found.structuredness == 1


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=16))
def test_walks_agree_with_networkx(flows: list[tuple[int, int]]) -> None:
    import networkx as nx

    flows = [flow for flow in dict.fromkeys(flows) if flow[0] != flow[1]]
    diagram = Diagram([Shape(str(n)) for n in range(8)], flows)
    picture: nx.DiGraph[int] = nx.DiGraph(flows)
    picture.add_nodes_from(range(8))
    onward = [[t for s, t in flows if s == n] for n in range(8)]
    parts = {frozenset(part) for part in components(onward)}
    assert parts == {frozenset(part) for part in nx.strongly_connected_components(picture)}
    plain = picture.to_undirected()
    assert cut_points(diagram) == set(nx.articulation_points(plain))


@settings(deadline=None)
@given(st.integers(0, 1_000_000))
def test_any_drawing_can_be_measured(seed: int) -> None:
    for body in (anything(seed), blocks(seed), nested(seed)):
        found = measure(diagram_of(plan_of(body)))
        assert found.elements >= found.diameter >= 1
        shares = (found.structuredness, found.cyclicity, found.sequentiality)
        assert all(share is None or 0 <= share <= 1 for share in shares)
        assert found.gateway_heterogeneity is None or 0 <= found.gateway_heterogeneity <= 1
        assert found.cross_connectivity is not None and 0 <= found.cross_connectivity <= 1


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 1_000_000))
def test_blocks_are_structured(seed: int) -> None:
    assert measure(diagram_of(plan_of(blocks(seed)))).structuredness == 1


# -- published values -----------------------------------------------------------------------------

# By property: our measure of the same thing, and what was defined otherwise where it is.
SAME = {
    "density": "density",
    "CNC": "connectivity",
    "avg_connector_degree": "connector_degree",
    "max_connector_degree": "connector_degree_most",
    "sequentiality": "sequentiality",
    "cyclicity": "cyclicity",
    "structuredness": "structuredness",
    "depth": "depth",
    "token_split": "token_split",
    "CFC": "control_flow_complexity",
    "connector_mismatch": "gateway_mismatch",
}
OTHERWISE = {
    "size": "data objects are counted as elements there; both models have two",
    "n_sequence_flows": "is no measure of ours: the flows that the others are divided by",
    "connector_heterogeneity": "the logarithm is to the number of kinds in use, ours to all three",
    "diameter": "a circle is passed twice there, once here",
    "separability": "flows between elements that every way passes are counted there; here elements "
    "without which the drawing falls apart, as the definition has it",
    "cross_connectivity": "each element on a way counts once there; here each flow is as strong as "
    "its two ends, as the definition has it",
}
OURS = {
    "paper_diagram.bpmn": {"diameter": 13, "separability": 7 / 14, "cross_connectivity": 0.1726166},
    "paper_diagram_modified.bpmn": {
        "diameter": 15,
        "separability": 7 / 17,
        "cross_connectivity": 0.1164228,
    },
}


def number(text: str) -> float:
    """A value of the table: a number, a fraction, or the entropy of two shares in bits."""
    if text.startswith("H("):
        return -sum(p * math.log2(p) for p in (number(one) for one in text[2:-1].split(",")))
    return float(Fraction(text))


@pytest.mark.corpora
def test_published_values_of_two_models(corpora: Path) -> None:
    with (corpora / "EXPECTED.csv").open(newline="") as table:
        published = [row for row in csv.DictReader(table) if row["corpus"] == "understandBPMN"]
    assert len(published) == 34
    for row in published:
        path = corpora / "understandBPMN" / row["path"]
        asked, expected = row["property"], number(row["expected"])
        flows, found = measured(path)
        if asked in SAME:
            assert getattr(found, SAME[asked]) == pytest.approx(expected), (path.name, asked)
            continue
        assert asked in OTHERWISE
        if asked == "size":
            assert found.elements + 2 == expected
        elif asked == "n_sequence_flows":
            assert flows == expected
        elif asked == "connector_heterogeneity":
            assert found.gateway_heterogeneity is not None
            assert found.gateway_heterogeneity * math.log2(3) == pytest.approx(expected)
        else:
            ours = getattr(found, asked)
            assert ours == pytest.approx(OURS[path.name][asked], abs=1e-6), (path.name, asked)


def measured(path: Path) -> tuple[int, Measures]:
    tree = parse(path.read_bytes())
    assert isinstance(tree, Tree)
    (plan,) = [plan for plan in read_file(tree).plans if plan.nodes]
    diagram = diagram_of(plan)
    return len(diagram.flows), measure(diagram)
