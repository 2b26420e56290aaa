"""Whether a drawing that comes with a report is one of ours: an allow-list, because it goes into the
page as it is."""

from __future__ import annotations

import re

from lxml import etree

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "title", "desc", "text", "tspan", "path", "rect", "circle", "ellipse",
        "line", "polyline", "polygon",
    }
)  # fmt: skip
_ONLY_TEXT = frozenset({"title", "desc", "tspan"})
_ATTRIBUTES = {
    **dict.fromkeys(
        ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "dx", "dy", "width",
         "height", "viewBox", "points", "class", "transform", "text-anchor", "fill-opacity",
         "stroke-dasharray", "stroke-width", "font-size", "font-weight"),
        re.compile(r"[\w .,()%+-]*", re.ASCII),
    ),
    **dict.fromkeys(("fill", "stroke"), re.compile(r"#[0-9A-Fa-f]{3,8}|[a-z]+")),
    "d": re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9 .,eE+-]*"),
    "aria-hidden": re.compile(r"true|false"),
    "role": re.compile(r"[a-z]+"),
    "aria-label": re.compile(r"[^<>\"]*"),
}  # fmt: skip
MOST = 2_000_000  # characters of a drawing


def fault_of(svg: str) -> str:
    """What is wrong with a drawing, as the end of a sentence that begins with it; empty for one that
    holds shapes and words alone."""
    if len(svg) > MOST:
        return f"has {len(svg):,} characters; the most is {MOST:,}"
    if "<!" in svg or "<?" in svg:
        return "holds a comment, a doctype or an instruction"
    try:
        root = etree.fromstring(svg, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return "is no well-formed SVG"
    if _name(root) != "svg" or (root.tail or "").strip():
        return "is no SVG"
    for element in root.iter():
        says = _fault(element)
        if says:
            return says
    return ""


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _name(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return "?"
    name = etree.QName(element)
    return name.localname if name.namespace in (None, _SVG) else element.tag


def _fault(element: etree._Element) -> str:
    name = _name(element)
    if name not in _ELEMENTS:
        return f"holds <{name[:40]}>, which no drawing of ours has"
    if element.prefix is not None:
        return "names its elements with a prefix"
    if name in _ONLY_TEXT and len(element):
        return f"has elements within <{name}>"
    for key, value in element.attrib.items():
        allowed = _ATTRIBUTES.get(str(key))
        if allowed is None or not allowed.fullmatch(str(value)):
            return f"has {str(key)[:40]!r} on <{name}> as no drawing of ours has it"
    return ""
