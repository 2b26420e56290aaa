"""Reads every page of a portal and tells which links, sources and references lead nowhere."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import html

REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


@dataclass
class Pages:
    """The pages of a portal with the ids on each; `broken` are the lines of the complaint."""

    files: Mapping[str, bytes]
    trees: dict[str, html.HtmlElement] = field(default_factory=dict)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path, data in self.files.items():
            if path.endswith(".html"):
                self.trees[path] = html.document_fromstring(data.decode())
                self.ids[path] = [str(found) for found in self.trees[path].xpath("//@id")]

    def links(self) -> Iterator[tuple[str, str]]:
        """Every page with every address on it."""
        for path, tree in self.trees.items():
            for address in tree.xpath("//@href | //@src"):
                yield path, str(address)

    def broken(self) -> list[str]:
        """What leads nowhere: links, sources, anchors, references within a page; ids given twice."""
        found = [f"{p}: {a}" for p, a in self.links() if not self._resolves(p, a)]
        for path, tree in self.trees.items():
            known = self.ids[path]
            found += [f"{path}: id {i} twice" for i, n in Counter(known).items() if n > 1]
            for name in REFERENCES:
                for value in tree.xpath(f"//@{name}"):
                    wanted = str(value).split()
                    found += [f"{path}: {name} {one}" for one in wanted if one not in known]
        return found

    def _resolves(self, page: str, address: str) -> bool:
        if ":" in address.split("/")[0] or address.startswith(("/", "\\")):
            return False
        rest, _mark, anchor = address.partition("#")
        there = unquote(rest.partition("?")[0])
        path = posixpath.normpath(posixpath.join(posixpath.dirname(page), there)) if there else page
        if path not in self.files:
            return False
        return not anchor or unquote(anchor) in self.ids.get(path, ())

    def leads(self, page: str) -> set[str]:
        """The pages that a page links."""
        found = set()
        for path, address in self.links():
            there = unquote(address.partition("#")[0].partition("?")[0])
            if path == page and there:
                found.add(posixpath.normpath(posixpath.join(posixpath.dirname(page), there)))
        return found
