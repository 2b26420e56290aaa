"""What fits on a page: rows that are left out are counted, panels find two columns of one height."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cxaudit.report.lens import Bar, Bars, Cell, Panel, Prose, Table
from cxaudit.report.sheets import Audience, Sheet
from cxaudit.report.sheets.fit import (
    LEAST_ROWS,
    MOST_ROWS,
    fitted,
    panel_height,
    shortened,
    strips,
)


def _table(key: str, rows: int, columns: int = 2, words: int = 3) -> Panel:
    cells = tuple(Cell("long word " * words) for _n in range(columns))
    return Panel(key, key, (Table(key, ("Head",) * columns, (cells,) * rows),), name=key)


def _sheet(*panels: Panel) -> Sheet:
    reader = Audience("role", "clerk", "Clerk", "house", "role-clerk")
    return Sheet(reader, "Clerk", "", "A headline", "", (), panels)


def _rows(panel: Panel) -> int:
    block = panel.blocks[0]
    assert isinstance(block, Table)
    return len(block.rows)


def test_a_long_table_keeps_its_first_rows_and_counts_the_others() -> None:
    found = fitted(_sheet(_table("a", MOST_ROWS + 3))).panels[0]
    assert _rows(found) == MOST_ROWS
    assert found.note == "3 more stand in the report."


def test_one_row_too_many_is_told_in_the_singular() -> None:
    found = fitted(_sheet(_table("a", MOST_ROWS + 1))).panels[0]
    assert found.note == "1 more stands in the report."


def test_bars_are_shortened_too() -> None:
    bars = Bars("b", tuple(Bar(str(n), "1 h", 0.5) for n in range(9)))
    found = fitted(_sheet(Panel("b", "b", (bars,), note="In hours."))).panels[0]
    assert found.note == "In hours. 3 more stand in the report."


def test_a_full_page_takes_rows_from_the_tallest() -> None:
    panels = [_table(str(n), 6, words=20) for n in range(10)]
    found = fitted(_sheet(*panels, _table("short", 2)))
    counts = [_rows(panel) for panel in found.panels]
    assert counts[-1] == 2
    assert all(LEAST_ROWS <= count < 6 for count in counts[:-1])


def test_what_finds_no_room_at_all_is_named() -> None:
    panels = [_table(str(n), 6, words=60) for n in range(10)]
    found = fitted(_sheet(*panels, _table("numbers", 3)))
    assert "numbers" not in {panel.key for panel in found.panels}
    assert found.note == "For want of room the report alone has: numbers."


def test_wide_tables_stand_alone_and_others_side_by_side() -> None:
    found = strips([_table("w", 2, 5), _table("a", 4), _table("b", 2), _table("c", 2)])
    assert [[[p.key for p in c] for c in s.columns] for s in found] == [
        [["w"]], [["a"], ["b", "c"]]
    ]  # fmt: skip


def test_without_paper_a_table_has_as_many_rows_as_anybody_reads() -> None:
    found = shortened(_sheet(_table("a", 70), _table("b", 9))).panels
    assert [_rows(panel) for panel in found] == [60, 9]
    assert found[0].note == "10 more stand in the report."


def test_empty_panels_take_no_place() -> None:
    assert strips([Panel("a", "a", write="`x:`")]) == []


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(1, 7), st.integers(0, 30)), max_size=12))
def test_nothing_is_lost_and_order_stays(shapes: list[tuple[int, int, int]]) -> None:
    panels = [
        _table(str(n), rows, columns, words)
        if rows
        else Panel(str(n), str(n), (Prose("word " * words),))
        for n, (rows, columns, words) in enumerate(shapes)
    ]
    found = fitted(_sheet(*panels))
    kept = {panel.key: panel for panel in found.panels}
    assert list(kept) == [panel.key for panel in panels]
    for panel, (rows, _columns, _words) in zip(panels, shapes, strict=True):
        if rows:
            shown = _rows(kept[panel.key])
            note = kept[panel.key].note
            assert shown + (int(note.split()[0]) if note else 0) == rows
    laid = [p.key for s in strips(found.panels) for c in s.columns for p in c]
    assert sorted(laid) == sorted(kept)
    assert all(panel_height(panel, False) > 0 for panel in found.panels)
