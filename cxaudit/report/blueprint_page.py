"""A blueprint as a page wants it: ids of its own, and steps as buttons that lie beside their words.

A button whose words are drawn in pieces has no name that a voice could match, so the button is the
step's ground, the words on it are for the eye, and the button's label says all of them and more.
"""

from __future__ import annotations

import re

from markupsafe import Markup

_CARD = re.compile(
    r'^<g class="(?P<cls>n[^"]*)" data-s="(?P<id>[^"]*)" tabindex="0" role="button" '
    r'(?P<label>aria-label="[^"]*")>(?P<title><title>[^<]*</title>)?'
    r'<rect class="hit"(?P<hit>[^>]*)/>(?P<words>.*)</g>$',
    re.MULTILINE,
)
# Steps in an opened group stand several on a line, and hold no group of their own.
_INNER = re.compile(
    r'<g class="(?P<cls>n in)" data-s="(?P<id>[^"]*)" tabindex="0" role="button" '
    r'(?P<label>aria-label="[^"]*")>(?P<title><title>[^<]*</title>)?'
    r'<rect class="hit"(?P<hit>[^>]*)/>(?P<words>(?:(?!</?g\b).)*)</g>'
)


def for_page(svg: str, prefix: str) -> Markup:
    """A drawing of `cxaudit.report.blueprint`, in which every text was escaped when it was drawn, for
    the part of a page with a prefix."""
    for form in ("wide", "tall"):
        name = f"bp-hatch-{form}"
        svg = svg.replace(f'id="{name}"', f'id="{prefix}-{name}"')
        svg = svg.replace(f"url(#{name})", f"url(#{prefix}-{name})")
    return Markup(_CARD.sub(_button, _INNER.sub(_button, svg)))


def _button(found: re.Match[str]) -> str:
    return (
        f'<g class="{found["cls"]}" data-s="{found["id"]}">{found["title"] or ""}'
        f'<rect class="hit" tabindex="0" role="button" aria-pressed="false" {found["label"]}'
        f'{found["hit"]}/><g aria-hidden="true">{found["words"]}</g></g>'
    )
