"""What git tells an audit: how maps were before, and when their files were last changed."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.run import git
from cxaudit.run.audit import audit
from cxaudit.run.git import Unavailable, repository_of
from cxaudit.run.history import history
from tests.change.diff.repository import FERRY, QUIET, Repo, with_a_gate

AS_OF = datetime.date(2026, 6, 1)
DATED = FERRY.replace("owner:", "reviewed: 2026-01-10\nowner:")


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with one map, reviewed before its first commit; the current folder."""
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    repo = Repo(tmp_path / "port")
    repo.commit("2026-01-12", ferry=DATED)
    monkeypatch.chdir(repo.folder)
    return repo


def fired(paths: list[str], base: str = "HEAD") -> dict[str, list[str]]:
    """The maps on which sign-offs crept in, and those that were not reviewed since a change."""
    before, changed = history(paths, base)
    result = audit(paths, None, AS_OF, before=before, changed=changed)
    assert not result.crashes
    return {c: [f.map for f in result.findings if f.code == c] for c in ("SO214", "ST005")}


def changed_on(paths: list[str] | None = None) -> dict[str, str]:
    found = history(paths or ["."], "HEAD").changed
    return {path: day.isoformat() for path, day in found.items()}


class TestBefore:
    def test_a_sign_off_that_crept_in(self, port: Repo) -> None:
        assert fired(["."])["SO214"] == []
        port.write("ferry.yaml", with_a_gate(DATED))
        for paths in (["."], ["ferry.yaml"], [str(port.folder)]):
            assert fired(paths)["SO214"] == ["ferry"]
        held = with_a_gate(DATED).replace("waits: 2d}", "waits: 2d, because: port rules 5}")
        port.write("ferry.yaml", held)
        assert fired(["."])["SO214"] == []

    def test_a_renamed_map_is_held_against_what_it_was(self, port: Repo) -> None:
        (port.folder / "ferry.yaml").unlink()
        port.write("crossing.yaml", with_a_gate(DATED))
        assert fired(["."])["SO214"] == ["crossing"]

    def test_maps_of_one_id_in_several_organisations(self, port: Repo) -> None:
        for place, text in (("old", with_a_gate(FERRY)), ("new", FERRY)):
            port.write(f"{place}/organisation.yaml", f"organisation: {place}\n")
            port.commit(**{f"{place}/booking": text})
        assert fired(["."])["SO214"] == []
        port.write("new/booking.yaml", with_a_gate(FERRY))
        assert fired(["."])["SO214"] == ["booking"]

    def test_a_broken_or_missing_base_tells_nothing(self, port: Repo) -> None:
        port.commit(ferry=DATED.replace("steps:", "stairs:"))
        port.write("ferry.yaml", with_a_gate(DATED))
        port.write("new.yaml", with_a_gate(FERRY))
        assert fired(["."])["SO214"] == []
        assert fired(["."], "HEAD~1")["SO214"] == ["ferry"]

    def test_refusals(self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(Unavailable, match="no file, folder or revision is called 'nope'"):
            history(["."], "nope")
        with pytest.raises(Unavailable, match="is no revision: --base takes a branch"):
            history(["."], "./ferry.yaml")
        with pytest.raises(Unavailable, match="lies outside the repository"):
            history([".", str(tmp_path)], "HEAD")
        monkeypatch.chdir(tmp_path)
        with pytest.raises(Unavailable, match="lies in no git repository"):
            history(["."], "main")


class TestChanged:
    def test_the_last_commit_that_changed_the_file(self, port: Repo) -> None:
        port.commit("2026-02-03", ferry=DATED + "note: tide\n")
        port.commit("2026-03-04", other=FERRY)
        assert changed_on() == {"ferry.yaml": "2026-02-03", "other.yaml": "2026-03-04"}
        assert fired(["."])["ST005"] == ["ferry"]
        assert set(changed_on([str(port.folder)])) == {
            str(port.folder / "ferry.yaml"),
            str(port.folder / "other.yaml"),
        }

    def test_a_commit_with_a_new_review_date_is_the_review(self, port: Repo) -> None:
        text = with_a_gate(DATED).replace("2026-01-10", "2026-02-01")
        port.commit("2026-02-05", ferry=text)
        assert changed_on() == {} and fired(["."])["ST005"] == []
        port.commit("2026-02-09", ferry=text + "note: tide\n")
        assert changed_on() == {"ferry.yaml": "2026-02-09"}
        assert fired(["."])["ST005"] == ["ferry"]

    def test_a_first_commit_changes_nothing(self, port: Repo) -> None:
        assert changed_on() == {} and fired(["."])["ST005"] == []

    def test_a_change_on_the_day_of_the_review_belongs_to_it(self, port: Repo) -> None:
        port.commit("2026-01-13", ferry=DATED.replace("2026-01-10", "2026-01-14"))
        port.commit("2026-01-14", ferry=DATED.replace("2026-01-10", "2026-01-14") + "note: x\n")
        assert fired(["."])["ST005"] == [] and changed_on() == {"ferry.yaml": "2026-01-14"}

    def test_a_file_that_only_moved_was_not_changed(self, port: Repo) -> None:
        port.commit("2026-02-03", ferry=DATED + "note: tide\n")
        (port.folder / "sea").mkdir()
        port.git("mv", "ferry.yaml", "sea/ferry.yaml")
        port.commit("2026-04-01")
        assert changed_on() == {"sea/ferry.yaml": "2026-02-03"}
        text = (port.folder / "sea" / "ferry.yaml").read_text()
        port.git("mv", "sea/ferry.yaml", "crossing.yaml")
        port.commit("2026-05-01", crossing=text.replace("tide", "low tide"))
        assert changed_on() == {"crossing.yaml": "2026-05-01"}

    def test_a_shallow_clone_does_not_know(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port.commit("2026-02-03", ferry=DATED + "note: tide\n")
        port.commit("2026-03-04", other=FERRY)
        clone = tmp_path / "clone"
        port.git("clone", "-q", "--depth=1", f"file://{port.folder}", str(clone))
        monkeypatch.chdir(clone)
        assert changed_on() == {} and fired(["."])["ST005"] == []

    def test_a_merge_and_odd_names(self, port: Repo) -> None:
        port.git("switch", "-q", "-c", "side")
        port.commit("2026-02-03", **{"sea/fähre 'a' \n": DATED})
        port.commit("2026-02-04", **{"sea/fähre 'a' \n": DATED + "note: x\n", "ferry": DATED})
        port.git("switch", "-q", "main")
        port.commit("2026-03-04", other=FERRY)
        port.git("merge", "-q", "--no-edit", "side", date="2026-04-01T12:00:00+00:00")
        found = changed_on()
        assert found["other.yaml"] == "2026-03-04"
        assert {day for path, day in found.items() if "sea" in path} <= {"2026-02-04"}

    def test_uncommitted_changes_have_no_day(self, port: Repo) -> None:
        port.write("ferry.yaml", DATED + "note: tide\n")
        assert fired(["."])["ST005"] == []


class TestGit:
    def test_a_command_that_hangs_is_ended(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        slow = tmp_path / "bin" / "git"
        slow.parent.mkdir()
        slow.write_text("#!/bin/sh\nexec sleep 60\n")
        slow.chmod(0o755)
        repository = repository_of(port.folder)
        assert repository is not None
        sha = repository.commit("HEAD")
        monkeypatch.setattr(git, "TIMEOUT", 0.2)
        monkeypatch.setenv("PATH", f"{slow.parent}:/usr/bin:/bin")
        with pytest.raises(Unavailable, match="git rev-parse has not answered"):
            repository.commit("HEAD")
        with pytest.raises(Unavailable, match="git cat-file has not answered"):
            list(repository.contents([sha]))

    def test_objects_are_given_as_they_are(self, port: Repo) -> None:
        port.write("big.yaml", b"x" * 20_000_100)
        port.write("crlf.yaml", b"a: 1\r\n")
        port.write("empty.yaml", b"")
        head = port.commit()
        repository = repository_of(port.folder)
        assert repository is not None
        names = [f"{head}:{name}.yaml" for name in ("big", "crlf", "empty", "nowhere")]
        found = dict(repository.contents(names))
        assert [len(found[name] or b"") for name in names] == [20_000_001, 6, 0, 0]
        assert found[names[3]] is None
        assert len(list(repository.contents([f"{head}:crlf.yaml"] * 2500))) == 2500

    def test_a_repository_of_somebody_else(self, port: Repo) -> None:
        import os

        if os.geteuid() != 0:
            pytest.skip("only root can give a folder away")
        for path in (port.folder, *port.folder.rglob("*")):
            os.chown(path, 12345, 12345)
        with pytest.raises(Unavailable, match=r"does not trust it: git config --global --add safe"):
            history(["."], "HEAD")

    def test_what_is_no_repository_after_all(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        repository = repository_of(tmp_path)
        assert repository is not None and not repository.bare
        with pytest.raises(Unavailable, match="not a git repository"):
            repository.commit("HEAD")
