"""YAML's traps: what a person meant where the parser gave up, or where it read something else."""

from __future__ import annotations

import re
from typing import Any

from cxaudit.language.problems import Problem
from cxaudit.language.spans import Lines

CHANNELS = frozenset(
    [
        "phone",
        "email",
        "e-mail",
        "mail",
        "letter",
        "post",
        "portal",
        "web",
        "website",
        "chat",
        "app",
        "sms",
        "text",
        "fax",
        "counter",
        "desk",
        "person",
        "in-person",
        "visit",
        "meeting",
        "video",
        "call",
        "whatsapp",
        "social",
    ]
)
_SPECIAL = {
    "@": "at sign",
    "`": "backtick",
    "%": "percent sign",
    ">": "greater-than sign",
    "*": "asterisk",
    "&": "ampersand",
    "!": "exclamation mark",
    "|": "bar",
}
_CLOSING = {"[": "]", "{": "}"}
# Comments and quoted text, in which brackets are text; then brackets, with whether a value can begin.
_TOKENS = re.compile(
    r"(?:^|(?<=\s))#[^\n]*"
    r"|(?:(?<=[\s,\[{:])|^)(?:'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\")"
    r"|(?P<before>(?:^|(?<=[:,\[{-]))[ \t]*)?(?P<sign>[\[\]{}])",
    re.MULTILINE | re.DOTALL,
)
_VALUE = re.compile(r"(?:[:,\[{]|^\s*-)\s*([@`%>*&!|])(.*)$")


def explain(error: Any, lines: Lines) -> Problem:
    """A parser's error as a problem that says what to write instead."""
    mark = error.problem_mark or error.context_mark
    offset = min(mark.index if mark else 0, len(lines.text))
    line, _ = lines.position(offset)
    source = lines.line(line)
    problem = str(error.problem or error.context or "not YAML")
    kind, says = "syntax", f"not readable as YAML here: {problem}"
    special = _VALUE.search(source)
    if "another document" in problem or "expected <document start>" in problem:
        kind = "two-documents"
        says = "a second document begins here: one file holds one process; split the file"
    elif source.startswith("\t") or source[: len(source) - len(source.lstrip())].count("\t"):
        kind = "tab"
        says = "a tab indents this line: YAML wants blanks; replace each tab by two"
    elif special:
        sign, rest = special[1], special[2].strip().rstrip(",]}").strip()
        says = (
            f"a value cannot begin with {sign} ({_SPECIAL[sign]}): "
            f'quote it, "{sign}{" " if rest and sign == ">" else ""}{rest}"'
        )
        if sign == ">" and rest[:1].isdigit():
            says += f", or write `over {rest}`"
        offset = lines.starts[line - 1] + special.start(1)
    elif "undefined alias" in problem:
        says = "an asterisk begins an alias that nothing defines: quote the text"
    elif "mapping values are not allowed" in problem:
        says = "a second colon in one value: quote the text after the first colon"
    elif re.search(r"\{[^}]*\?\s*:", source):
        says = "a question mark ends a key inside braces: quote the key"
    elif "did not find expected" in problem and _comment_inside(error, lines, line):
        word = _comment_inside(error, lines, line)
        offset = lines.text.rfind("#" + word, 0, offset)
        says = f"YAML reads #{word} as a comment, which hides the rest of the line: quote the text"
    elif "did not find expected" in problem:
        says, offset = _unclosed(error, lines, problem, offset)
    return Problem("invalid", kind, says, lines.span(offset, offset + 1), blocks=True)


def _comment_inside(error: Any, lines: Lines, line: int) -> str:
    """The word of a comment that swallowed the end of braces, or nothing."""
    opened = error.context_mark
    first = lines.position(opened.index)[0] if opened and "flow" in str(error.context) else line
    for number in range(first, line + 1):
        found = re.search(r"\s#(\w[^\s}\]]*)[^\n]*[}\]]", lines.line(number))
        if found:
            return found[1]
    return ""


def _unclosed(error: Any, lines: Lines, problem: str, offset: int) -> tuple[str, int]:
    """Brackets or indentation that never came to an end, told with where they began; and the place to
    show: of a bracket that is open to the end of the file, its own."""
    opened = error.context_mark
    where = f" (opened on line {lines.position(opened.index)[0]})" if opened else ""
    if "flow" in str(error.context):
        text = lines.text
        if text[offset : offset + 1] == ",":
            return "nothing stands before this comma: leave it out", offset
        start = open_bracket(text, offset)
        if start is None:
            return f"not readable as YAML here: {problem}{where}", offset
        told = f"a bracket is not closed (opened on line {lines.position(start)[0]}): "
        told += f"write the missing {_CLOSING[text[start]]}"
        at_end = not text[offset:].strip()
        return (told, start) if at_end else (f"{told} or comma", offset)
    if "block" in str(error.context):
        return f"this line does not fit the indentation of its neighbours{where}: align it", offset
    return f"not readable as YAML here: {problem}{where}", offset


def open_bracket(text: str, end: int) -> int | None:
    """Where the innermost bracket begins that is still open at some place of a text."""
    opened: list[int] = []
    for found in _TOKENS.finditer(text, 0, end):
        sign = found["sign"]
        if sign is None:
            continue
        if sign in _CLOSING and (opened or found["before"]):
            opened.append(found.start("sign"))
        elif sign in _CLOSING.values() and opened:
            opened.pop()
    return opened[-1] if opened else None


def dropped_in_braces(key: str, next_key: str) -> str:
    """`{with: agent via phone, email}`: the comma ended the value, and `email` became a key."""
    return (
        f"{next_key!r} has no value: a comma ends a value inside braces; write "
        f"`{key}: {{party: ..., via: [..., {next_key}]}}` or quote the whole value"
    )


def cut_number(text: str, rest: str) -> str:
    """`{over: 5,000}`: the comma cut the number."""
    return f"a comma cut this number: write {text}{rest} without it, or quote the value"


def comment_cut(line: str, column: int) -> str | None:
    """The words that YAML dropped after ` #` with no blank behind it, or None."""
    found = re.match(r"#(\S[^\n]*)", line[column - 1 :])
    if found and not line[column - 1 :].startswith("#!"):
        return found[1].strip()
    return None
