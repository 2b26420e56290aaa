"""Graphviz, in a process of its own that may not take longer than a while: `dot` where it is
installed, else the one that pygraphviz carries."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys

from cxaudit.report.render.missing import Missing

SECONDS = 60
_HINT = (
    "this picture needs Graphviz, which is not installed: install the package graphviz, or run "
    "`pip install pygraphviz`, or write --format dot or mermaid"
)
_CHILD = """\
import sys
import pygraphviz
graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode("utf-8"))
sys.stdout.buffer.write(graph.draw(format="svg", prog="dot"))
"""


class Failed(Exception):
    """Graphviz did not draw; the text says why, and what to do."""


def svg_of(text: str, seconds: float = SECONDS) -> str:
    """A graph as SVG. Raises `Missing` without Graphviz, `Failed` where it fails or takes too long."""
    try:
        done = subprocess.run(
            _command(), input=text.encode("utf-8"), capture_output=True, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        says = (
            f"Graphviz took longer than {seconds:g} seconds: draw one request type, or a blueprint"
        )
        raise Failed(says) from None
    except OSError as error:
        raise Failed(f"Graphviz cannot be run: {(error.strerror or str(error)).lower()}") from None
    if done.returncode or not done.stdout:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise Failed(f"Graphviz failed: {told[-1] if told else f'exit code {done.returncode}'}")
    return done.stdout.decode("utf-8")


def _command() -> list[str]:
    found = shutil.which("dot")
    if found is not None:
        return [found, "-Tsvg"]
    if importlib.util.find_spec("pygraphviz") is not None:
        return [sys.executable, "-c", _CHILD]
    raise Missing(_HINT)
