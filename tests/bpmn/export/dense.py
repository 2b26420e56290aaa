"""Maps that nobody would draw by hand: loops, blocks, timeouts and parties at random, by a number."""

from __future__ import annotations

import json
from random import Random
from typing import Any

PARTIES = (
    "customer via phone",
    "supplier via email",
    "dealer",
    "owner via letter, fax",
    "insurer via visit",
)
PERFORMERS = ("desk", "lab", "boss", "ERP", "customer", "mill")
LONG = "A somewhat longer label of a step that does not fit on one line"


def dense(seed: int) -> str:
    """The map of a number, as a file."""
    random = Random(seed)
    ids = [f"s{number}" for number in range(random.randint(2, 14))]
    steps = {step_id: _step(random, step_id, ids) for step_id in ids}
    parties = {"supplier": {"kind": "supplier"}}
    return json.dumps({"process": "Dense", "parties": parties, "steps": steps})


def _step(random: Random, step_id: str, ids: list[str]) -> dict[str, Any]:
    if random.random() < 0.1:
        return {"waits": "2d"}
    step: dict[str, Any] = {}
    if random.random() < 0.7:
        step["by"] = random.choice(PERFORMERS)
    if random.random() < 0.3:
        step["with"] = random.sample(PARTIES, random.randint(1, 3))
    if random.random() < 0.3:
        step["sign-off"] = "boss"
    step |= _ways(random, step_id, ids)
    if random.random() < 0.15:
        step["else"] = random.choice(ids)
    if random.random() < 0.15:
        step["if-late"] = {"after": "2d", "next": random.choice(ids)}
    if random.random() < 0.15:
        described = {"does": "Mend it", "by": "boss"}
        step["if-wrong"] = random.choice([random.choice(ids), described])
    if random.random() < 0.2:
        step["does"] = f"{LONG} {step_id}"
    return step


def _ways(random: Random, step_id: str, ids: list[str]) -> dict[str, Any]:
    targets = [*ids, "end", "end lost"]
    others = [other for other in ids if other != step_id]
    kind = random.random()
    if kind < 0.3:
        labels = [f"way {number}" for number in range(random.randint(2, 5))]
        shares = random.choice(["", " 5%", " 10%"])
        return {"next": {label + shares: random.choice(targets) for label in labels}}
    if kind < 0.45 and len(others) > 1:
        return {"next": random.sample(others, min(len(others), random.randint(2, 3)))}
    if kind < 0.55:
        some = {f"some {number} 60%": random.choice(targets) for number in range(2)}
        return {"split": "some", "next": some}
    if kind < 0.6:
        return {"next": random.choice(ids)}
    return {"end": random.choice(["done", "lost"])} if kind < 0.65 else {}
