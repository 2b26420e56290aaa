"""Lexicons read fast, and the same as by the reader of all of YAML."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxaudit.infer.data import rules_folder
from cxaudit.infer.lexicon import composed_lists
from cxaudit.infer.listed import word_lists

FILES = sorted((rules_folder() / "lexicons").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_lexicon_that_ships_is_read_the_same(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert word_lists(text) == composed_lists(text, path)


def test_nested_lists_and_comments() -> None:
    text = "# words\nlanguage: xx\nsign-off:\n  # sure\n  high: [sign\n    off, ok]\n"
    text += "verbs: ['no', a b]\n"
    assert word_lists(text) == {"sign-off/high": ["sign off", "ok"], "verbs": ["no", "a b"]}


@pytest.mark.parametrize(
    "text",
    [
        "verbs:\n  - go\n",
        "verbs: [a, 'b, c']\n",
        "verbs: [a # b\n ]\n",
        "verbs: [a: b]\n",
        "verbs: [[a], b]\n",
        "verbs: {a: [b]}\n",
        "verbs: &x [a]\n",
        "verbs: go\n",
        "verbs: [a]\nverbs: [b]\n",
        "a:\n  b:\n    c: [d]\n",
        'verbs: ["a\\tb"]\n',
        "verbs: [a\n",
    ],
)
def test_any_other_form_is_left_to_yaml(text: str) -> None:
    assert word_lists(text) is None
