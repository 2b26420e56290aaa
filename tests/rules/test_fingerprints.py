"""A fingerprint is that of a finding about an element: whatever else is done to the file, it stays."""

from __future__ import annotations

import datetime
import json
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from cxaudit.change.layout.text import lay_out
from cxaudit.rules.finding import Finding, stamp
from cxaudit.rules.loading import PackFile, load
from cxaudit.rules.packs import active, all_rules, built_in
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import audit
from tests.conftest import MAPS

AS_OF = datetime.date(2026, 1, 15)
AS_IS = sorted(folder for folder in MAPS.glob("*/as-is"))
Told = dict[tuple[str, str], tuple[Any, ...]]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the project's root, below which organisations are looked for


def told(folder: Path, rules: dict[str, Rule] | None = None) -> Told:
    """What each fingerprint of a map stands for, over all files of a folder."""
    found = audit([str(folder)], rules, AS_OF).findings
    marks = {(f.map, f.fingerprint): (f.code, f.path, sorted(f.requests)) for f in found}
    assert len(marks) == len(found) > 0
    return marks


def _each_file(change: Callable[[str], str]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        for path in folder.rglob("*.yaml"):
            path.write_bytes(change(path.read_bytes().decode()).encode())

    return apply


def lines_above(text: str) -> str:
    return "# Reviewed by nobody yet\n\n\n" + text


def comments_everywhere(text: str) -> str:
    """A comment above each entry, and one behind each key that has a block below it."""
    text = re.sub(r"^( *)([\w-]+:)", r"\1# says\n\1\2", text, flags=re.MULTILINE)
    return re.sub(r":$", ":  # as it is", text, flags=re.MULTILINE)


def windows(text: str) -> str:
    return text.replace("\n", "\r\n")


def deeper(text: str) -> str:
    """Four blanks for two, and two behind a colon."""
    text = re.sub(r"^( *)(- )?", r"\1\1\2", text, flags=re.MULTILINE).replace("- ", "-   ")
    return re.sub(r"^( *[\w-]+:) (?=\S)", r"\1  ", text, flags=re.MULTILINE)


def laid_out(text: str) -> str:
    found = lay_out(windows(deeper(text)).encode())
    assert not found.says
    return found.data.decode()


def keys_reordered(text: str) -> str:
    """The same in another order, but for steps, which happen in theirs, and the groups of a change, at
    the first of which a unit that nobody speaks for is told."""
    data = YAML(typ="safe", pure=True).load(text)
    return json.dumps(_turned(data, ""), default=str, ensure_ascii=False)


def _turned(data: Any, key: str) -> Any:
    if isinstance(data, list):
        return [_turned(one, "") for one in data]
    if not isinstance(data, dict):
        return data
    entries = [(str(name), _turned(value, str(name))) for name, value in data.items()]
    first = (
        entries[:1] if key == "" and entries[0][0] in ("process", "whatif", "organisation") else []
    )
    rest = entries[len(first) :]
    return dict(first + (rest if key == "steps" else rest[::-1]))


def renamed_and_moved(folder: Path) -> None:
    """Every map under another name, one folder further down; its id is written into it first."""
    (folder / "archive").mkdir()
    for path in sorted(folder.glob("*.yaml")):
        text = path.read_text()
        if text.startswith("process:") or "\nprocess:" in text:
            if not re.search(r"^id:", text, flags=re.MULTILINE):
                text = re.sub(
                    r"^(process:.*\n)", rf"\1id: {path.stem}\n", text, count=1, flags=re.M
                )
            (folder / "archive" / f"map-of-{path.stem}.yaml").write_text(text)
            path.unlink()


CHANGES: dict[str, Callable[[Path], None]] = {
    "lines inserted above": _each_file(lines_above),
    "comments added": _each_file(comments_everywhere),
    "line ends of Windows": _each_file(windows),
    "deeper indentation": _each_file(deeper),
    "keys reordered": _each_file(keys_reordered),
    "fmt applied": _each_file(laid_out),
    "files renamed and moved": renamed_and_moved,
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("source", AS_IS, ids=lambda path: path.parent.name)
def test_fingerprints_stay(source: Path, change: str, tmp_path: Path) -> None:
    folder = tmp_path / "maps"
    shutil.copytree(source, folder)
    before = told(folder)
    CHANGES[change](folder)
    assert told(folder) == before


def test_fingerprints_stay_where_messages_are_reworded(tmp_path: Path) -> None:
    """A pack that words every rule anew."""
    shutil.copytree(MAPS / "volta-switchgear" / "as-is", tmp_path / "maps")
    shipped = all_rules(built_in())
    before = told(tmp_path / "maps", active(shipped))
    entries = "".join(f"{code}:\n  says: 'See {code}.'\n" for code in shipped)
    house = tmp_path / "house.yaml"
    house.write_text(f"rules: House style\n{entries}")
    loaded = load([PackFile(house, house.name, tmp_path)], shipped)
    assert not loaded.faults
    reworded = active({**shipped, **all_rules(loaded.packs)})
    found = audit([str(tmp_path / "maps")], reworded, AS_OF).findings
    assert {f.says for f in found if f.path} <= {f"See {code}." for code in shipped}
    assert told(tmp_path / "maps", reworded) == before


def test_maps_of_one_id_leave_each_other_alone(tmp_path: Path) -> None:
    """A finding that comes or goes in one organisation is no other finding in the next."""
    north, south = tmp_path / "north", tmp_path / "south"
    for folder in (north, south):
        shutil.copytree(MAPS / "volta-switchgear" / "as-is", folder)
        shutil.rmtree(folder / "scenarios")  # of two maps of one id nobody knows which it edits

    def marks(path: Path) -> dict[str, str]:
        every = audit([str(tmp_path)], None, AS_OF).findings
        return {f.fingerprint: f.says for f in every if Path(f.file).is_relative_to(path)}

    alone = {f.fingerprint: f.says for f in audit([str(south)], None, AS_OF).findings}
    assert marks(south) == marks(north) == alone
    for path in north.glob("*.yaml"):
        path.write_text("process: Broken\nsteps: {a: {\n")
    assert marks(south) == alone and marks(north) != alone


def finding(requests: list[str], witness: list[str], says: str = "") -> Finding:
    return Finding(
        "SO201", "too-many", "error", "certain", says, "m", "steps/a", "m.yaml",
        requests=requests, witness=witness,
    )  # fmt: skip


def test_findings_of_one_element_keep_theirs_in_any_order() -> None:
    """Whom they concern and by which way tells them apart, not their place or their words."""
    known = [
        finding(["easy"], ["a", "b"], "first"),
        finding(["hard"], ["a", "b"], "second"),
        finding(["hard"], ["a", "c"], "third"),
        finding([], [], "fourth"),
    ]
    stamp(known)
    marks = {(tuple(f.requests), tuple(f.witness)): f.fingerprint for f in known}
    assert len(set(marks.values())) == 4
    random.Random(1).shuffle(known)
    for number, one in enumerate(known):
        one.says, one.severity = f"word {number}", "warning"
    stamp(known)
    assert marks == {(tuple(f.requests), tuple(f.witness)): f.fingerprint for f in known}


def test_a_fingerprint_is_known_for_good() -> None:
    """Baselines and code hosts keep them: a change of how they are made is a change for users."""
    one = finding(["easy"], ["a"])
    stamp([one])
    assert one.fingerprint == "b5ecddbe268909a1"
