"""What a map may say, in its three forms, and where everything stands."""

from __future__ import annotations

import pytest

from cxaudit.language.read import Document, read_text
from cxaudit.language.spans import Lines, Span


def read(text: str) -> Document:
    document = read_text(text, "map.yaml")
    assert document.readable, [problem.says for problem in document.problems]
    return document


def test_a_map_audits_alone_with_nothing_optional_in_it() -> None:
    document = read("process: Renewal\nsteps:\n  check-form:\n  hand-over:\n")
    assert list(document.model.steps) == ["check-form", "hand-over"]


def test_sentences_become_steps_with_the_slug_of_their_words() -> None:
    document = read(
        "process: Renewal\nsteps:\n  - Clerk checks the form\n  - Clerk checks the form\n"
    )
    assert list(document.model.steps) == ["clerk-checks-the-form", "clerk-checks-the-form-2"]
    assert document.span(("steps", "clerk-checks-the-form-2"), key=True) == Span(4, 5, 4, 26)


def test_rows_of_an_export_are_steps_and_unknown_columns_one_note() -> None:
    document = read(
        "process: Renewal\nsteps:\n"
        "  - {id: 1, name: Check the form, owner: Clerk, next: 2, cost-centre: 7}\n"
        "  - {id: 2, name: Approve the renewal, owner: Supervisor, cost-centre: 8, type: task}\n"
    )
    steps = document.model.steps
    assert steps["1"].by == "clerk" and steps["1"].next.branches[0].to == "2"
    assert [p.kind for p in document.problems] == ["ignored-column"]
    assert "cost-centre" in document.problems[0].says and document.problems[0].note


def test_names_stay_the_text_that_was_written() -> None:
    document = read(
        "process: 1.10\nsteps:\n  1.1: {by: no}\n  1.10: {by: 'null'}\n  on: {by: ~x}\n"
    )
    assert document.model.process == "1.10"
    assert list(document.model.steps) == ["1.1", "1.10", "on"]
    assert document.model.steps["1.1"].by == "no"
    assert document.model.steps["1.10"].by == "null"


@pytest.mark.parametrize(
    ("written", "party", "via"),
    [
        ("agent via phone, email", "agent", ["phone", "email"]),
        ("Purchasing Agent via phone or mail", "purchasing-agent", ["phone", "mail"]),
        ("agent via phone/post and visit", "agent", ["phone", "post", "visit"]),
        ("{party: agent, via: [phone, email]}", "agent", ["phone", "email"]),
        ("[agent via phone, email]", "agent", ["phone"]),
    ],
)
def test_meetings(written: str, party: str, via: list[str]) -> None:
    text = f"process: P\nsteps:\n  a:\n    with: {written}\n"
    document = read_text(text, "map.yaml")
    contact = document.model.steps["a"].with_[0] if document.model else None
    if written.startswith("["):
        assert any("is a channel, not a party" in p.says for p in document.problems)
    else:
        assert (contact.party, contact.via) == (party, via)


def test_every_flow_form() -> None:
    document = read(
        """
process: P
steps:
  a: {next: b}
  b: {next: {accepts 70%: c, asks for a change 20%: a, goes elsewhere 10%: end lost}}
  c: {next: [d, e]}
  d: {next: {yes: {to: f, share: 25%, for: x, when: it rains}, no: f}}
  e: {split: some, next: {one 60%: f, two: g}}
  f: {if-late: {after: 2d, next: a, share: 5%}, if-wrong: {does: Call, by: desk, within: 1d}}
  g: {sign-off: {any-of: [x, y]}, rejects: {share: 2%, of: 60}, else: a, end: booked}
"""
    )
    steps = document.model.steps
    assert [(b.label, b.share, b.to, b.outcome) for b in steps["b"].next.branches] == [
        ("accepts", 0.7, "c", None),
        ("asks for a change", 0.2, "a", None),
        ("goes elsewhere", 0.1, None, "lost"),
    ]
    assert steps["c"].next.kind == "all"
    assert steps["d"].next.branches[0].for_ == ["x"]
    assert steps["g"].sign_off.weight == 1
    assert steps["g"].rejects.of == 60


def test_a_span_for_every_key_and_value() -> None:
    text = "process: P\nsteps:\n  é: {by: clerk, with: Ü via phone}\n"
    document = read(text)
    assert document.span(("steps", "é"), key=True) == Span(3, 3, 3, 4)
    assert document.span(("steps", "é", "by"), key=True) == Span(3, 7, 3, 9)
    assert document.span(("steps", "é", "by")) == Span(3, 11, 3, 16)
    assert document.span(("steps", "é", "with")) == Span(3, 24, 3, 35)


def test_lines_break_as_editors_break_them() -> None:
    lines = Lines("a\r\nb\u2028c\u0085d\re\n")
    assert [lines.line(n) for n in range(1, 5)] == ["a", "b\u2028c\u0085d", "e", ""]
    assert lines.position(3) == (2, 1)


def test_durations_by_the_calendar_of_the_map() -> None:
    from cxaudit.language.values import Calendar, duration

    assert duration("1d 4h").range(Calendar()) == (720, 720)
    assert duration("1w").range(Calendar(day=360, week=4)) == (1440, 1440)
    assert duration("10m to 2h").range(Calendar()) == (10, 120)
    assert duration("1-3d").range(Calendar()) == (480, 1440)
    assert duration("2 hours").range(Calendar()) == (120, 120)


def test_a_byte_order_mark_moves_no_position() -> None:
    from cxaudit.language.read import read as read_bytes

    document = read_bytes(b"\xef\xbb\xbfprocess: P\nsteps:\n  a: {byy: x}\n", "map.yaml")
    assert [(p.kind, p.span.line, p.span.column) for p in document.problems] == [
        ("unknown-key", 3, 7)
    ]


def test_every_fault_is_told_not_only_the_first() -> None:
    document = read_text(
        "process: P\nownr: x\nsteps:\n  a: {takes: 15, by: [x]}\n  b: {sign-of: y, waits: soon}\n",
        "map.yaml",
    )
    told = [(p.span.line, p.kind, p.nearest) for p in document.problems]
    assert told == [
        (2, "unknown-key", "owner"),
        (4, "bad-value", ""),
        (4, "bad-value", ""),
        (5, "unknown-key", "sign-off"),
        (5, "bad-value", ""),
    ]
