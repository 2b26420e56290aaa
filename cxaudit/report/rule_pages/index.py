"""The index of all rule pages: by family, by heuristic, by what a rule needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cxaudit.report.rule_pages import words
from cxaudit.report.rule_pages.markdown import NOTE, file_of
from cxaudit.report.rule_pages.page import Page
from cxaudit.rules.reference import heuristics

TABLE = ["| code | name | severity | what it says of its bad example |", "|---|---|---|---|"]


def index(pages: Sequence[Page]) -> str:
    """The index as Markdown."""
    usual = [page for page in pages if not page.rule.opt_in]
    asked = [page for page in pages if page.rule.opt_in]
    blocks = [NOTE, "# Rules", *_intro(usual, asked)]
    blocks += ["## By family", *_families(usual)]
    if asked:
        blocks += ["## Opt-in", "Judged only where they are asked for.", _table(asked)]
    blocks += ["## By heuristic", *_heuristics(pages)]
    blocks += ["## By what they need", *_needs(pages)]
    return "\n\n".join(blocks) + "\n"


def _intro(usual: Sequence[Page], asked: Sequence[Page]) -> Iterator[str]:
    families = len({page.rule.family for page in usual})
    count = f"{words.counted(len(usual), 'rule')} in {words.counted(families, 'family')}"
    count = count.replace("familys", "families")
    more = f", and {len(asked)} that are opt-in" if asked else ""
    yield (
        f"{count}{more}. Each page has the condition, why it matters to a customer, an example that "
        "gives the finding and one that does not, what to do instead, the limits and the sources. "
        "A code is there for good; a name may get better."
    )
    yield (
        "What the rules look at is listed in [facts](../reference/facts.md); how to write a rule, in "
        "[rules](../rules.md)."
    )


def _families(pages: Sequence[Page]) -> Iterator[str]:
    for family in dict.fromkeys(page.rule.family for page in pages):
        own = [page for page in pages if page.rule.family == family]
        yield f"### {family}"
        yield f"{words.prose(own[0].rule.about)} {words.counted(len(own), 'rule')}."
        yield _table(own)


def _table(pages: Iterable[Page]) -> str:
    rows = list(TABLE)
    for page in pages:
        rule = page.rule
        says = words.cell(words.prose(page.bad.findings[0].says)) if page.bad.findings else ""
        severity = words.severities(rule.severity).lower()
        rows.append(f"| {_link(page)} | {rule.name} | {severity} | {says} |")
    return "\n".join(rows)


def _link(page: Page) -> str:
    return f"[{page.code}]({file_of(page.code)})"


def _heuristics(pages: Sequence[Page]) -> Iterator[str]:
    yield "What a finding proposes, and what that costs."
    for name, heuristic in heuristics().items():
        own = [page for page in pages if name in page.rule.heuristics]
        yield f"### {heuristic.title}"
        links = words.listed(f"{_link(page)} {page.rule.name}" for page in own)
        yield (
            f"{heuristic.what} *Trade-off:* {heuristic.trade_off}\n\n"
            f"`{name}`: {links or 'no rule proposes it yet'}."
        )


def _needs(pages: Sequence[Page]) -> Iterator[str]:
    yield "What must be written down before a rule speaks; without it the rule is *not assessed*."
    rows = ["| needs | rules |", "|---|---|"]
    for need, meaning in words.NEEDS.items():
        links = ", ".join(_link(page) for page in pages if page.rule.needs == need)
        rows.append(f"| {words.cell(meaning)} | {links or 'none'} |")
    yield "\n".join(rows)
