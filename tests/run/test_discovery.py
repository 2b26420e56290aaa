"""Which files are read, and which organisation a map belongs to."""

from __future__ import annotations

from pathlib import Path

from cxaudit.run.audit import audit

MAP = "process: P\nowner: clerk\nsteps:\n  serve: {by: clerk}\n"
SHOP = "organisation: Shop\nroles: {clerk: {level: 1}}\n"


def test_the_nearest_organisation_above_is_the_map_s(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(SHOP)
    (tmp_path / "maps").mkdir()
    (tmp_path / "maps" / "p.yaml").write_text(MAP.replace("by: clerk", "by: clerc"))
    result = audit([str(tmp_path / "maps" / "p.yaml")])
    assert result.estates[0].title == "Shop"
    assert any("did you mean 'clerk'?" in f.says for f in result.findings)


def test_no_organisation_is_looked_for_above_the_project(tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text(SHOP)
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "cxaudit.yaml").write_text("")
    (tmp_path / "project" / "p.yaml").write_text(MAP)
    assert audit([str(tmp_path / "project")]).estates[0].document is None


def test_a_broken_organisation_is_told_on_the_map_that_needs_it(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text("organisation: Shop\nroles: [\n")
    (tmp_path / "p.yaml").write_text(MAP)
    found = audit([str(tmp_path / "p.yaml")]).findings
    assert any(f.code == "ST001" and "cannot be read" in f.says for f in found)


def test_two_organisations_in_a_folder_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "one.yaml").write_text(SHOP)
    (tmp_path / "two.yaml").write_text(SHOP)
    (tmp_path / "p.yaml").write_text(MAP)
    found = audit([str(tmp_path)]).findings
    assert any(f.code == "ST001" and "one.yaml and two.yaml" in f.says for f in found)


def test_a_link_that_leads_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(SHOP)
    project = tmp_path / "project"
    project.mkdir()
    (project / "cxaudit.yaml").write_text("")
    (project / "organisation.yaml").symlink_to(tmp_path / "secret.yaml")
    (project / "p.yaml").write_text(MAP)
    result = audit([str(project)])
    assert result.estates[0].document is None and len(result.analyses) == 1


def test_maps_that_call_each_other_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("process: A\nowner: x\nsteps:\n  s: {call: b}\n")
    (tmp_path / "b.yaml").write_text("process: B\nowner: x\nsteps:\n  s: {call: a}\n")
    found = [f for f in audit([str(tmp_path)]).findings if f.code == "ST002"]
    assert len(found) == 2 and all("a → b → a" in f.says for f in found)


def test_a_called_map_counts_with_the_figures_of_its_type(tmp_path: Path) -> None:
    called = "process: Sub\nsteps:\n  ask: {sign-off: boss, takes: 1h}\n  do: {by: x, takes: 1h}\n"
    caller = "process: Main\nsteps:\n  begin: {by: y, takes: 1h}\n  inner: {call: sub}\n"
    (tmp_path / "sub.yaml").write_text(called)
    (tmp_path / "main.yaml").write_text(caller)
    result = audit([str(tmp_path)], rules={})
    main = next(a for a in result.analyses if a.id == "main").all("request")[0]
    assert (main.worst, main.least, main.unavoidable) == (1, 1, ["inner/ask"])
    assert main.time == 180
    alone = audit([str(tmp_path / "main.yaml")], rules={}).analyses[0].all("request")[0]
    assert alone.worst_at_least and alone.time_missing == ["inner"]


def test_silence_and_hand_offs_look_inside_a_called_map(tmp_path: Path) -> None:
    called = """process: Sub
customers: [customer]
steps:
  work: {by: smith, takes: 5h}
  show: {by: smith, with: customer via visit, takes: 10m}
  gate: {sign-off: boss, takes: 3h}
"""
    caller = """process: Main
customers: [customer]
steps:
  begin: {by: desk, with: customer via phone, takes: 10m}
  inner: {call: sub}
  finish: {by: desk, with: customer via phone, takes: 10m}
"""
    (tmp_path / "sub.yaml").write_text(called)
    (tmp_path / "main.yaml").write_text(caller)
    result = audit([str(tmp_path)], rules={})
    main = next(a for a in result.analyses if a.id == "main").all("request")[0]
    assert main.silence == 300, "the customer is shown the work after five hours"
    assert main.hand_offs_most == 3 and main.hand_offs_expected == 3, "in, inside and out again"


def test_names_of_stages_and_recoveries_are_checked_against_the_organisation(
    tmp_path: Path,
) -> None:
    (tmp_path / "organisation.yaml").write_text(SHOP)
    text = "process: P\nowner: clerk\nstages: {One: {from: serve, owner: clerc}}\nsteps:\n"
    text += "  serve: {by: clerk, if-wrong: {does: Mend it, by: clark}}\n"
    (tmp_path / "p.yaml").write_text(text)
    told = [f for f in audit([str(tmp_path)]).findings if f.code == "ST002"]
    assert [(f.path, f.span.line) for f in told] == [
        ("stages/One/owner", 3),
        ("steps/serve/if-wrong/by", 5),
    ]


def test_a_link_that_leads_to_itself_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    for name in ("round.bpmn", "round.yaml"):
        (tmp_path / name).symlink_to(name)
        result = audit([str(tmp_path / name)])
        assert [failure.path for failure in result.failures] == [str(tmp_path / name)]
