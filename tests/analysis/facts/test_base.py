"""Entries of fact models: filled without being validated, and yet of the types that they declare."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from cxaudit.analysis.facts.base import Facts, dump
from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.analysis.facts.step import FlowFacts, StepFacts
from cxaudit.run.audit import Audit, audit

MAPS = Path(__file__).parents[3] / "process_maps"


@pytest.fixture(scope="module")
def shipped() -> Audit:
    """The maps that come with the project, studied, not judged."""
    return audit([str(MAPS)], {}, datetime.date(2026, 1, 15))


@pytest.mark.parametrize("judge", sorted(JUDGES))
def test_facts_are_of_the_types_that_their_models_declare(shipped: Audit, judge: str) -> None:
    entries = [one for analysis in shipped.analyses for one in analysis.all(judge)]
    entries += [one for estate in shipped.estates for one in estate.facts.get(judge, [])]
    for facts in entries:
        JUDGES[judge].model_validate(facts.__dict__, strict=True)


def test_an_entry_has_lists_of_its_own() -> None:
    one, other = StepFacts(id="a", does="A"), StepFacts(id="b", does="B")
    one.loop.append("a")
    one.basis["kind"] = "assumed"
    assert (other.loop, other.basis) == ([], {})
    assert StepFacts(id="c", does="C").loop == []


def test_what_is_not_said_is_as_the_model_says() -> None:
    facts = FlowFacts(id="a>b", source="a", share=0.25)
    assert facts == FlowFacts.model_validate({"id": "a>b", "source": "a", "share": 0.25})
    assert list(facts.__dict__) == list(FlowFacts.model_fields)
    assert dump(facts)["share"] == 0.25


def test_public_names_are_known() -> None:
    facts = StepFacts.model_validate({"id": "a", "does": "A", "with": ["customer"]})
    assert facts.with_ == StepFacts(id="a", does="A", with_=["customer"]).with_
    assert dump(facts)["with"] == ["customer"]


@pytest.mark.parametrize("said", [{"id": "a"}, {"id": "a", "does": "A", "colour": "red"}])
def test_what_is_missing_or_unknown_is_told(said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        StepFacts(**said)


def test_every_judge_can_be_made_from_what_it_must_be_told() -> None:
    for model in JUDGES.values():
        said = {n: "x" for n, spec in model.model_fields.items() if spec.is_required()}
        made: Facts = model(**said)
        assert made.__dict__.keys() == model.model_fields.keys()
