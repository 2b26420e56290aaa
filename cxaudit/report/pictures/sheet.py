"""A sheet to draw on: texts are escaped and measured, colours are classes of the style sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from cxaudit.report.blueprint.svg import esc, num
from cxaudit.report.blueprint.text_width import measure, wrap

SIZE = 12.0
LINE = 15.0


@dataclass
class Sheet:
    """Elements in the order they were drawn."""

    parts: list[str] = field(default_factory=list)

    def text(self, at: tuple[float, float], text: str, style: str = "", anchor: str = "") -> None:
        """A line of text; `anchor` is `m` for the middle or `e` for the end."""
        classes = " ".join(filter(None, (style, f"a{anchor}" if anchor else "")))
        named = f' class="{classes}"' if classes else ""
        self.parts.append(f'<text x="{num(at[0])}" y="{num(at[1])}"{named}>{esc(text)}</text>')

    def words(
        self, at: tuple[float, float], text: str, width: float, style: str = "", lines: int = 3
    ) -> float:
        """A text on as many lines as its width asks for, cut after `lines`; how high it is."""
        told = wrap(text, width, SIZE, lines=lines)
        for number, line in enumerate(told):
            self.text((at[0], at[1] + LINE * number), line, style)
        return LINE * len(told)

    def rect(self, box: tuple[float, float, float, float], style: str, radius: float = 0) -> None:
        """A rectangle: left, top, width, height."""
        x, y, width, height = (num(v) for v in box)
        round_ = f' rx="{num(radius)}"' if radius else ""
        self.parts.append(
            f'<rect class="{style}" x="{x}" y="{y}" width="{width}" height="{height}"{round_}/>'
        )

    def circle(self, at: tuple[float, float], radius: float, style: str, title: str = "") -> None:
        """A circle, with a title for those who point at it."""
        inner = f"<title>{esc(title)}</title>" if title else ""
        self.parts.append(
            f'<circle class="{style}" cx="{num(at[0])}" cy="{num(at[1])}" r="{num(radius)}">'
            f"{inner}</circle>"
        )

    def path(self, d: str, style: str) -> None:
        """A path."""
        self.parts.append(f'<path class="{style}" d="{d}"/>')

    def line(self, a: tuple[float, float], b: tuple[float, float], style: str) -> None:
        """A straight line."""
        self.path(f"M{num(a[0])} {num(a[1])}L{num(b[0])} {num(b[1])}", style)

    def svg(self, width: float, height: float) -> str:
        """The drawing, at its own size."""
        body = "".join(self.parts)
        return (
            f'<svg class="pv" width="{num(width)}" height="{num(height)}" '
            f'viewBox="0 0 {num(width)} {num(height)}" aria-hidden="true">{body}</svg>'
        )


def wide(text: str, bold: bool = False) -> float:
    """How wide a text is in pictures."""
    return measure(text, SIZE, bold)
