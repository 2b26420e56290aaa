"""A batch judged in a folder of its own: it holds what the batch and the order brought along, laid out
as on the client's disk, and nothing else of the project is there to be read."""

from __future__ import annotations

import gc
import os
import resource
import time
import zlib
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from cxaudit.rules.finding import SEVERITIES
from cxaudit.run.audit import Audit
from cxaudit.run.cluster.batches import Batch
from cxaudit.run.cluster.order import Order
from cxaudit.run.configuration import Wanted
from cxaudit.run.discover import Found
from cxaudit.run.project import nearest_configuration, repository_root
from cxaudit.run.projects import Projects, audit_projects


class Apart(Exception):
    """Why a batch cannot be judged here as it would be on the client."""


@dataclass(slots=True)
class Counts:
    """A batch in numbers. `severities` are its open findings; `fail_on` what its configuration says
    of them; `inputs` whether there was anything to audit."""

    maps: int = 0
    severities: dict[str, int] = field(default_factory=dict)
    suppressed: int = 0
    failures: int = 0
    crashes: int = 0
    fail_on: str = ""
    inputs: bool = False


@dataclass(slots=True)
class Result:
    """What came of a batch: its lines, packed, and in numbers. Where nothing came of it, `says` tells
    why, and `died` whether the process at work did. `memory` is the most that it took, in KiB, and
    `seconds` the processor time of this batch."""

    packed: bytes = b""
    counts: Counts = field(default_factory=Counts)
    says: str = ""
    died: bool = False
    memory: int = 0
    seconds: float = 0.0

    @property
    def lines(self) -> bytes:
        """The lines as a file holds them."""
        return zlib.decompress(self.packed) if self.packed else b""


class Bench:
    """Where batches of one order are judged, one after the other. The process works in a folder below
    `root` from now on."""

    def __init__(self, order: Order, root: Path) -> None:
        self.order = order
        self.root = root.resolve()
        self._check_above()
        for folder in order.roots:
            self._at(folder).joinpath(".git").mkdir(parents=True, exist_ok=True)
        for file, data in order.settings.items():
            self._write(file, data)
        here = self._at(order.here)
        here.mkdir(parents=True, exist_ok=True)
        os.chdir(here)
        self.projects = Projects(self._wanted())

    def judge(self, batch: Batch) -> Result:
        """Judge a batch. Raises `Apart`."""
        written = [self._write(file, data) for file, data in batch.beside.items()]
        written += [link for path, real in batch.links.items() if (link := self._link(path, real))]
        begun = time.process_time()
        try:
            result = self._judged(batch)
            result.seconds = time.process_time() - begun
            return result
        finally:
            for path in written:
                path.unlink(missing_ok=True)
            gc.collect()

    def _judged(self, batch: Batch) -> Result:
        found = Found(drawn=self.order.drawn, only_maps=self.order.only_maps)
        for file, data in [*batch.files.items(), *batch.borrowed.items()]:
            path = self._written(file)
            found.files.append(path)
            found.data[path] = data
        found.named = {self._written(file) for file in batch.named}
        audit = audit_projects(found, self.projects, self.order.as_of, beside=found.files[0])
        failures = self.projects.failures
        if not {self._stripped(str(one)) for one in failures} <= set(self.order.failures):
            raise Apart("rules or configuration are read otherwise here than on the client")
        audit.failures = [one for one in audit.failures if one not in failures]
        _give_back(audit, {str(self._written(file)) for file in batch.borrowed})
        text = self._stripped("".join(self.order.lines(audit)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        packed = zlib.compress(text.encode("utf-8"), 1)
        return Result(packed, counts_of(audit), memory=peak)

    def _check_above(self) -> None:
        """What lies above the folder would count for the project: there must be nothing."""
        above = nearest_configuration(self.root) or repository_root(self.root)
        if above is not None:
            raise Apart(
                f"the folder for temporary files, {self.root.parent}, lies in a project "
                f"({above}): set TMPDIR for the workers to another one"
            )

    def _wanted(self) -> Wanted:
        wanted = self.order.wanted
        return replace(
            wanted,
            packs=tuple(str(self._written(file)) for file in wanted.packs),
            configuration=str(self._written(wanted.configuration)) if wanted.configuration else "",
        )

    def _written(self, file: str) -> Path:
        """A path as people write it, as it is to be written here."""
        path = Path(file)
        return self._at(file) if path.is_absolute() else path

    def _at(self, file: str) -> Path:
        """Where something lies here that lies at an absolute path on the client's disk."""
        path = Path(os.path.normpath(file))
        return self.root / path.relative_to(path.anchor)

    def _stripped(self, text: str) -> str:
        return text.replace(str(self.root), "")

    def _write(self, file: str, data: bytes) -> Path:
        path = self._at(file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def _link(self, file: str, real: str) -> Path | None:
        path = self._at(str(Path(self.order.here, file)))
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.symlink_to(self._at(real))
            return path
        return None


def _give_back(audit: Audit, borrowed: set[str]) -> None:
    """Leave out what is said of scenarios that another batch judges."""
    if borrowed:
        audit.findings = [one for one in audit.findings if one.file not in borrowed]
        audit.failures = [one for one in audit.failures if one.path not in borrowed]
        audit.crashes = [one for one in audit.crashes if one.element not in borrowed]
        audit.other = [one for one in audit.other if one.path not in borrowed]


def counts_of(audit: Audit) -> Counts:
    """An audit in numbers."""
    found = Counter(finding.severity for finding in audit.open_findings)
    return Counts(
        maps=len(audit.analyses),
        severities={severity: found[severity] for severity in SEVERITIES},
        suppressed=len(audit.findings) - found.total(),
        failures=len(audit.failures),
        crashes=len(audit.crashes),
        fail_on=next(iter(audit.fail_on.values()), ""),
        inputs=bool(audit.files or audit.other or any(one.asked for one in audit.estates)),
    )
