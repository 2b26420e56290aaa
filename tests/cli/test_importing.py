"""`cxaudit import` as people use it: the files it writes, and what it never overwrites."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from cxaudit.run import importing
from cxaudit.run.writing import NotWritten
from tests.bpmn.helper import file, flows

BODY = (
    '<collaboration><participant id="us" name="Harbour shop" processRef="p"/><participant id="c" '
    'name="Customer"/><messageFlow id="m" sourceRef="c" targetRef="Activity_1"/></collaboration>'
    '<process id="p" name="Refund"><laneSet><lane id="l1" name="Desk"><flowNodeRef>Activity_1'
    '</flowNodeRef></lane><lane id="l2" name="Shop Manager"><flowNodeRef>Activity_2</flowNodeRef>'
    '</lane></laneSet><startEvent id="s" name="refund wanted"/>'
    '<task id="Activity_1" name="Take request"/><userTask id="Activity_2" name="Look at it"/>'
    '<exclusiveGateway id="g" name="Approved?"/><task id="Activity_3" name="Pay back"/>'
    '<endEvent id="e1" name="paid back"/><endEvent id="e2" name="refused"/><group id="o"/>'
    + flows(
        "s Activity_1\nActivity_1 Activity_2\nActivity_2 g\ng Activity_3 yes\ng e2 no\nActivity_3 e1"
    )
    + "</process>"
)
MAP = """\
# Imported from refund.bpmn, line 3. What a comment stands behind was inferred: keep it or correct it.
process: Refund
customers: [Customer]  # by the names of pools and lanes
note: "Starts when: refund wanted."

steps:
  take-request:
    by: Desk
    with: Customer  # by a message flow
  look-at-it:
    by: Shop Manager
    sign-off: Shop Manager  # by the gateway behind it
    checks: Approved?
    next: {"yes": pay-back, "no": end refused}
  pay-back:
    by: Harbour shop  # by the name of the pool
    end: paid back

# The model also says, and a map cannot:
# - line 3: the group is only drawn and left out
"""
ORGANISATION = """\
# The people of the maps beside this file. Say more of them: levels, departments, wishes.
organisation: Harbour shop
parties:  # found by their names and by messages; say of each what kind it is
  Customer: {}
roles:
  Desk: {}
  Harbour shop: {}
  Shop Manager: {}
"""


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["import", *map(str, arguments)])


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "cxaudit.yaml").write_text("")
    path = tmp_path / "refund.bpmn"
    path.write_bytes(file(BODY))
    return path


def test_a_map_and_its_organisation_that_one_would_keep(model: Path) -> None:
    folder = model.parent / "maps"
    result = run(model, "-o", folder)
    assert result.exit_code == 0, result.stderr
    written = [folder / "refund.yaml", folder / "organisation.yaml"]
    assert result.stdout == "".join(f"{path}\n" for path in written)
    assert "the group is only drawn" in result.stderr
    assert [path.read_text() for path in written] == [MAP, ORGANISATION]
    laid_out = CliRunner().invoke(app, ["fmt", "--check", str(folder)])
    assert laid_out.exit_code == 0
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert checked.exit_code in (0, 1) and "ST00" not in checked.stdout


def test_nothing_is_replaced_without_force(model: Path) -> None:
    folder = model.parent / "maps"
    assert run(model, "-o", folder).exit_code == 0
    assert run(model, "-o", folder).exit_code == 0, "the same files are no change"
    (folder / "refund.yaml").write_text("process: Mine\n")
    (folder / "organisation.yaml").unlink()
    result = run(model, "-o", folder)
    assert result.exit_code == 2 and "--force" in result.stderr and result.stdout == ""
    assert (folder / "refund.yaml").read_text() == "process: Mine\n"
    assert not (folder / "organisation.yaml").exists()
    assert run(model, "-o", folder, "--force").exit_code == 0
    assert (folder / "refund.yaml").read_text() == MAP


def test_dry_run_and_diff_write_nothing(model: Path) -> None:
    folder = model.parent / "maps"
    dry = run(model, "-o", folder, "--dry-run")
    assert dry.exit_code == 0 and str(folder / "refund.yaml") in dry.stdout
    shown = run(model, "-o", folder, "--diff")
    assert shown.exit_code == 0 and "+process: Refund\n" in shown.stdout
    assert not folder.exists()


def test_one_bad_file_keeps_all_from_being_written(model: Path) -> None:
    bad = model.parent / "bad.bpmn"
    bad.write_text("<definitions>")
    folder = model.parent / "maps"
    result = run(model, bad, "-o", folder)
    assert result.exit_code == 2 and f"{bad}:1:" in result.stderr
    assert "nothing was written" in result.stderr and not folder.exists()
    result = run(model, bad, "-o", folder, "--skip-unreadable")
    assert result.exit_code == 2 and (folder / "refund.yaml").is_file()


def test_a_file_that_cannot_be_written_undoes_the_others(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = model.parent / "deep" / "maps"
    written: list[Path] = []

    def refuse(path: Path, data: bytes) -> None:
        if written:
            raise NotWritten("is read-only: it is left as it is")
        written.append(path)
        path.write_bytes(data)

    monkeypatch.setattr(importing, "write_whole", refuse)
    result = run(model, "-o", folder)
    assert result.exit_code == 2 and "read-only" in result.stderr
    assert written and not folder.parent.exists()


def test_a_link_in_the_way_is_not_written_through(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    folder.mkdir()
    elsewhere = tmp_path / "elsewhere"
    (folder / "refund.yaml").symlink_to(elsewhere)
    assert run(model, "-o", folder).exit_code == 2
    assert not elsewhere.exists()


def test_who_the_customer_is_can_be_said(model: Path) -> None:
    model.write_bytes(file(BODY.replace('name="Customer"', 'name="Marina"')))
    folder = model.parent / "maps"
    asked = run(model, "-o", folder, "--dry-run")
    assert "'Marina' exchanges messages" in asked.stderr and "--customer" in asked.stderr
    assert run(model, "-o", folder, "--customer", "Marina", "--organisation", "Shop").exit_code == 0
    text = (folder / "refund.yaml").read_text()
    assert "with: Marina  # by a message flow" in text
    assert "customers: [Marina]  # Marina as given\n" in text
    assert "organisation: Shop\n" in (folder / "organisation.yaml").read_text()


def test_processes_of_several_files_call_each_other(model: Path) -> None:
    caller = model.parent / "sale.bpmn"
    caller.write_bytes(
        file(
            '<process id="q" name="Sale"><callActivity id="x" name="Refund it" '
            'calledElement="p"/></process>'
        )
    )
    folder = model.parent / "maps"
    assert run(caller, model, "-o", folder).exit_code == 0
    text = (folder / "sale.yaml").read_text()
    assert "call: refund" in text and "another process" not in text


def test_an_organisation_that_is_there_serves_the_new_maps(model: Path) -> None:
    (model.parent / "house.yaml").write_text("organisation: House\n")
    folder = model.parent / "maps"
    result = run(model, "-o", folder)
    assert result.exit_code == 0 and "house.yaml serves this folder" in result.stderr
    assert not (folder / "organisation.yaml").exists()


def test_nothing_to_import(tmp_path: Path) -> None:
    (tmp_path / "map.yaml").write_text("process: Loan\nsteps: [lend]\n")
    assert run(tmp_path, "-o", tmp_path / "maps").exit_code == 3
    named = run(tmp_path / "map.yaml", "-o", tmp_path / "maps")
    assert named.exit_code == 2 and "is no BPMN file" in named.stderr
    assert run(tmp_path / "none.bpmn", "-o", tmp_path / "maps").exit_code == 2


OTHER = file(
    '<collaboration><participant id="us" name="Harbour shop" processRef="q"/></collaboration>'
    '<process id="q" name="Repair"><laneSet><lane id="l1" name="Desk"><flowNodeRef>a</flowNodeRef>'
    '</lane><lane id="l2" name="Workshop"><flowNodeRef>b</flowNodeRef></lane></laneSet>'
    '<startEvent id="s"/><task id="a" name="Take in"/><task id="b" name="Repair it"/>'
    '<endEvent id="e"/>' + flows("s a\na b\nb e") + "</process>"
)


def test_a_second_import_adds_its_people_to_those_of_the_first(model: Path) -> None:
    folder = model.parent / "maps"
    other = model.parent / "repair.bpmn"
    other.write_bytes(OTHER)
    assert run(model, "-o", folder).exit_code == 0
    people = folder / "organisation.yaml"
    people.write_text(people.read_text().replace("Desk: {}", "Desk: {vacant: yes}  # ours"))
    result = run(other, "-o", folder)
    assert result.exit_code == 0, result.stderr
    assert (
        people.read_text()
        == ORGANISATION.replace("Desk: {}", "Desk: {vacant: yes}  # ours") + "  Workshop: {}\n"
    )
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert "ST002" not in checked.stdout


def test_an_organisation_file_of_others_is_left_alone(model: Path) -> None:
    folder = model.parent / "maps"
    folder.mkdir()
    people = folder / "organisation.yaml"
    people.write_text("organisation: Harbour\nroles: {Desk: {}}\n")
    result = run(model, "-o", folder, "--force")
    assert result.exit_code == 0
    assert people.read_text() == "organisation: Harbour\nroles: {Desk: {}}\n"
    assert "add to it Customer, Harbour shop, Shop Manager" in result.stderr


def test_a_dry_run_tells_what_stands_in_the_way(model: Path) -> None:
    folder = model.parent / "maps"
    folder.mkdir()
    (folder / "refund.yaml").write_text("process: Mine\n")
    result = run(model, "-o", folder, "--dry-run")
    assert result.exit_code == 2 and "--force" in result.stderr


def test_a_gate_of_which_nobody_is_known_is_asked_about_once(model: Path) -> None:
    body = '<process id="p" name="Loan"><startEvent id="s"/><task id="a" name="Look at it"/>'
    body += '<exclusiveGateway id="g" name="Approved?"/><endEvent id="e1" name="granted"/>'
    body += '<endEvent id="e2" name="refused"/>' + flows("s a\na g\ng e1 approved\ng e2 rejected")
    loan = model.parent / "loan.bpmn"
    loan.write_bytes(file(body + "</process>"))
    folder = model.parent / "loans"
    assert run(loan, "-o", folder).exit_code == 0
    text = (folder / "loan.yaml").read_text()
    assert "the model does not say who: write the role" in text and "done by" not in text
    checked = CliRunner().invoke(app, ["check", str(folder)])
    assert "ST002" not in checked.stdout
