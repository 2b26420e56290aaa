"""Who answers for each file: the owner of a process for its map, the top of the house for its
organisation file; and the handles by which a code host knows them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.language.organisation import Organisation, Role
from cxaudit.language.problems import suggestion
from cxaudit.language.process import Process
from cxaudit.language.read import Document
from cxaudit.language.values import name
from cxaudit.run.discover import Failure, discover
from cxaudit.run.load import Loaded, load
from cxaudit.run.project import repository_root

HANDLE = re.compile(
    r"@{1,2}[A-Za-z0-9_][\w.-]*(?:/[\w.-]+)*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII
)
PREFIX = re.compile(r"@(?:[A-Za-z0-9_][\w.-]*/)*", re.ASCII)


@dataclass(slots=True)
class Owned:
    """A file, relative to the root with forward slashes; the roles that answer for it; the handles of
    those that have one; and those that have none."""

    path: str
    kind: str
    title: str
    roles: list[str] = field(default_factory=list)
    handles: list[str] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Owners:
    """The files below a root, by path, and paths that could not be used. `strangers` tell of handles
    given to roles that nobody knows."""

    root: Path
    files: list[Owned] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Handles:
    """How roles are called: by `named`, else by what the organisation says, else with a `prefix`."""

    named: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""

    def of(self, role: str, known: Role | None) -> str:
        """The handle of a role, or an empty text."""
        holder = known.holder.strip() if known is not None else ""
        prefixed = self.prefix + role if self.prefix else ""
        for candidate in (self.named.get(role, ""), holder, role, prefixed):
            if HANDLE.fullmatch(candidate):
                return candidate
        return ""


def owners(paths: Sequence[str], handles: Handles) -> Owners:
    """The owners of the maps and organisation files among some paths. The root is that of the
    repository of the first, else the current folder."""
    root = repository_root(Path(paths[0])) or Path.cwd().resolve()
    found = discover(paths)
    loaded = load(found)
    result = Owners(root, failures=[*found.failures, *loaded.failures])
    for source in loaded.sources:
        if source.asked and not source.document.readable:
            result.failures.append(_unread(source.document))
        elif source.asked:
            house = loaded.organisations.get(source.organisation or "")
            _add(result, source.document, house, handles)
    for key, house in sorted(loaded.organisations.items()):
        if not house.readable:
            result.failures.append(_unread(house))
        elif key in loaded.asked:
            _add(result, house, house, handles)
    for document in loaded.other:
        if document.kind == "":
            result.failures.append(_unread(document))
    result.files.sort(key=lambda one: one.path)
    known = _known_roles(loaded)
    for role in handles.named:
        if role not in known:
            says = f"--handle {role}: no role is called so{suggestion(role, known)}"
            result.strangers.append(says)
    return result


def _unread(document: Document) -> Failure:
    return Failure(document.path, "cannot be read: `cxaudit check` says why")


def _known_roles(loaded: Loaded) -> list[str]:
    """The roles that maps and organisation files name, and what maps give as owners."""
    found: dict[str, None] = {}
    documents = [*loaded.organisations.values(), *(source.document for source in loaded.sources)]
    for document in documents:
        found |= dict.fromkeys(getattr(document.model, "roles", {}))
        found |= dict.fromkeys(getattr(document.model, "owner", []))
    return list(found)


def _add(result: Owners, document: Document, house: Document | None, handles: Handles) -> None:
    path = Path(document.path)
    real = path.parent.resolve() / path.name
    if not real.is_relative_to(result.root):
        result.failures.append(Failure(document.path, f"lies outside of {result.root}"))
        return
    shown = real.relative_to(result.root).as_posix()
    if not shown.isprintable():
        says = "has a name that no list of owners can hold: rename it"
        result.failures.append(Failure(repr(document.path), says))
        return
    owned = Owned(shown, "map" if document.kind == "process" else "organisation", "")
    known: dict[str, Role] = {}
    if house is not None and isinstance(house.model, Organisation):
        known.update(house.model.roles)
    if isinstance(document.model, Process):
        owned.title, owned.roles = document.model.process, list(document.model.owner)
        known.update(document.model.roles)
    elif isinstance(document.model, Organisation):
        owned.title, owned.roles = document.model.organisation, leaders(document.model)
    for role in dict.fromkeys(owned.roles):
        handle = handles.of(role, known.get(role))
        if not handle:
            owned.nameless.append(role)
        elif handle not in owned.handles:
            owned.handles.append(handle)
    result.files.append(owned)


def leaders(house: Organisation) -> list[str]:
    """The top of an organisation: roles of the least level; where none has a level, those to whom
    others report and who report to nobody; else the heads of the units."""
    levels = {role: one.level for role, one in house.roles.items() if one.level is not None}
    if levels:
        return [role for role, level in levels.items() if level == min(levels.values())]
    superiors = {one.reports_to: None for one in house.roles.values() if one.reports_to}
    top = [r for r in superiors if r not in house.roles or house.roles[r].reports_to is None]
    return top or list(dict.fromkeys(unit.head for unit in house.units.values() if unit.head))


def read_handles(pairs: Sequence[str], prefix: str) -> Handles:
    """`role=@handle` pairs and a prefix as handles; a ValueError says what is wrong with one."""
    named = {}
    for pair in pairs:
        role, sign, handle = pair.partition("=")
        if not sign or not name(role) or not HANDLE.fullmatch(handle.strip()):
            raise ValueError(
                f"{pair!r} is no handle of a role: write role=@team or role=me@acme.com"
            )
        named[name(role)] = handle.strip()
    if prefix and not PREFIX.fullmatch(prefix):
        raise ValueError(f"{prefix!r} is no beginning of a handle: write it like @acme/")
    return Handles(named, prefix)
