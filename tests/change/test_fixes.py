"""Automatic fixes: what each writes, in the style of its file, and when it is not kept."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from cxaudit.change.fixes.fix import Splice, applied, spliced
from cxaudit.change.fixes.source import Source
from cxaudit.change.fixes.waivers import without_comment
from cxaudit.change.fixes.words import is_slip
from cxaudit.language.spans import Lines
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.discover import Found
from cxaudit.run.fixing import FixResult, fix_paths
from tests.change.generate_yaml import MANY, written
from tests.change.test_fmt import comments
from tests.conftest import MAPS

AS_OF = datetime.date(2026, 1, 15)
RULES = active(all_rules(built_in()))


def judge(found: Found, codes: Iterable[str] = ()) -> Audit:
    rules: dict[str, Rule] = {code: RULES[code] for code in codes} or RULES
    return audit_found(found, rules, AS_OF)


def fix(folder: Path, text: str | bytes, unsafe: bool = False, codes: str = "") -> FixResult:
    """Fix one map, which is written to disk; judged by every rule, or by a few."""
    path = folder / "map.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return fix_paths([str(path)], unsafe, lambda found: judge(found, codes.split()))


def fixed(folder: Path, text: str, unsafe: bool = False, codes: str = "") -> str:
    """The map after its fixes."""
    fix(folder, text, unsafe, codes)
    return (folder / "map.yaml").read_bytes().decode()


HEAD = "process: Van hire\nowner: boss\nsteps:\n"

SAFE = {
    "a key": (
        "  ask: {by: desk, wiht: driver via phone}\n",
        "  ask: {by: desk, with: driver via phone}\n",
    ),
    "a key in quotes": (
        '  ask:\n      "taeks": 5m # quick\n      by: desk\n',
        '  ask:\n      "takes": 5m # quick\n      by: desk\n',
    ),
    "a step": (
        "  ask: {by: desk, next: 'hand-ovre'}\n  wait: {by: desk}\n  hand-over: {by: desk}\n",
        "  ask: {by: desk, next: 'hand-over'}\n  wait: {by: desk}\n  hand-over: {by: desk}\n",
    ),
    "a step side by side": (
        "  ask: {by: desk, next: [wash-van, wash-vna-too]}\n  wash-van: {by: desk, next: out}\n"
        "  wash-van-too: {by: desk}\n  out: {by: desk}\n",
        "  ask: {by: desk, next: [wash-van, wash-van-too]}\n  wash-van: {by: desk, next: out}\n"
        "  wash-van-too: {by: desk}\n  out: {by: desk}\n",
    ),
    "a step that stands twice": (
        "  ask: {by: desk}\n  wash: {by: desk, takes: 5m}\n  wash:\n    by: desk\n    takes: 5m\n",
        "  ask: {by: desk}\n  wash: {by: desk, takes: 5m}\n",
    ),
    "a meeting in braces": (
        "  give: {does: Hand the key to the customer, by: desk, takes: 5m}\n",
        "  give: {does: Hand the key to the customer, by: desk, with: customer, takes: 5m}\n",
    ),
    "a meeting in lines": (
        "    give:\n        does: Hand the key to the customer\n        by: desk   # at the gate\n"
        "        note: |\n          slowly\n",
        "    give:\n        does: Hand the key to the customer\n        by: desk   # at the gate\n"
        "        with: customer\n        note: |\n          slowly\n",
    ),
    "meetings in sentences": (
        "- Clerk checks the form\n- Clerk hands the key to the customer # at the gate\n",
        "- Clerk checks the form\n- does: Clerk hands the key to the customer # at the gate\n"
        "  with: customer\n",
    ),
    "a meeting in a row": (
        "- {id: 1, name: Hand the key to the customer, owner: Clerk}\n",
        "- {id: 1, name: Hand the key to the customer, owner: Clerk, with: customer}\n",
    ),
    "the only waiver": (
        "  ask: {by: desk, allow: {SO201: as agreed}, takes: 5m}\n",
        "  ask: {by: desk, takes: 5m}\n",
    ),
    "one waiver of two": (
        "  ask:\n    allow:\n      SO201: as agreed\n      OW301: a kiosk does it\n    takes: 5m\n",
        "  ask:\n    allow:\n      OW301: a kiosk does it\n    takes: 5m\n",
    ),
    "a waiver that begins a row": (
        "- allow: {SO201: as agreed}\n  id: ask\n  by: desk\n",
        "- id: ask\n  by: desk\n",
    ),
    "a waiver that two steps share": (
        "  ask: {by: desk, allow: &b {SO201: as agreed}}\n  go: {by: desk, allow: *b}\n",
        "  ask: {by: desk, allow: &b {}}\n  go: {by: desk, allow: *b}\n",
    ),
    "the only waiver of a comment": (
        "  ask:\n    # cxaudit: allow SO201 as agreed\n    by: desk # at the gate\n",
        "  ask:\n    by: desk # at the gate\n",
    ),
    "a waiver behind a value": (
        "  ask: {by: desk,  # cxaudit: allow too-many-sign-offs as agreed\n    takes: 5m}\n",
        "  ask: {by: desk,\n    takes: 5m}\n",
    ),
    "both waivers of a comment": (
        "  # cxaudit: allow too-many-sign-offs, OW301 until 2026-12-31 as agreed\n  ask: {by: desk}\n",
        "  ask: {by: desk}\n",
    ),
    "one waiver of a comment": (
        "  ask: {takes: 5m} # cxaudit: allow OW301, SO201 a kiosk does it\n",
        "  ask: {takes: 5m} # cxaudit: allow OW301 a kiosk does it\n",
    ),
    "a comment beside a key that waives the same": (
        "  ask: {takes: 5m, allow: {OW301: a kiosk}} # cxaudit: allow OW301 as agreed\n",
        "  ask: {takes: 5m, allow: {OW301: a kiosk}}\n",
    ),
    "a waiver with a comment behind its braces": (
        "  ask: {by: desk, allow: {SO201: as agreed} # by the board\n    }\n",
        "  ask: {by: desk, allow: {} # by the board\n    }\n",
    ),
}

UNSAFE = {
    "hours": ("  ask: {by: desk, waits: 24h}\n", "  ask: {by: desk, waits: 1d}\n"),
    "a range of hours": (
        '  ask: {by: desk, waits: "24 hours to 36h"}\n',
        '  ask: {by: desk, waits: "1d to 1.5d"}\n',
    ),
    "a text cut at a hash": (
        "  ask: {by: desk}\n  pay:\n    does: Pay bill #12 # by card\n    by: desk\n",
        '  ask: {by: desk}\n  pay:\n    does: "Pay bill #12" # by card\n    by: desk\n',
    ),
}


@pytest.mark.parametrize("name", SAFE)
@pytest.mark.parametrize("eol", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_safe_fix(tmp_path: Path, name: str, eol: str) -> None:
    before, after = ((HEAD + text).replace("\n", eol) for text in SAFE[name])
    assert fixed(tmp_path, before, codes="ST001 ST002 ST006 TP101 OW301 SO201") == after


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_fix_only_where_it_is_asked_for(tmp_path: Path, name: str) -> None:
    before, after = (HEAD + text for text in UNSAFE[name])
    result = fix(tmp_path, before, codes="ST006")
    assert not result.changed and [f.safe for f in result.unsafe] == [False]
    assert fixed(tmp_path, before, unsafe=True, codes="ST006") == after


def test_nobody_is_invented(tmp_path: Path) -> None:
    """A step gets the one who does all else of its stage, a process its leader; else nobody."""
    steps = "  take: {by: desk}\n  look: {takes: 5m}\n  mend: {by: desk}\n"
    stages = "process: Van hire\nleader: boss\nstages: {All: take}\nsteps:\n" + steps
    assert fixed(tmp_path, stages, unsafe=True, codes="OW301 OW302") == (
        "process: Van hire\nleader: boss\nowner: boss\nstages: {All: take}\nsteps:\n"
        + steps.replace("{takes: 5m}", "{takes: 5m, by: desk}")
    )
    nothing_known = "process: Van hire\nsteps:\n" + steps
    assert fixed(tmp_path, nothing_known, unsafe=True, codes="OW301 OW302") == nothing_known


ORGANISATION = """\
organisation: Van hire
units:
  hall: {head: chief, roles: [desk, driver]}
roles:
  chief: {level: 1}
  desk: {level: 2}
  driver: {level: 2}
changes:
  new-desk:
    sponsors: [chief]
    scenario: new-desk
"""


@pytest.mark.parametrize(
    ("groups", "after"),
    [
        ("    groups:\n      chief: {importance: 3}\n", "      desk: {}\n"),
        ("", "    groups: {desk: {}}\n"),
    ],
)
def test_groups_to_be_assessed(tmp_path: Path, groups: str, after: str) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    text = ORGANISATION + groups
    (tmp_path / "organisation.yaml").write_text(text)
    (tmp_path / "ask.yaml").write_text("process: Ask\nsteps: {ask: {by: desk}, go: {by: driver}}\n")
    (tmp_path / "new-desk.yaml").write_text(
        "whatif: New desk\nof: ask\nedits:\n  - change: {ask: {takes: 5m}}\n"
    )
    result = fix_paths([str(tmp_path)], True, lambda found: judge(found, ["CH904"]))
    assert [f.goal.code for f in result.kept] == ["CH904"]
    assert (tmp_path / "organisation.yaml").read_text() == text + after


def test_rolled_back_where_another_finding_comes_up(tmp_path: Path) -> None:
    """The nearest key is `takes`, which wants a duration: the file stays as it was, and it is told."""
    text = HEAD + "  ask: {by: desk, taeks: soon}\n"
    result = fix(tmp_path, text)
    assert (tmp_path / "map.yaml").read_text() == text
    assert not result.kept and result.audit is result.before
    assert [u.says.split(" would")[0] for u in result.undone] == ["ST001"]


def test_kept_though_findings_are_seen_for_the_first_time(tmp_path: Path) -> None:
    result = fix(tmp_path, HEAD + "  ask: {by: desk, wiht: driver via phone}\n")
    assert [f.goal.code for f in result.kept] == ["ST001"]
    assert "ME601" in {f.code for f in result.audit.findings} - {
        f.code for f in result.before.findings
    }


@pytest.mark.parametrize(
    "text",
    [
        "  ask: {by: desk, wiht: driver via phone, with: driver}\n",  # it stands there already
        "  ask: {by: desk, next: step-3}\n  step-1: {by: desk}\n  step-2: {by: desk}\n",
        "  ask: {by: desk, next: bring-x}\n  bring-a: {by: desk}\n  bring-b: {by: desk}\n",
        "  ask: {by: desk}\n  ask: {by: boss}\n",  # not the same twice
        "  ask:\n    by: desk\n    allow:\n      SO201: as agreed # by the board\n",
    ],
)
def test_left_alone_where_it_is_not_certain(tmp_path: Path, text: str) -> None:
    assert fixed(tmp_path, HEAD + text, codes="ST001 ST002 ST006 SO201") == HEAD + text


def test_waivers_of_a_map_that_cannot_be_read_stay(tmp_path: Path) -> None:
    text = HEAD + "  ask: {by: desk, takes: soon, allow: {SO201: as agreed}}\n"
    assert fixed(tmp_path, text) == text


def test_rounds(tmp_path: Path) -> None:
    """Waivers that share one `allow` go one after the other, and then `allow` itself."""
    text = HEAD + "  ask:\n    by: desk\n    allow:\n      SO201: yes\n      SO202: yes\n"
    result = fix(tmp_path, text, codes="ST006 SO201 SO202")
    assert (tmp_path / "map.yaml").read_text() == HEAD + "  ask:\n    by: desk\n"
    assert [len(fixes) for fixes in result.rounds] == [1, 1] and not result.undone


def test_byte_order_mark_and_permissions_stay(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    text = b"\xef\xbb\xbf" + (HEAD + "  ask: {by: desk, taeks: 5m}\n").encode()
    path.write_bytes(text)
    path.chmod(0o640)
    fix_paths([str(path)], judge=judge)
    assert path.read_bytes() == text.replace(b"taeks", b"takes")
    assert path.stat().st_mode & 0o777 == 0o640


def test_read_only_file_is_left_alone_and_told(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(HEAD + "  ask: {by: desk, taeks: 5m}\n")
    path.chmod(0o444)
    result = fix_paths([str(path)], judge=judge)
    assert not result.changed and "read-only" in result.undone[0].says


def test_file_that_changes_meanwhile_is_left_alone_and_told(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(HEAD + "  ask: {by: desk, taeks: 5m}\n")

    def judge_slowly(found: Found) -> Audit:
        path.write_text("process: Somebody else wrote this\n")
        return judge(found)

    result = fix_paths([str(path)], judge=judge_slowly)
    assert path.read_text() == "process: Somebody else wrote this\n"
    assert "somebody else" in result.failures[0].says and not result.kept


def test_one_file_by_two_ways(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(HEAD + "  ask: {by: desk, taeks: 5m}\n")
    (tmp_path / "zlink.yaml").symlink_to(path)
    result = fix_paths([str(path), str(tmp_path / "zlink.yaml")], judge=judge)
    assert not result.failures and "takes" in path.read_text()
    assert (tmp_path / "zlink.yaml").is_symlink()


def test_nothing_is_written_without_write(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(HEAD + "  ask: {by: desk, taeks: 5m}\n")
    result = fix_paths([str(path)], judge=judge, write=False)
    assert "taeks" in path.read_text() and "takes" in result.changed[str(path)][1].decode()


def test_slips() -> None:
    known = ["with", "within", "waits", "takes", "step-1", "step-2", "send-quote"]
    assert is_slip("wiht", "with", known) and is_slip("sned-qoute", "send-quote", known)
    assert is_slip("step-3", "step-1", known) is None  # two are as near
    assert is_slip("step-9", "step-1", ["step-1"]) is False  # a digit is no slip
    assert is_slip("lab", "lap", ["lap"]) is False  # too short to tell
    assert is_slip("own", "owner", ["owner"]) is False


COMMENT = "# cxaudit: allow SO201 as agreed"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"a: 1   {COMMENT}\nb: 2\n", "a: 1\nb: 2\n"),
        (f"a: 1   {COMMENT}  \nb: 2\n", "a: 1\nb: 2\n"),
        (f"a: 1\n  {COMMENT}\nb: 2\n", "a: 1\nb: 2\n"),
        (f"a: 1\r\n  {COMMENT}\r\nb: 2\r\n", "a: 1\r\nb: 2\r\n"),
        (f"a: 1\n{COMMENT}", "a: 1"),
        (f"a: |  {COMMENT}\n  text\n", "a: |\n  text\n"),
        (f"a: {{b: 1,  {COMMENT}\n  c: 2}}\n", "a: {b: 1,\n  c: 2}\n"),
        (f"a: 1 # in May {COMMENT}\nb: 2\n", "a: 1 # in May\nb: 2\n"),
        (f"a: 1 {COMMENT} # cxaudit: allow X y\n", "a: 1 # cxaudit: allow X y\n"),
        (f"{COMMENT} # cxaudit: allow X y\na: 1\n", "# cxaudit: allow X y\na: 1\n"),
        ("a: 1 # cxaudit: allow SO201, X y\n", "a: 1 # cxaudit: allow X y\n"),
        ("a: 1 # cxaudit: allow X ,SO201 y\n", "a: 1 # cxaudit: allow X y\n"),
        ("a: 1 # cxaudit: allow X, SO201, Z y\n", "a: 1 # cxaudit: allow X, Z y\n"),
        ("a: 1 # cxaudit: allow X, Z y\n", "a: 1 # cxaudit: allow X, Z y\n"),
    ],
)
def test_a_code_in_a_comment_can_go(before: str, after: str) -> None:
    lines = Lines(before)
    found = re.search(r"# cxaudit(?:(?! # )[^\r\n])*(?<! )", before)
    assert found is not None
    splices = without_comment(Source(before), lines.span(*found.span()), "SO201")
    assert applied(before, splices) == after


def test_what_is_no_waiver_is_left_alone() -> None:
    text = "a: 1 # they allow SO201\n"
    assert not without_comment(Source(text), Lines(text).span(5, 23), "SO201")


def test_splices() -> None:
    assert applied("abc", [Splice(1, 2, "x"), Splice(3, 3, "!"), Splice(0, 0, ">")]) == ">axc!"


@pytest.mark.parametrize("seed", range(MANY))
def test_generated_maps_keep_every_other_byte(tmp_path: Path, seed: int) -> None:
    """The result is the source with the splices told, round by round, and nothing else; comments stay
    but where one was the end of a text."""
    source = written(seed, faults=True).text
    result = fix(tmp_path, source.encode(), unsafe=True)
    text = source
    for fixes in result.rounds:
        text = spliced(text, fixes)
    after = (tmp_path / "map.yaml").read_bytes().decode()
    assert after == text
    codes = {(f.code, f.path) for f in result.audit.findings}
    assert not codes & {(f.goal.code, f.goal.path) for f in result.kept if not f.goal.step}
    gone = [c for c in comments(source) if c not in comments(after)]
    assert all(comment.startswith("#12") for comment in gone)
    again = fix_paths([str(tmp_path / "map.yaml")], True, judge)
    assert not again.kept


@pytest.mark.parametrize(
    "path", sorted(p for p in MAPS.iterdir() if p.is_dir()), ids=lambda p: p.name
)
def test_shipped_organisations_keep_every_other_byte(path: Path) -> None:
    result = fix_paths([str(path)], True, judge, write=False)
    texts = {str(p): p.read_bytes().decode() for p in path.rglob("*.yaml")}
    for fixes in result.rounds:
        for name in texts:
            texts[name] = spliced(texts[name], [one for one in fixes if one.file == name])
    for name, (_, after) in result.changed.items():
        assert after.decode() == texts[name]
