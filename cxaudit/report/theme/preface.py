"""A preface in Markdown as plain pieces: no HTML, no pictures, nothing that is fetched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

_OFF = ("image", "table", "fence", "code", "hr", "blockquote", "html_block", "html_inline")
_LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one hand; `link` is where it leads."""

    text: str
    strong: bool = False
    slanted: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, a heading or an entry of a list. `depth` is that of lists within lists, from 0;
    `number` that of an entry in order, 0 for a bullet."""

    kind: Literal["text", "heading", "item"]
    runs: tuple[Run, ...]
    depth: int = 0
    number: int = 0


def pieces_of(text: str) -> tuple[Piece, ...]:
    """The pieces of a Markdown text; what is none of them stays as it is written."""
    parser = MarkdownIt("js-default", {"maxNesting": 20}).disable(list(_OFF), True)
    found: list[Piece] = []
    lists: list[int] = []  # of each list that is open the next number, 0 in one of bullets
    heading = False
    for token in parser.parse(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            ordered = token.type == "ordered_list_open"
            lists.append(int(token.attrs.get("start", 1)) if ordered else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type in ("heading_open", "heading_close"):
            heading = token.type == "heading_open"
        elif token.type == "inline":
            runs = _runs(token.children or [])
            if heading:
                found.append(Piece("heading", runs))
            elif lists:
                found.append(Piece("item", runs, len(lists) - 1, lists[-1]))
                lists[-1] += 1 if lists[-1] else 0
            else:
                found.append(Piece("text", runs))
    return tuple(found)


def _runs(tokens: list[Token]) -> tuple[Run, ...]:
    hand = Run("")
    found: list[Run] = []
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            hand = replace(hand, strong=token.nesting == 1)
        elif token.type in ("em_open", "em_close"):
            hand = replace(hand, slanted=token.nesting == 1)
        elif token.type == "link_open":
            to = str(token.attrs.get("href", ""))
            hand = replace(hand, link=to if to.lower().startswith(_LINKS) else "")
        elif token.type == "link_close":
            hand = replace(hand, link="")
        elif token.type in ("softbreak", "hardbreak"):
            found.append(replace(hand, text=" "))
        elif token.content:
            found.append(replace(hand, text=token.content, code=token.type == "code_inline"))
    return tuple(found)
