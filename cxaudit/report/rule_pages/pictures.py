"""The map of an example as a small SVG file: the narrow blueprint, its finding marked."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.report.blueprint import narrow, styles, tokens
from cxaudit.report.blueprint.styles import FONT
from cxaudit.report.blueprint.svg import esc
from cxaudit.report.context import Context, steps_of
from cxaudit.report.scenes import scene_of
from cxaudit.rules.finding import Finding
from cxaudit.run.audit import Audit

MOST_STEPS = 15  # a taller picture tells less than the text beside it
LOOPS = ("loop", "repeats", "endless_loop")  # facts whose last step leads back to the first
_STEP = re.compile(
    r'<g class="(?P<cls>n[^"]*)" data-s="(?P<id>[^"]*)" tabindex="0" role="button" '
    r'aria-label="(?P<label>[^"]*)">(?P<title><title>)?'
)
_FLOW = re.compile(
    r'<g class="(?P<cls>e[^"]*)" data-e="(?P<id>[^"]*)">(?P<title><title>[^<]*</title>)'
    r'(?P<mark><path class="hl" d="[^"]*"/>)'
)
_HIT = re.compile(r'<rect class="hit"[^>]*/>')
_ROOT = re.compile(r'^<svg (?P<before>[^>]*?)class="[^"]*"(?P<size>[^>]*?) style="[^"]*"')
_TOKEN = re.compile(r"--([a-z0-9-]+):#\w+;?")
_USED = re.compile(r"var\(--([a-z0-9-]+)\)")
_CLASSES = re.compile(r'class="([^"]*)"')
_CLASS = re.compile(r"\.([a-zA-Z][\w-]*)")
_FOR_PAGES = ("has-lit", "cursor:", "transition:")  # of no use in a file that only shows


@dataclass(frozen=True, slots=True)
class Picture:
    """A map as an SVG file, steps and flows that findings are about marked; `bare` is the drawing
    without marks, by which two pictures are compared, and `marked` names the steps, in order."""

    svg: str
    bare: str
    marked: tuple[str, ...]


def picture(result: Audit, path: str, round_again: bool = False) -> Picture | None:
    """The map at a path, light or dark as the reader prefers; None where it cannot be drawn.
    `round_again` where the walks of findings are loops."""
    analysis = next((a for a in result.analyses if a.document.path == path), None)
    if analysis is None or analysis.study is None:
        return None
    context = Context(analysis, analysis.study, (), "")
    scene = scene_of(context)
    if not 0 < len(scene.cards) <= MOST_STEPS:
        return None
    bare = narrow(scene).svg
    # Findings of this map, and those of its organisation file.
    findings = [f for f in result.open_findings if f.file == path or f.file not in result.files]
    steps, flows = _marked(findings, context, round_again)
    marked = tuple(card.label for card in scene.cards if card.id in steps)
    return Picture(_file(_plain(bare, steps, flows)), bare, marked)


def _marked(
    findings: Iterable[Finding], context: Context, round_again: bool
) -> tuple[set[str], set[str]]:
    """The steps that findings are about, and the flows ("from>to") along their walks."""
    steps: set[str] = set()
    flows: set[str] = set()
    for finding in findings:
        walk = [step for step in finding.witness if step in context.steps]
        steps |= set(walk) or steps_of(finding, context.steps) or _concerned(finding, context)
        back = walk[:1] if round_again else []
        flows |= {f"{a}>{b}" for a, b in itertools.pairwise(walk + back)}
    return steps, flows


def _concerned(finding: Finding, context: Context) -> set[str]:
    """The steps of the role or unit, or at which the party is met, that a finding is about."""
    kind, _, rest = finding.path.partition("/")
    name = rest.partition("/")[0]
    steps = context.steps.values()
    if kind == "roles":
        approved = {s.step for s in context.sign_offs if name in s.approvers}
        return {s.id for s in steps if s.performer == name} | approved
    if kind == "units":
        return {s.id for s in steps if s.unit == name}
    if kind == "parties":
        return {t.step for t in context.touch_points if t.party == name}
    return set()


def _plain(svg: str, steps: set[str], flows: set[str]) -> str:
    """A drawing without what only a page with a script needs; what is marked has class `lit`."""
    steps, flows = {esc(s) for s in steps}, {esc(f) for f in flows}

    def step(found: re.Match[str]) -> str:
        lit = " lit" if found["id"] in steps else ""
        title = "<title>" if found["title"] else f"<title>{found['label']}</title>"
        return f'<g class="{found["cls"]}{lit}">{title}'

    def flow(found: re.Match[str]) -> str:
        lit = found["id"] in flows
        mark = found["mark"] if lit else ""
        return f'<g class="{found["cls"]}{" lit" if lit else ""}">{found["title"]}{mark}'

    return _HIT.sub("", _FLOW.sub(flow, _STEP.sub(step, svg)))


def _file(svg: str) -> str:
    """A drawing as a file of its own, with the colours and styles that it uses."""
    svg = _ROOT.sub(r'<svg \g<before>class="bp"\g<size>', svg, count=1)
    css = _styles({name for found in _CLASSES.findall(svg) for name in found.split()})
    used = set(_USED.findall(css)) | {"paper"}
    colours = _TOKEN.sub(lambda m: m[0] if m[1] in used else "", tokens())
    sheet = f"{colours}svg{{font-family:{FONT}}}\n{css}"
    head = svg.index(">") + 1
    ground = '<rect width="100%" height="100%" style="fill:var(--paper)"/>'
    return f"{svg[:head]}<style>{sheet}</style>{ground}{svg[head:]}\n"


# What is marked stands out by itself: on a picture this small nothing else need step back.
_LIT = """.bp .e.lit .hl{fill:none;stroke:var(--mark);stroke-width:11;stroke-linecap:round;opacity:.55}
.bp .n.lit .box{fill:var(--mark-t);stroke:var(--ink);stroke-width:1.6;stroke-dasharray:none}
.bp .e.lit .ln{stroke:var(--ink)}
"""
# Words beside a flow that had to be placed over a line are cleared of it.
_CLEAR = ".bp .el{stroke:var(--paper);stroke-width:3;paint-order:stroke}\n"


def _styles(classes: set[str]) -> str:
    """The rules of the blueprint's sheet that apply to some classes, none of them for a pointer."""
    kept = []
    for line in styles().splitlines():
        selectors, _, body = line.partition("{")
        apply = [
            s
            for s in selectors.split(",")
            if ":" not in s and "@" not in s and set(_CLASS.findall(s)) <= classes
        ]
        if apply and not any(word in line for word in _FOR_PAGES):
            kept.append(",".join(apply) + "{" + body)
    extra = (_LIT if "lit" in classes else "") + (_CLEAR if "el" in classes else "")
    return "".join(f"{line}\n" for line in kept) + extra
