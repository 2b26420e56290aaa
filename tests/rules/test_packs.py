"""Packs of users: what they may say about rules of their own and of others, and how typos are told."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.infer.labels import is_party, read_label
from cxaudit.infer.lexicon import enriched, in_words, lexicons
from cxaudit.language.problems import Problem
from cxaudit.rules.entries import KEYS
from cxaudit.rules.loading import Loaded, PackFile, load
from cxaudit.rules.packs import active, all_rules, built_in, read_pack
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import audit
from cxaudit.run.configuration import Rulebook, Wanted, pack_files, rulebook
from cxaudit.run.examples import run_pack
from tests.conftest import ROOT

DAY = datetime.date(2026, 1, 15)
RULE = """
ACME01:
  name: late-answer
  judges: request
  when: request.worst > limits.most
  limits: {most: 2}
  severity: warning
  says: "{request.title} needs {request.worst}"
  witness: request.worst_path
  why: because
  instead: otherwise
  needs: map
  examples:
    bad: "process: A"
    good: "process: B"
"""
PACK = "rules: Acme\n" + RULE
OPEN, CLOSE = "«", "»"


def marked(text: str) -> tuple[str, tuple[int, int]]:
    """A text without its mark, and the line and column where that stood."""
    before, _, rest = text.partition(OPEN)
    place = before.count("\n") + 1, len(before) - before.rfind("\n")
    return before + rest.replace(CLOSE, ""), place


def told(problems: list[Problem]) -> list[tuple[str, tuple[int, int]]]:
    return [(p.says, (p.span.line, p.span.column)) for p in problems]


def write(folder: Path, **files: str) -> Path:
    """Packs by name in a project, `cxaudit` being its configuration."""
    (folder / "cxaudit.yaml").touch()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def loaded(folder: Path, *names: str, alone: bool = False) -> Loaded:
    paths = [(folder / f"{name}.yaml").resolve() for name in names]
    files = [PackFile(path, path.name, folder) for path in paths]
    return load(files, all_rules(built_in()), alone)


def rules_of(folder: Path, *names: str) -> dict[str, Rule]:
    result = loaded(folder, *names)
    assert not result.faults, [(path, p.says, p.span) for path, p in result.faults]
    return {**all_rules(built_in()), **all_rules(result.packs)}


def faults_of(folder: Path, *names: str) -> list[tuple[str, str, tuple[int, int]]]:
    faults = loaded(folder, *names).faults
    return [(path, p.says, (p.span.line, p.span.column)) for path, p in faults]


TYPOS = [
    # keys
    ("  severity: warning", "  «sevrity»: warning\n  severity: warning", "did you mean 'severity'"),
    ("  why: because\n", "", "ACME01 lacks `why`"),
    ("rules: Acme", "rules: Acme\n«extnds»: x.yaml", "did you mean 'extends'"),
    ("rules: Acme", "rules: Acme\n«acme02»: {}", "neither a code such as SO201"),
    # names and words
    ("late-answer", "«Late Answer»", "write it like late-answer"),
    ("judges: request", "judges: «requst»", "did you mean 'request'"),
    ("needs: map", "needs: «mop»", "did you mean 'map'"),
    ("severity: warning", "severity: «warn»", "did you mean 'warning'"),
    ("severity: warning", 'severity: {«eror»: "true"}', "did you mean 'error'"),
    ("needs: map", "needs: map\n  heuristics: [triage, «empowr»]", "did you mean 'empower'"),
    ("needs: map", "needs: map\n  mandatory: «yess»", "yes or no is expected"),
    ("needs: map", "needs: map\n  opt-in: «[yes]»", "yes or no is expected"),
    ("why: because", "why: «[because]»", "text is expected"),
    ("witness: request.worst_path", "witness: «request.worst_pth»", "did you mean 'worst_path'"),
    ("needs: map", "needs: map\n  among: «request.simpl»", "did you mean 'simple'"),
    ("needs: map", "needs: map\n  among: «request.worst»", "is no yes or no of a request"),
    # facts, limits, lists of words
    ("request.worst > limits.most", "«request.wrst» > limits.most", "did you mean 'worst'"),
    ("request.worst > limits.most", "request.worst > «limits.mst»", "did you mean 'most'"),
    ("request.worst > limits.most", "request.worst «>» 'x'", "'>' does not go with double, string"),
    ("request.worst > limits.most", "«request.worst»", "this is not a bool"),
    ("request.worst > limits.most", "«requst.worst» > 2", "did you mean 'request.worst'"),
    ("request.worst > limits.most", "«worst» > 2", "did you mean 'request.worst'"),
    ("request.worst > limits.most", "«step.visits» > 2", "cannot see step.visits"),
    ("request.worst > limits.most", "request.worst «>»", "missing at the end"),
    (
        "request.worst > limits.most",
        'in_words(request.title, "«partis»")',
        "did you mean 'parties'",
    ),
    (
        "request.worst > limits.most",
        "«in_words(request.title, request.title)»",
        "in quotes, a list",
    ),
    # columns where YAML and the text of an expression differ
    (
        "when: request.worst > limits.most",
        "when: >-\n    request.worst > limits.most &&\n    («request.wrst» > 3 || request.simple)",
        "did you mean 'worst'",
    ),
    (
        "when: request.worst > limits.most",
        "when: |\n\n    request.simple &&\n      request.worst «>» 'x'\n",
        "'>' does not go with",
    ),
    (
        "when: request.worst > limits.most",
        "when: request.simple && 1 < request.worst &&\n    request.worst > «limits.mst»",
        "did you mean 'most'",
    ),
    (
        "when: request.worst > limits.most",
        "when: 'request.title == ''it''''s'' && «request.wrst» > 1'",
        "did you mean 'worst'",
    ),
    (
        "when: request.worst > limits.most",
        'when: "request.title == \\"a\\" &&\n    request.worst > \\\n    «limits.mst»"',
        "did you mean 'most'",
    ),
    (
        "when: request.worst > limits.most",
        "when: &mine >-  # what I mean\n    request.title == 'é😀' && request.worst > 2 &&\n"
        "    «request.wrst» > 1",
        "did you mean 'worst'",
    ),
    (
        "when: request.worst > limits.most",
        "when: request.worst * 2 > 1 && 1 < request.worst && limits.most > 1 && request.title «>» 3",
        "does not go with string, int",
    ),
    (
        'severity: warning',
        'severity:\n    error: >-\n      request.worst > 2 * limits.most ||\n      «request.tme» > 4\n'
        '    warning: "true"',
        "did you mean 'time'",
    ),
    (
        'says: "{request.title} needs {request.worst}"',
        'says:\n    "«request.wrst» > 3": "{request.title}"\n    "true": "{request.title}"',
        "did you mean 'worst'",
    ),
    (
        'says: "{request.title} needs {request.worst}"',
        'says:\n    «request.worst > 3»: "{request.title}"',
        'the last sentence stands under "true"',
    ),
    # placeholders
    ("{request.worst}", "{«request.wrst»}", "did you mean {request.worst}"),
    ("{request.worst}", "{«request.share:precent»}", "is no way to show a value"),
    ("{request.worst}", "{«request.title:percent»}", "'percent' does not show text"),
    ("{request.worst}", "{«limits.mst»}", "did you mean 'most'"),
    ("{request.worst}", "«{»request.worst", "this brace has no partner"),
    (
        'says: "{request.title} needs {request.worst}"',
        "says: >-\n    {request.title} needs\n    more than {«request.wrst»} of them",
        "did you mean {request.worst}",
    ),
    (
        "needs: map",
        'needs: map\n  not-started: "{count} of «{off}» lack it"',
        "use {count} and {of}",
    ),
    # what is asked of every element
    ("why: because", 'criteria: "at most {«limits.mst»}"\n  why: because', "did you mean 'most'"),
    (
        "why: because",
        'criteria: «"at most {request.worst}"»\n  why: because',
        "this is asked of every element, so it names limits only",
    ),
    # limits and profiles
    ("{most: 2}", "{most: «two»}", "a limit is a number, or a duration"),
    ("{most: 2}", "{most: «.nan»}", "a limit is a number, or a duration"),
    ("{most: 2}", "{most: «1e999»}", "a limit is a number, or a duration"),
    ("{most: 2}", "{most: «1d to 2d»}", "a limit is one duration"),
    ("{most: 2}", "«[2]»", "write {name: value}"),
    ("{most: 2}", "{most: 2, «Most»: 3}", "use small letters"),
    ("{most: 2}", "{most: 2}\n  profiles: {«regulatd»: {most: 3}}", "did you mean 'regulated'"),
    ("{most: 2}", "{most: 2}\n  profiles: {regulated: {«mst»: 3}}", "did you mean 'most'"),
    ("{most: 2}", "{most: 2}\n  profiles: {regulated: {most: «3d»}}", "the limit most is a number"),
    ("{most: 2}", "{most: 2}\n  profiles: {regulated: «3»}", "write {name: value}"),
    # examples
    ('bad: "process: A"', 'bad: {«mapp»: "process: A", map: "process: A"}', "did you mean 'map'"),
    ('bad: "process: A"', "bad: «[one]»", "an example is a map"),
    ('bad: "process: A"', 'bad: "«proces»: A"', "begins with `process:`, not 'proces'"),
    ('bad: "process: A"', "bad: «just words»", "begins with `process:`"),
    ('bad: "process: A"', 'bad: {map: "process: A", as-of: «yesterday»}', "as YYYY-MM-DD"),
    ('bad: "process: A"', 'bad: {map: "process: A", «expected»: []}', "did you mean 'expect'"),
    ('bad: "process: A"', 'bad: {map: "process: A", organisation: "«process»: B"}', "`organisation:`"),
    ('bad: "process: A"', 'bad: {map: "process: A", others: «[a]»}', "map ids, each with its map"),
    ('bad: "process: A"', "bad: «{as-of: 2026-01-01}»", "holds a `map`, an `organisation`"),
    ('bad: "process: A"', 'bad: «""»', "the text of a file is expected"),
    (
        'bad: "process: A"',
        "bad: |\n      process: A\n      steps:\n        - one\n       «- two»",
        "this example cannot be read",
    ),
    ('\n    good: "process: B"', "", "one `bad` and one `good`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), TYPOS, ids=[f"{new}" for _, new, _ in TYPOS])
def test_a_typo_is_told_at_its_word(old: str, new: str, says: str) -> None:
    assert old in PACK
    text = PACK.replace(old, new, 1)
    problems = told(read_pack(marked(text)[0], "acme.yaml").problems)
    assert len(problems) == 1, problems
    assert says in problems[0][0]
    if OPEN in text:
        assert problems[0][1] == marked(text)[1], problems


def test_all_faults_of_a_file_are_told_and_in_order(tmp_path: Path) -> None:
    second = RULE.replace("ACME01", "ACME02").replace("late-answer", "slow-answer")
    second = second.replace("needs: map", "needs: maps\n  absorbed-by: [ACME01, ACME03]")
    first = RULE.replace(
        "request.worst > limits.most", "request.wrst > 1 && request.tme > limits.x"
    )
    first = first.replace("severity: warning", "severity: grave").replace("why:", "wy:")
    write(tmp_path, acme="rules: Acme\nabot: x\n" + first + second)
    found = faults_of(tmp_path, "acme")
    assert [place[0] for _, _, place in found] == sorted(place[0] for _, _, place in found)
    words = [
        "'abot'",
        "lacks `why`",
        "'wrst'",
        "'tme'",
        "'x'",
        "'grave'",
        "'wy'",
        "'maps'",
        "'ACME03'",
    ]
    for word in words:
        assert any(word in says for _, says, _ in found), (word, found)
    assert len(found) == len(words)


def test_a_whole_number_beside_a_fraction_is_the_only_thing_told() -> None:
    text = PACK.replace("judges: request", "judges: map").replace("request.", "map.")
    text = text.replace("{map.title} needs {map.worst}", "x").replace(
        "  witness: map.worst_path\n", ""
    )
    text = text.replace("map.worst > limits.most", "map.sign_offs «>» map.burden && map.size > 3")
    text, place = marked(text)
    assert told(read_pack(text, "acme.yaml").problems) == [
        ("'>' does not go with int, double", place)
    ]


def test_a_limit_that_is_compared_with_a_count_is_whole() -> None:
    text = PACK.replace("request.worst > limits.most", "request.ping_pongs > limits.most")
    assert not read_pack(text, "acme.yaml").problems
    text, place = marked(text.replace("{most: 2}", "{most: «2.5»}"))
    (fault,) = told(read_pack(text, "acme.yaml").problems)
    assert fault[1] == place and "compared with a whole number" in fault[0]


def test_rules_over_several_judges_must_hold_over_each() -> None:
    text = PACK.replace("judges: request", "judges: [step, «flow»]").replace(
        "request.worst >", "step.share >"
    )
    text = PACK.replace("judges: request", "judges: [role, «unit»]")
    text = text.replace(
        "request.worst > limits.most", "role.exposure > limits.most && role.front_line"
    )
    text = text.replace("{request.title} needs {request.worst}", "{role.title}")
    text, place = marked(text.replace("  witness: request.worst_path\n", ""))
    (fault,) = told(read_pack(text, "acme.yaml").problems)
    assert fault == ("over unit: no fact of a unit is called 'front_line'", place)


def test_two_entries_of_one_code_are_one_too_many(tmp_path: Path) -> None:
    problems = read_pack(PACK + RULE, "acme.yaml").problems
    assert [p.says for p in problems] == ["'ACME01' stands twice, first on line 3: keep one"]
    write(tmp_path, one=PACK, two=PACK.replace("late-answer", "other-answer"))
    ((path, says, place),) = faults_of(tmp_path, "one", "two")
    assert (path, place) == ("two.yaml", (3, 1))
    assert "ACME01 is a rule of one.yaml already" in says and "such as ACME02" in says
    write(tmp_path, three=PACK.replace("ACME01", "ACME07"))
    ((path, says, place),) = faults_of(tmp_path, "one", "three")
    assert (path, place) == ("three.yaml", (4, 9)) and "ACME01 is called 'late-answer'" in says


def test_a_code_of_a_built_in_rule_is_taken_and_both_ways_out_are_told(tmp_path: Path) -> None:
    write(tmp_path, acme=PACK.replace("ACME01", "SO201"))
    ((_, says, place),) = faults_of(tmp_path, "acme")
    assert place == (3, 1)
    assert "SO201 is a built-in rule (too-many-sign-offs)" in says
    assert "without `judges` and `when`" in says and "a free code such as SO2" in says


def test_a_pack_adds_to_the_rules_there_are(tmp_path: Path) -> None:
    rules = rules_of(write(tmp_path, acme=PACK), "acme")
    assert list(rules)[:-1] == list(all_rules(built_in())) and list(rules)[-1] == "ACME01"
    assert (rules["ACME01"].family, rules["ACME01"].origin) == ("Acme", "acme.yaml")


CHANGE = """rules: Ours
SO201:
  limits: {sign_offs: 5}
  profiles: {regulated: {simple: 3}, project: {sign_offs: 9}}
  severity: info
  says: "{request.title} wants {request.worst} times a yes"
  why: Our customers told us so.
  instead: Ask Mary.
  heuristics: [triage]
  sources: [handbook]
  needs: times
  mandatory: yes
"""


def test_an_entry_without_condition_changes_a_rule_and_the_rest_stays(tmp_path: Path) -> None:
    before = all_rules(built_in())["SO201"]
    rules = rules_of(write(tmp_path, ours=CHANGE), "ours")
    rule = rules["SO201"]
    assert list(rules) == list(all_rules(built_in()))
    assert rule.limits == {**before.limits, "sign_offs": 5.0}
    assert rule.profiles["regulated"] == {**before.profiles["regulated"], "simple": 3.0}
    assert rule.profiles["project"]["sign_offs"] == 9.0
    assert rule.profiles["service-desk"] == before.profiles["service-desk"]
    assert [grade.severity for grade in rule.severity] == ["info"]
    assert rule.says[0].template.text == "{request.title} wants {request.worst} times a yes"
    assert (rule.why, rule.instead) == ("Our customers told us so.", "Ask Mary.")
    assert (rule.heuristics, rule.sources, rule.needs) == (["triage"], ["handbook"], "times")
    assert rule.mandatory and rule.changed_by == ["ours.yaml"]
    assert (rule.name, rule.when, rule.witness) == (before.name, before.when, before.witness)
    assert all_rules(built_in())["SO201"] is before and before.limits["sign_offs"] == 2.0


def test_changes_of_several_packs_to_one_rule_add_up(tmp_path: Path) -> None:
    write(
        tmp_path,
        one="rules: One\nSO201: {severity: info}\n",
        two="rules: Two\nSO201: {limits: {sign_offs: 7}}\n",
    )
    rule = rules_of(tmp_path, "one", "two")["SO201"]
    assert rule.limits["sign_offs"] == 7.0 and rule.severity[0].severity == "info"
    assert rule.changed_by == ["one.yaml", "two.yaml"]


def test_a_change_to_a_rule_over_several_judges_holds_for_all(tmp_path: Path) -> None:
    rule = PACK.replace("judges: request", "judges: [role, unit]").replace(
        "request.worst >", "role.exposure >"
    )
    rule = rule.replace("{request.title} needs {request.worst}", "{role.title}")
    rule = rule.replace("  witness: request.worst_path\n", "")
    write(
        tmp_path,
        acme=rule,
        ours="rules: Ours\nextends: acme.yaml\n"
        'ACME01: {says: "{role.title} again", limits: {most: 4}}\n',
    )
    forms = rules_of(tmp_path, "ours")["ACME01"].forms
    assert [form.judges for form in forms] == ["role", "unit"]
    assert [form.says[0].template.text for form in forms] == [
        "{role.title} again",
        "{unit.title} again",
    ]
    assert [form.limits for form in forms] == [{"most": 4.0}, {"most": 4.0}]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("SO201: {limits: {«sign_ofs»: 3}}", "did you mean 'sign_offs'"),
        ("SO201: {limits: {sign_offs: «3d»}}", "the limit sign_offs is a number"),
        ("TP103: {limits: {silence: «3»}}", "the limit silence is a duration such as 2d"),
        ("FL407: {limits: {steps: «2.5»}}", "compared with a whole number"),
        ("SO201: {«name»: other}", "stays 'too-many-sign-offs': waivers use it"),
        ("SO201: {«witness»: request.worst_path}", "`witness` of SO201 stays as it is"),
        ("SO201: {«sevrity»: info}", "did you mean 'severity'"),
        ("SO201: {severity: «eror»}", "did you mean 'error'"),
        ('SO201: {says: "{«request.wrst»}"}', "did you mean {request.worst}"),
        ("SO201: {profiles: {«regulted»: {simple: 1}}}", "did you mean 'regulated'"),
        ("«SO201»: {}", "SO201 says nothing"),
        ("«SO201»:", "SO201 says nothing"),
        ("«SO200»: off", "did you mean 'SO201'"),
        ("«SO200»: {severity: info}", "did you mean 'SO201'"),
        ("«SO201»: maybe", "SO201 says nothing"),
        ("disable: [SO202, «SO20»]", "did you mean 'SO201'"),
        ("disable: «too-many-signoffs»", "did you mean 'too-many-sign-offs'"),
        ("enable: [«X1»]", "did you mean 'X01'"),
        ("«enabled»: [X01]", "did you mean 'enable'"),
        ("extends: «nowhere.yaml»", "nowhere.yaml cannot be extended: no such file"),
        ("lexicons: «nowhere.yaml»", "nowhere.yaml: no such file"),
        ("lexicons: {«eng»: {parties: [tenant]}}", "did you mean 'en'"),
        ("lexicons: {en: {«partys»: [tenant]}}", "did you mean 'parties'"),
        ("lexicons: {en: {parties: [«'!!'»]}}", "holds no word"),
        ("lexicons: {«en»: [tenant]}", "lists with their words belong here"),
    ],
)
def test_a_typo_in_what_is_said_of_others_is_told_at_its_word(
    change: str, says: str, tmp_path: Path
) -> None:
    text, place = marked(f"rules: Ours\n{change}\n")
    found = faults_of(write(tmp_path, ours=text), "ours")
    assert says in found[0][1], found
    assert found[0][2] == place, found


def test_rules_are_switched_by_code_or_name_in_a_list_or_an_entry(tmp_path: Path) -> None:
    text = "rules: Ours\ndisable: [SO202, serial-sign-offs]\nSO201: off\nenable: [X01]\n"
    rules = rules_of(write(tmp_path, ours=text), "ours")
    chosen = active(rules)
    assert not {"SO201", "SO202", "SO206"} & set(chosen)
    assert "X01" in chosen and "X02" not in chosen
    assert set(rules) == set(all_rules(built_in()))
    assert active(all_rules(built_in())).keys() == {c for c, r in rules.items() if not r.opt_in}
    write(tmp_path, back="rules: Back\nextends: ours.yaml\nSO201: on\ndisable: X01\n")
    chosen = active(rules_of(tmp_path, "back"))
    assert "SO201" in chosen and "X01" not in chosen


def test_a_switched_off_rule_is_not_judged(tmp_path: Path) -> None:
    write(tmp_path, ours="rules: Ours\nSO202: off\n")
    (tmp_path / "renewal.yaml").write_text(
        "process: Renewal\nsteps:\n  - Clerk checks the form\n  - Supervisor approves the renewal\n"
        "  - Manager approves the renewal\n  - Clerk hands the licence to the applicant\n"
    )
    found = {
        name: {
            f.code for f in audit([str(tmp_path / "renewal.yaml")], book.rules, DAY).open_findings
        }
        for name, book in (
            ("all", rulebook(None, str(tmp_path))),
            ("ours", rulebook(Wanted((str(tmp_path / "ours.yaml"),)), str(tmp_path))),
        )
    }
    assert found["all"] - found["ours"] == {"SO202"}


def test_packs_extend_packs_each_loaded_once_and_before(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    write(
        tmp_path,
        one="rules: One\nextends: base/acme.yaml\nACME01: {severity: info}\n",
        two="rules: Two\nextends: [built-in, base/acme.yaml]\nACME01: {limits: {most: 5}}\n",
        all="rules: All\nextends: [one.yaml, two.yaml]\nACME01: {why: All of it.}\n",
    )
    write(tmp_path / "base", acme=PACK)
    rule = rules_of(tmp_path, "all")["ACME01"]
    assert (rule.severity[0].severity, rule.limits["most"], rule.why) == ("info", 5.0, "All of it.")
    assert (rule.origin, rule.changed_by) == (
        "base/acme.yaml",
        ["one.yaml", "two.yaml", "all.yaml"],
    )


def test_a_pack_sees_only_what_it_extends(tmp_path: Path) -> None:
    write(tmp_path, acme=PACK, other="rules: Other\ndisable: [ACME01]\n")
    ((path, says, place),) = faults_of(tmp_path, "acme", "other")
    assert (path, place) == ("other.yaml", (2, 11))
    assert says == "ACME01 is a rule of acme.yaml, which this pack does not extend"
    write(tmp_path, other="rules: Other\nACME01: {severity: info}\n")
    assert faults_of(tmp_path, "acme", "other") == [("other.yaml", says, (2, 1))]
    assert "no rule is called 'ACME01'" in faults_of(tmp_path, "other")[0][1]


def test_a_circle_is_told_where_it_closes(tmp_path: Path) -> None:
    write(
        tmp_path,
        one="rules: One\nextends: two.yaml\n",
        two="rules: Two\nextends:\n  - three.yaml\n",
        three="rules: Three\nextends: [one.yaml]\n",
        self="rules: Self\nextends: self.yaml\n",
    )
    found = faults_of(tmp_path, "one")
    circle = "packs extend each other in a circle: one.yaml → two.yaml → three.yaml → one.yaml"
    assert found[0] == ("three.yaml", f"one.yaml cannot be extended: {circle}", (2, 11))
    assert [(path, place) for path, _, place in found[1:]] == [
        ("two.yaml", (3, 5)),
        ("one.yaml", (2, 10)),
    ]
    ((path, says, place),) = faults_of(tmp_path, "self")
    assert (path, place) == ("self.yaml", (2, 10)) and says.endswith("self.yaml → self.yaml")


def test_what_a_pack_extends_is_told_apart_and_its_own_faults_as_well(tmp_path: Path) -> None:
    write(tmp_path, bad=PACK.replace("severity: warning", "severity: grave"),
          ours="rules: Ours\nextends: bad.yaml\ndisable: [SO2O1]\n")  # fmt: skip
    found = faults_of(tmp_path, "ours")
    assert [(path, place) for path, _, place in found] == [
        ("bad.yaml", (8, 13)),
        ("ours.yaml", (2, 10)),
        ("ours.yaml", (3, 11)),
    ]


LEXICONS = """rules: Ours
lexicons:
  en:
    parties: [flubber]
    contact: {high: [zing, zings]}
    our-jargon: [synergy, low-hanging fruit]
  de: {our-jargon: [zielführend]}
ACME01:
  name: jargon
  judges: step
  when: in_words(step.does, "our-jargon") || in_words(step.does, "remedies")
  severity: info
  says: "{step.does}"
  why: because
  instead: otherwise
  needs: map
  examples: {bad: "process: A", good: "process: B"}
"""
JARGON = """process: P
steps:
  - Clerk picks the low-hanging fruit
  - Clerk zings the flubber
  - Clerk files the form
"""


def test_words_go_to_the_lexicons_or_to_lists_of_the_packs_own(tmp_path: Path) -> None:
    write(tmp_path, ours=LEXICONS)
    (tmp_path / "map.yaml").write_text(JARGON)
    book = rulebook(Wanted((str(tmp_path / "ours.yaml"),)), str(tmp_path))
    assert not book.failures
    with book.in_force():
        result = audit([str(tmp_path / "map.yaml")], book.rules, DAY)
    assert [f.path for f in result.findings if f.code == "ACME01"] == [
        "steps/clerk-picks-the-low-hanging-fruit"
    ]
    steps = {step.id: step for step in result.analyses[0].all("step")}
    assert steps["clerk-zings-the-flubber"].is_touch_point


def test_words_of_a_pack_are_gone_after_its_audit(tmp_path: Path) -> None:
    before = lexicons()
    assert not is_party("flubber") and read_label("Clerk zings the customer", "en").contact is None
    additions = {"en": {"parties": ["flubber"], "contact/high": ["zings"]}}
    with pytest.raises(ZeroDivisionError), enriched(additions):
        assert is_party("big flubber") and is_party("customer")
        assert read_label("Clerk zings the flubber", "en").party == "flubber"
        assert in_words("a flubber", "parties") and in_words("a customer", "parties")
        raise ZeroDivisionError
    assert lexicons() is before
    assert not is_party("flubber") and not in_words("a flubber", "parties")


def test_lists_of_ones_own_are_seen_by_the_pack_and_those_that_extend_it(tmp_path: Path) -> None:
    asks = PACK.replace("request.worst > limits.most", 'in_words(request.title, "our-jargon")')
    asks = asks.replace("ACME01", "ACME02").replace("  limits: {most: 2}\n", "")
    write(
        tmp_path,
        ours=LEXICONS,
        other=asks,
        heir=asks.replace("Acme\n", "Acme\nextends: ours.yaml\n"),
    )
    ((path, says, _),) = faults_of(tmp_path, "ours", "other")
    assert path == "other.yaml" and "no list of words is called 'our-jargon'" in says
    assert "ACME02" in rules_of(tmp_path, "heir")


def test_a_pack_adds_words_to_lists_of_packs_it_extends(tmp_path: Path) -> None:
    heir = "rules: Heir\nextends: ours.yaml\nlexicons: {en: {our-jargon: [form]}}\n"
    write(
        tmp_path,
        ours=LEXICONS,
        heir=heir + LEXICONS[LEXICONS.index("ACME01") :].replace("ACME01", "ACME02"),
    )
    text = (tmp_path / "heir.yaml").read_text().replace("name: jargon", "name: more-jargon")
    write(tmp_path, heir=text)
    (tmp_path / "map.yaml").write_text(JARGON)
    rules = {c: r for c, r in rules_of(tmp_path, "heir").items() if c.startswith("ACME")}
    found = audit([str(tmp_path / "map.yaml")], rules, DAY).findings
    assert {(f.code, f.path.rsplit("-", 1)[1]) for f in found} == {
        ("ACME01", "fruit"),
        ("ACME02", "fruit"),
        ("ACME02", "form"),
    }


def test_a_list_may_stand_for_those_below_it() -> None:
    assert in_words("the clerk approves it", "sign-off") and in_words(
        "please approve", "sign-off/high"
    )
    assert not in_words("please approve", "sign-off/medium") and not in_words("approve", "sign")


def test_two_packs_may_call_different_lists_by_one_name(tmp_path: Path) -> None:
    other = LEXICONS.replace("synergy, low-hanging fruit", "form").replace("ACME01", "ACME02")
    write(tmp_path, ours=LEXICONS, other=other.replace("name: jargon", "name: paper"))
    (tmp_path / "map.yaml").write_text(JARGON)
    rules = {c: r for c, r in rules_of(tmp_path, "ours", "other").items() if c.startswith("ACME")}
    found = audit([str(tmp_path / "map.yaml")], rules, DAY).findings
    assert {(f.code, f.path.rsplit("-", 1)[1]) for f in found} == {
        ("ACME01", "fruit"),
        ("ACME02", "form"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "en: {our-jargon: [synergy]}\n",
        "language: en\nour-jargon: [synergy]\n",
        "language: nl\nour-jargon: [synergy]\n",
    ],
)
def test_words_may_lie_in_a_file_of_their_own(text: str, tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "ours.yaml").write_text(text)
    pack = PACK.replace("request.worst > limits.most", 'in_words(request.title, "our-jargon")')
    write(tmp_path, acme=pack.replace("rules: Acme\n", "rules: Acme\nlexicons: words/ours.yaml\n"))
    assert "ACME01" in rules_of(tmp_path, "acme")


def test_faults_of_a_file_of_words_are_told_in_it(tmp_path: Path) -> None:
    write(tmp_path, words="en: {our-jargon: [synergy, '?!']}\nxy: {a: [b]}\n",
          ours="rules: Ours\nlexicons: words.yaml\n")  # fmt: skip
    found = faults_of(tmp_path, "ours")
    assert [(path, place) for path, _, place in found] == [
        ("words.yaml", (2, 1)),
        ("words.yaml", (1, 28)),
        ("ours.yaml", (2, 11)),
    ]


def test_every_pack_that_ships_is_sound() -> None:
    """The packs that ship are read unchecked, so that an audit opens at once."""
    assert all(rule.criteria for rule in all_rules(built_in()).values())
    for pack in built_in():
        found = load(
            [PackFile(Path(pack.path), pack.path, Path(pack.path).parent)],
            all_rules(built_in()),
            alone=True,
        )
        assert not found.faults, [(p.says, p.span) for _, p in found.faults]


def test_rules_compile_when_they_are_first_judged() -> None:
    rules = all_rules(built_in())
    twin = read_pack(Path(built_in()[0].path).read_text(), "twin.yaml", checked=False).rules[0]
    assert twin.when._typed is None and twin.when.names
    assert twin.when.limits == rules[twin.code].when.limits
    assert twin.when._typed is not None
    assert twin.when._program is None, "the types of what ships are known"


class TestConfiguration:
    """`cxaudit.yaml`, nearest to the first path, names packs by paths relative to it."""

    def book(self, folder: Path, **files: str) -> Rulebook:
        return rulebook(None, str(write(folder, **files)))

    def told(self, book: Rulebook) -> list[tuple[str, str]]:
        return [(f"{Path(f.path).name}:{f.line}:{f.column}", f.what) for f in book.failures]

    def test_it_names_packs_and_folders_of_packs(self, tmp_path: Path) -> None:
        (tmp_path / "packs").mkdir()
        more = PACK.replace("ACME01", "ACME02").replace("late-answer", "other-answer")
        (tmp_path / "packs" / "more.yml").write_text(more)
        (tmp_path / "packs" / "map.yaml").write_text("process: P\n")
        book = self.book(tmp_path, cxaudit="rules: [acme.yaml, packs]\n", acme=PACK)
        assert not book.failures and {"ACME01", "ACME02"} <= set(book.rules)

    def test_it_counts_for_everything_below_and_for_what_the_command_line_adds(
        self, tmp_path: Path
    ) -> None:
        write(tmp_path, cxaudit="rules: acme.yaml\n", acme=PACK)
        other = PACK.replace("ACME01", "ACME02").replace("late-answer", "other-answer")
        write(tmp_path, other=other)
        (tmp_path / "maps" / "deep").mkdir(parents=True)
        book = rulebook(Wanted((str(tmp_path / "other.yaml"),)), str(tmp_path / "maps" / "deep"))
        assert {"ACME01", "ACME02"} <= set(book.rules)
        (tmp_path / "maps" / "cxaudit.yaml").write_text("")
        assert "ACME01" not in rulebook(None, str(tmp_path / "maps" / "deep")).rules

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (
                "«rulse»: [acme.yaml]\n",
                "the configuration has no key 'rulse'; did you mean 'rules'",
            ),
            ("rules: [«nowhere.yaml»]\n", "nowhere.yaml: no such file"),
            ("rules: [«../acme.yaml»]\n", "lies outside the project"),
            ("rules:\n  - «/etc/passwd»\n", "lies outside the project"),
            ("rules: [«empty»]\n", "empty: holds no rule pack"),
            ("rules: [«{a: b}»]\n", "text is expected"),
            ("«just words»\n", "a configuration holds keys such as"),
            ("rules: [acme.yaml\n", "a bracket is not closed"),
        ],
    )
    def test_what_is_wrong_with_it_is_told_at_its_word(
        self, text: str, says: str, tmp_path: Path
    ) -> None:
        (tmp_path / "empty").mkdir()
        bare, (line, column) = marked(text)
        book = self.book(tmp_path, cxaudit=bare, acme=PACK)
        ((path, told),) = self.told(book)
        assert says in told
        if OPEN in text:
            assert path == f"cxaudit.yaml:{line}:{column}"
        assert set(book.rules) == set(active(all_rules(built_in())))

    def test_an_empty_one_says_nothing(self, tmp_path: Path) -> None:
        for text in ("", "# nothing yet\n", "rules:\n", "rules: []\n"):
            assert not self.book(tmp_path, cxaudit=text).failures

    def test_a_bad_pack_is_left_out_and_told_and_the_others_are_used(self, tmp_path: Path) -> None:
        other = PACK.replace("ACME01", "ACME02").replace("late-answer", "other-answer")
        book = self.book(
            tmp_path,
            cxaudit="rules: [bad.yaml, good.yaml]\n",
            bad=PACK.replace("severity: warning", "severity: grave"),
            good=other,
        )
        assert self.told(book) == [("bad.yaml:8:13", book.failures[0].what)]
        assert "ACME02" in book.rules and "ACME01" not in book.rules

    def test_words_count_where_nothing_is_judged_too(self, tmp_path: Path) -> None:
        write(tmp_path, cxaudit="rules: ours.yaml\n", ours=LEXICONS)
        book = rulebook(None, str(tmp_path), judged=False)
        assert not book.rules and book.words["en"]["parties"] == ["flubber"]


def test_a_path_on_the_command_line_may_lie_anywhere_but_must_hold_a_pack(tmp_path: Path) -> None:
    write(tmp_path, acme=PACK)
    assert [file.shown for file in pack_files(str(tmp_path / "acme.yaml"))[0]]
    assert [f.path.name for f in pack_files(str(tmp_path))[0]] == ["acme.yaml"]
    for name, says in (("nowhere.yaml", "no such file"), ("empty", "holds no rule pack")):
        (tmp_path / "empty").mkdir(exist_ok=True)
        files, ((_, problem),) = pack_files(str(tmp_path / name))
        assert not files and says in problem.says


def test_what_the_documentation_shows_is_true(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    keys, changes, configuration, words = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "rules" / "more").mkdir(parents=True)
    (tmp_path / "group").mkdir()
    (tmp_path / "group" / "rules.yaml").write_text(PACK)
    (tmp_path / "rules" / "ours.yaml").write_text(changes)
    (tmp_path / "rules" / "more" / "keys.yaml").write_text(keys)
    (tmp_path / "rules" / "more" / "words.yaml").write_text("rules: Words\n" + words)
    (tmp_path / "cxaudit.yaml").write_text(configuration)
    book = rulebook(None, str(tmp_path))
    assert not book.failures and {"KEY01", "X03", "ACME01"} <= set(book.rules)
    assert book.rules["SO201"].limits["sign_offs"] == 3.0 and "SO207" not in book.rules
    (file,) = pack_files(str(tmp_path / "rules" / "more" / "keys.yaml"))[0]
    assert [trial.wrong for trial in run_pack(file)[0]] == [()]
    for key in (*KEYS, *JUDGES):
        assert re.search(rf"[` |]{key}[`,. ]", text), key
