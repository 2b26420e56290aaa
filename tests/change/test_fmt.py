"""The one layout: what it changes, what it never changes, and what it leaves alone."""

from __future__ import annotations

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
from _ruamel_yaml import CParser
from ruamel.yaml import YAML

from cxaudit.analysis.analysis import as_json
from cxaudit.change.layout.text import lay_out
from cxaudit.language.nodes import compose
from cxaudit.language.read import plain
from cxaudit.rules.packs import all_rules, built_in
from cxaudit.run.audit import Audit, audit_found
from cxaudit.run.discover import Found
from tests.change.generate_yaml import MANY, written
from tests.conftest import MAPS

AS_OF = datetime.date(2026, 1, 15)
SHIPPED = sorted(MAPS.rglob("*.yaml"))


def fmt(text: str) -> str:
    """A text in the one layout; the layout must have a form for it."""
    result = lay_out(text.encode())
    assert not result.says, result.says
    return result.data.decode()


def events(text: str) -> list[tuple[str, ...]]:
    """What a YAML reader tells: collections, scalars as resolved, anchors, aliases."""
    parser = CParser(text)
    found = []
    while (event := parser.get_event()) is not None:
        kind = type(event).__name__
        anchor = str(getattr(event, "anchor", None))
        value = str(getattr(event, "value", ""))
        found.append((kind, anchor, value))
    return found


def typed(text: str) -> list[Any]:
    """The data as readers of YAML 1.2 and 1.1 type them."""
    found = []
    for version in ("1.2", "1.1"):
        reader = YAML(typ="safe", pure=True)
        reader.version = version  # type: ignore[assignment]
        text_of_version = re.sub(r"\A%YAML.*\n(?=---)", "", text.replace("\r\n", "\n"))
        found.append(repr(reader.load(text_of_version)))
    return found


def comments(text: str) -> list[str]:
    """Comments, by libyaml's tokens: what stands between them and is no blank."""
    parser, found, reached = CParser(text), [], 0
    while (token := parser.get_token()) is not None:
        start, end = token.start_mark.index, token.end_mark.index
        between = text[reached:start]
        if type(token).__name__ == "ScalarToken" and text[start] in "|>":
            between += text[start:end].split("\n")[0]
        found += [c.rstrip() for c in re.findall(r"(?<!\S)#[^\r\n]*", between)]
        reached = max(reached, end)
    return found


def judged(data: bytes, near: Path | None = None) -> Audit:
    """A file judged by every rule: alone, or where it stands."""
    path = near or Path("/nowhere/map.yaml")
    found = Found([path], {path}, {path: data})
    return audit_found(found, all_rules(built_in()), AS_OF)


def without_lines(entry: Any) -> Any:
    if isinstance(entry, dict):
        return {key: without_lines(v) for key, v in entry.items() if key != "line"}
    return [without_lines(v) for v in entry] if isinstance(entry, list) else entry


def assert_same_to_everybody(before: str, after: str) -> None:
    """Keys in their order, values, anchors, aliases, comments and types are as they were."""
    assert events(before) == events(after)
    assert plain(compose(before).root or compose("").root) == plain(compose(after).root)  # type: ignore[arg-type]
    assert comments(before) == comments(after)
    assert typed(before) == typed(after)


def assert_tidy(text: str) -> None:
    assert "\r" not in text and text.endswith("\n") and not text.startswith("\n")


def assert_same_audit(before: bytes, after: bytes, near: Path | None = None) -> None:
    """Facts and fingerprints are as they were."""
    old, new = judged(before, near), judged(after, near)
    facts = [without_lines([as_json(a) for a in one.analyses]) for one in (old, new)]
    assert facts[0] == facts[1]
    marks = [[(f.fingerprint, f.code, f.path, f.severity) for f in a.findings] for a in (old, new)]
    assert sorted(marks[0]) == sorted(marks[1])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: "/".join(p.parts[-3:]))
def test_shipped_files_say_the_same_afterwards(path: Path) -> None:
    data = path.read_bytes()
    result = lay_out(data)
    assert not result.says
    assert lay_out(result.data).data == result.data
    assert_same_to_everybody(data.decode(), result.data.decode())
    assert_tidy(result.data.decode())
    assert_same_audit(data, result.data, path)


@pytest.mark.parametrize("seed", range(MANY))
def test_generated_maps_say_the_same_afterwards(seed: int) -> None:
    source = written(seed)
    before = source.text.encode()
    result = lay_out(before)
    assert not result.says, f"{result.says} {result.span}\n{source.text}"
    after = result.data.decode()
    assert lay_out(result.data).data.decode() == after
    assert_same_to_everybody(source.text, after)
    assert_tidy(after)
    assert_same_audit(before, result.data)
    assert_comments_where_they_belong(source.comments, after)


def assert_comments_where_they_belong(said: list[tuple[str, str, str]], text: str) -> None:
    """A comment stands above or behind the line of its key or item, as it did."""
    lines = text.split("\n")
    for comment, key, place in said:
        if place not in ("above", "behind"):
            continue
        number = next(i for i, line in enumerate(lines) if line.rstrip().endswith(comment))
        line = lines[number].removesuffix(comment)
        if place == "above":
            assert not line.strip()
            line = next(x for x in lines[number + 1 :] if x.strip() and not is_comment(x))
        elif not re.match(r"\s*(- )?[\"']?" + re.escape(key[:4]), line):
            continue  # behind the last line of a text over several
        assert key[:4] in line, (comment, line)


def is_comment(line: str) -> bool:
    return line.lstrip().startswith("#")
