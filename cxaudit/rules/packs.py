"""Rule packs: YAML text in, rules out. Whatever is wrong is told with line, column and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from cxaudit.infer.data import rules_folder
from cxaudit.infer.lexicon import Additions
from cxaudit.language.nodes import Mapping as MappingNode
from cxaudit.language.nodes import Node, Scalar, compose
from cxaudit.language.problems import Problem, nearest
from cxaudit.rules.entries import Context, Entries, read_rule
from cxaudit.rules.expressions import LEXICONS, Vocabulary
from cxaudit.rules.overrides import (
    find,
    is_whole,
    kept_on,
    read_override,
    switch_of,
    switched,
    taken,
)
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import Rule

CODE = re.compile(r"[A-Z]{1,4}\d{2,4}")
KEYS = ("rules", "about", "extends", "lexicons", "enable", "disable")
MOST_ENTRIES = 1_000


@dataclass(slots=True)
class Pack:
    """One pack. `rules` are those it adds, changes or switches, as it leaves them; `own` are the
    codes of those whose examples it brings, `changed` of those it changes without. `words` go to
    the lexicons; `vocabulary` has the lists that only its rules, and packs that extend it, ask for;
    `visible` are the codes it knows."""

    path: str
    title: str
    about: str
    rules: list[Rule] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    own: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    words: Additions = field(default_factory=dict)
    vocabulary: Vocabulary = LEXICONS
    visible: frozenset[str] = frozenset()


class PackError(Exception):
    """A file cannot be used; `problems` say why, each with a place in `path`."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        super().__init__(f"{path}: {problems[0].says}")
        self.path, self.problems = path, problems


@dataclass(slots=True)
class Opened:
    """A pack whose rules are not read yet: its entries, and what is wrong so far."""

    reader: Reader
    entries: Entries = field(default_factory=dict)

    def node(self, key: str) -> Node | None:
        """What stands under a key of the pack itself."""
        return self.entries[key][1] if key in self.entries else None

    @property
    def codes(self) -> list[str]:
        """The codes of its entries."""
        return [key for key in self.entries if CODE.fullmatch(key)]


@dataclass(frozen=True, slots=True)
class Around:
    """What a pack is read in: rules there are (`rules`, in their present state), the codes of those
    it may name, and the codes of those that ship. An `alone` pack may take codes of shipped rules
    for its own, as where it is tested."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    visible: frozenset[str] | None = None
    shipped: frozenset[str] = frozenset()
    vocabulary: Vocabulary = LEXICONS
    alone: bool = True
    checked: bool = True


def open_pack(text: str, path: str) -> Opened:
    """Compose a pack; `path` is how people name it."""
    composed = compose(text)
    reader = Reader(composed, path)
    root = composed.root
    if reader.problems:
        return Opened(reader)
    if not isinstance(root, MappingNode) or next(iter(root.items), "") != "rules":
        place = root or Scalar("", 0, 0)
        reader.fault(Scalar("", place.start, place.start), "a pack begins with `rules: its title`")
        return Opened(reader)
    if len(root.items) > MOST_ENTRIES:
        says = f"a pack has at most {MOST_ENTRIES:,} entries; this one has {len(root.items):,}"
        reader.fault(Scalar("", root.start, root.start), says)
        return Opened(reader)
    return Opened(reader, root.items)


def read_entries(opened: Opened, around: Around) -> Pack:
    """Read the rules of a pack, and what it says about others."""
    reader = opened.reader
    title, about = opened.node("rules"), opened.node("about")
    pack = Pack(
        reader.path, reader.text(title) if title else "", reader.text(about) if about else ""
    )
    pack.vocabulary = around.vocabulary
    if around.visible is not None:
        pack.visible = around.visible | set(opened.codes)
    state = dict(around.rules)
    for key, (label, node) in opened.entries.items():
        if CODE.fullmatch(key):
            rule = _entry(reader, pack, key, label, node, state, around)
            if rule is not None:
                state[key] = rule
                pack.rules.append(rule)
        elif key not in KEYS:
            _no_code(reader, key, label)
    for key, on in (("enable", True), ("disable", False)):
        for word in reader.nodes(opened.node(key)):
            _switch(reader, pack, word, on, state, around)
    pack.problems = sorted(reader.problems, key=lambda problem: problem.span)
    return pack


def _no_code(reader: Reader, key: str, label: Scalar) -> None:
    near = nearest(key, KEYS)
    says = f"{key!r} is neither a code such as SO201 nor one of {', '.join(KEYS[1:])}"
    reader.fault(label, says + (f"; did you mean {near!r}?" if near else ""), key, near)


def _entry(
    reader: Reader,
    pack: Pack,
    code: str,
    label: Scalar,
    node: Node,
    state: dict[str, Rule],
    around: Around,
) -> Rule | None:
    """One entry: a rule, a change to one, or a switch."""
    seen = around.visible is None or code in around.visible
    known = state.get(code) if seen else None
    on = switch_of(node)
    if on is not None:
        found = known or find(reader, label, _visible(state, pack, around), state)
        if found is None or (not on and kept_on(reader, node, found)):
            return None
        return switched(found, on, reader.path)
    if not isinstance(node, MappingNode) or not node.items:
        says = f"{code} says nothing: write a rule, what changes in one, or `off`"
        reader.fault(label, says, code)
        return None
    context = _context(pack, state, around)
    if not is_whole(node.items):
        found = known or find(reader, label, _visible(state, pack, around), state)
        if found is None:
            return None
        (pack.own if "examples" in node.items else pack.changed).append(code)
        return read_override(reader, found, node.items, context)
    there = state.get(code)
    if there is not None and not (around.alone and code in around.shipped):
        codes = frozenset(state) | pack.visible
        reader.fault(label, taken(code, there, code in around.shipped, codes), code)
        return None
    pack.own.append(code)
    rule = read_rule(reader, code, label, node.items, context)
    for form in rule.forms if rule is not None else ():
        form.family, form.about = pack.title, pack.about
    return rule


def _context(pack: Pack, state: Mapping[str, Rule], around: Around) -> Context:
    """What an entry is read in; a pack that is tested alone may take names of shipped rules too."""
    others = (r for r in state.values() if not (around.alone and r.code in around.shipped))
    names = {rule.name: rule.code for rule in others}
    codes = pack.visible if around.visible is not None else None
    return Context(around.vocabulary, codes, names, around.checked)


def _visible(state: Mapping[str, Rule], pack: Pack, around: Around) -> dict[str, Rule]:
    """The rules that a pack may name: those around it and its own so far."""
    seen = (around.visible or frozenset()) | set(pack.own)
    return {code: rule for code, rule in state.items() if code in seen}


def _switch(
    reader: Reader, pack: Pack, node: Node, on: bool, state: dict[str, Rule], around: Around
) -> None:
    """One word of `enable` or `disable`."""
    rule = find(reader, node, _visible(state, pack, around), state)
    if rule is None or (not on and kept_on(reader, node, rule)):
        return
    state[rule.code] = switched(rule, on, reader.path)
    codes = [one.code for one in pack.rules]
    if rule.code in codes:
        pack.rules[codes.index(rule.code)] = state[rule.code]
    else:
        pack.rules.append(state[rule.code])


def read_pack(text: str, path: str, checked: bool = True) -> Pack:
    """Read a pack by itself, as though there were no other; whatever is wrong with it is in its
    `problems`. What it extends and the files of words that it names are not looked for."""
    opened = open_pack(text, path)
    if opened.reader.problems:
        return Pack(path, "", "", problems=opened.reader.problems)
    return read_entries(opened, Around(checked=checked))


@cache
def built_in() -> tuple[Pack, ...]:
    """The packs that ship with cxaudit; a PackError where one is broken."""
    return load(sorted(rules_folder().glob("*.yaml")), checked=False)


def load(paths: Iterable[Path], checked: bool = True) -> tuple[Pack, ...]:
    """Packs from files, each by itself; a PackError tells every fault of the first broken one.
    `cxaudit.rules.loading` loads them with what they extend."""
    packs = []
    for path in paths:
        pack = read_pack(path.read_text(encoding="utf-8"), str(path), checked)
        if pack.problems:
            raise PackError(str(path), pack.problems)
        packs.append(pack)
    return tuple(packs)


def all_rules(packs: Iterable[Pack]) -> dict[str, Rule]:
    """The rules of some packs by code, in order, each as the last pack leaves it."""
    return {rule.code: rule for pack in packs for rule in pack.rules}


def active(rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """The rules that are judged: opt-in rules only where a pack enables them, and none that one
    switches off."""
    return {code: rule for code, rule in rules.items() if rule.enabled}
