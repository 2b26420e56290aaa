"""Shapes that would be hopeless by enumerating paths: all facts come, and come right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cxaudit.run.audit import audit


def request_of(text: str, tmp_path: Path) -> Any:
    path = tmp_path / "map.yaml"
    path.write_text(text)
    result = audit([str(path)], rules={})
    analysis = result.analyses[0]
    assert analysis.study is not None, [p.says for p in analysis.problems]
    return analysis.all("request")[0]


def ladder(rungs: int) -> str:
    """Choices in a row: 2 ** rungs paths."""
    steps = []
    for i in range(rungs):
        steps += [
            f"  choose-{i}: {{by: clerk, takes: 1m, next: {{a 50%: gate-{i}, b 50%: work-{i}}}}}",
            f"  gate-{i}: {{sign-off: boss, takes: 1m, next: choose-{i + 1}}}",
            f"  work-{i}: {{by: smith, takes: 2m, next: choose-{i + 1}}}",
        ]
    steps.append(f"  choose-{rungs}: {{by: clerk, with: customer via phone, takes: 1m}}")
    return "process: Ladder\ncustomers: [customer]\nsteps:\n" + "\n".join(steps) + "\n"


def side_by_side(branches: int, length: int) -> str:
    """Branches that run together: (length + 1) ** branches states."""
    heads = ", ".join(f"b{i}-0" for i in range(branches))
    steps = [f"  open: {{by: clerk, takes: 1m, next: [{heads}]}}"]
    for i in range(branches):
        for j in range(length):
            onward = f"b{i}-{j + 1}" if j + 1 < length else "close"
            steps.append(f"  b{i}-{j}: {{sign-off: role-{i}, takes: {i + 1}m, next: {onward}}}")
    steps.append("  close: {by: clerk, takes: 1m}")
    return "process: Wide\nsteps:\n" + "\n".join(steps) + "\n"


def test_forty_choices_in_a_row(tmp_path: Path) -> None:
    request = request_of(ladder(40), tmp_path)
    assert (request.worst, request.least, request.unavoidable) == (40, 0, [])
    assert request.expected == 20
    assert request.time == 41 + 20 * 1 + 20 * 2
    assert (request.fastest, request.slowest) == (81, 121)


def test_seventeen_branches_of_ten_steps(tmp_path: Path) -> None:
    request = request_of(side_by_side(17, 10), tmp_path)
    assert (request.worst, request.least, request.expected) == (170, 170, 170)
    assert len(request.unavoidable) == 170
    assert request.time == request.fastest == request.slowest == 2 + 17 * 10
    assert not request.time_at_least


def test_ten_thousand_steps_in_one_map(tmp_path: Path) -> None:
    steps = "".join(
        f"  s{i}: {{by: r{i % 7}, takes: 5m, waits: 1h"
        + (", with: customer via phone" if i % 9 == 0 else "")
        + "}\n"
        for i in range(10_000)
    )
    request = request_of("process: Long\nsteps:\n" + steps, tmp_path)
    assert request.time == 650_000
    assert request.silence == 8 * 65 + 60
    assert request.asked_twice is None, "figures over pairs stop at 2,000 steps"
