"""The waivers that a file holds: under `allow:`, and in comments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cxaudit.language.comments import Comment
from cxaudit.language.fields import Waiver
from cxaudit.language.organisation import Organisation
from cxaudit.language.outline import ENTITIES
from cxaudit.language.process import Process
from cxaudit.language.read import Document, Loc
from cxaudit.language.reasons import gives_reason

Waived = Callable[[str, str], bool]  # whether a waiver of a code stands on an element, by its path


@dataclass(slots=True)
class Allowed:
    """One waiver: the code or name that it names, and where it stands (`loc` ends with `allow`, code).

    `comment` is the comment that holds it; None where it stands under `allow:`. It `repeats` what
    another waiver says at the same place, or has `ended`: then it silences nothing, and is `used` while
    there is something that it would silence.
    """

    code: str
    waiver: Waiver
    loc: Loc
    used: bool = False
    comment: Comment | None = None
    repeats: bool = False
    ended: bool = False

    @property
    def place(self) -> tuple[str, ...]:
        """The element it covers; nothing for a whole file."""
        return tuple(str(part) for part in self.loc[:-2])

    @property
    def explained(self) -> bool:
        """Whether it gives a reason."""
        return gives_reason(self.waiver.reason)


def waivers_of(document: Document) -> list[Allowed]:
    """The waivers that a map or an organisation file holds: those under `allow:`, then those in
    comments, faulty ones among them."""
    model = document.model
    if isinstance(model, Process):
        return [*_of_map(model), *_of_comments(document, model)]
    if isinstance(model, Organisation):
        return [*_of_organisation(model), *_of_comments(document, model)]
    return []


def on_elements(waivers: Iterable[Allowed]) -> Waived:
    """What tells whether one of some waivers holds for an element of its own, not for a whole file."""
    places: dict[str, list[str]] = {}
    for allowed in waivers:
        if allowed.place and not allowed.ended:
            places.setdefault(allowed.code, []).append("/".join(allowed.place))
    return lambda code, path: any(is_within(path, place) for place in places.get(code, ()))


def is_within(path: str, place: str) -> bool:
    """Whether an element path is that of a place, or of a part of it."""
    return path == place or path.startswith(f"{place}/")


def repeated(waivers: Iterable[Allowed]) -> list[tuple[Allowed, Allowed]]:
    """Waivers of what another one waives at their place already, each with the one that is to stay:
    the first that gives a reason, else the first. One that has ended makes room for another."""
    alike: dict[tuple[str, tuple[str, ...]], list[Allowed]] = {}
    for allowed in waivers:
        if not allowed.ended:
            alike.setdefault((allowed.code, allowed.place), []).append(allowed)
    found = []
    for those in alike.values():
        stays = next((one for one in those if one.explained), those[0])
        found += [(one, stays) for one in those if one is not stays]
    return found


def _allow(entity: Any, *loc: str) -> Iterator[Allowed]:
    for code, waiver in entity.allow.items():
        yield Allowed(code, waiver, (*loc, "allow", code))


def _of_map(process: Process) -> Iterator[Allowed]:
    yield from _allow(process)
    for key, step in process.steps.items():
        yield from _allow(step, "steps", key)
    for key, request in process.requests.items():
        yield from _allow(request, "requests", key)
    yield from _of_entities(process)


def _of_organisation(organisation: Organisation) -> Iterator[Allowed]:
    yield from _allow(organisation)
    yield from _of_entities(organisation)
    for change, spec in organisation.changes.items():
        for group, own in spec.groups.items():
            yield from _allow(own, "changes", change, "groups", group)


def _of_entities(model: Process | Organisation) -> Iterator[Allowed]:
    for kind in ENTITIES:
        entities = getattr(model, kind, {})
        for key, entity in entities.items() if isinstance(entities, Mapping) else ():
            yield from _allow(entity, kind, key)


def _of_comments(document: Document, model: Process | Organisation) -> Iterator[Allowed]:
    """What comments say of elements that are there: a scenario may have dropped some."""
    for comment in document.comments:
        kind, key = (*comment.place, "", "")[:2]
        if comment.place and key not in (getattr(model, kind, None) or {}):
            continue
        if comment.fault:
            yield Allowed("", Waiver(), (*comment.place, "allow", ""), comment=comment)
            continue
        waiver = Waiver(reason=comment.reason, until=comment.until)
        for code in comment.codes:
            yield Allowed(code, waiver, (*comment.place, "allow", code), comment=comment)
