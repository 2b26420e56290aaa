"""What lies around the files of an audit on the client's disk, each folder looked at once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.run.discover import discover, organisation_above
from cxaudit.run.project import project_root
from cxaudit.run.there import is_folder, real_path


@dataclass(slots=True)
class Around:
    """Files and folders as they are on the disk. Paths that it gives are absolute, links followed."""

    _homes: dict[Path, Path] = field(default_factory=dict)
    _organisations: dict[Path, list[Path]] = field(default_factory=dict)
    _scenarios: dict[Path, dict[str, bytes]] = field(default_factory=dict)
    _maps: dict[Path, dict[str, bytes]] = field(default_factory=dict)
    _texts: dict[Path, bytes] = field(default_factory=dict)

    def home(self, path: Path) -> Path:
        """The folder in which a file really lies."""
        return Path(self.real(path)).parent

    def real(self, path: Path) -> str:
        """Where a file really lies."""
        if path.is_symlink():
            return str(real_path(path))
        folder = path.parent
        if folder not in self._homes:
            self._homes[folder] = real_path(folder)
        return str(self._homes[folder] / path.name)

    def link(self, path: Path) -> str | None:
        """Where a path leads that has a link in it; None where it has none."""
        real = self.real(path)
        return real if os.path.normpath(Path.cwd() / path) != real else None

    def organisations(self, path: Path) -> list[Path]:
        """The organisation files of a file, the one that counts first."""
        home = self.home(path)
        if home not in self._organisations:
            self._organisations[home] = organisation_above(path, project_root(path))
        return self._organisations[home]

    def is_organisation(self, path: Path) -> bool:
        """Whether a file is one of them."""
        return Path(self.real(path)) in self.organisations(path)

    def text(self, path: Path) -> bytes:
        """The bytes of a file; none where it cannot be read any more."""
        if path not in self._texts:
            try:
                self._texts[path] = path.read_bytes()
            except OSError:
                self._texts[path] = b""
        return self._texts[path]

    def neighbours(self, home: Path) -> dict[str, bytes]:
        """All files of ours below a folder."""
        return {str(path): data for path, data in discover([str(home)]).data.items()}

    def scenarios(self, home: Path) -> dict[str, bytes]:
        """What the folder of scenarios beside a map holds."""
        if home not in self._scenarios:
            folder = home / "scenarios"
            self._scenarios[home] = self.neighbours(folder) if is_folder(folder) else {}
        return self._scenarios[home]

    def maps_in(self, folder: Path, scenario: Path) -> dict[str, bytes]:
        """The files of a folder that may be the map of a scenario; none outside its project."""
        if not folder.is_relative_to(project_root(scenario)):
            return {}
        if folder not in self._maps:
            below = self.neighbours(folder)
            self._maps[folder] = {
                file: below[file] for file in below if Path(file).parent == folder
            }
        return self._maps[folder]
