"""Rule packs: YAML in, checked rules out. A fault is told with file, line, column and nearest name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.infer.data import rules_folder
from cxaudit.language.nodes import Composed, Mapping, Node, Scalar, Sequence, compose
from cxaudit.language.problems import Problem, nearest
from cxaudit.language.read import plain
from cxaudit.language.values import duration
from cxaudit.rules.expressions import Expression, ExpressionError, compile_expression, fields_of
from cxaudit.rules.finding import SEVERITIES
from cxaudit.rules.rule import HEURISTICS, NEEDS, Case, Grade, Limit, Rule
from cxaudit.rules.templates import Template, parse_template

CODE = re.compile(r"^[A-Z]{1,4}\d{2,4}$")
KEYS = (
    "name", "judges", "when", "limits", "profiles", "severity", "says", "witness", "why",
    "instead", "heuristics", "absorbed-by", "needs", "sources", "examples", "at", "not-started",
    "once", "mandatory", "opt-in", "among",
)  # fmt: skip
REQUIRED = ("name", "judges", "when", "severity", "says", "why", "instead", "needs", "examples")
CASE_KEYS = ("map", "organisation", "scenario", "others", "before", "as-of", "expect", "file")


@dataclass(slots=True)
class Pack:
    """One pack: its title, what it is about, its rules in order, and its faults."""

    path: str
    title: str
    about: str
    rules: list[Rule]
    problems: list[Problem]


class PackError(Exception):
    """A pack cannot be used; `problems` say why, each with a place in `path`."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        super().__init__(f"{path}: {problems[0].says}")
        self.path, self.problems = path, problems


class _Reader:
    """Reads one entry of a pack, collecting every fault with its place."""

    def __init__(self, composed: Composed) -> None:
        self.lines = composed.lines
        self.problems: list[Problem] = []

    def fault(self, node: Node, says: str, found: str = "", near: str = "", shift: int = 0) -> None:
        start = node.start
        if isinstance(node, Scalar) and shift > 1:
            quoted = self.lines.text[start : start + 1] in "\"'"
            if "\n" not in self.lines.text[start : node.end]:
                start += shift - 1 + quoted
        span = self.lines.span(start, max(start + 1, node.end))
        self.problems.append(Problem("invalid", "rule", says, span, "", found, near, blocks=True))

    def word(self, node: Node, known: Iterable[str], what: str) -> str | None:
        """One of some words."""
        names = list(known)
        if isinstance(node, Scalar) and node.text in names:
            return node.text
        text = node.text if isinstance(node, Scalar) else ""
        near = nearest(text, names)
        says = f"{text!r} is no {what}" + (f"; did you mean {near!r}?" if near else "")
        self.fault(node, says, text, near)
        return None

    def text(self, node: Node) -> str:
        if isinstance(node, Scalar) and node.text.strip():
            return node.text.strip()
        self.fault(node, "text is expected here")
        return ""

    def expression(
        self, node: Node, judge: str, limits: set[str], wanted: str | None = "bool"
    ) -> Expression | None:
        if not isinstance(node, Scalar):
            self.fault(node, "an expression is text: quote it")
            return None
        try:
            return compile_expression(node.text, judge, limits, wanted)
        except ExpressionError as error:
            self.fault(node, error.says, error.found, error.near, error.column)
            return None

    def template(self, node: Node, judge: str, limits: set[str]) -> Template | None:
        try:
            return parse_template(self.text(node), judge, limits)
        except ExpressionError as error:
            self.fault(node, error.says, error.found, error.near, error.column)
            return None


def read_pack(text: str, path: str) -> Pack:
    """Read a pack; whatever is wrong with it is in its `problems`."""
    composed = compose(text)
    pack = Pack(path, Path(path).stem, "", [], list(composed.problems))
    root = composed.root
    if not isinstance(root, Mapping) or next(iter(root.items), "") != "rules":
        if not pack.problems:
            says = "a pack begins with `rules: its title`"
            pack.problems.append(Problem("invalid", "rule", says, blocks=True))
        return pack
    reader = _Reader(composed)
    for key, (label, node) in root.items.items():
        if key == "rules":
            pack.title = reader.text(node)
        elif key == "about":
            pack.about = reader.text(node)
        elif CODE.match(key):
            rule = _rule(reader, key, label, node)
            if rule is not None:
                pack.rules.append(rule)
        else:
            near = nearest(key, ("rules", "about"))
            says = f"{key!r} is neither `about` nor a code such as SO201"
            reader.fault(label, says + (f"; did you mean {near!r}?" if near else ""), key, near)
    for rule in pack.rules:
        rule.family, rule.about = pack.title, pack.about
    pack.problems += reader.problems
    return pack


def _rule(reader: _Reader, code: str, label: Scalar, node: Node) -> Rule | None:
    before = len(reader.problems)
    if not isinstance(node, Mapping):
        reader.fault(label, f"{code} says nothing: a rule is a mapping")
        return None
    entries = {key: value for key, (_, value) in node.items.items()}
    for key, (place, _) in node.items.items():
        if key not in KEYS:
            near = nearest(key, KEYS)
            says = f"a rule has no key {key!r}" + (f"; did you mean {near!r}?" if near else "")
            reader.fault(place, says, key, near)
    for key in REQUIRED:
        if key not in entries:
            reader.fault(label, f"{code} lacks `{key}`")
    if len(reader.problems) > before:
        return None
    judges = _words(reader, entries["judges"], JUDGES, "judge")
    if len(reader.problems) > before or not judges:
        return None
    judge = judges[0]
    limits, profiles = _limits(reader, entries)
    names = set(limits)
    when = reader.expression(entries["when"], judge, names)
    severity = _severity(reader, entries["severity"], judge, names)
    cases = _says(reader, entries["says"], judge, names)
    witness = _fact(reader, entries.get("witness"), judge)
    examples = _examples(reader, entries["examples"])
    heuristics = _words(reader, entries.get("heuristics"), HEURISTICS, "heuristic")
    needs = reader.word(entries["needs"], NEEDS, "need")
    at = reader.template(entries["at"], judge, names) if "at" in entries else None
    if len(reader.problems) > before or when is None or needs is None:
        return None
    rule = Rule(
        code=code,
        name=reader.text(entries["name"]),
        judges=judge,
        when=when,
        severity=severity,
        says=cases,
        witness=witness,
        why=reader.text(entries["why"]),
        instead=reader.text(entries["instead"]),
        heuristics=heuristics,
        absorbed_by=_words(reader, entries.get("absorbed-by"), None, "code"),
        needs=needs,
        sources=_words(reader, entries.get("sources"), None, "source"),
        examples=examples,
        limits=limits,
        profiles=profiles,
        at=at.text if at else "",
        not_started=reader.text(entries["not-started"]) if "not-started" in entries else "",
        among=_flag(reader, entries.get("among"), judge),
        once=_yes(entries.get("once")),
        mandatory=_yes(entries.get("mandatory")),
        opt_in=_yes(entries.get("opt-in")),
    )
    rule.also = [_over(reader, rule, other, entries["judges"]) for other in judges[1:]]
    return rule


def _over(reader: _Reader, rule: Rule, judge: str, place: Node) -> Rule:
    """The same rule over another judge: written over the first, every fact must be there too."""
    qualifier = re.compile(rf"\b{rule.judges}\.")
    names = set(rule.limits)

    def turned(text: str) -> str:
        return qualifier.sub(f"{judge}.", text)

    def expression(old: Expression) -> Expression:
        return compile_expression(turned(old.text), judge, names, "bool")

    try:
        return replace(
            rule,
            judges=judge,
            when=expression(rule.when),
            severity=[Grade(g.severity, g.when and expression(g.when)) for g in rule.severity],
            says=[
                Case(
                    case.when and expression(case.when),
                    parse_template(turned(case.template.text), judge, names),
                )
                for case in rule.says
            ],
            at=turned(rule.at),
        )
    except ExpressionError as error:
        reader.fault(place, f"over {judge}: {error.says}", error.found, error.near)
        return rule


def _yes(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.text in ("yes", "true")


def _words(reader: _Reader, node: Node | None, known: Iterable[str] | None, what: str) -> list[str]:
    if node is None:
        return []
    items = node.items if isinstance(node, Sequence) else [node]
    found = []
    for item in items:
        word = reader.word(item, known, what) if known else reader.text(item)
        if word:
            found.append(word)
    return found


def _number(reader: _Reader, node: Node) -> Limit:
    text = node.text.strip() if isinstance(node, Scalar) else ""
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return duration(text)
    except ValueError:
        reader.fault(node, "a limit is a number, or a duration such as 2d")
        return 0.0


def _limits(
    reader: _Reader, entries: dict[str, Node]
) -> tuple[dict[str, Limit], dict[str, dict[str, Limit]]]:
    node = entries.get("limits")
    limits: dict[str, Limit] = {}
    if isinstance(node, Mapping):
        limits = {key: _number(reader, value) for key, (_, value) in node.items.items()}
    profiles: dict[str, dict[str, Limit]] = {}
    node = entries.get("profiles")
    if isinstance(node, Mapping):
        for profile, (_, values) in node.items.items():
            profiles[profile] = {}
            for key, (label, value) in values.items.items() if isinstance(values, Mapping) else ():
                if key not in limits:
                    near = nearest(key, limits)
                    says = f"the rule has no limit {key!r}"
                    says += f"; did you mean {near!r}?" if near else ""
                    reader.fault(label, says, key, near)
                profiles[profile][key] = _number(reader, value)
    return limits, profiles


def _severity(reader: _Reader, node: Node, judge: str, limits: set[str]) -> list[Grade]:
    if isinstance(node, Scalar):
        word = reader.word(node, SEVERITIES, "severity")
        return [Grade(word, None)] if word else []
    found = []
    for key, (label, value) in node.items.items() if isinstance(node, Mapping) else ():
        if reader.word(label, SEVERITIES, "severity"):
            always = isinstance(value, Scalar) and value.text == "true"
            found.append(Grade(key, None if always else reader.expression(value, judge, limits)))
    if not found:
        reader.fault(node, "a severity is error, warning or info, or a mapping of them")
    return found


def _says(reader: _Reader, node: Node, judge: str, limits: set[str]) -> list[Case]:
    if isinstance(node, Scalar):
        template = reader.template(node, judge, limits)
        return [Case(None, template)] if template else []
    found = []
    for key, (label, value) in node.items.items() if isinstance(node, Mapping) else ():
        when = None if key == "true" else reader.expression(label, judge, limits)
        template = reader.template(value, judge, limits)
        if template:
            found.append(Case(when, template))
    if not found:
        reader.fault(node, "`says` is a sentence, or a mapping from condition to sentence")
    return found


def _fact(reader: _Reader, node: Node | None, judge: str) -> str | None:
    """The name of the fact that is a path."""
    if node is None:
        return None
    text = reader.text(node)
    qualifier, _, name = text.partition(".")
    known = [key for key, field in fields_of(judge).items() if field.kind.startswith("list")]
    known += [key for key in ("step", "id") if key in fields_of(judge)]
    if qualifier != judge or name not in known:
        near = nearest(name or text, known)
        says = f"{text!r} is no path of a {judge}" + (f"; did you mean {near!r}?" if near else "")
        reader.fault(node, says, text, near)
        return None
    return name


def _flag(reader: _Reader, node: Node | None, judge: str) -> str | None:
    """The name of the fact that says which elements a rule is about at all."""
    if node is None:
        return None
    text = reader.text(node)
    qualifier, _, name = text.partition(".")
    known = [key for key, field in fields_of(judge).items() if field.kind == "bool"]
    if qualifier != judge or name not in known:
        near = nearest(name or text, known)
        says = f"{text!r} is no yes or no of a {judge}"
        reader.fault(node, says + (f"; did you mean {near!r}?" if near else ""), text, near)
        return None
    return name


def _examples(reader: _Reader, node: Node) -> dict[str, Any]:
    found = plain(node)
    if not isinstance(found, dict) or set(found) != {"bad", "good"}:
        reader.fault(node, "examples are one `bad` and one `good` map")
        return {}
    cases: dict[str, Any] = {}
    for key, case in found.items():
        cases[key] = {"map": case} if isinstance(case, str) else case
        for part in cases[key] if isinstance(cases[key], dict) else ():
            if part not in CASE_KEYS:
                reader.fault(node, f"an example has no part {part!r}", part)
    return cases


@cache
def built_in() -> tuple[Pack, ...]:
    """The packs that ship with cxaudit; a PackError where one is broken."""
    return load(sorted(rules_folder().glob("*.yaml")))


def load(paths: Iterable[Path]) -> tuple[Pack, ...]:
    """Load packs from files; a PackError tells every fault of the first broken one."""
    packs = []
    for path in paths:
        pack = read_pack(path.read_text(encoding="utf-8"), str(path))
        if pack.problems:
            raise PackError(str(path), pack.problems)
        packs.append(pack)
    return tuple(packs)


def all_rules(packs: Iterable[Pack]) -> dict[str, Rule]:
    """The rules of some packs by code, in order."""
    return {rule.code: rule for pack in packs for rule in pack.rules}
