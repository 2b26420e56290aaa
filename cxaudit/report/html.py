"""The report as one HTML file that needs nothing but itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from cxaudit.report import blueprint, words
from cxaudit.report.blueprint.scene import Scene
from cxaudit.report.blueprint_page import for_page
from cxaudit.report.lens import kind_of, missing
from cxaudit.report.parts import HousePart, MapPart, Report
from cxaudit.report.sections.findings import FindingCard
from cxaudit.report.sections.touch import AXES
from cxaudit.report.texts import _, times
from cxaudit.report.theme import PLAIN, Theme
from cxaudit.report.theme import css as theme_css
from cxaudit.rules.score import DIMENSIONS
from cxaudit.texts.catalogue import language

SHEETS = ("tools", "picture")  # styles of what only a script can do, and of the picture on a page
SCRIPTS = ("base", "picture", "types", "findings", "readers", "search", "paper", "begin")
# What a kind of reader sees unfolded, whether or not it names them: sections by their number.
OPEN = {
    "role": (1, 3, 20), "unit": (1, 3, 9, 20), "party": (1, 3, 20),
    "leader": (1, 3, 9, 11, 15, 16, 17, 18, 20), "owner": tuple(range(1, 21)),
}  # fmt: skip
_FIGURE = re.compile(r"(\d) (d|h|min|w|steps?|days?|sign-offs?|Tage?|Schritte?|Freigaben?)\b")
_MOST_SMALL = 150  # each mini walk draws the whole map once more
_COMPOUND = re.compile(r"((?:sign-off|touch-point|hand-off)s?)")
_FITS = 1340.0  # a drawing up to this wide is shown whole; a wider one scrolls in its box


def render_html(report: Report, theme: Theme = PLAIN) -> str:
    """The whole report as a page, in the look of a theme."""
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            css=Markup(style() + theme_css(theme)),  # our own files, and colours that were checked
            theme=theme,
            js=Markup(_script()),
        )
    )


def _script() -> str:
    """The parts of the script in the order in which they lean on each other, in one scope."""
    parts = "\n".join(_asset(f"js/{name}.js") for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{parts}}})();'


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
        dimension=_dimension,
        by_dimension=_by_dimension,
    )
    environment.filters["for"] = _for
    environment.globals.update(drawings=_drawings, axes=AXES, times=times, open=OPEN, _=_)
    environment.globals["language"] = language
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


def _dimension(code: str) -> str:
    """The dimension of the scorecard to which a rule belongs; nothing for a rule of another family."""
    return next((_(name) for name, families in DIMENSIONS if code[:2] in families), "")


def _by_dimension(
    cards: Sequence[FindingCard],
) -> list[tuple[str, int, list[tuple[str, str, int]]]]:
    """The rules that findings are of, dimension by dimension, each with how many there are."""
    found: dict[str, dict[tuple[str, str], int]] = {}
    for card in sorted(cards, key=lambda card: card.code):
        rules = found.setdefault(_dimension(card.code), {})
        rules[card.code, card.name] = rules.get((card.code, card.name), 0) + 1
    order = [_(name) for name, _families in DIMENSIONS]
    return [
        (name, sum(found[name].values()), [(*rule, count) for rule, count in found[name].items()])
        for name in sorted(
            found, key=lambda name: order.index(name) if name in order else len(order)
        )
    ]


def _for(about: str | Sequence[str]) -> Markup:
    """The attribute that says whom an element is about; nothing where it is about nobody."""
    told = (about if isinstance(about, str) else " ".join(about)).strip()
    return Markup(' data-for="{}"').format(told) if told else Markup("")


def _pct(part: float) -> str:
    """A part of 1 as a CSS percentage."""
    return f"{100 * part:.2f}".rstrip("0").rstrip(".") + "%"


def _signed(value: int | None) -> str:
    return _("not stated") if value is None else words.signed(value)


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
        "wide": for_page(wide.svg, prefix),
        "narrow": for_page(narrow.svg, prefix),
        "least": round(wide.width) if wide.width > _FITS else 0,
        "sheet": _sheet(wide.height / wide.width),
    }


def _sheet(ratio: float) -> str:
    """The paper for a drawing: a landscape page, an upright one, or as many as its rows take."""
    return "" if ratio <= 1.05 else "up" if ratio <= 1.6 else "up rows"


def _mini(scene: Scene, walk: tuple[str, ...]) -> Markup:
    """A finding's walk in small; nothing where a map has too many steps to be seen so small."""
    if len(scene.cards) > _MOST_SMALL:
        return Markup("")
    return Markup(blueprint.mini(scene, walk))


def templates() -> Environment:
    """The templates of the report, for other pages that are made of them."""
    return _environment()


def style() -> str:
    """The style sheet of the report: its colours, its page, its blueprint."""
    own = (_asset(f"{name}.css") for name in SHEETS)
    return "\n".join((blueprint.tokens(), _asset("report.css"), blueprint.styles(), *own))


def script() -> str:
    """The script of the report."""
    return _script()
