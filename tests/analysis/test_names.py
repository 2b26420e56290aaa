"""Names for people, of what is written as an id alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.analysis.names import named
from cxaudit.report.build import build
from cxaudit.report.markdown import render_markdown
from cxaudit.run.audit import audit

ORGANISATION = """
organisation: House
roles: {chief: {level: 1}, crm-clerk: {level: 3, reports-to: chief, front-line: true}}
parties: {buyer: {kind: buyer}, hvac-engineer: {kind: influencer, influences: buyer}}
measures: {nps: {kind: customer, of: buyer, seen-by: [crm-clerk]}}
feedback: {csat-survey: {from: buyer}}
rewards: {chief: [nps], crm-clerk: [nps]}
"""
ORDER = """
process: Order
owner: chief
customers: [buyer]
steps:
  take: {by: crm-clerk, with: buyer via phone, measure: nps, end: booked}
"""


@pytest.mark.parametrize(
    ("identifier", "told"),
    [
        ("sales-director", "sales director"),
        ("nps", "NPS"),
        ("hvac-design-engineer", "HVAC design engineer"),
        ("Sla_breaches", "SLA breaches"),
        ("slack", "slack"),
        ("", ""),
    ],
)
def test_an_id_as_words_of_a_sentence(identifier: str, told: str) -> None:
    assert named(identifier) == told


def test_acronyms_stand_in_capitals_in_a_report(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "organisation.yaml").write_text(ORGANISATION)
    (tmp_path / "order.yaml").write_text(ORDER)
    told = render_markdown(build(audit([str(tmp_path)])))
    for name in ("NPS", "CSAT survey", "CRM clerk", "HVAC engineer"):
        assert name in told
    for name in ("Nps", "Csat", "Crm clerk", "Hvac"):
        assert name not in told
