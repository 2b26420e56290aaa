"""Bring the catalogues of a language up to date: `python -m tests.texts.collect de`.

Texts that have come are added without a translation, each in the file of its kind; those that have
gone are taken out. A language that does not exist yet begins with all texts.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import polib

from tests.texts.extraction import CODE, Text, all_texts

WIDTH = 98
HEAD = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
_FILES = (
    (re.compile(r"/templates/"), "page.po"),
    (re.compile(r"/report/(sheets|site|paper)/"), "sheets.po"),
    (re.compile(r"^cxaudit/|^the map language"), "report.po"),
)


def file_of(place: str) -> str:
    """The catalogue for a text that is written at a place."""
    return next((name for pattern, name in _FILES if pattern.search(place)), "rules.po")


def collect(code: str, home: Path = CODE / "texts") -> tuple[int, int]:
    """Update the files of a language; how many texts came and how many went."""
    texts = all_texts()
    folder = home / code
    folder.mkdir(exist_ok=True)
    files = {path.name: polib.pofile(str(path), wrapwidth=WIDTH) for path in folder.glob("*.po")}
    known: set[Text] = set()
    went = 0
    for file in files.values():
        for entry in list(file):
            text = Text(entry.msgid, entry.msgid_plural, entry.msgctxt or "")
            if text in texts and text not in known:
                known.add(text)
            else:
                file.remove(entry)
                went += 1
    came = [text for text in texts if text not in known]
    for text in came:
        name = file_of(texts[text])
        file = files.setdefault(name, polib.POFile(wrapwidth=WIDTH))
        file.metadata = file.metadata or {"Language": code, **HEAD}
        file.append(_entry(text))
    for name, file in files.items():
        file.save(str(folder / name))
    return len(came), went


def _entry(text: Text) -> polib.POEntry:
    entry = polib.POEntry(msgid=text.one, msgctxt=text.context or None)
    if text.many:
        entry.msgid_plural, entry.msgstr_plural = text.many, {0: "", 1: ""}
    return entry


if __name__ == "__main__":
    for language in sys.argv[1:]:
        came, went = collect(language)
        print(f"{language}: {came} new, {went} gone")
