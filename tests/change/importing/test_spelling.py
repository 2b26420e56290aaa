"""Maps as the data and the text of a file: read again they are the same maps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.change.importing.ids import MOST, file_names, readable_ids
from cxaudit.change.importing.spelling import Speller, percent
from cxaudit.change.importing.yaml_text import comment, text_of
from cxaudit.change.layout.text import laid_out
from cxaudit.language.process import Process, Step
from cxaudit.language.read import read, read_text
from cxaudit.language.values import share
from tests.conftest import MAPS

SHIPPED = [
    p for p in sorted(MAPS.rglob("*.yaml")) if p.read_text().lstrip().find("\nprocess:") >= 0
]


def written(process: Process, spellings: dict[str, str] | None = None) -> str:
    return text_of(Speller(spellings or {}).process(process), {})


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_map_that_ships_can_be_written_anew(path: Path) -> None:
    before = read(path.read_bytes(), "map.yaml")
    text = written(before.model, before.spellings)
    after = read_text(text, "map.yaml")
    assert not any(problem.blocks for problem in after.problems), after.problems
    assert _filled(before.model) == _filled(after.model)
    bare = {"steps": {}}
    assert before.model.model_copy(update=bare) == after.model.model_copy(update=bare)
    assert laid_out(text) == text


def _filled(process: Process) -> list[Step]:
    """The steps, labels and ways on written out that ids and the order of lines only imply."""
    data = [*process.steps.items()]
    found = []
    for number, (_, step) in enumerate(data):
        following = data[number + 1][0] if number + 1 < len(data) else None
        only_line = step.next is not None and [b.to for b in step.next.branches] == [following]
        update: dict[str, Any] = {"does": ""}
        if only_line and step.next is not None and step.next.kind == "one":
            update["next"] = None
        found.append(step.model_copy(update=update))
    return found


def process(**steps: dict[str, Any]) -> Process:
    return Process.model_validate({"process": "Try", "steps": steps})


NEXT = {"yes 70%": "pay", "no": "end lost"}


def test_short_forms_are_used() -> None:
    data = Speller().process(
        process(
            ask={
                "by": "desk",
                "with": "driver via phone, email",
                "next": {"yes 70%": "pay", "no": "end lost"},
            },
            pay={"sign-off": "boss", "at-most": "3 times", "if-wrong": "ask", "end": "paid"},
        )
    )
    assert data["steps"] == {
        "ask": {
            "by": "desk",
            "with": "driver via phone, email",
            "next": {"yes 70%": "pay", "no": "end lost"},
        },
        "pay": {"sign-off": "boss", "at-most": "3 times", "if-wrong": "ask", "end": "paid"},
    }


@pytest.mark.parametrize(
    "branches",
    [
        [{"label": "", "to": "b"}, {"label": "", "to": "c"}],
        [{"label": "less than 10%", "to": "b"}, {"label": "more", "outcome": "lost"}],
        [
            {"label": "yes", "to": "b", "when": "x > 0", "share": "0.123456"},
            {"label": "no", "to": "b"},
        ],
        [{"label": "a: b, #c {d}", "to": "b"}, {"label": '"', "to": "c"}],
    ],
)
def test_branches_come_back_as_they_were(branches: list[dict[str, str]]) -> None:
    before = process(a={"next": {"kind": "choice", "branches": branches}}, b={"end": "x"}, c={})
    after = read_text(written(before), "map.yaml").model
    assert after.steps["a"].next == before.steps["a"].next


def test_the_next_line_needs_no_next_but_branches_do_not_run_into_each_other() -> None:
    spelled = Speller().process(
        process(a={"next": "b"}, b={"next": ["c", "d"]}, c={"next": "d"}, d={"end": "done"})
    )["steps"]
    assert "next" not in spelled["a"] and spelled["c"]["next"] == "d"


def test_ids_are_words_of_labels_each_once() -> None:
    steps = {
        "Activity_09x": Step(does="Check the form"),
        "Activity_0a1": Step(does="Check the form"),
        "approve-credit": Step(does="Something else"),
        "task": Step(does="End"),
        "sid-1": Step(does=""),
        "sid-2": Step(does="A very long label that goes on for longer than anybody reads"),
    }
    found = readable_ids(steps)
    assert list(found.values())[:5] == [
        "check-the-form", "check-the-form-2", "approve-credit", "end-2", "sid-1"
    ]  # fmt: skip
    assert len(found["sid-2"]) <= MOST


def test_files_have_names_that_differ_and_are_not_taken() -> None:
    assert file_names(["Order", "order", "organisation", "A/B c"]) == [
        "order", "order-2", "organisation-2", "a-b-c"
    ]  # fmt: skip


def test_comments_stand_behind_what_they_explain_and_hold_one_line() -> None:
    data = {"process": "Try", "steps": {"a": {"by": "desk", "end": "done"}}}
    text = text_of(data, {"steps/a/by": "by the\npool\x07"}, ["Above"], ["Below"])
    assert "    by: desk  # by the pool\n" in text
    assert text.startswith("# Above\n") and text.endswith("# Below\n")
    assert comment("a\u2028b\tc") == "a b c"


@given(st.floats(0, 1))
def test_a_share_is_read_as_it_was(value: float) -> None:
    assert share(percent(value)) == pytest.approx(value, abs=1e-15)


TEXT = (
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Zl", "Zp"]),
        min_size=1,
        max_size=60,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)


@settings(max_examples=150, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_stays_what_it_is(label: str, note: str, question: str) -> None:
    before = process(a={"does": label, "note": note, "checks": question, "end": "x"})
    after = read_text(written(before), "map.yaml").model
    step = after.steps["a"]
    assert (step.does, step.note, step.checks) == (label, note, question)
