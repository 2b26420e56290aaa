"""The waivers that a file holds: under `allow:`, and in comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cxaudit.language.comments import Comment
from cxaudit.language.fields import Waiver
from cxaudit.language.organisation import Organisation
from cxaudit.language.outline import ENTITIES
from cxaudit.language.process import Process
from cxaudit.language.read import Document, Loc


@dataclass(slots=True)
class Allowed:
    """One waiver: the code or name that it names, and where it stands (`loc` ends with `allow`, code).

    `comment` is the comment that holds it; None where it stands under `allow:`. It `repeats` what
    another waiver says at the same place.
    """

    code: str
    waiver: Waiver
    loc: Loc
    used: bool = False
    comment: Comment | None = None
    repeats: bool = False

    @property
    def place(self) -> tuple[str, ...]:
        """The element it covers; nothing for a whole file."""
        return tuple(str(part) for part in self.loc[:-2])


def waivers_of(document: Document) -> list[Allowed]:
    """The waivers that a map or an organisation file holds: those under `allow:`, then those in
    comments, faulty ones among them."""
    model = document.model
    if isinstance(model, Process):
        return [*_of_map(model), *_of_comments(document, model)]
    if isinstance(model, Organisation):
        return [*_of_organisation(model), *_of_comments(document, model)]
    return []


def allows(document: Document, kind: str, key: str) -> set[str]:
    """The codes and names that are waived on one element, such as `requests` and its id."""
    element = (getattr(document.model, kind, None) or {}).get(key)
    codes = set(element.allow) if element is not None else set()
    for comment in document.comments:
        if comment.place == (kind, key) and not comment.fault:
            codes.update(comment.codes)
    return codes


def repeated(waivers: Iterable[Allowed]) -> list[tuple[Allowed, Allowed]]:
    """Comments that waive what is waived at their place already, each with the waiver before it."""
    first: dict[tuple[str, tuple[str, ...]], Allowed] = {}
    found = []
    for allowed in waivers:
        before = first.setdefault((allowed.code, allowed.place), allowed)
        if before is not allowed and allowed.comment is not None:
            found.append((allowed, before))
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
