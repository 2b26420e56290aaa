"""A text as tokens with what stands between them: blanks, empty lines and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from _ruamel_yaml import CParser
from ruamel.yaml.error import YAMLError

KINDS = {
    "StreamStartToken": "stream-start",
    "StreamEndToken": "stream-end",
    "DirectiveToken": "directive",
    "DocumentStartToken": "document-start",
    "DocumentEndToken": "document-end",
    "BlockMappingStartToken": "block-mapping",
    "BlockSequenceStartToken": "block-sequence",
    "BlockEndToken": "block-end",
    "BlockEntryToken": "-",
    "FlowMappingStartToken": "{",
    "FlowMappingEndToken": "}",
    "FlowSequenceStartToken": "[",
    "FlowSequenceEndToken": "]",
    "FlowEntryToken": ",",
    "KeyToken": "key",
    "ValueToken": "value",
    "AnchorToken": "anchor",
    "AliasToken": "alias",
    "TagToken": "tag",
    "ScalarToken": "scalar",
}
# Where libyaml ends a line; editors and YAML 1.2 end none at the last three.
_HALF_BREAKS = ("\x85", "\u2028", "\u2029")
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_LINE = re.compile("([ \t\ufeff]*)(#[^\n\r\x85\u2028\u2029]*)?(\r\n|[\n\r\x85\u2028\u2029]|\\Z)")


class CannotLayOut(Exception):
    """Why a text is left as it is; `offset` is where, in code points."""

    def __init__(self, says: str, offset: int = 0) -> None:
        super().__init__(says)
        self.says = says
        self.offset = offset


@dataclass(slots=True)
class Remark:
    """A comment with its hash. `own_line` where nothing but blanks stands before it, `column` its
    0-based column there, `blank` where an empty line stands above it."""

    text: str
    own_line: bool
    column: int = 0
    blank: bool = False


@dataclass(slots=True)
class Gap:
    """What stands before a token: comments, and whether an empty line stands right above it."""

    remarks: list[Remark] = field(default_factory=list)
    blank: bool = False

    def take_trailing(self) -> list[Remark]:
        """Take out the comment on the line of the token before."""
        if self.remarks and not self.remarks[0].own_line:
            return [self.remarks.pop(0)]
        return []

    def take_from(self, column: int) -> list[Remark]:
        """Take out the first comments on lines of their own that begin at a column or right of it."""
        count = 0
        for remark in self.remarks:
            if not remark.own_line or remark.column < column:
                break
            count += 1
        taken, self.remarks[:count] = self.remarks[:count], []
        return taken

    def take_all(self) -> list[Remark]:
        """Take out every comment that is left."""
        taken, self.remarks = self.remarks, []
        return taken


@dataclass(slots=True)
class Token:
    """A token of YAML between two offsets. Those of no width share the gap of the next one that has
    one. `style` is a scalar's quote or block sign, empty where it is plain."""

    kind: str
    start: int
    end: int
    column: int
    gap: Gap
    value: str = ""
    style: str = ""


def tokens(text: str) -> list[Token]:
    """The tokens of a text that composes; raises `CannotLayOut` where the scanner gives up."""
    found: list[Token] = []
    waiting: list[Token] = []  # of no width: they wait for the next gap
    reached = 0
    for raw in _scanned(text):
        kind = KINDS[type(raw).__name__]
        mark = raw.start_mark
        token = Token(kind, mark.index, raw.end_mark.index, mark.column, _NO_GAP)
        found.append(token)
        if kind == "scalar":
            token.value, token.style = raw.value, raw.style or ""
        elif kind in ("anchor", "alias"):
            token.value = raw.value
        if token.start == token.end and kind not in ("stream-end", "scalar"):
            waiting.append(token)
            continue
        token.gap = _gap(text, reached, token.start)
        for one in waiting:
            one.gap = token.gap
        waiting.clear()
        reached = token.end
    return found


_NO_GAP = Gap()


def _scanned(text: str) -> Iterator[Any]:
    parser = CParser(text)
    try:
        while (token := parser.get_token()) is not None:
            yield token
    except YAMLError as error:
        says = str(getattr(error, "problem", None) or error).splitlines()[0]
        mark = getattr(error, "problem_mark", None)
        raise CannotLayOut(
            f"it is not readable as YAML: {says}", mark.index if mark else 0
        ) from None
    finally:
        parser.dispose()


def _gap(text: str, start: int, end: int) -> Gap:
    """What stands between two tokens. Behind a block of text, and at the beginning, a line begins."""
    fresh = start == 0 or _BREAK.fullmatch(text, start - 1, start) is not None
    between = text[start:end]
    if "#" not in between:
        if between.strip(" \t\n"):
            return _walked(text, start, end, fresh)
        return Gap(blank=between.count("\n") >= (1 if fresh else 2))
    return _walked(text, start, end, fresh)


def _walked(text: str, start: int, end: int, fresh: bool) -> Gap:
    gap = Gap()
    position, empty = start, False
    while position < end:
        line = _LINE.match(text, position, end)
        if line is None:
            raise CannotLayOut(
                "something between two values is neither blank nor comment", position
            )
        blanks, comment, line_end = line[1], line[2], line[3]
        if line_end in _HALF_BREAKS:
            says = f"U+{ord(line_end):04X} ends a line for some readers only: take it out"
            raise CannotLayOut(says, line.start(3))
        if comment:
            remark = Remark(comment.rstrip(" \t"), fresh, len(blanks), empty)
            gap.remarks.append(remark)
            empty = False
        elif line_end:
            empty = empty or fresh
        fresh = bool(line_end)
        if not line_end:
            break
        position = line.end()
    gap.blank = empty
    return gap
