"""A theme on the page and in Markdown."""

from __future__ import annotations

from cxaudit.report.marks import safe

from .model import Theme
from .preface import Piece, Run

_CSS = """
.theme{padding-top:40px;padding-bottom:20px}
.theme img{display:block;max-width:280px;max-height:64px;margin-bottom:20px}
.theme .own{font-size:30px;line-height:1.15;letter-spacing:-.02em;font-weight:650}
.theme .own{max-width:24em;margin:0 0 12px}
.theme .pre{max-width:46em}
.theme .pre h2{font-size:18px;margin:20px 0 6px}
.theme .pre p{margin-bottom:10px}
.theme .pre .pi{margin:0 0 3px}
.theme .pi+p:not(.pi){margin-top:10px}
@media screen and (prefers-color-scheme:dark){.theme img{background:#fff;padding:8px;border-radius:4px}}
.theme-foot{padding:16px 0 24px;font-size:13px;color:var(--ink2)}
"""
_ACCENT = """
.theme .own{border-top:4px solid var(--accent);padding-top:12px}
.theme a,.eyebrow,.theme-foot b{color:var(--accent)}
main>.wrap+.map,.map+.map{border-top-color:var(--accent)}
nav a:hover{box-shadow:inset 0 -2px var(--accent)}
"""


def css(theme: Theme) -> str:
    """The styles that a theme adds to the page; empty without one."""
    if theme == Theme():
        return ""
    if not theme.accent:
        return _CSS
    return (
        f"{_CSS}{_ACCENT}:root{{--accent:{theme.accent}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{theme.accent_dark}}}}}\n"
        f"@media print{{:root{{--accent:{theme.accent}}}}}\n"
    )


def markdown_head(theme: Theme) -> list[str]:
    """What a theme puts before the report in Markdown."""
    lines = [f"# {safe(theme.title)}", ""] if theme.title else []
    for piece in theme.preface:
        lines += _lines(piece)
    return [*lines, "", "---", ""] if lines else []


def markdown_foot(theme: Theme) -> list[str]:
    """What a theme puts behind it."""
    return ["", "---", "", safe(theme.footer)] if theme.footer else []


def _lines(piece: Piece) -> list[str]:
    told = "".join(map(_run, piece.runs)).strip()
    if piece.kind == "heading":
        return ["", f"## {told}", ""]
    if piece.kind == "item":
        sign = f"{piece.number}." if piece.number else "-"
        return [f"{'   ' * piece.depth}{sign} {told}"]
    return ["", told, ""]


def _run(run: Run) -> str:
    text = run.text
    if not text.strip():
        return " "
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    told = f"`{text.strip().replace('`', chr(39))}`" if run.code else safe(text.strip())
    told = f"*{told}*" if run.slanted else told
    told = f"**{told}**" if run.strong else told
    told = f"[{told}](<{run.link}>)" if run.link else told
    return f"{before}{told}{after}"
