"""Pictures as the bytes of a file, in each format."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from cxaudit.report.blueprint.document import standing_alone
from cxaudit.report.blueprint.styles import Theme
from cxaudit.report.drawings.dot import dot
from cxaudit.report.drawings.graphviz import svg_of
from cxaudit.report.drawings.mermaid import mermaid
from cxaudit.report.drawings.pictures import Picture
from cxaudit.report.drawings.sheet import sheet
from cxaudit.report.render import pdf, png

Format = Literal["svg", "png", "pdf", "mermaid", "dot"]
ENDINGS: dict[str, str] = {
    "svg": ".svg",
    "png": ".png",
    "pdf": ".pdf",
    "mermaid": ".mmd",
    "dot": ".dot",
}
MORE_ENDINGS = {".mermaid": "mermaid", ".gv": "dot"}
TEXTS = ("svg", "mermaid", "dot")
DRAWN_ONLY = ("svg", "png", "pdf")


def file_of(picture: Picture, form: Format, theme: Theme) -> bytes:
    """A picture in a format. Raises `Missing` where something needed is not installed, `Failed`
    where Graphviz does not draw."""
    if picture.net is not None and form in ("mermaid", "dot"):
        net = replace(picture.net, title=picture.title)
        text = mermaid(net, theme) if form == "mermaid" else dot(net, theme)
        return text.encode("utf-8")
    if picture.net is not None:
        drawn = svg_of(dot(replace(picture.net, title=picture.title), theme))
        drawing = sheet(drawn, picture.title, picture.notes)
    else:
        drawing = picture.drawing()
    svg = standing_alone(drawing, theme)
    if form == "png":
        return png(svg, drawing.width, drawing.height)
    if form == "pdf":
        return pdf(svg, drawing.width, drawing.height, picture.title)
    return svg.encode("utf-8")
