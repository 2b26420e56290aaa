"""Maps that nobody here wrote: the whole pipeline on real BPMN files, where the corpora are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.bpmn.elements import Source
from cxaudit.cli.app import app
from cxaudit.run.audit import audit

pytestmark = pytest.mark.corpora


def test_travel_declarations(corpora: Path, tmp_path: Path) -> None:
    """The declaration process of a university: four sign-offs at worst, two at least."""
    path = corpora / "bpi2020" / "models" / "declaration_documents.bpmn"
    result = CliRunner().invoke(app, ["facts", str(path)])
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)["maps"][0]
    request = found["requests"][0]
    assert (request["worst"], request["least"]) == (4, 2)
    gates = {gate["step"]: gate for gate in found["sign_offs"]}
    steps = {step["id"]: step for step in found["steps"]}
    labels = sorted((steps[gate]["does"], steps[gate]["performer"]) for gate in gates)
    assert labels == [
        ("approve", "budget-owner"),
        ("approve", "director"),
        ("approve", "supervisor"),
        ("prove request", "travel-administration"),
    ]
    proved = next(g for g in gates if steps[g]["does"] == "prove request")
    assert gates[proved]["basis"] == {"step": "inferred-high"}
    written = CliRunner().invoke(app, ["report", str(path), "-o", str(tmp_path)])
    assert written.exit_code == 0, written.stderr
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "prove request" in page and "<svg" in page


def test_findings_point_at_element_and_line(corpora: Path) -> None:
    path = corpora / "bpi2020" / "models" / "declaration_documents.bpmn"
    lines = path.read_text(encoding="utf-8").split("\n")
    found = audit([str(path)]).open_findings
    assert found
    for finding in found:
        if finding.path.startswith("steps/"):
            element = finding.path.split("/")[1]
            assert element in lines[finding.span.line - 1], finding.says


def test_all_reference_models_are_audited_without_a_crash(corpora: Path, tmp_path: Path) -> None:
    folder = corpora / "miwg-reference"
    result = audit([str(folder)])
    assert len({a.document.path for a in result.analyses}) == 21
    assert not result.crashes and not result.failures
    assert all(analysis.study is not None for analysis in result.analyses)
    written = CliRunner().invoke(app, ["report", str(folder), "-o", str(tmp_path)])
    assert written.exit_code == 0, written.stderr


def test_findings_on_the_files_of_many_vendors_stand_at_their_element(corpora: Path) -> None:
    checked = 0
    for path in sorted((corpora / "miwg-vendors").rglob("*.bpmn"))[::3]:
        result = audit([str(path)])
        assert not result.crashes and not result.failures, path
        for analysis in result.analyses:
            source, lines = analysis.document.source_model, analysis.document.lines
            if not isinstance(source, Source):
                continue
            raws = {node.id: node.raw for node in source.plan.nodes.values()}
            gateways = {told["step"]: raw for raw, told in source.told.items()}
            for finding in result.of(analysis):
                kind, _, rest = finding.path.partition("/")
                element = rest.partition("/")[0]
                if kind not in ("steps", "elements"):
                    continue
                at = lines.starts[finding.span.line - 1] + finding.span.column - 1
                tag = lines.text[at : lines.text.index(">", at)]
                ids = {raws.get(element, element), gateways.get(element, element)}
                made = element not in raws and kind == "steps"  # a start for several starts
                assert made or any(f'"{raw}"' in tag for raw in ids), (path, finding.path, tag)
                checked += 1
    assert checked > 100
