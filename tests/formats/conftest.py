"""An audit for all formats: errors, questions, waivers, walks, a clean map, and what fails."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from cxaudit.rules.baseline.entries import Baseline, Entry, Section, silenced_by
from cxaudit.rules.baseline.holding import apply, hold
from cxaudit.rules.baseline.matching import Seen
from cxaudit.rules.judge import Crash
from cxaudit.rules.packs import all_rules, read_pack
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit

AS_OF = datetime.date(2026, 1, 15)

# A pack of our own, so that no change of a shipped rule changes what these tests see.
PACK = """
rules: Trial rules
about: Enough for every format.
TR101:
  name: late-promise
  judges: request
  when: request.promise < request.time
  severity: error
  says: "{request.title} takes {request.time:duration}; promised is {request.promise:duration}"
  witness: request.fastest_path
  why: People believe what we tell them.
  instead: Promise what can be kept, under `promise`.
  needs: times
  heuristics: [triage]
  examples: {bad: "process: x", good: "process: x"}
TR102:
  name: some-sign-off
  judges: sign_off
  when: sign_off.weight >= limits.most
  limits: {most: 1}
  severity: {error: "sign_off.weight > 1", warning: "true"}
  says: "{sign_off.does} asks for {sign_off.weight} approvals"
  witness: sign_off.step
  why: Somebody waits.
  instead: Let the front line decide.
  needs: map
  examples: {bad: "process: x", good: "process: x"}
TR103:
  name: paper-form
  judges: step
  when: step.does.contains("form") || step.does.contains("loss")
  severity: info
  says: "Is {step.does} needed"
  why: Every form is a chore.
  instead: Ask for what nobody knows yet.
  needs: map
  examples: {bad: "process: x", good: "process: x"}
ST001:
  name: unreadable
  judges: problem
  when: problem.family == "invalid"
  severity: error
  says: "{problem.says}"
  why: What cannot be read cannot be audited.
  instead: Mend the file.
  needs: map
  mandatory: yes
  examples: {bad: "process: x", good: "process: x"}
"""
PERMIT = """\
process: Parking permit
customers: [resident]
requests:
  renewal: {share: 70%, promise: 1d, from: resident}
  first permit: {share: 30%, promise: 2d, from: resident}
steps:
  take-form: {by: clerk, with: resident via counter, takes: 10m}
  "approve é 🅿 place":
    sign-off: {all-of: [head-clerk, warden]}
    waits: 3d
  sign-permit: {sign-off: head-clerk, waits: 1h}
  post-permit: {by: clerk, with: resident via letter, takes: 5m, end: permitted}
"""
KEYS = """\
process: Lost keys
steps:
  - {id: 1, name: Report the loss}
  - {id: 2, name: Approve the new key, owner: Janitor, allow: {TR102: the insurer asks for it}}
  - {id: 3, name: Cut the key, owner: Locksmith}
"""
CLEAN = "process: Opening hours\nsteps:\n  answer: {by: clerk, with: caller via phone}\n"
TORN = "process: Torn\nsteps:\n  one: {by: clerk\n  two: [\n"
FILES = {
    "maps/hours.yaml": CLEAN,
    "maps/keys.yaml": KEYS,
    "maps/permit.yaml": PERMIT,
    "maps/torn.yaml": TORN,
}


@pytest.fixture(scope="session")
def rules() -> dict[str, Rule]:
    """The rules of the pack above."""
    pack = read_pack(PACK, "trial.yaml")
    assert not pack.problems, pack.problems
    return all_rules([pack])


@pytest.fixture
def audited(
    rules: dict[str, Rule], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Audit]:
    """Writes files into a folder, makes it the current one, audits paths in it."""

    def run(files: dict[str, str], *paths: str) -> Audit:
        (tmp_path / "cxaudit.yaml").write_text("")
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        return audit(list(paths) or ["."], rules, AS_OF)

    return run


@pytest.fixture
def beside(audited: Callable[..., Audit]) -> Audit:
    """The same maps held against a baseline: one finding known, one waived, one open again, the rest
    new."""
    result = audited(FILES, "maps")
    late = next(f for f in result.findings if f.code == "TR101")
    paper = next(f for f in result.findings if f.code == "TR103" and f.map == "permit")
    day, over = datetime.date(2025, 11, 3), datetime.date(2025, 12, 31)
    known = Baseline("cxaudit-baseline.yaml", [Section("permit", "maps/permit.yaml", [
        Entry(late.path, "TR101", "waits for the new counter", day, severity="error"),
        Entry(paper.path, "TR103", "the law asks for it", day, over, "info"),
    ])])  # fmt: skip
    seen = [Seen("maps/permit.yaml", "permit", [f for f in result.findings if f.map == "permit"],
                 judged=frozenset(result.rules))]  # fmt: skip
    apply(hold(known, seen, AS_OF))
    assert {silenced_by(f) for f in result.findings} == {"", "waiver", "baseline"}
    return result


@pytest.fixture
def whole(audited: Callable[..., Audit]) -> Audit:
    """An audit in which something of every sort happens."""
    result = audited(FILES, "maps", "maps/gone.yaml")
    result.crashes.append(Crash("TR103", "permit", "steps/take-form", "division by zero"))
    assert {f.severity for f in result.findings} == {"error", "warning", "info"}
    return result
