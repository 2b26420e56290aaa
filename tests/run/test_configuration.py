"""`cxaudit.yaml` and `[tool.cxaudit]`: the nearest file wins, nothing is merged unless it says so."""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.language.nodes import compose
from cxaudit.language.read import plain
from cxaudit.run.audit import Audit
from cxaudit.run.configuration import UnknownRule, Wanted, rulebook
from cxaudit.run.configuration.keys import KEYS, OVERRIDE
from cxaudit.run.configuration.schema import configuration_schema
from cxaudit.run.discover import discover
from cxaudit.run.projects import Projects, audit_projects

ROOT = Path(__file__).parents[2]
DAY = datetime.date(2026, 1, 15)
# Two sign-offs one after the other, an unowned step, a step nobody can reach.
MAP = """process: Van hire
owner: boss
steps:
  ask: {by: desk, with: driver, next: approve-van}
  approve-van: {sign-off: boss, next: approve-price}
  approve-price: {sign-off: boss, next: hand-over}
  hand-over: {with: driver, next: end}
  count-keys: {by: desk, next: end}
"""


def project(folder: Path, configuration: str | None = None, **files: str) -> Path:
    """A folder with a map, a configuration, and further files by path (`__` for a slash)."""
    (folder / ".git").mkdir(parents=True, exist_ok=True)
    if configuration is not None:
        (folder / "cxaudit.yaml").write_text(configuration)
    for name, text in {"van-hire__yaml": MAP, **files}.items():
        parts = name.split("__")
        path = folder.joinpath(*parts[:-2], f"{parts[-2]}.{parts[-1]}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def judged(folder: Path, wanted: Wanted | None = None) -> Audit:
    return audit_projects(discover([str(folder)]), Projects(wanted or Wanted()), DAY)


def codes(folder: Path, wanted: Wanted | None = None, file: str = "van-hire.yaml") -> set[str]:
    result = judged(folder, wanted)
    assert not result.failures, result.failures
    return {f.code for f in result.open_findings if Path(f.file).name == file}


def told(folder: Path) -> list[str]:
    return [str(one).replace(f"{folder}/", "") for one in rulebook(None, folder).failures]


class TestWhatIsJudged:
    def test_without_a_configuration_the_recommended_rules_are(self, tmp_path: Path) -> None:
        found = codes(project(tmp_path))
        assert {"FL401", "OW301", "SO202"} <= found

    def test_select_ignore_and_presets(self, tmp_path: Path) -> None:
        assert codes(project(tmp_path, "select: [SO]\n")) == {
            "SO202", "SO205", "SO206", "SO208", "SO209",
        }  # fmt: skip
        assert codes(project(tmp_path, "select: SO\nignore: [SO202, SO209]\n")) == {
            "SO205", "SO206", "SO208",
        }  # fmt: skip
        assert codes(project(tmp_path, "preset: correctness\n")) == {"FL401"}
        assert "X03" in codes(project(tmp_path, "extend-select: [channel-missing]\n"))
        assert not codes(project(tmp_path, "ignore: [all]\n"))

    def test_the_command_line_begins_anew_or_changes(self, tmp_path: Path) -> None:
        project(tmp_path, "select: [SO]\nignore: [SO202]\n")
        assert codes(tmp_path, Wanted(select=("FL401",))) == {"FL401"}
        assert codes(tmp_path, Wanted(select=("SO202,FL401",))) == {"FL401", "SO202"}
        assert codes(tmp_path, Wanted(extend=("FL401",), ignore=("SO209",))) == {
            "FL401", "SO205", "SO206", "SO208",
        }  # fmt: skip
        assert codes(tmp_path, Wanted(preset="correctness")) == {"FL401"}

    def test_isolated_wants_no_configuration_and_config_another(self, tmp_path: Path) -> None:
        project(tmp_path, "ignore: [all]\n", other__yaml="select: [FL401]\n")
        assert not codes(tmp_path)
        assert {"FL401", "OW301", "SO202"} <= codes(tmp_path, Wanted(isolated=True))
        other = Wanted(configuration=str(tmp_path / "other.yaml"))
        assert codes(tmp_path, other) == {"FL401"}

    def test_findings_that_are_less_sure_stay_untold(self, tmp_path: Path) -> None:
        steps = "[Clerk checks the form, Manager approves it, Clerk emails the applicant]"
        folder = project(tmp_path, "", van_hire__yaml=f"process: P\nsteps: {steps}\n")
        every = {(f.code, f.confidence) for f in judged(folder).open_findings}
        assert {"certain", "high"} <= {confidence for _, confidence in every}
        (folder / "cxaudit.yaml").write_text("min-confidence: certain\n")
        assert {f.confidence for f in judged(folder).open_findings} == {"certain"}
        sure = Wanted(confidence="medium")  # the command line has the last word
        assert {(f.code, f.confidence) for f in judged(folder, sure).open_findings} == every

    def test_an_absorber_that_is_not_told_absorbs_nothing(self, tmp_path: Path) -> None:
        text = "requests: {easy: {simple: yes}, hard: {}}\n"
        both = MAP.replace("owner", f"{text}owner")
        project(tmp_path, "", van_hire__yaml=both)
        with_it = codes(tmp_path, file="van_hire.yaml")
        assert "SO204" in with_it and "SO202" not in with_it
        (tmp_path / "cxaudit.yaml").write_text("ignore: [SO204]\n")
        assert "SO202" in codes(tmp_path, file="van_hire.yaml")

    def test_options_change_limits_and_severity(self, tmp_path: Path) -> None:
        three = MAP.replace("next: hand-over}", "next: c}\n  c: {sign-off: boss, next: hand-over}")
        project(tmp_path, "", van_hire__yaml=three)
        (found,) = [f for f in judged(tmp_path).open_findings if f.code == "SO201"]
        assert found.severity == "warning"
        options = "options: {too-many-sign-offs: {limits: {sign_offs: 2}, severity: error}}\n"
        (tmp_path / "cxaudit.yaml").write_text(options)
        (found,) = [f for f in judged(tmp_path).open_findings if f.code == "SO201"]
        assert found.severity == "error"
        (tmp_path / "cxaudit.yaml").write_text(options.replace("offs: 2", "offs: 3"))
        assert "SO201" not in codes(tmp_path, file="van_hire.yaml")

    def test_fail_on_is_that_of_the_configuration_unless_the_command_line_says_it(
        self, tmp_path: Path
    ) -> None:
        project(tmp_path, "select: [SO202]\n")
        run = CliRunner().invoke
        assert run(app, ["check", str(tmp_path)]).exit_code == 0
        (tmp_path / "cxaudit.yaml").write_text("select: [SO202]\nfail-on: warning\n")
        assert run(app, ["check", str(tmp_path)]).exit_code == 1
        assert run(app, ["check", str(tmp_path), "--fail-on", "error"]).exit_code == 0
        assert run(app, ["check", str(tmp_path), "--isolated", "--select", "SO202"]).exit_code == 0

    def test_excluded_files_are_passed_over_in_folders_only(self, tmp_path: Path) -> None:
        project(tmp_path, "exclude: [drafts/, '*-old.yaml']\n")
        project(tmp_path, drafts__a__yaml=MAP, deep__van_old__yaml=MAP, deep__b__yaml=MAP)
        (tmp_path / "deep" / "van_old.yaml").rename(tmp_path / "deep" / "van-old.yaml")
        assert [Path(f).name for f in judged(tmp_path).files] == ["b.yaml", "van-hire.yaml"]
        named = discover([str(tmp_path / "drafts" / "a.yaml")])
        assert audit_projects(named, Projects(), DAY).files


class TestOverrides:
    def test_by_path(self, tmp_path: Path) -> None:
        project(
            tmp_path,
            "overrides:\n  - {paths: [old/**], preset: correctness}\n"
            "  - {paths: old/x.yaml, ignore: [FL401]}\n",
            old__a__yaml=MAP,
            old__x__yaml=MAP,
        )
        assert codes(tmp_path, file="a.yaml") == {"FL401"}
        assert codes(tmp_path, file="x.yaml") == set()
        assert "OW301" in codes(tmp_path)

    def test_by_map(self, tmp_path: Path) -> None:
        project(tmp_path, "overrides: [{maps: van-*, select: [OW]}]\n", other__yaml=MAP)
        assert {code[:2] for code in codes(tmp_path)} == {"OW"}
        assert "FL401" in codes(tmp_path, file="other.yaml")

    def test_by_element(self, tmp_path: Path) -> None:
        project(tmp_path, "overrides: [{elements: steps/count-*, ignore: [FL401]}]\n")
        assert "FL401" not in codes(tmp_path) and "OW301" in codes(tmp_path)
        text = "overrides: [{elements: [steps/hand-over], ignore: [Ownership]}]\n"
        assert "OW301" not in codes(project(tmp_path, text))
        text = "overrides: [{elements: [steps/hand], ignore: [Ownership]}]\n"
        assert "OW301" in codes(project(tmp_path, text))

    def test_a_map_is_an_element_too(self, tmp_path: Path) -> None:
        assert "SO209" in codes(
            project(tmp_path, "overrides: [{elements: steps/ask, ignore: SO209}]\n")
        )
        assert "SO209" not in codes(
            project(tmp_path, "overrides: [{elements: ., ignore: SO209}]\n")
        )

    def test_an_element_may_be_judged_more_gravely(self, tmp_path: Path) -> None:
        options = "options: {FL401: {severity: info}}"
        project(tmp_path, f"overrides:\n  - elements: steps/count-keys\n    {options}\n")
        grades = {f.code: f.severity for f in judged(tmp_path).open_findings}
        assert grades["FL401"] == "info" and grades["OW301"] == "error"

    def test_what_lists_elements_stands_until_all_are_left_out(self, tmp_path: Path) -> None:
        assert "SO209" in codes(project(tmp_path))
        one = "overrides: [{elements: steps/approve-van, ignore: [SO209]}]\n"
        assert "SO209" in codes(project(tmp_path, one))
        both = "overrides: [{elements: steps/approve-*, ignore: [SO209]}]\n"
        assert "SO209" not in codes(project(tmp_path, both))

    def test_elements_of_some_maps_only(self, tmp_path: Path) -> None:
        text = "overrides: [{maps: van-hire, elements: steps/*, ignore: [FL401]}]\n"
        project(tmp_path, text, other__yaml=MAP)
        assert "FL401" not in codes(tmp_path)
        assert "FL401" in codes(tmp_path, file="other.yaml")

    def test_they_hold_against_what_the_command_line_selects(self, tmp_path: Path) -> None:
        project(tmp_path, "overrides: [{paths: '*', ignore: [FL401], extend-select: [X03]}]\n")
        assert codes(tmp_path, Wanted(select=("FL401", "OW301"))) == {"OW301"}
        assert "X03" in codes(tmp_path)

    def test_other_findings_stay_as_they_are(self, tmp_path: Path) -> None:
        project(tmp_path)
        before = {f.fingerprint: f.says for f in judged(tmp_path).findings}
        project(tmp_path, "overrides: [{elements: steps/ask, ignore: [X01]}]\n")
        after = {f.fingerprint: f.says for f in judged(tmp_path).findings}
        assert before == after


class TestWhichFile:
    def test_the_nearest_file_wins_and_nothing_is_merged(self, tmp_path: Path) -> None:
        project(tmp_path, "ignore: [all]\n", near__a__yaml=MAP)
        (tmp_path / "near" / "cxaudit.yaml").write_text("select: [FL401]\n")
        assert codes(tmp_path) == set()
        assert codes(tmp_path, file="a.yaml") == {"FL401"}

    def test_a_table_in_pyproject_is_one_too(self, tmp_path: Path) -> None:
        project(tmp_path)
        table = '[project]\nname = "x"\n\n[tool.cxaudit]\nselect = ["FL401"]\n'
        (tmp_path / "pyproject.toml").write_text(table)
        assert codes(tmp_path) == {"FL401"}
        (tmp_path / "cxaudit.yaml").write_text("select: [OW301]\n")
        assert codes(tmp_path) == {"OW301"}

    def test_a_pyproject_of_others_is_none(self, tmp_path: Path) -> None:
        project(tmp_path / "in")
        (tmp_path / "cxaudit.yaml").write_text("select: [FL401]\n")
        (tmp_path / "in" / "pyproject.toml").write_text('[project]\nname = "x"\nbroken = \n')
        assert codes(tmp_path / "in") == {"FL401"}

    def test_other_spellings_and_empty_words(self, tmp_path: Path) -> None:
        project(tmp_path)
        (tmp_path / "cxaudit.yml").write_text("select: fl401\nignore: null\noptions: {fl401: {}}\n")
        assert codes(tmp_path) == {"FL401"}

    def test_a_link_that_leads_nowhere_is_told(self, tmp_path: Path) -> None:
        (project(tmp_path) / "cxaudit.yaml").symlink_to(tmp_path / "nowhere.yaml")
        (one,) = told(tmp_path)
        assert "no such file" in one

    def test_one_extends_others_and_adds_to_them(self, tmp_path: Path) -> None:
        project(tmp_path, "extends: base.yaml\nignore: [SO205]\n", base__yaml="select: [SO]\n")
        assert codes(tmp_path) == {"SO202", "SO206", "SO208", "SO209"}
        (tmp_path / "base.yaml").write_text("select: [FL401]\noverrides: [{maps: '*', ignore: FL}]")
        assert not codes(tmp_path)  # what is said about a place comes after what is said for all

    def test_what_a_file_above_extends_lies_where_that_file_lies(self, tmp_path: Path) -> None:
        project(tmp_path, "extends: [../cxaudit.yaml]\n")
        deep = project(tmp_path / "deep", "extends: ../shared/base.yaml\n")
        (deep / ".git").rmdir()
        (tmp_path / "shared").mkdir()
        (tmp_path / "shared" / "base.yaml").write_text("overrides: [{paths: '../x', select: SO}]")
        assert not rulebook(None, deep).failures
        assert rulebook(None, deep).settings.files == [
            str(tmp_path / "shared" / "base.yaml"), str(deep / "cxaudit.yaml"),
        ]  # fmt: skip

    def test_each_file_fails_by_its_own(self, tmp_path: Path) -> None:
        project(tmp_path, "fail-on: never\n", near__a__yaml=MAP)
        run = CliRunner().invoke
        assert run(app, ["check", str(tmp_path)]).exit_code == 0
        (tmp_path / "near" / "cxaudit.yaml").write_text("fail-on: info\n")
        assert run(app, ["check", str(tmp_path)]).exit_code == 1


WRONG = [
    ("preset: strikt\n", "1:9: 'strikt' is no preset; did you mean 'strict'?"),
    ("select: [SO201, SO2001]\n", "1:17: 'SO2001' is no code"),
    ("ignore:\n  - sign-ofs\n", "2:5: 'sign-ofs' is no code"),
    ("ignore: [ST001]\n", "1:10: ST001 is mandatory: it cannot be ignored"),
    ("min-confidence: sure\n", "1:17: 'sure' is no min-confidence"),
    ("fail-on: [error]\n", "1:10: '' is no fail-on"),
    ("fial-on: error\n", "1:1: the configuration has no key 'fial-on'; did you mean 'fail-on'?"),
    ("options: {SO2011: {}}\n", "1:11: no rule is called 'SO2011'; did you mean 'SO201'?"),
    ("options: {SO201: {limit: {}}}\n", "1:19: an option of SO201 has no key 'limit'"),
    ("options: {SO201: {severity: {error: x}}}\n", "1:29: one severity is expected here"),
    ("options: {SO201: {}, too-many-sign-offs: {}}\n", "1:22: SO201 stands in these options twice"),
    ("extends: pyproject.toml\n", "1:10: pyproject.toml cannot be extended: holds no table"),
    ("options: {SO201: {limits: {sing_offs: 3}}}\n", "1:28: the rule has no limit 'sing_offs'"),
    ("options: {SO201: {limits: {sign_offs: 2d}}}\n", "1:39: the limit sign_offs is a number"),
    ("options: {SO201: {severity: grave}}\n", "1:29: 'grave' is no severity"),
    ("options: {SO201: off}\n", "1:18: options of SO201: write {limits"),
    ("options: {ST001: {severity: info}}\n", "1:19: ST001 is mandatory: its severity stays"),
    ("options: [SO201]\n", "1:10: options: for each rule write"),
    ("overrides: [{path: x}]\n", "1:14: an override has no key 'path'; did you mean 'paths'?"),
    ("overrides: [{ignore: X01}]\n", "1:14: an override says what it is about"),
    ("overrides: [x]\n", "1:13: an override says what it is about"),
    ("overrides:\n  - paths: x\n    ignore: [SO2001]\n", "3:14: 'SO2001' is no code"),
    ("baseline: /etc/passwd\n", "1:11: /etc/passwd: lies outside the project"),
    ("extends: ../../elsewhere.yaml\n", "1:10: ../../elsewhere.yaml cannot be extended"),
    ("extends: nowhere.yaml\n", "1:10: nowhere.yaml cannot be extended: no such file"),
    ("extends: cxaudit.yaml\n", "1:10: cxaudit.yaml cannot be extended: configurations extend"),
    ("preset: strict\npreset: strict\n", "2:1: "),
    ("preset: [\n", "1:9: "),
]


@pytest.mark.parametrize(("text", "says"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_wrong_is_told_at_its_word(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (one,) = told(project(tmp_path, text))
    assert one.startswith("cxaudit.yaml:") and says in one


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('preset = "strikt"', "3:11: 'strikt' is no preset"),
        ('select = ["SO201", "SO2001"]', "3:21: 'SO2001' is no code"),
        ("options.SO201.limits.sing_offs = 3", "3:22: the rule has no limit 'sing_offs'"),
        ("fial-on = 3", "3:1: the configuration has no key 'fial-on'"),
        ("preset = ", "this is no TOML"),
    ],
)
def test_what_is_wrong_in_pyproject_is_told_at_its_word(
    text: str, says: str, tmp_path: Path
) -> None:
    (project(tmp_path) / "pyproject.toml").write_text(f"# x\n[tool.cxaudit]\n{text}\n")
    (one,) = told(tmp_path)
    assert one.startswith("pyproject.toml:") and says in one


def test_a_fault_is_2_after_the_rest_was_audited_and_printed(tmp_path: Path) -> None:
    project(tmp_path, "select: [FL401, FL4001]\n")
    result = CliRunner().invoke(app, ["check", str(tmp_path), "-q"])
    assert result.exit_code == 2 and "FL401" in result.stdout and "FL4001" in result.stderr


def test_a_word_on_the_command_line_that_means_no_rule_is_2(tmp_path: Path) -> None:
    project(tmp_path)
    result = CliRunner().invoke(app, ["check", str(tmp_path), "--select", "SO2001"])
    assert result.exit_code == 2 and "did you mean 'SO201'" in result.stderr
    for word in ("SO2001", "ST001"):
        with pytest.raises(UnknownRule):
            rulebook(Wanted(ignore=(word,)), tmp_path)


class TestShown:
    def shown(self, folder: Path, *words: str) -> dict[str, object]:
        args = ["config", "show", str(folder / "van-hire.yaml"), "--format", "json", *words]
        result = CliRunner().invoke(app, args)
        assert result.exit_code == 0, result.output
        found: dict[str, object] = json.loads(result.stdout)
        return found

    def test_what_holds_for_a_file(self, tmp_path: Path) -> None:
        project(
            tmp_path,
            "preset: strict\nignore: [SO]\noptions: {FL406: {limits: {hand_offs: 7}}}\n"
            "fail-on: warning\noverrides: [{elements: steps/ask, ignore: [TP]}]\n",
        )
        found = self.shown(tmp_path)
        assert "X01" in found["on"] and "SO201" in found["off"]  # type: ignore[operator]
        (changed,) = found["changed"]  # type: ignore[misc]
        assert changed["code"] == "FL406" and changed["limits"]["hand_offs"] == "7"
        ((patterns, off),) = found["elements"]  # type: ignore[misc]
        assert patterns == ["steps/ask"] and "TP101" in off and "FL401" not in off
        assert found["fail_on"] == "warning"
        assert self.shown(tmp_path, "--select", "FL401")["on"].keys() == {  # type: ignore[attr-defined]
            "FL401", "ST001", "ST002",
        }  # fmt: skip

    def test_as_text(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(project(tmp_path, "select: [SO]\n"))
        text = CliRunner().invoke(app, ["config", "show"]).stdout
        assert "configuration  cxaudit.yaml" in text and "Off" in text and "FL401" in text
        assert "defaults hold" in CliRunner().invoke(app, ["config", "show", "--isolated"]).stdout

    def test_check_finds_every_configuration(self, tmp_path: Path) -> None:
        project(tmp_path, "select: [SO]\n", near__a__yaml=MAP)
        (tmp_path / "near" / "cxaudit.yaml").write_text("select: [SO2001]\n")
        result = CliRunner().invoke(app, ["config", "check", str(tmp_path)])
        assert result.exit_code == 2 and "near/cxaudit.yaml:1:10" in result.stderr
        (tmp_path / "near" / "cxaudit.yaml").write_text("")
        result = CliRunner().invoke(app, ["config", "check", str(tmp_path)])
        assert result.exit_code == 0 and "near" in result.stdout

    @pytest.mark.parametrize("verb", ["show", "check"])
    def test_a_path_that_is_not_there_is_2(self, verb: str, tmp_path: Path) -> None:
        assert CliRunner().invoke(app, ["config", verb, str(tmp_path / "no")]).exit_code == 2


def test_every_key_is_documented() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text()
    for key in {**KEYS, **OVERRIDE}:
        assert f"`{key}`" in text, key


def test_it_is_safe_from_links(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: hunter2\n")
    folder = project(tmp_path / "in")
    (folder / "base.yaml").symlink_to(secret)
    (folder / "cxaudit.yaml").write_text("extends: base.yaml\n")
    (one,) = told(folder)
    assert "lies outside the project" in one and "hunter2" not in one


class TestSchema:
    """An editor that reads the schema takes what the reader takes."""

    validator = Draft7Validator(configuration_schema())

    def data(self, text: str) -> object:
        return plain(compose(text).root)

    def test_what_the_documentation_shows_is_right(self) -> None:
        Draft7Validator.check_schema(self.validator.schema)
        text = (ROOT / "docs" / "configuration.md").read_text()
        (shown,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
        self.validator.validate(self.data(shown))
        (table,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        self.validator.validate(tomllib.loads(table)["tool"]["cxaudit"])

    @pytest.mark.parametrize(
        "text",
        [text for text, says in WRONG if "no key" in says or "is no" in says or "lacks" in says],
    )
    def test_what_is_no_key_or_word_is_no_key_or_word_to_an_editor(self, text: str) -> None:
        if "SO2001" in text or "SO2011" in text or "ofs" in text:
            self.validator.validate(self.data(text))  # it may be a rule of a pack
        else:
            assert not self.validator.is_valid(self.data(text))

    def test_every_key_is_explained(self) -> None:
        found = self.validator.schema["properties"]
        assert set(found) == set(KEYS)
        assert all(one["description"] for one in found.values())
        override = self.validator.schema["definitions"]["override"]["properties"]
        assert set(override) == set(OVERRIDE)
