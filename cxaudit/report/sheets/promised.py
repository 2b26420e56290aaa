"""Promises held against an average case, in the same words for who gave them and who got them."""

from __future__ import annotations

from cxaudit.report.texts import share_of, times


def promised(late: int, made: int) -> str:
    """How many of the promises that can be held against a time an average case breaks."""
    return share_of(
        late,
        made,
        "{part} promises is shorter than an average case",
        "{part} promises are shorter than an average case",
        only="The one promise is shorter than an average case",
        only_not="The one promise leaves an average case its time",
        none="Every promise leaves an average case its time",
    )


def unkept(made: int) -> str:
    """What stands under the number of promises that are broken."""
    return times(
        made,
        "of {n} promise cannot be kept on average",
        "of {n} promises cannot be kept on average",
    )
