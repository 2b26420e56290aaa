"""`cxaudit fmt` as people use it: files, folders, standard input, what it never overwrites."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.run import formatting
from cxaudit.run.formatting import Formatted, format_one

UNTIDY = "process:   Claim\r\nsteps: {a:  {by: 'desk'}}"
TIDY = "process: Claim\nsteps: {a: {by: desk}}\n"


def run(*arguments: str | Path, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["fmt", *map(str, arguments)], input=given)


@pytest.fixture
def untidy(tmp_path: Path) -> Path:
    path = tmp_path / "claim.yaml"
    path.write_bytes(UNTIDY.encode())
    return path


def test_in_place(untidy: Path) -> None:
    result = run(untidy)
    assert (result.exit_code, result.stdout, result.stderr) == (
        0,
        f"{untidy}\n",
        "1 file changed\n",
    )
    assert untidy.read_bytes().decode() == TIDY
    again = run(untidy)
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr == "0 files changed, 1 file unchanged\n"


def test_check(untidy: Path) -> None:
    result = run("--check", untidy)
    assert (result.exit_code, result.stdout) == (1, f"{untidy}\n")
    assert untidy.read_bytes().decode() == UNTIDY
    run(untidy)
    assert run("--check", untidy).exit_code == 0


def test_diff(untidy: Path) -> None:
    result = run("--diff", untidy)
    assert result.exit_code == 0 and untidy.read_bytes().decode() == UNTIDY
    assert result.stdout_bytes.decode().replace("\r\n", "<CR>\n") == (
        f"--- {untidy}\n+++ {untidy}\n@@ -1,2 +1,2 @@\n-process:   Claim<CR>\n"
        "-steps: {a:  {by: 'desk'}}\n\\ No newline at end of file\n"
        "+process: Claim\n+steps: {a: {by: desk}}\n"
    )
    assert run("--diff", "--check", untidy).exit_code == 1


def test_standard_input() -> None:
    assert run("-", given=UNTIDY).stdout == TIDY
    assert run("-", "--check", given=UNTIDY).exit_code == 1
    assert run("-", "--check", given=TIDY).exit_code == 0
    assert "+process: Claim" in run("-", "--diff", given=UNTIDY).stdout
    broken = run("-", given="process: {")
    assert (broken.exit_code, broken.stdout) == (
        2,
        "",
    ) and "<stdin>:1:10: a bracket" in broken.stderr
    assert run("-", "other.yaml", given=TIDY).exit_code == 2


def test_folders_as_an_audit_reads_them(tmp_path: Path) -> None:
    ours = ["map.yaml", "sub/organisation.yml", "sub/try.yaml"]
    texts = ["process:  x\nsteps: {a}\n", "organisation:  x\n", "whatif:  x\nof: map\n"]
    others = {"pack.yaml": "rules:  x\n", "ci.yaml": "on:  push\n", "a.txt": "process:  x\n"}
    (tmp_path / "sub").mkdir()
    for name, text in [*zip(ours, texts, strict=True), *others.items()]:
        (tmp_path / name).write_text(text)
    result = run(tmp_path)
    assert sorted(result.stdout.split()) == sorted(str(tmp_path / name) for name in ours)
    assert all((tmp_path / name).read_text() == text for name, text in others.items())
    assert run(tmp_path / "pack.yaml").exit_code == 0  # named itself, a pack is laid out
    assert (tmp_path / "pack.yaml").read_text() == "rules: x\n"


def test_what_is_not_laid_out_is_told(tmp_path: Path, untidy: Path) -> None:
    (tmp_path / "broken.yaml").write_text("process: x\nsteps: {a\n")
    result = run(untidy, tmp_path / "broken.yaml", tmp_path / "nowhere.yaml")
    assert result.exit_code == 2 and untidy.read_text() == TIDY
    assert f"cxaudit: {tmp_path / 'broken.yaml'}:2:8: a bracket is not closed" in result.stderr
    assert "nowhere.yaml: no such file or folder" in result.stderr
    assert "1 file changed, 2 files left alone" in result.stderr


def test_nothing_to_lay_out(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 3 and "no map" in result.stderr


def test_permissions_and_links_stay(tmp_path: Path, untidy: Path) -> None:
    untidy.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(untidy.name)
    assert run(link).exit_code == 0
    assert link.is_symlink() and untidy.read_text() == TIDY
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["claim.yaml", "link.yaml"]


def test_one_file_by_two_ways_is_written_once(tmp_path: Path, untidy: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(untidy.name)
    result = run(tmp_path)
    assert (result.exit_code, result.stderr) == (0, "1 file changed\n")


def test_read_only_file(untidy: Path) -> None:
    untidy.chmod(0o444)
    result = run(untidy)
    assert result.exit_code == 2 and "read-only" in result.stderr
    assert untidy.read_bytes().decode() == UNTIDY


def test_file_that_changes_meanwhile(untidy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slowly(path: str, data: bytes) -> Formatted:
        untidy.write_text("process: Somebody else\n")
        return format_one(path, data)

    monkeypatch.setattr(formatting, "format_one", slowly)
    result = run(untidy)
    assert result.exit_code == 2 and "changed by somebody else" in result.stderr
    assert untidy.read_text() == "process: Somebody else\n"
    assert [p.name for p in untidy.parent.iterdir()] == [untidy.name]


def test_interruption_leaves_every_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        (tmp_path / f"{number}.yaml").write_text(UNTIDY)
    calls = iter(range(100))
    replace = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", interrupted)
    result = run(tmp_path)
    assert result.exit_code == 130 and "2 files changed, none half written" in result.stderr
    texts = [(tmp_path / f"{number}.yaml").read_bytes().decode() for number in range(4)]
    assert texts[:2] == [TIDY, TIDY] and TIDY not in texts[2:]
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_interruption_by_a_signal(tmp_path: Path) -> None:
    texts = {}
    for number in range(300):
        path = tmp_path / f"{number:03}.yaml"
        steps = "".join(f"    s{step}:   {{by: 'desk'}}\n" for step in range(60))
        path.write_text(f"process:   x{number}\nsteps:\n{steps}")
        texts[path] = {path.read_text(), format_one("", path.read_bytes()).after.decode()}
    process = subprocess.Popen(
        [sys.executable, "-m", "cxaudit", "fmt", str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    while process.poll() is None and texts[tmp_path / "003.yaml"] == {
        (tmp_path / "003.yaml").read_text(),
        format_one("", (tmp_path / "003.yaml").read_bytes()).after.decode(),
    }:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode in (0, 130), told
    assert all(path.read_text() in either for path, either in texts.items())
    assert len(list(tmp_path.iterdir())) == 300
