"""How wide a text is, without a browser: a width table of Arial with a margin.

Other system fonts are a little wider, so every width is multiplied by `MARGIN`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MARGIN = 1.08
ELLIPSIS = "…"
NBSP = "\N{NO-BREAK SPACE}"

# Thousandths of an em for U+0020..U+007E and U+00A0..U+00FF, regular and bold.
_REGULAR = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 "
    "556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 "
    "556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 "
    "500 500 500 334 260 334 584 278 333 556 556 556 556 260 556 333 737 370 556 584 333 737 "
    "552 400 549 333 333 333 576 537 333 333 333 365 556 834 834 834 611 667 667 667 667 667 "
    "667 1000 722 667 667 667 667 278 278 278 278 722 722 778 778 778 778 778 584 778 722 722 "
    "722 722 667 667 611 556 556 556 556 556 556 889 500 556 556 556 556 278 278 278 278 556 "
    "556 556 556 556 556 556 549 611 556 556 556 556 500 556 500 "
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556 "
    "556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722 "
    "611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556 "
    "611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778 "
    "556 556 500 389 280 389 584 278 333 556 556 556 556 280 556 333 737 370 556 584 333 737 "
    "552 400 549 333 333 333 576 556 333 333 333 365 556 834 834 834 611 722 722 722 722 722 "
    "722 1000 722 667 667 667 667 278 278 278 278 722 722 778 778 778 778 778 584 778 722 722 "
    "722 722 667 667 611 556 556 556 556 556 556 889 556 556 556 556 556 278 278 278 278 611 "
    "611 611 611 611 611 611 549 611 611 611 611 611 556 611 556 "
)
_MORE = {"–": 556, "—": 1000, "‘": 250, "’": 250, "“": 420, "”": 420, "…": 1000, "−": 584}
_WIDE = 1050  # full-width scripts, arrows and emoji: what no table knows is taken as wide
_OTHER = 720  # letters of other scripts, between an Arial "n" and an Arial "W"
_VOWELS = frozenset("aeiouyäöüáàâãéèêíìîóòôõúùû")


def _table(widths: str) -> dict[str, int]:
    codes = [*range(32, 127), *range(160, 256)]
    return {chr(c): int(w) for c, w in zip(codes, widths.split(), strict=True)} | _MORE


_FACES = {False: _table(_REGULAR), True: _table(_BOLD)}


def _em(char: str, bold: bool) -> int:
    known = _FACES[bold].get(char)
    if known is not None:
        return known
    if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return 0
    if unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char)[0] in "SC":
        return _WIDE + 250
    return _OTHER


@lru_cache(maxsize=65536)
def measure(text: str, size: float, bold: bool = False) -> float:
    """Width of one line in px at a font size in px, margin included."""
    return sum(_em(c, bold) for c in text) * size * MARGIN / 1000.0


def clean(text: str) -> str:
    """One line of text that XML can hold: no control characters, single blanks.

    A no-break space stays as it is, because it joins a number to its unit.
    """
    kept = "".join(c if _allowed(c) else " " for c in text)
    return " ".join(part for part in kept.replace("\t", " ").split(" ") if part)


def _allowed(char: str) -> bool:
    code = ord(char)
    if code < 32 or 0x7F <= code < 0xA0 or 0xD800 <= code <= 0xDFFF:
        return False
    return code not in (0x2028, 0x2029, 0xFFFE, 0xFFFF)


def cut(text: str, width: float, size: float, bold: bool = False) -> str:
    """The text, or as much of it as fits before an ellipsis."""
    if measure(text, size, bold) <= width:
        return text
    kept = text
    while kept and measure(kept.rstrip() + ELLIPSIS, size, bold) > width:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _breaks(word: str) -> list[int]:
    """Where a long word may be parted: after a hyphen or slash, else between syllables."""
    hard = [i + 1 for i, c in enumerate(word[:-1]) if c in "-/_" and i > 1]
    low = word.lower()
    soft = [
        i
        for i in range(3, len(word) - 2)
        if low[i - 1] in _VOWELS
        and low[i].isalpha()
        and low[i] not in _VOWELS
        and low[i + 1] in _VOWELS
    ]
    return hard or soft


def split_word(word: str, width: float, size: float, bold: bool = False) -> list[str]:
    """A word in two pieces if it has a good place for that and both fit, else cut."""
    if measure(word, size, bold) <= width:
        return [word]
    for at in reversed(_breaks(word)):
        head = word[:at] if word[at - 1] in "-/_" else word[:at] + "-"
        if measure(head, size, bold) <= width and measure(word[at:], size, bold) <= width:
            return [head, word[at:]]
    return [cut(word, width, size, bold)]


def wrap(
    text: str,
    width: float,
    size: float,
    *,
    bold: bool = False,
    lines: int = 3,
    first: float | None = None,
) -> list[str]:
    """Lines of at most `width` px (the first of at most `first`), at most `lines` of them."""
    rows: list[str] = []
    words = [p for w in clean(text).split(" ") if w for p in split_word(w, width, size, bold)]
    for word in words:
        room = first if first is not None and len(rows) <= 1 else width
        if rows and measure(f"{rows[-1]} {word}", size, bold) <= room:
            rows[-1] = f"{rows[-1]} {word}"
        else:
            rows.append(word)
    if rows and first is not None:
        rows[0] = cut(rows[0], first, size, bold)
    if len(rows) > lines:
        rows = [*rows[: lines - 1], cut(" ".join(rows[lines - 1 :]), width, size, bold)]
    return rows


def longest_word(text: str, size: float, bold: bool = False) -> float:
    """Width in px of the widest word of a text, 0 for no text."""
    return max((measure(w, size, bold) for w in clean(text).split(" ")), default=0.0)
