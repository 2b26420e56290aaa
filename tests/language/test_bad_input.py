"""Bad input: each is told with a place and a way out, and the other files are still audited."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.language.read import read, read_text

GOOD = "process: Good\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
BOMB = "process: P\nsteps:\n  a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"  {chr(98 + i)}: &{chr(98 + i)} [{','.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)
)
# name: (text, what is said, line, column)
INSIDE: dict[str, tuple[bytes, str, int, int]] = {
    "brackets": (b"process: " + b"[" * 100_000, "levels deep", 1, 110),
    "alias-bomb": (BOMB.encode(), "expand without bound", 3, 18),
    "recursive-alias": (b"process: P\nsteps: &a [*a]\n", "contains itself", 2, 8),
    "recursive-block": (b"process: P\nsteps: &s\n  a: *s\n", "contains itself", 2, 8),
    "duplicate-keys": (b"process: P\nsteps:\n  a:\n  a:\n", "stands twice", 4, 3),
    "tab": (b"process: P\nsteps:\n\ta: {by: x}\n", "a tab indents this line", 3, 1),
    "open-to-the-end": (
        b"process: P\nowner: x\nsteps: [\n",
        "opened on line 3): write the missing ]",
        3,
        8,
    ),
    "open-in-brackets": (
        b"process: P\nsteps: [a, {b: ']', c: [d }\n",
        "opened on line 2): write the missing ]",
        2,
        27,
    ),
    "open-behind-a-comment": (
        b"process: P\nnote: don't {x # [\nsteps: {a: {by: x},\n",
        "opened on line 3): write the missing }",
        3,
        8,
    ),
    "two-commas": (b"process: P\nsteps: [a,, b]\n", "nothing stands before this comma", 2, 11),
    "nul": (b"process: P\0\nsteps:\n  a:\n", "NUL", 1, 11),
    "two-documents": (GOOD.encode() + b"---\nprocess: Q\n", "second document", 5, 1),
    "empty": (b"", "the file is empty", 1, 1),
    "comment-only": (b"# nothing\n", "the file is empty", 1, 1),
    "binary": (bytes(range(128, 256)) * 4, "not UTF-8", 1, 1),
    "utf-16": ("process: P".encode("utf-16"), "UTF-16", 1, 1),
    "too-large": (b"process: P\n" + b"# x" * 17_000_000, "the most that is read", 1, 1),
    "unknown-key": (b"process: P\nstep:\n  a:\nsteps: {a: {}}\n", "did you mean 'steps'", 2, 1),
    "no-steps": (b"process: P\nowner: x\n", "no steps", 1, 1),
    "empty-steps": (b"process: P\nsteps: {}\n", "at least one step", 2, 8),
    "tag": (b"process: P\nsteps:\n  a: {by: !x y}\n", "YAML tag", 3, 11),
    "merge": (b"process: P\nsteps:\n  a: {<<: {by: x}}\n", "<<", 3, 7),
    "leading-key": (b"proces: P\nsteps: {a: {}}\n", "did you mean 'process'", 1, 1),
    "key-not-first": (b"owner: x\nprocess: P\nsteps: {a: {}}\n", "must be the first key", 1, 1),
    "reserved": (b"process: P\nsteps:\n  end: {by: x}\n", "no step is called `end`", 3, 3),
    "share": (b"process: P\nsteps:\n  a: {next: {yes 140%: b, no: b}}\n  b:\n", "100%", 3, 13),
}  # fmt: skip


@pytest.mark.parametrize("name", INSIDE)
def test_what_is_wrong_inside_a_file_is_a_finding_with_a_place(name: str, tmp_path: Path) -> None:
    data, says, line, column = INSIDE[name]
    (tmp_path / "bad.yaml").write_bytes(data)
    (tmp_path / "good.yaml").write_text(GOOD)
    paths = [str(tmp_path / "bad.yaml"), str(tmp_path / "good.yaml")]
    result = CliRunner().invoke(app, ["check", "--format", "json", *paths])
    found = [f for f in json.loads(result.stdout)["findings"] if f["code"] == "ST001"]
    assert result.exit_code == 1
    assert any(says.lower() in f["says"].lower() for f in found), found
    one = next(f for f in found if says.lower() in f["says"].lower())
    assert (one["span"]["line"], one["span"]["column"]) == (line, column)
    assert not [
        f
        for f in json.loads(result.stdout)["findings"]
        if "good" in f["file"] and f["severity"] == "error"
    ]


# text: what is said; each is a trap of YAML with its way out
TRAPS: dict[str, str] = {
    "process: P\nsteps:\n  a: {with: agent via phone, email}\n": "a comma ends a value inside braces",
    "process: P\nsteps:\n  a: {over: 5,000}\n": "write 5000 without it",
    "process: P\nsteps:\n  a: {because: FIN #12}\n": "YAML reads #12 as a comment",
    "process: P\nsteps:\n  a:\n    because: FIN #12\n": "YAML reads #12 as a comment",
    "process: P\nsteps:\n  - Clerk asks: the name\n": "quote the sentence",
    "process: P\nsteps:\n  a: {over: > 5000 EUR}\n": "`over 5000 EUR`",
    "process: P\nsteps:\n  a: {cost: %5}\n": "percent sign",
    "process: P\nsteps:\n  a: {does: @desk}\n": "at sign",
    "process: P\nsteps:\n  a: {does: `x`}\n": "backtick",
    "process: P\nsteps:\n  a: {does: *x}\n": "quote it",
    "process: P\nsteps:\n  a: {next: {ok?: b}}\n  b:\n": "quote the key",
    "process: P\nsteps:\n  a: {takes: 15}\n": "write 15m for minutes",
    "process: P\nsteps:\n  a: {waits: 24h}\n": "did you mean 1d",
    "process: P\nsteps:\n  a: {by: someone}\n": "say who",
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), TRAPS.items())
def test_traps_are_told_with_their_way_out(text: str, says: str) -> None:
    problems = read_text(text, "map.yaml").problems
    assert problems, "the trap was not seen"
    if says:
        assert any(says in problem.says for problem in problems), problems
    assert all(problem.span.line >= 3 for problem in problems)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("process: P\nsteps:\n  a: {next: bb}\n  b:\n", "ST002", "did you mean 'b'"),
        ("process: P\nsteps:\n  a: {next: {x: zz}}\n  b:\n", "ST002", "no step is called 'zz'"),
        ("process: P\nrequests: {easy: {}}\nsteps:\n  a: {for: esay}\n  b:\n", "ST002", "'easy'"),
        ("process: P\nsteps:\n  a: {next: a}\n", "FL404", ""),
        (
            "process: P\nrequests: {a: {share: 80%}, b: {share: 60%}}\nsteps:\n  x:\n",
            "ST001",
            "140%",
        ),
    ],
)
def test_what_reads_but_cannot_be(text: str, code: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(text)
    result = CliRunner().invoke(app, ["check", "-f", "json", str(tmp_path)])
    found = [f for f in json.loads(result.stdout)["findings"] if f["code"] == code]
    assert found and says.lower() in found[0]["says"].lower()
    assert result.exit_code == 1


def test_a_path_that_does_not_exist_is_2_after_the_rest_was_audited(tmp_path: Path) -> None:
    (tmp_path / "good.yaml").write_text("process: Bad\nsteps:\n  a: {next: zz}\n")
    result = CliRunner().invoke(app, ["check", str(tmp_path), str(tmp_path / "gone.yaml")])
    assert result.exit_code == 2
    assert "ST002" in result.stdout
    assert "gone.yaml: no such file or folder" in result.stderr


def test_nothing_to_audit_is_3(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("version: 2\nservices: {}\n")
    result = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert result.exit_code == 3
    assert "begins with `process:`" in result.stderr


def test_a_directory_with_the_name_of_a_map(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").mkdir()
    (tmp_path / "map.yaml").write_text(GOOD)
    result = CliRunner().invoke(app, ["check", "-f", "json", str(tmp_path)])
    assert result.exit_code == 0


def test_a_file_that_vanishes_or_cannot_be_read_is_2(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(GOOD)
    (tmp_path / "link.yaml").symlink_to(tmp_path / "nowhere")
    result = CliRunner().invoke(app, ["check", "-f", "json", str(tmp_path)])
    assert result.exit_code == 2
    assert "link.yaml" in result.stderr
    assert json.loads(result.stdout)["failures"][0]["path"].endswith("link.yaml")


def test_unreadable_files_in_a_folder_are_ours_only_where_a_line_says_so(tmp_path: Path) -> None:
    (tmp_path / "values.yaml").write_text("a: [1\n")
    (tmp_path / "map.yaml").write_text("process: P\nsteps: [a\n")
    result = CliRunner().invoke(app, ["check", "-f", "json", str(tmp_path)])
    files = {f["file"] for f in json.loads(result.stdout)["findings"]}
    assert {Path(file).name for file in files} == {"map.yaml"}


def test_a_file_of_any_bytes_is_read_without_a_crash() -> None:
    for data in (b"\xff", b"\x00" * 10, b"%PDF-1.7\n", b"PK\x03\x04", b"\xef\xbb\xbf"):
        assert read(data, "map.yaml").problems
