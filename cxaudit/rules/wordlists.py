"""The words that a pack brings: more for the lexicons, and lists of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from cxaudit.infer.lexicon import Additions, Phrases, languages, list_names, tokens
from cxaudit.language.nodes import Mapping as MappingNode
from cxaudit.language.nodes import Node, Scalar
from cxaudit.language.nodes import Sequence as SequenceNode
from cxaudit.language.problems import nearest
from cxaudit.rules.reading import Reader

_MOST_WORD = 100  # characters of a word or phrase
_FORM = "lexicons: for each language, lists with their words: {en: {remedies: [voucher]}}"


@dataclass(slots=True)
class WordLists:
    """Words by language and list. `added` go to lists of the lexicons and are known wherever labels
    are read; `own` are lists that only rules of the pack ask for."""

    added: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    own: dict[str, list[str]] = field(default_factory=dict)
    places: dict[str, tuple[Reader, Scalar]] = field(default_factory=dict)

    def add(self, language: str, name: str, words: list[str]) -> None:
        """Put words where they belong."""
        if name in list_names():
            self.added.setdefault(language, {}).setdefault(name, []).extend(words)
        else:
            self.own.setdefault(name, []).extend(words)

    def phrases(self, others: Sequence[Mapping[str, Phrases]]) -> dict[str, Phrases]:
        """The lists of the pack's own, with those of packs that it extends."""
        found: dict[str, list[str]] = {name: list(words) for name, words in self.own.items()}
        for lists in others:
            for name, phrases in lists.items():
                found.setdefault(name, []).extend(phrases.entries)
        return {name: Phrases(words) for name, words in found.items()}


def together(several: list[Additions]) -> dict[str, dict[str, list[str]]]:
    """The additions of several packs as one."""
    found: dict[str, dict[str, list[str]]] = {}
    for additions in several:
        for language, lists in additions.items():
            for name, words in lists.items():
                found.setdefault(language, {}).setdefault(name, []).extend(words)
    return found


def read_word_lists(
    reader: Reader, node: Node, opened: Callable[[Scalar], tuple[Reader, Node | None] | None]
) -> WordLists:
    """What stands under `lexicons`: the lists, or the path of a file with them, which `opened`
    reads."""
    found = WordLists()
    if isinstance(node, Scalar):
        if not node.text.strip():
            reader.fault(node, _FORM)
            return found
        other = opened(node)
        if other is None:
            return found
        reader, root = other
        if root is None:
            return found
        node = root
    for language, (label, lists) in _by_language(reader, node).items():
        _read_lists(reader, found, language, label, lists)
    return found


def _by_language(reader: Reader, node: Node) -> Mapping[str, tuple[Scalar, Node]]:
    """The lists of each language; a file that begins with `language: nl` holds one, a new one too."""
    entries = reader.entries(node, _FORM)
    if next(iter(entries), "") == "language":
        label, code = entries["language"]
        language = reader.text(code, 8)
        if not (len(language) == 2 and language.isalpha() and language.islower()):
            reader.fault(code, f"{language!r} is no language: write two letters, such as nl")
            return {}
        rest = {key: value for key, value in entries.items() if key != "language"}
        return {language: (label, MappingNode(rest, node.start, node.end))}
    for language, (label, _) in entries.items():
        if language not in languages():
            reader.unknown(label, language, "language", languages())
    return {key: value for key, value in entries.items() if key in languages()}


def _read_lists(
    reader: Reader, found: WordLists, language: str, label: Scalar, node: Node, above: str = ""
) -> None:
    if not isinstance(node, MappingNode):
        reader.fault(label, f"{above.rstrip('/') or language}: lists with their words belong here")
        return
    for name, (place, value) in node.items.items():
        if isinstance(value, SequenceNode):
            found.places.setdefault(above + name, (reader, place))
            found.add(language, above + name, _words(reader, value))
        else:
            _read_lists(reader, found, language, place, value, f"{above}{name}/")


def _words(reader: Reader, node: SequenceNode) -> list[str]:
    words = []
    for item in node.items:
        word = reader.text(item, _MOST_WORD)
        if word and not tokens(word):
            reader.fault(item, f"{word!r} holds no word")
        elif word:
            words.append(word)
    return words


def check_own(found: WordLists, asked: set[str]) -> None:
    """Tell lists of one's own that no rule asks for and whose name is nearly that of a lexicon's."""
    for name in found.own:
        near = nearest(name, sorted(list_names()))
        if name not in asked and near:
            reader, place = found.places[name]
            says = f"no rule of this pack asks for the list {name!r}; did you mean {near!r}?"
            reader.fault(place, says, name, near)
