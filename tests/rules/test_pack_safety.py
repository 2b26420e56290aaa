"""Packs come from strangers too: none runs code, reads what it must not, or keeps the machine busy."""

from __future__ import annotations

import datetime
import os
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.rules import bounds
from cxaudit.rules.loading import Fault
from cxaudit.rules.packs import all_rules, built_in, read_pack
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit
from cxaudit.run.configuration import Wanted, pack_files, rulebook
from cxaudit.run.examples import Trial, run_pack
from tests.rules.test_packs import PACK, loaded, told, write

DAY = datetime.date(2026, 1, 15)
FEW_SECONDS = 20.0  # of processor time: what hangs takes minutes or forever


def rules(when: str, **keys: str) -> dict[str, Rule]:
    text = PACK.replace("when: request.worst > limits.most", f"when: >-\n    {when}")
    for old, new in keys.items():
        text = text.replace(f"  {old}: ", f"  {old}: {new} #")
    pack = read_pack(text, "acme.yaml")
    assert not pack.problems, told(pack.problems)
    return all_rules([pack])


def big_map(folder: Path, steps: int = 150, label: str = "Work") -> Path:
    lines = "".join(
        f"  s{i}: {{does: '{label} {i}', sign-off: boss, takes: 5m}}\n" for i in range(steps)
    )
    path = folder / "map.yaml"
    path.write_text(
        f"process: Long\nsteps:\n{lines}  last: {{by: desk, with: customer via phone}}\n"
    )
    return path


def judged(path: Path, chosen: dict[str, Rule]) -> tuple[Audit, float]:
    begun = time.process_time()
    result = audit([str(path)], {**chosen, "SO202": all_rules(built_in())["SO202"]}, DAY)
    return result, time.process_time() - begun


PATH = "request.worst_path"
NESTED = "true"
for letter in "abcdefgh":
    NESTED = f"{PATH}.all({letter}, {NESTED})"


@pytest.mark.parametrize(
    ("when", "says"),
    [
        (NESTED, "go round more than 10,000 times"),
        (
            f"{PATH}.exists(a, {PATH}.exists(b, {PATH}.exists(c, a + b == c)))",
            "go round more than 10,000",
        ),
        (
            f"{PATH}.all(a, "
            + " && ".join([f"!('zz' in {PATH})"] * 50)
            + f" && {PATH}.all(b, true))",
            "comparisons",
        ),
        (
            f"{PATH}.all(a, {PATH}.all(b, !a.matches('((a|b){{200}}(c|d){{200}}){{4}}')))",
            "comparisons",
        ),
    ],
)
def test_loops_within_loops_end(when: str, says: str, tmp_path: Path) -> None:
    result, taken = judged(big_map(tmp_path), rules(when))
    assert taken < FEW_SECONDS
    assert [(crash.code, says in crash.says) for crash in result.crashes] == [("ACME01", True)], (
        result.crashes
    )
    assert {f.code for f in result.findings} == {"SO202"}  # the others go on


def test_lists_are_not_built_without_bound(tmp_path: Path) -> None:
    path = big_map(tmp_path, bounds.MOST_BUILT + 20)
    result, taken = judged(path, rules(f"{PATH}.map(a, {PATH}.filter(b, b != a)).size() > 3"))
    assert taken < FEW_SECONDS and "go over at most 500 entries" in result.crashes[0].says
    result, taken = judged(path, rules(f"{PATH}.exists(a, a == 's7')"))
    assert not result.crashes and "ACME01" in {f.code for f in result.findings}


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("[request.title]" + ".map(a, a + a)" * 15 + ".size() > 0", "`+` does not go with `map`"),
        (" + ".join(["request.title"] * 30) + " == 'x'", "at most 20 times `+`"),
        ("request.worst > " + "1 + 0" * 500, "at most 2,000 characters"),
        ("(" * 60 + "true" + ")" * 60, "nested too deeply"),
        ("[" * 90 + "]" * 90 + ".size() > 0", "nested too deeply"),
        (" && ".join(f"limits.l{i} > 0" for i in range(30)), "at most 6 limits"),
    ],
)
def test_an_expression_that_could_grow_is_no_rule(when: str, says: str) -> None:
    names = ", ".join(f"l{i}: 1" for i in range(30))
    text = PACK.replace("when: request.worst > limits.most", f'when: "{when}"')
    problems = read_pack(text.replace("{most: 2}", f"{{{names}}}"), "acme.yaml").problems
    assert says in problems[0].says, told(problems)


def test_patterns_are_linear_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text(f"process: {'a' * 100_000}!\nsteps: {{one: {{by: desk}}}}\n")
    for pattern in ("^(a+)+$", "(a|aa)+$", "(.*)*x", "(a?){500}a{500}$"):
        chosen = rules(
            f"map.title.matches('{pattern}')", judges="map", says='"x"', witness="map.owners"
        )
        result, taken = judged(tmp_path / "map.yaml", chosen)
        assert taken < FEW_SECONDS and not result.crashes and not result.findings


def test_a_pattern_without_end_is_a_rule_that_fails(tmp_path: Path) -> None:
    result, _ = judged(big_map(tmp_path, 3), rules("request.title.matches('((a{100}){100}){100}')"))
    assert "invalid" in result.crashes[0].says and result.crashes[0].code == "ACME01"


@pytest.mark.parametrize(
    "place",
    [
        "{request.__class__}",
        "{request.title.__class__}",
        "{request.title!r}",
        "{request.title:>99999999}",
        "{0.__init__.__globals__}",
        "{{request.title}}",
        "{request['title']}",
        "{limits.__class__}",
        "{lambda: 1}",
        "{% import os %}{request.title}",
    ],
)
def test_a_message_is_no_program(place: str) -> None:
    problems = read_pack(PACK.replace("{request.worst}", place), "acme.yaml").problems
    assert problems, place


def test_braces_in_a_map_stay_what_they_are(tmp_path: Path) -> None:
    big_map(tmp_path, 3)
    path = tmp_path / "map.yaml"
    request = "requests: {a: {title: '{request.worst_path} {request.__class__} %s'}}\n"
    path.write_text(path.read_text().replace("steps:", request + "steps:"))
    result, _ = judged(path, rules("request.worst > 0"))
    says = [f.says for f in result.findings if f.code == "ACME01"]
    assert says == ["{request.worst_path} {request.__class__} %s needs 3"]


BOMB = "x: &a0 [lol]\n" + "".join(
    f"y{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: A\n" + BOMB, "expand without bound"),
        ("rules: !!python/object/apply:os.system ['true']\n", "is a YAML tag"),
        (PACK.replace("when: ", "when: !!python/name:os.system "), "is a YAML tag"),
        ("rules: A\nx: &x [*x]\n", "an alias contains itself"),
        ("rules: A\nx: " + "[" * 100_000, "levels deep"),
        ("rules: A\nx: " + "{a: " * 5_000, "levels deep"),
        ("rules: A\n<<: {a: b}\n", "`<<` is not used"),
        ("rules: A\nabout: \0\n", "NUL"),
        ("rules: A\n---\nrules: B\n", "a second document"),
        ("", "begins with `rules: its title`"),
        ("- rules\n", "begins with `rules: its title`"),
        ("about: x\nrules: A\n", "begins with `rules: its title`"),
        (
            "rules: A\n" + "".join(f"AC{i:04d}: off\n" for i in range(1_001)),
            "at most 1,000 entries",
        ),
        (PACK.replace("{request.worst}", "x" * 2_000), "the most is 1,000"),
        (PACK.replace("because", "b" * 5_000), "the most is 4,000"),
        (PACK.replace("late-answer", "a" * 100), "the most is 60"),
        (PACK.replace("most: 2", "most: " + "1" * 100_000), "a limit is a number"),
    ],
)
def test_what_yaml_could_do_to_a_reader_is_a_fault(text: str, says: str, tmp_path: Path) -> None:
    begun = time.process_time()
    faults = loaded(write(tmp_path, acme=text), "acme").faults
    assert time.process_time() - begun < FEW_SECONDS
    assert says in faults[0][1].says, faults


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"rules: A\nabout: \xff\n", "not UTF-8"),
        ("rules: A\n".encode("utf-16"), "UTF-16"),
        (b"rules: A\n# " + b"x" * 20_000_000, "the most that is read is 20,000,000"),
    ],
)
def test_files_that_are_no_text_or_too_long_are_told(
    data: bytes, says: str, tmp_path: Path
) -> None:
    (write(tmp_path) / "acme.yaml").write_bytes(data)
    ((path, problem),) = loaded(tmp_path, "acme").faults
    assert path == "acme.yaml" and says in problem.says


def project(tmp_path: Path) -> Path:
    """A project, with a secret beside it and ways that seem to lead there."""
    (tmp_path / "secret.yaml").write_text("rules: Secret\nabout: hunter2\n")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "loop.yaml").symlink_to(folder / "loop.yaml")
    (folder / "device.yaml").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.yaml")
    (folder / "deep").symlink_to(tmp_path)
    return folder


OUTSIDE = [
    "../secret.yaml", "{tmp}/secret.yaml", "/etc/passwd", "/dev/zero", "/dev/stdin",
    "/proc/self/environ", "link.yaml", "loop.yaml", "device.yaml", "pipe.yaml", "deep/secret.yaml",
    "deep", ".", "deep/../../secret.yaml", "~/.netrc", "{nul}", "{long}",
]  # fmt: skip


@pytest.mark.parametrize("key", ["extends", "lexicons", "rules"])
@pytest.mark.parametrize("path", OUTSIDE)
def test_no_file_makes_another_be_read_outside_the_project(
    path: str, key: str, tmp_path: Path
) -> None:
    folder = project(tmp_path)
    text = path.format(tmp=tmp_path, nul="a\\0b", long="a" * 5_000)
    files = {"acme": PACK}
    if key == "rules":
        files["cxaudit"] = f'rules: ["{text}"]\n'
    else:
        files["acme"] = PACK.replace("rules: Acme\n", f'rules: Acme\n{key}: "{text}"\n')
    write(folder, **files)
    begun = time.process_time()
    packs = () if key == "rules" else (str(folder / "acme.yaml"),)
    book = rulebook(Wanted(packs), str(folder))
    assert time.process_time() - begun < FEW_SECONDS
    assert (
        book.failures and "hunter2" not in str(book.failures) and "Secret" not in str(book.failures)
    )
    place = "cxaudit.yaml:1:9" if key == "rules" else f"acme.yaml:2:{len(key) + 3}"
    if not (key == "rules" and path == "."):  # a folder of packs may stand in a configuration
        assert f"{place}: " in str(book.failures[-1]), book.failures


def test_links_in_a_folder_of_packs_do_not_lead_out_of_it(tmp_path: Path) -> None:
    folder = project(tmp_path)
    write(folder, acme=PACK)
    (failure,) = rulebook(Wanted((str(folder),)), str(folder)).failures
    assert "leads out of the project" in failure.says


def test_a_configuration_that_is_a_link_out_of_the_project_is_not_read(tmp_path: Path) -> None:
    folder = project(tmp_path)
    (folder / "cxaudit.yaml").symlink_to(tmp_path / "secret.yaml")
    (failure,) = rulebook(None, str(folder)).failures
    assert "leads out of the project" in failure.says


def test_devices_and_folders_are_not_read_though_a_person_names_them(tmp_path: Path) -> None:
    for path in ("/dev/zero", "/dev/null"):
        (failure,) = rulebook(Wanted((path,)), str(tmp_path)).failures
        assert failure.path == path and "no regular file" in failure.says


def examples(case: str) -> str:
    return PACK.replace('bad: "process: A"', f"bad: {case}")


@pytest.mark.parametrize(
    "case",
    [
        '{map: "process: A", file: ../../out.yaml}',
        '{map: "process: A", file: /tmp/out.yaml}',
        '{map: "process: A", file: cxaudit.yaml}',
        '{map: "process: A", others: {../../out: "process: B"}}',
        '{map: "process: A", others: {"a/b": "process: B"}}',
    ],
)
def test_examples_name_no_place_outside_their_folder(case: str) -> None:
    problems = read_pack(examples(case), "acme.yaml").problems
    assert problems and ("no file name" in problems[0].says or "no id of a map" in problems[0].says)


def test_a_scenario_of_an_example_is_written_nowhere_else(tmp_path: Path) -> None:
    target = tmp_path / "out"
    scenario = f"whatif: ../../../..{target}\\nof: map\\nedits: []"
    case = f'{{map: "process: A\\nsteps: {{one: {{by: x}}}}", scenario: "{scenario}"}}'
    write(tmp_path, acme=examples(case))
    tested, faults = run_pack_of(tmp_path)
    assert not faults and tested[0].wrong and not list(tmp_path.glob("out*"))


def run_pack_of(folder: Path) -> tuple[list[Trial], list[Fault]]:
    (file,) = pack_files(str(folder / "acme.yaml"))[0]
    return run_pack(file)


@pytest.mark.parametrize(
    "text",
    [
        "process: A",
        "process: A\nsteps: " + "[" * 99 + "]" * 99,
        "process: A\nsteps:\n  a: {call: b}\n  b: {call: a}",
    ],
)
def test_examples_of_strangers_fail_and_nothing_worse(text: str, tmp_path: Path) -> None:
    body = "".join(f"\n        {line}" for line in text.splitlines())
    write(tmp_path, acme=examples(f"|{body}"))
    tested, faults = run_pack_of(tmp_path)
    assert faults or tested[0].wrong


SNIPPETS = st.sampled_from(
    ["{", "}", "[", "]", ":", "\n", "  ", "'", '"', "\\", "|", ">-", "&a ", "*a", "off", "SO201:", "- ",
     "request.worst", "limits.x", "{request.title}", "in_words(", "\t", "\0", "é", "😀", "#", "?",
     "!!x ", "<<: "]
)  # fmt: skip


EDITS = st.tuples(st.integers(0, len(PACK)), st.integers(0, 12), SNIPPETS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.integers(0, len(PACK)), st.integers(0, 12), SNIPPETS), min_size=1, max_size=4
    )
)
def test_whatever_stands_in_a_pack_becomes_rules_or_faults(
    edits: list[tuple[int, int, str]],
) -> None:
    text = PACK
    for at, length, snippet in edits:
        text = text[:at] + snippet + text[at + length :]
    pack = read_pack(text, "acme.yaml")
    lines = text.split("\n")
    for problem in pack.problems:
        assert 1 <= problem.span.line <= len(lines) + 1 and problem.span.column >= 1
    assert pack.problems or pack.rules or "ACME01" not in text


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("disable: [ST001]", "ST001 is mandatory: it cannot be switched off"),
        ("ST002: off", "ST002 is mandatory: it cannot be switched off"),
        ("ST001: {severity: info}", "ST001 is mandatory: its severity stays as it is"),
        ("ST001: {mandatory: no}", "ST001 is mandatory: its mandatory stays as it is"),
    ],
)
def test_a_pack_cannot_turn_a_map_green_that_cannot_be_read(
    entry: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "m.yaml").write_text("process: [\n")
    (tmp_path / "p.yaml").write_text(f"rules: P\n{entry}\n")
    result = CliRunner().invoke(
        app, ["check", str(tmp_path / "m.yaml"), "--rules", str(tmp_path / "p.yaml")]
    )
    assert result.exit_code == 2 and says in result.stderr and "ST001" in result.stdout
