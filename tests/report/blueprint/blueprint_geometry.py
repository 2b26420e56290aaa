"""What must not meet in a drawing: the judge of every geometric test."""

from __future__ import annotations

from cxaudit.report.blueprint.geometry import Box, Drawing, meets, overlap, segments, span

LINES = ("flow", "meeting-line", "system-line")
EPS = 0.01


def faults(drawing: Drawing) -> list[str]:
    """Everything wrong with the geometry of a drawing, in words."""
    texts = [b for b in drawing.boxes if b.kind == "text"]
    cards = [b for b in drawing.boxes if b.kind == "card"]
    marks = [b for b in drawing.boxes if b.kind in ("end", "dot", "meeting")]
    lines = [b for b in drawing.boxes if b.kind in LINES]
    found = [*_outside(drawing), *_pairs(texts, cards)]
    for text in texts:
        for line in lines:
            if meets(_shrunk(text), line.points):
                found.append(f"text {text.text!r} is crossed by {line.kind} {line.owner}")
        for mark in marks:
            if (
                mark.kind != "meeting"
                and mark.owner != text.owner
                and overlap(_shrunk(text), mark.rect)
            ):
                found.append(f"text {text.text!r} meets {mark.kind} {mark.owner}")
    for line in lines:
        for card in cards:
            if card.owner not in line.owner.split(">") and _through(line, card):
                found.append(f"{line.kind} {line.owner} runs through card {card.owner}")
    return found + shared(drawing)


def _shrunk(box: Box) -> tuple[float, float, float, float]:
    r = box.rect
    return (r[0] + EPS, r[1] + EPS, r[2] - EPS, r[3] - EPS)


def _outside(drawing: Drawing) -> list[str]:
    found = []
    for box in drawing.boxes:
        r = box.rect
        if r[0] < -EPS or r[1] < -EPS or r[2] > drawing.width + EPS or r[3] > drawing.height + EPS:
            found.append(f"{box.kind} {box.owner} {box.text!r} lies outside: {r}")
    return found


def _pairs(texts: list[Box], cards: list[Box]) -> list[str]:
    found = []
    for i, a in enumerate(texts):
        for b in texts[i + 1 :]:
            if overlap(_shrunk(a), _shrunk(b)):
                found.append(f"text {a.text!r} meets text {b.text!r}")
        for card in cards:
            if a.owner != card.owner and overlap(_shrunk(a), card.rect):
                found.append(f"text {a.text!r} meets card {card.owner}")
    for i, a in enumerate(cards):
        for b in cards[i + 1 :]:
            if overlap(_shrunk(a), _shrunk(b)):
                found.append(f"card {a.owner} meets card {b.owner}")
    return found


def _through(line: Box, card: Box) -> bool:
    return meets(_shrunk(card), line.points, -1.0)


def shared(drawing: Drawing) -> list[str]:
    """Stretches that two flows share though they have neither source nor target in common."""
    found = []
    flows = [b for b in drawing.boxes if b.kind == "flow"]
    for i, a in enumerate(flows):
        for b in flows[i + 1 :]:
            ends_a, ends_b = a.owner.split(">"), b.owner.split(">")
            if ends_a[0] == ends_b[0] or ends_a[-1] == ends_b[-1]:
                continue
            for p in segments(a.points):
                for q in segments(b.points):
                    s, r = span(p), span(q)
                    flat = abs(s[1] - s[3]) < EPS and abs(r[1] - r[3]) < EPS
                    upright = abs(s[0] - s[2]) < EPS and abs(r[0] - r[2]) < EPS
                    if flat and abs(s[1] - r[1]) < 1.5 and min(s[2], r[2]) - max(s[0], r[0]) > 1:
                        found.append(f"{a.owner} and {b.owner} share a horizontal stretch")
                    if upright and abs(s[0] - r[0]) < 1.5 and min(s[3], r[3]) - max(s[1], r[1]) > 1:
                        found.append(f"{a.owner} and {b.owner} share a vertical stretch")
    return found
