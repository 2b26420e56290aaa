"""How the action and the template install cxaudit, into one environment for both: what one has
installed, the other replaces by another version."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.around.git import commit_all, git
from tests.around.github import Runner
from tests.around.gitlab import run
from tests.around.shop import FILE, MAP, open_shop

pytestmark = pytest.mark.network


def version(home: Path) -> str:
    """What the cxaudit of an environment says that it is."""
    command = [home / "bin" / "python", "-I", "-m", "cxaudit", "--version"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1]


@pytest.fixture
def later(published: Path) -> str:
    """The branch of the published project on which it is a later version."""
    git(published, "switch", "--quiet", "--create", "later")
    path = published / "cxaudit" / "__init__.py"
    text = path.read_text()
    line = next(line for line in text.splitlines() if line.startswith("__version__"))
    path.write_text(text.replace(line, '__version__ = "999.1"'))
    commit_all(published, "A later version")
    git(published, "switch", "--quiet", "main")
    return "later"


def test_nothing_of_the_checkout_is_run_while_anything_is_installed(
    index: None, published: Path, later: str, tmp_path: Path
) -> None:
    runner = Runner(tmp_path, open_shop(tmp_path / "checkout"))
    shop = runner.workspace
    marker = shop / "marker"
    for name in ("venv", "pip", "cxaudit", "typer", "json"):
        (shop / f"{name}.py").write_text(f"open({str(marker)!r}, 'w')\n")

    # The action installs itself.
    runner.values["github.action_path"] = str(published)
    done = runner.run("install")
    assert done.returncode == 0, done.stderr
    home = Path(runner.values["steps.install.outputs.cxaudit"]).parent.parent
    assert home.parent == runner.temp
    assert version(home) != "999.1"
    assert runner.run("check").returncode == 0

    # The template installs what it is told.
    source = f"git+file://{published}@{later}"
    done = run("cxaudit", shop, install=True, CXAUDIT_INSTALL=source, CXAUDIT_HOME=str(home))
    assert done.returncode == 0, done.stdout + done.stderr
    assert version(home) == "999.1"
    assert json.loads((shop / "gl-code-quality-report.json").read_text()) is not None
    assert MAP in (shop / FILE).read_text()
    assert not marker.exists()
