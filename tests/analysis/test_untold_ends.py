"""Ends of which the requester hears nothing, where a map runs side by side."""

from __future__ import annotations

import datetime

import pytest

from cxaudit.analysis.analysis import analysed
from cxaudit.analysis.study import study
from cxaudit.analysis.view import View
from cxaudit.language.read import read_text

HEAD = "process: P\ncustomers: [customer]\nsteps:\n  check: {by: clerk, next: {yes: split, no: tell}}\n"
TELL = "  tell: {by: clerk, with: customer via letter, end: refused}\n"


def untold(steps: str) -> list[str]:
    document = read_text(HEAD + TELL + steps, "map.yaml")
    assert document.readable, document.problems
    (found,) = analysed(study(document, "map"), [], View(datetime.date(2026, 1, 15))).all("request")
    return found.untold_ends


JOINED = "  pack: {by: clerk, join: all, end: done}\n"


@pytest.mark.parametrize(
    "branches",
    [
        # One branch tells, the other does not.
        "  split: {by: clerk, next: [write, book]}\n"
        "  write: {by: clerk, with: customer via letter, next: pack}\n"
        "  book: {by: clerk, next: pack}\n",
        # The branch that tells does other work first and behind.
        "  split: {by: clerk, next: [print, book]}\n"
        "  print: {by: clerk, next: write}\n"
        "  write: {by: clerk, with: customer via letter, next: file}\n"
        "  file: {by: clerk, next: pack}\n"
        "  book: {by: clerk, next: pack}\n",
        # A block inside a branch tells.
        "  split: {by: clerk, next: [open, book]}\n"
        "  open: {by: clerk, next: [write, print]}\n"
        "  write: {by: clerk, with: customer via letter, next: close}\n"
        "  print: {by: clerk, next: close}\n"
        "  close: {by: clerk, join: all, next: pack}\n"
        "  book: {by: clerk, next: pack}\n",
    ],
)
def test_a_branch_that_always_tells_is_enough(branches: str) -> None:
    assert untold(branches + JOINED) == []


@pytest.mark.parametrize(
    "branches",
    [
        # Nobody tells.
        "  split: {by: clerk, next: [print, book]}\n"
        "  print: {by: clerk, next: pack}\n"
        "  book: {by: clerk, next: pack}\n",
        # Only one way through the branch tells.
        "  split: {by: clerk, next: [ask, book]}\n"
        "  ask: {by: clerk, next: {yes: write, no: pack}}\n"
        "  write: {by: clerk, with: customer via letter, next: pack}\n"
        "  book: {by: clerk, next: pack}\n",
        # Only some of the branches are taken.
        "  split: {by: clerk, split: some, next: {letter: write, book: book}}\n"
        "  write: {by: clerk, with: customer via letter, next: pack}\n"
        "  book: {by: clerk, next: pack}\n",
    ],
)
def test_where_a_run_may_pass_in_silence_the_end_is_told(branches: str) -> None:
    assert untold(branches + JOINED) == ["pack"]


def test_a_decision_behind_the_block_is_a_new_one() -> None:
    branches = (
        "  split: {by: clerk, next: [write, book]}\n"
        "  write: {by: clerk, with: customer via letter, next: pack}\n"
        "  book: {by: clerk, next: pack}\n"
        "  pack: {by: clerk, join: all, next: {fine: send, broken: scrap}}\n"
        "  send: {by: clerk, with: customer via post, end: done}\n"
        "  scrap: {by: clerk, end: scrapped}\n"
    )
    assert untold(branches) == ["scrap"]


def test_a_join_that_the_first_passes_waits_for_no_other_branch() -> None:
    branches = (
        "  split: {by: clerk, next: [write, book]}\n"
        "  write: {by: clerk, with: customer via letter, next: pack}\n"
        "  book: {by: clerk, next: pack}\n"
        "  pack: {by: clerk, join: any, end: done}\n"
    )
    assert untold(branches) == ["pack"]
