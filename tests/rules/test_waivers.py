"""Waivers under `allow:` and in comments: one engine for both, and what is told of wrong ones."""

from __future__ import annotations

import datetime
from pathlib import Path
from random import Random

import pytest
from typer.testing import CliRunner

from cxaudit.analysis.analysis import as_json
from cxaudit.change.fixes.fix import applied
from cxaudit.change.fixes.source import Source
from cxaudit.change.fixes.waivers import without_comment
from cxaudit.change.layout.text import laid_out
from cxaudit.cli.app import app
from cxaudit.language.nodes import compose
from cxaudit.language.read import plain, read_text
from cxaudit.rules.allowed import waivers_of
from cxaudit.rules.finding import Finding
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit
from tests.change.generate_yaml import MANY, written
from tests.change.helper import edited
from tests.rules.test_engine import entry, judged, rules

SHIPPED = active(all_rules(built_in()))
PROBLEM = entry(
    "T006", judges="problem", when="problem.family == 'unfinished'", says='"{problem.says}"'
)
MAP = """\
process: P
requests:
  easy: {simple: true}
  hard: {}
steps:
  take: {by: desk, with: customer via phone, takes: 5m}
  first: {sign-off: boss, takes: 1h}
  second: {sign-off: director, takes: 1h}
  serve: {by: desk, with: customer via phone, takes: 5m}
"""
SIGN_OFFS = entry("T002", judges="step", when="step.is_sign_off", says='"{step.id}"')
RARE = entry("T003", judges="step", when="step.takes > 600.0", says='"{step.id}"')
MUST = entry("T004", judges="step", when="step.is_sign_off", says='"{step.id}"', mandatory="yes")
LISTS = entry(
    "T005",
    judges="map",
    when="map.owners.size() == 0 && map.loose_sign_offs.size() > 0",
    says='"{map.loose_sign_offs}"',
)


def behind(step: str, comment: str, text: str = MAP) -> str:
    """The map with a comment behind the line of a step or request type."""
    line = next(line for line in text.splitlines() if line.startswith(f"  {step}:"))
    return text.replace(line, f"{line} # {comment}")


def told(result: Audit) -> list[tuple[str, str, str, int]]:
    """What is told of waivers: code, path, words, line."""
    found = [f for f in result.open_findings if f.code == "T006"]
    return [(f.code, f.path, f.says, f.span.line) for f in found]


def paths(result: Audit, code: str) -> list[str]:
    """The elements of the open findings of a rule."""
    return [f.path for f in result.open_findings if f.code == code]


def test_a_comment_silences_what_it_stands_on_and_leaves_a_trace(tmp_path: Path) -> None:
    text = behind("first", "cxaudit: allow T002 until 2026-12-31 the law asks for it")
    result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert paths(result, "T002") == ["steps/second"] and not told(result)
    (waived,) = [f for f in result.findings if f.suppressed is not None]
    assert (waived.path, waived.suppressed, waived.suppressed_by, waived.suppressed_until) == (
        "steps/first",
        "the law asks for it",
        "waiver",
        datetime.date(2026, 12, 31),
    )


def test_on_the_last_day_it_still_holds(tmp_path: Path) -> None:
    text = behind("first", "cxaudit: allow T002 until 2026-01-01 a pilot")
    assert paths(judged(text, tmp_path, rules(SIGN_OFFS)), "T002") == ["steps/second"]
    later = judged(text, tmp_path, rules(SIGN_OFFS), "2026-01-02")
    assert paths(later, "T002") == ["steps/first", "steps/second"]


def test_at_the_margin_it_covers_the_whole_map(tmp_path: Path) -> None:
    text = MAP + "# cxaudit: allow rule-t002 the board asks for both\n"
    result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert not paths(result, "T002") and not told(result)


def test_one_of_a_request_type_covers_that_alone(tmp_path: Path) -> None:
    by_type = entry("T001", witness="request.worst_path")
    assert [f.requests for f in judged(MAP, tmp_path, rules(by_type)).open_findings] == [
        ["easy", "hard"]
    ]
    text = behind("hard", "cxaudit: allow T001 rare")
    result = judged(text, tmp_path, rules(by_type, PROBLEM))
    assert [f.requests for f in result.open_findings] == [["easy"]]


def test_a_finding_that_lists_steps_is_silenced_where_each_is_waived(tmp_path: Path) -> None:
    one = behind("first", "cxaudit: allow T005 by law")
    result = judged(one, tmp_path, rules(LISTS, PROBLEM))
    assert paths(result, "T005") == [""] and not told(
        result
    )  # it is in use, and waits for the rest
    both = behind("second", "cxaudit: allow T005 until 2026-12-31 by contract", one)
    result = judged(both, tmp_path, rules(LISTS, PROBLEM))
    assert not result.open_findings
    assert [f.suppressed_until for f in result.findings] == [datetime.date(2026, 12, 31)]


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("cxaudit: allow T002", "The waiver of T002 gives no reason: say why it is right"),
        ("cxaudit: allow T003 why not", "The waiver of T003 silences nothing: remove it"),
        ("cxaudit: allow T02 by law", "No rule is called 'T02'; did you mean 'T002'?"),
        ("cxaudit: allow T004 by law", "T004 is mandatory and cannot be waived"),
        (
            "cxaudit: allow T002 until 2025-12-31 a pilot",
            "The waiver of T002 ended on 2025-12-31: decide anew",
        ),
        (
            "cxaudit: alow T002 by law",
            "This comment is no waiver: write `# cxaudit: allow T002 by law`",
        ),
        ("cxaudit: allow", "This waiver names no rule: write `# cxaudit: allow CODE reason`"),
        (
            "cxaudit allow: T002 by law",
            "This comment is no waiver: write `# cxaudit: allow T002 by law`",
        ),
    ],
)
def test_wrong_ones_are_findings_at_the_comment(comment: str, says: str, tmp_path: Path) -> None:
    chosen = rules(SIGN_OFFS, RARE, MUST, PROBLEM)
    result = judged(behind("first", comment), tmp_path, chosen)
    ((_, path, words, line),) = told(result)
    assert words == says and line == 7 and path.startswith("steps/first/allow")
    (found,) = [f for f in result.open_findings if f.code == "T006"]
    assert (found.span.column, found.span.end_column) == (38, 38 + 2 + len(comment))


def test_without_a_reason_it_holds_and_is_told(tmp_path: Path) -> None:
    """As under `allow:`."""
    comment = judged(behind("first", "cxaudit: allow T002"), tmp_path, rules(SIGN_OFFS, PROBLEM))
    written = MAP.replace("sign-off: boss,", "sign-off: boss, allow: {T002: },")
    key = judged(written, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert [f.fingerprint for f in comment.findings] == [f.fingerprint for f in key.findings]
    assert {f.suppressed for f in comment.findings} == {None, "no reason given"}


def test_below_the_last_element_it_holds_nowhere_and_is_told(tmp_path: Path) -> None:
    text = MAP + "  # cxaudit: allow T002 by law\n"
    result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert paths(result, "T002") == ["steps/first", "steps/second"]
    ((_, path, says, line),) = told(result)
    assert (path, line) == ("allow", 10) and "at the margin" in says


def test_of_two_for_one_code_on_one_element_the_second_is_unused(tmp_path: Path) -> None:
    key = MAP.replace("sign-off: boss,", "sign-off: boss, allow: {rule-t002: by law},")
    result = judged(
        behind("first", "cxaudit: allow T002 as agreed", key),
        tmp_path,
        rules(SIGN_OFFS, PROBLEM),
    )
    assert told(result) == [
        (
            "T006",
            "steps/first/allow/T002",
            "Line 7 waives T002 here already: remove this waiver",
            7,
        )
    ]
    assert {f.suppressed for f in result.findings} == {None, "by law"}
    twice = MAP.replace(
        "  first:",
        "  # cxaudit: allow T002 by law\n  # cxaudit: allow rule-t002 as agreed\n  first:",
    )
    result = judged(twice, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert [(says, line) for _, _, says, line in told(result)] == [
        ("Line 7 waives T002 here already: remove this waiver", 8)
    ]


@pytest.mark.parametrize(
    ("allow", "stays"),
    [
        ("{T002: by law, rule-t002: as agreed}", "by law"),
        ("{T002: , rule-t002: as agreed}", "as agreed"),
    ],
)
def test_under_allow_too_the_second_is_unused(allow: str, stays: str, tmp_path: Path) -> None:
    text = MAP.replace("sign-off: boss,", f"sign-off: boss, allow: {allow},")
    result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert [(says, line) for _, _, says, line in told(result)] == [
        ("Line 7 waives T002 here already: remove this waiver", 7)
    ]
    assert {f.suppressed for f in result.findings} == {None, stays}
    whole = judged(MAP + f"allow: {allow}\n", tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert [(says, line) for _, _, says, line in told(whole)] == [
        ("Line 10 waives T002 here already: remove this waiver", 10)
    ]


def test_of_two_the_one_with_a_reason_stays(tmp_path: Path) -> None:
    above = "  # cxaudit: allow T002\n  # cxaudit: allow rule-t002 the law asks for it\n  first:"
    result = judged(MAP.replace("  first:", above), tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert [(says, line) for _, _, says, line in told(result)] == [
        ("Line 8 waives T002 here already: remove this waiver", 7)
    ]
    assert {f.suppressed for f in result.findings} == {None, "the law asks for it"}


def test_fix_takes_out_the_worse_of_two(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    two = "  # cxaudit: allow OW301\n  # cxaudit: allow unowned-step the kiosk does it\n"
    text = f"process: P\nsteps:\n  ask: {{by: desk}}\n{two}  pay: {{takes: 5m}}\n"
    path.write_text(text)
    CliRunner().invoke(app, ["check", str(path), "--fix"])
    assert path.read_text() == text.replace("  # cxaudit: allow OW301\n", "")


def test_one_that_ended_and_is_needed_no_more_is_unused(tmp_path: Path) -> None:
    text = behind("take", "cxaudit: allow T002 until 2025-06-30 a pilot")
    result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert [says for _, _, says, _ in told(result)] == [
        "The waiver of T002 silences nothing: remove it"
    ]


@pytest.mark.parametrize("reason", ["", "TODO", "tbd", ".", "-", "?", "x", "n/a", "XXX"])
def test_a_placeholder_is_no_reason_in_either_form(reason: str, tmp_path: Path) -> None:
    key = MAP.replace("sign-off: boss,", f"sign-off: boss, allow: {{T002: '{reason}'}},")
    long = MAP.replace(
        "sign-off: boss,", f"sign-off: boss, allow: {{T002: {{reason: '{reason}'}}}},"
    )
    for text in (behind("first", f"cxaudit: allow T002 {reason}"), key, long):
        result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
        assert [says for _, _, says, _ in told(result)] == [
            "The waiver of T002 gives no reason: say why it is right"
        ]
        assert {f.suppressed for f in result.findings} == {None, "no reason given"}


@pytest.mark.parametrize("allow", ["# cxaudit: allow T003", "allow: {T003: TODO}"])
def test_without_reason_and_use_it_is_told_once(allow: str, tmp_path: Path) -> None:
    result = judged(f"{MAP}{allow}\n", tmp_path, rules(SIGN_OFFS, RARE, PROBLEM))
    assert [says for _, _, says, _ in told(result)] == [
        "The waiver of T003 silences nothing: remove it"
    ]


@pytest.mark.parametrize(
    "words",
    ["T002;T003 by law", "T002 and T003 by law", "T002 T003 by law", "T002/T003 by law",
     "T002 until 2026-12-31 T003 by law", "T002 + rule-t003 by law", "T002 t003 by law"],
)  # fmt: skip
def test_a_second_code_does_not_become_part_of_the_reason(words: str, tmp_path: Path) -> None:
    text = behind("first", f"cxaudit: allow {words}")
    result = judged(text, tmp_path, rules(SIGN_OFFS, RARE, PROBLEM))
    ((_, _, says, line),) = told(result)
    assert "stands behind another code: write `allow T002, " in says and line == 7
    assert paths(result, "T002") == ["steps/first", "steps/second"]  # until then it waives nothing


@pytest.mark.parametrize(
    "reason", ["ISO9001 asks for it", "and-so the board said", "rule-t003 too"]
)
def test_a_reason_may_begin_with_what_looks_like_a_code(reason: str, tmp_path: Path) -> None:
    text = behind("first", f"cxaudit: allow T002 {reason}")
    result = judged(text, tmp_path, rules(SIGN_OFFS, RARE, PROBLEM))
    assert not told(result) and {f.suppressed for f in result.findings} == {None, reason}


def test_one_that_ended_makes_room_for_a_new_one(tmp_path: Path) -> None:
    text = MAP.replace(
        "  first:",
        "  # cxaudit: allow T002 until 2025-06-30 a pilot\n"
        "  # cxaudit: allow T002 until 2026-06-30 the pilot goes on\n  first:",
    )
    result = judged(text, tmp_path, rules(SIGN_OFFS, PROBLEM))
    assert paths(result, "T002") == ["steps/second"]
    assert [says for _, _, says, _ in told(result)] == [
        "The waiver of T002 ended on 2025-06-30: decide anew"
    ]


def test_several_codes_are_waivers_of_their_own(tmp_path: Path) -> None:
    text = behind("first", "cxaudit: allow T002, T003, T99 by law")
    result = judged(text, tmp_path, rules(SIGN_OFFS, RARE, PROBLEM))
    assert [(path, says[:20]) for _, path, says, _ in told(result)] == [
        ("steps/first/allow/T003", "The waiver of T003 s"),
        ("steps/first/allow/T99", "No rule is called 'T"),
    ]


def test_waivers_of_rules_that_are_not_judged_wait_for_their_day(tmp_path: Path) -> None:
    assert not told(
        judged(behind("first", "cxaudit: allow SO201 by law"), tmp_path, rules(PROBLEM))
    )


def test_a_scenario_keeps_the_waivers_of_its_map() -> None:
    text = behind(
        "second", "cxaudit: allow T002 by contract", behind("first", "cxaudit: allow T002 law")
    )
    document = edited(text, [{"change": {"first": {"takes": "2h"}}}, {"drop": "second"}])
    assert [(one.place, one.waiver.reason) for one in waivers_of(document)] == [
        (("steps", "first"), "law")
    ]


def test_an_organisation_file_waives_for_its_maps_too(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(
        "organisation: O\nroles:\n  boss: {level: 1}\n  desk: {}\n  # cxaudit: allow T001 he is new\n"
        "  director: {}\n"
    )
    (tmp_path / "map.yaml").write_text(MAP)
    role = entry("T001", judges="role", when="role.is_sign_off_role", says='"{role.id}"')
    chosen = rules(role.replace("role.is_sign_off_role", "role.id != 'desk'"), PROBLEM)
    result = audit([str(tmp_path)], chosen, datetime.date(2026, 1, 1))
    assert paths(result, "T001") == ["roles/boss"] and not told(result)
    assert [f.suppressed for f in result.findings] == [None, "he is new"]


@pytest.mark.parametrize("seed", range(MANY))
def test_a_comment_changes_no_fact_and_no_other_finding(seed: int, tmp_path: Path) -> None:
    """On a random map with a comment at a random place: it is found where YAML reads a comment, and
    nowhere else; what it does not name stays; the one layout leaves it to its element; taken out
    again it leaves the bytes as they were."""
    random = Random(seed)
    source = written(seed).text
    before = _audited(source, tmp_path)
    found = {f.code for f in before.findings}
    placed = 0
    for _ in range(6):
        code = random.choice([*sorted(found), "CH904", "ME606", "too-many-sign-offs"])
        text, tidy = _with_comment(source, f"# cxaudit: allow {code} as agreed", random)
        after = _audited(text, tmp_path)
        comments = after.analyses[0].document.comments if after.analyses else []
        data = _data(text)
        if data != _data(source):  # it became text, broke the file, or ended a block of text
            assert len(comments) == (data is not None and "cxaudit" not in repr(data))
            continue
        placed += 1
        assert len(comments) == 1
        assert _facts(after) == _facts(before)
        ours = {code, "ST006", next((c for c, r in SHIPPED.items() if r.name == code), code)}
        assert _told(after, ours) == _told(before, ours)
        held = [(one.place, one.codes) for one in comments if not one.fault]
        if held:
            laid = read_text(laid_out(text), "map.yaml").comments
            assert [(one.place, one.codes) for one in laid] == held
        if tidy:
            assert applied(text, without_comment(Source(text), comments[0].span, code)) == source
    assert placed


def _audited(text: str, folder: Path, chosen: dict[str, Rule] = SHIPPED) -> Audit:
    (folder / "map.yaml").write_bytes(text.encode())
    return audit([str(folder / "map.yaml")], chosen, datetime.date(2026, 1, 15))


def _with_comment(source: str, comment: str, random: Random) -> tuple[str, bool]:
    """A text with a comment on or behind one of its lines; whether nothing but it came in."""
    lines = source.splitlines(keepends=True)
    number = random.randrange(len(lines))
    line = lines[number]
    bare = line.rstrip("\r\n")
    if random.random() < 0.5:
        blanks = " " * random.choice([0, 2, 4, len(bare) - len(bare.lstrip(" "))])
        eol = "\r\n" if "\r\n" in source else "\n"
        lines[number] = f"{blanks}{comment}{eol}{line}"
        return "".join(lines), True
    lines[number] = f"{bare}  {comment}{line[len(bare) :]}"
    return "".join(lines), bool(bare.strip()) and not bare.endswith((" ", "\t"))


def _data(text: str) -> object:
    composed = compose(text)
    return None if composed.root is None or composed.problems else plain(composed.root)


def _facts(result: Audit) -> list[object]:
    """The facts of a map; problems apart, for they tell lines."""
    found = []
    for analysis in result.analyses:
        data = as_json(analysis)
        data.pop("problem", None)
        found.append(_without_lines(data))
    return found


def _without_lines(data: object) -> object:
    if isinstance(data, dict):
        return {k: _without_lines(v) for k, v in data.items() if k not in ("line", "lines", "span")}
    if isinstance(data, list):
        return [_without_lines(item) for item in data]
    return data


def _told(result: Audit, ours: set[str]) -> list[tuple[str, str, str, str]]:
    def key(finding: Finding) -> tuple[str, str, str, str]:
        return finding.code, finding.path, finding.says, finding.fingerprint

    return sorted(key(f) for f in result.open_findings if f.code not in ours)
