"""From an expression as its author wrote it to one that the typed library takes, and back again
from the library's errors to places and words that the author knows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxaudit.language.problems import nearest
from cxaudit.rules.names import blanked, names_in

_ERROR = re.compile(r"<input>:(\d+):(\d+): ([^\n]*)")
_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
_WORD = re.compile(r"[\w.]+|[^\w\s]+")
_UNKNOWN = re.compile(r"undeclared reference to '([^']+)'")
_OVERLOAD = re.compile(r"found no matching overload for '(\S+)' applied to '\((.*)\)'")
_TRIALS = 64  # integer literals that are completed in one expression
_Told = list[tuple[int, str]]  # offsets and sentences of the library


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a stretch of a text, offsets from 0; the offending word and a known one near
    it."""

    says: str
    start: int = 0
    end: int = 0
    found: str = ""
    near: str = ""


class ExpressionError(RuntimeError):
    """A text that is no expression or template; `faults` has everything wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults[0].says)
        self.faults = faults


def slot(kind: str, number: int) -> str:
    """The variable that stands for a limit: one environment then does for all rules of a judge. To
    make one takes longer than to compile ten expressions."""
    return f"limits.{kind}_{number}"


@dataclass(slots=True)
class Draft:
    """An expression as the library gets it: limits by their slots, some integers completed. `edits`
    say at which offset how many characters stand for how many of the original."""

    text: str
    edits: list[tuple[int, int, int]]

    @classmethod
    def of(
        cls, text: str, kinds: Mapping[str, str], written: Mapping[str, str] | None = None
    ) -> Draft:
        """A text with slots for its limits, whose types are given, or with their values written in."""
        numbers = {name: number for number, name in enumerate(kinds)}
        draft, shift = cls(text, []), 0
        for one in names_in(blanked(text)):
            if one.qualifier == "limits" and one.name in kinds:
                stand_in = (written or {}).get(one.name) or slot(kinds[one.name], numbers[one.name])
                draft.replace(one.start + shift, one.end + shift, stand_in)
                shift += len(stand_in) - (one.end - one.start)
        return draft

    def replace(self, start: int, end: int, by: str) -> None:
        """Put other characters in the place of some."""
        self.text = self.text[:start] + by + self.text[end:]
        self.edits.append((start, len(by), end - start))

    def origin(self, offset: int) -> int:
        """Where a character of the draft stands in the original."""
        for start, now, before in reversed(self.edits):
            if offset >= start + now:
                offset += before - now
            elif offset >= start:
                offset = start
        return offset


def completed(draft: Draft, compiler: Callable[[str], Any], names: Iterable[str]) -> Any:
    """A draft compiled, integers turned into doubles one by one where the checker asks for it. An
    ExpressionError tells what is wrong, `names` being what may have been meant."""
    first: list[Fault] = []
    for _ in range(_TRIALS):
        try:
            return compiler(draft.text)
        except RuntimeError as error:
            told = _told(draft.text, str(error))
        first = first or [_fault(draft, at, says, names) for at, says in told if _mixed(says)]
        literal = next(filter(None, (_literal(draft.text, at, says) for at, says in told)), None)
        if literal is None:
            # Where numbers do not fit in the end, some of those completed were not to blame.
            real = [_fault(draft, at, says, names) for at, says in told if not _mixed(says)]
            raise ExpressionError(real or first)
        draft.replace(literal, literal, ".0")
    raise ExpressionError(first)


def _told(text: str, message: str) -> _Told:
    """The errors in a message of the library."""
    lines = [0, *(found.end() for found in re.finditer("\n", text))]
    found = []
    for line, column, says in _ERROR.findall(message):
        number = min(max(int(line), 1), len(lines)) - 1
        found.append((min(lines[number] + max(int(column), 1) - 1, len(text)), says))
    return list(dict.fromkeys(found)) or [(0, message.splitlines()[0])]


def _mixed(says: str) -> bool:
    """Whether an error is about whole numbers beside others."""
    return "overload" in says and "double" in says and "int" in says


def _literal(text: str, offset: int, says: str) -> int | None:
    """The end of the integer literal that should be a double, for an error at an offset."""
    if not _mixed(says):
        return None
    literals = list(_NUMBER.finditer(blanked(text)))
    after = [found for found in literals if found.start() >= offset]
    before = [found for found in literals if found.end() <= offset + 1]
    first_int = re.search(r"\(int", says) is not None
    if "_?_:_" in says:
        return after[0].end() if after else None
    if first_int and before:
        return before[-1].end()
    return after[0].end() if after else (before[-1].end() if before else None)


def _fault(draft: Draft, offset: int, says: str, names: Iterable[str]) -> Fault:
    """An error of the library in words that fit a rule's author, and its place in the original."""
    unknown = _UNKNOWN.search(says)
    if unknown:
        return _unknown(draft, offset, unknown[1], names)
    mismatch = _OVERLOAD.search(says)
    if mismatch:
        operator = mismatch[1].strip("_").replace("_", " ")
        says = f"{operator!r} does not go with {mismatch[2]}"
    elif "recursion" in says:
        says, offset = "it is nested too deeply to be a rule", 0
    elif "<EOF>" in says:
        says = "something is missing at the end of this expression"
        offset = len(draft.text) - 1
    elif "Syntax error" in says:
        what = says.removeprefix("Syntax error: ").split(" expecting")[0]
        says = f"this cannot be read as CEL: {what}"
    word = _WORD.match(draft.text, offset)
    end = word.end() if word else offset + 1
    return Fault(says.split(" [")[0], draft.origin(offset), draft.origin(end))


def _unknown(draft: Draft, offset: int, name: str, names: Iterable[str]) -> Fault:
    """A name that is neither fact nor limit nor function; the library points into its middle."""
    bare = blanked(draft.text)
    places = [m.start() for m in re.finditer(rf"(?<![\w.]){re.escape(name)}(?!\w)", bare)]
    offset = min(places, key=lambda place: abs(place - offset), default=offset)
    known = list(names)
    near = next((one for one in known if one.endswith(f".{name}")), "") or nearest(name, known)
    says = f"nothing is called {name!r} here" + (f"; did you mean {near!r}?" if near else "")
    return Fault(says, draft.origin(offset), draft.origin(offset + len(name)), name, near)
