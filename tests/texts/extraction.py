"""Every text that wants a translation, found where it is written: in Python, in templates, in packs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2.ext import babel_extract

from cxaudit.language import organisation
from cxaudit.report import words
from cxaudit.report.sections.criteria import MOST_FACTS, described
from cxaudit.rules import reference
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.rules.rule import Rule

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "cxaudit"
RULES = ROOT / "rules"
# Functions by the place of their texts: a text, a text and its plural, a context and a text.
_ONE = {"_": 0, "gettext": 0, "marked": 0}
_TWO = {"ngettext": 0, "marked_plural": 0, "times": 1, "measured": 1, "share_of": 2}
_WITH_CONTEXT = {"pgettext": (0, 1)}
# Functions that are given further texts by name.
_NAMED = {"share_of": ("only", "only_not", "none", "every")}


@dataclass(frozen=True, slots=True)
class Text:
    """A text in English: its plural where it has one, its context where that tells it from others."""

    one: str
    many: str = ""
    context: str = ""


def all_texts() -> dict[Text, str]:
    """Every text, and the first place where it is written. One that has a plural in one place and none
    in another is one text: gettext gives its singular where no count is asked for."""
    found: dict[Text, str] = {}
    for text, place in (*in_code(), *in_templates(), *in_packs(), *in_words()):
        found.setdefault(text, place)
    several = {(text.context, text.one) for text in found if text.many}
    return {
        text: place
        for text, place in found.items()
        if text.many or (text.context, text.one) not in several
    }


def in_code() -> Iterator[tuple[Text, str]]:
    """Texts in Python."""
    for path in sorted(CODE.rglob("*.py")):
        place = str(path.relative_to(ROOT))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
                text = _text_of(name, [_constant(arg) for arg in node.args])
                if text is not None:
                    yield text, f"{place}:{node.lineno}"
                for keyword in node.keywords:
                    told = _constant(keyword.value)
                    if told and keyword.arg in _NAMED.get(name, ()):
                        yield Text(told), f"{place}:{keyword.value.lineno}"


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _text_of(name: str, args: list[str | None]) -> Text | None:
    """The text of one call; None where it is no literal (it is marked where it is written)."""
    if name in _ONE and args and args[0]:
        return Text(args[0])
    at = _TWO.get(name)
    if at is not None and len(args) > at + 1:
        one, many = args[at : at + 2]
        return Text(one, many) if one and many else None
    if name in _WITH_CONTEXT and len(args) > 1 and args[0] and args[1]:
        return Text(args[1], "", args[0])
    return None


def in_templates() -> Iterator[tuple[Text, str]]:
    """Texts in templates."""
    for path in sorted((CODE / "report" / "templates").rglob("*.j2")):
        place = str(path.relative_to(ROOT))
        names = (*_ONE, *_TWO, *_WITH_CONTEXT)
        with path.open("rb") as file:
            options: dict[str, Any] = {"trim_blocks": "true", "lstrip_blocks": "true"}
            for line, name, said, _comments in babel_extract(file, names, (), options):
                args = list(said) if isinstance(said, tuple) else [said]
                text = _text_of(name, args)
                if text is not None:
                    yield text, f"{place}:{line}"


def in_packs() -> Iterator[tuple[Text, str]]:
    """Texts of the shipped rules, and of what they refer to."""
    for rule in all_rules(built_in()).values():
        yield Text(rule.family), rule.code
        for form in rule.forms:
            for text in texts_of(form):
                yield text, rule.code
    for way in reference.heuristics().values():
        for told in (way.title, way.what, way.trade_off):
            yield Text(told), f"heuristic {way.name}"
    for source in reference.sources().values():
        yield Text(source.about), f"source {source.key}"


def texts_of(rule: Rule) -> Iterator[Text]:
    """What a finding of a rule can say."""
    for case in rule.says:
        yield Text(case.template.text)
    for text in (rule.not_started, rule.criteria, rule.why, rule.instead):
        if text:
            yield Text(text)
    for name in (rule.name, *(limit.replace("_", "-") for limit in rule.limits)):
        yield Text(words.named(name), "", "rule")
    for fact in described(rule)[:MOST_FACTS]:
        yield Text(fact)


def in_words() -> Iterator[tuple[Text, str]]:
    """Words that are looked up by themselves: small counts, and those of the map language."""
    for word in words.COUNTS:
        yield Text(word, "", "a count"), "cxaudit/report/words.py"
    kinds = [
        *("task", "decision", "sign-off", "wait", "call", "end"),
        *organisation.PARTY_KINDS,
        *("customer", "time", "employee", "internal"),
        *("survey", "interview", "complaint", "review"),
        *("pay", "appraisal"),
        *("transformation", "improvement"),
        *("process", "organisation", "whatif"),
        *("day", "week", "month", "quarter", "year"),
        *organisation.ROUTINES,
        # What facts list, where a sentence shows them.
        *("standard", "measure", "recovery", "performer"),
        *("owner", "target", "every", "seen-by", "discussed-in"),
        *("praise", "complaints", "worst", "least", "expected"),
        *("routine", "anonymous channel", "day by which it is answered"),
        *("perception", "relationship"),
        *("activity", "event", "gateway", "flow", "lane", "pool"),
    ]
    for kind in dict.fromkeys(kinds):
        yield Text(kind.replace("-", " "), "", "a word of the map language"), "the map language"
