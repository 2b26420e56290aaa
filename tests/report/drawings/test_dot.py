"""Graphs for Graphviz: what they say, that Graphviz draws them, and what happens without it."""

from __future__ import annotations

import shutil
import stat
import sys
from pathlib import Path

import pytest
from lxml import etree
from syrupy.assertion import SnapshotAssertion

from cxaudit.report.blueprint.document import standing_alone
from cxaudit.report.drawings import graphviz
from cxaudit.report.drawings.dot import dot
from cxaudit.report.drawings.graphviz import Failed, svg_of
from cxaudit.report.drawings.net import Net
from cxaudit.report.drawings.sheet import sheet
from cxaudit.report.render import Missing
from tests.report.drawings.helper import HOSTILE, every_kind, hostile

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def test_every_kind(snapshot: SnapshotAssertion) -> None:
    assert dot(every_kind()) == snapshot


def test_ranks_are_shared_by_the_whole_graph() -> None:
    assert "newrank=true" in dot(every_kind())


@needs_dot
@pytest.mark.parametrize("net", [every_kind(), hostile(), Net("", (), (), ())])
def test_graphviz_draws_it_and_the_picture_stands_alone(net: Net) -> None:
    drawing = sheet(svg_of(dot(net)), net.title, net.notes)
    text = standing_alone(drawing, "light")
    root = etree.fromstring(text.encode())
    assert "<script" not in text and "<!--" not in text and "xlink" not in text
    assert not [e for e in root.iter() if "href" in " ".join(e.attrib)]
    said = " ".join(" ".join(root.itertext()).split())
    for node in net.nodes[:4]:
        assert " ".join(node.label.split()[:2]) in said


@needs_dot
def test_hostile_words_add_no_box() -> None:
    root = etree.fromstring(svg_of(dot(hostile())).encode())
    boxes = root.findall(".//{http://www.w3.org/2000/svg}g[@class='node']")
    assert len(boxes) == len(HOSTILE) + 1


@needs_dot
def test_the_same_net_gives_the_same_bytes() -> None:
    drawn = [sheet(svg_of(dot(every_kind())), "T", ()).svg for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_without_graphviz_the_way_out_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphviz.shutil, "which", lambda name: None)
    monkeypatch.setattr(graphviz.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Missing, match="install the package graphviz"):
        svg_of("digraph {}")


def _program(folder: Path, body: str) -> str:
    path = folder / "dot"
    path.write_text(f"#!{sys.executable}\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def test_graphviz_that_hangs_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = _program(tmp_path, "import time; time.sleep(60)")
    monkeypatch.setattr(graphviz.shutil, "which", lambda name: slow)
    with pytest.raises(Failed, match=r"longer than 0\.5 seconds"):
        svg_of("digraph {}", seconds=0.5)


def test_graphviz_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = _program(tmp_path, "import sys; sys.exit('syntax error in line 1')")
    monkeypatch.setattr(graphviz.shutil, "which", lambda name: bad)
    with pytest.raises(Failed, match="syntax error in line 1"):
        svg_of("digraph {}")


def test_pygraphviz_stands_in(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pygraphviz")
    monkeypatch.setattr(graphviz.shutil, "which", lambda name: None)
    assert "<svg" in svg_of(dot(every_kind()))
