"""What `next`, `end`, `rejects` and the timeouts may say, in one long form."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import Field

from cxaudit.language.contacts import Contacts
from cxaudit.language.fields import (
    Before,
    Name,
    Names,
    Part,
    Share,
    Span_,
    Text,
    Whole,
    Written,
    one_of,
    one_or_more,
)
from cxaudit.language.values import cut_share, name

_END = re.compile(r"^end(?:\s+(?P<outcome>.+))?$", re.IGNORECASE | re.DOTALL)


class Branch(Part):
    """One way on: to a step (`to`) or out of the process (`outcome`)."""

    label: str = Field("", description="What the branch is called, in place of its key.")
    to: Text | None = Field(None, description="The step it goes to, or `end` with an outcome.")
    outcome: Text | None = Field(None, description="How the case ends on this branch.")
    share: Share | None = Field(
        None, description="How often this branch is taken; missing shares split what is left."
    )
    for_: Names = Field([], description="The request types that take this branch.")
    when: Text = Field("", description="When this branch is taken, in words.")


class Next(Part):
    """Where a step goes: one of the branches, all of them side by side, or some of them."""

    kind: Literal["one", "choice", "all"] = "one"
    branches: list[Branch] = []


def target(text: str) -> dict[str, Any]:
    """`end lost` ends the case; any other word is a step."""
    found = _END.match(text.strip())
    if found:
        return {"outcome": (found["outcome"] or "done").strip()}
    return {"to": text}


def _branch(label: str, value: Any) -> dict[str, Any]:
    words, share = cut_share(label)
    branch: dict[str, Any] = {"label": words}
    if share is not None:
        branch["share"] = share
    if isinstance(value, str):
        return branch | target(value)
    if isinstance(value, dict):
        long = dict(value)
        to = long.pop("to", None)
        if isinstance(to, str):
            branch |= target(to)
        elif "end" in long:
            branch["outcome"] = long.pop("end") or "done"
        else:
            raise ValueError(f"the branch {label!r} leads nowhere: write `to: step`")
        return branch | long
    raise ValueError(
        f"the branch {label!r} leads nowhere: write the step it goes to"
        if value is None
        else f"the branch {label!r} goes to one step: name it, or write {{to: step, share: 50%}}"
    )


def _next(value: Any) -> Any:
    if isinstance(value, str):
        return {"kind": "one", "branches": [target(value)]}
    if isinstance(value, list):
        if not value:
            raise ValueError("an empty list leads nowhere: name the steps that run side by side")
        if any(not isinstance(item, str) for item in value):
            raise ValueError("`next: [a, b]` is a list of steps that run side by side")
        return {"kind": "all", "branches": [target(item) for item in value]}
    if isinstance(value, dict):
        if not value:
            raise ValueError("an empty mapping leads nowhere: write {label: step}")
        if "branches" in value and "kind" in value:
            return value
        branches = [_branch(label, to) for label, to in value.items()]
        return {"kind": "choice", "branches": branches}
    raise ValueError("nothing stands here: name the next step, or leave the key out")


NextField = Annotated[Next, Before(_next), Written("next")]


class Rejects(Part):
    """How often a sign-off says no; `of` cases where that was measured."""

    share: Share = Field(description="The share of cases refused, such as 3%.")
    of: Whole | None = Field(None, description="On how many cases the share was measured.")


RejectsField = Annotated[
    Rejects,
    Before(lambda v: {"share": v} if isinstance(v, str) else v),
    Written("short", ("share",)),
]


class Late(Part):
    """A timeout: `after` so long the case goes to `next`."""

    after: Span_ | None = Field(None, description="How long the step may take, such as 2d.")
    next: Text | None = Field(None, description="The step that the case then goes to.")
    share: Share | None = Field(None, description="How often this happens; 0 where it is not said.")


LateField = Annotated[
    Late,
    Before(lambda v: {"next": v} if isinstance(v, str) else v),
    Written("short", ("next",)),
]


class Wrong(Part):
    """What happens when the step goes wrong: a step to go to, or help described here."""

    to: Text | None = Field(None, description="The step of the map that puts it right.")
    does: Text = Field("", description="What is done to put it right.")
    by: Name | None = Field(None, description="Who does it.")
    with_: Contacts = Field([], description="Who is met doing it, and how: `customer via phone`.")
    up_to: Text = Field("", description="What may be spent on it without asking, such as 50 EUR.")
    within: Span_ | None = Field(None, description="How soon it is done, such as 1d.")
    next: Text | None = Field(
        None, description="Where the case then goes; else where the step itself goes on."
    )
    share: Share | None = Field(None, description="How often this happens; 0 where it is not said.")


WrongField = Annotated[
    Wrong,
    Before(lambda v: {"to": v} if isinstance(v, str) else v),
    Written("short", ("to",)),
]


class AtMost(Part):
    """A bound: a duration, or a number of times round a loop."""

    duration: Span_ | None = Field(None, description="The longest time it may take.")
    times: int | None = Field(None, description="How many times round the loop at most.")


def _at_most(value: Any) -> Any:
    if isinstance(value, str):
        found = re.fullmatch(r"\s*(\d+|once|twice)\s*(times?|x)?\s*", value, re.IGNORECASE)
        if found and (found[2] or not found[1].isdigit()):
            count = {"once": 1, "twice": 2}.get(found[1].lower())
            return {"times": count if count is not None else int(found[1])}
        return {"duration": value}
    return value


AtMostField = Annotated[AtMost, Before(_at_most), Written("at most")]


class SignOff(Part):
    """Who must say yes: each of the approvers, or any one of them; `denied` for `sign-off: no`."""

    approvers: list[Name] = []
    mode: Literal["each", "any", "all"] = "each"
    denied: bool = False

    @property
    def weight(self) -> int:
        """How many approvals it takes."""
        return 0 if self.denied else 1 if self.mode == "any" else len(self.approvers)


def _sign_off(value: Any) -> Any:
    if isinstance(value, str):
        return {"denied": True} if name(value) == "no" else {"approvers": [value]}
    if isinstance(value, list):
        if not value:
            raise ValueError(
                "an empty list names nobody: name the roles that say yes, or write `no`"
            )
        return {"approvers": value}
    if isinstance(value, dict):
        keys = set(value)
        if keys == {"any-of"} or keys == {"all-of"}:
            mode = keys.pop()
            if not one_or_more(value[mode]):
                raise ValueError(f"`{mode}` names nobody: name the roles that say yes")
            return {"approvers": one_or_more(value[mode]), "mode": mode[:3]}
        raise ValueError("write a role, a list of roles, {any-of: [..]} or {all-of: [..]}")
    raise ValueError("nothing stands here: name the role that says yes, or write `no`")


SignOffField = Annotated[SignOff, Before(_sign_off), Written("sign-off")]
Split = one_of("some")
Join = one_of("all", "any")
