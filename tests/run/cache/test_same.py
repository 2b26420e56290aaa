"""Whatever is edited, a check that uses what earlier runs have kept says what one without it says."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cxaudit.cli.app import app
from cxaudit.formats.registry import FORMATS
from tests.conftest import THOROUGH
from tests.run.cache.conftest import DELIVERY, HOUSE, ORDER, Project

Edit = Callable[[Project], None]

MAPS = [
    ORDER,
    ORDER.replace("waits: 2d", "waits: 9d"),
    ORDER.replace("owner: sales\n", ""),
    ORDER.replace("call: delivery", "call: deliver"),
    ORDER.replace("sign-off: director", "by: director"),
    ORDER.replace("  thank:", "  # cxaudit: allow SO201 until 2026-03-01 -- law\n  thank:"),
    ORDER + "allow: {SO202: {reason: the law asks for it, until: 2026-06-30}}\n",
    ORDER + "allow: {TP101: somebody said so}\nreviewed: 2025-01-01\n",
    ORDER + "feedback: {survey: {from: customer, every: month, last: 2026-01-15, unhappy: {to: "
    "delivery}}}\nmeasures: {speed: {every: month, last: 2025-12-01}}\n",
    "process: Order\nsteps: [\n",
    "process: Order\nstepps: {}\n",
    DELIVERY,
    DELIVERY.replace("process: Delivery\n", "process: Delivery\nowner: driver\n"),
    DELIVERY.replace("takes: 1h", "call: order"),
    DELIVERY.replace("takes: 1h", "takes: 5d"),
    "- no map\n",
]  # fmt: skip
HOUSES = [
    HOUSE,
    HOUSE.replace("level: 1", "level: 2"),
    HOUSE + "allow: {OR801: we know, OR802: {reason: soon, until: 2026-04-01}}\n",
    HOUSE + "actions: {fix: {about: agree, due: 2026-02-01}}\n",
    HOUSE + "routines: {huddle: {every: week, last: 2026-01-01}}\n",
    HOUSE.replace("sales: {title: Sales}", "sales: {title: Sales, allow: {OW302: a reason}}"),
    "organisation: Acme\nroles: [\n",
]
CONFIGURATIONS = [
    "",
    "ignore: [SO]\n",
    "preset: strict\n",
    "min-confidence: certain\n",
    "options: {SO201: {limits: {sign_offs: 1}}}\n",
    "overrides: [{paths: [maps/order.yaml], ignore: [OW]}]\n",
    "overrides: [{maps: [order], elements: [steps/agree], ignore: [SO]}]\n",
    "fail-on: warning\nexclude: [maps/delivery.yaml]\n",
    "rules: pack.yaml\n",
    "extends: other.yaml\n",
    "ignoer: [SO]\n",
]
PACKS = [
    "rules: Ours\nSO201: {limits: {sign_offs: 1}}\n",
    "rules: Ours\nSO202: off\n",
    "rules: Ours\nlexicons: {en: {parties: [driver]}}\n",
]
SCENARIO = """whatif: Fewer sign-offs
of: order
edits: [{drop: agree-more}]
"""
PLACES = ["maps/order.yaml", "maps/delivery.yaml", "maps/other.yaml", "loose.yaml", "more/a.yaml"]


def _write(name: str, text: str) -> Edit:
    return lambda project: project.write(name, text)


def _remove(name: str) -> Edit:
    return lambda project: (project.root / name).unlink(missing_ok=True)


def _rename(name: str, to: str) -> Edit:
    def move(project: Project) -> None:
        if (project.root / name).exists():
            (project.root / to).parent.mkdir(exist_ok=True)
            (project.root / name).replace(project.root / to)

    return move


def _accept(project: Project) -> None:
    CliRunner().invoke(app, ["baseline", "create", "maps", "--reason", "known for years"])


EDITS = st.one_of(
    st.just(_accept),
    st.builds(_write, st.sampled_from(PLACES), st.sampled_from(MAPS)),
    st.builds(_remove, st.sampled_from([*PLACES, "maps/organisation.yaml", "cxaudit-baseline.yaml"])),
    st.builds(_rename, st.sampled_from(PLACES), st.sampled_from(PLACES)),
    st.builds(_write, st.just("maps/organisation.yaml"), st.sampled_from(HOUSES)),
    st.builds(_write, st.sampled_from(["cxaudit.yaml", "other.yaml", "maps/cxaudit.yaml"]),
              st.sampled_from(CONFIGURATIONS)),
    st.builds(_write, st.just("pack.yaml"), st.sampled_from(PACKS)),
    st.builds(_write, st.sampled_from(["maps/scenarios/less.yaml", "less.yaml"]),
              st.sampled_from([SCENARIO, SCENARIO.replace("of: order", "of: delivery")])),
    st.builds(_remove, st.sampled_from(["maps/scenarios/less.yaml", "less.yaml"])),
)  # fmt: skip
ASKED = st.sampled_from(
    [["."], ["maps"], ["maps/order.yaml"], ["maps/order.yaml", "maps/delivery.yaml"],
     ["maps/organisation.yaml"], ["loose.yaml", "maps"]]
)  # fmt: skip
DAYS = st.sampled_from(["2026-01-31", "2026-03-02", "2026-07-01"])
HOW = st.sampled_from([[], ["--score"], ["--no-baseline"], ["-q"], ["--fail-on", "info"]])


@settings(
    max_examples=30 if THOROUGH else 8, deadline=None, suppress_health_check=list(HealthCheck)
)
@given(
    st.lists(
        st.tuples(st.lists(EDITS, max_size=3), ASKED, st.sampled_from(sorted(FORMATS)), DAYS, HOW),
        min_size=2,
        max_size=6,
    )
)
def test_a_run_with_a_cache_says_what_one_without_says(
    runs: list[tuple[list[Edit], list[str], str, str, list[str]]],
) -> None:
    here = Path.cwd()
    with (
        tempfile.TemporaryDirectory() as folder,
        patch("cxaudit.run.cache.place.tool", lambda: "this tool"),
    ):
        project = Project(Path(folder).resolve() / "project")
        project.write("cxaudit.yaml", "")
        project.write("maps/organisation.yaml", HOUSE)
        project.write("maps/order.yaml", ORDER)
        project.write("maps/delivery.yaml", DELIVERY)
        os.chdir(project.root)
        try:
            for edits, asked, shown, day, how in runs:
                for edit in edits:
                    edit(project)
                words = [*asked, "-f", shown, "--as-of", day, *how]
                plain = project.check(*words, kept=False)
                for _ in range(2):  # found out, then told again
                    fast = project.check(*words)
                    assert fast.stdout == plain.stdout
                    assert fast.stderr == plain.stderr
                    assert fast.exit_code == plain.exit_code
        finally:
            os.chdir(here)
