"""What an editor holds and has not saved: a buffer in the place of a file."""

from __future__ import annotations

from pathlib import Path

from cxaudit.run.discover import YAML, Found, looks_like_ours

UNNAMED = "<stdin>"


def buffer_found(data: bytes, name: str | None = None, only_maps: bool = False) -> Found:
    """A buffer as what is asked for.

    It takes the place of the file `name`, which need not exist yet: organisation, configuration and
    scenarios are those beside it, the map's id is as if it were saved there, findings carry the name.
    Without a name it lies in the current folder. With `only_maps` a buffer that is no map,
    organisation file or scenario is passed over.
    """
    path = Path(name or UNNAMED)
    if only_maps and not _is_ours(path, data):
        return Found(only_maps=only_maps)
    return Found(files=[path], named={path}, data={path: data}, only_maps=only_maps)


def _is_ours(path: Path, data: bytes) -> bool:
    suffix = path.suffix.lower()
    if suffix == ".bpmn":
        return True
    return (suffix in YAML or path.name == UNNAMED) and looks_like_ours(data)
