"""`cxaudit clean`: what earlier runs have kept is removed."""

from __future__ import annotations

import sys

import typer

from cxaudit.cli.speed import CacheDirOption


def clean(cache_dir: CacheDirOption = None) -> None:
    """Remove what earlier runs have kept. The next run takes longer and says the same.

    Exit code: 0 there is no cache any more, 2 it could not be removed.
    """
    from cxaudit.run.cache.place import cache_folder
    from cxaudit.run.cache.store import clear

    folder = cache_folder(cache_dir)
    if folder is None:
        print("cxaudit: there is no cache")
        return
    try:
        removed = clear(folder)
    except OSError as error:
        told = (error.strerror or str(error)).lower()
        print(f"cxaudit: {error.filename or folder}: cannot be removed: {told}", file=sys.stderr)
        raise typer.Exit(2) from None
    if not removed and folder.exists():
        print(f"cxaudit: {folder} is no cache of cxaudit: it is left alone", file=sys.stderr)
        raise typer.Exit(2)
    print(f"cxaudit: {'removed' if removed else 'there is no cache in'} {folder}")
