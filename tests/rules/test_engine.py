"""The rules engine on small packs: typing, the unknown, merging, absorbing, waivers."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from cxaudit.rules.finding import Finding
from cxaudit.rules.packs import Pack, read_pack
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit

EXAMPLES = "  examples: {bad: 'process: A', good: 'process: B'}\n"


def entry(code: str, **keys: str) -> str:
    """A rule as pack text; what is not given is filled with something harmless."""
    given = {
        "name": f"rule-{code.lower()}",
        "judges": "request",
        "when": "request.worst > 1",
        "severity": "warning",
        "says": '"{request.title} needs {request.worst}"',
        "why": "because",
        "instead": "otherwise",
        "needs": "map",
        **{key.replace("_", "-"): value for key, value in keys.items()},
    }
    given = {
        k: f'"{v}"' if (" : " in v or v[:1] == "!") and v[0] not in "{'\"" else v
        for k, v in given.items()
    }
    lines = "".join(f"  {key}: {value}\n" for key, value in given.items() if value)
    return f"{code}:\n{lines}{EXAMPLES}"


def _quoted(value: str) -> str:
    """Quoted where YAML would read something else."""
    bare = value[:1] not in "{'\""
    return f'"{value}"' if bare and (" : " in value or value[:1] == "!") else value


def pack(*entries: str) -> Pack:
    return read_pack("rules: Test\n" + "".join(entries), "test.yaml")


def rules(*entries: str) -> dict[str, Rule]:
    found = pack(*entries)
    assert not found.problems, [problem.says for problem in found.problems]
    return {rule.code: rule for rule in found.rules}


TWO_GATES = """
process: P
requests: {easy: {simple: true}, hard: {}}
steps:
  take: {by: desk, with: customer via phone, takes: 5m}
  first: {sign-off: boss, takes: 1h}
  second: {sign-off: director, takes: 1h}
  serve: {by: desk, with: customer via phone, takes: 5m}
"""


def judged(text: str, tmp_path: Path, chosen: dict[str, Rule], day: str = "2026-01-01") -> Audit:
    (tmp_path / "map.yaml").write_text(text)
    return audit([str(tmp_path / "map.yaml")], chosen, datetime.date.fromisoformat(day))


def findings(text: str, tmp_path: Path, chosen: dict[str, Rule]) -> list[Finding]:
    return judged(text, tmp_path, chosen).open_findings


def test_an_integer_beside_a_double_is_completed(tmp_path: Path) -> None:
    chosen = rules(
        entry("T001", when="request.worst * 2 >= 4 && 1 < request.worst"),
        entry("T002", when="request.worst > (request.simple ? 1 : 5)"),
        entry("T003", judges="map", when="map.sign_offs > limits.most", limits="{most: 1}",
              says='"{map.sign_offs} of {limits.most}"'),
    )  # fmt: skip
    found = findings(TWO_GATES, tmp_path, chosen)
    assert [(f.code, f.says) for f in found] == [
        ("T001", "Easy and Hard needs 2"),
        ("T002", "Easy needs 2"),
        ("T003", "2 of 1"),
    ] or [(f.code, f.says) for f in found] == [
        ("T001", "Easy needs 2"),
        ("T001", "Hard needs 2"),
        ("T002", "Easy needs 2"),
        ("T003", "2 of 1"),
    ]


def test_findings_with_one_witness_merge_over_request_types(tmp_path: Path) -> None:
    found = findings(TWO_GATES, tmp_path, rules(entry("T001", witness="request.worst_path")))
    assert len(found) == 1
    assert found[0].requests == ["easy", "hard"]
    assert found[0].path == "steps/take"
    assert found[0].says.startswith("Easy and Hard")


def test_a_rule_is_not_judged_where_a_fact_it_names_is_unknown(tmp_path: Path) -> None:
    chosen = rules(
        entry("T001", when="request.promise > 1.0"),
        entry("T002", when="!request.has_promise"),
        entry("T003", when="request.has_promise ? request.promise > 1 : request.worst > 1"),
    )
    result = judged(TWO_GATES, tmp_path, chosen)
    assert {f.code for f in result.open_findings} == {"T002", "T003"}
    assert result.not_assessed == {"T001": 2}


def test_an_absorber_takes_the_findings_of_the_same_cause(tmp_path: Path) -> None:
    chosen = rules(
        entry("T001", when="request.simple"),
        entry("T002", when="request.worst > 1", absorbed_by="[T001]", witness="request.worst_path"),
        entry("T003", when="request.worst > 1", absorbed_by="[T009]"),
    )
    assert {f.code for f in findings(TWO_GATES, tmp_path, chosen)} == {"T001", "T003"}
    del chosen["T001"]
    assert "T002" in {f.code for f in findings(TWO_GATES, tmp_path, chosen)}


def test_limits_follow_the_profile_of_the_map(tmp_path: Path) -> None:
    chosen = rules(
        entry("T001", when="request.worst > limits.most", limits="{most: 1}",
              profiles="{project: {most: 3}}")
    )  # fmt: skip
    assert findings(TWO_GATES, tmp_path, chosen)
    assert not findings(TWO_GATES + "profile: project\n", tmp_path, chosen)


def test_severity_by_condition_and_text_by_condition(tmp_path: Path) -> None:
    chosen = rules(
        entry(
            "T001",
            severity='{error: "request.simple", info: "true"}',
            says='{"request.simple": "easy {request.share:percent}", "true": "other"}',
        )
    )
    found = findings(TWO_GATES, tmp_path, chosen)
    assert [(f.severity, f.says) for f in found] == [("error", "Easy 50%"), ("info", "Other")]


def test_a_rule_that_fails_while_running_is_told(tmp_path: Path) -> None:
    result = judged(
        TWO_GATES, tmp_path, rules(entry("T001", when="request.refusals[9].size() > 1"))
    )
    assert [crash.code for crash in result.crashes] == ["T001", "T001"]


@pytest.mark.parametrize(
    ("keys", "says", "where"),
    [
        ({"when": "request.wrst > 1"}, "did you mean 'worst'", (5, 9)),
        ({"when": "request.worst > 'x'"}, "'>' does not go with double, string", (5, 23)),
        ({"when": "request.worst"}, "this is not a bool", (5, 9)),
        ({"when": "step.visits > 1"}, "cannot see step.visits", (5, 9)),
        ({"when": "request.worst > limits.mst"}, "no limit is called 'mst'", (5, 25)),
        ({"when": "in_words(request.title, 'partis')"}, "did you mean 'parties'", (5, 34)),
        ({"judges": "requst"}, "did you mean 'request'", (4, 11)),
        ({"severity": "eror"}, "did you mean 'error'", (6, 13)),
        ({"says": '"{request.titel}"'}, "did you mean {request.title}", (7, 11)),
        ({"says": '"{request.share:precent}"'}, "is no way to show a value", (7, 11)),
        ({"witness": "request.worst_pth"}, "is no path of a request", (11, 12)),
        ({"heuristics": "[triag]"}, "did you mean 'triage'", (11, 16)),
        ({"sevrity": "error"}, "a rule has no key 'sevrity'", (11, 3)),
        ({"why": ""}, "lacks `why`", (2, 1)),
    ],
)
def test_a_typo_in_a_pack_is_told_with_its_place(
    keys: dict[str, str], says: str, where: tuple[int, int]
) -> None:
    problems = pack(entry("T001", **keys)).problems
    assert problems and says in problems[0].says, [p.says for p in problems]
    assert (problems[0].span.line, problems[0].span.column) == where


WAIVED = TWO_GATES + "allow: {T001: agreed with the board}\n"


def test_a_waiver_silences_and_leaves_a_trace(tmp_path: Path) -> None:
    result = judged(WAIVED, tmp_path, rules(entry("T001")))
    assert not result.open_findings
    assert {f.suppressed for f in result.findings} == {"agreed with the board"}


def test_a_waiver_of_a_request_type_or_a_step_covers_that_alone(tmp_path: Path) -> None:
    text = TWO_GATES.replace("hard: {}", "hard: {allow: {T001: rare}}")
    assert [f.requests for f in findings(text, tmp_path, rules(entry("T001")))] == [["easy"]]
    step = entry("T002", judges="step", when="step.is_sign_off", says='"{step.does}"')
    text = TWO_GATES.replace("first: {", "first: {allow: {rule-t002: the law}, ")
    assert [f.path for f in findings(text, tmp_path, rules(step))] == ["steps/second"]


@pytest.mark.parametrize(
    ("allow", "kind"),
    [
        ("{T001: {reason: x, until: 2025-12-31}}", "waiver-expired"),
        ("{T002: x}", "waiver-unused"),
        ("{T00: x}", "waiver-unknown"),
        ("{T001: }", "waiver-without-reason"),
        ("{T003: x}", "waiver-mandatory"),
    ],
)
def test_bad_waivers_are_findings(allow: str, kind: str, tmp_path: Path) -> None:
    chosen = rules(
        entry("T001"),
        entry("T002", when="request.worst > 9"),
        entry("T003", mandatory="yes"),
        entry("T006", judges="problem", when="problem.family == 'unfinished'", says='"{problem.kind}"'),
    )  # fmt: skip
    found = findings(TWO_GATES + f"allow: {allow}\n", tmp_path, chosen)
    assert kind.replace("-", "-") in {f.says.lower() for f in found}


def test_where_nearly_all_lack_the_same_one_line_says_so(tmp_path: Path) -> None:
    steps = "".join(f"  s{i}: {{does: Work {i}}}\n" for i in range(10))
    rule = entry(
        "T001",
        judges="step",
        when="!step.has_performer",
        says='"{step.does}"',
        not_started='"{count} of {of} steps name nobody"',
    )
    found = findings(f"process: P\nsteps:\n{steps}", tmp_path, rules(rule))
    assert [(f.says, f.path) for f in found] == [("10 of 10 steps name nobody", "")]


def test_fingerprints_hold_no_line_and_no_message(tmp_path: Path) -> None:
    chosen = rules(entry("T001", witness="request.worst_path"))
    before = findings(TWO_GATES, tmp_path, chosen)[0]
    moved = findings("# a comment\n\n" + TWO_GATES, tmp_path, chosen)[0]
    assert before.fingerprint == moved.fingerprint and before.span != moved.span


def test_a_limit_in_days_follows_the_calendar_of_the_map(tmp_path: Path) -> None:
    step = "steps:\n  wait: {by: desk, waits: 2d, takes: 1h}\n"
    chosen = rules(
        entry(
            "T001",
            judges="step",
            when="step.waits > limits.longest",
            limits="{longest: 900m}",
            says='"{step.waits:duration}"',
        ),
        entry(
            "T002",
            judges="step",
            when="step.waits >= limits.longest",
            limits="{longest: 2d}",
            says='"{limits.longest:duration}"',
        ),
    )
    full = findings("process: P\n" + step, tmp_path, chosen)
    assert [(f.code, f.says) for f in full] == [("T001", "2 d"), ("T002", "2 d")]
    short = findings("process: P\ncalendar: {day: 7h}\n" + step, tmp_path, chosen)
    assert [(f.code, f.says) for f in short] == [("T002", "2 d")]
