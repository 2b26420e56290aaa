"""Section 2 over all maps: what was read, by which limits it was judged, which waivers were used."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from cxaudit.language.read import Document
from cxaudit.report import words
from cxaudit.report.context import Head
from cxaudit.report.house import House
from cxaudit.report.lens import Cell, Lens, Panel, cell, table
from cxaudit.report.texts import _, term, times
from cxaudit.rules.baseline.entries import is_waived
from cxaudit.run.audit import Audit


def scope(audit: Audit, houses: Sequence[House]) -> Lens:
    """Scope, method, evidence."""
    tallies = audit.tallies.values()
    made, silent = sum(t.assessed for t in tallies), sum(t.not_assessed for t in tallies)
    share = made / (made + silent) if made + silent else None
    title = times(
        len(_documents(audit)),
        "{n} file read, {m} checks made",
        "{n} files read, {m} checks made",
        m=made,
    )
    if share is not None:
        title += _(", {share} of those that the rules ask for").format(share=words.percent(share))
    head = Head("scope", _("Scope, method, evidence"), title)
    return Lens(2, head, (_files(audit, houses), _waivers(audit)))


def digest(text: str) -> str:
    """The first twelve places of the SHA-256 of a text as it was read."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _documents(audit: Audit) -> list[Document]:
    """Every file that was asked for, once."""
    found = [a.document for a in audit.analyses]
    found += [e.document for e in audit.estates if e.document is not None and e.asked]
    return list({document.path: document for document in [*found, *audit.other]}.values())


def _files(audit: Audit, houses: Sequence[House]) -> Panel:
    rows = []
    facts = {c.analysis.document.path: c.map for h in houses for c in h.maps}
    for document in _documents(audit):
        m = facts.get(document.path)
        rows.append(
            (
                Cell(f"`{document.path.replace('`', '')}`"),
                term(document.kind) or _("could not be read"),
                f"`{digest(document.lines.text)}`" if document.lines.text else _("not read"),
                cell(m.reviewed if m is not None else None),
                cell(m.changed if m is not None else None),
                (m.profile if m is not None else None) or _("the usual one"),
            )
        )
    heads = (
        _("File"),
        _("What it is"),
        _("SHA-256 of its text"),
        _("Reviewed"),
        _("Changed"),
        _("Limits"),
    )
    title = _("What was read, on {day}").format(day=audit.as_of.isoformat())
    note = _(
        "A map becomes facts, facts meet rules, rules become findings; `cxaudit facts` prints the "
        "facts, `cxaudit rule CODE` a rule. The only clock is the date of the audit."
    )
    return Panel("files", title, table(title, heads, rows), (), note=note)


def _waivers(audit: Audit) -> Panel:
    waived = [f for f in audit.findings if is_waived(f)]
    rows = [
        (
            Cell(f.code),
            words.sentence(words.capital(f.says)),
            words.sentence(words.capital(f.suppressed or "")),
            f.suppressed_until.isoformat() if f.suppressed_until else _("no end"),
            f"`{f.file}:{f.span.line}`",
        )
        for f in waived
    ]
    heads = (_("Rule"), _("What is so"), _("Waived because"), _("Until"), _("Where"))
    title = times(len(waived), "{n} waiver was used", "{n} waivers were used")
    write = _("`allow: {CODE: reason}` lives with a finding")
    return Panel("waivers", title, table(title, heads, rows), (), _("Waivers"), write)
