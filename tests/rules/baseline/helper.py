"""Findings, entries and maps in a few words, and any of them for property tests."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from cxaudit.rules.baseline.entries import Baseline, Entry, Section
from cxaudit.rules.baseline.matching import Seen
from cxaudit.rules.finding import SEVERITIES, Finding
from cxaudit.rules.packs import all_rules, built_in

RULES = all_rules(built_in())
CODES = frozenset(RULES)
MANDATORY = frozenset(code for code, rule in RULES.items() if rule.mandatory)
DAY = datetime.date(2026, 11, 22)
EARLIER = datetime.date(2026, 3, 1)


def finding(
    code: str = "SO201", path: str = "steps/approve", severity: str = "warning",
    waived: str | None = None,
) -> Finding:  # fmt: skip
    return Finding(
        code, "a-rule", severity, "certain", "It is so.", "loan", path, "maps/loan.yaml",
        suppressed=waived, suppressed_by="waiver" if waived else "", elements=[path],
    )  # fmt: skip


def line(*steps: str, code: str = "OW301", severity: str = "warning") -> Finding:
    """What is told in one line on the map, of some steps."""
    found = finding(code, "", severity)
    found.elements = [f"steps/{step}" for step in steps]
    return found


def entry(
    code: str = "SO201", path: str = "steps/approve", severity: str = "warning", count: int = 1,
    until: datetime.date | None = None, reason: str = "waits for the new system",
) -> Entry:  # fmt: skip
    return Entry(path, code, reason, EARLIER, until, severity, count, code)


def seen(*findings: Finding, file: str = "maps/loan.yaml", map_id: str = "loan", **more) -> Seen:
    return Seen(file, map_id, list(findings), judged=more.pop("judged", CODES), **more)


def baseline(*entries: Entry, file: str = "maps/loan.yaml", map_id: str = "loan") -> Baseline:
    return Baseline("b.yaml", [Section(map_id, file, list(entries), place=0)])


names = st.one_of(
    st.sampled_from(
        ["steps/approve", "", "requests/renewal", "steps/approve é 🅿", "a: b", "- x", "no", "#",
         "1.10", "'", '"', "\\", "{a}", "steps/a b/sign-off", "x #y", "%", "\u2028", "\x85"]
    ),
    st.text(min_size=1, max_size=6).filter(lambda t: t == t.strip() and t.isprintable() and t != "."),
)  # fmt: skip
codes = st.sampled_from(["SO201", "SO204", "TP103", "ST006"])
findings = st.builds(
    finding, codes, st.sampled_from(["", "steps/a", "steps/b"]), st.sampled_from(SEVERITIES),
    st.one_of(st.none(), st.none(), st.just("the law")),
)  # fmt: skip
lines = st.builds(
    lambda steps, code, severity: line(*steps, code=code, severity=severity),
    st.lists(st.sampled_from("abc"), min_size=1, unique=True),
    codes, st.sampled_from(SEVERITIES),
)  # fmt: skip
maps = st.lists(
    st.tuples(st.sampled_from(["a.yaml", "b.yaml", "c.bpmn"]), st.sampled_from(["x", "y"])),
    unique=True, max_size=4,
).flatmap(
    lambda keys: st.tuples(
        *(st.builds(Seen, st.just(file), st.just(map_id),
                    st.lists(st.one_of(findings, lines), max_size=6), judged=st.just(CODES))
          for file, map_id in keys)
    )
).map(list)  # fmt: skip
reasons = names.map(lambda text: text.strip() or "known")
days = st.dates(datetime.date(2020, 1, 1), DAY)
