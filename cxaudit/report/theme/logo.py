"""A logo: a PNG, or an SVG of which only shapes, words and colours are kept."""

from __future__ import annotations

import base64
import re
import struct
from dataclasses import dataclass
from typing import Any, Literal

from lxml import etree

MOST_BYTES = 300_000
_MOST_DOTS = 4_000  # along one side
_SVG = "http://www.w3.org/2000/svg"
_NAMES: Any = {None: _SVG}  # the namespace without a prefix, which the stubs do not know
_XLINK = "{http://www.w3.org/1999/xlink}href"
_PNG = b"\x89PNG\r\n\x1a\n"
_KEPT = frozenset(
    {
        "svg", "g", "defs", "symbol", "use", "title", "desc", "style", "text", "tspan", "path",
        "rect", "circle", "ellipse", "line", "polyline", "polygon", "linearGradient",
        "radialGradient", "stop", "clipPath",
    }
)  # fmt: skip
_DROPPED = re.compile(r"on.*|href|src|xml:base", re.IGNORECASE)
_OUTSIDE = re.compile(r"url\s*\(\s*['\"]?(?!['\"]?#)|@import|expression\s*\(|[<\\]", re.IGNORECASE)
_LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


class NoLogo(Exception):
    """Why a file is no logo: the end of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo with its size, of which only the proportion counts."""

    kind: Literal["png", "svg"]
    data: bytes
    width: float
    height: float

    @property
    def uri(self) -> str:
        """The logo as an address that holds it."""
        kind = "image/png" if self.kind == "png" else "image/svg+xml"
        return f"data:{kind};base64,{base64.b64encode(self.data).decode('ascii')}"


def logo_of(data: bytes) -> Logo:
    """The logo in a file; `NoLogo` for what is none."""
    if len(data) > MOST_BYTES:
        raise NoLogo(f"has more than {MOST_BYTES // 1000} kB: make it smaller")
    return _png(data) if data.startswith(_PNG) else _svg(data)


def _png(data: bytes) -> Logo:
    if len(data) < 33 or data[12:16] != b"IHDR" or not data.rstrip().endswith(b"IEND\xaeB`\x82"):
        raise NoLogo("is a broken PNG")
    width, height = struct.unpack(">II", data[16:24])
    if not (0 < width <= _MOST_DOTS and 0 < height <= _MOST_DOTS):
        raise NoLogo(f"is {width:,} by {height:,} dots; the most is {_MOST_DOTS:,} on a side")
    return Logo("png", data, float(width), float(height))


def _svg(data: bytes) -> Logo:
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", data, re.IGNORECASE):
        raise NoLogo("has a DOCTYPE, which can hide outside files: remove it")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NoLogo("is neither a PNG nor a well-formed SVG") from None
    if etree.QName(root).localname != "svg" or etree.QName(root).namespace != _SVG:
        raise NoLogo("is neither a PNG nor an SVG")
    width, height = _size(root)
    clean = _cleaned(root)
    _unroll(clean)
    clean.set("width", f"{width:g}")
    clean.set("height", f"{height:g}")
    return Logo("svg", etree.tostring(clean), width, height)


def _size(root: etree._Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", str(root.get("viewBox", "")).strip())
    sides = [_LENGTH.fullmatch(str(root.get(name, ""))) for name in ("width", "height")]
    try:
        if len(box) == 4:
            width, height = float(box[2]), float(box[3])
        elif all(sides):
            width, height = (float(side[1]) for side in sides if side)
        else:
            raise ValueError
    except ValueError:
        raise NoLogo("states no size: give its <svg> a viewBox") from None
    if not (0 < width < 1e6 and 0 < height < 1e6):
        raise NoLogo("has no size that can be drawn")
    return width, height


def _cleaned(element: etree._Element) -> etree._Element:
    """A copy of what is on the list, built anew."""
    name = etree.QName(element).localname
    copy = etree.Element(f"{{{_SVG}}}{name}", nsmap=_NAMES)
    for key, value in element.attrib.items():
        if etree.QName(str(key)).namespace is None and _is_kept(str(key), str(value)):
            copy.set(str(key), str(value))
    target = str(element.get("href") or element.get(_XLINK) or "")
    if target.startswith("#"):
        copy.set("href", target)
    copy.text, copy.tail = element.text, element.tail
    if name == "style" and _OUTSIDE.search(element.text or ""):
        copy.text = ""
    for child in element:
        kept = isinstance(child.tag, str) and etree.QName(child).namespace == _SVG
        if kept and etree.QName(child).localname in _KEPT:
            copy.append(_cleaned(child))
    return copy


def _unroll(root: etree._Element) -> None:
    """Take out what is used again within something used again: doubled often enough, it would never
    come to an end."""
    use = f"{{{_SVG}}}use"
    holders = {one.get("id") for one in root.iter() if next(one.iter(use), None) is not None}
    for one in list(root.iter(use)):
        if one.get("href", "#")[1:] in holders:
            one.set("href", "#")


def _is_kept(key: str, value: str) -> bool:
    return not _DROPPED.fullmatch(key) and not _OUTSIDE.search(value)
