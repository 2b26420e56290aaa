"""The pages on disk: every file whole, files of rules that are gone removed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from cxaudit.report.rule_pages.facts import reference
from cxaudit.report.rule_pages.index import index
from cxaudit.report.rule_pages.markdown import file_of, markdown, picture_of, pictures
from cxaudit.report.rule_pages.page import Page, page_of
from cxaudit.rules.rule import Rule
from cxaudit.run.writing import write_whole

_OURS = re.compile(r"[A-Z]{1,4}\d{2,4}(\.md|-(bad|good)\.svg)")


def pages_of(rules: Mapping[str, Rule]) -> list[Page]:
    """The pages of some rules, by code; their examples are run."""
    return [page_of(rules[code], rules) for code in sorted(rules)]


def files_of(pages: Sequence[Page]) -> dict[str, str]:
    """Every file about rules by its path: index, pages, pictures."""
    known = {page.code for page in pages}
    files = {"index.md": index(pages)}
    for page in pages:
        files[file_of(page.code)] = markdown(page, known)
        for which, svg in pictures(page).items():
            files[picture_of(page.code, which)] = svg
    return files


def write_rule_pages(rules: Mapping[str, Rule], folder: Path) -> list[Path]:
    """Write the pages of some rules into a folder; pages there of other codes are removed."""
    files = files_of(pages_of(rules))
    written = [_write(folder / name, text) for name, text in files.items()]
    for old in [*folder.glob("*.md"), *folder.glob("pictures/*.svg")]:
        if _OURS.fullmatch(old.name) and old not in written:
            old.unlink()
    return written


def write_docs(rules: Mapping[str, Rule], folder: Path) -> list[Path]:
    """Write `rules/` and `reference/facts.md`, which its pages point at, into a folder."""
    written = write_rule_pages(rules, folder / "rules")
    return [*written, _write(folder / "reference" / "facts.md", reference())]


def _write(path: Path, text: str) -> Path:
    """Write a file, in one move and only where it says something new."""
    data = text.encode("utf-8")
    if path.is_file() and path.read_bytes() == data:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, data)
    return path
