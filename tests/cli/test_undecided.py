"""A map with more states than are looked into: that is told, in every run."""

from __future__ import annotations

from pathlib import Path

from typer.testing import CliRunner

from cxaudit.cli.app import app
from tests.bpmn.helper import process

SAYS = "whether every case of wide ends is open"


def wide(branches: int) -> bytes:
    """An inclusive gateway whose branches meet in two others, so that nothing can be folded."""
    tasks = "".join(f'<task id="t{n}" name="Do {n}"/>' for n in range(branches))
    gates = (
        '<inclusiveGateway id="g" name="What?"/><inclusiveGateway id="h"/><task id="z" name="End"/>'
    )
    edges = [f"g t{n} way{n}\nt{n} h" for n in range(branches)]
    again = '<exclusiveGateway id="x" name="Again?"/>'
    body = f'<startEvent id="s"/><endEvent id="e"/>{tasks}{gates}{again}'
    return process(body, "\n".join(["s g", *edges, "h x", "x t0 yes", "x z no", "z e"]))


def test_an_undecided_verdict_is_told_cold_and_warm(tmp_path: Path) -> None:
    model = tmp_path / "wide.bpmn"
    model.write_bytes(wide(8))
    for _ in range(2):
        told = CliRunner().invoke(app, ["check", str(model), "--cache-dir", str(tmp_path / "c")])
        assert told.stderr.count(SAYS) == 1


def test_a_decided_one_is_not(tmp_path: Path) -> None:
    model = tmp_path / "wide.bpmn"
    model.write_bytes(process('<startEvent id="s"/><task id="a"/><endEvent id="e"/>', "s a\na e"))
    told = CliRunner().invoke(app, ["check", str(model), "--no-cache"])
    assert "is open" not in told.stderr
