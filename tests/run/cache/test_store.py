"""A cache that is broken, foreign, read-only or full is a miss, and never more than that."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from cxaudit.run.cache.place import cache_folder, store_in
from cxaudit.run.cache.store import ANSWERS, LARGEST, TAG, VERDICTS, Store, clear, key_of

KEY = key_of("something")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def file_of(store: Store) -> Path:
    (path,) = (store.folder / VERDICTS).glob("*/*")
    return path


def test_what_is_put_can_be_had(store: Store) -> None:
    assert store.get(VERDICTS, KEY) is None
    store.put(VERDICTS, KEY, b"said")
    assert store.get(VERDICTS, KEY) == b"said"
    assert store.get(ANSWERS, KEY) is None


def test_keys_tell_parts_apart() -> None:
    assert key_of("ab", "c") != key_of("a", "bc")
    assert key_of("\ud800") != key_of("?")


def test_other_tools_leave_a_cache_alone(store: Store) -> None:
    store.put(VERDICTS, KEY, b"said")
    assert (store.folder / ".gitignore").read_text() == "*\n"
    assert (
        (store.folder / TAG).read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    )


@pytest.mark.parametrize("kept", [0, 5, 20, -1])
def test_a_truncated_file_is_a_miss(store: Store, kept: int) -> None:
    store.put(VERDICTS, KEY, b"said" * 100)
    path = file_of(store)
    path.write_bytes(path.read_bytes()[:kept])
    assert store.get(VERDICTS, KEY) is None


def test_a_file_with_another_letter_is_a_miss(store: Store) -> None:
    store.put(VERDICTS, KEY, b"said")
    path = file_of(store)
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    assert store.get(VERDICTS, KEY) is None


def test_files_of_others_are_misses(store: Store) -> None:
    for text in (b"", b"PK\x03\x04", b"cxaudit 1\n", os.urandom(200)):
        store.put(VERDICTS, KEY, b"said")
        file_of(store).write_bytes(text)
        assert store.get(VERDICTS, KEY) is None


def test_a_folder_in_the_place_of_a_file_is_a_miss(store: Store) -> None:
    (store.folder / VERDICTS / KEY[:2] / KEY).mkdir(parents=True)
    assert store.get(VERDICTS, KEY) is None
    store.put(VERDICTS, KEY, b"said")
    assert store.get(VERDICTS, KEY) is None


def test_a_file_in_the_place_of_the_folder_is_no_cache(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    assert store_in(tmp_path / "kept") is None
    store = Store(tmp_path / "kept")
    store.put(VERDICTS, KEY, b"said")
    store.trim()
    assert store.get(VERDICTS, KEY) is None
    assert (tmp_path / "kept").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_cache_can_be_read(store: Store) -> None:
    store.put(VERDICTS, KEY, b"said")
    folder = file_of(store).parent
    folder.chmod(0o500)
    try:
        other = KEY[:2] + key_of("else")[2:]
        store.put(VERDICTS, other, b"else")
        assert store.get(VERDICTS, other) is None
        assert store.get(VERDICTS, KEY) == b"said"
    finally:
        folder.chmod(0o700)


def test_a_disk_that_takes_nothing_is_tried_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    store.put(VERDICTS, KEY, b"said")
    store.put(VERDICTS, key_of("more"), b"more")
    monkeypatch.undo()
    assert store.get(VERDICTS, KEY) is None
    assert list((store.folder / VERDICTS).glob("*/.*")) == []  # no draft is left


def test_what_is_too_large_is_not_kept(store: Store) -> None:
    store.put(ANSWERS, KEY, bytes(LARGEST + 1))
    assert store.get(ANSWERS, KEY) is None


def test_what_unpacks_to_too_much_is_a_miss(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.put(ANSWERS, KEY, bytes(10_000))
    monkeypatch.setattr("cxaudit.run.cache.store.LARGEST", 9_999)
    assert store.get(ANSWERS, KEY) is None


def test_the_least_recently_used_goes_first(tmp_path: Path) -> None:
    store = Store(tmp_path, sizes={ANSWERS: 4_000, VERDICTS: 4_000})
    for number in range(10):
        store.put(ANSWERS, key_of(number), os.urandom(1_000))
        os.utime(tmp_path / ANSWERS / key_of(number), (number, number))
    store.trim()
    left = [number for number in range(10) if store.get(ANSWERS, key_of(number)) is not None]
    assert left == [8, 9]


def test_what_is_used_counts_as_new(store: Store) -> None:
    store.put(VERDICTS, KEY, b"said")
    os.utime(file_of(store), (0, 0))
    store.get(VERDICTS, KEY)
    assert file_of(store).stat().st_mtime > 0


def test_clearing_removes_a_cache_and_nothing_else(store: Store, tmp_path: Path) -> None:
    store.put(VERDICTS, KEY, b"said")
    (store.folder / "notes.txt").write_text("mine")
    assert clear(store.folder)
    assert [path.name for path in store.folder.iterdir()] == ["notes.txt"]
    assert not clear(store.folder)
    assert not clear(tmp_path / "nowhere")


def test_a_folder_of_others_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / VERDICTS).mkdir()
    (tmp_path / TAG).write_text("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert not clear(tmp_path)
    assert (tmp_path / VERDICTS).is_dir()


def test_a_link_is_not_followed_where_a_cache_is_cleared(store: Store, tmp_path: Path) -> None:
    store.put(ANSWERS, KEY, b"said")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine").write_text("mine")
    (store.folder / VERDICTS).symlink_to(outside)
    clear(store.folder)
    assert (outside / "mine").exists()


def test_a_folder_that_anybody_may_write_to_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept").chmod(0o777)
    assert store_in(tmp_path / "kept") is None
    (tmp_path / "kept").chmod(0o755)
    assert store_in(tmp_path / "kept") is not None


def test_the_cache_lies_with_the_user_not_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CXAUDIT_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    assert cache_folder() is None  # nobody asks for one
    monkeypatch.setenv("CXAUDIT_CACHE", "on")
    monkeypatch.setattr("sys.platform", "linux")
    assert cache_folder() == tmp_path / "caches" / "cxaudit"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # such a one is to be ignored
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "cxaudit"
    monkeypatch.delenv("HOME")
    assert cache_folder() is None
    monkeypatch.setenv("CXAUDIT_CACHE", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here"
    monkeypatch.setenv("CXAUDIT_CACHE", "off")
    assert cache_folder() is None
    assert cache_folder("there") == Path.cwd() / "there"


def _hammer(folder: str, seed: int) -> int:
    """Write and read the same few keys over and over; how many things were not what was put."""
    store = Store(Path(folder), sizes={VERDICTS: 256 * 20_000, ANSWERS: 60_000})
    wrong = 0
    for turn in range(150):
        kind = (VERDICTS, ANSWERS)[turn % 2]
        key = key_of((seed * 31 + turn * 7) % 12)
        found = store.get(kind, key)
        wrong += found is not None and found != key.encode() * 500
        store.put(kind, key, key.encode() * 500)
        if turn % 10 == seed % 10:
            store.trim()
        if turn == 70:
            clear(Path(folder))
    return wrong


def test_several_processes_share_a_cache(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        wrong = list(pool.map(_hammer, [str(tmp_path / "kept")] * 2, [1, 2]))
    assert wrong == [0, 0]
