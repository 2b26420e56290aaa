"""The trend of maps in a real repository."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.report.lens import Bars, Table
from cxaudit.report.sections.trend import trend_panel
from cxaudit.rules.policy import policies_for
from cxaudit.run.audit import audit
from cxaudit.run.git import Unavailable
from cxaudit.run.trend import Moment, trend
from tests.change.diff.repository import FERRY, QUIET, Repo, with_a_gate


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path / "maps")
    for month, text in ((1, FERRY), (2, FERRY + "# said better\n"), (3, with_a_gate())):
        made.commit(f"2026-0{month}-01", ferry=text)
    return made


def told(repo: Repo, most: int = 6) -> list[Moment]:
    day = datetime.date(2026, 4, 1)
    return trend([str(repo.folder)], audit([str(repo.folder)], as_of=day), most, policies_for(None))


def test_each_commit_is_judged_as_of_its_day_and_today_comes_last(repo: Repo) -> None:
    repo.write("ferry.yaml", with_a_gate(with_a_gate().replace("approve-price", "approve-trip")))
    moments = told(repo)
    assert [m.day.isoformat() for m in moments] == [
        "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01",
    ]  # fmt: skip
    assert [m.maps[0].worst for m in moments] == [1, 1, 2, 3]
    assert [bool(m.commit) for m in moments] == [True, True, True, False]


def test_today_is_not_told_twice_where_nothing_changed_since_the_last_commit(repo: Repo) -> None:
    moments = told(repo)
    assert [m.maps[0].worst for m in moments] == [1, 1, 2]
    assert moments[-1].commit == ""


def test_few_of_many_commits_are_spread_from_the_first_to_the_last(repo: Repo) -> None:
    repo.write("ferry.yaml", FERRY)
    assert [m.day.month for m in told(repo, most=2)] == [1, 3, 4]
    assert [m.day.month for m in told(repo, most=1)] == [3, 4]


def test_the_panel_says_what_became_of_each_map(repo: Repo) -> None:
    repo.write("night.yaml", FERRY.replace("Ferry booking", "Night ferry"))
    repo.git("rm", "-q", "--cached", "ferry.yaml")
    (repo.folder / "ferry.yaml").unlink()
    panel = trend_panel(told(repo))
    by_day, by_map = (b for b in panel.blocks if isinstance(b, Table))
    assert len(by_day.rows) == 4 and any(isinstance(b, Bars) for b in panel.blocks)
    small = {row[0].text: {cell.small or cell.text for cell in row[1:]} for row in by_map.rows}
    assert small == {"Night ferry": {"new"}, "Ferry booking": {"gone"}}


def test_a_commit_with_a_torn_map_is_no_measure_of_the_whole(repo: Repo) -> None:
    repo.commit("2026-03-10", ferry="process: [torn\n")
    repo.commit("2026-03-20", ferry=with_a_gate())
    moments = told(repo)
    assert [m.unread for m in moments] == [0, 0, 0, 1, 0]
    panel = trend_panel(moments)
    (bars,) = (block for block in panel.blocks if isinstance(block, Bars))
    assert bars.bars[3].share is None and "could not be read" in bars.bars[3].value


def test_outside_of_git_there_is_no_trend(tmp_path: Path) -> None:
    (tmp_path / "ferry.yaml").write_text(FERRY)
    with pytest.raises(Unavailable, match="no git repository"):
        trend([str(tmp_path)], audit([str(tmp_path)]), 6, policies_for(None))


def test_without_moments_the_panel_says_how_to_see_them() -> None:
    (block,) = trend_panel([]).blocks
    assert "--trend 6" in block.text  # type: ignore[union-attr]


def test_the_report_tells_the_trend_where_it_is_asked_for(repo: Repo, tmp_path: Path) -> None:
    arguments = ["report", str(repo.folder), "-f", "md", "-o", str(tmp_path / "audit")]
    assert CliRunner().invoke(app, [*arguments, "--trend", "3"]).exit_code == 0
    told = (tmp_path / "audit" / "report.md").read_text()
    assert "since 2026-01-01" in told and "| 2026-02-01 |" in told
    assert CliRunner().invoke(app, arguments).exit_code == 0
    assert "--trend 6" in (tmp_path / "audit" / "report.md").read_text()
