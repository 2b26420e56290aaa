"""What an audit tells a baseline: which maps were seen whole, and what nobody could have seen."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.rules.baseline.entries import Baseline
from cxaudit.rules.baseline.holding import Held, hold
from cxaudit.rules.baseline.renewing import Decision, begun
from cxaudit.run.audit import Audit, audit
from cxaudit.run.baseline import places_for, seen_in
from cxaudit.run.discover import discover
from cxaudit.run.projects import Projects, audit_projects
from tests.conftest import MAPS

DAY = datetime.date(2026, 11, 22)


def all_files(result: Audit) -> frozenset[str]:
    files = [a.document.path for a in result.analyses]
    files += [e.document.path for e in result.estates if e.document is not None]
    return frozenset([*files, *(d.path for d in result.other)])


def held(baseline: Baseline, result: Audit, root: Path) -> Held:
    return hold(baseline, seen_in(result, root, all_files(result)), DAY)


@pytest.mark.parametrize("folder", ["brightwrap-packaging/as-is", "hallmark-construction/mended"])
def test_a_file_checked_alone_has_lost_nothing(folder: str) -> None:
    # Clones are told over an organisation, and a map that is called gives figures to its caller.
    whole = audit([str(MAPS / folder)], None, DAY)
    seen = seen_in(whole, MAPS, all_files(whole))
    baseline = begun("b.yaml", seen, Decision("known", DAY), frozenset())
    assert not held(baseline, whole, MAPS).new
    for path in whole.files:
        alone = held(baseline, audit([path], None, DAY), MAPS)
        assert not alone.vanished, path
        assert bool(alone.known) is any(f.file == path for f in whole.findings)


def test_an_organisation_file_is_judged_where_it_was_asked_for(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text("organisation: Bank\nroles: {boss: {level: 1}}\n")
    (tmp_path / "loan.yaml").write_text("process: Loan\nsteps:\n  pay-out: {by: boss}\n")
    seen = seen_in(both := audit([str(tmp_path)], None, DAY), tmp_path, all_files(both))
    assert [(one.file, one.map, one.whole) for one in seen] == [
        ("loan.yaml", "loan", True),
        ("organisation.yaml", "organisation", True),
    ]
    alone = audit([str(tmp_path / "loan.yaml")], None, DAY)
    assert [one.file for one in seen_in(alone, tmp_path, all_files(alone))] == ["loan.yaml"]
    (tmp_path / "organisation.yaml").write_text("organisation: Bank\nroles: [\n")
    torn = audit([str(tmp_path)], None, DAY)
    assert [one.whole for one in seen_in(torn, tmp_path, all_files(torn))] == [False, False]


def test_a_rule_that_knows_too_little_about_a_map_was_not_judged(tmp_path: Path) -> None:
    path = tmp_path / "loan.yaml"
    path.write_text("process: Loan\nreviewed: 2020-01-01\nsteps:\n  pay-out: {by: desk}\n")
    old = audit([str(path)], None, DAY)
    assert "ST005" in seen_in(old, tmp_path, all_files(old))[0].judged
    path.write_text("process: Loan\nsteps:\n  pay-out: {by: desk}\n")
    new = audit([str(path)], None, DAY)
    (one,) = seen_in(new, tmp_path, all_files(new))
    blind = {code for code, t in new.tallies.items() if t.not_assessed and not t.assessed}
    assert blind and not blind & one.judged


def test_a_rule_that_is_off_for_a_file_was_not_judged_there(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("overrides: [{paths: [old], ignore: [TP102]}]\n")
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "loan.yaml").write_text("process: Loan\nsteps:\n  pay: {by: desk}\n")
    result = audit_projects(discover([str(tmp_path)]), Projects(), DAY)
    seen = {one.file: one for one in seen_in(result, tmp_path, all_files(result))}
    assert "TP102" in seen["new/loan.yaml"].judged
    assert "TP102" not in seen["old/loan.yaml"].judged


def test_a_path_is_told_from_the_root_however_it_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "loan.yaml").write_text("process: Loan\nsteps:\n  pay: {by: desk}\n")
    (tmp_path / "link").symlink_to(tmp_path / "maps")
    monkeypatch.chdir(tmp_path / "maps")
    for named in ("loan.yaml", "../maps/loan.yaml", str(tmp_path / "maps"), "../link/loan.yaml"):
        result = audit([named], None, DAY)
        assert [one.file for one in seen_in(result, tmp_path, all_files(result))] == [
            "maps/loan.yaml"
        ]


def test_without_a_baseline_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "loan.yaml").write_text("process: Loan\nsteps:\n  pay: {by: desk}\n")
    result = audit([str(tmp_path)], None, DAY)
    assert places_for(result, [str(tmp_path)]) == []
