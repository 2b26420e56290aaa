"""Which request type of a map is which in its other version, where its id was changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping

from cxaudit.analysis.study import Study
from cxaudit.language.process import Request

FINE = 9  # digits of a share: those that a map leaves out are computed


def renamed_types(before: Study, after: Study, steps: Mapping[str, str]) -> dict[str, str]:
    """Request types with a new id, old to new: those with otherwise equal keys, the same share of the
    volume and the same route, as far as it leads over steps that both versions have. `steps` are ids
    of steps before that are others now.
    """
    old, new = before.process.requests, after.process.requests
    kept = {work.id for work in after.works}
    names = {work.id: steps.get(work.id, work.id) for work in before.works}
    both = kept & set(names.values())
    first = {key: _marks(before, key, names, both) for key in old if key not in new}
    second = {key: _marks(after, key, {}, both) for key in new if key not in old}
    return matched(first, second)


def _marks(study: Study, kind: str, names: Mapping[str, str], both: set[str]) -> Hashable:
    """What a type says, how often it comes, and which of the steps of `both` it can meet."""
    spec = study.process.requests[kind]
    members = study.figures[kind].graph.members
    route = {names.get(step, step) for step in (study.works[index].id for index in members)}
    share = round(study.shares.get(kind, 0.0), FINE)
    return _says(spec, names), share, frozenset(route & both)


def _says(spec: Request, names: Mapping[str, str]) -> Hashable:
    if spec.starts is not None:
        spec = spec.model_copy(update={"starts": names.get(spec.starts, spec.starts)})
    return tuple((key, repr(getattr(spec, key))) for key in sorted(spec.model_fields_set))


def matched(
    first: Mapping[str, Hashable], second: Mapping[str, Hashable], alone: bool = False
) -> dict[str, str]:
    """Ids that say the same, in file order, where both sides have as many of them; `alone` where only
    one of each side says it."""
    many = Counter(first.values()), Counter(second.values())
    waiting: dict[Hashable, list[str]] = {}
    for key, says in second.items():
        if many[0][says] == many[1][says] and not (alone and many[1][says] > 1):
            waiting.setdefault(says, []).append(key)
    return {key: waiting[says].pop(0) for key, says in first.items() if waiting.get(says)}
