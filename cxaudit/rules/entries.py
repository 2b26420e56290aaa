"""One entry of a pack: the text of a rule in, the rule out."""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as Map
from dataclasses import dataclass, field, replace
from typing import Any

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.language.nodes import Mapping, Node, Scalar
from cxaudit.language.problems import nearest, suggestion
from cxaudit.language.values import slug
from cxaudit.rules.cases import plain_examples, read_examples
from cxaudit.rules.compiling import ExpressionError, Fault
from cxaudit.rules.expressions import LEXICONS, Expression, Vocabulary, fields_of
from cxaudit.rules.finding import SEVERITIES
from cxaudit.rules.limits import check_whole, read_limits, read_profiles
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import HEURISTICS, NEEDS, Case, Grade, Rule
from cxaudit.rules.templates import Template, parse_template, template_of

KEYS = (
    "name", "judges", "when", "limits", "profiles", "severity", "says", "witness", "at",
    "not-started", "among", "mandatory", "opt-in", "absorbed-by", "criteria", "why", "instead",
    "heuristics", "needs", "sources", "examples",
)  # fmt: skip
REQUIRED = ("name", "judges", "when", "severity", "says", "why", "instead", "needs", "examples")
_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_COUNTS = re.compile(r"\{([^{}]*)\}")
_MOST_SAID = 1_000  # characters of a message; each finding repeats it
Entries = dict[str, tuple[Scalar, Node]]


def is_name(text: str) -> bool:
    """Whether a text can be the name of a rule: small letters, digits and hyphens between them."""
    return _NAME.fullmatch(text) is not None


def plain_name(text: str) -> str:
    """A text in the form of a name."""
    return slug(text).replace("_", "-")


@dataclass(frozen=True, slots=True)
class Context:
    """What an entry is read in: the lists of words of its pack, the codes and names of rules there
    are (None where nobody knows), and whether it is checked now. Packs that ship are checked by the
    tests instead, so that an audit opens at once and compiles only what it judges by."""

    vocabulary: Vocabulary = LEXICONS
    codes: frozenset[str] | None = None
    names: Map[str, str] = field(default_factory=dict)
    checked: bool = True


def read_rule(
    reader: Reader, code: str, label: Scalar, entries: Entries, context: Context
) -> Rule | None:
    """Read a whole rule; None where something is wrong with it, which `reader` then tells."""
    before = len(reader.problems)
    reader.keys(entries, KEYS, "a rule")
    for key in REQUIRED:
        if key not in entries:
            reader.fault(label, f"{code} lacks `{key}`")
    nodes = {key: node for key, (_, node) in entries.items()}
    parts = Parts(reader, nodes, context)
    name = parts.name(code)
    judges = parts.judges()
    told = len(reader.problems)
    limits = read_limits(reader, nodes.get("limits"))
    named = bool(limits) or len(reader.problems) == told  # else every limit would be told once more
    profiles = read_profiles(reader, nodes.get("profiles"), limits)
    judged = Judged(reader, judges[0], frozenset(limits), context) if judges and named else None
    about_problems = judges == ["problem"]
    needs = reader.word(nodes["needs"], NEEDS, "need") if "needs" in nodes else None
    plain: dict[str, Any] = {
        "why": parts.text("why"),
        "instead": parts.text("instead"),
        "not_started": parts.not_started(),
        "mandatory": reader.yes(nodes.get("mandatory")),
        "opt_in": reader.yes(nodes.get("opt-in")),
        "heuristics": reader.words(nodes.get("heuristics"), HEURISTICS, "heuristic"),
        "sources": reader.words(nodes.get("sources"), None, "source"),
        "absorbed_by": parts.absorbed_by(),
        "examples": parts.examples(about_problems),
    }
    when = judged.condition(nodes["when"]) if judged and "when" in nodes else None
    severity = judged.severity(nodes["severity"]) if judged and "severity" in nodes else []
    says = judged.says(nodes["says"]) if judged and "says" in nodes else []
    witness = judged.witness(nodes.get("witness"), judges) if judged else None
    among = judged.among(nodes.get("among"), judges) if judged else None
    at = judged.template(nodes["at"]) if judged and "at" in nodes else None
    criteria = judged.criteria(nodes.get("criteria")) if judged else ""
    if len(reader.problems) > before:
        return None
    assert when is not None and needs is not None
    rule = Rule(
        code=code, name=name, judges=judges[0], when=when, severity=severity, says=says,
        witness=witness, needs=needs, limits=limits, profiles=profiles, origin=reader.path,
        at=at.text if at else "", among=among, criteria=criteria, **plain,
    )  # fmt: skip
    rule.enabled = not rule.opt_in
    places = dict(zip(judges, reader.nodes(nodes["judges"]), strict=True))
    del places[rule.judges]
    rule.also = also(reader, rule, places, context)
    if context.checked:
        check_whole(reader, nodes.get("limits"), nodes.get("profiles"), rule)
    return rule


@dataclass(slots=True)
class Parts:
    """The parts of an entry that stand for themselves."""

    reader: Reader
    nodes: dict[str, Node]
    context: Context

    def text(self, key: str) -> str:
        """A text; empty where nothing stands."""
        return self.reader.text(self.nodes[key]) if key in self.nodes else ""

    def judges(self) -> list[str]:
        """What the rule looks at."""
        node = self.nodes.get("judges")
        if node is not None and not self.reader.nodes(node):
            self.reader.fault(node, f"a rule judges something: use {', '.join(JUDGES)}")
        return self.reader.words(node, JUDGES, "judge")

    def name(self, code: str) -> str:
        """The name of a rule, which no other has."""
        node = self.nodes.get("name")
        if node is None:
            return ""
        name = self.reader.text(node, 60)
        if name and not is_name(name):
            says = f"{name!r} is no name for a rule: write it like {plain_name(name)}"
            self.reader.fault(node, says, name)
        taken = self.context.names.get(name)
        if taken is not None and taken != code:
            self.reader.fault(node, f"{taken} is called {name!r} already: waivers name rules", name)
        return name

    def not_started(self) -> str:
        """The line that stands for many findings; it knows `{count}` and `{of}`."""
        node = self.nodes.get("not-started")
        if node is None:
            return ""
        text = self.reader.text(node, _MOST_SAID)
        faults = [
            Fault(f"{f[0]} shows nothing here: use {{count}} and {{of}}", f.start(), f.end(), f[1])
            for f in _COUNTS.finditer(text)
            if f[1] not in ("count", "of")
        ]
        if isinstance(node, Scalar):
            self.reader.faults(node, faults, len(node.text) - len(node.text.lstrip()))
        return text

    def absorbed_by(self) -> list[str]:
        """The codes of rules that tell the same root cause."""
        found = []
        codes = self.context.codes
        for node in self.reader.nodes(self.nodes.get("absorbed-by")):
            code = self.reader.text(node, 60)
            if code and codes is not None and code not in codes:
                near = nearest(code, sorted(codes))
                says = f"no rule has the code {code!r}{suggestion(code, sorted(codes))}"
                self.reader.fault(node, says, code, near)
            elif code:
                found.append(code)
        return found

    def examples(self, about_problems: bool) -> dict[str, Any]:
        """The examples, which are the tests."""
        if "examples" not in self.nodes:
            return {}
        if not self.context.checked:
            return plain_examples(self.nodes["examples"])
        return read_examples(self.reader, self.nodes["examples"], about_problems)


@dataclass(slots=True)
class Judged:
    """Reads the parts of an entry that name facts of a judge."""

    reader: Reader
    judge: str
    limits: frozenset[str]
    context: Context

    def condition(self, node: Node) -> Expression | None:
        """A condition; None where it is none."""
        if not isinstance(node, Scalar) or not node.text.strip():
            self.reader.fault(node, "a condition is text: quote it")
            return None
        text = node.text.strip()
        expression = Expression(text, self.judge, self.context.vocabulary)
        if self.context.checked:
            try:
                expression.check(self.limits)
            except ExpressionError as error:
                self.reader.faults(node, error.faults, len(node.text) - len(node.text.lstrip()))
                return None
        return expression

    def template(self, node: Node) -> Template | None:
        """A message with facts in it; None where it is none."""
        text = self.reader.text(node, _MOST_SAID)
        if not text or not isinstance(node, Scalar):
            return None
        if not self.context.checked:
            return template_of(text, self.judge)
        try:
            return parse_template(text, self.judge, set(self.limits))
        except ExpressionError as error:
            self.reader.faults(node, error.faults, len(node.text) - len(node.text.lstrip()))
            return None

    def criteria(self, node: Node | None) -> str:
        """What is asked of every element, so that it names limits and no facts; empty where nothing
        stands."""
        template = self.template(node) if node is not None else None
        if template is None or node is None:
            return ""
        if template.names:
            says = f"this is asked of every element, so it names limits only: {{{self.judge}."
            self.reader.fault(node, f"{says}{min(template.names)}}} is a fact of one")
        return template.text

    def severity(self, node: Node) -> list[Grade]:
        """One severity, or those of which the first holds whose condition does."""
        if isinstance(node, Scalar):
            word = self.reader.word(node, SEVERITIES, "severity")
            return [Grade(word, None)] if word else []
        found = []
        for key, (label, value) in node.items.items() if isinstance(node, Mapping) else ():
            if self.reader.word(label, SEVERITIES, "severity"):
                always = isinstance(value, Scalar) and value.text == "true"
                found.append(Grade(key, None if always else self.condition(value)))
        if not isinstance(node, Mapping) or not node.items:
            self.reader.fault(node, "a severity is error, warning or info, or a mapping of them")
        return found

    def says(self, node: Node) -> list[Case]:
        """One message, or those of which the first is told whose condition holds."""
        if isinstance(node, Scalar):
            template = self.template(node)
            return [Case(None, template)] if template else []
        if not isinstance(node, Mapping) or not node.items:
            self.reader.fault(node, "`says` is a sentence, or a mapping from condition to sentence")
            return []
        found = []
        for key, (label, value) in node.items.items():
            when = None if key == "true" else self.condition(label)
            template = self.template(value)
            if template:
                found.append(Case(when, template))
        last = next(reversed(node.items))
        if self.context.checked and last != "true":
            says = 'the last sentence stands under "true": it is told where no condition holds'
            self.reader.fault(node.items[last][0], says)
        return found

    def witness(self, node: Node | None, judges: list[str]) -> str | None:
        """The name of the fact that is a path."""
        return self._fact(node, judges, "path", paths_of)

    def among(self, node: Node | None, judges: list[str]) -> str | None:
        """The name of the fact that says which elements the rule is about at all."""
        return self._fact(node, judges, "yes or no", flags_of)

    def _fact(
        self,
        node: Node | None,
        judges: list[str],
        what: str,
        facts_of: Callable[[str], list[str]],
    ) -> str | None:
        """The name of a fact of some kind, which every judge of the rule must have."""
        if node is None:
            return None
        text = self.reader.text(node)
        qualifier, _, name = text.partition(".")
        others = [facts_of(judge) for judge in judges]
        known = [n for n in facts_of(self.judge) if all(n in facts for facts in others)]
        if qualifier == self.judge and name in known:
            return name
        near = nearest(name or text, known)
        says = f"{text!r} is no {what} of a {self.judge}"
        self.reader.fault(node, says + (f"; did you mean {near!r}?" if near else ""), text, near)
        return None


def flags_of(judge: str) -> list[str]:
    """The facts of a judge that are a yes or no."""
    return [name for name, known in fields_of(judge).items() if known.kind == "bool"]


def paths_of(judge: str) -> list[str]:
    """The facts of a judge that hold steps: lists, and the id of a step."""
    fields = fields_of(judge)
    found = [name for name, field_ in fields.items() if field_.kind.startswith("list")]
    return found + [name for name in ("step", "id") if name in fields]


def also(reader: Reader, rule: Rule, judges: Map[str, Node], context: Context) -> list[Rule]:
    """The same rule over further judges, each with the place where a fault of it is told: what is
    written over the first must hold for every other."""
    found = []
    for judge, place in judges.items():
        try:
            found.append(_over(rule, judge, context))
        except ExpressionError as error:
            fault = error.faults[0]
            reader.fault(place, f"over {judge}: {fault.says}", fault.found, fault.near)
    return found


def _over(rule: Rule, judge: str, context: Context) -> Rule:
    """A rule with another judge in every expression and message."""
    qualifier = re.compile(rf"(?<![\w.]){rule.judges}\.")
    limits = set(rule.limits)

    def turned(text: str) -> str:
        return qualifier.sub(f"{judge}.", text)

    def condition(old: Expression | None) -> Expression | None:
        if old is None:
            return None
        new = Expression(turned(old.text), judge, old.vocabulary)
        if context.checked:
            new.check(limits)
        return new

    def message(old: Template) -> Template:
        text = turned(old.text)
        return parse_template(text, judge, limits) if context.checked else template_of(text, judge)

    when = condition(rule.when)
    assert when is not None
    return replace(
        rule,
        judges=judge,
        when=when,
        severity=[Grade(grade.severity, condition(grade.when)) for grade in rule.severity],
        says=[Case(condition(case.when), message(case.template)) for case in rule.says],
        at=message(Template(rule.at, frozenset())).text,
        also=[],
    )
