"""Boxes and arrows as a text for Graphviz."""

from __future__ import annotations

from cxaudit.report.blueprint.styles import Theme, colours
from cxaudit.report.blueprint.text_width import clean, wrap
from cxaudit.report.drawings.looks import BOXES, LINES, words_of
from cxaudit.report.drawings.net import Arrow, Net, Node

FONT = "Arial"
LABEL, SMALL = 13.0, 11.0  # sizes in points
ROOM = 150.0  # width of words in a box


def dot(net: Net, theme: Theme = "light") -> str:
    """A directed graph in the language of Graphviz; every text is quoted and escaped."""
    known = colours(theme)
    rank = "TB" if net.down else "LR"
    head = [
        f"digraph {_quoted(net.title or 'map')} {{",
        f'  graph [rankdir={rank}, newrank=true, bgcolor="{known["paper"]}", nodesep=0.35, '
        "ranksep=0.55, pad=0.1, splines=true];",
        f'  node [fontname="{FONT}", fontsize={LABEL:g}, fontcolor="{known["ink"]}", '
        'margin="0.14,0.09"];',
        f'  edge [fontname="{FONT}", fontsize={SMALL:g}, fontcolor="{known["ink2"]}", '
        f'color="{known["ink2"]}", arrowsize=0.7];',
    ]
    names = net.names
    body = [_node(n, names[n.id], known) for n in net.nodes]
    body += [_arrow(a, names, known) for a in net.arrows if {a.source, a.target} <= set(names)]
    return "\n".join([*head, *body, "}"]) + "\n"


def _node(node: Node, name: str, known: dict[str, str]) -> str:
    look = BOXES[node.kind]
    style = ["filled", "rounded"] if look.shape == "box" else ["filled"]
    if look.dashed:
        style.append("dashed")
    shape = "box" if look.shape == "box" else "oval"
    return (
        f"  {name} [label={_label(node)}, shape={shape}, "
        f'style="{",".join(style)}", fillcolor="{known[look.fill]}", '
        f'color="{known[look.border]}", penwidth={look.width:g}];'
    )


def _label(node: Node) -> str:
    """The name in bold, notes below it in small; in a form that reads the same as plain text."""
    lines = wrap(node.label, ROOM, LABEL, bold=True, lines=4) or [node.id]
    small = [
        x for note in words_of(node.notes, node.kind) for x in wrap(note, ROOM, SMALL, lines=2)
    ]
    bold = "<BR/>".join(f"<B>{_html(x)}</B>" for x in lines)
    rest = "".join(f'<BR/><FONT POINT-SIZE="{SMALL:g}">{_html(x)}</FONT>' for x in small)
    return f"<{bold}{rest}>"


def _arrow(arrow: Arrow, names: dict[str, str], known: dict[str, str]) -> str:
    stroke = LINES[arrow.line]
    style = "dotted" if stroke.dotted else "dashed" if stroke.dashed else "solid"
    words = "\\n".join(_escaped(x) for x in wrap(arrow.label, 110.0, SMALL, lines=3))
    label = f'label="{words}", ' if words else ""
    return (
        f"  {names[arrow.source]} -> {names[arrow.target]} "
        f"[{label}style={style}, penwidth={stroke.width:g}];"
    )


def _escaped(text: str) -> str:
    return clean(text).replace("\\", "\\\\").replace('"', '\\"')


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _html(text: str) -> str:
    """Text for a label with faces: only entities, never a tag of the map's own."""
    plain = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return plain.replace('"', "&quot;").replace("[", "&#91;").replace("]", "&#93;")
