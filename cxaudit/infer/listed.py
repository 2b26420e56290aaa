"""Word lists read without composing YAML: the lexicons that ship are read at each start, and there are
some ten thousand words in them.

What is read here is the form in which those files are written: a key with a list in brackets, or a key
with such keys below it. Anything else is left to the reader that knows all of YAML.
"""

from __future__ import annotations

import re

# Beginning with a line's end, which a search finds quickest, these are given texts that begin with one.
_COMMENT = re.compile(r"\n[ ]*#[^\n]*")
_BEYOND = "{}&*!|>%@`\\\t\r#"
_BLOCK = re.compile(r"\n(?:[ ]*- |---)")
_SPECIAL = "\"':?"  # may make an entry more than words
_ENTRY = re.compile(r"^([ ]{2})?([a-z-]+):[ ]*(?:\[([^\[\]]*)\]|([^\[\]\n]*))[ ]*\n+", re.MULTILINE)


def word_lists(text: str) -> dict[str, list[str]] | None:
    """The lists of a lexicon by name, `sign-off/high` for nested ones; None where the text has another
    form."""
    bare = _COMMENT.sub("\n", f"\n{text}\n")
    if any(character in bare for character in _BEYOND) or _BLOCK.search(bare):
        return None
    bare = bare.lstrip("\n")
    lists: dict[str, list[str]] = {}
    above, at = "", 0
    while at < len(bare):
        found = _ENTRY.match(bare, at)
        if found is None:
            return None
        at = found.end()
        inner, key, listed, said = found.groups()
        name = f"{above}/{key}" if inner else key
        if name in lists or (inner and not above):
            return None
        if listed is not None:
            words = _words(listed)
            if words is None:
                return None
            lists[name] = words
            above = above if inner else ""
        elif inner or (said and key != "language"):
            return None
        else:
            above = "" if said else key
    return lists


def _words(listed: str) -> list[str] | None:
    """The entries between brackets; None where one is more than words."""
    told = "," + " ".join(listed.split()).replace(", ", ",").replace(" ,", ",")
    if ",-" not in told and not any(character in told for character in _SPECIAL):
        return [entry for entry in told.split(",") if entry]
    entries = [" ".join(entry.split()) for entry in listed.split(",")]
    words = []
    for entry in filter(None, entries):
        if entry[0] in "\"'":
            if len(entry) < 3 or entry[-1] != entry[0] or entry[0] in entry[1:-1]:
                return None
            entry = entry[1:-1]
        elif ":" in entry or entry[0] in "-?":
            return None
        words.append(entry)
    return words
