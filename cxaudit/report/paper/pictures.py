"""Pictures of the page as drawings that stand alone: colours and fonts written into them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from cxaudit.report import lens
from cxaudit.report.blueprint.document import Panel as Sheet
from cxaudit.report.blueprint.document import esc_css, picture, standing_alone
from cxaudit.report.blueprint.scene import Scene
from cxaudit.report.blueprint.styles import FLAT_FONT, flat
from cxaudit.report.paper.blocks import Block, Drawing, Heading, Say

_SIZE = re.compile(r'<svg class="pv" width="([\d.]+)" height="([\d.]+)"')
_NS = 'xmlns="http://www.w3.org/2000/svg"'


def drawn(block: lens.Picture) -> Drawing:
    """A picture of a section."""
    found = _SIZE.match(block.svg)
    if found is None:
        raise ValueError("a picture of a section states its width and height first")
    head = block.svg.index(">") + 1
    svg = f"{block.svg[: head - 1]} {_NS}><style>\n{esc_css(_styles())}</style>{block.svg[head:]}"
    return Drawing(svg, float(found[1]), float(found[2]), block.alternative)


@cache
def _styles() -> str:
    """The styles of these pictures, out of those of the page."""
    css = (files("cxaudit.report") / "templates" / "report.css").read_text(encoding="utf-8")
    own = "\n".join(line for line in css.splitlines() if line.startswith(".pv"))
    return flat(own, "light").replace("font-family:inherit", f"font-family:{FLAT_FONT}") + "\n"


def blueprint(scene: Scene) -> Drawing:
    """The blueprint of a map with its title and legend."""
    made = picture([Sheet(scene)])
    alternative = " ".join(filter(None, (scene.title + ".", scene.description)))
    return Drawing(standing_alone(made, "light"), made.width, made.height, alternative, large=True)


def with_heads(blocks: Sequence[Block]) -> list[Block | tuple[Block, ...]]:
    """Blocks, those that head a large picture together with it: they share its page."""
    found: list[Block | tuple[Block, ...]] = []
    for block in blocks:
        if not (isinstance(block, Drawing) and block.large):
            found.append(block)
            continue
        head: list[Block] = []
        while found and isinstance(found[-1], Say | Heading) and len(head) < 3:
            last = found.pop()
            assert isinstance(last, Say | Heading)
            head.insert(0, last)
            if isinstance(last, Heading):
                break
        found.append((*head, block))
    return found
