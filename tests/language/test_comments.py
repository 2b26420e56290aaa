"""Waivers in comments: what they say, to which element they belong, what is told of wrong ones."""

from __future__ import annotations

import datetime

import pytest

from cxaudit.language.comments import Comment, understood
from cxaudit.language.read import Document, read, read_text

WAIVER = "# cxaudit: allow SO201 agreed"
MAP = """\
process: Renewal
requests:
  easy: {simple: true}
  hard:
    share: 20%
roles: {boss: {level: 1}, clerk: {}}
steps:
  take:
    by: clerk
    with: customer via desk

  check:
    by: clerk
    if-wrong:
      does: ask again
      by: boss
    note: |
      in ink
  serve: {by: clerk, takes: 5m}
tags: [licence]
"""


def lines_of(text: str, comment: str, above: str) -> Document:
    """The map with a comment on a line of its own above the line that holds some words."""
    found = [line for line in text.splitlines() if above in line]
    assert len(found) == 1, found
    return read_text(text.replace(found[0], f"{comment}\n{found[0]}"), "map.yaml")


def behind(text: str, words: str) -> Document:
    """The map with a waiver at the end of the line that holds some words."""
    found = [line for line in text.splitlines() if words in line]
    assert len(found) == 1, found
    return read_text(text.replace(found[0], f"{found[0]}  {WAIVER}"), "map.yaml")


def only(document: Document) -> Comment:
    assert len(document.comments) == 1, document.comments
    return document.comments[0]


def where(document: Document) -> str:
    """The path that the only waiver covers; `?` where it belongs nowhere."""
    comment = only(document)
    return "?" if comment.fault else "/".join(comment.place)


@pytest.mark.parametrize(
    ("blanks", "above", "place"),
    [
        (0, "process:", ""),  # the first line
        (0, "requests:", ""),
        (0, "steps:", ""),
        (0, "tags:", ""),
        (2, "easy:", "requests/easy"),  # right above an element, at its column
        (2, "hard:", "requests/hard"),
        (4, "share:", "requests/hard"),  # inside
        (2, "take:", "steps/take"),
        (4, "with:", "steps/take"),
        (2, "check:", "steps/check"),
        (4, "check:", "steps/take"),  # indented under the one above
        (3, "check:", "steps/take"),
        (4, "if-wrong:", "steps/check"),
        (6, "does:", "steps/check"),
        (6, "ask again", "steps/check"),
        (4, "note:", "steps/check"),
        (0, "note:", "steps/check"),  # at the margin, yet in the midst of a step
        (4, "serve:", "steps/check"),  # below a block of text
        (2, "serve:", "steps/serve"),
        (0, "serve:", "steps/serve"),  # at the margin, yet right above a step
        (1, "take:", "steps/take"),
        (4, "take:", "steps/take"),  # under nothing
        (2, "tags:", "?"),  # below the last step, and not in it
        (4, "tags:", "steps/serve"),
        (1, "requests:", ""),
        (2, "requests:", ""),
    ],
)
def test_on_a_line_of_its_own(blanks: int, above: str, place: str) -> None:
    assert where(lines_of(MAP, " " * blanks + WAIVER, above)) == place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("process:", ""),
        ("requests:", ""),
        ("easy:", "requests/easy"),
        ("hard:", "requests/hard"),
        ("share:", "requests/hard"),
        ("roles:", ""),  # behind the bracket that ends them all
        ("steps:", ""),
        ("take:", "steps/take"),
        ("with:", "steps/take"),
        ("if-wrong:", "steps/check"),
        ("ask again", "steps/check"),
        ("note: |", "steps/check"),  # beside the sign of a block of text
        ("serve:", "steps/serve"),
        ("tags:", ""),
    ],
)
def test_behind_something(words: str, place: str) -> None:
    assert where(behind(MAP, words)) == place


@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_byte_order_mark_and_no_last_line_end(eol: str) -> None:
    text = MAP.replace("\n", eol).replace("via desk", f"via desk {WAIVER}") + WAIVER
    comments = read(b"\xef\xbb\xbf" + text.encode(), "map.yaml").comments
    assert [comment.place for comment in comments] == [("steps", "take"), ()]
    assert [(c.span.line, c.span.column, c.span.end_column) for c in comments] == [
        (10, 29, 29 + len(WAIVER)),
        (21, 1, 1 + len(WAIVER)),
    ]


LISTED = """\
process: Renewal
steps:
  - Clerk checks the form
  - Boss approves the renewal
  - id: hand-over
    name: Hand the licence over
    owner: Clerk
  -
    name: File the form
"""


@pytest.mark.parametrize("margin", [False, True], ids=["indented", "at the margin"])
@pytest.mark.parametrize(
    ("blanks", "above", "place"),
    [
        (2, "Clerk checks", "steps/clerk-checks-the-form"),
        (2, "Boss", "steps/boss-approves-the-renewal"),
        (4, "Boss", "steps/clerk-checks-the-form"),
        (2, "id:", "steps/hand-over"),
        (4, "name: Hand", "steps/hand-over"),
        (4, "owner:", "steps/hand-over"),
        (4, "name: File", "steps/file-the-form"),
    ],
)
def test_steps_in_a_list(blanks: int, above: str, place: str, margin: bool) -> None:
    text, shift = (LISTED.replace("\n  ", "\n"), 2) if margin else (LISTED, 0)
    assert where(lines_of(text, " " * (blanks - shift) + WAIVER, above)) == place


def test_behind_steps_in_a_list() -> None:
    assert where(behind(LISTED, "Clerk checks")) == "steps/clerk-checks-the-form"
    assert where(behind(LISTED, "id: hand-over")) == "steps/hand-over"
    assert where(behind(LISTED, "owner: Clerk")) == "steps/hand-over"
    assert (
        where(read_text(LISTED.replace("  -\n", f"  - {WAIVER}\n"), "m")) == "steps/file-the-form"
    )


def test_below_the_last_of_a_list() -> None:
    assert where(read_text(f"{LISTED}  {WAIVER}\n", "m")) == "?"
    assert where(read_text(f"{LISTED}    {WAIVER}\n", "m")) == "steps/file-the-form"
    assert where(read_text(f"{LISTED}{WAIVER}\n", "m")) == ""


FLOW = """\
process: Renewal
steps: {
  take: {by: clerk},
  check: {
    by: boss,
    takes: 5m
  },
  serve: {by: clerk}, file: {by: clerk}
}
"""


@pytest.mark.parametrize(
    ("blanks", "above", "place"),
    [
        (2, "take:", "steps/take"),
        (2, "check:", "steps/check"),
        (4, "check:", "steps/take"),
        (4, "takes:", "steps/check"),
        (2, "serve:", "steps/serve"),
    ],
)
def test_in_brackets(blanks: int, above: str, place: str) -> None:
    assert where(lines_of(FLOW, " " * blanks + WAIVER, above)) == place
    assert where(lines_of(FLOW, "\t" * blanks + WAIVER, above)) == place


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("steps: {", ""),
        ("take: {", "steps/take"),  # behind the comma as well
        ("check: {", "steps/check"),
        ("by: boss,", "steps/check"),
        ("  },", "steps/check"),
        ("serve:", "steps/file"),  # what stands right before it
    ],
)
def test_behind_something_in_brackets(words: str, place: str) -> None:
    assert where(behind(FLOW, words)) == place


def test_a_hash_right_behind_a_comma_begins_a_comment() -> None:
    assert where(read_text(FLOW.replace("boss,", f"boss,{WAIVER}"), "m")) == "steps/check"


ALIASES = """\
process: Renewal
steps:
  take: &usual
    by: clerk
    takes: &short 5m
  check: *usual
  serve:
    takes: *short
"""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("take: &usual", "steps/take"),
        ("check: *usual", "steps/check"),
        ("takes: *short", "steps/serve"),
    ],
)
def test_an_alias_stands_where_it_is_written(words: str, place: str) -> None:
    assert where(behind(ALIASES, words)) == place


def test_below_an_alias() -> None:
    assert where(lines_of(ALIASES, f"    {WAIVER}", "serve:")) == "steps/check"
    assert where(read_text(f"{ALIASES}    {WAIVER}\n", "m")) == "steps/serve"


@pytest.mark.parametrize(
    "step",
    [
        f"{{does: 'ask {WAIVER}'}}",
        f'{{does: "ask {WAIVER}"}}',
        f'{{does: "ask\n    {WAIVER}"}}',
        f"\n    note: |\n      text\n      {WAIVER}\n",
        f"\n    note: >-\n      text\n\n      {WAIVER}\n    by: clerk\n",
        "{does: ask}  # write `# cxaudit: allow SO201 why` where a sign-off is right",
        "{does: ask}  # cxaudit says that nobody owns it",
        "{does: ask}  # cxaudit allows three sign-offs here",
        "{does: ask}  # cxaudit - the linter - says that nobody owns it",
    ],
)
def test_text_and_talk_are_no_waivers(step: str) -> None:
    assert read_text(f"process: P\nsteps:\n  ask: {step}\n", "m").comments == []


def test_columns_of_an_export_that_nobody_reads_are_text_too() -> None:
    text = f"process: P\nsteps:\n  - {{id: 1, name: Ask, cost: 'a {WAIVER}'}}\n"
    assert read_text(text, "m").comments == []


def test_a_less_indented_line_ends_a_block_of_text() -> None:
    text = f"process: P\nsteps:\n  ask:\n    note: |\n      text\n    {WAIVER}\n  go:\n"
    assert where(read_text(text, "m")) == "steps/ask"


def test_a_block_of_comments_belongs_to_one_element() -> None:
    """One that stands below a comment of the next element belongs to that, however it is indented."""
    noted = lines_of(MAP, f"  # who checks?\n    {WAIVER}", "check:")
    assert where(noted) == "steps/check"
    assert where(lines_of(MAP, f"    {WAIVER}\n  # who checks?", "check:")) == "steps/take"


def test_behind_another_comment_and_two_on_one_line() -> None:
    text = behind(MAP, "via desk").lines.text
    noted = read_text(text.replace(WAIVER, f"# measured in May {WAIVER}"), "m")
    assert where(noted) == "steps/take" and only(noted).span.column == 48
    both = read_text(text.replace(WAIVER, f"{WAIVER} # cxaudit: allow OW305 it is a kiosk"), "m")
    assert [(c.codes, c.reason) for c in both.comments] == [
        (("SO201",), "agreed"),
        (("OW305",), "it is a kiosk"),
    ]


ORGANISATION = """\
organisation: Office
parties:
  Licence Holder: {kind: buyer}
roles: [clerk, Head of Claims]
changes:
  new-desk:
    groups:
      clerk: {importance: 3}
      boss: {importance: 4}
"""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Licence Holder", "parties/licence-holder"),
        ("roles:", ""),
        ("new-desk:", "changes/new-desk"),
        ("groups:", "changes/new-desk"),
        ("clerk: {", "changes/new-desk/groups/clerk"),
    ],
)
def test_in_an_organisation_file(words: str, place: str) -> None:
    assert where(behind(ORGANISATION, words)) == place


def test_above_a_group_of_a_change() -> None:
    assert (
        where(lines_of(ORGANISATION, f"      {WAIVER}", "boss:")) == "changes/new-desk/groups/boss"
    )
    assert where(lines_of(ORGANISATION, f"    {WAIVER}", "groups:")) == "changes/new-desk"
    assert where(lines_of(ORGANISATION, f"  {WAIVER}", "new-desk:")) == "changes/new-desk"


def test_in_a_scenario_they_waive_nothing_and_that_is_told() -> None:
    text = f"whatif: Try\nof: map\nedits:\n  - drop: ask  {WAIVER}\n"
    problems = read_text(text, "try.yaml").problems
    assert [(p.kind, p.span.line) for p in problems] == [("waiver-malformed", 4)]


def test_a_file_that_is_no_yaml_has_none() -> None:
    assert read_text(f"process: P {WAIVER}\nsteps: {{a: [\n", "m").comments == []


def test_many_are_read() -> None:
    steps = "".join(f"  s{i}: {{by: clerk}} {WAIVER} {i}\n" for i in range(2000))
    comments = read_text(f"process: P\nsteps:\n{steps}", "m").comments
    assert [c.place[1] for c in comments] == [f"s{i}" for i in range(2000)]


DAY = datetime.date(2027, 1, 31)


@pytest.mark.parametrize(
    ("words", "codes", "reason", "until"),
    [
        ("allow SO201 the law asks for it", ["SO201"], "the law asks for it", None),
        ("allow too-many-sign-offs the law", ["too-many-sign-offs"], "the law", None),
        ("allow SO201, OW305 a pilot", ["SO201", "OW305"], "a pilot", None),
        ("allow SO201,OW305 , SO201: a pilot", ["SO201", "OW305"], "a pilot", None),
        ("allow SO201 - the law", ["SO201"], "the law", None),
        ("allow SO201 until 2027-01-31 a pilot", ["SO201"], "a pilot", DAY),
        ("allow SO201, OW305 until 2027-01-31: a pilot", ["SO201", "OW305"], "a pilot", DAY),
        ("allow SO201 (until 2027-01-31) a pilot", ["SO201"], "a pilot", DAY),
        ("allow SO201", ["SO201"], "", None),
        ("allow SO201 until 2027-01-31", ["SO201"], "", DAY),
        ("allow SO201 SO204 tells it already", ["SO201"], "SO204 tells it already", None),
    ],
)
def test_what_a_waiver_says(
    words: str, codes: list[str], reason: str, until: datetime.date | None
) -> None:
    for body in (f"cxaudit: {words}", f"cxaudit:{words}", f"CXAUDIT : {words}"):
        said = understood(body)
        assert said is not None and not said.fault
        assert (list(said.codes), said.reason, said.until) == (codes, reason, until)


@pytest.mark.parametrize(
    ("body", "says", "near"),
    [
        ("cxaudit: alow SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit: allow", "names no rule: write `# cxaudit: allow CODE reason`", ""),
        ("cxaudit: allow until 2027-01-31 pilot", "names no rule", ""),
        ("cxaudit allow: SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit - allow SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit – allow SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit allow SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit-allow SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit: allow: SO201 r", "write `# cxaudit: allow SO201 r`", "allow"),
        ("cxaudit: ignore SO201", "write `# cxaudit: allow SO201 reason`", "allow"),
        ("cxaudit: off", "write `# cxaudit: allow CODE reason`", "allow"),
        ("cxaudit:", "write `# cxaudit: allow CODE reason`", ""),
        ("cxaudti: allow SO201 r", "'cxaudti' is not cxaudit", "cxaudit"),
        ("cxaudit: allow SO201 SO202", "commas stand between codes", ""),
        ("cxaudit: allow SO201 until soon", "a day such as 2027-01-31, not 'soon'", ""),
        ("cxaudit: allow SO201 until 2027-02-30 r", "not '2027-02-30'", ""),
        ("cxaudit: allow SO201 r until 2027-01-31", "right behind the codes", ""),
    ],
)
def test_a_malformed_waiver_is_told_with_the_right_form(body: str, says: str, near: str) -> None:
    said = understood(body)
    assert said is not None and says in said.fault and said.near == near


@pytest.mark.parametrize(
    "body", ["cxaudit", "cxaudit flags SO201", "eslint: allow SO201", "see: allow"]
)
def test_other_comments_are_left_alone(body: str) -> None:
    assert understood(body) is None


@pytest.mark.parametrize(
    "comments",
    ["#" * 300_000, "# " * 150_000, f"{WAIVER}\n" * 10_000, f"# {' ' * 300_000}cxaudit: alow"],
    ids=["hashes", "hashes and blanks", "many lines", "blanks"],
)
def test_hostile_comments_are_read_in_one_pass(comments: str) -> None:
    found = read_text(f"process: P\nsteps: {{a: {{by: clerk}}}}\n{comments}\n", "m").comments
    assert len(found) == comments.count("cxaudit")
