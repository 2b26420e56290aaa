"""Colours and CSS of the blueprint. Every colour has one meaning; see the token names."""

from __future__ import annotations

import re
from typing import Literal

Theme = Literal["light", "dark"]

FONT = (
    '-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,"Helvetica Neue",Arial,'
    '"Liberation Sans",sans-serif'
)

# name, light, dark
_TOKENS = (
    ("paper", "#FCFCFA", "#101316"),
    ("panel", "#F3F3EF", "#181C20"),
    ("card", "#FFFFFF", "#1C2126"),
    ("ink", "#15181C", "#ECEEEF"),
    ("ink2", "#474E57", "#B9BFC5"),
    ("ink3", "#656D76", "#929AA2"),
    ("line", "#DEDFDB", "#2A3036"),
    ("line2", "#B4B8B6", "#535C65"),
    ("cust", "#0A5FA8", "#74B7F4"),
    ("cust-t", "#E4EEF7", "#172C40"),
    ("gate", "#B23F08", "#FF9C61"),
    ("gate-f", "#D9570F", "#EE7A38"),
    ("gate-t", "#FBE8DD", "#39241A"),
    ("good", "#00705A", "#4FCBA5"),
    ("good-t", "#DCF0EA", "#13322B"),
    ("wait", "#C9CDCC", "#4A535B"),
    ("hbg", "#EFF0ED", "#1B2025"),
    ("hst", "#C3C7C6", "#3D464E"),
    ("mark", "#F5C400", "#D9AE00"),
    ("mark-t", "#FFF3BF", "#453A0C"),
    ("p2", "#8DBBE3", "#2F6699"),
    ("p1", "#CFE2F3", "#1E3E5C"),
    ("m1", "#F8D3BE", "#57331F"),
    ("m2", "#EE9B6C", "#9A4C1E"),
)


def _set(column: int) -> str:
    return ";".join(f"--{row[0]}:{row[column]}" for row in _TOKENS)


def tokens() -> str:
    """Custom properties: light, dark where the reader prefers it, light in print."""
    return (
        f":root{{color-scheme:light dark;{_set(1)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_set(2)}}}}}\n"
        f"@media print{{:root{{color-scheme:light;{_set(1)}}}}}\n"
    )


_CSS = """
.bp{display:block;overflow:visible}
.bp text{font-family:inherit;font-size:12px;fill:var(--ink);font-variant-numeric:tabular-nums}
.bp-wide{width:100%;height:auto}
.bp-tall{width:100%;max-width:430px;height:auto;margin:0 auto}
.bp .lane{fill:none}
.bp .lane.c{fill:var(--cust-t);opacity:.45}
.bp .lane.b,.bp .lane.s{fill:var(--panel)}
.bp .lr{stroke:var(--line);stroke-width:1}
.bp .ln1{font-size:13px;font-weight:650}
.bp .ln2,.bp .tk,.bp .pt,.bp .ch,.bp .es,.bp .rl,.bp .sils{fill:var(--ink2)}
.bp .nt{font-style:italic}
.bp .tick{stroke:var(--line2)}
.bp .prom{fill:var(--ink)}
.bp .fan{stroke:var(--paper);stroke-width:1.5;fill:var(--panel)}
.bp .fan.f-so,.bp .fan.f-held{fill:var(--gate-t)}
.bp .seg.f-n{fill:var(--line2)}
.bp .seg.f-tp{fill:var(--cust)}
.bp .seg.f-so{fill:var(--gate-f)}
.bp .seg.f-held{fill:var(--card);stroke:var(--gate);stroke-width:1.5}
.bp .vl.l1{stroke:var(--cust);stroke-width:1.6}
.bp .vl.l2{stroke:var(--ink2);stroke-width:1.4;stroke-dasharray:7 5}
.bp .vl.l3{stroke:var(--ink3);stroke-width:1.2;stroke-dasharray:1.5 4;stroke-linecap:round}
.bp .vt{fill:var(--ink2);font-style:italic}
.bp .hbg{fill:var(--hbg)}
.bp .hst{fill:var(--hst)}
.bp .hln{stroke:var(--hst);stroke-width:1.6;fill:none}
.bp .sil{stroke:none}
.bp .silbg{fill:var(--paper)}
.bp .silt{font-size:15px;font-weight:650}
.bp .silt.sm{font-size:13px}
.bp .ix line{stroke:var(--cust);stroke-width:1.6}
.bp .ev circle{stroke:var(--cust);stroke-width:1.6;fill:var(--card)}
.bp .ev.p2 circle{fill:var(--p2)}
.bp .ev.p1 circle{fill:var(--p1)}
.bp .ev.zero circle{fill:var(--panel)}
.bp .ev.m1 circle{fill:var(--m1)}
.bp .ev.m2 circle{fill:var(--m2)}
.bp .ev.unk circle{stroke-dasharray:2.5 2.5}
.bp .evt{font-weight:650}
.bp .n{cursor:pointer;outline:none}
.bp .n .hit{fill:none;stroke:none}
.bp .n:focus-visible .hit,.bp .n.cur .hit{stroke:var(--ink);stroke-width:2}
.bp .n .box{fill:var(--card);stroke:var(--line2);stroke-width:1}
.bp .n .under{fill:var(--card);stroke:var(--line2);stroke-width:1}
.bp .n .some{fill:var(--ink2)}
.bp .n.tp .box{stroke:var(--cust);stroke-width:1.6}
.bp .n:hover .box{stroke:var(--ink)}
.bp .n.gate .box{fill:var(--gate-t);stroke:none}
.bp .n.gate.tp .box{stroke:var(--cust);stroke-width:1.6}
.bp .n .post{fill:var(--gate-f)}
.bp .n.held .box{fill:var(--card);stroke:var(--gate);stroke-width:1;stroke-dasharray:3 3}
.bp .n.held .post{fill:var(--card);stroke:var(--gate);stroke-width:1.5}
.bp .n.off-path .box{stroke:var(--ink3);stroke-width:1.2;stroke-dasharray:5 4}
.bp .inside{opacity:0;pointer-events:none}
.bp .inside>.box{fill:var(--panel);stroke:var(--ink2)}
.bp .n.sum:focus+.inside,.bp .inside:focus-within{opacity:1;pointer-events:auto}
.bp .lock rect{fill:var(--gate)}
.bp .lock path{fill:none;stroke:var(--gate);stroke-width:1.3}
.bp .lb{font-size:13px;font-weight:650;letter-spacing:-.005em}
.bp .q{fill:var(--card);stroke:var(--ink2);stroke-width:1}
.bp .wk{fill:var(--ink)}
.bp .star{fill:var(--cust)}
.bp .e .ln{fill:none;stroke:var(--ink2)}
.bp .e .hl{fill:none;stroke:var(--mark);stroke-width:11;opacity:0;stroke-linecap:round}
.bp .e.ret .ln{stroke-dasharray:5 4}
.bp .e.late .ln{stroke-dasharray:1.5 3}
.bp .e.wrong .ln{stroke-dasharray:9 3}
.bp .ah{fill:var(--ink2)}
.bp .hand{fill:var(--card);stroke:var(--ink2);stroke-width:1.5}
.bp .hand.unit{fill:var(--ink2)}
.bp .bar{stroke:var(--ink2);stroke-width:3.5;stroke-linecap:round}
.bp .pin rect{fill:var(--paper);stroke:var(--ink3);stroke-dasharray:2 2}
.bp .pnr{font-weight:650}
.bp .end *{stroke-width:1.7;fill:none}
.bp .end.good circle{fill:var(--good);stroke:var(--good)}
.bp .end.good path{stroke:var(--paper);stroke-width:2}
.bp .end.refused rect{fill:var(--card);stroke:var(--gate)}
.bp .end.refused path{stroke:var(--gate);stroke-width:2}
.bp .end.gone circle{fill:var(--card);stroke:var(--ink2);stroke-dasharray:3 2.4}
.bp .end.gone path{stroke:var(--ink2)}
.bp .et,.bp .fpb{font-weight:650}
.bp .fpb{fill:var(--gate)}
.bp .sysl line{stroke:var(--ink3);stroke-dasharray:2 3}
.bp .sysl rect{fill:var(--card);stroke:var(--line2)}
.bp .n,.bp .e{transition:opacity .15s}
.bp.has-lit .n:not(.lit),.bp.has-lit .e:not(.lit){opacity:.28}
.bp.has-lit .hand:not(.lit){opacity:.2}
.bp.has-lit .e.lit .hl{opacity:.55}
.bp.has-lit .n.lit .box{fill:var(--mark-t);stroke:var(--ink);stroke-width:1.6;stroke-dasharray:none}
.bp.has-lit .e.lit .ln{stroke:var(--ink)}
.bp.has-lit .n.sum:has(+.inside .lit){opacity:1}
.bp.has-lit .n.sum:has(+.inside .lit) .box{fill:var(--mark-t);stroke:var(--ink);stroke-width:1.6}
.mini{display:block;width:100%;height:auto}
.mini text{font-size:11px;fill:var(--ink3)}
.mini .ml{stroke:var(--line2);stroke-width:.8;opacity:.5}
.mini .mv{stroke:var(--ink3);stroke-width:1;stroke-dasharray:4 3}
.mini .mi{stroke:var(--cust);stroke-width:1}
.mini .mp{fill:none;stroke:var(--ink2);stroke-width:1.5}
.mini .mp.d{stroke-dasharray:3 2.5;stroke-width:1.1}
.mini .mn{fill:var(--ink2)}
.mini .mt{fill:var(--cust)}
.mini .mg{fill:var(--gate-f)}
.mini .mh{fill:var(--card);stroke:var(--gate);stroke-width:1.2}
.mini .off{opacity:.3}
.mini .mp.on{stroke:var(--ink);stroke-width:2.2}
.mini .hlm{fill:none;stroke:var(--mark);stroke-width:8;opacity:.5;stroke-linecap:round}
@media print{.bp-wide{min-width:0!important}}
@media print{.bp *,.mini *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
"""


def styles() -> str:
    """CSS for the classes of the blueprint and the mini walks; colours by custom property."""
    return _CSS.lstrip()


# What other readers of SVG than a browser know: one family after another, weights by name.
FLAT_FONT = (
    'Arial,"Liberation Sans",Helvetica,"Nimbus Sans","Segoe UI",Roboto,"DejaVu Sans",sans-serif'
)
_SCREEN_ONLY = ("@media", ":hover", ":focus", ".has-lit", ".mini", "transition", "cursor:")
_COLOUR = re.compile(r"var\(--([\w-]+)\)")


def colours(theme: Theme) -> dict[str, str]:
    """Every token by its name, for one theme."""
    return {name: light if theme == "light" else dark for name, light, dark in _TOKENS}


def flat(css: str, theme: Theme) -> str:
    """CSS with its colours written out, for programs that know no custom properties."""
    known = colours(theme)
    plain = _COLOUR.sub(lambda found: known[found.group(1)], css)
    return plain.replace("font-weight:650", "font-weight:bold")


def sheet(theme: Theme) -> str:
    """The styles of a drawing that stands alone: nothing that answers a pointer or a script."""
    rules = [
        rule for rule in _CSS.splitlines() if rule and not any(x in rule for x in _SCREEN_ONLY)
    ]
    plain = "\n".join(rules).replace("font-family:inherit", f"font-family:{FLAT_FONT}")
    return flat(plain, theme) + "\n"
