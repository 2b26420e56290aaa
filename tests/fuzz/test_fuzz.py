"""Whatever bytes come in, the tool answers: findings with places, never a crash. Bounded in time."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cxaudit.language.read import read
from cxaudit.run.audit import audit

RUNS = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
WORDS = [
    "process:",
    "steps:",
    "next:",
    "by:",
    "with:",
    "takes:",
    "waits:",
    "sign-off:",
    "else:",
    "rejects:",
    "end:",
    "for:",
    "requests:\nshare:",
    "simple:",
    "yes",
    "no",
    "60%",
    "140%",
    "2d",
    "15",
    "a",
    "b",
    "c",
    "[a,",
    "b]",
    "{x:",
    "a}",
    "&",
    "*",
    "!",
    "|",
    ">",
    "#",
    "-",
    ":",
    ",",
    "[",
    "]",
    "{",
    "}",
    "'",
    '"',
    "\t",
    "\n",
    "\r\norganisation:",
    "parties:",
    "if-wrong:",
    "if-late:",
    "after:",
    "split:",
    "some",
    "join:",
    "any",
    "all",
    "call:",
    "stages:",
    "null",
    "~",
    "???",
]
KEYS = [
    "by",
    "with",
    "takes",
    "waits",
    "sign-off",
    "else",
    "rejects",
    "next",
    "end",
    "for",
    "split",
    "join",
    "if-late",
    "if-wrong",
    "at-most",
    "because",
    "checks",
    "over",
    "asks",
    "impact",
    "moment",
    "call",
    "owner",
    "stage",
]
VALUES = st.recursive(
    st.sampled_from(["a", "b", "c", "end", "end lost", "2d", "10m", "50%", "customer via phone", "x",
                     "no", "any", "all", "some", "easy", "", "0.5", "boss"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["a", "b", "to", "share", "after", "next", "does", "party", "via", "any-of",
                         "accepts 70%", "easy"]), inner, max_size=3),
    max_leaves=4,
)  # fmt: skip


def survives(data: bytes) -> None:
    document = read(data, "map.yaml")
    lines = data.count(b"\n") + data.count(b"\r") + 2
    for problem in document.problems:
        assert problem.says
        assert 1 <= problem.span.line <= max(lines, 1) and problem.span.column >= 1


@RUNS
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    survives(data)


@RUNS
@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_words_of_the_language_in_any_order(words: list[str]) -> None:
    survives(" ".join(words).encode())


@RUNS
@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c", "d"]),
        st.none() | st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=5),
        min_size=1,
    ),
    st.sampled_from([None, {"easy": {"simple": "yes"}, "hard": {}}]),
)
def test_maps_of_the_right_shape_with_any_values(steps: object, requests: object) -> None:
    import json
    import tempfile

    plan = {"process": "P", "steps": steps, **({"requests": requests} if requests else {})}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "map.yaml"
        path.write_text(json.dumps(plan))
        result = audit([str(path)])
    assert not result.crashes and not result.failures


def test_real_maps_cut_and_shuffled(maps: Path) -> None:
    chance = random.Random(7)
    files = sorted(maps.rglob("*.yaml"))
    for _ in range(150):
        data = bytearray(chance.choice(files).read_bytes())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(data))
            how = chance.randrange(3)
            if how == 0:
                del data[at : at + chance.randint(1, 40)]
            elif how == 1:
                data[at:at] = chance.choice(WORDS).encode()
            else:
                data[at] = chance.randrange(256)
        survives(bytes(data))
