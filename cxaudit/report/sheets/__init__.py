"""Audience sheets: on one page, how somebody's work reaches the customer, or how a customer is treated.

`houses_of(audit)` gives the organisations, `audiences(houses)` everybody a sheet can be for, and
`sheet_of(house_of(houses, audience), audience)` the sheet, as plain data made of the panels of
`cxaudit.report.lens`. `whole_sheet_of` is the same where no paper sets a bound.
"""

from __future__ import annotations

from cxaudit.report.houses import houses_of
from cxaudit.report.sheets.compose import sheet_of, whole_sheet_of
from cxaudit.report.sheets.model import KINDS, Audience, Beside, Figure, Sheet
from cxaudit.report.sheets.readers import audiences, house_of

__all__ = [
    "KINDS",
    "Audience",
    "Beside",
    "Figure",
    "Sheet",
    "audiences",
    "house_of",
    "houses_of",
    "sheet_of",
    "whole_sheet_of",
]
