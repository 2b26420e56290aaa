"""The report as one HTML file that needs nothing but itself."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from cxaudit.report import blueprint, words
from cxaudit.report.blueprint.scene import Scene
from cxaudit.report.lens import kind_of, missing
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.touch import AXES
from cxaudit.report.texts import _

_FIGURE = re.compile(r"(\d) (d|h|min|w|steps?|days?|sign-offs?)\b")
_MOST_SMALL = 150  # each mini walk draws the whole map once more
_COMPOUND = re.compile(r"((?:sign-off|touch-point|hand-off)s?)")
_FITS = 1340.0  # a drawing up to this wide is shown whole; a wider one scrolls in its box


def render_html(report: Report) -> str:
    """The whole report as a page."""
    sheet = "\n".join((blueprint.tokens(), _asset("report.css"), blueprint.styles()))
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            css=Markup(sheet),  # our own files: no text of a map is in them
            js=Markup(_asset("report.js")),
        )
    )


def _asset(name: str) -> str:
    return (files("cxaudit.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cxaudit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        prose=_prose,
        headline=_headline,
        pct=_pct,
        signed=_signed,
        impact_class=_impact_class,
        mini=_mini,
        kind=_kind,
        block_kind=kind_of,
        drawn=_drawn,
        missing=missing,
    )
    environment.globals.update(drawings=_drawings, axes=AXES, counted=words.counted, _=_)
    return environment


def _prose(text: str) -> Markup:
    """A text in which words between backticks are code."""
    # A figure and its unit stay on one line.
    text = _FIGURE.sub("\\1\u00a0\\2", text)
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    shown = [
        Markup("<code>{}</code>").format(p) if n % 2 else escape(p) for n, p in enumerate(parts)
    ]
    return Markup("").join(shown)


def _headline(text: str) -> Markup:
    """A text in large type, in which a sign-off never breaks at its hyphen."""
    parts = _COMPOUND.split(text)
    shown = [
        Markup('<span class="nb">{}</span>').format(p) if n % 2 else escape(p)
        for n, p in enumerate(parts)
    ]
    return Markup("").join(shown)


def _pct(part: float) -> str:
    """A part of 1 as a CSS percentage."""
    return f"{100 * part:.2f}".rstrip("0").rstrip(".") + "%"


def _signed(value: int | None) -> str:
    return "not stated" if value is None else words.signed(value)


def _impact_class(value: int | None) -> str:
    if value is None:
        return "u"
    return "z" if value == 0 else f"{'p' if value > 0 else 'm'}{min(abs(value), 2)}"


def _kind(part: Any) -> str:
    if isinstance(part, MapPart):
        return "map"
    return "house" if isinstance(part, HousePart) else "unread"


def _drawn(svg: str) -> Markup:
    """A picture of cxaudit.report.pictures: each text in it was escaped when it was drawn."""
    return Markup(svg)


def _drawings(scene: Scene, prefix: str) -> dict[str, Any]:
    """Both forms of a blueprint, ids made this map's own; their widths and the paper they want."""
    wide, narrow = blueprint.wide(scene), blueprint.narrow(scene)
    return {
        "wide": _own_ids(wide.svg, prefix),
        "narrow": _own_ids(narrow.svg, prefix),
        "least": round(wide.width) if wide.width > _FITS else 0,
        "sheet": _sheet(wide.height / wide.width),
    }


def _sheet(ratio: float) -> str:
    """The paper for a drawing: a landscape page, an upright one, or as many as its rows take."""
    return "" if ratio <= 1.05 else "up" if ratio <= 1.6 else "up rows"


def _own_ids(svg: str, prefix: str) -> Markup:
    """Patterns are found by id, and ids are unique in a page: a map has its own."""
    for form in ("wide", "tall"):
        name = f"bp-hatch-{form}"
        svg = svg.replace(f'id="{name}"', f'id="{prefix}-{name}"')
        svg = svg.replace(f"url(#{name})", f"url(#{prefix}-{name})")
    return Markup(svg)


def _mini(scene: Scene, walk: tuple[str, ...]) -> Markup:
    """A finding's walk in small; nothing where a map has too many steps to be seen so small."""
    if len(scene.cards) > _MOST_SMALL:
        return Markup("")
    return Markup(blueprint.mini(scene, walk))
