"""Bytes into an XML tree with the place of every element; what is unsafe or broken is refused."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from lxml import etree

from cxaudit.language.problems import Problem
from cxaudit.language.spans import Lines, Span

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
LARGEST = 20 * 1024 * 1024
MOST_ATTRIBUTES = 500  # of one element
_LOADED = etree.XPath(f"descendant-or-self::*[count(@*) > {MOST_ATTRIBUTES}]")
Element = Any

_DECLARED = re.compile(r"""^<\?xml[^>]*?\bencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_ALLOWED = re.compile(r"(utf|ascii|iso8859|cp\d|koi8|mac|gb|big5|shift_jis|euc_|hz)", re.IGNORECASE)
_PROLOG = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|</[^>]*>"
    r"|<(?P<name>[^\s/>!?]++)(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+>",
    re.DOTALL,
)


@dataclass(slots=True)
class Tree:
    """An XML document that was read: its root, its text by lines, from where to where every start tag
    goes."""

    root: Element
    lines: Lines
    tags: dict[Element, tuple[int, int]]

    def span(self, element: Element) -> Span:
        """Where the start tag of an element stands."""
        tag = self.tags.get(element)
        return self.lines.span(*tag) if tag is not None else Span()


def refusal(kind: str, says: str, span: Span | None = None, found: str = "") -> Problem:
    """A problem that keeps the file from being read."""
    return Problem("invalid", kind, says, span or Span(), found=found, blocks=True)


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return _parts(tag)[1] if isinstance(tag, str) else ""


def is_model(element: Element) -> bool:
    """Whether an element belongs to the BPMN model, rather than to its picture or a vendor."""
    tag = element.tag
    return isinstance(tag, str) and _parts(tag)[0]


@lru_cache(1024)
def _parts(tag: str) -> tuple[bool, str]:
    """Whether a tag is one of the BPMN model, and its name without its namespace."""
    return tag.startswith("{" + MODEL + "}"), tag.rpartition("}")[2]


@lru_cache(1024)
def tags_of(*names: str) -> tuple[str, ...]:
    """Names of the BPMN model as lxml looks for them."""
    return tuple([f"{{{MODEL}}}{name}" for name in names])


def _encoding(data: bytes) -> str | Problem:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return name
    if data.startswith(b"<\x00"):
        return "utf-16-le"
    if data.startswith(b"\x00<"):
        return "utf-16-be"
    declared = _DECLARED.match(data[:400].decode("latin-1").lstrip())
    if declared is None:
        return "utf-8"
    try:
        known = codecs.lookup(declared[1]).name
    except LookupError:
        known = ""
    if not _ALLOWED.match(known) or known.startswith("utf-16"):
        says = f"the encoding {declared[1]!r} cannot be read: save the file as UTF-8"
        return refusal("encoding", says, found=declared[1])
    return known


def text_of(data: bytes) -> str | Problem:
    """The text of an XML file, by its byte-order mark or the encoding that it declares."""
    if len(data) > LARGEST:
        size = len(data) / 1024 / 1024
        return refusal("too-big", f"the file has {size:.0f} MB, more than the 20 MB that are read")
    if not data.strip():
        return refusal("empty", "the file is empty: a BPMN file begins with <definitions>")
    encoding = _encoding(data)
    if isinstance(encoding, Problem):
        return encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        says = f"the bytes here are no {encoding} text: is this a BPMN file? save it as UTF-8"
        return refusal("encoding", says, Span(line, 1, line, 1))


def _doctype(text: str) -> int:
    """Where a document type declaration begins, or -1."""
    at = 0
    while found := _PROLOG.match(text, at):
        at = found.end()
    return at if text[at : at + 9].upper() == "<!DOCTYPE" else -1


def _tags(root: Element, text: str) -> dict[Element, tuple[int, int]]:
    """Where every start tag is: tags of the text and elements of the tree in the same order."""
    places = [found.span() for found in _TAG.finditer(text) if found["name"]]
    return dict(zip(root.iter(), places, strict=False))


def _told(error: etree.XMLSyntaxError) -> Problem:
    line, column = error.position if error.position else (1, 1)
    line, column = max(line or 1, 1), max(column or 1, 1)
    span = Span(line, column, line, column)
    message = re.sub(r", line \d+, column \d+.*$", "", error.msg or "it cannot be read")
    if "depth" in message.lower():
        says = "the elements are nested too deep: no process map needs that"
        return refusal("too-deep", says, span)
    if "XML_PARSE_HUGE" in message or "limit exceeded" in message.lower():
        says = "a label, id or text here is longer than 10 MB, more than is read: shorten it"
        return refusal("too-big", says, span)
    return refusal("xml", f"this is not well-formed XML: {message}", span)


def parse(data: bytes) -> Tree | Problem:
    """Read XML without DTD, entities or network; a problem says what is wrong and where."""
    text = text_of(data)
    if isinstance(text, Problem):
        return text
    lines = Lines(text)
    doctype = _doctype(text)
    if doctype >= 0:
        says = "a DOCTYPE is not read, for it can hide entities and outside files: remove it"
        return refusal("doctype", says, lines.span(doctype, doctype + 9), "<!DOCTYPE")
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text.lstrip("\ufeff").encode("utf-8", "surrogatepass"), parser)
    except etree.XMLSyntaxError as error:
        return _told(error)
    except (ValueError, etree.LxmlError) as error:
        return refusal("xml", f"this is not well-formed XML: {error}")
    tree = Tree(root, lines, _tags(root, text))
    return _not_bpmn(tree) or _overloaded(tree) or tree


def _overloaded(tree: Tree) -> Problem | None:
    """An element with more attributes than any tool writes, which costs time and tells nothing."""
    for element in cast("list[Element]", _LOADED(tree.root)):
        count = len(element.attrib)
        says = f"<{local(element)}> has {count} attributes: no process model needs that many"
        return refusal("too-big", says, tree.span(element))
    return None


def _not_bpmn(tree: Tree) -> Problem | None:
    root = tree.root
    if is_model(root) and local(root) == "definitions":
        return None
    name = local(root)
    says = f"this is XML but not BPMN 2.0: it begins with <{name}>, a BPMN file with <definitions>"
    if name == "definitions":
        says = f"<definitions> is not of the BPMN 2.0 namespace: declare {MODEL}"
    return refusal("not-bpmn", says, tree.span(root), name)
