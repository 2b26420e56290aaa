"""Which sheets are wanted: `role:inside-sales`, `unit:finance`, or a kind alone for each of it."""

from __future__ import annotations

from collections.abc import Sequence

from cxaudit.language.problems import nearest
from cxaudit.language.values import name
from cxaudit.report.sheets.model import KINDS, Audience
from cxaudit.report.texts import listed

MOST_NAMED = 8

WRITE = {
    "role": "`by:` on the steps, or `roles:` in the organisation file",
    "unit": "`units:` in the organisation file",
    "party": "`customers:` on a map, or `parties:` in the organisation file",
    "leader": "`leader:` on a map, or `level:` on the roles of the organisation file",
    "owner": "`owner:` at the top of a map",
}


class UnknownAudience(Exception):
    """A reader that no file names; the message has the nearest and the way out."""


def check_kind(wanted: str) -> None:
    """Raises `UnknownAudience` for what can be no reader, before anything is read."""
    kind = name(wanted.partition(":")[0])
    if kind in KINDS:
        return
    near = nearest(kind, KINDS)
    offer = f"; did you mean {near}?" if near else f"; write it as KIND:NAME, such as role:{kind}."
    kinds = ", ".join(KINDS)
    raise UnknownAudience(f"{wanted!r} is no kind of reader{offer} The kinds are {kinds}")


def chosen(found: Sequence[Audience], wanted: Sequence[str]) -> list[Audience]:
    """The audiences that are asked for, each once, in the order they were asked for."""
    picked: dict[tuple[str, str, str], Audience] = {}
    for text in wanted:
        check_kind(text)
        for one in _meant(found, text):
            picked.setdefault((one.kind, one.home, one.id), one)
    return list(picked.values())


def _meant(found: Sequence[Audience], text: str) -> list[Audience]:
    kind, colon, rest = text.partition(":")
    kind, key = name(kind), name(rest)
    own = [one for one in found if one.kind == kind]
    if not own:
        raise UnknownAudience(f"no {kind} is named in these files: write {WRITE[kind]}")
    if not colon:
        return own
    meant = [one for one in own if key in (name(one.id), name(one.title))]
    if meant:
        return meant
    raise UnknownAudience(_unknown(found, kind, rest.strip()))


def _unknown(found: Sequence[Audience], kind: str, said: str) -> str:
    ids = list(dict.fromkeys(one.id for one in found if one.kind == kind))
    told = f"no {kind} is called {said!r}" if said else f"{kind}: names nobody"
    elsewhere = [one.kind for one in found if name(said) in (name(one.id), name(one.title))]
    if elsewhere:
        kinds = [f"{other}:{name(said)}" for other in dict.fromkeys(elsewhere)]
        return f"{told}; it is known as {_printable(listed(kinds))}"
    near = nearest(name(said), ids)
    if near:
        return f"{told}; did you mean {kind}:{_printable(near)}?"
    names = _printable(listed(ids, MOST_NAMED))
    others = listed([other for other in KINDS if other != kind])
    return f"{told}. Of this kind there are: {names}. Other kinds of readers: {others}"


def _printable(text: str) -> str:
    """A name from a file, for a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)
