"""Files are written whole or not at all, and what is there is respected."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cxaudit.run.writing import NotWritten, replace_file, write_output, write_whole


def test_a_new_file_is_made_with_its_folders(tmp_path: Path) -> None:
    write_output(tmp_path / "out/audit/findings.json", b"{}")

    assert (tmp_path / "out/audit/findings.json").read_bytes() == b"{}"
    assert [path.name for path in (tmp_path / "out/audit").iterdir()] == ["findings.json"]


def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").write_bytes(b"")
    write_whole(tmp_path / "new", b"text")

    assert stat.S_IMODE((tmp_path / "new").stat().st_mode) == stat.S_IMODE(
        (tmp_path / "usual").stat().st_mode
    )


def test_a_file_that_is_replaced_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "secret.json"
    path.write_bytes(b"old")
    path.chmod(0o600)
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_goes_on_leading_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/findings.json").write_bytes(b"old")
    link = tmp_path / "findings.json"
    link.symlink_to("shared/findings.json")
    write_whole(link, b"new")

    assert link.is_symlink()
    assert (tmp_path / "shared/findings.json").read_bytes() == b"new"


def test_a_link_to_a_file_that_is_not_there_makes_it(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    link = tmp_path / "findings.json"
    link.symlink_to("shared/findings.json")
    write_whole(link, b"new")

    assert link.is_symlink()
    assert (tmp_path / "shared/findings.json").read_bytes() == b"new"


def test_a_file_with_two_names_keeps_both(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_bytes(b"old and long")
    other.hardlink_to(one)
    write_whole(one, b"new")
    assert other.read_bytes() == b"new"

    replace_file(one, b"new", b"newer")
    assert other.read_bytes() == b"newer"


def test_a_file_with_two_names_is_not_written_over_what_somebody_else_wrote(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    one.write_bytes(b"theirs")
    other.hardlink_to(one)

    with pytest.raises(NotWritten, match="changed by somebody else"):
        replace_file(one, b"ours", b"new")
    assert other.read_bytes() == b"theirs"


def test_a_read_only_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "findings.json"
    path.write_bytes(b"old")
    path.chmod(0o444)

    with pytest.raises(PermissionError, match="read-only and stays as it is"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="it is a folder"):
        write_whole(tmp_path, b"new")


def test_a_pipe_takes_what_is_written_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        write_whole(pipe, b"x" * 2000)
        assert reader.read() == b"x" * 2000

    assert pipe.is_fifo()


def test_a_pipe_that_nobody_reads_is_told_and_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(OSError, match="a pipe that nobody reads"):
        write_whole(pipe, b"new")
    assert pipe.is_fifo()


def test_a_file_with_a_name_as_long_as_can_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ü" * 127)
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
