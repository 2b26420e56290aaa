"""What opened configurations mean, once the rules there are are known."""

from __future__ import annotations

from collections.abc import Mapping as Map
from pathlib import Path

from cxaudit.language.nodes import Mapping, Node, Scalar
from cxaudit.rules.entries import Context, Entries
from cxaudit.rules.files import Refused, check, resolve, shown
from cxaudit.rules.loading import PackFile
from cxaudit.rules.overrides import find, read_override
from cxaudit.rules.patterns import Patterns
from cxaudit.rules.policy import Change, Layer, Override
from cxaudit.rules.reading import Reader
from cxaudit.rules.reference import presets
from cxaudit.rules.rule import Rule
from cxaudit.rules.selection import Choice, Selector, hint, kept, selector
from cxaudit.run.configuration import keys
from cxaudit.run.configuration.opening import Chain, Opened
from cxaudit.run.configuration.packs import packs_in
from cxaudit.run.configuration.settings import Settings
from cxaudit.run.there import is_folder


def packs_of(chain: Chain) -> list[PackFile]:
    """The packs that a configuration names, those of configurations it extends first."""
    found = []
    for opened in chain.files:
        reader = opened.reader
        for item in reader.nodes(_node(opened, "rules")):
            text = reader.text(item)
            if not text:
                continue
            try:
                path = resolve(text, opened.folder, chain.root)
                name = shown(text, reader.path)
                if is_folder(path):
                    found += packs_in(path, name, chain.root)
                else:
                    check(path)
                    found.append(PackFile(path, name, chain.root))
            except Refused as refused:
                reader.fault(item, f"{text}: {refused.says}", text)
    return found


def understand(chain: Chain, packs: list[PackFile], every: Map[str, Rule]) -> Settings:
    """The settings of a configuration, everything wrong with it among them."""
    last = chain.files[-1] if chain.files else None
    found = Settings(chain.root, last.reader.path if last else None, packs=packs)
    for opened in chain.files:
        found.files.append(opened.reader.path)
        if opened.entries:
            _understand(found, opened, chain.root, every)
    found.faults += chain.faults
    for opened in chain.files:
        ordered = sorted(opened.reader.problems, key=lambda problem: problem.span)
        found.faults += [(opened.reader.path, problem) for problem in ordered]
    return found


def _understand(found: Settings, opened: Opened, root: Path, every: Map[str, Rule]) -> None:
    reader, entries = opened.reader, opened.entries
    reader.keys(entries, keys.KEYS, "the configuration")
    parts = _Parts(reader, every)
    found.layers.append(parts.layer(entries))
    if (word := parts.word(entries, "fail-on")) is not None:
        found.fail_on = word
    if "exclude" in entries:
        found.exclude.append(Patterns(opened.folder.resolve(), parts.places(entries, "exclude")))
    baseline = _node(opened, "baseline")
    if baseline is not None:
        found.baseline = _file(reader, baseline, opened, root) or found.baseline
    for item in reader.nodes(_node(opened, "overrides")):
        override = parts.override(item, opened.folder.resolve())
        if override is not None:
            found.overrides.append(override)


def _node(opened: Opened, key: str) -> Node | None:
    return opened.entries[key][1] if key in opened.entries else None


def _file(reader: Reader, node: Node, opened: Opened, root: Path) -> Path | None:
    text = reader.text(node)
    try:
        return resolve(text, opened.folder, root) if text else None
    except Refused as refused:
        reader.fault(node, f"{text}: {refused.says}", text)
        return None


class _Parts:
    """Reads what says which rules are judged and how."""

    def __init__(self, reader: Reader, every: Map[str, Rule]) -> None:
        self.reader = reader
        self.every = every
        names = {rule.name: code for code, rule in every.items()}
        self.context = Context(codes=frozenset(every), names=names)

    def word(self, entries: Entries, key: str) -> str | None:
        """One of the words that a key takes; None where nothing stands."""
        if key not in entries:
            return None
        return self.reader.word(entries[key][1], keys.words()[key], key)

    def layer(self, entries: Entries) -> Layer:
        """What is said at the top, or in one override."""
        preset = self.word(entries, "preset")
        choice = Choice(
            preset=presets()[preset] if preset else None,
            select=self.selectors(entries, "select") if "select" in entries else None,
            extend=self.selectors(entries, "extend-select"),
            ignore=self.selectors(entries, "ignore"),
        )
        confidence = self.word(entries, "min-confidence") or ""
        return Layer(choice, confidence, tuple(self.options(entries)))

    def selectors(self, entries: Entries, key: str) -> tuple[Selector, ...]:
        """Words that mean rules."""
        found = []
        for node in self.reader.nodes(entries[key][1]) if key in entries else ():
            if is_null(node):
                continue
            text = self.reader.text(node)
            one = selector(text, self.every) if text else None
            if one is not None:
                found.append(one)
                if key == "ignore" and (code := kept(one, self.every)) is not None:
                    says = f"{code} is mandatory: it cannot be ignored"
                    self.reader.fault(node, says, text)
            elif text:
                self.reader.fault(node, unknown(text, self.every), text, hint(text, self.every))
        return tuple(found)

    def options(self, entries: Entries) -> list[tuple[str, Change]]:
        """Other limits and severities of some rules."""
        says = "options: for each rule write {limits: …, severity: …}"
        node = entries["options"][1] if "options" in entries else None
        found: list[tuple[str, Change]] = []
        for label, value in self.reader.entries(node, says).values():
            rule = self.every.get(label.text.upper())
            rule = rule or find(self.reader, label, self.every, self.every)
            if rule is not None and rule.code in [code for code, _ in found]:
                self.reader.fault(label, f"{rule.code} stands in these options twice", label.text)
            elif rule is not None:
                change = self.change(rule, label, value)
                if change is not None:
                    found.append((rule.code, change))
        return found

    def change(self, rule: Rule, label: Scalar, value: Node) -> Change | None:
        """What becomes of one rule; None where something is wrong with it."""
        reader, before = self.reader, len(self.reader.problems)
        if not isinstance(value, Mapping):
            says = f"options of {rule.code}: write {{limits: …, severity: …}}"
            reader.fault(value, f"{says}; a rule is switched off in `ignore`")
            return None
        inner = value.items
        reader.keys(inner, keys.OPTIONS, f"an option of {rule.code}")
        if "severity" in inner and isinstance(inner["severity"][1], Mapping):
            says = "one severity is expected here; severities with conditions are for a pack"
            reader.fault(inner["severity"][1], says)
        if len(reader.problems) == before:
            read_override(reader, rule, inner, self.context)
        if len(reader.problems) > before:
            return None
        return lambda rule: read_override(reader, rule, inner, self.context) or rule

    def override(self, node: Node, root: Path) -> Override | None:
        """What is otherwise in some places; None where it is about nothing."""
        reader = self.reader
        says = "an override says what it is about and what is otherwise: {paths: …, ignore: …}"
        entries = reader.entries(node, says)
        if not entries:
            if isinstance(node, Scalar) and not node.text:
                reader.fault(node, says)
            return None
        before = len(reader.problems)
        reader.keys(entries, keys.OVERRIDE, "an override")
        paths, maps, elements = (self.places(entries, key) for key in keys.PLACES)
        if len(reader.problems) > before:
            return None
        if not (paths or maps or elements):
            label = next(iter(entries.values()))[0]
            reader.fault(label, f"{says}; it lacks `paths`, `maps` and `elements`")
            return None
        layer = self.layer(entries)
        return Override(layer, Patterns(root, paths) if paths else None, maps, elements)

    def places(self, entries: Entries, key: str) -> tuple[str, ...]:
        """The patterns of one kind."""
        node = entries[key][1] if key in entries else None
        return tuple(text for one in self.reader.nodes(node) if (text := self.reader.text(one)))


def is_null(node: Node) -> bool:
    """Whether nothing stands where a word is expected."""
    return isinstance(node, Scalar) and not node.quoted and node.text in ("", "~", "null")


def unknown(text: str, every: Map[str, Rule]) -> str:
    """Why a word means no rule, and the one that may have been meant."""
    near = hint(text, every)
    way = f"did you mean {near!r}?" if near else "`cxaudit rule --all` lists them"
    return f"{text!r} is no code, beginning of a code, name or family of rules; {way}"
