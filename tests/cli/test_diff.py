"""`cxaudit diff` in real repositories: revisions, folders, files, and what can be wrong with them."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from tests.change.diff.repository import FERRY, QUIET, Repo, with_a_gate
from tests.conftest import ROOT

DAY = ["--as-of", "2026-11-22"]
VOLTA = ROOT / "process_maps" / "volta-switchgear" / "as-is"
TORN = {
    "brace": "{",
    "bracket": "]\n",
    "quote": 'process: "Ferry\nsteps: {}\n',
    "empty": "",
    "other": "foo: bar\n",
}
NOTHING = "Nothing changes for customers."


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["diff", *DAY, *arguments])


def as_json(*arguments: str) -> dict[str, Any]:
    result = run("--format", "json", *arguments)
    assert result.exit_code == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def only(data: dict[str, Any]) -> dict[str, Any]:
    (one,) = data["maps"]
    found: dict[str, Any] = one
    return found


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    """A repository with one map in its first commit; the current folder."""
    repo = Repo(tmp_path / "port")
    repo.commit(ferry=FERRY)
    monkeypatch.chdir(repo.folder)
    return repo


class TestPullRequest:
    """A change to the map of an electrical manufacturer, from branch to comment."""

    @pytest.fixture
    def works(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
        repo = Repo(tmp_path / "works")
        shutil.copytree(VOLTA, repo.folder / "maps")
        repo.commit()
        repo.git("switch", "-q", "-c", "margin-check")
        text = (repo.folder / "maps" / "quote-to-order.yaml").read_text()
        gate = "  approve-margin: {sign-off: finance-director, waits: 2d}\n  send-quote:\n"
        repo.write("maps/quote-to-order.yaml", text.replace("  send-quote:\n", gate, 1))
        repo.commit()
        monkeypatch.chdir(repo.folder)
        return repo

    def test_it_is_one_sentence(self, works: Repo) -> None:
        data = as_json("main", "HEAD")
        one = only(data)
        assert one["says"] == "Every request: one more sign-off, 2.4 d longer."
        assert one["id"] == "quote-to-order" and one["fate"] == "stays"
        assert one["sign_offs"] == {"gained": ["approve-margin"], "lost": []}
        assert one["steps"] == {"added": ["approve-margin"], "removed": [], "renamed": {}}
        for request in one["requests"]:
            assert (request["before"]["worst"], request["after"]["worst"]) == (3, 4)
            assert request["moves"]["silence"] == "up"
            assert request["after"]["silence"] - request["before"]["silence"] == 2 * 480

    def test_the_working_tree_and_the_branch_are_told_the_same(self, works: Repo) -> None:
        assert as_json("main")["maps"] == as_json("main", "margin-check")["maps"]
        assert as_json("main...")["maps"] == as_json("main..HEAD")["maps"]

    def test_exit_codes(self, works: Repo) -> None:
        assert run("main").exit_code == 0
        assert run("main", "--fail-on-worse").exit_code == 1
        assert run("main", "main", "--fail-on-worse").exit_code == 0
        assert run("margin-check", "main", "--fail-on-worse").exit_code == 0, "it gets better"
        assert run("main", "HEAD", "--fail-on-worse", "--", "maps/scenarios").exit_code == 0
        assert run("mian").exit_code == 2

    def test_the_creep_is_told_against_the_base(self, works: Repo) -> None:
        new = only(as_json("main"))["findings"]["new"]
        assert {"SO214", "SO208", "SO210"} <= {finding["code"] for finding in new}
        held = (works.folder / "maps" / "quote-to-order.yaml").read_text()
        held = held.replace("finance-director, waits: 2d", "finance-director, because: law 7")
        works.write("maps/quote-to-order.yaml", held)
        again = only(as_json("main"))
        assert "SO214" not in {finding["code"] for finding in again["findings"]["new"]}
        assert again["says"].startswith("Every request: one more sign-off")

    def test_the_comment_is_short_and_sound(self, works: Repo) -> None:
        text = run("main", "-f", "markdown").stdout
        assert text.startswith("### cxaudit: one map and one other file of ")
        assert "**Quote to order** (maps/quote-to-order.yaml): Every request: one more" in text
        assert "| sign-offs at worst | 3 | 4 | + 1, **worse** |" in text
        assert text.count("<details>") == text.count("</details>") == 2
        assert "| new | error | SO214 sign-off-creep | steps/take-request |" in text

    def test_the_text_fits_eighty_columns(self, works: Repo) -> None:
        lines = run("main").stdout.splitlines()
        assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
        told = [" ".join(line.split()) for line in lines]
        assert "sign-offs at worst 3 4 + 1 worse" in told
        assert "time expected ≥ 9.3 d ≥ 11.7 d + 2.4 d worse" in told
        assert "+ approve-margin, by finance director" in told
        assert told[-1] == "One map and one other file of 4 differ; one map got worse."

    def test_a_merge_from_the_base_is_not_told_again(self, works: Repo) -> None:
        works.git("switch", "-q", "main")
        works.commit(**{"maps/pick-up": FERRY})
        works.git("switch", "-q", "margin-check")
        fates = {one["id"]: one["fate"] for one in as_json("main")["maps"]}
        assert fates == {"quote-to-order": "stays", "pick-up": "gone"}
        assert [one["id"] for one in as_json("main...")["maps"]] == ["quote-to-order"]


class TestSameness:
    """What is no difference."""

    def test_nothing_edited_is_nothing_told(self, port: Repo) -> None:
        assert as_json("HEAD")["maps"] == []
        result = run("HEAD")
        assert result.exit_code == 0 and "Nothing changes: one file compared." in result.stdout

    def test_a_renamed_file(self, port: Repo) -> None:
        port.git("mv", "ferry.yaml", "crossing.yaml")
        for head in ("the working tree", "a commit"):
            one = only(as_json("main" if head == "the working tree" else "HEAD~1"))
            assert (one["id_before"], one["id"]) == ("ferry", "crossing")
            assert (one["path_before"], one["path"]) == ("ferry.yaml", "crossing.yaml")
            assert one["says"] == NOTHING and not one["differs"]
            assert not one["findings"]["new"] and not one["findings"]["gone"]
            port.commit()

    def test_a_file_renamed_and_edited_is_still_the_same_map(self, port: Repo) -> None:
        (port.folder / "ferry.yaml").unlink()
        port.write("sea/crossing.yaml", with_a_gate())
        one = only(as_json("HEAD"))
        assert one["fate"] == "stays" and one["says"].startswith("Every request: one more sign-off")

    def test_an_id_keeps_a_map_wherever_it_goes(self, port: Repo) -> None:
        named = FERRY.replace("purpose:", "id: booking\npurpose:")
        port.commit(ferry=named)
        (port.folder / "ferry.yaml").unlink()
        port.write("sea/other.yaml", "# moved\n" + named)
        one = only(as_json("HEAD"))
        assert (one["id"], one["path"], one["differs"]) == ("booking", "sea/other.yaml", False)

    def test_a_renamed_step(self, port: Repo) -> None:
        port.write("ferry.yaml", FERRY.replace("show-deck:", "walk-deck:"))
        one = only(as_json("HEAD"))
        assert one["steps"] == {
            "added": [],
            "removed": [],
            "renamed": {"show-deck": "walk-deck"},
        }
        assert one["says"] == NOTHING and not one["differs"]

    def test_steps_in_another_order_with_the_same_flow(self, port: Repo) -> None:
        lines = FERRY.splitlines(keepends=True)
        *head, take, find, approve, show, send = lines
        shuffled = [take.replace("5m}", "5m, next: find-place}"), send, show]
        shuffled[2] = show.replace("10m}", "10m, next: send-ticket}")
        moved = [shuffled[0], find.replace("1h}", "1h, next: approve-load}"), shuffled[1]]
        moved += [approve.replace("4.2}", "4.2, next: show-deck}"), shuffled[2]]
        port.write("ferry.yaml", "".join([*head, *moved]))
        one = only(as_json("HEAD"))
        assert not one["differs"] and one["says"] == NOTHING

    def test_other_line_ends_and_words(self, port: Repo) -> None:
        port.git("config", "core.autocrlf", "true")
        port.write("ferry.yaml", FERRY.replace("\n", "\r\n").encode())
        assert as_json("HEAD")["maps"] == []
        port.write("ferry.yaml", FERRY + "note: see the tide table\n")
        assert only(as_json("HEAD"))["says"] == NOTHING


class TestWhatIsTold:
    def test_the_last_contact(self, port: Repo) -> None:
        port.write("ferry.yaml", FERRY.replace("with: driver via visit, ", ""))
        one = only(as_json("HEAD"))
        assert one["says"] == "Drivers lose their only contact."
        assert one["parties"] == {"gained": [], "lost": ["driver"]}
        assert one["touch_points"] == {"gained": [], "lost": ["show-deck/driver"]}
        assert "party" in {reason["kind"] for reason in one["worse"]}
        assert run("HEAD", "--fail-on-worse").exit_code == 1

    def test_an_owner_lost(self, port: Repo) -> None:
        port.write("ferry.yaml", FERRY.replace("owner: harbour-master\n", ""))
        one = only(as_json("HEAD"))
        assert one["says"] == "Nobody answers for the process any more."
        assert one["owners"] == {"gained": [], "lost": [{"at": "", "owner": "harbour-master"}]}
        assert "owner" in {reason["kind"] for reason in one["worse"]}

    def test_another_owner_is_no_loss(self, port: Repo) -> None:
        port.write("ferry.yaml", FERRY.replace("harbour-master", "port-director"))
        one = only(as_json("HEAD"))
        assert one["says"] == (
            "The port director answers for the process instead of the harbour master."
        )
        assert one["worse"] == []

    def test_only_the_types_that_change(self, port: Repo) -> None:
        text = FERRY.replace("because: port rules 4.2", "for: lorry, because: port rules 4.2")
        port.commit(ferry=text)
        port.write("ferry.yaml", text.replace("waits: 1d", "waits: 3d"))
        one = only(as_json("HEAD"))
        assert one["says"] == "Lorry: 2 d longer."
        assert "no change" in run("HEAD").stdout

    def test_a_new_and_a_deleted_map(self, port: Repo) -> None:
        port.write("pick-up.yaml", FERRY.replace("Ferry booking", "Pick-up"))
        (port.folder / "ferry.yaml").unlink()
        port.write("ferry.yaml", "process: Tide\nsteps:\n  read-tide: {by: mate, takes: 5m}\n")
        fates = {one["id"]: (one["fate"], one["says"]) for one in as_json("HEAD")["maps"]}
        assert fates["pick-up"][0] == "new"
        assert fates["pick-up"][1] == (
            "A new map: tickets take 1.2 d and up to one sign-off; "
            "lorry takes 1.2 d and up to one sign-off."
        )
        (port.folder / "pick-up.yaml").unlink()
        (port.folder / "ferry.yaml").unlink()
        one = only(as_json("HEAD"))
        assert one["fate"] == "gone" and one["path"] is None
        assert one["says"] == "The map is gone; travellers and drivers are met in no other."
        assert run("HEAD", "--fail-on-worse").exit_code == 1

    def test_a_map_broken_now(self, port: Repo) -> None:
        port.write("ferry.yaml", FERRY.replace("purpose:", "porpoise:"))
        one = only(as_json("HEAD"))
        assert one["fate"] == "unread-now"
        assert one["says"].startswith("It cannot be read any more, so nobody can say")
        assert "ferry.yaml:2" in one["says"]
        assert {f["code"] for f in one["findings"]["new"]} == {"ST001"}
        assert one["parties"] == {"gained": [], "lost": []}
        assert run("HEAD", "--fail-on-worse").exit_code == 1

    def test_a_map_broken_before(self, port: Repo) -> None:
        port.commit(ferry=FERRY.replace("purpose:", "porpoise:"))
        port.write("ferry.yaml", FERRY)
        one = only(as_json("HEAD"))
        assert one["fate"] == "unread-before"
        assert one["says"].startswith("It could not be read before, so there is nothing to compare")
        assert one["findings"]["new"] == [] and one["requests"][0]["before"] is None
        assert run("HEAD", "--fail-on-worse").exit_code == 0

    @pytest.mark.parametrize("text", TORN.values(), ids=TORN)
    def test_a_map_that_is_no_map_any_more(self, port: Repo, text: str) -> None:
        port.write("ferry.yaml", text)
        for arguments in (["HEAD"], ["HEAD", "--", "ferry.yaml"], ["HEAD", "--", "."]):
            data = as_json(*arguments)
            one = only(data)
            assert (one["fate"], one["id"], data["files"]) == ("unread-now", "ferry", [])
            assert one["path"] == one["path_before"] == "ferry.yaml"
            assert one["findings"]["gone"] == []
            assert {f["code"] for f in one["findings"]["new"]} == {"ST001"}
        assert run("HEAD", "--fail-on-worse").exit_code == 1
        port.commit()
        assert only(as_json("HEAD~1", "HEAD"))["fate"] == "unread-now"

    @pytest.mark.parametrize("text", TORN.values(), ids=TORN)
    def test_a_map_that_was_no_map_before(self, port: Repo, text: str) -> None:
        port.write("ferry.yaml", text)
        port.commit()
        port.write("ferry.yaml", FERRY)
        data = as_json("HEAD")
        one = only(data)
        assert (one["fate"], data["files"]) == ("unread-before", [])
        assert one["findings"]["new"] == []
        assert run("HEAD", "--fail-on-worse").exit_code == 0

    def test_a_map_that_is_no_map_any_more_in_folders_and_files(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        for name, text in (("old", FERRY), ("new", "")):
            (tmp_path / name).mkdir()
            (tmp_path / name / "ferry.yaml").write_text(text)
        assert only(as_json("old", "new"))["fate"] == "unread-now"
        assert only(as_json("new", "old"))["fate"] == "unread-before"
        assert only(as_json("old/ferry.yaml", "new/ferry.yaml"))["fate"] == "unread-now"
        assert run("old", "new", "--fail-on-worse").exit_code == 1

    def test_what_an_organisation_lacks_is_not_gone_with_a_map_that_cannot_be_read(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        repo = Repo(tmp_path / "works")
        shutil.copytree(VOLTA, repo.folder / "maps")
        repo.commit()
        monkeypatch.chdir(repo.folder)
        told = json.loads(
            CliRunner().invoke(app, ["check", *DAY, "-f", "json", "--fail-on", "never"]).stdout
        )["findings"]
        assert [f for f in told if f["map"] == "organisation"], "it has findings of its own"
        repo.write("maps/quote-to-order.yaml", "process: [\n")
        data = as_json("HEAD")
        assert {one["id"]: one["fate"] for one in data["maps"]}["quote-to-order"] == "unread-now"
        assert [f["code"] for file in data["files"] for f in file["findings"]["gone"]] == []
        repo.commit()
        shutil.copytree(VOLTA, repo.folder / "maps", dirs_exist_ok=True)
        data = as_json("HEAD")
        assert [f["code"] for file in data["files"] for f in file["findings"]["new"]] == []
        assert run("HEAD", "--fail-on-worse").exit_code == 0

    def test_a_called_map_counts_from_where_it_lies(self, port: Repo) -> None:
        load = "process: Load\nsteps:\n  weigh-load: {by: mate, waits: 1d}\n"
        calls = FERRY.replace(
            "find-place: {by: clerk, takes: 10m, waits: 1h}", "find: {call: load}"
        )
        port.commit(ferry=calls, load=load)
        port.write("load.yaml", load.replace("waits: 1d", "waits: 3d"))
        data = as_json("HEAD", "--", "ferry.yaml")
        assert only(data)["says"] == "Every request: 2 d longer."
        assert {one["id"] for one in as_json("HEAD")["maps"]} == {"ferry", "load"}

    def test_a_called_map_that_did_not_change_is_counted_too(self, port: Repo) -> None:
        load = "process: Load\nsteps:\n  weigh-load: {by: mate, waits: 1d}\n"
        calls = FERRY.replace(
            "find-place: {by: clerk, takes: 10m, waits: 1h}", "find: {call: load}"
        )
        port.commit(ferry=calls, load=load, other=FERRY)
        port.write("ferry.yaml", with_a_gate(calls))
        for paths in ([], ["--", "ferry.yaml"]):
            request = only(as_json("HEAD", *paths))["requests"][0]
            for side in ("before", "after"):
                assert not request[side]["worst_at_least"] and request[side]["time"] > 480


class TestPlaces:
    """Revisions, folders, files, and paths that limit them."""

    def test_two_files(self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder = tmp_path / "no repository"
        folder.mkdir()
        (folder / "old.yaml").write_text(FERRY)
        (folder / "new.yaml").write_text(with_a_gate())
        monkeypatch.chdir(folder)
        one = only(as_json("old.yaml", "new.yaml"))
        assert (one["id_before"], one["id"], one["fate"]) == ("old", "new", "stays")
        assert one["says"].startswith("Every request: one more sign-off")
        codes = {finding["code"] for finding in one["findings"]["new"]}
        assert "SO214" in codes and "ST001" not in codes

    def test_two_folders_pair_by_id_and_by_content(self, tmp_path: Path) -> None:
        for name, file, text in (
            ("old", "ferry.yaml", FERRY),
            ("new", "sea/crossing.yaml", with_a_gate()),
        ):
            path = tmp_path / name / file
            path.parent.mkdir(parents=True)
            path.write_text(text)
        one = only(as_json(str(tmp_path / "old"), str(tmp_path / "new")))
        assert one["fate"] == "stays" and one["id"] == "crossing"

    def test_paths_limit_two_folders(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for side, text in (("old", FERRY), ("new", with_a_gate())):
            for name in ("a/one", "b/two"):
                (tmp_path / side / name).parent.mkdir(parents=True)
                (tmp_path / side / f"{name}.yaml").write_text(text)
        monkeypatch.chdir(tmp_path)
        for path in ("a", "new/a", "old/a/one.yaml", "a/one.yaml"):
            assert only(as_json("old", "new", "--", path))["id"] == "one"
        assert "on neither side" in run("old", "new", "--", "c").stderr

    def test_as_it_is_and_mended(self) -> None:
        data = as_json(str(VOLTA), str(VOLTA.parent / "mended"))
        one = next(one for one in data["maps"] if one["id"] == "quote-to-order")
        assert one["worse"] == [] and "shorter" in one["says"]
        assert one["parties"]["gained"] == ["design-engineer", "distributor", "installer"]

    def test_a_file_beside_a_folder(self, tmp_path: Path, port: Repo) -> None:
        (tmp_path / "ferry.yaml").write_text(with_a_gate())
        port.write("other.yaml", FERRY.replace("Ferry booking", "Another"))
        one = only(as_json(str(tmp_path / "ferry.yaml"), "."))
        assert one["id"] == "ferry" and "one fewer sign-off" in one["says"]

    def test_a_revision_beside_a_folder_of_another_place(self, tmp_path: Path, port: Repo) -> None:
        (tmp_path / "copy").mkdir()
        (tmp_path / "copy" / "ferry.yaml").write_text(with_a_gate())
        one = only(as_json("main", str(tmp_path / "copy")))
        assert "one more sign-off" in one["says"]

    def test_paths_limit_it(self, port: Repo) -> None:
        port.commit(**{"a/one": FERRY, "b/two": FERRY})
        for name in ("a/one.yaml", "b/two.yaml", "ferry.yaml"):
            port.write(name, with_a_gate())
        paths = [["--", "a"], ["a"], ["--", "a/one.yaml"], ["a/one.yaml"]]
        assert [[one["id"] for one in as_json("HEAD", *p)["maps"]] for p in paths] == [["one"]] * 4
        both = as_json("HEAD", "--", "a", "b/two.yaml")["maps"]
        assert [one["id"] for one in both] == ["one", "two"]
        port.commit()
        assert only(as_json("HEAD~1", "HEAD", "--", "b"))["path"] == "b/two.yaml"

    def test_the_current_folder_is_what_is_meant(
        self, port: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port.commit(**{"a/one": FERRY})
        port.write("a/one.yaml", with_a_gate())
        port.write("ferry.yaml", with_a_gate())
        monkeypatch.chdir(port.folder / "a")
        one = only(as_json("HEAD"))
        assert (one["path"], one["path_before"]) == ("one.yaml", "one.yaml")

    def test_a_map_moved_into_the_folder_is_no_new_one(
        self, port: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (port.folder / "sea").mkdir()
        port.git("mv", "ferry.yaml", "sea/crossing.yaml")
        one = only(as_json("HEAD", "--", "sea"))
        assert (one["fate"], one["path_before"]) == ("stays", "ferry.yaml")

    def test_a_detached_head_and_other_names_of_revisions(self, port: Repo) -> None:
        port.git("tag", "v1.0")
        port.commit(ferry=with_a_gate())
        sha = port.git("rev-parse", "HEAD~1")
        port.git("checkout", "-q", "--detach")
        for base in ("v1.0", sha, sha[:8], "HEAD~1", "main~1", "v1.0..HEAD", "HEAD^"):
            assert only(as_json(base))["says"].startswith("Every request: one more"), base

    def test_blanks_and_other_letters_in_paths(self, port: Repo) -> None:
        port.commit(**{"Fähre nach Føhr/über fahrt (1)": FERRY, 'odd "na\tme"': FERRY})
        port.write("Fähre nach Føhr/über fahrt (1).yaml", with_a_gate())
        port.write('odd "na\tme".yaml', with_a_gate())
        paths = sorted(one["path"] for one in as_json("HEAD")["maps"])
        assert paths == ["Fähre nach Føhr/über fahrt (1).yaml", 'odd "na\tme".yaml']
        for style in ("text", "markdown"):
            assert run("HEAD", "-f", style).exit_code == 0

    def test_an_ignored_file_is_no_new_map(self, port: Repo) -> None:
        port.write(".gitignore", "build/\n")
        port.commit()
        port.write("build/copy.yaml", FERRY)
        assert as_json("HEAD")["maps"] == []
        port.write("draft.yaml", FERRY.replace("Ferry", "Draft"))
        assert only(as_json("HEAD"))["fate"] == "new", "not added yet, and meant to be"

    def test_the_organisation_file_applies_on_each_side(self, port: Repo) -> None:
        roles = "roles: {clerk: {level: 3}, mate: {level: 2}, harbour-master: {level: 1}}\n"
        shop = f"organisation: Port\n{roles}parties: {{traveller: {{}}, driver: {{}}}}\n"
        port.write("organisation.yaml", shop)
        port.commit(**{"maps/one": FERRY})
        port.write("organisation.yaml", shop.replace("clerk: {level: 3}, ", ""))
        data = as_json("HEAD", "--", "maps")
        new = {finding["code"] for finding in only(data)["findings"]["new"]}
        assert "ST002" in new, "the clerk is known before, and not now"


class TestRefusals:
    """What cannot be compared is told with a way out; nothing fails with a trace."""

    def refused(self, *arguments: str) -> str:
        result = run(*arguments)
        assert result.exit_code == 2 and result.stdout == "", result.stdout
        assert result.exception is None or isinstance(result.exception, SystemExit)
        told: str = result.stderr
        assert told.startswith(("cxaudit: ", "Usage"))
        return told

    def test_unknown_revisions(self, port: Repo) -> None:
        assert "no file, folder or revision is called 'nope'" in self.refused("nope")
        assert "did you mean 'main'?" in self.refused("mian")
        assert "'HEAD~7'" in self.refused("HEAD~7")
        assert "'HEAD:ferry.yaml'" in self.refused("HEAD:ferry.yaml")
        assert "'nope'" in self.refused("main", "nope")
        assert "'a'" in self.refused("a...b")
        port.git("update-ref", "refs/remotes/origin/next", "HEAD")
        assert "did you mean 'origin/next'?" in self.refused("next")

    def test_options_are_no_revisions(self, port: Repo) -> None:
        assert "No such option" in self.refused("--output=stolen")
        from cxaudit.run.diff import diff
        from cxaudit.run.git import Unavailable

        for base in ("--output=stolen", "-x", "--upload-pack=touch stolen", "", "a\nb"):
            with pytest.raises(Unavailable, match="is no revision"):
                diff(base, "HEAD")
        assert not (port.folder / "stolen").exists()

    def test_a_name_of_two_things(self, port: Repo) -> None:
        port.git("branch", "sea")
        port.commit(**{"sea/one": FERRY})
        assert "write ./sea for the path, sea^0 for the revision" in self.refused("sea")
        assert run("sea^0").exit_code == 0 and run("main", "./sea").exit_code == 0

    def test_paths_that_are_nowhere(self, port: Repo) -> None:
        told = self.refused("HEAD", "--", "nowhere.yaml")
        assert "'nowhere.yaml' is neither in HEAD nor in the working tree" in told
        assert "lies outside the repository" in self.refused("HEAD", "--", "/etc")
        assert "are the same" in self.refused(".", "./")

    def test_one_path_alone(self, port: Repo, tmp_path: Path) -> None:
        for base in ("ferry.yaml", "./ferry.yaml", "."):
            told = self.refused(base)
            assert f"cxaudit diff HEAD {base} for what was changed" in told
        (tmp_path / "old").mkdir()
        (tmp_path / "old" / "ferry.yaml").write_text(with_a_gate())
        one = only(as_json("../old"))
        assert one["path"] == "ferry.yaml" and "one fewer sign-off" in one["says"]

    def test_no_repository(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "ferry.yaml").write_text(FERRY)
        assert "lies in no git repository" in self.refused("main")
        assert "lies in no git repository" in self.refused("main", "ferry.yaml")

    def test_no_git(self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        assert "git is not installed, or not on the PATH" in self.refused("main")
        shutil.copytree(port.folder, tmp_path / "copy", ignore=shutil.ignore_patterns(".git"))
        (tmp_path / "copy" / "ferry.yaml").rename(tmp_path / "copy" / "crossing.yaml")
        (tmp_path / "copy" / "crossing.yaml").write_text(with_a_gate())
        one = only(as_json(str(port.folder), str(tmp_path / "copy")))
        assert one["id_before"] == "ferry" and "one more sign-off" in one["says"]

    def test_no_commit_yet(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repo = Repo(tmp_path / "new")
        repo.write("ferry.yaml", FERRY)
        monkeypatch.chdir(repo.folder)
        assert "has no commit yet, so 'HEAD' names none: commit first" in self.refused("HEAD")
        assert "has no commit yet" in self.refused("main")

    def test_a_bare_repository(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port.commit(ferry=with_a_gate())
        port.git("clone", "-q", "--bare", str(port.folder), str(tmp_path / "bare.git"))
        monkeypatch.chdir(tmp_path / "bare.git")
        assert "bare repository, which has no working tree" in self.refused("main~1")
        one = only(as_json("main~1", "main"))
        assert one["path"] == "ferry.yaml" and "one more sign-off" in one["says"]
        assert as_json("HEAD~1", "HEAD", "--", "ferry.yaml")["maps"] == [one]

    def test_a_shallow_clone(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port.git("branch", "release")
        port.commit(ferry=with_a_gate())
        port.git("clone", "-q", "--depth=1", f"file://{port.folder}", str(tmp_path / "shallow"))
        monkeypatch.chdir(tmp_path / "shallow")
        told = self.refused("release")
        assert "not in this clone, whose history was cut off (a shallow clone)" in told
        assert "git fetch --depth=1 origin release" in told and "fetch-depth: 0" in told
        assert "git fetch --unshallow" in self.refused("HEAD~1")
        clone = Repo(tmp_path / "shallow")
        clone.git("fetch", "-q", "--depth=1", "origin", "release")
        assert "one more sign-off" in only(as_json("FETCH_HEAD"))["says"]
        assert "git fetch --unshallow" in self.refused("FETCH_HEAD...")

    def test_a_clone_without_its_files(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        port.commit(ferry=with_a_gate())
        port.git("config", "uploadpack.allowFilter", "true")
        source, clone = f"file://{port.folder}", tmp_path / "partial"
        port.git("clone", "-q", "--filter=blob:none", source, str(clone))
        monkeypatch.chdir(clone)
        told = self.refused("HEAD~1")
        assert "partial clone" in told and "git fetch --refetch --no-filter" in told
        Repo(clone).git("fetch", "-q", "--refetch", "--no-filter")
        assert "one more sign-off" in only(as_json("HEAD~1"))["says"]

    def test_histories_with_nothing_in_common(self, port: Repo) -> None:
        port.git("checkout", "-q", "--orphan", "alone")
        port.commit("2026-01-05", ferry=FERRY)
        assert "have no commit in common" in self.refused("main...HEAD")
        assert run("main").exit_code == 0

    def test_nothing_to_compare(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repo = Repo(tmp_path / "empty")
        repo.write("readme.txt", "no maps")
        repo.commit()
        monkeypatch.chdir(repo.folder)
        result = run("HEAD")
        assert result.exit_code == 3 and "no map on either side" in result.stderr

    def test_a_file_that_cannot_be_read(self, port: Repo, tmp_path: Path) -> None:
        if os.geteuid() == 0:
            pytest.skip("root reads everything")
        (port.folder / "ferry.yaml").chmod(0)
        assert "ferry.yaml: cannot be read" in self.refused("HEAD", ".")


class TestTrust:
    """Nothing of a repository is run, and nothing outside it is read."""

    def test_no_filter_hook_monitor_or_converter_runs(self, port: Repo, tmp_path: Path) -> None:
        trap = f"touch {tmp_path / 'sprung'}; cat"
        port.write(".gitattributes", "*.yaml filter=trap diff=trap\n")
        port.commit()
        for key in (
            "filter.trap.clean",
            "filter.trap.smudge",
            "diff.trap.textconv",
            "diff.trap.command",
            "diff.external",
            "core.fsmonitor",
            "core.pager",
            "gpg.program",
        ):
            port.git("config", key, trap)
        port.git("config", "log.showSignature", "true")
        port.git("config", "filter.trap.required", "true")
        for hook in ("post-index-change", "post-checkout", "fsmonitor-watchman"):
            file = port.write(f".git/hooks/{hook}", f"#!/bin/sh\n{trap}\n")
            file.chmod(0o755)
        (tmp_path / "sprung").unlink(missing_ok=True)
        port.write("ferry.yaml", with_a_gate(FERRY.replace("process: Ferry", "process: The ferry")))
        before = (port.folder / ".git" / "index").read_bytes()
        assert "one more sign-off" in only(as_json("HEAD"))["says"]
        assert run("HEAD~1", "HEAD").exit_code == 0
        assert not (tmp_path / "sprung").exists()
        assert (port.folder / ".git" / "index").read_bytes() == before

    def test_a_folder_made_to_look_like_a_repository(self, port: Repo, tmp_path: Path) -> None:
        trap = f"touch {tmp_path / 'sprung'}"
        port.write("maps/HEAD", "ref: refs/heads/main\n")
        port.write(
            "maps/config", f'[core]\n\trepositoryformatversion = 0\n\tfsmonitor = "{trap}"\n'
        )
        port.write("maps/objects/x", "")
        port.write("maps/refs/x", "")
        port.commit(**{"maps/one": FERRY})
        port.write("maps/one.yaml", with_a_gate())
        assert "one more" in only(as_json("HEAD", "maps"))["says"]
        assert not (tmp_path / "sprung").exists()

    def test_links_are_followed_within_the_repository_alone(
        self, port: Repo, tmp_path: Path
    ) -> None:
        secret = tmp_path / "secret.yaml"
        secret.write_text(FERRY.replace("Ferry booking", "Secret"))
        (port.folder / "out.yaml").symlink_to("../secret.yaml")
        (port.folder / "far.yaml").symlink_to(secret)
        (port.folder / "loop.yaml").symlink_to("loop.yaml")
        (port.folder / "in.yaml").symlink_to("ferry.yaml")
        port.commit()
        (port.folder / "loop.yaml").unlink()
        port.write("ferry.yaml", with_a_gate())
        for arguments in (["HEAD"], ["HEAD~1", "HEAD"], ["HEAD", "HEAD~1"]):
            result = run(*arguments, "-f", "json")
            assert result.exit_code == 0, result.stderr
            assert "Secret" not in result.stdout + result.stderr
        assert {one["id"] for one in as_json("HEAD")["maps"]} == {"ferry", "in"}
        result = run("HEAD", "--", "out.yaml")
        assert result.exit_code == 2 and "leads out of the repository" in result.stderr

    def test_the_variables_of_a_hook_are_not_obeyed(
        self, port: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        other = Repo(tmp_path / "other")
        other.commit(ferry=FERRY)
        port.write("ferry.yaml", with_a_gate())
        monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
        monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no index"))
        monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
        assert "one more sign-off" in only(as_json("HEAD"))["says"]

    def test_submodules_are_told_and_left_out(self, port: Repo, tmp_path: Path) -> None:
        shared = Repo(tmp_path / "shared")
        first = shared.commit(common=FERRY)
        port.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add",
                 str(shared.folder), "lib")  # fmt: skip
        port.commit()
        result = run("HEAD")
        assert result.exit_code == 0 and "note" not in result.stderr
        inner = Repo(port.folder / "lib")
        inner.commit(common=with_a_gate())
        result = run("HEAD")
        assert "lib is a repository of its own (a submodule)" in result.stderr
        command = f"cxaudit diff {first[:12]} lib"
        assert command in result.stderr and "common" not in result.stdout
        assert "one more sign-off" in only(as_json(*command.split()[2:]))["says"]

    def test_a_sparse_checkout_deletes_nothing(self, port: Repo) -> None:
        port.commit(**{"a/one": FERRY, "b/two": FERRY})
        port.git("sparse-checkout", "set", "a")
        port.write("a/one.yaml", with_a_gate())
        result = run("HEAD", "-f", "json")
        assert [one["id"] for one in json.loads(result.stdout)["maps"]] == ["one"]
        assert "left out of this sparse checkout, not compared: b/two.yaml" in result.stderr

    def test_files_kept_in_lfs_are_told(self, port: Repo) -> None:
        port.commit(big="version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n")
        port.write("big.yaml", FERRY.replace("Ferry", "Big"))
        result = run("HEAD", "-f", "json")
        assert json.loads(result.stdout)["maps"] == []
        assert "kept in Git LFS, not compared: big.yaml" in result.stderr


def test_what_is_left_out_would_have_told_nothing(
    port: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(VOLTA.parent, port.folder / "volta")
    load = "process: Load\nsteps:\n  weigh-load: {by: mate, waits: 1d}\n"
    calls = FERRY.replace("find-place: {by: clerk, takes: 10m, waits: 1h}", "find: {call: load}")
    port.commit(calls=calls, load=load, other=FERRY, gone=FERRY)
    mended = (port.folder / "volta" / "mended" / "quote-to-order.yaml").read_text()
    port.write("volta/mended/quote-to-order.yaml", mended.replace("takes: 15m", "takes: 25m"))
    port.write("load.yaml", load.replace("1d", "2d"))
    (port.folder / "gone.yaml").unlink()
    result = run("HEAD", "-f", "json")
    monkeypatch.setattr("cxaudit.run.diff.untouched", lambda *sides: set())
    assert result.stdout == run("HEAD", "-f", "json").stdout
    ids = [one["id"] for one in json.loads(result.stdout)["maps"]]
    assert {"calls", "load", "gone", "quote-to-order"} == set(ids)


def test_nothing_in_a_map_reaches_the_terminal(port: Repo) -> None:
    evil = with_a_gate().replace("Ferry booking", '"\\e]0;title\\a Ferry\\n<b>@all</b> | x"')
    port.write("ferry.yaml", evil.replace("Show the deck", '"\\e[2J <script>"'))
    for style in ("text", "markdown", "json"):
        told = run("HEAD", "-f", style).stdout
        assert told and not set(told) & set("\x1b\x07\r"), style
        assert style != "markdown" or not ("<b>" in told or "<script>" in told or "@all" in told)


def test_rules_of_the_project_are_kept(port: Repo) -> None:
    pack = """rules: Port
about: What our port wants.
P01:
  name: no-deck
  judges: step
  when: step.id == 'show-deck'
  severity: warning
  says: "{step.id} wants a guide"
  why: Visitors fall.
  instead: Send a guide along.
  needs: map
  examples:
    bad: "process: P\\nsteps:\\n  show-deck: {by: mate}\\n"
    good: "process: P\\nsteps:\\n  show-shore: {by: mate}\\n"
"""
    port.write("rules/port.yaml", pack)
    port.write(
        "ferry.yaml", FERRY.replace("show-deck: {does: Show the deck", "show-bridge: {does: X")
    )
    one = only(as_json("HEAD", "--rules", "rules/port.yaml"))
    assert "P01" in {finding["code"] for finding in one["findings"]["gone"]}
    assert "P01" not in json.dumps(as_json("HEAD"))
    assert run("HEAD", "--rules", "nowhere.yaml").exit_code == 2


def test_a_review_that_a_change_left_behind(port: Repo) -> None:
    dated = FERRY.replace("owner:", "reviewed: 2026-01-10\nowner:")
    port.commit("2026-01-10", ferry=dated)
    port.commit("2026-02-10", ferry=dated + "note: tide\n")
    one = only(as_json("HEAD~1", "HEAD"))
    assert [f["code"] for f in one["findings"]["new"]] == ["ST005"] and one["worse"] == []
    assert one["says"] == "Nothing changes for customers; one new finding."
    assert as_json("HEAD", "HEAD")["maps"] == []


def test_a_comment_for_many_maps_fits(port: Repo) -> None:
    names = [f"ferry-{number}" for number in range(60)]
    port.commit(**{name: FERRY.replace("Ferry", name) for name in names})
    for name in names:
        port.write(f"{name}.yaml", with_a_gate(FERRY.replace("Ferry", name)))
    text = run("HEAD", "-f", "markdown").stdout
    assert len(text) < 65_536
    assert text.count("one more sign-off") == 60, "every sentence is there, the details are not"


def test_help_has_an_example() -> None:
    told = CliRunner().invoke(app, ["diff", "--help"]).stdout
    assert "Example: cxaudit diff main" in told and "[-- PATH...]" in told
