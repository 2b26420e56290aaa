"""Flowcharts for Mermaid: what they say, and that Mermaid's own parser reads them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from cxaudit.report.drawings.mermaid import mermaid
from cxaudit.report.drawings.net import Net, Node
from tests.npm import installed
from tests.report.drawings.helper import every_kind, hostile

HERE = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def parser(pytestconfig: pytest.Config) -> Path:
    """A folder in which the parser from npm is installed."""
    return installed(pytestconfig, HERE, "flowcharts are not held against Mermaid's parser")


def _parsed(folder: Path, charts: list[str]) -> list[dict[str, Any]]:
    done = subprocess.run(
        ["node", "check.mjs"],
        cwd=folder,
        input=json.dumps(charts),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said: list[dict[str, Any]] = json.loads(done.stdout)
    return said


def test_the_parser_of_mermaid_reads_every_flowchart(parser: Path) -> None:
    charts = [mermaid(every_kind()), mermaid(hostile(), "dark"), mermaid(Net("", (), (), ()))]
    broken = 'flowchart LR\n    a["open --> b'
    *good, bad = _parsed(parser, [*charts, broken])
    assert [said.get("error") for said in good] == [None] * len(charts)
    assert all(said["diagramType"].startswith("flowchart") for said in good)
    assert "error" in bad  # the judge can say no


def test_every_kind(snapshot: SnapshotAssertion) -> None:
    assert mermaid(every_kind()) == snapshot


def test_words_of_a_map_never_become_syntax() -> None:
    text = mermaid(hostile())
    for line in text.splitlines()[4:]:
        assert re.fullmatch(
            r'    (n\d+[\[{(]+"[^"]*"[\])}]+:::k\w+|n\d+ (-->|-\.->)(\|"[^"]*"\|)? n\d+|classDef k.*)',
            line,
        ), line
    assert "<script" not in text and "**" not in text


def test_a_title_stands_on_one_line() -> None:
    text = mermaid(Net('two\nlines: "x"', (), (Node("a", "A", "task"),), ()))
    assert text.splitlines()[:3] == ["---", 'title: "two lines: \\"x\\""', "---"]
