"""Workflow commands: the gravest first, in groups, with a note on what GitHub does not show."""

from __future__ import annotations

from collections.abc import Callable

from cxaudit.formats.github import SHOWN, command
from cxaudit.formats.registry import FORMATS
from cxaudit.run.audit import Audit
from tests.formats.readers import commands

MANY = "process: Many forms\nsteps:\n" + "".join(
    f"  fill-form-{number}: {{by: clerk, with: caller via phone, sign-off: [a, b]}}\n"
    for number in range(SHOWN + 5)
)


def test_groups_hold_one_severity_each_the_gravest_first(whole: Audit) -> None:
    found = commands(FORMATS["github"](whole))
    names = [name for name, _, _ in found]
    groups = [message for name, _, message in found if name == "group"]
    assert groups == ["2 could not be audited", "3 errors", "1 warning", "2 questions"]
    assert names.count("group") == names.count("endgroup")
    kinds = [name for name in names if name in ("error", "warning", "notice")]
    assert kinds == ["error"] * 5 + ["warning"] + ["notice"] * 2


def test_a_note_says_what_is_not_shown(audited: Callable[..., Audit]) -> None:
    result = audited({"many.yaml": MANY})
    result.failures.extend(audited({}, "gone.yaml").failures)
    found = commands(FORMATS["github"](result))
    notes = [message for name, told, message in found if told.get("title") == "cxaudit"]
    errors = sum(f.severity == "error" for f in result.findings)
    infos = sum(f.severity == "info" for f in result.findings)
    assert errors == infos == SHOWN + 5
    # one failure takes a place among the errors, the note itself one among the notices
    assert notes[0].startswith("6 errors and 6 questions not shown as annotations")
    first = next(n for n, (name, *_) in enumerate(found) if name == "notice")
    assert found[first][2] == notes[0]


def test_no_note_where_everything_is_shown(whole: Audit) -> None:
    assert "not shown" not in FORMATS["github"](whole)


def test_values_cannot_end_a_command() -> None:
    line = command("error", "a%0A::set-output\n::warning::b", file="x,y:z\n::group::", title="100%")
    assert line == (
        "::error file=x%2Cy%3Az %3A%3Agroup%3A%3A,title=100%25::a%250A::set-output%0A::warning::b"
    )


def test_columns_are_told_within_one_line_only(whole: Audit) -> None:
    finding = next(f for f in whole.open_findings if f.severity == "warning")
    span = finding.span
    finding.span = type(span)(span.line, span.column, span.line + 1, 1)
    told = next(told for name, told, _ in commands(FORMATS["github"](whole)) if name == "warning")
    assert "col" not in told and told["endLine"] == str(span.line + 1)


def test_a_path_outside_is_absolute(audited: Callable[..., Audit]) -> None:
    result = audited({"a/map.yaml": MANY}, "../" * 40 + "gone.yaml")
    (_, told, _), *_ = [c for c in commands(FORMATS["github"](result)) if c[0] == "error"]
    assert told["file"] == "/gone.yaml"
