"""`cxaudit draw` as people use it: formats, files, folders, standard output, what it refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app

MAP = """
process: Order
requests: {repeat: {share: 60%}, custom: {share: 40%}}
steps:
  take: {by: desk, with: buyer via phone, takes: 10m}
  approve: {sign-off: boss, waits: 2d, rejects: 5%, else: take, for: [custom]}
  confirm: {by: desk, with: buyer via email, end: booked}
"""
needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def run(*arguments: str | Path, given: str | None = None) -> Result:
    return CliRunner().invoke(app, ["draw", *map(str, arguments)], input=given)


@pytest.fixture
def order(tmp_path: Path) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    path = tmp_path / "order.yaml"
    path.write_text(MAP)
    return path


def test_a_blueprint_goes_to_the_terminal(order: Path) -> None:
    result = run(order)
    assert (result.exit_code, result.stderr) == (0, "")
    root = etree.fromstring(result.stdout_bytes)
    assert root.get("aria-label") == "Service blueprint of Order"
    assert "only custom" in " ".join(root.itertext())  # what tells the types apart


def test_a_picture_in_german(order: Path, tmp_path: Path) -> None:
    for what in ("blueprint", "graph"):
        form = ("--as", what, "-f", "svg" if what == "blueprint" else "mermaid")
        german, english = run(order, *form, "--language", "de-AT"), run(order, *form)
        assert (german.exit_code, german.stderr) == (0, "")
        assert "2 Tage" in german.stdout.replace("\N{NO-BREAK SPACE}", " ")
        assert "2 Tage" not in english.stdout.replace("\N{NO-BREAK SPACE}", " ")
    assert "Sichtbarkeitslinie" in run(order, "--language", "de").stdout
    assert run(order).stdout.count("line of visibility") == 1, "and English again after it"


def test_a_language_without_texts(order: Path) -> None:
    result = run(order, "--language", "fr")
    assert result.exit_code == 2 and "no texts in 'fr': there are en, de" in result.stderr
    assert result.stdout == ""


def test_standard_input_and_the_same_bytes(order: Path) -> None:
    first, second = run("-", given=MAP), run("-", given=MAP)
    assert first.exit_code == 0 and first.stdout_bytes == second.stdout_bytes


def test_a_file_is_replaced_whole(order: Path, tmp_path: Path) -> None:
    target = tmp_path / "new" / "order.svg"
    for _ in range(2):
        result = run(order, "-o", target, "--theme", "dark", "--width", "narrow")
        assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert "#101316" in target.read_text()
    assert sorted(p.name for p in target.parent.iterdir()) == ["order.svg"]


def test_a_folder_takes_every_map(order: Path, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "order.yaml").write_text(MAP.replace("Order", "Other"))
    result = run(tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 0
    made = {p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.svg")}
    assert made == {"order.svg", "deep/order.svg"}
    result = run(tmp_path / "order.yaml", tmp_path / "deep" / "order.yaml", "-o", tmp_path / "flat")
    assert result.exit_code == 0
    assert {p.name for p in (tmp_path / "flat").iterdir()} == {"order.svg", "order-2.svg"}


def test_one_type_and_several(order: Path) -> None:
    alone = run(order, "--request", "repeat")
    assert alone.exit_code == 0 and "Approve" not in alone.stdout
    each = run(order, "--request", "each").stdout
    assert each == run(order, "--request", "repeat", "--request", "custom").stdout
    assert each.count("line of interaction") == 2


def test_a_type_that_is_none_is_told_with_the_nearest(order: Path) -> None:
    result = run(order, "--request", "custm")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "no request type is called 'custm'" in result.stderr and "custom" in result.stderr


@pytest.mark.parametrize("form", ["dot", "mermaid"])
def test_a_graph_as_text_needs_no_graphviz(order: Path, form: str) -> None:
    result = run(order, "--as", "graph", "--format", form)
    assert result.exit_code == 0
    assert result.stdout.startswith('digraph "Order" {' if form == "dot" else '---\ntitle: "Order"')


@needs_dot
def test_a_graph_as_svg(order: Path, tmp_path: Path) -> None:
    result = run(order, "--as", "graph", "-o", tmp_path / "order.svg")
    assert result.exit_code == 0
    etree.parse(tmp_path / "order.svg")


def test_the_ending_says_the_format(order: Path, tmp_path: Path) -> None:
    assert run(order, "--as", "graph", "-o", tmp_path / "order.gv").exit_code == 0
    assert (tmp_path / "order.gv").read_text().startswith("digraph")


@pytest.mark.parametrize("ending", ["png", "pdf"])
def test_pixels_and_paper(order: Path, tmp_path: Path, ending: str) -> None:
    pytest.importorskip({"png": "resvg_py", "pdf": "typst"}[ending])
    target = tmp_path / f"order.{ending}"
    assert run(order, "-o", target).exit_code == 0
    assert target.read_bytes().startswith({"png": b"\x89PNG", "pdf": b"%PDF"}[ending])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-f", "mermaid"), "add --as graph"),
        (("-f", "png"), "does not go to a terminal"),
        (("-o", "order.yaml"), "is not named like an SVG"),
        (("-o", "order.png", "-f", "svg"), "write -o order.svg, or --format png"),
        (("--as", "spine", "--request", "custom"), "--request goes with a map"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    order: Path, arguments: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(order.parent)
    result = run("order.yaml", *arguments)
    assert result.exit_code == 2
    assert says in " ".join(result.stderr.replace("│", " ").split())
    assert order.read_text() == MAP  # a slip of the pen costs no map


def test_several_pictures_want_a_folder(order: Path, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(MAP)
    for output in ((), ("-o", str(tmp_path / "all.svg"))):
        result = run(tmp_path, *output)
        assert result.exit_code == 2 and "name a folder" in result.stderr


def test_a_map_that_cannot_be_read_costs_the_others_nothing(order: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("process: Bad\nsteps: {a: {next: nowhere}}\n")
    result = run(tmp_path, "-o", tmp_path / "out")
    assert result.exit_code == 2
    assert "bad.yaml:2:" in result.stderr and "mend this before it can be drawn" in result.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["order.svg"]


def test_nothing_to_draw(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 3 and "no map" in result.stderr


def test_a_file_that_cannot_be_written(order: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run(order, "-o", tmp_path / "file" / "order.svg")
    assert result.exit_code == 2 and "cannot be written" in result.stderr


def test_hostile_words_stay_words(tmp_path: Path) -> None:
    label = '</svg><script>alert(1)</script> & \\"quoted\\" \\u202e'
    path = tmp_path / "map.yaml"
    path.write_text(f'process: "{label}"\nsteps: {{a: {{does: "{label}", by: desk}}}}\n')
    for more in ((), ("--as", "graph", "-f", "dot"), ("--as", "graph", "-f", "mermaid")):
        result = run(path, *more)
        assert result.exit_code == 0
        assert "<script" not in result.stdout or more[-1:] == ("dot",)
    etree.fromstring(run(path).stdout_bytes)


@pytest.mark.corpora
def test_bpmn(corpora: Path) -> None:
    model = next(iter(sorted((corpora / "hdbpmn").rglob("*.bpmn"))), None)
    if model is None:
        pytest.skip("no hdbpmn among the corpora")
    result = run(model)
    assert result.exit_code == 0
    etree.fromstring(result.stdout_bytes)
