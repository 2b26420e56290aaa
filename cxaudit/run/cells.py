"""Cells of a table for a spreadsheet: texts on one line, and none of them a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

REPLACED = "\ufffd"
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Control characters, marks that turn the direction of text, what UTF-8 or XML has no place for.
_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# How a formula begins in a spreadsheet, in wide letters too.
_FORMULA = re.compile("[=+@\t\r\uff1d\uff0b\uff0d\uff20-]")


def one_line(text: str) -> str:
    """A text on one line: breaks and tabs are blanks, what cannot be shown is U+FFFD."""
    return _UNFIT.sub(REPLACED, _BREAKS.sub(" ", text)).strip()


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe stands before what begins like
    one."""
    cell = one_line(text)
    return f"'{cell}" if _FORMULA.match(cell) else cell


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table by RFC 4180; cells are written as they are."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
