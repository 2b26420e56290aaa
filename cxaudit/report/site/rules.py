"""The page of a rule: what it flags and why, what to do instead, and where it was found."""

from __future__ import annotations

from collections.abc import Mapping

from cxaudit.report.rule_pages import words
from cxaudit.report.rule_pages.examples import files_of
from cxaudit.report.site.gather import told
from cxaudit.report.site.pages import Page, RuleLine, RulePage
from cxaudit.report.texts import _
from cxaudit.report.words import sentence
from cxaudit.rules.asking import criteria, limit
from cxaudit.rules.reference import heuristic, source
from cxaudit.rules.rule import Rule


def path_of(code: str) -> str:
    """The address of a rule's page: by its code, which stays when its name does not."""
    return f"rules/{code}.html"


def rule_page(rule: Rule, line: RuleLine | None, advises: bool = True) -> Page:
    """The page of a rule; `line` is what it found, if it found anything. Without `advises` it does not
    say what to do."""
    limits = tuple((name, limit(rule, name, value)) for name, value in rule.limits.items())
    known = [heuristic(name) for name in rule.heuristics] if advises else []
    content = RulePage(
        rule=rule,
        line=line,
        told=told(line) if line is not None else "",
        asks=criteria(rule, rule.limits),
        says=tuple(_plain(words.message(rule, case.template.text)) for case in rule.says),
        severity=words.severities(rule.severity),
        judged=words.judged(rule),
        instead=_(rule.instead) if advises else "",
        needs=_(words.NEEDS[rule.needs]),
        limits=limits,
        heuristics=tuple((_(one.title), _(one.what), _(one.trade_off)) for one in known),
        sources=tuple(_source(key) for key in rule.sources),
        examples=tuple(
            (which, tuple((file.name, file.text) for file in files_of(rule.examples[which])))
            for which in ("bad", "good")
        ),
    )
    return Page(path_of(rule.code), "rule", f"{rule.code} {rule.name}", _(rule.family), content)


def _plain(text: str) -> str:
    """A message as plain text: it was made for Markdown, where a bracket is written out."""
    return text.replace("&lt;", "<")


def _source(key: str) -> str:
    known = source(key)
    return key if known is None else f"{sentence(known.title)} {_(known.about)}"


def rule_pages(
    rules: Mapping[str, Rule], lines: Mapping[str, RuleLine], advises: bool
) -> list[Page]:
    """A page for each rule that maps were judged by, by code."""
    return [rule_page(rules[code], lines.get(code), advises) for code in sorted(rules)]
