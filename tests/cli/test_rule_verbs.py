"""Rules of one's own on the command line: begun, tested, judged by, explained."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import indent

import pytest
from typer.testing import CliRunner, Result

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.cli.app import app
from tests.conftest import ROOT

DAY = ["--as-of", "2026-01-15"]
MAP = """process: Key cutting
purpose: A customer leaves with a key that fits.
owner: shop-manager
designed-with: [clerk, customer]
steps:
  take-key: {by: clerk, with: customer via desk, takes: 5m}
  cut-key: {by: clerk, waits: 3d, takes: 10m}
  hand-over: {by: clerk, with: customer via desk, takes: 5m}
"""
PACK = """rules: Key shop
about: What a key shop owes its customers.

KEY01:
  name: key-waits
  judges: step
  when: step.waits > limits.longest
  limits: {longest: 2d}
  severity: error
  says: "“{step.does}” waits {step.waits:duration}"
  why: Nobody gets in without a key, and a day is long.
  instead: Cut it while they wait.
  needs: times
  examples:
    bad: |
      process: Keys
      steps: {cut-key: {by: clerk, waits: 3d, takes: 5m}}
    good: |
      process: Keys
      steps: {cut-key: {by: clerk, waits: 5m, takes: 5m}}
"""


BAD = PACK[PACK.index("    bad:") : PACK.index("    good:")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a map and a pack; commands run in it."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "key-cutting.yaml").write_text(MAP)
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "keys.yaml").write_text(PACK)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(result: Result) -> set[str]:
    return {finding["code"] for finding in json.loads(result.stdout)["findings"]}


class TestCheck:
    def test_a_pack_or_a_folder_of_packs_is_judged_by_as_well(self, shop: Path) -> None:
        plain = codes(run("check", "-f", "json", *DAY))
        more = PACK.replace("KEY01", "KEY02").replace("key-waits", "key-still-waits")
        (shop / "more.yaml").write_text(more)
        one = run("check", "-f", "json", "--rules", "packs/keys.yaml", *DAY)
        assert one.exit_code == 1 and codes(one) == plain | {"KEY01"}
        both = run("check", "-f", "json", "--rules", "packs", "--rules", "more.yaml", *DAY)
        assert codes(both) == plain | {"KEY01", "KEY02"}
        assert "KEY01  “Cut key” waits 3 d" in run("check", "-q", "--rules", "packs", *DAY).stdout

    def test_the_configuration_names_packs_too(self, shop: Path) -> None:
        (shop / "cxaudit.yaml").write_text("rules: [packs]\n")
        assert "KEY01" in codes(run("check", "-f", "json", *DAY))
        (shop / "cxaudit.yaml").write_text("rulse: [packs]\n")
        result = run("check", *DAY)
        assert result.exit_code == 2 and "SO" not in result.stderr
        assert "cxaudit: cxaudit.yaml:1:1: the configuration has no key 'rulse'" in result.stderr

    def test_a_bad_pack_is_told_after_everything_else_was_audited(self, shop: Path) -> None:
        plain = run("check", *DAY)
        (shop / "packs" / "bad.yaml").write_text(PACK.replace("step.waits", "step.wats"))
        result = run("check", "--rules", "packs/bad.yaml", *DAY)
        assert result.exit_code == 2
        assert result.stdout == f"{plain.stdout[:-1]} 2 could not be audited.\n"
        assert result.stderr == (
            "cxaudit: packs/bad.yaml:7:9: no fact of a step is called 'wats'; did you mean 'waits'?\n"
            "cxaudit: packs/bad.yaml:10:31: {step.wats:duration} shows nothing: write {step.fact}; "
            "did you mean {step.waits}?\n"
        )

    def test_machines_get_the_file_and_the_place_apart(self, shop: Path) -> None:
        (shop / "bad.yaml").write_text(PACK.replace("severity: error", "severity: grave"))
        data = json.loads(run("check", "-f", "json", "--rules", "bad.yaml", *DAY).stdout)
        (failure,) = data["failures"]
        assert failure["path"] == "bad.yaml"
        assert failure["says"].startswith("line 9, column 13: 'grave' is no severity")

    @pytest.mark.parametrize("path", ["nowhere.yaml", "/dev/zero", "key-cutting.yaml"])
    def test_what_is_no_pack_is_told(self, shop: Path, path: str) -> None:
        result = run("check", "--rules", path, *DAY)
        assert result.exit_code == 2 and path in result.stderr

    def test_a_rule_that_fails_is_told_once_a_map_and_the_others_go_on(self, shop: Path) -> None:
        plain = run("check", *DAY)
        text = PACK.replace("step.waits > limits.longest", "step.asks[7] == 'x'")
        text = text.replace("{step.waits:duration}", "long")
        (shop / "fails.yaml").write_text(text.replace("  limits: {longest: 2d}\n", ""))
        result = run("check", "--rules", "fails.yaml", *DAY)
        assert result.exit_code == 2
        assert result.stdout == f"{plain.stdout[:-1]} 3 could not be audited.\n"
        (line,) = result.stderr.splitlines()
        assert line.startswith(
            "cxaudit: rule KEY01 failed on key-cutting steps/take-key and 2 more: "
        )

    def test_a_rule_can_be_changed_and_switched_off(self, shop: Path) -> None:
        assert "OW303" not in run("check", "-q", *DAY).stdout
        before = codes(run("check", "-f", "json", *DAY))
        assert "TP103" in before
        (shop / "ours.yaml").write_text("rules: Ours\nTP103: {limits: {silence: 4d}}\n")
        assert "TP103" not in codes(run("check", "-f", "json", "--rules", "ours.yaml", *DAY))
        (shop / "ours.yaml").write_text("rules: Ours\ndisable: [silent-stretch]\n")
        assert codes(run("check", "-f", "json", "--rules", "ours.yaml", *DAY)) == before - {"TP103"}

    def test_opt_in_rules_are_judged_only_where_a_pack_enables_them(self, shop: Path) -> None:
        (shop / "key-cutting.yaml").write_text(MAP.replace("customer via desk", "customer"))
        assert "X03" not in codes(run("check", "-f", "json", *DAY))
        (shop / "ours.yaml").write_text("rules: Ours\nenable: [X03]\n")
        assert "X03" in codes(run("check", "-f", "json", "--rules", "ours.yaml", *DAY))

    def test_words_of_the_configuration_count_for_facts_too(self, shop: Path) -> None:
        (shop / "words.yaml").write_text("process: P\nsteps:\n  - Clerk calls the flubber\n")
        asked = ("facts", "words.yaml", *DAY)
        assert not json.loads(run(*asked).stdout)["maps"][0]["touch_points"]
        (shop / "ours.yaml").write_text("rules: Ours\nlexicons: {en: {parties: [flubber]}}\n")
        (shop / "cxaudit.yaml").write_text("rules: ours.yaml\n")
        assert json.loads(run(*asked).stdout)["maps"][0]["touch_points"]


class TestTest:
    def test_a_line_for_each_rule(self, shop: Path) -> None:
        result = run("rule", "test", "packs")
        assert (result.exit_code, result.stdout) == (
            0,
            "ok    KEY01 key-waits\n1 rule tested: 1 ok, 0 not\n",
        )

    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            (
                "waits: 3d",
                "waits: 1d",
                "the bad example gives no finding: its condition holds for none of 1",
            ),
            (
                "waits: 3d, ",
                "",
                "the bad example gives no finding: a fact that the rule names is unknown",
            ),
            (
                "waits: 5m",
                "waits: 3d",
                "the good example gives a finding: “Cut key” waits 3 d (steps/cut-key)",
            ),
            (
                "waits: 5m",
                "wiats: 5m",
                "the good example: map.yaml:2:30: a step has no key 'wiats'",
            ),
            (
                "waits: 3d",
                "wiats: 3d",
                "the bad example gives no finding: map.yaml:2:30: a step has no key",
            ),
            (
                BAD,
                f"    bad:\n      expect: [steps/cut-keys]\n      map: |\n{indent(MAP, '        ')}",
                "expected findings at steps/cut-keys, found steps/cut-key",
            ),
            (
                "step.waits > limits.longest",
                "step.asks[7] == 'x' && limits.longest > 0",
                "the rule failed: ",
            ),
        ],
    )
    def test_what_is_wrong_is_said(self, shop: Path, old: str, new: str, says: str) -> None:
        (shop / "packs" / "keys.yaml").write_text(PACK.replace(old, new))
        result = run("rule", "test", "packs/keys.yaml")
        assert result.exit_code == 1
        assert f"FAIL  KEY01 key-waits: {says}" in result.stdout, result.stdout
        assert result.stdout.endswith("1 rule tested: 0 ok, 1 not\n")

    def test_a_pack_that_does_not_load_beats_one_that_fails_and_all_faults_are_told(
        self, shop: Path
    ) -> None:
        (shop / "packs" / "bad.yaml").write_text(
            PACK.replace("times", "time").replace("error", "grave")
        )
        (shop / "packs" / "fails.yaml").write_text(PACK.replace("waits: 5m", "waits: 3d"))
        result = run("rule", "test", "packs")
        assert result.exit_code == 2
        assert [line[:4] for line in result.stdout.splitlines()] == ["FAIL", "ok  ", "2 ru"]
        assert [line.split(": ")[1] for line in result.stderr.splitlines()] == [
            "packs/bad.yaml:9:13",
            "packs/bad.yaml:13:10",
        ]

    def test_packs_are_judged_alone_so_that_copies_of_built_in_ones_pass(self) -> None:
        result = run("rule", "test", str(ROOT / "rules" / "structure.yaml"))
        assert result.exit_code == 0 and "ok    ST001 invalid-map" in result.stdout

    def test_what_a_pack_extends_is_loaded_and_not_tested(self, shop: Path) -> None:
        (shop / "ours.yaml").write_text(
            "rules: Ours\nextends: packs/keys.yaml\nKEY01: {limits: {longest: 9d}}\nSO201: off\n"
        )
        result = run("rule", "test", "ours.yaml")
        assert (result.exit_code, result.stdout) == (
            0,
            "-     KEY01 key-waits: changed here, without examples of its own\n"
            "0 rules tested: 0 ok, 0 not; 1 without examples\n",
        )
        examples = PACK[PACK.index("  examples:") :].replace("waits: 3d", "waits: 10d")
        (shop / "ours.yaml").write_text(
            f"rules: Ours\nextends: packs/keys.yaml\nKEY01:\n  limits: {{longest: 9d}}\n{examples}"
        )
        assert run("rule", "test", "ours.yaml").stdout.startswith("ok    KEY01 key-waits\n")

    def test_words_of_a_pack_count_in_its_examples(self, shop: Path) -> None:
        text = PACK.replace(
            "step.waits > limits.longest", "step.is_touch_point && limits.longest > 0"
        )
        text = text.replace(
            "steps: {cut-key: {by: clerk, waits: 3d, takes: 5m}}",
            "steps: [Clerk calls the flubber]",
        )
        text = text.replace("Key shop\n", "Key shop\nlexicons: {en: {parties: [flubber]}}\n")
        (shop / "packs" / "keys.yaml").write_text(text.replace("{step.waits:duration}", "too long"))
        assert run("rule", "test", "packs").exit_code == 0

    def test_as_data(self, shop: Path) -> None:
        data = json.loads(run("rule", "test", "packs", "-f", "json").stdout)
        assert data == {
            "schema": 1,
            "tested": [
                {
                    "pack": "packs/keys.yaml",
                    "code": "KEY01",
                    "name": "key-waits",
                    "ok": True,
                    "wrong": [],
                }
            ],
        }

    def test_a_pack_must_be_named(self, shop: Path) -> None:
        assert run("rule", "test").exit_code == 2
        assert run("rule", "test", "nowhere").exit_code == 2
        assert run("rule", "test", "key-cutting.yaml").exit_code == 2


class TestNew:
    @pytest.mark.parametrize("judge", JUDGES)
    def test_what_is_written_loads_and_passes_its_own_test(self, shop: Path, judge: str) -> None:
        result = run("rule", "new", "ACME01", "late-answer", "--judges", judge)
        assert (result.exit_code, result.stdout) == (0, "late-answer.yaml\n")
        text = (shop / "late-answer.yaml").read_text()
        assert f"  judges: {judge}\n" in text and text.startswith(
            "# cxaudit rule test late-answer.yaml"
        )
        assert max(map(len, text.splitlines())) <= 120
        result = run("rule", "test", "late-answer.yaml")
        assert (result.exit_code, result.stdout) == (
            0,
            "ok    ACME01 late-answer\n1 rule tested: 1 ok, 0 not\n",
        ), result.stderr
        assert run("check", "--rules", "late-answer.yaml", *DAY).exit_code in (0, 1)

    def test_nothing_is_written_over(self, shop: Path) -> None:
        result = run("rule", "new", "ACME01", "late-answer", "-o", "packs/keys.yaml")
        assert result.exit_code == 2 and "is there already" in result.stderr
        assert (shop / "packs" / "keys.yaml").read_text() == PACK
        assert run("rule", "new", "ACME01", "late-answer", "-o", "nowhere/x.yaml").exit_code == 2

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (
                ["SO201", "late-answer"],
                "SO201 is a built-in rule (too-many-sign-offs): SO215 is free",
            ),
            (["acme1", "late-answer"], "write capitals and digits, such as ACME01"),
            (["ACME01", "Late_Answer!"], "write it like late-answer"),
            (["ACME01", "too-many-sign-offs"], "is called 'too-many-sign-offs' already"),
            (["ACME01", "late-answer", "--judges", "stpe"], "did you mean 'step'"),
            (["ACME01"], "give a code and a name"),
        ],
    )
    def test_with_what_no_rule_can_begin(self, shop: Path, words: list[str], says: str) -> None:
        result = run("rule", "new", *words)
        assert result.exit_code == 2
        assert says in " ".join(result.stderr.split()), result.stderr
        assert not list(shop.glob("late*"))


class TestExplain:
    def test_by_code_or_name_one_or_several(self) -> None:
        one = run("rule", "SO204").stdout
        assert one.startswith("SO204 simple-takes-complex-path\n")
        assert run("rule", "so204").stdout == run("rule", "simple-takes-complex-path").stdout == one
        assert run("rule", "SO204", "SO201").stdout.startswith(one)

    def test_all(self, shop: Path) -> None:
        listed = run("rule", "--all").stdout
        assert run("rule").stdout == listed and "SO204  simple-takes-complex-path" in listed
        assert "X03  channel-missing" in listed and "(opt-in)" in listed and "KEY01" not in listed
        (shop / "ours.yaml").write_text(
            "rules: Ours\nextends: packs/keys.yaml\nSO201: off\nenable: [X03]\n"
        )
        (listed,) = [run("rule", "--all", "--rules", "ours.yaml").stdout]
        lines = {line.split()[0]: line for line in listed.splitlines() if line.startswith("  ")}
        assert "KEY01" in lines and "(off)" in lines["SO201"] and "(opt-in)" not in lines["X03"]

    def test_a_rule_of_a_pack_and_what_a_pack_changed(self, shop: Path) -> None:
        (shop / "cxaudit.yaml").write_text("rules: packs\n")
        assert run("rule", "KEY01").stdout.startswith(
            "KEY01 key-waits\nKey shop: What a key shop owes"
        )
        (shop / "ours.yaml").write_text("rules: Ours\nSO201: {limits: {sign_offs: 9}}\n")
        text = run("rule", "SO201", "--rules", "ours.yaml").stdout
        assert "  sign_offs: 9\n" in text and "Changed by\n  ours.yaml" in text

    def test_as_data(self) -> None:
        data = json.loads(run("rule", "SO201", "-f", "json").stdout)
        (rule,) = data["rules"]
        assert data["schema"] == 1 and (rule["code"], rule["judges"]) == ("SO201", ["request"])
        assert rule["limits"] == {"sign_offs": 2.0, "simple": 1.0} and {"bad", "good"} == set(
            rule["examples"]
        )
        assert len(json.loads(run("rule", "--all", "-f", "json").stdout)["rules"]) > 80

    def test_an_unknown_rule_is_told_with_the_nearest(self) -> None:
        result = run("rule", "SO24")
        assert result.exit_code == 2 and "did you mean SO204?" in result.stderr
        result = run("rule", "simple-takes-complex-pth")
        assert result.exit_code == 2 and "did you mean simple-takes-complex-path?" in result.stderr

    @pytest.mark.parametrize(
        "words",
        [
            ["SO201", "--judges", "step"],
            ["test", "x.yaml", "-o", "y.yaml"],
            ["test", "x.yaml", "--all"],
            ["new", "ACME01", "late", "--rules", "x"],
        ],
    )
    def test_options_that_do_not_go_together_are_refused(
        self, words: list[str], shop: Path
    ) -> None:
        result = run("rule", *words)
        assert result.exit_code == 2 and "go with" in result.stderr and not result.stdout
