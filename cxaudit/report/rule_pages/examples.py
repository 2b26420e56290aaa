"""An example of a rule as the files it consists of, what the rule finds in them, and its picture."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from cxaudit.report.rule_pages.pictures import LOOPS, Picture, picture
from cxaudit.rules.finding import Finding
from cxaudit.rules.rule import Rule
from cxaudit.run.examples import audit_example, day_of, example_files, map_file


@dataclass(frozen=True, slots=True)
class File:
    """One file of an example: its name, what is written in it; `earlier` where it stands for the
    map as it was before."""

    name: str
    text: str
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """An example that was run: its files, the findings (files named from the example's folder),
    the day it was judged as of, and a map as a picture, where one can be drawn: `drawn` names its
    file."""

    files: tuple[File, ...]
    findings: tuple[Finding, ...]
    as_of: datetime.date
    drawn: str
    picture: Picture | None

    def text(self, name: str) -> str:
        """What is written in a file."""
        return next((f.text for f in self.files if f.name == name and not f.earlier), "")


def files_of(case: dict[str, Any]) -> tuple[File, ...]:
    """The files of an example, the map first."""
    found = [File(name, text) for name, text in example_files(case).items()]
    if "before" in case:
        found.insert(1, File(map_file(case), case["before"], earlier=True))
    return tuple(found)


def run(rule: Rule, which: str, draw: str = "") -> Ran:
    """Run the `bad` or `good` example of a rule, judged by that rule alone. The picture shows the
    map in the file `draw`, else the one with the first finding, else the one named `map`."""
    case: dict[str, Any] = rule.examples[which]
    files = files_of(case)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        name = files[0].name if "map" in case else ""
        result = audit_example(rule, case, root)
        own = [f for f in result.open_findings if f.code == rule.code]
        maps = [draw, *(_inside(f.file, root) for f in own if f.file in result.files), name]
        drawn = next((m for m in maps if m and str(root / m) in result.files), "")
        shown = picture(result, str(root / drawn), rule.witness in LOOPS) if drawn else None
        findings = tuple(_from_folder(f, root) for f in own)
    return Ran(files, findings, day_of(case), drawn, shown)


def _inside(path: str, root: Path) -> str:
    """A file as it is called inside the example's folder."""
    return PurePath(path).relative_to(root).as_posix()


def _from_folder(finding: Finding, root: Path) -> Finding:
    """A finding that names files as they are called inside the example's folder."""
    says = finding.says.replace(f"{root}/", "")
    return replace(finding, file=_inside(finding.file, root), says=says)
