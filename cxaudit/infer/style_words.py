"""Words that tell the name of some work ("Invoice approval") from work that is done. Data, not code."""

from __future__ import annotations

from functools import cache

from cxaudit.infer.data import rules_folder
from cxaudit.infer.lexicon import load


@cache
def style_words(language: str) -> dict[str, frozenset[str]] | None:
    """The words by which a language tells work from its name; None where nobody wrote them down."""
    path = rules_folder() / "lexicons" / "label-style" / f"{language}.yaml"
    if not path.is_file():
        return None
    return {key: frozenset(words) for key, words in load(path).items()}
