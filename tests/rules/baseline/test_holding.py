"""An audit beside a baseline: what is known, new, vanished, expired, graver, or nobody's business."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxaudit.rules.baseline.entries import Baseline, Section
from cxaudit.rules.baseline.holding import Held, State, apply, hold
from cxaudit.rules.baseline.matching import Seen
from cxaudit.rules.baseline.renewing import Decision, begun, pruned, undecided, updated
from cxaudit.rules.finding import Finding
from tests.rules.baseline.helper import (
    CODES,
    DAY,
    EARLIER,
    MANDATORY,
    baseline,
    days,
    entry,
    finding,
    line,
    maps,
    seen,
)

BEFORE = DAY - datetime.timedelta(days=1)
TODAY = Decision("agreed on", DAY)


def states(held: Held) -> list[tuple[str, int]]:
    return [(fate.state.value, fate.short) for fate in held.fates]


def test_a_finding_with_an_entry_is_known_and_any_other_is_new() -> None:
    old, new = finding(), finding("SO204")
    held = hold(baseline(entry()), [seen(old, new)], DAY)
    assert [f for f, _ in held.known] == [old] and held.new == [new]
    assert old.suppressed is None  # nothing is changed by looking
    apply(held)
    assert (old.suppressed, old.suppressed_by) == ("waits for the new system", "baseline")
    assert new.suppressed is None


def test_an_entry_without_its_finding_has_vanished() -> None:
    held = hold(baseline(entry()), [seen()], DAY)
    assert states(held) == [("vanished", 1)] and held.vanished[0].entry.code == "SO201"


def test_of_several_findings_some_can_vanish_or_be_new() -> None:
    two = baseline(entry(count=2))
    assert states(hold(two, [seen(finding())], DAY)) == [("vanished", 1)]
    held = hold(two, [seen(finding(), finding(), finding())], DAY)
    assert states(held) == [("known", 0)] and len(held.known) == 2 and len(held.new) == 1
    apply(held)
    assert held.new[0].says == "It is so. (the baseline holds 2 of the 3 here)"


def test_a_graver_finding_than_the_one_accepted_is_open_again() -> None:
    held = hold(baseline(entry(severity="warning")), [seen(finding(severity="error"))], DAY)
    assert states(held) == [("graver", 0)] and not held.known
    apply(held)
    assert "(the baseline holds this as a warning only)" in held.new[0].says
    milder = hold(baseline(entry(severity="error")), [seen(finding(severity="info"))], DAY)
    assert states(milder) == [("known", 0)]
    unsaid = hold(baseline(entry(severity="")), [seen(finding(severity="error"))], DAY)
    assert states(unsaid) == [("known", 0)]


def test_the_milder_of_two_stays_known() -> None:
    two = [finding(severity="error"), finding(severity="info")]
    held = hold(baseline(entry(count=2)), [seen(*two)], DAY)
    assert held.new == two[:1] and [f for f, _ in held.known] == two[1:]


def test_an_entry_holds_on_its_last_day_and_not_after_it() -> None:
    kept = hold(baseline(entry(until=DAY)), [seen(finding())], DAY)
    assert states(kept) == [("known", 0)]
    over = hold(baseline(entry(until=BEFORE)), [seen(finding())], DAY)
    assert states(over) == [("expired", 0)] and len(over.new) == 1
    apply(over)
    assert "(the baseline held this until 2026-11-21: decide anew)" in over.new[0].says
    assert states(hold(baseline(entry(until=BEFORE)), [seen()], DAY)) == [("vanished", 1)]


def test_a_waived_finding_needs_no_entry() -> None:
    waived = finding(waived="the law asks for it")
    held = hold(baseline(entry()), [seen(waived)], DAY)
    assert states(held) == [("vanished", 1)]
    assert held.vanished[0].why == "a waiver silences it now"
    apply(held)
    assert (waived.suppressed, waived.suppressed_by) == ("the law asks for it", "waiver")


@pytest.mark.parametrize(
    "one",
    [
        seen(aside=[finding()]),  # another finding tells its root cause
        seen(judged=CODES - {"SO201"}),  # its rule was not asked for
        seen(whole=False),  # a part of what it rests on could not be read
        seen(file="maps/other.yaml", map_id="other"),  # its map is not among the paths
    ],
)
def test_what_nobody_looked_at_has_not_vanished(one: Seen) -> None:
    assert states(hold(baseline(entry()), [one], DAY)) == [("resting", 0)]


def test_an_absorbed_finding_counts_as_one_of_several() -> None:
    held = hold(baseline(entry(count=3)), [seen(finding(), aside=[finding()])], DAY)
    assert states(held) == [("vanished", 1)]


def test_maps_of_one_id_in_two_places_do_not_mix() -> None:
    both = Baseline("b.yaml", [Section("loan", f"{p}/loan.yaml", [entry()], n)
                               for n, p in enumerate("ab")])  # fmt: skip
    here, there = seen(finding(), file="a/loan.yaml"), seen(file="b/loan.yaml")
    assert states(hold(both, [here, there], DAY)) == [("known", 0), ("vanished", 1)]
    assert states(hold(both, [there, here], DAY)) == [("known", 0), ("vanished", 1)]


def test_a_file_that_moved_keeps_its_entries_by_the_id_of_its_map() -> None:
    moved = seen(finding(), file="new/loan.yaml")
    other = seen(finding(), file="new/b.yaml", map_id="b")
    held = hold(baseline(entry()), [other, moved], DAY, gone={"maps/loan.yaml"})
    assert held.maps == {0: moved} and states(held) == [("known", 0)] and len(held.new) == 1
    there = hold(baseline(entry()), [moved], DAY)  # the old file is still there, and not looked at
    assert not there.maps and len(there.new) == 1


def test_a_map_that_is_called_otherwise_keeps_them_by_its_findings() -> None:
    entries = [entry("SO201"), entry("SO204")]
    for code, follows in (("SO201", True), ("TP103", False)):
        heir = seen(finding(code), file="credit.yaml", map_id="credit")
        held = hold(baseline(*entries), [heir], DAY, gone={"maps/loan.yaml"})
        assert (held.maps == {0: heir}) is follows
    same_file = seen(finding("SO201"), finding("SO204"), map_id="credit")
    assert states(hold(baseline(*entries), [same_file], DAY)) == [("known", 0)] * 2


def test_of_two_equally_likely_heirs_none_is_one() -> None:
    twins = [seen(finding(), file=f"{p}/loan.yaml") for p in "ab"]
    held = hold(baseline(entry()), twins, DAY, gone={"maps/loan.yaml"})
    assert not held.maps and len(held.new) == 2
    better = seen(finding(), finding("SO204"), file="c/loan.yaml")
    both = baseline(entry(), entry("SO204"))
    assert hold(both, [*twins, better], DAY, gone={"maps/loan.yaml"}).maps == {0: better}


def test_a_folder_that_moved_keeps_what_belongs_below_it() -> None:
    places = ["a/as-is/loan.yaml", "a/mended/loan.yaml", "b/as-is/loan.yaml"]
    sections = [Section("loan", place, [entry()], n) for n, place in enumerate(places)]
    moved = [seen(finding(), file=f"new/{place}") for place in reversed(places)]
    held = hold(Baseline("b", sections), moved, DAY, gone=set(places))
    assert [held.maps[n].file for n in range(3)] == [f"new/{place}" for place in places]


def test_a_deleted_map_has_vanished_where_it_would_have_been_read() -> None:
    gone = {"maps/loan.yaml"}
    assert states(hold(baseline(entry()), [], DAY, gone)) == [("resting", 0)]
    held = hold(baseline(entry(count=2)), [], DAY, gone, missed=gone)
    assert states(held) == [("vanished", 2)]
    assert held.vanished[0].why == "its file is no longer there"


def test_a_map_that_its_file_no_longer_holds_has_vanished() -> None:
    held = hold(baseline(entry(), file="m.bpmn"), [seen(file="m.bpmn", map_id="other")], DAY)
    assert states(held) == [("vanished", 1)] and "holds no map of this id" in held.fates[0].why
    torn = seen(file="m.bpmn", map_id="other", whole=False)
    assert states(hold(baseline(entry(), file="m.bpmn"), [torn], DAY)) == [("resting", 0)]


def test_update_adds_what_is_new_and_keeps_reasons_and_days() -> None:
    old = baseline(entry(), entry("SO204", count=2), entry("TP103"))
    today = seen(finding(), finding("SO204"), finding("SO207"), finding("ST001", severity="error"))
    held = hold(old, [today], DAY)
    assert [f.code for f in undecided(held, MANDATORY)] == ["SO207"]
    new = updated(old, held, TODAY, MANDATORY)
    assert [(e.code, e.count, e.reason, e.since) for e in new.entries] == [
        ("SO201", 1, "waits for the new system", EARLIER),
        ("SO204", 1, "waits for the new system", EARLIER),
        ("SO207", 1, "agreed on", DAY),
    ]


def test_update_takes_more_and_graver_findings_for_the_reason_that_is_there() -> None:
    old = baseline(entry())
    held = hold(old, [seen(finding(severity="error"), finding())], DAY)
    assert not undecided(held, MANDATORY)
    (one,) = updated(old, held, TODAY, MANDATORY).entries
    assert (one.count, one.severity, one.reason) == (2, "error", "waits for the new system")


def test_update_decides_an_expired_entry_anew() -> None:
    old = baseline(entry(until=BEFORE))
    held = hold(old, [seen(finding())], DAY)
    assert len(undecided(held, MANDATORY)) == 1
    (one,) = updated(old, held, TODAY, MANDATORY).entries
    assert (one.reason, one.since, one.until) == ("agreed on", DAY, None)


def test_update_leads_a_section_to_where_its_map_is_now() -> None:
    old = baseline(entry())
    held = hold(old, [seen(finding(), file="new/loan.yaml")], DAY, gone={"maps/loan.yaml"})
    (section,) = updated(old, held, TODAY, MANDATORY).sections
    assert section.file == "new/loan.yaml" and section.place == 0


def of(*steps: str, code: str = "OW301", severity: str = "warning") -> list[Finding]:
    """Findings on some steps, one by one."""
    return [finding(code, f"steps/{step}", severity) for step in steps]


def first(*findings: Finding, until: datetime.date | None = None) -> Baseline:
    return begun("b", [seen(*findings)], Decision("then", EARLIER, until), MANDATORY)


def test_a_line_and_its_steps_one_by_one_are_the_same_thing() -> None:
    in_line, one_by_one = first(line(*"abcde")), first(*of(*"abcde"))
    assert [entry.elements for entry in in_line.entries] == [tuple(f"steps/{s}" for s in "abcde")]
    for old, today in (
        (in_line, of(*"abc")),
        (in_line, [line(*"abcd")]),
        (one_by_one, [line(*"abcde")]),
        (one_by_one, [line(*"abc")]),
    ):
        held = hold(old, [seen(*today)], DAY)
        assert [id(f) for f, _ in held.known] == [id(f) for f in today]
        gone = [fate.entry.element for fate in held.vanished]
        mended = (
            {"steps/d", "steps/e"} if today[0].elements == [f"steps/{s}" for s in "abc"] else set()
        )
        assert set(gone) == (mended if old is one_by_one else set())


def test_a_step_that_was_in_no_line_is_new() -> None:
    held = hold(first(line(*"abc")), [seen(*of("a", "b", "z"))], DAY)
    assert [f.path for f in held.new] == ["steps/z"] and not held.vanished
    grown = hold(first(*of(*"abc")), [seen(line(*"abcz"))], DAY)
    assert len(grown.new) == 1 and not grown.vanished and not grown.reopened


def test_a_line_of_which_nothing_is_left_has_vanished() -> None:
    old = first(line(*"abc"))
    assert states(hold(old, [seen()], DAY)) == [("vanished", 1)]
    assert states(hold(old, [seen(*of("z"))], DAY)) == [("vanished", 1)]
    waived = finding("OW301", "steps/a", waived="the kiosk does it")
    held = hold(old, [seen(waived)], DAY)
    assert held.vanished[0].why == "a waiver silences it now"
    assert states(hold(old, [seen(aside=of("a"))], DAY)) == [("resting", 0)]


def test_a_step_of_a_line_that_becomes_graver_is_open_again() -> None:
    graver = of("a", severity="error")
    held = hold(first(line(*"abc")), [seen(*graver, *of("b"))], DAY)
    assert held.new == graver and [f.path for f, _ in held.known] == ["steps/b"]
    assert "as a warning only" in held.reopened[0].says


def test_a_line_over_entries_of_which_one_has_ended_is_open_again() -> None:
    old = first(*of("a", "b"), until=BEFORE)
    held = hold(old, [seen(line("a", "b"))], DAY)
    assert "until 2026-11-21: decide anew" in held.reopened[0].says
    new = updated(old, held, TODAY, MANDATORY)
    assert [(e.element, e.reason, e.elements) for e in new.entries] == [
        ("", "agreed on", ("steps/a", "steps/b"))
    ]


def test_update_and_prune_leave_out_of_a_line_what_was_mended() -> None:
    old = first(line(*"abcde"))
    held = hold(old, [seen(*of("a", "b"))], DAY)
    new = updated(old, held, TODAY, MANDATORY)
    assert [(e.element, e.elements, e.reason, e.count) for e in new.entries] == [
        ("", ("steps/a", "steps/b"), "then", 1)
    ]
    assert pruned(old, held) == new
    assert [f.path for f in hold(new, [seen(*of(*"abc"))], DAY).new] == ["steps/c"]


def test_update_writes_the_elements_of_a_line_that_was_held_without_them() -> None:
    old = baseline(entry("OW301", ""))
    held = hold(old, [seen(line(*"abc"))], DAY)
    assert states(held) == [("known", 0)]
    (new,) = updated(old, held, TODAY, MANDATORY).entries
    assert new.elements == ("steps/a", "steps/b", "steps/c")


@given(maps)
def test_what_a_baseline_begins_with_is_known(today: list[Seen]) -> None:
    held = hold(begun("b", today, TODAY, MANDATORY), today, DAY)
    assert not held.new and not held.vanished
    assert {id(f) for f, _ in held.known} == {
        id(f) for one in today for f in one.findings if f.suppressed is None
    }


@given(maps, maps, st.one_of(st.none(), days))
def test_after_an_update_nothing_is_new_and_nothing_has_vanished(
    before: list[Seen], after: list[Seen], until: datetime.date | None
) -> None:
    files = {one.file for one in before} - {one.file for one in after}
    old = begun("b", before, Decision("then", EARLIER, until), MANDATORY)
    held = hold(old, after, DAY, files, files)
    new = updated(old, held, TODAY, MANDATORY)
    again = hold(new, after, DAY, files, files)
    assert not again.new and not again.vanished and not again.reopened
    told = {(s.file, s.map, e.element, e.code): e for s in new.sections for e in s.entries}
    for fate in held.of(State.known):
        section = held.maps[old.sections.index(fate.section)]
        kept = told[section.file, section.map, fate.entry.element, fate.entry.code]
        assert (kept.reason, kept.since) == (fate.entry.reason, fate.entry.since)


@given(maps, maps)
def test_pruning_takes_out_what_has_vanished_and_changes_nothing_else(
    before: list[Seen], after: list[Seen]
) -> None:
    files = {one.file for one in before} - {one.file for one in after}
    old = begun("b", before, TODAY, MANDATORY)
    held = hold(old, after, DAY, files, files)
    less = pruned(old, held)
    again = hold(less, after, DAY, files, files)
    assert not again.vanished
    assert less.findings == old.findings - sum(fate.short for fate in held.vanished)


@given(maps, maps)
def test_every_open_finding_is_known_or_new_and_every_entry_has_one_fate(
    before: list[Seen], after: list[Seen]
) -> None:
    old = begun("b", before, TODAY, MANDATORY)
    held = hold(old, after, DAY)
    open_ = [id(f) for one in after for f in one.findings if f.suppressed is None]
    assert sorted([*(id(f) for f, _ in held.known), *map(id, held.new)]) == sorted(open_)
    assert [id(fate.entry) for fate in held.fates] == [id(e) for e in old.entries]
