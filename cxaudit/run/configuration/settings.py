"""What configurations say, as data; nothing here reads a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.rules.loading import Fault, PackFile
from cxaudit.rules.patterns import Patterns
from cxaudit.rules.policy import Layer, Override


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line asks for beside the paths: rule packs, which rules, how sure findings must
    be, and another configuration than the nearest, or none."""

    packs: tuple[str, ...] = ()
    preset: str = ""
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    confidence: str = ""
    configuration: str = ""
    isolated: bool = False


@dataclass(slots=True)
class Settings:
    """What the configuration of a project says, that which it extends first.

    `path` is its file as people name it (None where there is none), `files` are all that were read,
    `root` is the folder in which files that it names must lie. `fail_on` and `baseline` are empty
    where nothing is said; `exclude` are files that are passed over in folders.
    """

    root: Path
    path: str | None = None
    files: list[str] = field(default_factory=list)
    packs: list[PackFile] = field(default_factory=list)
    layers: list[Layer] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    exclude: list[Patterns] = field(default_factory=list)
    fail_on: str = ""
    baseline: Path | None = None
    faults: list[Fault] = field(default_factory=list)
