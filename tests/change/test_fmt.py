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


def untidied(text: str) -> str:
    """A file with four blanks for two, columns of values apart, quotes that nobody needs, and line
    ends of Windows."""
    text = re.sub(r"^( *)(- )?", r"\1\1\2", text, flags=re.MULTILINE).replace("- ", "-   ")
    text = re.sub(r"^( *[\w-]+:) ([a-z]+)$", r"\1     '\2'   ", text, flags=re.MULTILINE)
    text = re.sub(r"([{\[])(?=\S)(?!.*#)", r"\1 ", text)
    return text.replace("\n", "\r\n")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda p: "/".join(p.parts[-3:]))
def test_shipped_files_have_the_one_layout_however_they_came(path: Path) -> None:
    data = path.read_bytes()
    assert lay_out(data).data == data and not lay_out(data).says
    assert_tidy(data.decode())
    rough = untidied(data.decode())
    result = lay_out(rough.encode())
    assert not result.says
    assert_same_to_everybody(rough, result.data.decode())
    assert_same_audit(rough.encode(), result.data, path)
    assert_same_audit(data, result.data, path)


def test_generated_maps_have_what_they_are_said_to_have() -> None:
    """Sixty of them hold every kind of thing that a layout could lose."""
    texts = [written(seed).text for seed in range(60)]
    audits = [judged(text.encode()) for text in texts]
    assert sum(bool(a.analyses and a.analyses[0].facts.get("map")) for a in audits) > 50
    assert sum(len(comments(text)) > 5 for text in texts) > 10
    for some in (
        r"&boss",
        r"\*boss",
        r": \|",
        r": >",
        r"[|>][-+0-9]",
        r"\{",
        r"\[",
        r"\r\n",
        r"\A---",
    ):
        assert any(re.search(some, text) for text in texts), some
    indents = {
        frozenset(len(blanks) for blanks in re.findall(r"^( +)\w[\w-]*:", text, flags=re.MULTILINE))
        for text in texts
    }
    assert any({2, 6} <= of for of in indents), "two indents in one file"
    assert any(4 in of and 2 not in of for of in indents)


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


LONG = "a word " * 17

LAYOUTS = {
    "indentation is two, also of lists": (
        "process: x\nsteps:\n     - Clerk asks\n     -   name: Clerk checks\n         by: y\n",
        "process: x\nsteps:\n  - Clerk asks\n  - name: Clerk checks\n    by: y\n",
    ),
    "a list moves right of its key": (
        "process: x\ntags:\n- a\n- b\nsteps: {a}\n",
        "process: x\ntags:\n  - a\n  - b\nsteps: {a}\n",
    ),
    "blanks": (
        "process:    x   \nsteps: { a:  {by : y,takes:  5m ,  } , b: [ 1,2 ] }\t\n",
        "process: x\nsteps: {a: {by: y, takes: 5m}, b: [1, 2]}\n",
    ),
    "line ends": ("process: x\r\nsteps: {a}\r\n", "process: x\nsteps: {a}\n"),
    "old line ends": ("process: x\rsteps: {a}\r", "process: x\nsteps: {a}\n"),
    "final line end": ("process: x\nsteps: {a}", "process: x\nsteps: {a}\n"),
    "empty lines": (
        "\n\nprocess: x\n\n\n\nsteps:\n\n  a:\n\n\n    by: y\n\n    takes: 5m\n  b:\n\n\n",
        "process: x\n\nsteps:\n  a:\n    by: y\n\n    takes: 5m\n  b:\n",
    ),
    "quotes that nobody needs": (
        'process: \'x\'\nsteps:\n  a: {"by": "it\'s", \'takes\': \'5m\', in: "say \\"a\\""}\n',
        'process: x\nsteps:\n  a: {by: it\'s, takes: 5m, in: say "a"}\n',
    ),
    "quotes that keep text text": (
        "process: '1.10'\ntags: ['no', 'on', \"1\", 'null', '~', '', '2024-01-31', '12:30', '0x1F']\n"
        "considers: ['1e5', '.5', '1_000', '0o17', 'y', '<<', '=', '+1', '.inf', '- a', 'a: b']\n"
        "steps: {'5': {does: '#1', by: ' a', checks: 'a #1', in: '!x', over: \"a, b\"}}\n",
        'process: "1.10"\ntags: ["no", "on", "1", "null", "~", "", "2024-01-31", "12:30", "0x1F"]\n'
        'considers: ["1e5", ".5", "1_000", "0o17", "y", "<<", "=", "+1", ".inf", "- a", "a: b"]\n'
        'steps: {"5": {does: "#1", by: " a", checks: "a #1", in: "!x", over: "a, b"}}\n',
    ),
    "bare words stay as they are read": (
        "process: no\ntags: [on,  1.10, yes, null, 2024-01-31]\nsteps: {1.10: {by: ~}}\n",
        "process: no\ntags: [on, 1.10, yes, null, 2024-01-31]\nsteps: {1.10: {by: ~}}\n",
    ),
    "quotes before what would seem to cut the text": (
        "process: x\nnote: 'bill' #12\nsteps: {a}\n",
        'process: x\nnote: "bill"  #12\nsteps: {a}\n',
    ),
    "escapes stay": (
        'process: "a\\u00e9\\n"\nsteps: {a}\n',
        'process: "a\\u00e9\\n"\nsteps: {a}\n',
    ),
    "braces of one line": (
        "process: x\nsteps:\n  a:\n    {by: y,\n     takes: 5m}\n",
        "process: x\nsteps:\n  a: {by: y, takes: 5m}\n",
    ),
    "a long step becomes a block, what is inside stays": (
        f"process: x\nsteps:\n  a: {{does: {LONG}, impact: {{customer: 1}}, asks: [b]}} # c\n",
        f"process: x\nsteps:\n  a:  # c\n    does: {LONG.strip()}\n    impact: {{customer: 1}}\n"
        "    asks: [b]\n",
    ),
    "a long list becomes a block": (
        f"process: x\nconsiders: [{LONG}, b]\nsteps: {{a}}\n",
        f"process: x\nconsiders:\n  - {LONG.strip()}\n  - b\nsteps: {{a}}\n",
    ),
    "a long text is no reason": (f"process: {LONG}end\nsteps: {{a}}\n",) * 2,
    "comments inside braces end their lines": (
        "process: x\nsteps: {a: {by: y, # who\n  takes: 5m,\n  # how\n  in: z\n  # end\n  }} # all\n",
        "process: x\nsteps: {a: {by: y,  # who\n  takes: 5m,\n  # how\n  in: z\n  # end\n  }}  # all\n",
    ),
    "comments": (
        "#!top\n\n# of the map\nprocess:   x # its name\nsteps:\n# of a\n  a: # of a too\n"
        "       by: y\n       # below by\n  # of b\n  b:\n      # below b\n  # after all steps\n# end",
        "#!top\n\n# of the map\nprocess: x  # its name\nsteps:\n  # of a\n  a:  # of a too\n"
        "    by: y\n    # below by\n  # of b\n  b:\n    # below b\n  # after all steps\n# end\n",
    ),
    "blocks of text keep their lines": (
        "process: x\npurpose: >4-   # folded\n     a\n\n      b  \nnote: |\n         c\n        \n"
        "           d\nsteps: {a}\n",
        "process: x\npurpose: >4-  # folded\n     a\n\n      b  \nnote: |\n  c\n\n    d\nsteps: {a}\n",
    ),
    "empty lines that a block of text keeps": (
        "process: x\nnote: |+\n    c\n\n\nsteps: {a}\n",
        "process: x\nnote: |+\n  c\n\n\nsteps: {a}\n",
    ),
    "a block of text at the end of a file without a line end": (
        "process: x\nsteps: {a}\nnote: |\n  c",
        "process: x\nsteps: {a}\nnote: |-\n  c\n",
    ),
    "texts over several lines": (
        "process: x\npurpose:\n      a b   \n      c\n\n      d\nsteps: {a: {does: e\n   f}}\n",
        "process: x\npurpose: a b\n  c\n\n  d\nsteps: {a: {does: e f}}\n",
    ),
    "anchors and aliases": (
        "process: x\nowner:   &o   y\nsteps:\n    a: &s\n        by:   *o\n    b:   *s\n"
        "    c: &t {by: *o }\n",
        "process: x\nowner: &o y\nsteps:\n  a: &s\n    by: *o\n  b: *s\n  c: &t {by: *o}\n",
    ),
    "markers": (
        "%YAML 1.2\n---   # begin\nprocess:  x\nsteps: {a}\n...\n# end\n",
        "%YAML 1.2\n---  # begin\nprocess: x\nsteps: {a}\n...\n# end\n",
    ),
    "keys behind a question mark": (
        "? process\n: x\nsteps: {? a, ? b : {by: y}}\n",
        "process: x\nsteps: {a, b: {by: y}}\n",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_layout(name: str) -> None:
    before, after = LAYOUTS[name]
    assert fmt(before) == after
    assert fmt(after) == after


def test_long_sections_stand_apart() -> None:
    steps = "".join(f"  step-{number}:\n" for number in range(11))
    text = f"process: x\nowner: y\n# all of them\nsteps:\n{steps}tags: [a]\nprofile: p\n"
    assert fmt(text) == (
        f"process: x\nowner: y\n\n# all of them\nsteps:\n{steps}\ntags: [a]\nprofile: p\n"
    )


def test_braces_around_everything() -> None:
    steps = ", ".join(f"step-{number}: {{by: desk}}" for number in range(11))
    lines = "".join(f"  step-{number}: {{by: desk}}\n" for number in range(11))
    after = fmt(f"# top\n{{process: x, owner: y,\n steps: {{{steps}}}}}\n")
    assert after == f"# top\nprocess: x\nowner: y\n\nsteps:\n{lines}"
    assert fmt(after) == after


def test_no_empty_line_where_it_would_be_text() -> None:
    lines = "".join(f"  line {number}\n" for number in range(12))
    text = f"process: x\nnote: |+\n{lines}steps: {{a}}\n"
    assert fmt(text) == f"process: x\n\nnote: |+\n{lines}steps: {{a}}\n"


LEFT_ALONE = {
    "a bracket that is not closed": b"process: x\nsteps: {a: {by: y}\n",
    "a tab": b"process: x\nsteps:\n\ta: {by: y}\n",
    "two documents": b"process: x\nsteps: {a}\n---\nprocess: y\nsteps: {a}\n",
    "NUL": b"process: x\0\nsteps: {a}\n",
    "no UTF-8": b"process: \xff\nsteps: {a}\n",
    "UTF-16": "process: x\n".encode("utf-16"),
    "nothing": b"",
    "20 MB": b"process: " + b"x" * 20_000_000,
    "no file of ours": b"on: push\njobs: {}\n",
    "a key that stands twice": b"process: x\nsteps: {a: , a: }\n",
    "a tag": b"process: !!str x\nsteps: {a}\n",
    "a comma that cuts a value": b"process: x\nsteps: {a: {by: y, with: z via phone, email}}\n",
    "a sentence that a colon cuts": b"process: x\nsteps:\n  - Clerk asks: who\n",
    "brackets without end": b"process: x\nsteps: " + b"[" * 100_000,
    "a line end to some readers only": "process: x\u2028\nsteps: {a}\n".encode(),
}


@pytest.mark.parametrize("name", LEFT_ALONE)
def test_left_alone_and_told(name: str) -> None:
    result = lay_out(LEFT_ALONE[name])
    assert result.says and result.data == LEFT_ALONE[name]


def test_faults_of_meaning_are_no_reason() -> None:
    """A file that reads as it was meant is laid out, whatever rules think of it."""
    assert fmt("process:  x\nsteps: {a: {wiht: y,  next: nowhere}}\n").endswith(
        "{a: {wiht: y, next: nowhere}}\n"
    )


def test_byte_order_mark_stays() -> None:
    text = b"\xef\xbb\xbfprocess:  x\nsteps: {a}\n"
    assert lay_out(text).data == b"\xef\xbb\xbfprocess: x\nsteps: {a}\n"
