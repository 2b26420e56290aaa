"""Who is met and how: the forms of `with`."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field

from cxaudit.language.fields import Before, Name, Part, Texts, Written, one_or_more

NOBODY = "nobody"  # denies what a label would be read as: a meeting, a performer
_CHANNELS = re.compile(r"\s*,\s*|\s+and\s+|\s+or\s+|\s*/\s*")


class Contact(Part):
    """A meeting: the party, and the channels it may happen by."""

    party: Name = Field(description="Who is met.")
    via: Texts = Field([], description="The channels it may happen by, such as phone or email.")


def contacts(value: Any) -> Any:
    """`agent via phone, email`, a mapping, or a list of either, as a list of mappings."""
    if value is None:
        raise ValueError("nothing stands here: write `party via channel`, or `nobody`")
    found = []
    for item in one_or_more(value):
        if isinstance(item, str):
            party, _, channels = re.sub(r"\s+", " ", item).partition(" via ")
            via = [part for part in _CHANNELS.split(channels.strip()) if part]
            found.append({"party": party, "via": via} if via else {"party": party})
        else:
            found.append(item)
    return found


Contacts = Annotated[list[Contact], Before(contacts), Written("contacts")]
