"""A folder takes a portal whole or not at all, and what no portal wrote there stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cxaudit.report.site import publish as module
from cxaudit.report.site.publish import HOME, MANIFEST, NotPublished, publish

FIRST = {"index.html": b"one", "maps/a.html": b"a", "roles/b.html": b"b"}
SECOND = {"index.html": b"two", "maps/a.html": b"a", "rules/c.html": b"c"}


def held(folder: Path) -> dict[str, bytes]:
    """The files in a folder, without the portal's own list."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and HOME not in path.parts
    }


def test_a_new_folder(tmp_path: Path) -> None:
    told = publish(tmp_path / "public", FIRST)
    assert held(tmp_path / "public") == FIRST
    assert set(told.written) == set(FIRST) and not told.same
    assert sorted(p.name for p in (tmp_path / "public" / HOME).iterdir()) == ["manifest.json"]


def test_the_next_run_writes_what_differs_and_takes_away_what_is_over(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    before = (tmp_path / "maps/a.html").stat().st_mtime_ns
    told = publish(tmp_path, SECOND)
    assert held(tmp_path) == SECOND
    assert set(told.written) == {"index.html", "rules/c.html"}
    assert told.same == ("maps/a.html",) and told.removed == ("roles/b.html",)
    assert (tmp_path / "maps/a.html").stat().st_mtime_ns == before
    assert not (tmp_path / "roles").exists()


def test_the_same_again_writes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    told = publish(tmp_path, FIRST)
    assert not told.written and not told.removed and set(told.same) == set(FIRST)


def test_files_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles/notes.txt").write_text("mine")
    (tmp_path / "CNAME").write_text("intranet")
    publish(tmp_path, FIRST)
    publish(tmp_path, SECOND)
    assert held(tmp_path) == SECOND | {"roles/notes.txt": b"mine", "CNAME": b"intranet"}


def test_a_page_of_somebody_else_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("home")
    with pytest.raises(NotPublished, match=r"index\.html is there and no portal wrote it"):
        publish(tmp_path, FIRST)
    assert held(tmp_path) == {"index.html": b"home"}
    assert not (tmp_path / HOME).exists()


def test_a_page_that_somebody_changed_is_kept_when_it_is_over(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    (tmp_path / "roles/b.html").write_text("my own words")
    told = publish(tmp_path, SECOND)
    assert told.kept == ("roles/b.html",) and not told.removed
    assert (tmp_path / "roles/b.html").read_text() == "my own words"


@pytest.mark.parametrize("fault", [OSError("disk full"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_what_fails_half_way_leaves_the_old_portal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, after: int
) -> None:
    publish(tmp_path, FIRST)
    before, listed = held(tmp_path), (tmp_path / MANIFEST).read_bytes()
    real, calls = Path.replace, []

    def breaking(self: Path, target: Path) -> Path:
        if "manifest" not in self.name:
            calls.append(self)
            if len(calls) == after + 1:
                raise fault
        return real(self, target)

    monkeypatch.setattr(Path, "replace", breaking)
    with pytest.raises(type(fault)):
        publish(tmp_path, SECOND)
    monkeypatch.undo()
    assert held(tmp_path) == before
    assert (tmp_path / MANIFEST).read_bytes() == listed
    publish(tmp_path, SECOND)
    assert held(tmp_path) == SECOND


def test_an_interruption_while_files_are_prepared_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(self: Path, data: bytes) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", interrupted)
    with pytest.raises(KeyboardInterrupt):
        publish(tmp_path / "public", FIRST)
    assert not (tmp_path / "public").exists()


def test_a_run_that_was_killed_is_mended_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path, FIRST)
    # What a power cut may leave behind: drafts, and a page of each portal.
    (tmp_path / HOME / "new/rules").mkdir(parents=True)
    (tmp_path / HOME / "new/rules/c.html").write_bytes(b"half")
    module._note(tmp_path, json.loads((tmp_path / MANIFEST).read_bytes())["files"] | {"x.html": ""})
    (tmp_path / "maps/a.html").unlink()
    publish(tmp_path, SECOND)
    assert held(tmp_path) == SECOND
    assert sorted(p.name for p in (tmp_path / HOME).iterdir()) == ["manifest.json"]


@pytest.mark.parametrize(
    "name", ["../loot", "/etc/loot", "a/../../loot", ".cxaudit-site/x", "", "a\\b"]
)
def test_a_forged_list_takes_nothing_away(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "public"
    publish(folder, FIRST)
    (tmp_path / "loot").write_bytes(b"gold")
    mark = module._digest(b"gold")
    listed = json.loads((folder / MANIFEST).read_bytes())
    listed["files"][name] = mark
    (folder / MANIFEST).write_text(json.dumps(listed))
    told = publish(folder, SECOND)
    assert told.removed == ("roles/b.html",)
    assert (tmp_path / "loot").read_bytes() == b"gold"


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"files": 3}', b"\xff", b"[" * 100_000])
def test_a_broken_list_loses_nothing(tmp_path: Path, broken: bytes) -> None:
    publish(tmp_path, FIRST)
    (tmp_path / MANIFEST).write_bytes(broken)
    assert publish(tmp_path, FIRST).written == ()
    (tmp_path / MANIFEST).write_bytes(broken)
    with pytest.raises(NotPublished):
        publish(tmp_path, SECOND)
    assert held(tmp_path) == FIRST


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "public"
    folder.mkdir()
    (folder / "maps").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotPublished, match="link"):
        publish(folder, FIRST)
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "maps").write_text("mine")
    with pytest.raises(NotPublished, match="a file where the portal needs a folder"):
        publish(tmp_path, FIRST)
    with pytest.raises(NotPublished, match="is a file: name a folder"):
        publish(tmp_path / "maps", FIRST)
