"""The text of a baseline: begun, and changed with people's words left in it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.change.baseline import edited, text_of
from cxaudit.change.layout.text import laid_out
from cxaudit.change.layout.tokens import CannotLayOut
from cxaudit.language.nodes import compose
from cxaudit.rules.baseline.entries import Baseline, Entry, Section
from cxaudit.rules.baseline.holding import hold
from cxaudit.rules.baseline.reading import read_baseline
from cxaudit.rules.baseline.renewing import Decision, begun, pruned, updated
from tests.rules.baseline.helper import (
    DAY,
    EARLIER,
    MANDATORY,
    RULES,
    days,
    finding,
    maps,
    names,
    reasons,
    seen,
)

WRITTEN = """\
# Held since the merger; Ann decides.
baseline: 1
maps:
- map: loan
  file: maps/loan.yaml   # the old form
  elements:
    # both wait for the new system
    steps/approve:
      SO201: {severity: warning, since: 2026-03-01, reason: "waits: for it"}  # ask Ann
      # the board knows
      too-many-gates:
        since: 2026-03-01
        reason: |
          First line.
          Second line.
    steps/pay:
      SO204: {since: 2026-03-01, reason: 'no, really'}
- {map: credit, file: maps/credit.yaml, elements: {steps/nod: {SO201: {since: 2026-03-01, reason: r}}}}
# the end
"""
WRITTEN = WRITTEN.replace("too-many-gates", RULES["SO207"].name)


def read(text: str) -> Baseline:
    found, problems = read_baseline(compose(text), "b.yaml", RULES)
    assert not problems, problems
    return found


def changed(text: str, *today: object) -> str:
    """The text after an update from what was seen."""
    old = read(text)
    held = hold(old, list(today), DAY)  # type: ignore[arg-type]
    new = updated(old, held, Decision("agreed on", DAY), MANDATORY)
    return edited(text, old, new, RULES)


def test_a_new_one_is_in_the_one_layout_and_says_what_it_is() -> None:
    one = begun("b.yaml", [seen(finding(), finding(path=""))], Decision("known", DAY), MANDATORY)
    text = text_of(one)
    assert text.startswith("# Findings that were known") and laid_out(text) == text
    assert text.split("maps:\n")[1] == (
        "  - map: loan\n    file: maps/loan.yaml\n    elements:\n"
        "      .:\n        SO201: {severity: warning, since: 2026-11-22, reason: known}\n"
        "      steps/approve:\n        SO201: {severity: warning, since: 2026-11-22, reason: known}\n"
    )


def test_what_people_wrote_stays_around_what_changes() -> None:
    nod = seen(finding(path="steps/nod", code="TP103"), finding(path="steps/nod"),
               file="maps/credit.yaml", map_id="credit")  # fmt: skip
    fresh = seen(finding(), file="maps/a.yaml", map_id="a")
    today = [finding(), finding(), finding("SO207"), finding("SO202", path="steps/new")]
    assert (
        changed(WRITTEN, seen(*today), nod, fresh)
        == """\
# Held since the merger; Ann decides.
baseline: 1

maps:
  - map: a
    file: maps/a.yaml
    elements:
      steps/approve:
        SO201: {severity: warning, since: 2026-11-22, reason: agreed on}
  - map: loan
    file: maps/loan.yaml  # the old form
    elements:
      # both wait for the new system
      steps/approve:
        SO201: {count: 2, severity: warning, since: 2026-03-01, reason: "waits: for it"}  # ask Ann
        # the board knows
        RULE:
          since: 2026-03-01
          reason: |
            First line.
            Second line.
      steps/new:
        SO202: {severity: warning, since: 2026-11-22, reason: agreed on}
  - map: credit
    file: maps/credit.yaml
    elements:
      steps/nod:
        SO201: {since: 2026-03-01, reason: r}
        TP103: {severity: warning, since: 2026-11-22, reason: agreed on}
# the end
""".replace("RULE", RULES["SO207"].name)
    )


def test_the_comment_of_an_entry_goes_with_it() -> None:
    text = changed(WRITTEN, seen(finding()))
    assert "# ask Ann" in text and "# both wait" in text and "# the end" in text
    assert "# the board knows" not in text and "SO204" not in text and "credit" in text


def test_nothing_left_is_a_baseline_that_holds_nothing() -> None:
    gone = [seen(), seen(file="maps/credit.yaml", map_id="credit")]
    text = changed(WRITTEN, *gone)
    assert text.startswith("# Held since the merger; Ann decides.\n") and "maps: []" in text
    again = changed(text, seen(finding()))
    assert "SO201" in again and "# Held since the merger" in again


def test_what_stands_for_each_other_by_aliases_is_written_out() -> None:
    text = (
        "baseline: 1\nmaps:\n- map: loan\n  file: maps/loan.yaml\n  elements:\n"
        "    steps/a: &all\n      SO201: {since: 2026-03-01, reason: &why waits}\n"
        "    steps/b: *all\n    steps/c: {SO204: {since: 2026-03-01, reason: *why}}\n"
    )
    after = changed(text, seen(finding(path="steps/b"), finding("SO204", path="steps/c")))
    (section,) = read(after).sections
    assert [(e.element, e.reason) for e in section.entries] == [
        ("steps/b", "waits"),
        ("steps/c", "waits"),
    ]


def test_a_name_that_no_line_can_hold_is_told() -> None:
    long = begun("b", [seen(finding(path="x" * 2000))], Decision("known", DAY), MANDATORY)
    with pytest.raises(CannotLayOut):
        text_of(long)


entries = st.builds(
    Entry, names.map(lambda t: "" if t == "." else t), st.sampled_from(["SO201", "SO204"]), reasons,
    st.just(EARLIER), st.one_of(st.none(), st.dates(EARLIER, DAY)),
    st.sampled_from(["", "error", "info"]), st.integers(1, 3),
)  # fmt: skip
baselines = st.lists(
    st.builds(
        Section, names.filter(bool), names.filter(bool),
        st.lists(entries, min_size=1, max_size=4, unique_by=lambda e: (e.element, e.code)),
    ),
    max_size=3, unique_by=lambda s: (s.file, s.map),
).map(lambda sections: Baseline("b.yaml", sections))  # fmt: skip


def content(baseline: Baseline) -> list[tuple[str, str, list[Entry]]]:
    return sorted(
        (s.file, s.map, sorted(s.entries, key=lambda e: (e.element, e.code)))
        for s in baseline.sections
    )


@given(baselines)
def test_any_baseline_comes_back_as_it_was(one: Baseline) -> None:
    text = text_of(one)
    assert content(read(text)) == content(one)
    assert laid_out(text) == text


@given(maps, maps, days, st.booleans())
def test_a_changed_text_holds_what_it_should_and_keeps_the_comments_of_what_stays(
    before: list, after: list, day: datetime.date, update: bool
) -> None:
    text = text_of(begun("b.yaml", before, Decision("then", day), MANDATORY))
    lines = [f"{line}  # mark {n}" if "since" in line else line
             for n, line in enumerate(text.split("\n"))]  # fmt: skip
    text = "\n".join(lines)
    old = read(text)
    held = hold(old, after, DAY)
    decision = Decision("now", DAY)
    new = updated(old, held, decision, MANDATORY) if update else pruned(old, held)
    told = edited(text, old, new, RULES)
    assert content(read(told)) == content(new)
    stays = sum(entry.since == day and entry.reason == "then" for entry in new.entries)
    assert told.count("# mark") == stays
    assert edited(told, read(told), read(told), RULES) == told
