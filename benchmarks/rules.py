"""What rules and facts cost: every rule on a 20-step map with its organisation file.

Run with `python -m benchmarks.rules` (`make bench` runs it too). Times are the best of several runs,
in microseconds; the last lines set the rules beside the facts, a ratio that travels between machines.
"""

from __future__ import annotations

import datetime
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.growth import long_map
from cxaudit.analysis import analysis as facts_of
from cxaudit.analysis.analysis import Analysis
from cxaudit.analysis.estate.organisation import organisation_facts
from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.study import study
from cxaudit.analysis.view import View
from cxaudit.language.read import Document, read_text
from cxaudit.rules.judge import judge, panels_of
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.run.audit import audit

STEPS = 20
DAY = datetime.date(2026, 1, 15)
ORGANISATION = """organisation: Long
parties: {customer: {kind: buyer, key: true, contact: r0}}
units:
  front: {head: boss, roles: [r0, r1, r2]}
  back: {head: chief, roles: [r3, r4, r5, r6]}
roles:
  boss: {level: 1}
  chief: {level: 2, reports-to: boss}
  r0: {level: 4, front-line: true, people: 3}
measures:
  nps: {kind: customer, of: customer, every: quarter, last: 2025-12-01, owner: boss, seen-by: [front]}
rewards: {boss: [nps], r0: [nps]}
routines: {serve-customers: {by: boss, every: month, last: 2026-01-02}}
changes: {faster: {sponsors: [boss], groups: {r3: {importance: 4, effect: 4, load: 1}}}}
"""


def best(work: Callable[[], object], rounds: int = 7, least: float = 0.02) -> float:
    """Microseconds of one call: the best of some rounds, each long enough to be told."""
    count = 1
    while True:
        begun = time.perf_counter()
        for _ in range(count):
            work()
        if time.perf_counter() - begun > least:
            break
        count *= 2
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for _ in range(count):
            work()
        times.append((time.perf_counter() - begun) / count)
    return 1e6 * min(times)


def analysed() -> tuple[Document, Document, Analysis, dict[str, list[Facts]]]:
    """The map and its organisation, with all facts."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "cxaudit.yaml").write_text("")
        (root / "organisation.yaml").write_text(ORGANISATION)
        (root / "map.yaml").write_text(long_map(STEPS))
        result = audit([folder], {}, DAY)
    estate = result.estates[0]
    assert estate.document is not None
    return result.analyses[0].document, estate.document, result.analyses[0], estate.facts


def costs_of_facts(document: Document, organisation: Document) -> float:
    """Print what each collector of facts costs; their sum in microseconds."""
    view = View(DAY)
    one = study(document, "map", organisation)
    steps, flows = facts_of.step_facts(one), facts_of.flow_facts(one)
    gates = facts_of.sign_off_facts(one)
    whole = facts_of.map_facts(one, steps, flows, gates, view)
    parts: list[tuple[str, Callable[[], object], int]] = [
        ("reading the map", lambda: read_text(long_map(STEPS), "map.yaml"), 0),
        ("studying it: graph and figures", lambda: study(document, "map", organisation), 0),
        ("steps", lambda: facts_of.step_facts(one), len(type(steps[0]).model_fields)),
        ("flows", lambda: facts_of.flow_facts(one), len(type(flows[0]).model_fields)),
        ("sign-offs", lambda: facts_of.sign_off_facts(one), len(type(gates[0]).model_fields)),
        (
            "the whole map",
            lambda: facts_of.map_facts(one, steps, flows, gates, view),
            len(type(whole).model_fields),
        ),
        ("structure", lambda: facts_of.structure_facts(one, whole, steps, view), 0),
        ("the front line", lambda: facts_of.front_line_facts(one, steps), 0),
        ("request types", lambda: facts_of.request_facts(one, view), 0),
        ("touch-points", lambda: facts_of.touch_point_facts(one, view), 0),
        ("parties", lambda: facts_of.party_facts(one), 0),
        ("the organisation", lambda: organisation_facts(organisation, [one], view), 0),
    ]
    total = 0.0
    print(f"{'facts':<34} {'us':>8} {'facts':>6} {'us a fact':>10}")
    for name, work, count in parts:
        taken = best(work)
        total += taken
        each = f"{taken / count:.2f}" if count else ""
        print(f"{name:<34} {taken:>8.0f} {count or '':>6} {each:>10}")
    return total


def main() -> None:
    """Print the tables and the ratio."""
    document, organisation, analysis, shared = analysed()
    total = costs_of_facts(document, organisation)
    analysis.facts |= {
        judge: facts for judge, facts in shared.items() if judge not in analysis.facts
    }
    rules = active(all_rules(built_in()))
    rows = []
    for code, rule in rules.items():
        panels = panels_of([rule])
        fired = len(judge(analysis, panels).findings)
        rows.append((best(lambda panels=panels: judge(analysis, panels), 3, 0.002), code, fired))
    print(f"\n{'rule':<8} {'us':>8} {'findings':>9}")
    for taken, code, fired in sorted(rows, reverse=True):
        print(f"{code:<8} {taken:>8.1f} {fired:>9}")
    panels = panels_of(rules.values())
    found = judge(analysis, panels)
    together = best(lambda: judge(analysis, panels))
    checks = sum(found.assessed.values())
    print(f"\n{len(rules)} rules, {checks} checks, {len(found.findings)} findings on {STEPS} steps")
    print(f"all rules together {together / 1000:.2f} ms, {together / checks:.2f} us a check")
    print(f"facts {total / 1000:.2f} ms; rules / facts = {together / total:.2f}")


if __name__ == "__main__":
    main()
