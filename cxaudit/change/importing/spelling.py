"""A map as the plain data that its file would hold, in the short forms that people write.

Names stand as they were spelled, steps under the ids that a file is to have. Reading what is written
here gives the same map again.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from cxaudit.language.contacts import NOBODY, Contact
from cxaudit.language.fields import Waiver
from cxaudit.language.flow import AtMost, Branch, Late, Next, Rejects, SignOff, Wrong
from cxaudit.language.process import CalendarModel, Item, Process, Stage
from cxaudit.language.values import Duration, Limit, cut_share, name, words

_NAMES = frozenset(
    ["by", "owner", "leader", "consult", "inform", "escalates", "customers", "systems", "in_",
     "party", "roles", "head", "contact", "designed_with", "from_", "reports_to", "unit"]
)  # fmt: skip
_LISTS = frozenset(["customers", "systems", "roles", "needs", "gives", "asks", "in_"])
_FIRST = ("does", "by", "with_", "sign_off", "checks", "takes", "waits")
_LAST = ("join", "next", "split", "else_", "if_late", "if_wrong", "end", "note")


class Bare(str):
    """A value that is written without quotes, because it is no text: yes, a number."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Speller:
    """Writes models as data: `spellings` are names as people write them, `ids` the ids of steps."""

    spellings: Mapping[str, str] = field(default_factory=dict)
    ids: Mapping[str, str] = field(default_factory=dict)

    def process(self, process: Process) -> dict[str, Any]:
        """A whole map; the label of a step is left out where its id says the same."""
        data = self.part(process.model_copy(update={"steps": {}}))
        data["steps"] = steps = {}
        for step_id, step in process.steps.items():
            spelled = self.part(step)
            only_ends = step.end is not None and step.by in (None, NOBODY)
            if not step.does and not only_ends and words(step_id) != words(self.step(step_id)):
                spelled = {"does": words(step_id), **spelled}
            if spelled.get("does") == words(self.step(step_id)) and not only_ends:
                del spelled["does"]
            steps[self.step(step_id)] = spelled
        _follow_lines(steps)
        return data

    def step(self, step_id: str) -> str:
        """The id of a step in the file."""
        return self.ids.get(step_id, step_id)

    def target(self, word: str) -> str:
        """A step, or an end such as `end lost`."""
        return word if word.split(" ")[0].lower() == "end" else self.step(word)

    def part(self, part: BaseModel) -> dict[str, Any]:
        """The keys of a part that say something, in a good order."""
        fields = type(part).model_fields
        order = [key for key in _FIRST if key in fields]
        order += [key for key in fields if key not in (*_FIRST, *_LAST)]
        order += [key for key in _LAST if key in fields]
        found: dict[str, Any] = {}
        for key in order:
            value = getattr(part, key)
            if value == fields[key].get_default(call_default_factory=True) or value == {}:
                continue
            found[key.rstrip("_").replace("_", "-")] = self._value(key, value)
        return found

    def _value(self, key: str, value: Any) -> Any:
        short = self._short(key, value)
        if short is not None:
            return short
        if isinstance(value, BaseModel):
            return self.part(value)
        if isinstance(value, list):
            return self._list(key, value)
        if isinstance(value, dict):
            told = {self._key(key, inner): self._value("", item) for inner, item in value.items()}
            return told if any(item != {} for item in told.values()) else list(told)
        if isinstance(value, bool):
            return Bare("yes" if value else "no")
        if isinstance(value, int | float):
            return self._number(key, value)
        if isinstance(value, datetime.date):
            return Bare(value.isoformat())
        if key in _NAMES:
            return self.spellings.get(value, value)
        if key in ("else_", "next", "starts"):
            return self.target(value)
        return str(value)

    def _key(self, key: str, inner: str) -> str:
        return self.spellings.get(inner, inner) if key in ("units", "roles", "parties") else inner

    def _list(self, key: str, values: list[Any]) -> Any:
        found = [self._value(key, item) for item in values]
        if key == "with_" or (len(found) == 1 and key not in _LISTS):
            return found[0] if len(found) == 1 and found[0] else found
        return found

    def _number(self, key: str, value: float) -> Any:
        if key == "share":
            return percent(value)
        if key == "volume":
            return f"{value!r}/d"
        return Bare(repr(value))

    def _short(self, key: str, value: Any) -> Any:
        """The short forms that the language has for its parts; None where there is none."""
        match value:
            case Duration() | Limit():
                return value.text
            case Next():
                return self._next(value)
            case SignOff():
                return self._sign_off(value)
            case Contact():
                return self._contact(value)
            case Item():
                return self.part(value) if value.standard else value.what
            case Rejects():
                return self.part(value) if value.of is not None else percent(value.share)
            case AtMost():
                if value.times is not None:
                    return f"{value.times} times"
                return value.duration.text if value.duration is not None else None
            case Wrong() if value == Wrong(to=value.to):
                return self.step(value.to or "")
            case Late() if value == Late(next=value.next):
                return self.target(value.next or "")
            case Late() | Wrong():
                return self._with_targets(value)
            case Stage():
                spelled = self._with_targets(value)
                return spelled["from"] if len(spelled) == 1 else spelled
            case Waiver():
                return value.reason if value.until is None else self.part(value)
            case CalendarModel():
                days = f"{value.day / 60:g}h" if value.day is not None else None
                week = f"{value.week:g}d" if value.week is not None else None
                return {k: v for k, v in (("day", days), ("week", week)) if v}
        return None

    def _with_targets(self, part: BaseModel) -> dict[str, Any]:
        spelled = self.part(part)
        for key in ("to", "next", "from"):
            if isinstance(spelled.get(key), str):
                spelled[key] = self.target(spelled[key])
        return spelled

    def _contact(self, contact: Contact) -> Any:
        party = self.spellings.get(contact.party, contact.party)
        channels = ", ".join(contact.via)
        plain = all(not set(via) & set(",/") and " or " not in via for via in contact.via)
        if " via " in party or not plain or any(" and " in via for via in contact.via):
            return {"party": party, **({"via": list(contact.via)} if contact.via else {})}
        return f"{party} via {channels}" if channels else party

    def _sign_off(self, value: SignOff) -> Any:
        if value.denied:
            return Bare("no")
        who = [self.spellings.get(one, one) for one in value.approvers]
        if value.mode != "each":
            return {f"{value.mode}-of": who}
        return who[0] if len(who) == 1 and name(who[0]) != "no" else who

    def _next(self, value: Next) -> Any:
        if value.kind == "one":
            return self._goal(value.branches[0])
        if value.kind == "all":
            return [self._goal(branch) for branch in value.branches]
        found: dict[str, Any] = {}
        for branch in value.branches:
            key, target = self._branch(branch, found)
            found[key] = target
        return found

    def _goal(self, branch: Branch) -> str:
        return self.step(branch.to) if branch.to is not None else _end(branch.outcome)

    def _branch(self, branch: Branch, taken: Mapping[str, Any]) -> tuple[str, Any]:
        """The key of a branch, with its share where that can stand there, and what it leads to."""
        goal = self._goal(branch)
        label = branch.label or (branch.to and self.step(branch.to).replace("-", " ")) or goal
        long: dict[str, Any] = {}
        if branch.label == "" or _cut(label)[0] != label or label in taken:
            label = label.replace("%", " percent").strip()
            long["label"] = branch.label
        key, number = label, 1
        while key in taken:
            number += 1
            key = f"{label} ({number})"
        if branch.share is not None:
            shown = f"{key} {percent(branch.share)}"
            if "label" not in long and _cut(shown) == (branch.label, branch.share):
                key = shown
            else:
                long["share"] = percent(branch.share)
        if branch.for_:
            long["for"] = list(branch.for_)
        if branch.when:
            long["when"] = branch.when
        return key, {"to": goal, **long} if long else goal


def _follow_lines(steps: dict[str, dict[str, Any]]) -> None:
    """Leave out each `next` that only names the next line; but not where one of several branches would
    then run on, line by line, into another of them: that reads like a slip."""
    lines = dict(itertools.pairwise(steps))
    follows = {step for step, data in steps.items() if data.get("next") == lines.get(step, "")}
    for data in steps.values():
        heads = _heads(data)
        for head in heads if len(heads) > 1 else ():
            step = head
            while step in follows:
                if lines[step] in heads:
                    follows.discard(step)
                    break
                step = lines[step]
    for step in follows:
        del steps[step]["next"]


def _heads(data: dict[str, Any]) -> list[str]:
    """The steps that the ways on from a step begin at."""
    goals = data.get("next", [])
    if isinstance(goals, dict):
        goals = [goal["to"] if isinstance(goal, dict) else goal for goal in goals.values()]
    found = [goals] if isinstance(goals, str) else list(goals)
    return [*found, *([data["else"]] if "else" in data else [])]


def lines_followed(data: dict[str, Any]) -> dict[str, Any]:
    """The same data with every `next` written out that only the order of lines says."""
    steps = {key: dict(step) for key, step in data["steps"].items()}
    for step, following in itertools.pairwise(steps):
        if "next" not in steps[step] and "end" not in steps[step]:
            steps[step]["next"] = following
    return {**data, "steps": steps}


def _cut(label: str) -> tuple[str, float | None]:
    try:
        return cut_share(label)
    except ValueError:
        return "", None


def _end(outcome: str | None) -> str:
    return "end" if outcome in (None, "done") else f"end {outcome}"


def percent(share: float) -> str:
    """A share as people write it, where that reads as the same number."""
    text = f"{100 * share:.10g}%"
    return text if float(text[:-1]) / 100 == share else repr(share)
