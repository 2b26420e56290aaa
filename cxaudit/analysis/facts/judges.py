"""Every judge and its fact model.

Durations are working minutes, shares 0 to 1, paths lists of step ids in order. A field that may be
None is unknown where it is; rules see it with a boolean twin, `has_<name>`.
"""

from __future__ import annotations

from cxaudit.analysis.facts.base import Facts
from cxaudit.analysis.facts.change import ChangeFacts, GroupFacts
from cxaudit.analysis.facts.clone import CloneFacts
from cxaudit.analysis.facts.element import ElementFacts
from cxaudit.analysis.facts.listening import FeedbackFacts, MeasureFacts
from cxaudit.analysis.facts.map import MapFacts
from cxaudit.analysis.facts.meeting import TouchPointFacts
from cxaudit.analysis.facts.organisation import OrganisationFacts, RoutineFacts
from cxaudit.analysis.facts.people import PartyFacts, RoleFacts, UnitFacts
from cxaudit.analysis.facts.problem import ProblemFacts
from cxaudit.analysis.facts.request import RequestFacts
from cxaudit.analysis.facts.sign_off import SignOffFacts
from cxaudit.analysis.facts.step import FlowFacts, StepFacts

JUDGES: dict[str, type[Facts]] = {
    "map": MapFacts,
    "request": RequestFacts,
    "step": StepFacts,
    "flow": FlowFacts,
    "touch_point": TouchPointFacts,
    "sign_off": SignOffFacts,
    "party": PartyFacts,
    "feedback": FeedbackFacts,
    "problem": ProblemFacts,
    "element": ElementFacts,
    "role": RoleFacts,
    "unit": UnitFacts,
    "measure": MeasureFacts,
    "routine": RoutineFacts,
    "change": ChangeFacts,
    "group": GroupFacts,
    "clone": CloneFacts,
    "organisation": OrganisationFacts,
}
