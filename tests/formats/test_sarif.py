"""SARIF by the schema of its standard, and by Microsoft's validator where that is installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from cxaudit.formats.registry import FORMATS
from cxaudit.formats.sarif.locations import message
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import Audit, audit
from tests.conftest import MAPS
from tests.formats.conftest import AS_OF, CLEAN, PERMIT

OUTSIDE = Path(__file__).parent / "outside"


@cache
def validator() -> Any:
    """The validator of the schema as published."""
    schema = json.loads((OUTSIDE / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(schema)


def run_of(result: Audit) -> dict[str, Any]:
    """The one run of the log, which must be valid."""
    log = json.loads(FORMATS["sarif"](result))
    validator().validate(log)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_log_is_valid(whole: Audit, audited: Callable[..., Audit]) -> None:
    run_of(whole)
    run_of(Audit())
    run_of(audited({"hours.yaml": CLEAN}))


def test_the_maps_that_ship_by_all_rules_are_valid() -> None:
    result = audit([str(MAPS)], all_rules(built_in()), AS_OF)
    run = run_of(result)
    assert len(run["results"]) == len(result.findings) > 0


def test_the_schema_would_refuse_what_is_wrong(whole: Audit) -> None:
    log = json.loads(FORMATS["sarif"](whole))
    log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] = 0
    assert not validator().is_valid(log)


def test_rules_are_told_with_their_help(whole: Audit) -> None:
    rules = {rule["id"]: rule for rule in run_of(whole)["tool"]["driver"]["rules"]}
    rule = rules["TR102"]
    assert rule["name"] == "some-sign-off"
    assert "flags a sign-off for which sign_off.weight" in rule["shortDescription"]["text"]
    assert rule["fullDescription"]["text"] == "Somebody waits."
    assert "Let the front line decide." in rule["help"]["markdown"]
    assert rule["defaultConfiguration"] == {"level": "warning"}
    assert rules["TR101"]["properties"]["tags"] == ["trial-rules", "triage"]
    assert "helpUri" not in rule


def test_waivers_walks_and_failures_are_there(whole: Audit) -> None:
    run = run_of(whole)
    waived = [result for result in run["results"] if result["suppressions"]]
    assert [r["suppressions"][0]["kind"] for r in waived] == ["inSource"]
    late = next(result for result in run["results"] if result["ruleId"] == "TR101")
    labels = [
        stop["location"]["message"]["text"]
        for stop in late["codeFlows"][0]["threadFlows"][0]["locations"]
    ]
    assert labels == ["Take form", "Approve é 🅿 place", "Sign permit", "Post permit"]
    related = [place["message"]["text"] for place in late["relatedLocations"]]
    assert related == ["request type renewal", "request type first-permit"]
    invocation = run["invocations"][0]
    assert invocation["executionSuccessful"] is False
    told = invocation["toolExecutionNotifications"]
    assert [note["descriptor"]["id"] for note in told] == ["not-audited", "rule-failed"]
    assert told[1]["associatedRule"]["id"] == "TR103"


def test_beside_a_baseline_each_result_says_whether_it_is_new(beside: Audit, whole: Audit) -> None:
    results = run_of(beside)["results"]
    states = {r["ruleId"]: set() for r in results}
    for result in results:
        states[result["ruleId"]].add(result["baselineState"])
    assert states["TR101"] == {"unchanged"} and "new" in states["TR102"]
    known = next(r for r in results if r["ruleId"] == "TR101")
    assert known["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "waits for the new counter",
        }
    ]
    assert all("baselineState" not in result for result in run_of(whole)["results"])


def test_addresses_are_encoded_and_relative(audited: Callable[..., Audit], tmp_path: Path) -> None:
    name = "maps/été 100%#?.yaml"
    run = run_of(audited({name: PERMIT}, str(tmp_path / name)))
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {
        "uri": "maps/%C3%A9t%C3%A9%20100%25%23%3F.yaml",
        "uriBaseId": "%SRCROOT%",
    }


def test_a_bracket_makes_no_link() -> None:
    assert message("[see](https://example.org)")["text"] == "\\[see](https://example.org)"
    assert message("[just so]")["text"] == "[just so]"


def test_a_walk_over_steps_that_are_nowhere(whole: Audit) -> None:
    whole.findings[0].witness = ["nowhere"]
    flow = run_of(whole)["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]
    assert "physicalLocation" not in flow[0]["location"]


def test_a_finding_of_a_rule_that_is_not_loaded(whole: Audit) -> None:
    whole.findings[0].code = "ZZ999"
    run = run_of(whole)
    index = run["results"][0]["ruleIndex"]
    assert run["tool"]["driver"]["rules"][index]["id"] == "ZZ999"


def test_the_validator_of_microsoft_agrees(whole: Audit, tmp_path: Path) -> None:
    tool = os.environ.get("CXAUDIT_SARIF_MULTITOOL") or shutil.which("sarif-multitool")
    if tool is None:
        pytest.skip("npm's @microsoft/sarif-multitool is not installed")
    log, told = tmp_path / "x.sarif", tmp_path / "told.sarif"
    log.write_text(FORMATS["sarif"](whole), encoding="utf-8")
    subprocess.run(
        [tool, "validate", str(log), "--output", str(told), "--rule-kind", "Sarif;Gh"],
        check=False, capture_output=True,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )  # fmt: skip
    results = json.loads(told.read_text(encoding="utf-8-sig"))["runs"][0]["results"]
    errors = [r for r in results if r.get("level", "warning") == "error"]
    assert not errors
    assert {r["ruleId"] for r in results} <= {"SARIF2005"}  # the tool has no web page yet
