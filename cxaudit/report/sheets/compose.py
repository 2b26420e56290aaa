"""One sheet for one reader."""

from __future__ import annotations

from cxaudit.report.house import House
from cxaudit.report.sheets.fit import fitted, shortened
from cxaudit.report.sheets.leader import leader_sheet
from cxaudit.report.sheets.model import Audience, Beside, Sheet
from cxaudit.report.sheets.owner import owner_sheet
from cxaudit.report.sheets.party import party_sheet
from cxaudit.report.sheets.role import role_sheet
from cxaudit.report.sheets.unit import unit_sheet

ALONE = Beside()
_MAKERS = {
    "role": role_sheet,
    "unit": unit_sheet,
    "party": party_sheet,
    "leader": leader_sheet,
    "owner": owner_sheet,
}


def sheet_of(house: House, audience: Audience, beside: Beside = ALONE) -> Sheet:
    """The sheet of an audience in its house. With what is `beside`, its open questions and the
    scenarios of its maps are on it. Panels without blocks say what to write, or are left out;
    tables have the rows that one page holds."""
    return fitted(_MAKERS[audience.kind](house, audience, beside))


def whole_sheet_of(house: House, audience: Audience, beside: Beside = ALONE) -> Sheet:
    """The same with all that a reader can take in, for a page that need not be one on paper."""
    return shortened(_MAKERS[audience.kind](house, audience, beside))
