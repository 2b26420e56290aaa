"""Loading packs from files, with the packs they extend and the words they bring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cxaudit.infer.lexicon import Additions
from cxaudit.language.nodes import Node, Scalar, compose
from cxaudit.language.problems import Problem
from cxaudit.rules.expressions import LEXICONS, Vocabulary
from cxaudit.rules.files import Refused, read_text, resolve, shown
from cxaudit.rules.names import blanked, lists_in
from cxaudit.rules.packs import Around, Opened, Pack, open_pack, read_entries
from cxaudit.rules.reading import Reader
from cxaudit.rules.rule import Rule
from cxaudit.rules.wordlists import WordLists, check_own, read_word_lists, together

BUILT_IN = "built-in"
MOST_DEPTH = 50  # packs that extend one another
Fault = tuple[str, Problem]  # the file as people name it, and what is wrong at which place


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack to load: where it lies, how people name it, and the folder in which the files that it
    names must lie. One `named` on the command line may be a pipe."""

    path: Path
    shown: str
    root: Path
    named: bool = False


@dataclass(slots=True)
class Loaded:
    """What came of loading: the packs that can be used, the packs they extend before them, and
    every fault of the others."""

    packs: list[Pack] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def words(self) -> Additions:
        """What all of them add to the lexicons."""
        return together([pack.words for pack in self.packs])


def load(files: Iterable[PackFile], base: Mapping[str, Rule], alone: bool = False) -> Loaded:
    """Load packs on top of some rules; `alone` ones may take the codes of those for their own.

    Each pack sees the rules of `base`, its own and those of the packs it extends. What several of
    them change in one rule adds up, in the order in which they were named.
    """
    loader = _Loader(base, alone)
    for file in files:
        loader.named(file)
    packs = [pack for pack in loader.packs.values() if pack is not None]
    return Loaded(packs, loader.faults)


class _Loader:
    def __init__(self, base: Mapping[str, Rule], alone: bool) -> None:
        self.rules = dict(base)
        self.shipped = frozenset(base)
        self.alone = alone
        self.packs: dict[Path, Pack | None] = {}
        self.faults: list[Fault] = []

    def named(self, file: PackFile) -> None:
        """A pack that a person or the configuration names."""
        if file.path in self.packs:
            return
        try:
            self.load(file, read_text(file.path, file.named), ())
        except Refused as refused:
            self.packs[file.path] = None
            self.faults.append((file.shown, refused.problem))

    def load(self, file: PackFile, text: str, above: tuple[PackFile, ...]) -> Pack | None:
        """One pack, behind those that it extends; None where it cannot be used."""
        opened = open_pack(text, file.shown)
        parents = self._parents(opened, file, (*above, file))
        words = self._words(opened, file)
        pack = self._read(opened, parents, words)
        self.packs.pop(file.path, None)
        self.packs[file.path] = None if pack.problems else pack
        if pack.problems:
            self.faults += [(file.shown, problem) for problem in pack.problems]
            return None
        self.rules |= {rule.code: rule for rule in pack.rules}
        return pack

    def _read(self, opened: Opened, parents: list[Pack], words: WordLists) -> Pack:
        own = words.phrases([parent.vocabulary.lists for parent in parents])
        around = Around(
            rules=self.rules,
            visible=self.shipped.union(*(parent.visible for parent in parents)),
            shipped=self.shipped,
            vocabulary=Vocabulary(own) if own else LEXICONS,
            alone=self.alone,
        )
        pack = read_entries(opened, around)
        check_own(words, _asked(pack))
        pack.words = words.added
        pack.problems = sorted(opened.reader.problems, key=lambda problem: problem.span)
        return pack

    def _parents(self, opened: Opened, file: PackFile, above: tuple[PackFile, ...]) -> list[Pack]:
        """The packs that one extends, loaded."""
        reader = opened.reader
        found = []
        for node in reader.nodes(opened.node("extends")):
            text = reader.text(node)
            if not text or text == BUILT_IN:
                continue
            try:
                parent = self._parent(text, file, above)
            except Refused as refused:
                reader.fault(node, f"{text} cannot be extended: {refused.says}", text)
                continue
            if parent is not None:
                found.append(parent)
            else:
                reader.fault(node, f"{text} cannot be extended: it has faults of its own", text)
        return found

    def _parent(self, text: str, file: PackFile, above: tuple[PackFile, ...]) -> Pack | None:
        """A pack that another extends; a Refused where its file cannot be had."""
        path = resolve(text, file.path.parent, file.root)
        places = [one.path for one in above]
        if path in places:
            names = [one.shown for one in above[places.index(path) :]]
            raise Refused(f"packs extend each other in a circle: {' → '.join([*names, names[0]])}")
        if path in self.packs:
            return self.packs[path]
        if len(above) > MOST_DEPTH:
            raise Refused(f"packs extend one another more than {MOST_DEPTH} deep")
        parent = PackFile(path, shown(text, file.shown), file.root)
        return self.load(parent, read_text(path), above)

    def _words(self, opened: Opened, file: PackFile) -> WordLists:
        """The words that a pack brings, written in it or in a file that it names."""
        node = opened.node("lexicons")
        if node is None:
            return WordLists()
        others: list[Reader] = []

        def other(place: Scalar) -> tuple[Reader, Node | None] | None:
            text = place.text.strip()
            try:
                composed = compose(read_text(resolve(text, file.path.parent, file.root)))
            except Refused as refused:
                opened.reader.fault(place, f"{text}: {refused.says}", text)
                return None
            others.append(Reader(composed, shown(text, file.shown)))
            return others[0], composed.root

        found = read_word_lists(opened.reader, node, other)
        for reader in others:
            self.faults += [(reader.path, problem) for problem in reader.problems]
            if reader.problems:
                opened.reader.fault(node, f"{reader.path} has faults")
        return found


def _asked(pack: Pack) -> set[str]:
    """The lists of words that the rules of a pack ask for."""
    texts = [one.text for rule in pack.rules for one in rule.expressions]
    return {
        asked.listed for text in texts for asked in lists_in(text, blanked(text)) if asked.listed
    }
