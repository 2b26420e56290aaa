"""What Graphviz drew, with a title above it, as a picture like the blueprint."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

from cxaudit.report.blueprint.document import element, heading
from cxaudit.report.blueprint.geometry import Drawing
from cxaudit.report.blueprint.styles import FLAT_FONT
from cxaudit.report.blueprint.svg import Canvas, num
from cxaudit.report.blueprint.text_width import measure

_NS = "{http://www.w3.org/2000/svg}"
_PIXELS = 96 / 72  # Graphviz counts in points
_LEAST = 480.0


def sheet(drawn: str, title: str, notes: Sequence[str]) -> Drawing:
    """A picture around the SVG that Graphviz gave; still without colours of its own."""
    root = etree.fromstring(drawn.encode("utf-8"), _parser())
    etree.strip_tags(root, etree.Comment)
    box = root.get("viewBox", "0 0 1 1")
    width, height = (_PIXELS * float(v) for v in box.split()[2:])
    canvas = Canvas()
    margin = 36.0
    least = min(max((measure(title, 28.0, True), _LEAST)), 900.0)
    whole = max(width, least) + 2 * margin
    y = heading(canvas, "wide", whole, title, notes)
    inner = "".join(_text(child) for child in root)
    nested = (
        f'<svg x="{num(margin)}" y="{num(y)}" width="{num(width)}" height="{num(height)}" '
        f'viewBox="{box}">{inner}</svg>'
    )
    size = (whole, y + height + margin)
    body = f'<g class="bp">{canvas.body()}</g>\n{nested}'
    return Drawing(element(body, size, title, "sheet"), tuple(canvas.boxes), *size)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _text(child: etree._Element) -> str:
    text = etree.tostring(child, encoding="unicode", with_tail=False)
    # One namespace for the whole file; tooltips that only name boxes say nothing to people.
    text = re.sub(r' xmlns(:\w+)?="[^"]*"', "", text)
    text = re.sub(r'font-family="[^"]*"', f"font-family='{FLAT_FONT}'", text)
    return re.sub(r"<title>[^<]*</title>\s*", "", text)
