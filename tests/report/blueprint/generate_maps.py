"""Process maps as companies draw them: stages, sign-offs, branches, loops, work side by side.

A number gives a map, the same each time: 5 to 150 steps, its text valid in the map language.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

SIZES = (5, 6, 8, 10, 12, 14, 17, 20, 25, 30, 36, 40, 48, 60, 80, 100, 120, 150)
UNITS = {
    "Sales": ("inside sales", "key account manager", "order desk"),
    "Engineering": ("design engineer", "process planner", "laboratory"),
    "Finance": ("credit controller", "pricing", "accounts receivable"),
    "Operations": ("production planning", "shift leader"),
    "Logistics": ("dispatch", "warehouse clerk", "customs clerk"),
    "Quality": ("quality inspector", "complaints desk"),
    "Legal and compliance": ("contract lawyer", "export control officer"),
    "Purchasing": ("strategic buyer", "supplier manager"),
    "Kundendienst": ("Servicetechnikerin", "Auftragsabwicklung"),
}
VERBS = ("Check", "Prepare", "Enter", "Review", "Compare", "Collect", "Forward", "Update", "Plan",
         "Reserve", "Calculate", "File", "Correct", "Translate", "Schedule")  # fmt: skip
THINGS = ("the order", "the offer", "all technical drawings", "the delivery date", "the contract",
          "the credit limit", "manufacturability and parts", "the claim form", "stock",
          "the customer record", "freight and customs papers", "Auftragsbestätigung",
          "the inspection report", "spare parts", "the price list of last year")  # fmt: skip
LONG = ("of every item that the customer has asked for since the last delivery",
        "together with the sub-contractors and their insurers",
        "as the Donaudampfschifffahrtsgesellschaft demands")  # fmt: skip
STRANGE = ("بررسی درخواست مشتری", "送货单", "Prüfen & <freigeben>", "Déjà vu 🙂", "A/B-Test")
TALK = ("Call the customer", "Confirm the date", "Send the offer", "Visit the site",
        "Ask what is missing", "Hand over the goods", "Explain the delay")  # fmt: skip
CHANNELS = ("phone", "email", "letter", "visit", "portal", "phone, email")
SYSTEMS = ("ERP", "CRM", "Document archive", "Scheduling")


@dataclass
class _Plan:
    """A map that grows: steps in file order."""

    random: Random
    size: int
    units: list[str]
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    stages: dict[str, str] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    back: list[str] = field(default_factory=list)  # where a "no" may send a case

    def chance(self, part: float) -> bool:
        return self.random.random() < part

    def add(self, **keys: Any) -> str:
        name = f"s{len(self.steps) + 1}"
        self.steps[name] = keys
        return name

    def label(self) -> str:
        if self.chance(0.03):
            return self.random.choice(STRANGE)
        words = f"{self.random.choice(VERBS)} {self.random.choice(THINGS)}"
        return f"{words} {self.random.choice(LONG)}" if self.chance(0.06) else words


def map_text(seed: int, size: int | None = None) -> str:
    """A map of a number of steps (a few more or less), as a YAML text."""
    random = Random(seed)
    wanted = size or SIZES[seed % len(SIZES)]
    most = min(len(UNITS), 2 + wanted // 12)
    units = random.sample(list(UNITS), random.randint(max(1, most - 2), most))
    plan = _Plan(random, wanted, units)
    whole: dict[str, Any] = {"process": f"Generated process {seed}", "customers": ["buyer"]}
    if random.random() < 0.5 and wanted > 6:
        plan.types = ("repeat", "custom")
        whole["requests"] = {
            "repeat": {"share": "70%", "promise": "2d"},
            "custom": {"share": "30%", "promise": "20d"},
        }
    if random.random() < 0.3:
        whole["customers"] = ["buyer", "user", "installer"]
    _grow(plan, timed=random.random() < 0.8)
    if len(plan.stages) > 1:
        whole["stages"] = plan.stages
    whole["roles"] = {_slug(r): {"unit": _slug(u)} for u in units for r in UNITS[u]}
    whole["units"] = {_slug(u): {"title": u} for u in units}
    whole["steps"] = plan.steps
    return json.dumps(whole, ensure_ascii=False, indent=1)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _grow(plan: _Plan, timed: bool) -> None:
    plan.back.append(_meeting(plan))
    stage = 0
    while len(plan.steps) < plan.size - 2:
        left = plan.size - 2 - len(plan.steps)
        if plan.size >= 20 and len(plan.steps) >= stage * plan.size / 4:
            stage += 1
            plan.stages[f"Stage {stage}"] = _plain(plan)
            continue
        kinds = ["plain"] * 4 + ["gate"] * 2 + ["meeting"] * 2
        if left >= 4:
            kinds += ["choice", "choice", "loop", "late"]
        if left >= 6:
            kinds += ["parallel"]
        _PARTS[plan.random.choice(kinds)](plan)
    last = _meeting(plan)
    plan.steps[last]["end"] = plan.random.choice(["delivered", "closed", "done"])
    plan.steps["lost"] = {"end": "lost"}
    plan.steps["refused"] = {
        "does": "Tell the customer no", "by": _role(plan), "with": "buyer via email",
        "end": "refused",
    }  # fmt: skip
    if not timed:
        for step in plan.steps.values():
            step.pop("waits", None)
            step.pop("takes", None)


def _role(plan: _Plan, unit: str = "") -> str:
    return _slug(plan.random.choice(UNITS[unit or plan.random.choice(plan.units)]))


def _times(plan: _Plan) -> dict[str, str]:
    found = {}
    if plan.chance(0.7):
        found["waits"] = plan.random.choice(["1h", "4h", "1d", "2d", "1d to 3d", "2w"])
    if plan.chance(0.8):
        found["takes"] = plan.random.choice(["5m", "20m", "1h", "4h", "1d"])
    return found


def _plain(plan: _Plan) -> str:
    """One to five steps of one unit."""
    unit = plan.random.choice(plan.units)
    first = ""
    for _ in range(plan.random.choice([1, 1, 2, 3, 5])):
        name = plan.add(does=plan.label(), by=_role(plan, unit), **_times(plan))
        if plan.chance(0.15):
            plan.steps[name]["in"] = plan.random.choice(SYSTEMS)
        if plan.types and plan.chance(0.08):
            plan.steps[name]["for"] = [plan.random.choice(plan.types)]
        first = first or name
        plan.back.append(name)
    return first


def _meeting(plan: _Plan) -> str:
    who = plan.random.choice(["buyer"] * 5 + ["freight forwarder"])
    name = plan.add(
        does=plan.random.choice(TALK),
        by=_role(plan),
        **{"with": f"{who} via {plan.random.choice(CHANNELS)}"},
        **_times(plan),
    )
    if plan.chance(0.3):
        plan.steps[name]["moment"] = True
    if plan.chance(0.5):
        plan.steps[name]["impact"] = {"perception": plan.random.randint(-2, 2)}
    return name


def _gate(plan: _Plan) -> str:
    count = plan.random.choice([1, 1, 1, 2, 5])
    who = [_role(plan) for _ in range(count)]
    name = plan.add(**{"does": f"Approve {plan.random.choice(THINGS)}", "sign-off": who})
    step = plan.steps[name]
    step |= {"waits": plan.random.choice(["4h", "1d", "3d"]), "rejects": "5%"}
    near = plan.back[-6:]
    step["else"] = "refused" if plan.chance(0.3) else plan.random.choice(near)
    if plan.chance(0.3):
        step["because"] = "credit policy 12"
    return name


def _choice(plan: _Plan) -> str:
    """A decision whose branches meet again."""
    name = plan.add(does=f"Decide on {plan.random.choice(THINGS)}", by=_role(plan), takes="20m")
    ways = plan.random.sample(["standard 70%", "special 20%", "nothing to do 10%"], 2)
    firsts, lasts = [], []
    for _ in ways:
        firsts.append(_plain(plan))
        lasts.append(list(plan.steps)[-1])
    meet = _plain(plan)
    for last in lasts:
        plan.steps[last]["next"] = meet
    plan.steps[name]["next"] = dict(zip(ways, firsts, strict=True))
    if plan.chance(0.3):
        plan.steps[name]["next"]["gives up"] = "lost"
    return name


def _parallel(plan: _Plan) -> str:
    """Work side by side, and where it comes together."""
    name = plan.add(does="Start everything at once", by=_role(plan))
    firsts, lasts = [], []
    for _ in range(plan.random.choice([2, 2, 3])):
        firsts.append(_plain(plan))
        lasts.append(list(plan.steps)[-1])
    join = plan.add(does="Bring it together", by=_role(plan), **_times(plan))
    for last in lasts:
        plan.steps[last]["next"] = join
    plan.steps[name]["next"] = firsts
    plan.back.append(join)
    return name


def _loop(plan: _Plan) -> str:
    """Work, a look at it, and perhaps once more."""
    first = _plain(plan)
    look = plan.add(does="Is it right?", by=_role(plan), takes="10m")
    on = _plain(plan)
    plan.steps[look]["next"] = {"yes 85%": on, "no, once more": first}
    return first


def _late(plan: _Plan) -> str:
    """An answer that may not come."""
    name = _meeting(plan)
    chase = plan.random.choice(["lost", plan.back[-1]])
    plan.steps[name]["if-late"] = {"after": "5d", "next": chase, "share": "5%"}
    return name


_PARTS = {
    "plain": _plain,
    "gate": _gate,
    "meeting": _meeting,
    "choice": _choice,
    "parallel": _parallel,
    "loop": _loop,
    "late": _late,
}
