"""The measures and the feedback that an organisation describes, over all its maps in view."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence

from cxaudit.analysis.collect.listening import feedback_entry, hears, key_parties, measure_entry
from cxaudit.analysis.facts.listening import FeedbackFacts, MeasureFacts
from cxaudit.analysis.graph import ANY, TypeGraph
from cxaudit.analysis.study import Study
from cxaudit.analysis.world import World
from cxaudit.infer.lexicon import in_words
from cxaudit.language.organisation import Feedback, Organisation
from cxaudit.language.values import Calendar

_DENIALS = ("not ", "never ", "no ")


def measure_facts(
    world: World, shared: Organisation, studies: Sequence[Study], as_of: datetime.date
) -> list[MeasureFacts]:
    """One entry a measure."""
    used = _used(studies, _measures_named)
    found = []
    for key, measure in shared.measures.items():
        facts = measure_entry(key, measure, world, as_of)
        facts.place = facts.defined = "organisation"
        facts.used_in = used.get(key, [])
        found.append(facts)
    return found


def feedback_facts(
    world: World, shared: Organisation, studies: Sequence[Study], as_of: datetime.date
) -> list[FeedbackFacts]:
    """One entry a feedback. Its way for the unhappy may lead into any of the maps that use it, or of
    all where none does."""
    used = _used(studies, _feedback_named)
    maps = frozenset(study.id for study in studies)
    found = []
    for key, feedback in shared.feedback.items():
        naming = set(used.get(key, []))
        users = [study for study in studies if study.id in naming] or studies
        graphs = [figures.graph for study in users for figures in study.figures.values()]
        graphs = graphs or [TypeGraph(ANY, [], [], 0)]
        facts = feedback_entry(key, feedback, world, graphs, maps, Calendar(), as_of)
        facts.place = facts.defined = "organisation"
        facts.used_in = used.get(key, [])
        heard = [hears(feedback, study.works) or set() for study in users]
        facts.key_parties = key_parties(world, set().union(set(feedback.from_), *heard))
        found.append(facts)
    return found


def _used(
    studies: Sequence[Study], named: Callable[[Study], Iterable[str]]
) -> dict[str, list[str]]:
    """The maps that name each thing."""
    found: dict[str, dict[str, None]] = {}
    for study in studies:
        for key in named(study):
            found.setdefault(key, {})[study.id] = None
    return {key: list(maps) for key, maps in found.items()}


def _measures_named(study: Study) -> list[str]:
    """The measures of the organisation that a map names, for itself or for a step."""
    own = {key for key, measure in study.process.measures.items() if measure.model_fields_set}
    steps = [key for work in study.works for key in work.step.measure]
    return [key for key in [*study.process.measures, *steps] if key not in own]


def _feedback_named(study: Study) -> list[str]:
    """The feedback of the organisation that a map uses."""
    return [key for key, own in study.process.feedback.items() if not own.model_fields_set]


def discipline_feedback(shared: Organisation, studies: Sequence[Study]) -> list[str]:
    """Feedback that is used for discipline, the organisation's and that of its maps."""
    every: list[tuple[str, Feedback]] = list(shared.feedback.items())
    every += [item for study in studies for item in study.world.feedback.items()]
    return list(dict.fromkeys(key for key, feedback in every if _for_discipline(feedback)))


def _for_discipline(feedback: Feedback) -> bool:
    """Whether one of its uses is discipline; "never for discipline" is none."""
    return any(
        in_words(use.replace("-", " "), "discipline") and not use.lower().startswith(_DENIALS)
        for use in feedback.used_for
    )
