"""Who answers for each file, as a block of CODEOWNERS (GitHub and GitLab), text or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from cxaudit.run.owners import Owned

BEGIN = "# cxaudit owners: begin"
END = "# cxaudit owners: end"
_BEGIN_LINE = f"{BEGIN} (written by `cxaudit owners`: what is changed in here is lost)"
_SECTION = re.compile(r"^[ \t]*\^?\[[^\]\n]+\]", re.MULTILINE)
_SPECIAL = re.compile(r"[\\\s*?\[\]#!]")


class BrokenBlock(Exception):
    """Why the block in a file cannot be told from the rest."""


def escaped(path: str) -> str:
    """A path as a pattern from the root that matches it alone."""
    return "/" + _SPECIAL.sub(lambda sign: "\\" + sign[0], path)


def block(files: Sequence[Owned], section: str = "") -> str:
    """The lines between the marks, the marks included. Files without a handle are left out: a line
    without an owner would take the file from those who own its folder."""
    lines = [_BEGIN_LINE, *([f"[{section}]"] if section else [])]
    lines += [f"{escaped(one.path)} {' '.join(one.handles)}" for one in files if one.handles]
    return "\n".join([*lines, END, ""])


def merged(text: str, new: str) -> str:
    """A file with the block in it: in place of the old one, else at the end; but where the file has
    sections and the block has none, before the first of them, so that it does not join the last."""
    eol = "\r\n" if "\r\n" in text else "\n"
    new = new.replace("\n", eol)
    place = _place(text)
    if place is not None:
        return text[: place[0]] + new + text[place[1] :]
    first = _SECTION.search(text)
    if first is not None and _SECTION.search(new) is None:
        return text[: first.start()] + new + eol + text[first.start() :]
    if not text:
        return new
    gap = "" if text.endswith(eol + eol) else eol if text.endswith("\n") else eol + eol
    return text + gap + new


def _place(text: str) -> tuple[int, int] | None:
    """From where to where the block stands; None where there is none."""
    begins = [found.start() for found in re.finditer(rf"^{BEGIN}\b", text, re.MULTILINE)]
    ends = [found.end() for found in re.finditer(rf"^{END}\b[^\n]*\n?", text, re.MULTILINE)]
    if not begins and not ends:
        return None
    if len(begins) != 1 or len(ends) != 1 or ends[0] < begins[0]:
        raise BrokenBlock(
            f"holds {len(begins)} × `{BEGIN}` and {len(ends)} × `{END}`: leave one of each, in order"
        )
    return begins[0], ends[0]


def owners_text(files: Sequence[Owned]) -> str:
    """A line a file: who answers for it, and by which handle."""
    wide = max((len(one.path) for one in files), default=0)
    lines = []
    for one in files:
        who = ", ".join(one.roles) or "nobody"
        by = " ".join(one.handles) or "no handle"
        lines.append(f"{one.path.ljust(wide)}  {who}" + (f"  ({by})" if one.roles else ""))
    return "".join(line + "\n" for line in lines)


def owners_json(files: Sequence[Owned]) -> str:
    """The same for machines."""
    found = [
        {
            "path": one.path,
            "kind": one.kind,
            "title": one.title,
            "owners": one.roles,
            "handles": one.handles,
            "without_handle": one.nameless,
        }
        for one in files
    ]
    return json.dumps({"schema": 1, "files": found}, indent=2, ensure_ascii=False) + "\n"
