"""What is compared: figures and their bounds, steps, findings, people, pairs of maps."""

from __future__ import annotations

from typing import Any

import pytest

from cxaudit.change.diff.figures import SILENCE, SILENT_STEPS, Move, shifts
from cxaudit.change.diff.findings import Judged, findings_change
from cxaudit.change.diff.pairing import Place, pair
from cxaudit.change.diff.steps import StepChange
from cxaudit.change.diff.wording import NOTHING, sentence
from cxaudit.change.diff.worse import worse
from cxaudit.rules.finding import Finding, stamp
from cxaudit.run.renames import _by_content, renamed
from tests.change.diff.helper import compared
from tests.change.diff.repository import FERRY, with_a_gate


class TestFigures:
    @pytest.mark.parametrize(
        ("before", "after", "move"),
        [
            ((3, ""), (4, ""), "up"),
            ((4, ""), (3, ""), "down"),
            ((3, ""), (3 + 1e-10, ""), "same"),
            ((3, ""), (3 + 1e-6, ""), "up"),
            ((4e6, ""), (4e6 + 1e-5, ""), "same"),
            ((None, ""), (None, ""), "same"),
            ((None, ""), (4, ""), "unknown"),
            ((4, ""), (None, ""), "unknown"),
            ((3, "least"), (4, "least"), "up"),
            ((3, "least"), (4, ""), "unknown"),
            ((3, ""), (4, "least"), "up"),
            ((4, ""), (3, "least"), "unknown"),
            ((4, "least"), (3, ""), "down"),
            ((3, ""), (4, "most"), "unknown"),
            ((3, "most"), (4, ""), "up"),
            ((4, "most"), (3, ""), "unknown"),
        ],
    )
    def test_a_bound_never_hides_the_other_side(
        self, before: tuple[float | None, str], after: tuple[float | None, str], move: Move
    ) -> None:
        sides = [{"worst": value, f"worst_at_{bound}": True} for value, bound in (before, after)]
        assert shifts(sides[0], sides[1], ({}, {}))[0].move == move

    def test_a_list_counts_the_approvals_it_takes(self) -> None:
        found = shifts({"unavoidable": ["a"]}, {"unavoidable": ["a", "b"]}, ({}, {"b": 2}))
        assert (found[1].before.value, found[1].after.value) == (1, 3)

    def test_silence_is_counted_in_steps_where_no_side_has_times(self) -> None:
        timeless = {"silence": None, "silence_steps": 4}
        figures = [s.figure for s in shifts(timeless, timeless, ({}, {}))]
        assert SILENT_STEPS in figures
        timed = {"silence": 60.0, "silence_steps": None}
        assert SILENT_STEPS not in [s.figure for s in shifts(timeless, timed, ({}, {}))]
        assert next(s for s in shifts(timed, timed, ({}, {})) if s.figure is SILENCE).move == "same"


def map_of(**steps: Any) -> dict[str, Any]:
    return {"process": "Parcel", "customers": ["sender"], "steps": steps}


TAKE = {"by": "clerk", "with": "sender via phone", "takes": "5m"}
PACK = {"does": "Pack the parcel", "by": "packer", "takes": "10m"}
SEND = {"by": "driver", "takes": "1h"}


class TestSteps:
    def test_a_step_put_beside_a_renamed_one(self) -> None:
        before = map_of(take=TAKE, pack=PACK, send=SEND)
        gate = {"sign-off": "boss", "waits": "1d"}
        after = map_of(take=TAKE, wrap=PACK, gate=gate, send=SEND)
        assert compared(before, after).steps == StepChange(["gate"], [], {"pack": "wrap"})

    def test_a_label_that_stays_when_the_id_goes(self) -> None:
        plain = {"by": "packer", "takes": "10m"}
        before = map_of(take=TAKE, **{"pack-parcel": plain}, send=SEND)
        after = map_of(take=TAKE, s2={"does": "Pack parcel", **plain}, send=SEND)
        change = compared(before, after)
        assert change.steps == StepChange([], [], {"pack-parcel": "s2"}) and not change.differs

    def test_other_keys_are_another_step(self) -> None:
        before = map_of(take=TAKE, pack={"by": "packer", "takes": "10m"}, send=SEND)
        after = map_of(take=TAKE, wrap={"by": "packer", "takes": "20m"}, send=SEND)
        assert compared(before, after).steps == StepChange(["wrap"], ["pack"], {})

    def test_other_neighbours_are_another_step(self) -> None:
        plain = {"by": "packer", "takes": "10m"}
        before = map_of(take=TAKE, pack=plain, send=SEND)
        after = map_of(take=TAKE, send=SEND, wrap=plain)
        assert compared(before, after).steps == StepChange(["wrap"], ["pack"], {})

    def test_steps_that_are_alike_are_told_by_where_they_lie(self) -> None:
        plain = {"by": "packer", "takes": "10m"}
        before = map_of(one=plain, take=TAKE, two=plain, send=SEND, three=plain)
        after = map_of(uno=plain, take=TAKE, due=plain, send=SEND, tre=plain)
        renamed_ = {"one": "uno", "two": "due", "three": "tre"}
        assert compared(before, after).steps == StepChange([], [], renamed_)

    def test_a_whole_row_of_renamed_steps(self) -> None:
        names = [f"s{number}" for number in range(200)]
        before = map_of(take=TAKE, **{n: {"by": "packer", "takes": "1m"} for n in names}, end=SEND)
        before["steps"]["close"] = before["steps"].pop("end")
        after = map_of(take=TAKE, **{f"t{n}": {"by": "packer", "takes": "1m"} for n in names})
        after["steps"]["close"] = SEND
        change = compared(before, after)
        found = {old: new for old, new in change.steps.renamed.items() if new != f"t{old}"}
        assert not found and not worse(change)

    def test_recovery_steps_go_with_their_step(self) -> None:
        help_ = {"if-wrong": {"does": "Call the sender", "by": "clerk", "share": "2%"}}
        before = map_of(take=TAKE, pack={**PACK, **help_}, send=SEND)
        after = map_of(take=TAKE, wrap={**PACK, **help_}, send=SEND)
        change = compared(before, after)
        assert change.steps.renamed["pack"] == "wrap" and not change.steps.added
        assert not change.differs

    def test_a_new_name_that_says_another_thing_is_told_by_what_it_does(self) -> None:
        """The id is the label: an approval that is called otherwise is an approval no more."""
        plain = {"by": "boss", "waits": "1d"}
        before = map_of(take=TAKE, **{"approve-parcel": plain}, send=SEND)
        after = map_of(take=TAKE, **{"wrap-parcel": plain}, send=SEND)
        change = compared(before, after)
        assert change.steps.renamed == {"approve-parcel": "wrap-parcel"}
        assert sentence(change).startswith("Every request: no sign-off any more")


def typed(steps: dict[str, Any], **requests: Any) -> dict[str, Any]:
    return {"process": "Parcel", "customers": ["sender"], "requests": requests, "steps": steps}


class TestTypes:
    """A request type with a new id and otherwise equal keys, share and route is the same."""

    ROUTED = {
        "take": {**TAKE, "next": {"small": "send", "large": "pack"}},
        "pack": {**PACK, "for": ["large"]},
        "send": SEND,
    }
    SMALL, LARGE = {"share": "70%", "simple": True}, {"title": "Large parcel"}

    def test_a_new_id_is_no_difference(self) -> None:
        before = typed(self.ROUTED, small=self.SMALL, large=self.LARGE)
        steps = {
            "take": {**TAKE, "next": {"letter": "send", "crate": "wrap"}},
            "wrap": {**PACK, "for": ["crate"]},
            "send": SEND,
        }
        change = compared(before, typed(steps, crate=self.LARGE, letter=self.SMALL))
        types = {"small": "letter", "large": "crate"}
        assert change.steps == StepChange([], [], {"pack": "wrap"}, types)
        assert not change.differs and sentence(change) == f"{NOTHING}."
        assert [r.change.id for r in change.requests] == ["letter", "crate"]

    def test_its_figures_are_compared(self) -> None:
        before = typed(self.ROUTED, small=self.SMALL, large=self.LARGE)
        steps = {
            "take": {**TAKE, "next": {"small": "send", "crate": "pack"}},
            "pack": {**PACK, "for": ["crate"], "waits": "1d"},
            "send": SEND,
        }
        change = compared(before, typed(steps, small=self.SMALL, crate=self.LARGE))
        assert change.steps.types == {"large": "crate"}
        assert sentence(change) == "Large parcels: 1 d longer."

    def test_another_share_key_or_route_is_another_type(self) -> None:
        before = typed(self.ROUTED, small=self.SMALL, large=self.LARGE)
        packed = {"take": {**TAKE, "next": {"letter": "pack", "large": "pack"}}, "pack": PACK}
        routed = {**self.ROUTED, **packed}
        same_route = {**self.ROUTED, "take": {**TAKE, "next": {"letter": "send", "large": "pack"}}}
        for after in (
            typed(same_route, letter={**self.SMALL, "share": "60%"}, large=self.LARGE),
            typed(same_route, letter={"share": "70%"}, large=self.LARGE),
            typed(routed, letter=self.SMALL, large=self.LARGE),
        ):
            change = compared(before, after)
            assert change.steps.types == {} and change.differs

    def test_its_findings_stay(self) -> None:
        before, after = (
            typed(
                {"take": TAKE, "check": {"sign-off": "boss"}, "sign": {"sign-off": "head"}}, **kind
            )
            for kind in ({"easy": {"simple": True}}, {"plain": {"simple": True}})
        )
        change = compared(before, after)
        assert change.findings.unchanged and not change.differs

    def test_types_that_are_alike_are_told_by_their_order(self) -> None:
        change = compared(typed({"take": TAKE}, a={}, b={}), typed({"take": TAKE}, c={}, d={}))
        assert change.steps.types == {"a": "c", "b": "d"}
        change = compared(typed({"take": TAKE}, a={}, b={}), typed({"take": TAKE}, c={}))
        assert change.steps.types == {}


def finding(code: str, path: str, **more: Any) -> Finding:
    known = {"severity": "warning", "says": code, "elements": [path]} | more
    return Finding(code, code, confidence="certain", map="m", path=path, file="m.yaml", **known)


def changed(
    before: list[Finding], after: list[Finding], absorbed: list[Finding] | None = None
) -> tuple[list[str], list[str], int]:
    for findings in (before, after):
        stamp(findings)
    found = findings_change(Judged(before, absorbed or []), Judged(after), StepChange())
    return [f.code for f in found.new], [f.code for f in found.gone], len(found.unchanged)


class TestFindings:
    def test_other_words_or_places_are_no_other_finding(self) -> None:
        assert changed([finding("A", "x")], [finding("A", "x", says="other words")]) == ([], [], 1)

    def test_another_element_is_another_finding(self) -> None:
        assert changed([finding("A", "x")], [finding("A", "y")]) == (["A"], ["A"], 0)

    def test_the_second_of_two_is_new(self) -> None:
        two = [finding("A", "x", says="one"), finding("A", "x", says="two")]
        assert changed([finding("A", "x", says="two")], two) == (["A"], [], 1)

    def test_one_line_for_many_and_a_line_each_are_the_same(self) -> None:
        many = [f"steps/{n}" for n in "abcd"]
        one_line = [finding("A", "", elements=many)]
        each = [finding("A", path) for path in many[:3]]
        assert changed(one_line, each) == ([], [], 3)
        assert changed(each, one_line) == ([], [], 1)
        assert changed(one_line, [finding("A", "steps/z")]) == (["A"], ["A"], 0)

    def test_request_types_told_together_or_apart(self) -> None:
        def about(path: str, *types: str) -> Finding:
            return finding(
                "A", path, requests=list(types), elements=[f"requests/{t}" for t in types]
            )

        both, apart = [about("steps/a", "x", "y")], [about("steps/a", "x"), about("steps/b", "y")]
        assert changed(both, apart) == ([], [], 2)
        assert changed(apart, both) == ([], [], 1)
        assert changed([about("steps/a", "x")], apart) == (["A"], [], 1)

    def test_a_group_is_told_at_its_first_step(self) -> None:
        before = [finding("A", "steps/a", witness=["a", "b"])]
        assert changed(before, [finding("A", "steps/b", witness=["b", "a"])]) == ([], [], 1)
        assert changed(before, [finding("A", "steps/b", witness=["b", "c"])]) == (["A"], ["A"], 0)

    def test_what_another_told_before_is_not_new(self) -> None:
        assert changed([], [finding("A", "x")], [finding("A", "x")]) == ([], [], 1)

    def test_waived_and_graver_ones(self) -> None:
        waived, graver = finding("A", "x", suppressed="why"), finding("A", "x", severity="error")
        plain = Judged([finding("A", "x")])
        found = findings_change(plain, Judged([waived]), StepChange())
        assert found.waived == [waived] and not found.new and not found.gone
        assert findings_change(Judged([waived]), plain, StepChange()).new == plain.findings
        found = findings_change(plain, Judged([graver]), StepChange())
        assert found.graver == [("warning", graver)] and not found.new
        assert findings_change(Judged([graver]), plain, StepChange()).unchanged == plain.findings

    def test_elements_of_renamed_steps(self) -> None:
        steps = StepChange(renamed={"a": "b"})
        before, after = [finding("A", "steps/a/with")], [finding("A", "steps/b/with")]
        assert len(findings_change(Judged(before), Judged(after), steps).unchanged) == 1


class TestPairs:
    def test_a_path_then_an_id_then_a_renamed_file(self) -> None:
        before = [Place("a.yaml", "a"), Place("b.yaml", "b"), Place("c.yaml", "c")]
        after = [Place("x/b.yaml", "b"), Place("a.yaml", "a"), Place("d.yaml", "d")]
        assert pair(before, after, {"d.yaml": "c.yaml"}) == [(1, 0), (0, 1), (2, 2)]
        assert pair(before, after, {}) == [(1, 0), (0, 1), (None, 2), (2, None)]

    def test_ids_that_change_places(self) -> None:
        before, after = [Place("a", "x"), Place("b", "y")], [Place("a", "y"), Place("b", "x")]
        assert pair(before, after, {}) == [(1, 0), (0, 1)]

    def test_another_id_in_the_same_file(self) -> None:
        assert pair([Place("a", "x")], [Place("a", "y")], {}) == [(0, 0)]

    def test_several_maps_of_one_id_are_told_by_their_path(self) -> None:
        before = [Place("as-is/q", "q"), Place("mended/q", "q")]
        after = [Place("today/q", "q"), Place("mended/q", "q")]
        assert pair(before, after, {}) == [(0, 0), (1, 1)]
        both = [Place("today/q", "q"), Place("tomorrow/q", "q")]
        names = {"today/q": "as-is/q", "tomorrow/q": "mended/q"}
        assert pair(before, both, names) == [(0, 0), (1, 1)]
        assert pair(before, both, {}) == [(None, 0), (None, 1), (0, None), (1, None)]

    @pytest.mark.parametrize("detect", [renamed, _by_content])
    def test_renamed_files(self, detect: Any) -> None:
        lines = [f"  step-{number}: {{by: clerk}}\n" for number in range(20)]
        text = "".join(["process: A\n", *lines]).encode()
        before = {"a.yaml": text, "x.yaml": b"process: X\n", "same.yaml": b"process: S\n"}
        crlf = text.replace(b"step-3", b"step-three").replace(b"\n", b"\r\n")
        after = {"b/a new.yaml": crlf, "z.yaml": b"nothing\n", "b/same.yaml": b"process: S\n"}
        assert detect(before, after) == {"b/a new.yaml": "a.yaml", "b/same.yaml": "same.yaml"}
        assert detect(before, {}) == detect({}, after) == {}


class TestWorse:
    def test_reasons(self) -> None:
        reasons = worse(compared(FERRY, with_a_gate()))
        told = {(reason.kind, reason.at) for reason in reasons}
        assert ("figure", "lorry/worst") in told and ("figure", "lorry/time") in told
        assert not {reason.kind for reason in reasons} & {"party", "owner"}
        assert worse(compared(with_a_gate(), FERRY)) == []

    def test_an_owner_of_a_step(self) -> None:
        before = map_of(take=TAKE, pack={**PACK, "owner": "packing-lead"}, send=SEND)
        reasons = worse(compared(before, map_of(take=TAKE, pack=PACK, send=SEND)))
        assert ("owner", "pack") in {(reason.kind, reason.at) for reason in reasons}

    def test_a_question_is_nothing_worse(self) -> None:
        short = "  send-ticket: {by: clerk, with: traveller via email, takes: 5m, end: booked}"
        change = compared(FERRY, FERRY.replace(short, short.replace("send-ticket", "ticket")))
        assert all(f.severity == "info" for f in change.findings.new) or worse(change)
