"""Anchors of findings, to which people keep links."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cxaudit.report.places import anchors_of
from cxaudit.run.audit import audit

MAP = "process: Claim\nsteps:\n  take: {does: Take it}\n  pay: {by: bank, with: customer}\n"


def test_a_finding_keeps_its_anchor_when_others_come(tmp_path: Path) -> None:
    path = tmp_path / "claim.yaml"
    path.write_text(MAP)
    before = audit([str(path)]).findings
    path.write_text(MAP + "  ask: {with: customer}\n")
    after = audit([str(path)]).findings
    kept = {a for f, a in zip(before, anchors_of(before, "claim"), strict=True) if f.path}
    assert kept and kept <= set(anchors_of(after, "claim"))


def test_findings_that_share_a_fingerprint_are_numbered(tmp_path: Path) -> None:
    path = tmp_path / "claim.yaml"
    path.write_text(MAP)
    one = audit([str(path)]).findings[0]
    first, second = anchors_of([one, replace(one)], "claim")
    assert second == f"{first}-2"
