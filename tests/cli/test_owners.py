"""`cxaudit owners`: a block of CODEOWNERS from the owners of processes."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.formats.owners import BrokenBlock, block, escaped, merged
from cxaudit.run.owners import Owned

BLOCK = """\
# cxaudit owners: begin (written by `cxaudit owners`: what is changed in here is lost)
/maps/cut-keys.yaml @acme/shop-manager
/maps/organisation.yaml anna@keys.example
# cxaudit owners: end
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["owners", *map(str, arguments)])


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a map and an organisation; commands run in it."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "organisation.yaml").write_text(
        "organisation: Keys\nroles:\n  head: {level: 1, holder: anna@keys.example}\n"
        "  Shop Manager: {level: 2, holder: Bob}\n"
    )
    add(tmp_path, "cut-keys", "owner: shop manager")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(folder: Path, name: str, says: str) -> None:
    (folder / "maps" / f"{name}.yaml").write_text(
        f"process: {name}\n{says}\nsteps: {{cut: {{by: clerk}}}}\n"
    )


def test_the_block(shop: Path) -> None:
    result = run("--prefix", "@acme/")
    assert (result.exit_code, result.stdout, result.stderr) == (0, BLOCK, "")
    assert run("maps", "--handle", "Shop manager=@acme/shop-manager").stdout == BLOCK


def test_paths_are_those_of_the_repository(shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop / "maps")
    assert run("cut-keys.yaml", "organisation.yaml", "--prefix", "@acme/").stdout == BLOCK


def test_a_handle_goes_before_the_holder_and_that_before_the_prefix(shop: Path) -> None:
    result = run(
        "--prefix", "@acme/", "--handle", "head=@acme/top", "--handle", "shop-manager=b@x.org"
    )
    assert "/maps/cut-keys.yaml b@x.org\n" in result.stdout
    assert "/maps/organisation.yaml @acme/top\n" in result.stdout


def test_several_owners_and_roles_of_the_map_itself(shop: Path) -> None:
    add(shop, "two", 'owner: [head, desk, other]\nroles: {desk: {holder: "@desk-team"}}')
    result = run("maps/two.yaml")
    assert "/maps/two.yaml anna@keys.example @desk-team\n" in result.stdout
    assert "maps/two.yaml: other has no handle: give --handle other=@team" in result.stderr


def test_the_top_of_a_house_without_levels(shop: Path) -> None:
    path = shop / "maps" / "organisation.yaml"
    path.write_text("organisation: K\nroles: {desk: {reports-to: boss}, boss: {}, aide: {}}\n")
    assert "/maps/organisation.yaml @boss\n" in run("--prefix", "@").stdout
    path.write_text("organisation: K\nunits: {shop: {head: anna}, bench: {head: bob}}\n")
    assert "/maps/organisation.yaml @anna @bob\n" in run("--prefix", "@").stdout


class TestUnowned:
    def test_it_is_told_and_left_out(self, shop: Path) -> None:
        add(shop, "lost", "note: none")
        result = run("--prefix", "@acme/")
        assert (result.exit_code, result.stdout) == (0, BLOCK)
        assert result.stderr == "cxaudit: maps/lost.yaml: nobody owns it: `owner:` names nobody\n"

    def test_check_fails(self, shop: Path) -> None:
        run("--prefix", "@acme/", "-o", "CODEOWNERS")
        assert run("--prefix", "@acme/", "--check").exit_code == 0
        add(shop, "lost", "note: none")
        assert run("--prefix", "@acme/", "--check").exit_code == 1

    def test_a_role_without_a_handle_fails_the_check_too(self, shop: Path) -> None:
        run("-o", "CODEOWNERS")
        result = run("--check")
        assert result.exit_code == 1 and "shop-manager has no handle" in result.stderr


class TestCheck:
    @pytest.mark.parametrize("place", [".github/CODEOWNERS", "CODEOWNERS", ".gitlab/CODEOWNERS"])
    def test_it_finds_the_file(self, shop: Path, place: str) -> None:
        (shop / place).parent.mkdir(exist_ok=True)
        run("--prefix", "@acme/", "-o", place)
        result = run("--prefix", "@acme/", "--check")
        assert (result.exit_code, result.output) == (0, "")

    def test_out_of_date(self, shop: Path) -> None:
        run("--prefix", "@acme/", "-o", "CODEOWNERS")
        before = (shop / "CODEOWNERS").read_text()
        result = run("--prefix", "@keys/", "--check")
        assert result.exit_code == 1 and "CODEOWNERS is out of date" in result.stderr
        assert (shop / "CODEOWNERS").read_text() == before

    def test_no_file(self, shop: Path) -> None:
        result = run("--prefix", "@acme/", "--check")
        assert result.exit_code == 1 and ".github/CODEOWNERS does not exist" in result.stderr
        assert sorted(p.name for p in shop.iterdir()) == [".git", "maps"]


class TestIntoAFile:
    def test_the_rest_stays(self, shop: Path) -> None:
        path = shop / "CODEOWNERS"
        path.write_text("* @acme/all\n")
        for prefix in ("@old/", "@acme/", "@acme/"):
            result = run("--prefix", prefix, "-o", path)
            assert (result.exit_code, result.stdout) == (0, f"{path}\n")
        assert path.read_text() == f"* @acme/all\n\n{BLOCK}"
        path.write_text(f"* @all\n{BLOCK}docs/ @writers\n")
        run("--prefix", "@new/", "-o", path)
        assert path.read_text() == f"* @all\n{BLOCK.replace('@acme', '@new')}docs/ @writers\n"

    def test_sections_of_gitlab(self, shop: Path) -> None:
        path = shop / "CODEOWNERS"
        path.write_text("* @all\n\n^[Docs][2] @writers\ndocs/\n")
        run("--prefix", "@acme/", "-o", path)
        assert path.read_text() == f"* @all\n\n{BLOCK}\n^[Docs][2] @writers\ndocs/\n"
        path.write_text("* @all\n\n[Docs]\ndocs/ @writers\n")
        run("--prefix", "@acme/", "-o", path, "--section", "Process maps")
        with_section = BLOCK.replace("lost)\n", "lost)\n[Process maps]\n")
        assert path.read_text() == f"* @all\n\n[Docs]\ndocs/ @writers\n\n{with_section}"

    @pytest.mark.parametrize(
        "text", [BLOCK + BLOCK, BLOCK.splitlines()[0] + "\n", "# cxaudit owners: end\n"]
    )
    def test_marks_that_do_not_fit_stop_it(self, shop: Path, text: str) -> None:
        path = shop / "CODEOWNERS"
        path.write_text(text)
        result = run("--prefix", "@acme/", "-o", path)
        assert result.exit_code == 2 and "leave one of each" in result.stderr
        assert path.read_text() == text

    def test_a_file_that_cannot_be_used(self, shop: Path) -> None:
        path = shop / "CODEOWNERS"
        path.write_bytes(b"\xff\xfe")
        assert run("--prefix", "@acme/", "-o", path).exit_code == 2
        assert path.read_bytes() == b"\xff\xfe"
        path.write_text("* @all\n")
        path.chmod(0o444)
        result = run("--prefix", "@acme/", "-o", path)
        assert result.exit_code == 2 and "read-only" in result.stderr
        assert run("--prefix", "@acme/", "-o", shop / "CODEOWNERS" / "where").exit_code == 2


def test_text_and_json(shop: Path) -> None:
    add(shop, "lost", "note: none")
    result = run("-f", "text")
    assert result.stdout == (
        "maps/cut-keys.yaml      shop-manager  (no handle)\n"
        "maps/lost.yaml          nobody\n"
        "maps/organisation.yaml  head  (anna@keys.example)\n"
    )
    files = json.loads(run("-f", "json", "--prefix", "@acme/").stdout)["files"]
    assert files[0] == {
        "path": "maps/cut-keys.yaml",
        "kind": "map",
        "title": "cut-keys",
        "owners": ["shop-manager"],
        "handles": ["@acme/shop-manager"],
        "without_handle": [],
    }


class TestBadInput:
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--handle", "boss"], "write role=@team"),
            (["--handle", "boss=team"], "write role=@team"),
            (["--handle", "boss=@a\n* @evil"], "write role=@team"),
            (["--prefix", "acme/"], "write it like @acme/"),
            (["--prefix", "@acme"], "write it like @acme/"),
            (["--section", "a]\n*"], "a section is a name"),
            (["--check", "-f", "json"], "--check is about CODEOWNERS"),
        ],
    )
    def test_options(self, shop: Path, arguments: list[str], says: str) -> None:
        result = run(*arguments)
        assert result.exit_code == 2 and says in result.output

    def test_nothing_there(self, shop: Path) -> None:
        (shop / "empty").mkdir()
        assert run("empty").exit_code == 3
        result = run("nowhere")
        assert result.exit_code == 2 and "nowhere: no such file or folder" in result.stderr

    def test_a_map_outside_of_the_repository(
        self, shop: Path, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        other = tmp_path_factory.mktemp("other") / "map.yaml"
        other.write_text("process: x\nowner: boss\nsteps: {a: }\n")
        result = run("maps", other, "--prefix", "@acme/")
        assert result.exit_code == 2 and "lies outside of" in result.stderr
        assert result.stdout == BLOCK

    def test_what_a_map_says_never_becomes_a_line(self, shop: Path) -> None:
        add(shop, "evil", 'owner: ["x @evil", "# *", "@a/b c"]')
        (shop / "maps" / "a\n* @evil.yaml").write_text("process: x\nowner: boss\nsteps: {a: }\n")
        result = run("--prefix", "@acme/")
        assert result.exit_code == 2 and "no list of owners can hold" in result.stderr
        assert "@evil\n" not in result.stdout
        assert all(len(line.split()) == 2 for line in result.stdout.splitlines()[1:-1])


@pytest.mark.parametrize(
    "name",
    ["a b", "tab\tbed", "#1", "a#b", "!no", "[x]", "*", "what?", "back\\slash", "ümlaut", "a  "],
)
def test_a_pattern_matches_its_file_alone(tmp_path: Path, name: str) -> None:
    """The patterns are those of git, which can be asked."""
    names = [name, "ab", "x", "1", "no", "what", "a-b", "backslash", "umlaut", "a"]
    (tmp_path / "maps").mkdir()
    for one in names:
        (tmp_path / "maps" / one).write_text("")
    (tmp_path / ".gitignore").write_text(escaped(f"maps/{name}") + "\n")
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "-q"], check=True)
    asked = "".join(f"maps/{one}\0" for one in names)
    command = [*git, "check-ignore", "-z", "--no-index", "--stdin"]
    told = subprocess.run(command, input=asked, capture_output=True, text=True)
    assert told.stdout == f"maps/{name}\0"


FILES = [Owned("maps/a.yaml", "map", "a", ["boss"], ["@boss"])]


@given(text=st.text(alphabet="ab# @*/[]\n", max_size=40), crlf=st.booleans())
def test_all_but_the_block_stays_as_it_is(text: str, crlf: bool) -> None:
    text = text.replace("\n", "\r\n") if crlf else text
    new = block(FILES)
    once = merged(text, new)
    assert merged(once, new) == once
    eol = "\r\n" if "\r\n" in text else "\n"
    before, after = once.split(new.replace("\n", eol))
    assert (before + after).replace(eol, "") == text.replace(eol, "")
    assert before.rstrip(eol) in text and after.lstrip(eol) in text


def test_a_broken_block_is_told() -> None:
    with pytest.raises(BrokenBlock, match="2 ×"):
        merged(block(FILES) * 2, block(FILES))


BROKEN = {
    "no YAML": "process: cut-keys\nsteps: [\n",
    "no map": "process: cut-keys\nowner: shop manager\nsteps: 7\n",
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN)
def test_a_map_that_cannot_be_read_costs_no_line(shop: Path, text: str) -> None:
    run("--prefix", "@acme/", "-o", "CODEOWNERS")
    add(shop, "sharpen", "owner: head")
    (shop / "maps" / "cut-keys.yaml").write_text(text)
    result = run("--prefix", "@acme/", "-o", "CODEOWNERS")

    assert result.exit_code == 2
    assert "maps/cut-keys.yaml: cannot be read: `cxaudit check` says why" in result.stderr
    assert "CODEOWNERS: is not written" in result.stderr
    assert (shop / "CODEOWNERS").read_text() == BLOCK


def test_an_organisation_that_cannot_be_read_costs_no_line(shop: Path) -> None:
    run("--prefix", "@acme/", "-o", "CODEOWNERS")
    (shop / "maps" / "organisation.yaml").write_text("organisation: Keys\nroles: 7\n")
    result = run("maps/cut-keys.yaml", "--prefix", "@acme/", "-o", "CODEOWNERS")

    assert result.exit_code == 2
    assert "organisation.yaml: cannot be read" in result.stderr
    assert (shop / "CODEOWNERS").read_text() == BLOCK


def test_a_handle_of_a_role_that_nobody_knows(shop: Path) -> None:
    result = run("--handle", "shop-manger=@acme/shop", "-o", "CODEOWNERS")

    assert result.exit_code == 2
    assert "no role is called so; did you mean 'shop-manager'?" in " ".join(result.stderr.split())
    assert not (shop / "CODEOWNERS").exists()


def test_the_hint_of_check_repeats_what_was_asked_for(shop: Path) -> None:
    asked = ("maps", "--handle", "head=@acme/top", "--prefix", "@acme/", "--section", "Our maps")
    command = (
        "cxaudit owners maps --handle head=@acme/top --prefix @acme/ --section 'Our maps' "
        "-o CODEOWNERS"
    )
    missing = run(*asked, "--check", "-o", "CODEOWNERS")
    assert missing.exit_code == 1
    assert missing.stderr == f"cxaudit: CODEOWNERS does not exist: write it with `{command}`\n"

    (shop / "CODEOWNERS").write_text("* @all\n")
    late = run(*asked, "--check", "-o", "CODEOWNERS")
    assert late.stderr == f"cxaudit: CODEOWNERS is out of date: write it with `{command}`\n"


def test_a_map_is_no_place_for_owners(shop: Path) -> None:
    before = (shop / "maps" / "cut-keys.yaml").read_bytes()
    result = run("--prefix", "@acme/", "-o", "maps/cut-keys.yaml")

    assert result.exit_code == 2
    assert (shop / "maps" / "cut-keys.yaml").read_bytes() == before


def test_a_pipe_that_nobody_reads_is_not_waited_for(shop: Path) -> None:
    os.mkfifo(shop / "pipe")
    result = run("--prefix", "@acme/", "-o", "pipe")

    assert result.exit_code == 2
    assert "pipe that nobody reads" in result.stderr
    assert (shop / "pipe").is_fifo()


def test_a_file_in_a_folder_that_is_made(shop: Path) -> None:
    result = run("--prefix", "@acme/", "-o", ".github/CODEOWNERS")

    assert result.exit_code == 0
    assert (shop / ".github" / "CODEOWNERS").read_text() == BLOCK
