"""`cxaudit owners`: who answers for each map, as CODEOWNERS."""

from __future__ import annotations

import shlex
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from cxaudit.cli.output import guard, path_named
from cxaudit.cli.shared import FOUND, NOTHING, USAGE
from cxaudit.run.there import is_file, is_there

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxaudit.run.owners import Owners

PLACES = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS")


class Format(StrEnum):
    """How owners are shown."""

    codeowners = "codeowners"
    text = "text"
    json = "json"


def owners(
    paths: Annotated[
        list[str] | None, typer.Argument(help="Maps, BPMN files or folders; default: this folder.")
    ] = None,
    format_: Annotated[
        Format, typer.Option("--format", "-f", help="How owners are shown.")
    ] = Format.codeowners,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=path_named,
            help="Write it there. Of a CODEOWNERS file only the block between our marks changes.",
        ),
    ] = None,
    handle: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=@TEAM", help="The handle of a role, as often as you like."),
    ] = None,
    prefix: Annotated[
        str, typer.Option(metavar="@ORG/", help="What other roles begin with: @acme/ + role.")
    ] = "",
    section: Annotated[
        str, typer.Option(metavar="NAME", help="A section of that name, for GitLab.")
    ] = "",
    check: Annotated[
        bool,
        typer.Option(
            "--check",
            help="Write nothing; fail where a file has no owner or the block is out of date.",
        ),
    ] = False,
) -> None:
    """Write who answers for each map: its process owner; for an organisation file, its top roles.

    A role's handle is what --handle says, else its `holder` where that is a handle or an e-mail
    address, else --prefix and its id. Files with no owner, or none with a handle, are told.

    Exit code: 0 done, 1 --check failed, 2 something could not be used, 3 no map among the paths.
    """
    from cxaudit.formats.owners import block, owners_json, owners_text
    from cxaudit.run import owners as run

    if check and format_ is not Format.codeowners:
        raise typer.BadParameter("--check is about CODEOWNERS: leave --format out")
    if section and (not section.isprintable() or set(section) & set("[]")):
        raise typer.BadParameter("a section is a name without brackets")
    try:
        handles = run.read_handles(handle or [], prefix)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if output is not None:
        guard([output])
    found = run.owners(paths or ["."], handles)
    if found.strangers and not found.failures:
        raise typer.BadParameter("; ".join(found.strangers))
    for failure in found.failures:
        typer.echo(f"cxaudit: {failure.path}: {failure.says}", err=True)
    wanting = _tell_wanting(found)
    if not found.files:
        if not found.failures:
            typer.echo("cxaudit: no map or organisation file among the paths", err=True)
        raise typer.Exit(USAGE if found.failures else NOTHING)
    if found.failures and output is not None and not check:
        _stop(output, "is not written, because its lines would be lost of what could not be used")
    late = False
    if format_ is not Format.codeowners:
        text = owners_json(found.files) if format_ is Format.json else owners_text(found.files)
        _put(output, text)
    elif check:
        words = [*(paths or []), *_options(handle or [], prefix, section)]
        late = _is_late(output or _place(found.root), block(found.files, section), words)
    elif output is None:
        sys.stdout.write(block(found.files, section))
    else:
        _write_block(output, block(found.files, section))
    if found.failures:
        raise typer.Exit(USAGE)
    if check and (wanting or late):
        raise typer.Exit(FOUND)


def _tell_wanting(found: Owners) -> bool:
    """Tell files without an owner, and owners without a handle; whether there are any."""
    wanting = False
    for one in found.files:
        if not one.roles:
            who = "`owner:` names nobody" if one.kind == "map" else "it names no role at the top"
            typer.echo(f"cxaudit: {one.path}: nobody owns it: {who}", err=True)
        for role in one.nameless:
            way = f"give --handle {role}=@team, or --prefix @acme/"
            typer.echo(f"cxaudit: {one.path}: {role} has no handle: {way}", err=True)
        wanting = wanting or not one.roles or bool(one.nameless)
    return wanting


def _place(root: Path) -> Path:
    """The CODEOWNERS file of a repository; where there is none, the first place for one."""
    known = [root / place for place in PLACES]
    return next((path for path in known if path.is_file()), known[0])


def _options(handles: Sequence[str], prefix: str, section: str) -> list[str]:
    """The options that make the block what it is, as words of a command line."""
    words = [word for handle in handles for word in ("--handle", handle)]
    words += ["--prefix", prefix] if prefix else []
    return words + (["--section", section] if section else [])


def _is_late(path: Path, new: str, words: Sequence[str]) -> bool:
    """Whether the block of a file is not what it should be; `words` make it so."""
    before = _read(path)
    if before is not None and _with_block(path, before, new) == before:
        return False
    what = "is out of date" if before is not None else "does not exist"
    command = shlex.join(["cxaudit", "owners", *words, "-o", str(path)])
    typer.echo(f"cxaudit: {path} {what}: write it with `{command}`", err=True)
    return True


def _write_block(path: Path, new: str) -> None:
    """Put the block into a file; a file that says it already is not written."""
    before = _read(path)
    after = _with_block(path, before or b"", new)
    if after != before:
        _put_bytes(path, before, after)
    print(path)


def _with_block(path: Path, before: bytes, new: str) -> bytes:
    from cxaudit.formats.owners import BrokenBlock, merged

    try:
        return merged(before.decode(), new).encode()
    except UnicodeDecodeError:
        _stop(path, "is no UTF-8 text: it is left as it is")
    except BrokenBlock as error:
        _stop(path, str(error))


def _read(path: Path) -> bytes | None:
    """The bytes of a file, None where there is none, or a pipe or device."""
    try:
        return path.read_bytes() if is_file(path) or not is_there(path) else None
    except FileNotFoundError:
        return None
    except OSError as error:
        _stop(path, f"cannot be read: {(error.strerror or str(error)).lower()}")


def _put(output: Path | None, text: str) -> None:
    if output is None:
        sys.stdout.write(text)
    else:
        _put_bytes(output, None, text.encode())
        print(output)


def _put_bytes(path: Path, before: bytes | None, after: bytes) -> None:
    """Write a file whole; one that was read only where nobody changed it meanwhile."""
    from cxaudit.run.writing import NotWritten, replace_file, write_output

    try:
        if before is None:
            write_output(path, after)
        else:
            replace_file(path, before, after)
    except NotWritten as error:
        _stop(path, error.says)
    except OSError as error:
        _stop(path, f"cannot be written: {(error.strerror or str(error)).lower()}")


def _stop(path: Path, says: str) -> NoReturn:
    typer.echo(f"cxaudit: {path}: {says}", err=True)
    raise typer.Exit(USAGE)
