"""`cxaudit whatif` as people use it: figures, files, faults, exit codes."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.run.audit import audit
from cxaudit.run.whatif import whatif
from tests.conftest import ROOT

DAY = ["--as-of", "2026-11-22"]
VOLTA = ROOT / "process_maps" / "volta-switchgear" / "as-is"
BRIGHTWRAP = ROOT / "process_maps" / "brightwrap-packaging" / "as-is"
MAP = """process: Ferry booking
purpose: A traveller has a place on the boat.
requests: {foot: {share: 80%, simple: true}, lorry: {share: 20%}}
steps:
  take-booking: {by: clerk, with: traveller via phone, takes: 5m}
  approve-load: {sign-off: mate, waits: 1d}
  send-ticket: {by: clerk, with: traveller via email, takes: 5m, end: booked}
"""
EDIT = "whatif: Foot goes first\nof: booking\nedits:\n"
EDIT += "  - route: {at: take-booking, foot: send-ticket, lorry: approve-load}\n"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["whatif", *arguments])


def as_json(*arguments: str) -> dict[str, Any]:
    result = run(*arguments, "--format", "json", *DAY)
    assert result.exit_code == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


@pytest.fixture
def port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project: a map, and a scenario in a folder below it."""
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "booking.yaml").write_text(MAP)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "foot.yaml").write_text(EDIT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


# worst, least, expected, time, silence
ONE_DAY_QUOTES = {
    "repeat-order": (1, 0, 0.04, 317.92, 751),
    "simple-quote": (1, 0, 0.035, 321.305, 751),
    "custom-quote": (2, 1, 1.32366, 2973.238, 2100),
}


def test_one_day_quotes_has_its_known_answers() -> None:
    data = as_json(str(VOLTA / "scenarios" / "one-day-quotes.yaml"))
    assert set(data) == {"schema", "whatifs"} and data["schema"] == 1
    (one,) = data["whatifs"]
    assert set(one) == {"id", "of", "requests", "findings"}
    assert (one["id"], one["of"]) == ("one-day-quotes", "quote-to-order")
    assert [request["id"] for request in one["requests"]] == list(ONE_DAY_QUOTES)
    for request in one["requests"]:
        worst, least, expected, time, silence = ONE_DAY_QUOTES[request["id"]]
        before, after = request["before"], request["after"]
        assert (before["worst"], before["least"], before["silence"]) == (3, 3, 3540)
        assert before["expected"] == pytest.approx(3.781812, abs=5e-7)
        assert (after["worst"], after["least"], after["silence"]) == (worst, least, silence)
        assert after["expected"] == pytest.approx(expected, abs=5e-6)
        assert after["time"] == pytest.approx(time, abs=5e-4)


def test_a_way_is_found_for_every_stopped_line() -> None:
    """Worked out by hand: a visit comes round 1/0.65 times, with film or a new plan between."""
    (one,) = as_json(str(BRIGHTWRAP / "scenarios"))["whatifs"]
    after = {request["id"]: request["after"] for request in one["requests"]}
    visit = (150 + 0.65 * 5 + 0.25 * 510 + 0.1 * 270) / 0.65
    assert after["film-jam"]["time"] == pytest.approx(20 + 30 + 0.6 * 5 + 0.4 * (270 + visit))
    assert after["short-delivery"]["time"] == pytest.approx(20 + 510 + visit)
    refused = 5 + 0.8 * 5
    visited = 20 + 240 + 0.98 * (270 + visit) + 0.02 * refused
    assert after["new-fault"]["time"] == pytest.approx(visited)
    assert [after[key]["worst"] for key in after] == [0, 0, 1]
    assert (after["film-jam"]["silence"], after["new-fault"]["silence"]) == (510, 518)


def test_before_holds_what_facts_prints_and_findings_look_like_those_of_check() -> None:
    (one,) = as_json(str(VOLTA))["whatifs"]
    facts = json.loads(CliRunner().invoke(app, ["facts", str(VOLTA), *DAY]).stdout)
    assert [request["before"] for request in one["requests"]] == facts["maps"][0]["requests"]
    found = audit([str(VOLTA / "quote-to-order.yaml")]).findings[0].as_json()
    gone = one["findings"]["gone"]
    assert gone and all(set(finding) == set(found) for finding in gone)
    assert "SO204" in {finding["code"] for finding in gone}


def test_the_text_shows_before_and_after_by_a_sign(port: Path) -> None:
    result = run("scenarios", *DAY)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "Foot goes first"
    assert lines[2] == "before and after of Ferry booking, booking.yaml"
    told = [" ".join(line.split()) for line in lines]
    foot, lorry = told.index("Foot 80%"), told.index("Lorry 20%")
    assert told[foot + 1] == "sign-offs at worst 1 0 − 1 better"
    assert told[foot + 4] == "time expected 1 d 10 min − 1 d better"
    assert told[lorry + 1] == "sign-offs at worst 1 1 ="
    (load,) = [line for line in lines if line.startswith("  =  approve-load, by mate ")]
    assert "stays; for lorry alone; met by" in load
    assert any(line.startswith("Findings  ") and "gone" in line for line in lines)
    assert all(line == line.rstrip() and len(line) <= 100 for line in lines)


def test_the_map_is_looked_for_beside_and_above_no_higher_than_the_project(port: Path) -> None:
    assert whatif(["scenarios/foot.yaml"])[0].map_path == "booking.yaml"
    shutil.copy("booking.yaml", "scenarios/booking.yaml")
    assert whatif(["scenarios/foot.yaml"])[0].map_path == "scenarios/booking.yaml"
    assert whatif(["scenarios/foot.yaml", "booking.yaml"])[0].map_path == "booking.yaml"
    assert whatif(["."])[0].map_path == "scenarios/booking.yaml", "the nearest of both"
    Path("scenarios/booking.yaml").unlink()
    (port / "scenarios" / "cxaudit.yaml").write_text("")
    result = run("scenarios/foot.yaml")
    assert result.exit_code == 2
    assert "scenarios/foot.yaml:2:5: no map is called 'booking'" in result.stderr


def test_a_map_is_found_by_the_id_it_says(port: Path) -> None:
    Path("booking.yaml").rename("renamed.yaml")
    assert "no map is called" in run("scenarios").stderr
    Path("renamed.yaml").write_text(MAP.replace("purpose:", "id: booking\npurpose:"))
    assert run("scenarios").exit_code == 0


def test_as_it_is_and_mended_under_one_folder_are_told_apart() -> None:
    found = whatif([str(ROOT / "process_maps")])
    assert {one.id: Path(one.map_path).parent.name for one in found} == {
        "one-day-quotes": "as-is",
        "lets-find-a-way": "as-is",
    }


def test_several_maps_of_one_id_are_told(port: Path) -> None:
    for folder in ("one", "two"):
        (port / folder).mkdir()
        shutil.copy("booking.yaml", f"{folder}/booking.yaml")
    Path("booking.yaml").unlink()
    result = run("scenarios", "one", "two")
    assert result.exit_code == 2
    assert (
        "several maps have the id 'booking': one/booking.yaml and two/booking.yaml" in result.stderr
    )


def test_called_maps_are_in_view(port: Path) -> None:
    (port / "load.yaml").write_text("process: Load\nsteps:\n  weigh: {by: mate, takes: 2h}\n")
    edits = "  - change: {approve-load: {call: load, sign-off: null, waits: null}}\n"
    (port / "scenarios" / "foot.yaml").write_text(EDIT.rsplit("  - ", 1)[0] + edits)
    (one,) = whatif(["scenarios"])
    after = one.requests[0].after
    assert after is not None and after["worst"] == 0 and after["time"] == 130
    circle = "  - change: {approve-load: {call: booking}}\n"
    (port / "scenarios" / "foot.yaml").write_text(EDIT.rsplit("  - ", 1)[0] + circle)
    assert "call each other in a circle: booking → booking" in run("scenarios").stderr


def test_the_organisation_of_the_map_applies(port: Path) -> None:
    shop = "organisation: Port\nroles: {clerk: {level: 2}, mate: {level: 1}}\n"
    (port / "organisation.yaml").write_text(shop + "parties: {traveller: {kind: buyer}}\n")
    assert run("scenarios").exit_code == 0
    wrong = EDIT + "  - change: {send-ticket: {by: clark}}\n"
    (port / "scenarios" / "foot.yaml").write_text(wrong)
    result = run("scenarios")
    assert result.exit_code == 2 and "sign-offs at worst" in result.stdout, "figures all the same"
    assert "foot.yaml:5:32: no role is called 'clark'; did you mean 'clerk'?" in result.stderr


def test_new_findings_point_into_the_file_where_their_step_stands(port: Path) -> None:
    more = EDIT + "  - add: {check: {sign-off: captain, waits: 2d}}\n    after: approve-load\n"
    (port / "scenarios" / "foot.yaml").write_text(more)
    new = as_json("scenarios")["whatifs"][0]["findings"]["new"]
    places = {(f["path"], f["file"], f["span"]["line"]) for f in new}
    assert ("steps/check", "scenarios/foot.yaml", 5) in places
    assert all(file == "booking.yaml" for path, file, _ in places if "check" not in path)


def test_a_map_with_faults_of_its_own(port: Path) -> None:
    (port / "booking.yaml").write_text(MAP.replace("end: booked", "next: nowhere"))
    result = run("scenarios")
    assert result.exit_code == 2 and result.stdout == ""
    assert "booking.yaml has faults of its own" in result.stderr
    mends = EDIT + "  - change: {send-ticket: {next: end booked}}\n"
    (port / "scenarios" / "foot.yaml").write_text(mends)
    (one,) = as_json("scenarios")["whatifs"]
    assert all(request["before"] is None for request in one["requests"])
    assert one["requests"][0]["after"]["worst"] == 0
    assert "unknown" in run("scenarios").stdout


def test_check_tells_faults_of_scenarios_as_findings_on_their_file(port: Path) -> None:
    bad = EDIT + "  - drop: [aprove-load, take-booking]\n  - add: {send-ticket: {by: clerk}}\n"
    (port / "scenarios" / "foot.yaml").write_text(bad)
    found = [f for f in audit(["."]).findings if f.file == "scenarios/foot.yaml"]
    assert [(f.code, f.span.line, f.span.column) for f in found] == [
        ("ST001", 5, 25),
        ("ST001", 6, 11),
        ("ST002", 5, 12),
    ]
    assert "did you mean 'approve-load'?" in found[2].says
    (port / "scenarios" / "foot.yaml").write_text(EDIT)
    assert not [f for f in audit(["."]).findings if f.file == "scenarios/foot.yaml"]


def test_exit_codes(port: Path) -> None:
    assert run(".").exit_code == 0
    nothing = run("booking.yaml")
    assert nothing.exit_code == 3 and "begins with `whatif:`" in nothing.stderr
    assert run("nowhere.yaml").exit_code == 2
    assert run(".", "--as-of", "soon").exit_code == 2
    (port / "broken.yaml").write_text("whatif: X\nof: booking\nedits:\n  - {drop: [a\n")
    broken = run(".")
    assert broken.exit_code == 2 and "Foot goes first" in broken.stdout, "the others are tried"
    assert "broken.yaml:4:12: a bracket is not closed" in broken.stderr


def test_a_scenario_without_edits_changes_nothing(port: Path) -> None:
    (port / "scenarios" / "foot.yaml").write_text("whatif: Nothing\nof: booking\n")
    (one,) = as_json("scenarios")["whatifs"]
    assert one["findings"] == {"new": [], "gone": []}
    assert all(request["before"] == request["after"] for request in one["requests"])


def test_a_bpmn_map_can_be_edited(port: Path) -> None:
    (port / "loan.bpmn").write_text(BPMN)
    text = "whatif: No gate\nof: loan\nedits:\n  - drop: approve\n"
    text += (
        "  - add: {thank: {by: clerk, takes: 1h}}\n    after: pay\n  - change: {pay: {end: null}}\n"
    )
    (port / "scenarios" / "foot.yaml").write_text(text)
    (one,) = whatif(["scenarios"])
    assert not one.faults
    before, after = one.requests[0].before, one.requests[0].after
    assert before is not None and after is not None
    assert (before["worst"], after["worst"]) == (1, 0)
    assert after["worst_path"] == ["check", "pay", "thank"]


BPMN = """<?xml version="1.0"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
 <process id="p" name="Loan">
  <startEvent id="s"/><task id="check" name="Check the papers"/>
  <userTask id="approve" name="Approve the loan"/><task id="pay" name="Pay the sum"/>
  <endEvent id="e"/>
  <sequenceFlow id="f1" sourceRef="s" targetRef="check"/>
  <sequenceFlow id="f2" sourceRef="check" targetRef="approve"/>
  <sequenceFlow id="f3" sourceRef="approve" targetRef="pay"/>
  <sequenceFlow id="f4" sourceRef="pay" targetRef="e"/>
 </process>
</definitions>
"""


def test_help_has_an_example() -> None:
    assert "Example: cxaudit whatif" in run("--help").stdout


def test_what_is_no_longer_known_is_no_gain(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "m.yaml").write_text(
        "process: M\nowner: boss\nrequests: {any-one: {promise: 1h}}\nsteps:\n"
        "  take: {by: desk, with: customer via phone, takes: 5m}\n"
        "  work: {by: shop, waits: 3d, takes: 1h}\n"
        "  tell: {by: desk, with: customer via phone, takes: 5m}\n"
    )
    (tmp_path / "s.yaml").write_text(
        "whatif: S\nof: m\nedits: [{change: {work: {takes: null, waits: null}}}]\n"
    )
    found = json.loads(run("whatif", str(tmp_path), "-f", "json").stdout)["whatifs"][0]["findings"]
    lost = {finding["code"] for finding in found["not_assessed"]}
    assert "TP105" in lost and not lost & {finding["code"] for finding in found["gone"]}
    assert "no longer assessed" in run("whatif", str(tmp_path)).stdout


def test_figures_are_those_of_diff(port: Path) -> None:
    """A sign-off that two people give counts twice on both sides, as `cxaudit diff` counts it."""
    both = MAP.replace("sign-off: mate", "sign-off: [mate, harbour-master]")
    (port / "booking.yaml").write_text(both)
    told = run(".", *DAY).stdout
    assert re.search(r"^  sign-offs at worst +2 +0 +− 2  better$", told, flags=re.MULTILINE)
    assert re.search(r"^  sign-offs nobody can avoid +2 +0 +− 2  better$", told, flags=re.MULTILINE)


def test_nothing_in_a_map_or_scenario_reaches_the_terminal(port: Path) -> None:
    evil = r'"\e]0;title\a Ferry\n\e[2J"'
    (port / "booking.yaml").write_text(
        MAP.replace("Ferry booking", evil)
        .replace("{foot: {", "{foot: {title: " + evil + ", ", 1)
        .replace("{sign-off: mate", "{does: " + evil + ", sign-off: mate")
    )
    (port / "scenarios" / "foot.yaml").write_text(EDIT.replace("Foot goes first", evil))
    for style in ("text", "json"):
        told = run(".", *DAY, "--format", style).stdout
        assert "Ferry" in told and not set(told) & set("\x1b\x07\r"), style
