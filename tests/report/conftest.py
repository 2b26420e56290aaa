"""Rules, audits and a browser for the tests of the report."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cxaudit.report.write import write_report
from cxaudit.rules.packs import all_rules, read_pack
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit
from tests.npm import installed

from .browsing import Visit

ROOT = Path(__file__).resolve().parents[2]
AS_OF = datetime.date(2026, 11, 22)
CHROMIUM = Path("/usr/bin/chromium")

# A pack of our own, so that no change of a shipped rule can break these tests.
PACK = """
rules: Trial rules
about: Enough to fill a report.
TR101:
  name: late-promise
  judges: request
  when: request.promise < request.time
  severity: error
  says: "{request.title} takes {request.time:duration}. Promised is {request.promise:duration}"
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
  severity: warning
  says: "{sign_off.does} asks for {sign_off.weight} approvals"
  witness: sign_off.step
  why: Somebody waits.
  instead: Let the front line decide.
  needs: map
  examples: {bad: "process: x", good: "process: x"}
TR103:
  name: any-step
  judges: step
  when: step.reachable
  severity: info
  says: "Is {step.does} needed"
  witness: step.id
  why: Every step costs time.
  instead: Ask who would miss it.
  needs: map
  examples: {bad: "process: x", good: "process: x"}
TP103:
  name: silent-stretch
  judges: request
  when: request.silence > limits.silence
  limits: {silence: 960}
  severity: warning
  says: "The {request.silence_party} hears nothing for {request.silence:duration}"
  witness: request.silence_path
  why: Waiting without news feels long.
  instead: Say when the next word comes.
  needs: times
  examples: {bad: "process: x", good: "process: x"}
"""


@pytest.fixture(scope="session")
def trial_rules() -> dict[str, Rule]:
    """The rules of the pack above."""
    pack = read_pack(PACK, "trial.yaml")
    assert not pack.problems, pack.problems
    return all_rules([pack])


@pytest.fixture(scope="session")
def audited(trial_rules: dict[str, Rule]) -> Callable[..., Audit]:
    """Audits maps that lie in the project, named from its root."""

    def run(*paths: str) -> Audit:
        return audit([str(ROOT / path) for path in paths], trial_rules, AS_OF)

    return run


@pytest.fixture
def audited_text(trial_rules: dict[str, Rule], tmp_path: Path) -> Callable[..., Audit]:
    """Audits texts, each written to a file of its own."""

    def run(*texts: str) -> Audit:
        (tmp_path / "cxaudit.yaml").write_text("")
        for number, text in enumerate(texts):
            (tmp_path / f"map-{number}.yaml").write_text(text, encoding="utf-8")
        return audit([str(tmp_path)], trial_rules, AS_OF)

    return run


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One Chromium for all browser tests."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def axe(pytestconfig: pytest.Config) -> str:
    """The script of axe-core."""
    here = Path(__file__).parent / "node"
    folder = installed(pytestconfig, here, "pages are not judged by axe-core")
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    return script.read_text(encoding="utf-8")


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Visit]]:
    """Opens a page, at a place if one is named; it is closed after the test."""
    opened: list[Visit] = []

    def go(
        file: Path, width: int = 1280, scheme: str = "light", at: str = "", **more: Any
    ) -> Visit:
        opened.append(Visit(chromium, file, width, scheme, at, **more))
        return opened[-1]

    yield go
    for one in opened:
        one.page.close()


@pytest.fixture(scope="session")
def volta(audited: Callable[..., Audit], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one map of the example."""
    found = audited("process_maps/volta-switchgear/as-is/quote-to-order.yaml")
    return write_report(found, tmp_path_factory.mktemp("volta"))[0]


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the example with its two maps and its organisation, by the rules that ship."""
    found = audit([str(ROOT / "process_maps/volta-switchgear/as-is")], None, AS_OF)
    return write_report(found, tmp_path_factory.mktemp("estate"))[0]
