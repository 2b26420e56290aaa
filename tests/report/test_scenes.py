"""From facts to the scene of a blueprint: whose run the clock shows, what is not known, what is left
out, what ways are called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.report.blueprint import Scene, clock, narrow, svg_document, wide
from cxaudit.report.blueprint.legend import entries
from cxaudit.report.context import Context
from cxaudit.report.scenes import scene_of
from cxaudit.run.audit import audit
from cxaudit.texts.catalogue import speaking

PROCESS_MAPS = Path(__file__).parents[2] / "process_maps"

TWO_RUNS = """
process: Renewal
requests:
  plain: {share: 80%, promise: 1h, title: Plain renewal}
  changed: {share: 20%, promise: 3h, title: Changed renewal}
steps:
  take: {by: clerk, with: holder via counter, takes: 10m, next: {plain: hand, changed: judge}}
  judge: {by: officer, waits: 3h, takes: 20m}
  hand: {by: clerk, with: holder via counter, takes: 2m, end: renewed}
"""

UNSTATED = """
process: Credit
steps:
  promise: {by: desk, with: buyer via phone, takes: 5m, if-wrong: reopen}
  pay: {by: desk, with: buyer via letter, takes: 5m, end: paid}
  reopen: {by: desk, waits: 1d}
  settle: {by: boss, with: buyer via phone, takes: 20m, end: settled}
"""

ASIDE = """
process: Credit
steps:
  promise:
    by: desk
    with: buyer via phone
    if-wrong: {does: Call back at once, by: desk, within: 1h, next: end}
  pay: {by: desk, with: buyer via letter, takes: 5m, end: paid}
"""


@pytest.fixture
def drawn(tmp_path: Path) -> Callable[[str], Scene]:
    def scene(text: str) -> Scene:
        path = tmp_path / "map.yaml"
        path.write_text(text, encoding="utf-8")
        return _scene(path)

    return scene


def _scene(path: Path) -> Scene:
    (analysis,) = audit([str(path)], rules={}).analyses
    assert analysis.study is not None, analysis.problems
    return scene_of(Context(analysis, analysis.study, (), "m"))


def test_the_clock_names_the_type_whose_run_it_shows(drawn: Callable[[str], Scene]) -> None:
    scene = drawn(TWO_RUNS)
    assert scene.fastest == ("take", "judge", "hand")
    assert scene.fastest_of == "changed renewal"
    promises = {p.label: (p.minutes, p.apart) for p in scene.promises}
    assert promises == {"plain renewal": (60, True), "changed renewal": (180, False)}
    said = [box.text for box in wide(scene).boxes if box.owner in ("lane", "clock")]
    assert "of the fastest run: changed renewal" in " ".join(said)
    apart = "promised to types with another run: plain renewal 1 h"
    assert apart in [text.replace("\u00a0", " ") for text in said]
    (place,) = (box.rect for box in wide(scene).boxes if box.text.startswith("promised to types"))
    (end,) = (box.rect for box in wide(scene).boxes if box.text.startswith("promise, changed"))
    assert place[3] <= end[1], "in words above, not on the strip"
    assert wide(scene).svg.count('class="prom"') == 1, "only the promise of the type shown"
    slim = [box.text for box in narrow(scene).boxes if box.owner == "clock"]
    assert "of the fastest run: changed renewal" in " ".join(slim)


def test_types_that_share_the_run_need_no_name(drawn: Callable[[str], Scene]) -> None:
    scene = drawn(TWO_RUNS.replace("{plain: hand, changed: judge}", "judge"))
    assert scene.fastest_of == ""
    assert not any(p.apart for p in scene.promises)
    assert wide(scene).svg.count('class="prom"') == 2


def test_the_words_beside_the_clock_stay_in_their_column(drawn: Callable[[str], Scene]) -> None:
    long = TWO_RUNS.replace("Changed renewal", "Renewal of a licence after a change of address")
    with speaking("de"):
        boxes = [b for b in wide(drawn(long)).boxes if b.owner == "lane" and b.rect[3] < 104]
    assert any("schnellster Lauf" in b.text for b in boxes)
    assert max(b.rect[2] for b in boxes) <= 112


def test_a_share_that_nobody_states_is_not_shown_as_zero(drawn: Callable[[str], Scene]) -> None:
    scene = drawn(UNSTATED)
    assert {e.label: e.share for e in scene.ends} == {"paid": 1.0, "settled": None}
    for form in (wide, narrow):
        said = [b.text for b in form(scene).boxes if b.owner == "end:settled" and b.text]
        assert said == ["settled", "not stated"]
    visits = {c.id: c.visits for c in scene.cards}
    assert visits == {"promise": 1.0, "pay": 1.0, "reopen": None, "settle": None}
    assert "0%" not in svg_document(scene).partition("</style>")[2].replace("100%", "")


def test_a_stated_share_is_shown(drawn: Callable[[str], Scene]) -> None:
    stated = UNSTATED.replace("if-wrong: reopen", "if-wrong: {to: reopen, share: 10%}")
    ends = {e.label: e.share for e in drawn(stated).ends}
    assert ends == {"paid": pytest.approx(0.9), "settled": pytest.approx(0.1)}


def test_a_recovery_without_a_card_is_counted_and_has_no_mark(
    drawn: Callable[[str], Scene],
) -> None:
    scene = drawn(ASIDE)
    assert [c.id for c in scene.cards] == ["promise", "pay"]
    assert scene.description.endswith("1 way of recovery is not drawn.")
    assert {f.target for f in scene.flows} <= {"pay", "end:paid"}
    assert "if wrong" not in [entry.words for entry in entries(scene)]


def test_a_way_of_a_request_type_is_called_by_its_title() -> None:
    scene = _scene(PROCESS_MAPS / "volta-switchgear" / "mended" / "quote-to-order.yaml")
    labels = {f.label for f in scene.flows if f.source == "take-request"}
    assert labels == {"repeat order", "simple quote", "custom quote"}


RANGES = """
process: Claim
customers: [owner]
steps:
  take: {by: clerk, with: owner via counter, takes: 10m, next: [ask, write]}
  ask: {by: insurer, waits: 3d to 6d, at-most: 10d, if-late: {after: 8d, next: chase}, next: approve}
  write: {by: clerk, waits: 4d, takes: 15m, next: approve}
  chase: {by: clerk, with: insurer via phone, takes: 15m, next: approve}
  approve: {sign-off: manager, join: all, waits: 1d, takes: 5m}
  pay: {by: clerk, with: owner via letter, waits: 1d to 2d, takes: 10m, end: settled}
"""


def test_the_clock_is_as_long_as_the_fastest_run(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text(RANGES, encoding="utf-8")
    (analysis,) = audit([str(path)], rules={}).analyses
    assert analysis.study is not None
    (figures,) = analysis.study.figures.values()
    scene = _scene(path)
    # In four days the invoice is written; by the middles of their ranges the insurer takes longer.
    assert scene.fastest == ("take", "write", "approve", "pay")
    steps = clock.steps_of(scene)
    assert steps[-1].end == pytest.approx(figures.fastest)
    pay = next(card for card in scene.cards if card.id == "pay")
    assert pay.on_clock == (480.0, 10.0) and pay.waits == 720.0


def test_a_silence_that_the_clock_does_not_hold_says_so(drawn: Callable[[str], Scene]) -> None:
    scene = drawn(RANGES)
    assert [s.slower for s in scene.silences if s.worst] == [True]
    for form in (wide, narrow):
        said = " ".join(b.text for b in form(scene).boxes if b.kind == "text")
        assert "in a slower run" in said
    late = ", at-most: 10d, if-late: {after: 8d, next: chase}"
    plain = drawn(RANGES.replace(late, "").replace("3d to 6d", "1d").replace("1d to 2d", "1d"))
    assert any(s.worst for s in plain.silences)
    assert not any(s.slower for s in plain.silences)
