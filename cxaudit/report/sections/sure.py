"""How sure a report is: what the map declares, what was inferred or assumed, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cxaudit.analysis.facts.base import Facts
from cxaudit.report import words
from cxaudit.report.context import Context, Head
from cxaudit.report.texts import _


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of fact: how many are declared, inferred, assumed, missing, and which are not."""

    subject: str
    declared: int
    inferred: int
    assumed: int
    missing: int
    which: str


@dataclass(frozen=True, slots=True)
class Sure:
    """The last section of a map."""

    head: Head
    rows: tuple[Source, ...]
    faults: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]


def sure_of(context: Context, not_assessed: dict[str, int], names: dict[str, str]) -> Sure:
    """What the report of a map stands on."""
    rows = tuple(_rows(context))
    declared = sum(r.declared for r in rows)
    inferred = sum(r.inferred + r.assumed for r in rows)
    missing = sum(r.missing for r in rows)
    total = declared + inferred + missing
    share = words.percent(declared / total if total else None)
    title = _("{share} of what this needs is declared").format(share=share)
    if inferred:
        share = words.percent(inferred / total)
        title += ", " + _("{share} inferred or assumed").format(share=share)
    if missing:
        title += ", " + _("{share} missing").format(share=words.percent(missing / total))
    lead = _(
        "A missing fact is never counted as a failure: the checks that need it are not assessed."
    )
    head = Head(f"{context.prefix}-sure", _("How sure"), title, lead)
    return Sure(head, rows, tuple(_faults(context)), tuple(_notes(context, not_assessed, names)))


def _rows(context: Context) -> list[Source]:
    steps = [s for s in context.steps.values() if s.needs_performer]
    rows = [
        _source(
            _("Doers of steps"),
            [(context.step(s.id), _state(s, "performer", s.performer)) for s in steps],
        ),
        _source(
            _("Times of steps"),
            [
                (context.step(s.id), _state(s, "takes", s.takes if s.takes is not None else s.waits))
                for s in context.steps.values()
                if s.kind != "end"
            ],
        ),
        _source(
            _("Touch-points"),
            [(t.does, _state(t, "party", t.party)) for t in context.touch_points],
        ),
        _source(
            _("Sign-offs"),
            [
                (context.step(g.step), _state(context.steps[g.step], "is_sign_off", True))
                for g in context.sign_offs
            ],
        ),
        _source(
            _("Impacts on customers"),
            [
                (f"{t.does} ({_(axis)})", "missing" if value is None else "declared")
                for t in context.touch_points
                for axis, value in (
                    ("customer", t.customer),
                    ("perception", t.perception),
                    ("relationship", t.relationship),
                )
            ],
        ),
        _source(_("How often sign-offs say no"), [
            (context.step(g.step), _state(g, "rejects", g.rejects)) for g in context.sign_offs
        ]),
        _source(_("Shares of branches"), _shares(context)),
        _source(_("Promises"), [
            (words.lower(r.title), _state(r, "promise", r.promise)) for r in context.requests
        ]),
    ]  # fmt: skip
    return [row for row in rows if row.declared + row.inferred + row.assumed + row.missing]


def _shares(context: Context) -> list[tuple[str, str]]:
    """The shares of ways that leave a step with several."""
    flows = [f for f in context.analysis.all("flow") if f.kind == "next"]
    several = {source for source, n in Counter(f.source for f in flows).items() if n > 1}
    return [
        (f.label or context.step(f.source), _state(f, "share", f.share))
        for f in flows
        if f.source in several and not f.requests
    ]


def _state(facts: Facts, name: str, value: object) -> str:
    basis: dict[str, str] = getattr(facts, "basis", {})
    if value is None:
        return "missing"
    said = basis.get(name, "declared")
    if said.startswith("inferred"):
        return "inferred"
    return "assumed" if said == "assumed" else "declared"


def _source(subject: str, states: Iterable[tuple[str, str]]) -> Source:
    found = list(states)
    counts = {
        state: sum(s == state for _, s in found)
        for state in ("declared", "inferred", "assumed", "missing")
    }
    open_ones = words.unique([name for name, state in found if state != "declared"])
    which = words.listed(open_ones, 4)
    if len(open_ones) == len(found) > 3:
        which = _("all of them")
    return Source(
        subject, counts["declared"], counts["inferred"], counts["assumed"], counts["missing"], which
    )


def _faults(context: Context) -> list[str]:
    """What kept a request type from having figures, and what the reader stumbled over."""
    found = [f"{r.title}: {fault}" for r in context.requests for fault in r.without_figures] + [
        problem.says for problem in context.analysis.problems
    ]
    return [words.sentence(words.capital(text)) for text in words.unique(found)]


def _notes(
    context: Context, not_assessed: dict[str, int], names: dict[str, str]
) -> list[tuple[str, str]]:
    facts = context.map
    day = _("A day has {time} of work.").format(time=words.hours(context.day))
    organisation = context.study.world.organisation
    notes = [
        (_("Map"), facts.path),
        (
            _("Organisation file"),
            organisation.organisation if organisation else _("none was found"),
        ),
        (_("Last held against reality"), facts.reviewed or _("not stated")),
        (_("Profile of limits"), facts.profile or _("the usual one")),
        (_("Language of the labels"), facts.language),
        (_("Clock"), day),
    ]
    silent = [f"{code} {words.named(names.get(code, ''))}".strip() for code in sorted(not_assessed)]
    if silent:
        notes.append((_("Not assessed for want of facts"), words.listed(silent, 40)))
    losses = getattr(context.analysis.document, "losses", [])
    if losses:
        notes.append((_("What the map language could not say"), words.listed(losses, 12)))
    return notes
