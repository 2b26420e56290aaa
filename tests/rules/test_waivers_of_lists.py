"""Waivers where one finding is about several elements: a line for nearly all of them, or a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.rules.rule import Rule
from tests.rules.test_engine import entry, judged, rules
from tests.rules.test_waivers import PROBLEM, told

NOBODY = entry(
    "T001",
    judges="step",
    when="!step.has_performer",
    says='"{step.id}"',
    not_started='"{count} of {of} steps name nobody"',
)
STEPS = ("ask", "look", "weigh", "write", "send", "file")


def six(owned: str = "file", **allow: str) -> str:
    """A map of six steps, all but those `owned` without anybody who does them, some of them waived."""
    lines = ["process: P", "steps:"]
    for step in STEPS:
        by = "by: desk, " if step in owned.split() else ""
        waiver = f", allow: {{{allow[step]}}}" if step in allow else ""
        lines.append(f"  {step}: {{{by}takes: 5m{waiver}}}")
    return "\n".join(lines) + "\n"


def chosen() -> dict[str, Rule]:
    return rules(NOBODY, PROBLEM)


def says(text: str, folder: Path, day: str = "2026-01-01") -> list[str]:
    """What is told of the steps that nobody does."""
    result = judged(text, folder, chosen(), day)
    return sorted(f.says for f in result.open_findings if f.code == "T001")


def test_without_waivers_one_line_counts_all(tmp_path: Path) -> None:
    assert says(six(), tmp_path) == ["5 of 6 steps name nobody"]


def test_a_waived_step_is_neither_counted_nor_among_those_it_is_counted_of(tmp_path: Path) -> None:
    text = six(owned="", ask="T001: the kiosk does it")
    assert says(text, tmp_path) == ["5 of 5 steps name nobody"]
    result = judged(text, tmp_path, chosen())
    assert not told(result)  # the waiver is in use
    assert [(f.path, f.suppressed) for f in result.findings if f.suppressed] == [
        ("steps/ask", "the kiosk does it")
    ]


def test_below_the_share_the_rest_is_told_one_by_one(tmp_path: Path) -> None:
    text = six(ask="T001: the kiosk does it")  # 4 of 5 are not more than four in five
    assert says(text, tmp_path) == ["Look", "Send", "Weigh", "Write"]


def test_where_every_step_is_waived_there_is_no_line(tmp_path: Path) -> None:
    text = six(**dict.fromkeys(STEPS[:-1], "T001: the kiosk does it"))
    result = judged(text, tmp_path, chosen())
    assert not result.open_findings and len(result.findings) == 5


def test_a_waiver_of_the_whole_map_silences_the_line(tmp_path: Path) -> None:
    result = judged(six() + "allow: {T001: a sketch}\n", tmp_path, chosen())
    assert [(f.says, f.suppressed) for f in result.findings] == [
        ("5 of 6 steps name nobody", "a sketch")
    ]


def test_one_that_has_ended_leaves_its_step_in_the_line(tmp_path: Path) -> None:
    text = six(ask="T001: {reason: the kiosk does it, until: 2025-12-31}")
    assert says(text, tmp_path) == ["5 of 6 steps name nobody"]
    result = judged(text, tmp_path, chosen())
    assert [words for _, _, words, _ in told(result)] == [
        "The waiver of T001 ended on 2025-12-31: decide anew"
    ]


@pytest.mark.parametrize("elements", ["steps/ask", "steps/ask/*"])
def test_an_override_of_a_step_takes_it_out_of_the_line(elements: str, tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text(
        f"select: [OW301]\noverrides: [{{elements: '{elements}', ignore: [OW301]}}]\n"
    )
    (tmp_path / "map.yaml").write_text(six(owned=""))
    told = CliRunner().invoke(app, ["check", str(tmp_path)]).stdout
    count = "5 of 5" if elements == "steps/ask" else "6 of 6"
    assert f"{count} steps name nobody who does them" in told


def test_fix_leaves_the_waivers_of_steps_that_a_line_would_list(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    text = six(owned="", ask="OW301: the kiosk does it")
    text = text.replace("  look:", "  # cxaudit: allow OW301 a robot does it\n  look:")
    path.write_text(text)
    shown = CliRunner().invoke(app, ["check", str(path), "--select", "OW301,ST006", "--fix"])
    assert path.read_text() == text and "4 of 4 steps" in shown.stdout


GATES = """\
process: P
steps:
  take: {by: desk, with: customer via phone}
  first: {sign-off: boss, rejects: 5%, else: take}
  write: {by: clerk}
  second: {sign-off: director, rejects: 5%, else: write}
  serve: {by: desk, with: customer via phone, end: served}
"""


@pytest.mark.parametrize(
    ("waived", "left"),
    [
        ([], "second"),
        (["first"], "(waived for 1 of the 2 named here)"),
        (["second"], "(waived for 1 of the 2 named here)"),
        (["first", "second"], None),
    ],
)
def test_a_finding_that_names_two_sign_offs_goes_when_both_are_waived(
    waived: list[str], left: str | None, tmp_path: Path
) -> None:
    text = GATES
    for step in waived:
        text = text.replace(f"  {step}:", f"  # cxaudit: allow SO202 by law\n  {step}:")
    (tmp_path / "map.yaml").write_text(text)
    shown = (
        CliRunner()
        .invoke(app, ["check", str(tmp_path / "map.yaml"), "--select", "SO202,ST006"])
        .stdout
    )
    shown = " ".join(shown.split())
    assert "silences nothing" not in shown
    assert ("SO202" in shown) is (left is not None)
    assert left is None or left in shown
