"""Flowcharts for Mermaid: what they say, and that Mermaid's own parser reads them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from cxaudit.report.drawings.mermaid import mermaid
from cxaudit.report.drawings.net import Net, Node
from tests.report.drawings.helper import every_kind, hostile

HERE = Path(__file__).parent / "node"


@pytest.fixture(scope="session")
def parser(request: pytest.FixtureRequest) -> Path:
    """A folder in which the parser from npm is installed, kept in pytest's cache."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("no npm: flowcharts are not held against Mermaid's parser")
    folder = Path(request.config.cache.mkdir("mermaid-node"))
    wanted = (HERE / "package.json").read_text()
    mark = folder / "installed"
    if not mark.exists() or mark.read_text() != wanted:
        shutil.copy(HERE / "package.json", folder)
        command = [
            npm,
            "install",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        if done.returncode:
            pytest.skip(f"npm cannot install the parser: {done.stderr.strip()[-200:]}")
        mark.write_text(wanted)
    shutil.copy(HERE / "check.mjs", folder)
    return folder


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
