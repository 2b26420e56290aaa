"""Two versions of the maps of a town hall: as text, as a comment, as the JSON that is documented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from cxaudit.formats.diff.json import as_json
from cxaudit.formats.diff.markdown import as_markdown
from cxaudit.formats.diff.text import print_diff
from cxaudit.rules.rule import Rule
from cxaudit.run.diff import Diff, diff
from tests.conftest import ROOT
from tests.formats.conftest import AS_OF, CLEAN, FILES, KEYS, PERMIT

# A type and a step get other ids; a sign-off is added, a contact is lost, an owner is no more.
NOW = (
    PERMIT.replace("  renewal:", "  prolongation:")
    .replace("  take-form: {", "  receive-form: {")
    .replace("with: resident via letter, ", "")
    .replace("  post-permit:", "  check-budget: {sign-off: treasurer, waits: 2d}\n  post-permit:")
)
OWNED = "process: Parking permit\nowner: town-clerk\n"
AFTER = {
    "maps/permit.yaml": NOW,
    "maps/hours.yaml": "# Nobody meets this comment.\n" + CLEAN,
    "maps/keys.yaml": KEYS.replace(", allow: {TR102: the insurer asks for it}", ""),
    "maps/moved/badge.yaml": "process: Badge\nsteps:\n  print-badge: {by: desk, takes: 5m}\n",
}


@pytest.fixture
def change(rules: dict[str, Rule], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Diff:
    before = {**FILES, "maps/permit.yaml": PERMIT.replace("process: Parking permit\n", OWNED)}
    for side, files in (("before", before), ("after", AFTER)):
        for name, text in files.items():
            path = tmp_path / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (tmp_path / "cxaudit.yaml").write_text("")
    monkeypatch.chdir(tmp_path)
    result = diff("before", "after", (), rules, AS_OF)
    assert not result.failures and not result.crashes
    return result


def test_text(
    change: Diff, snapshot: SnapshotAssertion, capsys: pytest.CaptureFixture[str]
) -> None:
    print_diff(change)
    assert capsys.readouterr().out == snapshot


def test_markdown(change: Diff, snapshot: SnapshotAssertion) -> None:
    assert as_markdown(change) == snapshot


def test_a_type_with_another_id_is_known_by_both(change: Diff) -> None:
    whole = json.loads(as_json(change))
    (one,) = [found for found in whole["maps"] if found["id"] == "permit"]
    ids = {request["id_before"]: request["id"] for request in one["requests"]}
    assert ids == {"renewal": "prolongation", "first-permit": "first-permit"}
    assert one["steps"]["renamed"] == {"take-form": "receive-form"}


def documented(section: str) -> set[str]:
    """The keys in the first column of the table below a line of docs/diff.md."""
    text = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
    rows = text[text.index(f"\n{section}\n") :].split("\n\n")[1].splitlines()[2:]
    return {name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_what_is_documented_is_what_there_is(change: Diff) -> None:
    whole: dict[str, Any] = json.loads(as_json(change))
    assert documented("`--format json`:") == set(whole)
    assert all(documented("A map:") == set(one) for one in whole["maps"])
    requests = [request for one in whole["maps"] for request in one["requests"]]
    assert all(documented("A request type:") == set(request) for request in requests)
    assert all(documented("A file:") == set(file) for file in whole["files"])
    assert whole["files"] and requests
