"""Waivers in comments: `# cxaudit: allow SO201 why this is right`, found outside the file's texts."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from cxaudit.language.nodes import Node
from cxaudit.language.outline import Outline, Place
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.spans import Lines, Span
from cxaudit.language.values import date

FORM = "# cxaudit: allow CODE reason"
IN_SCENARIO = "a comment waives nothing in a scenario: write `allow:` in the step that it adds"
BELOW = (
    "this waiver stands below the last element of a list and in none: indent it under the one that it "
    "is for, or put it at the margin for the whole file"
)
MOST_SHOWN = 60
_OTHER_WORDS = ("ignore", "disable", "waive", "suppress", "skip", "accept", "noqa", "off")

# What may be meant for us: our name, or a word before `: allow` that may be our name misspelt.
_MAYBE = re.compile(
    r"#[ \t]*(?P<body>(?:cxaudit\b|[a-z_-]{5,10}(?=[ \t]*:[ \t]*allow\b))"
    r"(?:(?![ \t]#+[ \t]*cxaudit\b)[^\n\r\x85\u2028\u2029])*)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\w\"'`(]")  # before a hash: it is spoken of, not said
_BODY = re.compile(
    r"(?P<name>cxaudit\b|[a-z_-]+)(?P<colon>\s*:)?\s*[-–—_=.]?\s*"
    r"(?P<verb>[^\s:,]*)(?P<second>\s*:)?(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ONE = r"(?!until\b)\w+(?:-\w+)*"
_CODES = re.compile(rf"(?P<codes>{_ONE}(?:\s*,\s*{_ONE})*)(?P<rest>.*)", re.DOTALL)
_BETWEEN = " \t\r\n,;:(–—-"  # what people put between the codes, the day and the reason
_UNTIL = re.compile(r"until\b[\s:]*(?P<day>[^\s,;:)]*)\)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_DAY_LAST = re.compile(r"\buntil\s+\d{4}-\d{2}-\d{2}\W*$", re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{1,3}\d{2,4},?")
_RULE = re.compile(r"(?:[a-z]{1,3}\d{2,4}|[a-z]+(?:-[a-z]+)+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comment:
    """A waiver in a comment: what it says, the path of the element that it covers (() for the whole
    file), where it stands. `fault` is what keeps it from being a waiver, `near` the word meant."""

    codes: tuple[str, ...] = ()
    reason: str = ""
    until: datetime.date | None = None
    fault: str = ""
    near: str = ""
    place: Place = ()
    span: Span = field(default_factory=Span)

    @property
    def problem(self) -> Problem:
        """What is told of a faulty one."""
        path = "/".join([*self.place, "allow"])
        return Problem(
            "unfinished", "waiver-malformed", self.fault, self.span, path, nearest=self.near
        )


def comments_of(lines: Lines, root: Node, kind: str) -> list[Comment]:
    """The waivers in the comments of a file, faulty ones too, in file order. The file must have
    composed without problems; in `root` the steps are a mapping."""
    found = list(_candidates(lines.text))
    return list(_comments(found, Outline(lines, root, kind), lines, kind)) if found else []


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    """What looks like a waiver, parts of texts among them: from where to where, and its words."""
    for found in _MAYBE.finditer(text):
        start, body = found.start(), found["body"].rstrip()
        while start and text[start - 1] == "#":
            start -= 1
        if not _QUOTED.match(text, start - 1):
            yield start, found.start("body") + len(body), body


def _comments(
    found: list[tuple[int, int, str]], outline: Outline, lines: Lines, kind: str
) -> Iterator[Comment]:
    for start, end, body in found:
        spot = outline.spot(start)
        said = understood(body) if spot is not None else None
        if spot is None or said is None:
            continue
        place = outline.place(spot)
        fault = IN_SCENARIO if kind == "whatif" else said.fault
        if place is None:
            fault = fault or BELOW
        yield replace(said, fault=fault, place=place or (), span=lines.span(start, end))


def understood(body: str, form: str = FORM) -> Comment | None:
    """What the words of a comment say, from our name on; None where they merely speak of us. `form` is
    how a waiver is written in this kind of file."""
    found = _BODY.match(body)
    if found is None:
        return None
    if found["name"].lower() != "cxaudit":
        if not nearest(found["name"], ["cxaudit"]):
            return None
        right = _right(found["rest"], form)
        return Comment(fault=f"{found['name']!r} is not cxaudit: write `{right}`", near="cxaudit")
    verb, rest = found["verb"], found["rest"].strip()
    if verb.lower() == "allow" and found["colon"] and not found["second"]:
        return _waiver(rest, form)
    near = nearest(verb, ["allow", *_OTHER_WORDS])
    meant = near and (found["second"] or not rest or _RULE.match(rest))
    if not found["colon"] and not meant:
        return None
    says = f"this comment is no waiver: write `{_right(rest, form)}`"
    return Comment(fault=says, near="allow" if near else "")


def _right(rest: str, form: str) -> str:
    """The right form, with the words that were written where they fit."""
    rest = " ".join(rest.split())
    if not _RULE.match(rest):
        return form
    return form.replace("CODE reason", rest[:MOST_SHOWN] if " " in rest else f"{rest} reason")


def _waiver(rest: str, form: str) -> Comment:
    """What stands behind `allow`: codes, perhaps a day, a reason."""
    found = _CODES.match(rest)
    if found is None:
        return Comment(fault=f"this waiver names no rule: write `{form}`")
    codes = tuple(dict.fromkeys(re.split(r"\s*,\s*", found["codes"])))
    reason, until = found["rest"].lstrip(_BETWEEN), None
    ended = _UNTIL.match(reason)
    if ended is not None:
        try:
            until = date(ended["day"])
        except ValueError:
            says = f"behind `until` stands a day such as 2027-01-31, not {ended['day']!r}"
            return Comment(codes, fault=f"{says}; a reason begins with another word")
        reason = ended["rest"].lstrip(_BETWEEN)
    reason = " ".join(reason.split())
    if reason and all(_CODE.fullmatch(word) for word in reason.split()):
        right = form.replace("CODE", "CODE, CODE")
        return Comment(codes, fault=f"commas stand between codes: write `{right}`")
    if until is None and _DAY_LAST.search(reason):
        right = form.replace("CODE", "CODE until 2027-01-31")
        return Comment(codes, fault=f"the day stands right behind the codes: write `{right}`")
    return Comment(codes, reason, until)
