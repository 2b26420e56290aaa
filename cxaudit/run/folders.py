"""Two sides that share no repository: folders or files, or a revision beside one of these."""

from __future__ import annotations

import os
from pathlib import Path

from cxaudit.run.git import Repository, Unavailable
from cxaudit.run.renames import renamed
from cxaudit.run.revisions import Pair, write_all
from cxaudit.run.sides import Side, Spec, add_unrecognised, keep, look
from cxaudit.run.there import is_folder, real_path


def open_folders(
    base: Spec, head: Spec, repository: Repository | None, texts: list[str], scratch: Path
) -> Pair:
    """Read two folders or files; paths to limit them to are looked for in both."""
    sides = [
        _side(spec, repository, scratch / name) for spec, name in ((base, "base"), (head, "head"))
    ]
    roots = [_root(spec, side) for spec, side in zip((base, head), sides, strict=True)]
    if head.path is None and not head.commit and real_path(roots[0]).is_relative_to(Path.cwd()):
        raise Unavailable(
            f"{base.text} lies in the folder it would be compared with: name the other side too, or "
            f"cxaudit diff HEAD {base.text} for what was changed since the last commit"
        )
    if real_path(roots[0]) == real_path(roots[1]):
        raise Unavailable(f"{base.text} and {head.text} are the same: there is nothing to compare")
    for side, paths in zip(sides, _limited(roots, texts), strict=True):
        look(side, paths, [])
    _apart(sides, roots)
    pair = Pair(sides[0], sides[1])
    olds, news = (_by_key(side) for side in sides)
    pair.renamed = renamed(
        {key: data for key, data in olds.items() if key not in news},
        {key: data for key, data in news.items() if key not in olds},
    )
    now = {was: is_ for is_, was in pair.renamed.items()}
    if is_folder(roots[1]):  # a file that was named is read whatever it holds
        add_unrecognised(sides[1], sides[0], now, lambda key: True)
    if is_folder(roots[0]):
        add_unrecognised(sides[0], sides[1], pair.renamed, lambda key: True)
    return pair


def _side(spec: Spec, repository: Repository | None, folder: Path) -> Side:
    if spec.commit and repository is not None:
        write_all(repository, spec, folder)
        return Side(folder, "", commit=spec.commit)
    path = spec.path or Path()
    home = real_path(path) if is_folder(path) else path.parent.resolve()
    return Side(home, "")


def _root(spec: Spec, side: Side) -> Path:
    """What is looked through: a file or a folder, as a person writes it."""
    return side.home if spec.commit else spec.path or Path()


def _limited(roots: list[Path], texts: list[str]) -> list[list[Path]]:
    """The paths to look through on each side: the same ones, as seen from each folder."""
    if not texts:
        return [[root] for root in roots]
    found: list[list[Path]] = [[], []]
    for text in texts:
        place = real_path(text)
        within = [root for root in roots if place.is_relative_to(root.resolve())]
        key = place.relative_to(within[0].resolve()) if within else Path(text)
        there = [side for side, root in enumerate(roots) if os.path.lexists(root / key)]
        if not there or key.is_absolute():
            raise Unavailable(f"{text!r} is on neither side")
        for side in there:
            found[side].append(roots[side] / key)
    return found


def _apart(sides: list[Side], roots: list[Path]) -> None:
    """Where one folder lies in the other, it is no part of that."""
    for mine, other in ((0, 1), (1, 0)):
        inner = real_path(roots[other])
        if is_folder(roots[mine]) and inner.is_relative_to(real_path(roots[mine])):
            found = sides[mine].found
            kept = {path for path in found.files if not real_path(path).is_relative_to(inner)}
            sides[mine].found = keep(found, kept)


def _by_key(side: Side) -> dict[str, bytes]:
    return {side.key(str(path)): data for path, data in side.found.data.items()}
