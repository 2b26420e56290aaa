"""Random files of the language, each the same map to a reader, written as untidily as YAML allows.

`written(seed, faults=True)` has faults that can be fixed: misspelt keys and names, long hours, text cut
at a hash, hidden meetings, waivers that silence nothing. `written(seed)` has comments in every
place, anchors and aliases, blocks of text with every chomping,
LF or CRLF, steps of two, four or mixed blanks, quotes that nobody needs, collections in brackets over
several lines, lists at the column of their key, empty lines and blanks at the ends of lines.

    CXAUDIT_MANY=500 python -m pytest tests/change/test_fmt.py     # 500 of them, 60 by default
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from random import Random
from typing import Any

MANY = int(os.environ.get("CXAUDIT_MANY", "60"))

ROLES = ("clerk", "desk", "Head of Claims", "back_office", "night-shift")
PARTIES = ("customer", "agent", "neighbour")
CHANNELS = ("phone", "email", "letter", "visit")
TEXTS = (
    "Check the form",
    "Look: twice, then sign",
    "it's in the post",
    'say "thank you"',
    "pay invoice #12",
    "no",
    "1.10",
    "2024-01-31",
    "over 5000 EUR",
    "a {curly} text [really]",
    "- dashed",
    "ümlaut – dash",
    "100%",
    "C:\\ink",
    "ask why?",
    "null",
    "on",
    "yes and no",
    "12:30",
    "a longer text that goes on for quite a while so that a line of it may well be too long for one",
)
TAKES = ("5m", "2h", "1d", "1d to 3d", "1d 4h", "15 min")
BLOCKS = (
    ["one line"],
    ["first line", "second: line", "# no comment, text"],
    ["with", "", "an empty line and blanks   "],
    ["- looks: like", "  - a list", "and ends"],
)
_SAFE = re.compile(r"[A-Za-z][A-Za-z0-9%]*(?:[ _-][A-Za-z0-9%]+)*")
_WORDS = frozenset(["no", "on", "null", "yes", "y", "n", "off", "true", "false"])
_BARE_AS_READ = frozenset(["no", "1.10", "2024-01-31", "on", "12:30"])  # typed to others, text here


@dataclass
class Block:
    """A block of text: sign, header digits and chomping are the emitter's to choose."""

    lines: list[str]


@dataclass
class Anchored:
    """A value that has an anchor."""

    name: str
    value: Any


@dataclass
class Alias:
    """A value that is said elsewhere."""

    name: str


@dataclass
class Cut:
    """Text that stands bare although YAML cuts it at a hash."""

    text: str


@dataclass
class Written:
    """A file, and its comments: the text of each with the key or item of the line it belongs to and
    whether it stands above that line or behind it."""

    text: str
    comments: list[tuple[str, str, str]] = field(default_factory=list)


def plan(random: Random) -> dict[str, Any]:
    """A map that the language reads: plain data, blocks of text, anchors and aliases."""
    count = random.randint(2, 7)
    ids = [f"step-{number}" for number in range(count)]
    whole: dict[str, Any] = {"process": random.choice(["Claim", "Hire: a van", "Order 12"])}
    if random.random() < 0.6:
        whole["purpose"] = Block(random.choice(BLOCKS)) if random.random() < 0.4 else TEXTS[0]
    whole["owner"] = Anchored("boss", random.choice(ROLES))
    if random.random() < 0.5:
        whole["customers"] = random.sample(PARTIES, random.randint(1, 2))
    if random.random() < 0.5:
        whole["considers"] = [random.choice(TEXTS) for _ in range(random.randint(1, 5))]
    if random.random() < 0.4:
        whole["requests"] = {
            "small": {"share": "60%", "simple": "true", "promise": "2d"},
            "1.10": {"share": "0.4", "title": random.choice(TEXTS)},
        }
    if random.random() < 0.3:
        whole["allow"] = {"OW303": random.choice(TEXTS), "CU505": {"reason": "pilot"}}
    steps: dict[str, Any] = {}
    for number, step_id in enumerate(ids):
        steps[step_id] = _step(random, number, ids)
    whole["steps"] = steps
    if random.random() < 0.4:
        whole["note"] = Block(random.choice(BLOCKS))
    return whole


def _step(random: Random, number: int, ids: list[str]) -> Any:
    if random.random() < 0.08:
        return None
    step: dict[str, Any] = {}
    said = random.random
    if said() < 0.5:
        step["does"] = random.choice(TEXTS)
    step["by"] = Alias("boss") if said() < 0.15 else random.choice(ROLES)
    if said() < 0.4:
        channels = ", ".join(random.sample(CHANNELS, random.randint(1, 2)))
        step["with"] = f"{random.choice(PARTIES)} via {channels}"
    if said() < 0.5:
        step["takes"] = random.choice(TAKES)
    if said() < 0.3:
        step["waits"] = random.choice(TAKES)
    if said() < 0.3:
        step["asks"] = [random.choice(TEXTS[:8]) for _ in range(random.randint(1, 3))]
    if said() < 0.2:
        step["note"] = Block(random.choice(BLOCKS))
    if said() < 0.2:
        step["impact"] = {"customer": "+1", "perception": "-1", "relationship": "0"}
    if said() < 0.15:
        step["allow"] = {"OW301": random.choice(TEXTS)}
    kind = said()
    later = ids[number + 1 :]
    if kind < 0.2 and len(later) > 1:
        step["next"] = {"yes 70%": later[0], "no": later[1]}
    elif kind < 0.3:
        step["sign-off"] = ["boss", "head"] if said() < 0.5 else {"any-of": ["boss", "head"]}
        step["rejects"] = "5%"
        step["else"] = ids[0]
    elif kind < 0.4 and not later:
        step["end"] = random.choice(["done", "refused", "no"])
    if said() < 0.15:
        step["gives"] = [{"what": "form", "standard": random.choice(TEXTS)}, "key"]
    return step


def with_faults(random: Random, whole: dict[str, Any]) -> dict[str, Any]:
    """A map with one to five faults that can be fixed."""
    steps = whole["steps"]
    filled = [step for step in steps if isinstance(steps[step], dict)]
    for _ in range(random.randint(1, 5)):
        if not filled:
            break
        step = steps[random.choice(filled)]
        kind = random.choice(["key", "name", "hours", "cut", "meeting", "waiver", "stage"])
        if kind == "key" and "takes" in step:
            at = list(step).index("takes")
            entries = [(k if n != at else "taeks", v) for n, (k, v) in enumerate(step.items())]
            step.clear()
            step.update(entries)
        elif kind == "name":
            steps.setdefault("hand-over-van", {"by": "clerk"})
            step["if-late"] = {"after": "1d", "next": "hand-ovre-van"}
        elif kind == "hours":
            step["waits"] = random.choice(["24h", "48h", "24h to 72h", "24 hours", "1d 30h"])
        elif kind == "cut":
            step["standard"] = Cut("see form #12 within 2 days")
        elif kind == "meeting":
            step.pop("with", None)
            step["does"] = "Hand the form to the customer"
        elif kind == "waiver":
            step["allow"] = {random.choice(["SO201", "too-many-sign-offs"]): "as agreed"}
        elif kind == "stage":
            step.pop("by", None)
            whole.pop("owner")
            whole = {"process": whole["process"], "leader": Anchored("boss", "desk"), **whole}
            break
    return whole


def written(seed: int, faults: bool = False) -> Written:
    """A map with its comments, by a number."""
    random = Random(seed)
    emitter = _Emitter(random)
    whole = plan(random)
    emitter.file(with_faults(random, whole) if faults else whole)
    text = "".join(line + emitter.eol for line in emitter.lines)
    if random.random() < 0.15 and not emitter.lines[-1].startswith(" "):
        text = text[: -len(emitter.eol)]
    return Written(text, emitter.comments)


class _Emitter:
    """Writes a plan, choosing at every turn."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.lines: list[str] = []
        self.comments: list[tuple[str, str, str]] = []
        self.eol = random.choice(["\n", "\n", "\r\n"])
        self.indents = random.choice([(2,), (4,), (2, 4), (2, 3, 7)])
        self.noise = random.choice([0.0, 0.1, 0.3])
        self.count = 0

    def chance(self, percent: float) -> bool:
        return self.random.random() * 100 < percent

    def blanks(self) -> str:
        return self.random.choice([" ", " ", " ", "  ", "     "])

    def remark(self, key: str, place: str) -> str:
        self.count += 1
        text = f"# remark {self.count}" + self.random.choice(["", " {x: [", ': "', "   #2", " é"])
        self.comments.append((text, key, place))
        return text

    def add(self, line: str) -> None:
        self.lines.append(line + (" " * 3 if self.chance(100 * self.noise / 3) else ""))

    def empty(self) -> None:
        for _ in range(self.random.randint(1, 3)):
            self.lines.append(self.random.choice(["", "", "   "]))

    def file(self, whole: dict[str, Any]) -> None:
        if self.chance(10):
            self.lines.append("%YAML 1.2")
            self.lines.append("---")
        elif self.chance(15):
            self.lines.append("---")
        self.mapping(whole, 0)
        if self.chance(20):
            self.empty()
            self.lines.append(self.remark("", "end"))
        if self.chance(5):
            self.lines.append("...")

    def above(self, column: int, key: str) -> None:
        """Empty lines and comments above a line."""
        if self.chance(100 * self.noise):
            self.empty()
        while self.chance(60 * self.noise):
            self.lines.append(" " * column + self.remark(key, "above"))
            if self.chance(30):
                self.empty()

    def mapping(self, entries: dict[str, Any], column: int, first: str = "") -> None:
        """Entries at a column; `first` already stands on the line of the first."""
        for key, value in entries.items():
            if not first:
                self.above(column, key)
            head = (first or " " * column) + self.key(key) + ":"
            first = ""
            self.value(head, value, column, key)

    def items(self, entries: list[Any], column: int) -> None:
        for value in entries:
            label = value if isinstance(value, str) else ""
            self.above(column, label)
            head = " " * column + "-"
            inner = column + 2
            if isinstance(value, dict) and self.chance(50):
                self.mapping(value, inner, head + " ")
            else:
                self.value(head, value, column, label)

    def value(self, head: str, value: Any, column: int, key: str) -> None:
        if isinstance(value, Anchored):
            head += f" &{value.name}"
            value = value.value
        behind = ""
        if self.chance(100 * self.noise):
            behind = self.blanks() + self.remark(key, "behind")
        inner = column + self.random.choice(self.indents)
        if value is None:
            self.add(head + behind)
        elif isinstance(value, Alias):
            self.add(f"{head}{self.blanks()}*{value.name}{behind}")
        elif isinstance(value, Block):
            self.block(head, value, column, behind)
        elif isinstance(value, Cut):
            self.lines.append(f"{head} {value.text}")
        elif isinstance(value, str):
            self.text(head, value, inner, behind)
        elif self.chance(45):
            self.flow(head, value, inner, behind)
        elif isinstance(value, dict):
            self.add(head + behind)
            self.mapping(value, inner)
        else:
            self.add(head + behind)
            loose = head.lstrip()[:1] != "-" and self.chance(30)
            self.items(value, column if loose else inner)

    def text(self, head: str, value: str, inner: int, behind: str) -> None:
        written = self.scalar(value, flow=False)
        if " " in value and self.chance(15) and "\\" not in value:
            words = written.split(" ")
            cut = self.random.randint(1, len(words) - 1)
            tail = " ".join(words[cut:])
            if tail and not tail.startswith(("#", "-", ":")) and words[cut - 1]:
                self.add(f"{head} {' '.join(words[:cut])}")
                self.add(" " * inner + tail + behind)
                return
        if self.chance(8) and not behind:
            self.add(head)
            self.add(" " * inner + written)
            return
        self.add(head + self.blanks() + written + behind)

    def scalar(self, value: str, flow: bool) -> str:
        safe = _SAFE.fullmatch(value) and value not in _WORDS
        digits = re.fullmatch(r"[-+]?[0-9.]+%?|[0-9]+[a-z]+( [a-z0-9 ]+)?", value)
        bare = safe or digits or value in _BARE_AS_READ
        bare = bare and not (flow and ":" in value)  # older readers stop at a colon in brackets
        if bare and not self.chance(25):
            return value
        if "'" not in value and self.chance(50):
            return f"'{value}'"
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def key(self, key: str) -> str:
        safe = _SAFE.fullmatch(key)
        if key in ("process", "steps") or (safe and not self.chance(8)):
            return key
        return key if key == "1.10" and self.chance(50) else f'"{key}"'

    def block(self, head: str, value: Block, column: int, behind: str) -> None:
        sign = self.random.choice("|>")
        chomp = self.random.choice(["", "", "-", "+"])
        step = self.random.choice(self.indents)
        digit = str(step) if self.chance(20) else ""
        self.add(f"{head} {sign}{self.random.choice([digit + chomp, chomp + digit])}{behind}")
        for line in value.lines:
            self.lines.append(" " * (column + step) + line if line else "")
        if self.chance(20):
            self.lines.append("")

    def flow(self, head: str, value: Any, inner: int, behind: str) -> None:
        """A collection in brackets, perhaps over several lines, perhaps with comments inside."""
        if self.chance(20) and not behind:
            self.add(head)
            head = " " * (inner - 1)
        self.line = head + " "
        self.inner = inner
        self.brackets(value)
        self.add(self.line + behind)

    def brackets(self, value: Any) -> None:
        opening, closing = "{}" if isinstance(value, dict) else "[]"
        self.line += opening
        self.wrap()
        entries = list(value.items()) if isinstance(value, dict) else [("", v) for v in value]
        for number, (key, entry) in enumerate(entries):
            if key:
                self.line += self.key(key) + ":" + self.blanks()
            if isinstance(entry, dict | list):
                self.brackets(entry)
            elif isinstance(entry, Cut):
                self.line += f'"{entry.text}"'
            elif isinstance(entry, Alias):
                self.line += f"*{entry.name}"
            elif isinstance(entry, Anchored):
                self.line += f"&{entry.name} " + self.scalar(entry.value, flow=True)
            elif entry is not None and not isinstance(entry, Block):
                self.line += self.scalar(entry, flow=True)
            elif isinstance(entry, Block):
                self.line += '"' + " ".join(entry.lines).replace('"', '\\"') + '"'
            if number < len(entries) - 1:
                self.line += self.random.choice([", ", ",", " ,  "])
                if self.line.endswith(","):
                    self.line += " "
            self.wrap()
        self.line += closing

    def wrap(self) -> None:
        """A line end inside brackets, perhaps behind a comment."""
        if self.chance(40 * self.noise):
            if self.chance(30):
                self.line = self.line.rstrip() + self.blanks() + self.remark("", "inside")
            self.add(self.line.rstrip())
            if self.chance(20):
                self.lines.append(" " * self.inner + self.remark("", "inside"))
            self.line = " " * self.inner
        elif self.chance(30):
            self.line += " "
