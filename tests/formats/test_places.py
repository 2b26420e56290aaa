"""Paths as formats write them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cxaudit.formats.places import inside, located, shown, uri


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def test_paths_below_the_current_folder_are_relative(tmp_path: Path) -> None:
    for path in ("a/b.yaml", "./a/b.yaml", "a/x/../b.yaml", str(tmp_path / "here/a/b.yaml")):
        assert shown(path) == located(path) == uri(path) == "a/b.yaml"
        assert inside(path)


def test_paths_elsewhere(tmp_path: Path) -> None:
    outside = f"{tmp_path.as_posix()}/b.yaml"
    assert shown("../b.yaml") == "../b.yaml" and not inside("../b.yaml")
    assert located("../b.yaml") == outside and uri("../b.yaml") == f"file://{outside}"
    assert shown(outside) == located(outside) == outside and not inside(outside)


def test_a_folder_reached_through_a_link_is_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "here")
    assert shown(str(tmp_path / "link" / "b.yaml")) == "b.yaml"


def test_bytes_that_are_no_letters_keep_their_address() -> None:
    assert uri(os.fsdecode(b"a\xff.yaml")) == "a%FF.yaml"
    assert uri("a:b.yaml") == "a%3Ab.yaml"
    assert uri("\ud800.yaml") == "%3F.yaml"
