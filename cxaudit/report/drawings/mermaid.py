"""Boxes and arrows as a Mermaid flowchart, for wikis and repositories that draw these."""

from __future__ import annotations

from cxaudit.report.blueprint.styles import Theme, colours
from cxaudit.report.blueprint.text_width import clean
from cxaudit.report.drawings.looks import BOXES, LINES, words_of
from cxaudit.report.drawings.net import Arrow, Kind, Net, Node

_SIGNS = {
    "&": "#amp;", "<": "#lt;", ">": "#gt;", '"': "#quot;", "#": "#35;", ";": "#59;",
    "`": "#96;", "\\": "#92;", "|": "#124;", "{": "#123;", "}": "#125;", "[": "#91;",
    "]": "#93;", "(": "#40;", ")": "#41;", "%": "#37;", "*": "#42;", "_": "#95;", "~": "#126;",
    "=": "#61;", "$": "#36;",
}  # fmt: skip


def mermaid(net: Net, theme: Theme = "light") -> str:
    """A flowchart in the language of Mermaid; every text is quoted and escaped."""
    names = net.names
    lines = ["---", f"title: {_title(net.title)}", "---"] if clean(net.title) else []
    lines.append(f"flowchart {'TB' if net.down else 'LR'}")
    lines += [_node(n, names[n.id]) for n in net.nodes]
    drawn = [a for a in net.arrows if a.source in names and a.target in names]
    lines += [_arrow(a, names) for a in drawn]
    known = colours(theme)
    for kind in dict.fromkeys(n.kind for n in net.nodes):
        lines.append(_class(kind, known))
    return "\n".join(lines) + "\n"


def _title(text: str) -> str:
    """A title as a YAML text on one line; brackets of tags, for which it has no sign, as guillemets."""
    plain = clean(text).replace("<", "‹").replace(">", "›")
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    """Text between quotes: signs that mean something are written as entities."""
    return "".join(_SIGNS.get(char, char) for char in clean(text))


def _node(node: Node, name: str) -> str:
    words = [_text(node.label) or "step", *map(_text, words_of(node.notes, node.kind))]
    text = "<br>".join(words)
    shapes = {"decision": ("{", "}"), "good": ("([", "])"), "refused": ("([", "])"),
              "gone": ("([", "])"), "call": ("[[", "]]")}  # fmt: skip
    left, right = shapes.get(node.kind, ("[", "]"))
    return f'    {name}{left}"{text}"{right}:::{_class_name(node.kind)}'


def _arrow(arrow: Arrow, names: dict[str, str]) -> str:
    stroke = LINES[arrow.line]
    line = "-.->" if stroke.dashed or stroke.dotted else "-->"
    label = f'|"{_text(arrow.label)}"|' if clean(arrow.label) else ""
    return f"    {names[arrow.source]} {line}{label} {names[arrow.target]}"


def _class_name(kind: Kind) -> str:
    return "k" + kind.replace("-", "")


def _class(kind: Kind, known: dict[str, str]) -> str:
    look = BOXES[kind]
    dashes = ",stroke-dasharray:4 3" if look.dashed else ""
    return (
        f"    classDef {_class_name(kind)} fill:{known[look.fill]},stroke:{known[look.border]},"
        f"stroke-width:{look.width:g}px,color:{known['ink']}{dashes}"
    )
