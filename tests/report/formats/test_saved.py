"""`report.json`: nothing is lost in it, and nothing but a report is taken for one."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cxaudit.report.saved import NotRead, Saved, read_saved, report_schema, saved_of, saved_text
from cxaudit.report.saved.drawings import fault_of
from cxaudit.report.write import rendered
from cxaudit.run.audit import audit
from tests.report.formats.conftest import AS_OF
from tests.report.nasty_maps import NASTY

SCRIPT = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
TEXTS = ("html", "md", "json", "csv")
Path_ = tuple[str | int, ...]


def refusal(data: Any) -> str:
    """Why a file with this data is not read."""
    with pytest.raises(NotRead) as told:
        saved_of(json.dumps(data).encode())
    return told.value.says


def test_nothing_is_lost(kept: Saved) -> None:
    again = saved_of(saved_text(kept).encode())
    assert again == kept
    assert rendered(again, TEXTS) == rendered(kept, TEXTS)


def test_nothing_is_lost_of_maps_that_are_hard_to_bear(tmp_path: Path) -> None:
    from cxaudit.report.write import keep

    (tmp_path / "cxaudit.yaml").write_text("")
    for number, text in enumerate(NASTY.values()):
        (tmp_path / f"map-{number}.yaml").write_text(text, encoding="utf-8")
    whole = keep(audit([str(tmp_path)], None, AS_OF))
    again = saved_of(saved_text(whole).encode())
    assert again == whole
    assert rendered(again, TEXTS) == rendered(whole, TEXTS)


def test_the_schema_describes_it(data: dict[str, Any]) -> None:
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)
    assert data["findings"] and data["touch_points"]
    del data["report"]["title"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, schema, cls=jsonschema.Draft202012Validator)


def test_what_is_no_report_is_refused(data: dict[str, Any]) -> None:
    assert "is no report" in refusal([]) and "is no report" in refusal({"findings": []})
    for broken in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"schema": NaN}', b"null"):
        with pytest.raises(NotRead):
            saved_of(broken)


def test_a_newer_one_says_so(data: dict[str, Any]) -> None:
    data["schema"] = 2
    assert "was written by a newer cxaudit (form 2" in refusal(data)
    data["schema"] = "1"
    assert "has a form that is not read" in refusal(data)


def test_one_of_another_version_that_does_not_fit_names_the_way_out(data: dict[str, Any]) -> None:
    data["cxaudit"] = "0.0.1"
    assert saved_of(json.dumps(data).encode()).cxaudit == "0.0.1"
    del data["report"]["headline"]
    says = refusal(data)
    assert "report.headline: field required" in says
    assert "cxaudit 0.0.1 wrote it" in says and "run `cxaudit report` on the maps again" in says


def test_keys_and_values_that_no_report_has(data: dict[str, Any]) -> None:
    more = copy.deepcopy(data)
    more["report"]["parts"][0]["verdict"]["verdict"] = "good"
    assert "`report.parts.0.verdict.verdict`" in refusal(more)
    more = copy.deepcopy(data)
    more["report"]["rules"] = "many"
    assert "report.rules: input should be a valid integer" in refusal(more)
    more = copy.deepcopy(data)
    more["language"] = "tlh"
    assert "language 'tlh' is none of" in refusal(more)
    more = copy.deepcopy(data)
    more["report"]["rules"] = 10**15
    assert "beyond all measure" in refusal(more)


def test_anchors_are_anchors(data: dict[str, Any]) -> None:
    data["report"]["parts"][0]["prefix"] = SCRIPT
    assert "report.parts.0.prefix is no anchor" in refusal(data)


@pytest.mark.parametrize("name", ["as_of", "code", "word", "severity", "letter"])
def test_words_that_markdown_takes_as_they_are(data: dict[str, Any], name: str) -> None:
    found = [path for path, _ in leaves(data["report"]) if path[-1] == name]
    for path in {len(path): path for path in found}.values():
        changed = copy.deepcopy(data)
        put(changed["report"], path, "<script>")
        assert f"{name} holds marks that no such word has" in refusal(changed)
        put(changed["report"], path, "[a](javascript:x)")
        assert f"{name} holds marks that no such word has" in refusal(changed)


def test_more_steps_than_are_drawn(data: dict[str, Any]) -> None:
    scene = data["report"]["parts"][0]["picture"]["scene"]
    card = scene["cards"][0]
    scene["cards"] = [card | {"id": f"step-{n}"} for n in range(500)]
    assert "has more than 400 steps to draw" in refusal(data)


DRAWN = '<svg class="pv" width="9" height="9" viewBox="0 0 9 9" aria-hidden="true">{}</svg>'


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<foreignObject><p>x</p></foreignObject>", "<foreignObject>"),
        ('<image href="http://evil.example/x.png"/>', "<image>"),
        ('<a href="javascript:alert(1)"><text>x</text></a>', "<a>"),
        ('<rect onload="alert(1)"/>', "'onload' on <rect>"),
        ('<rect style="fill:url(http://evil.example)"/>', "'style' on <rect>"),
        ('<rect fill="url(http://evil.example)"/>', "'fill' on <rect>"),
        ('<use href="#a"/>', "<use>"),
        ("<style>*{background:url(http://evil.example)}</style>", "<style>"),
        ("<title><rect/></title>", "has elements within <title>"),
        ("<!-- --><script>alert(1)</script>", "a comment"),
        ("<![CDATA[<img onerror=alert(1)>]]>", "a comment"),
        ('<h:p xmlns:h="http://www.w3.org/1999/xhtml">x</h:p>', "p>"),
        ("<rect>", "no well-formed"),
        ("&evil;", "no well-formed"),
    ],
)
def test_a_drawing_that_could_do_something_is_refused(inner: str, says: str) -> None:
    assert says in fault_of(DRAWN.format(inner))


def test_a_drawing_is_shapes_and_words() -> None:
    assert fault_of(DRAWN.format('<text x="1" y="2">A &lt; B</text><path d="M1 2L3 4Z"/>')) == ""
    assert fault_of("<svg" + "x" * 3_000_000) != ""
    assert fault_of("<p/>") == "is no SVG"


def test_a_forged_drawing_does_not_get_in(data: dict[str, Any]) -> None:
    where = next(path for path, _ in leaves(data) if path[-1] == "svg")
    put(data, where, DRAWN.format("<script>alert(1)</script>"))
    assert "holds <script>, which no drawing of ours has" in refusal(data)


def leaves(value: Any, path: Path_ = ()) -> Iterator[tuple[Path_, Any]]:
    """Every value with its place."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(one, (*path, key))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from leaves(one, (*path, number))
    else:
        yield path, value


def put(data: Any, path: Path_, value: Any) -> None:
    """Write another value at a place."""
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def assert_tame(files: dict[str, str | bytes], kept: Saved) -> None:
    """No script but those of the page itself, no handler, no address that runs."""
    page, text = str(files["report.html"]), str(files["report.md"])
    own = str(rendered(kept, ("html",))["report.html"])
    assert page.count("<script") == own.count("<script")
    shown = MarkdownIt("commonmark").enable("table").render(text)
    for tree in (lxml.html.document_fromstring(page), lxml.html.document_fromstring(shown)):
        for element in tree.iter():
            names = {str(name).lower() for name in element.attrib}
            assert not [name for name in names if name.startswith("on")]
            assert not str(element.get("href", "")).lower().startswith("javascript")
    assert "<script" not in shown and "<img" not in shown


@pytest.mark.parametrize(
    "script",
    [
        SCRIPT,
        "a\n\n<script>alert(1)</script>\n\n# ![b](http://evil.example)",
        "`<script>alert(1)</script>",
        "```\n<script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "' onmouseover='alert(1)",
    ],
)
def test_words_stay_words_wherever_they_stand(
    kept: Saved, data: dict[str, Any], script: str
) -> None:
    """Every text that may be any text is replaced by one that would like to be more."""
    places = [path for path, value in leaves(data) if isinstance(value, str) and _free(path)]
    for path in places:
        put(data, path, script)
    assert len(places) > 500
    files = rendered(saved_of(json.dumps(data).encode()), TEXTS)
    assert_tame(files, kept)
    assert "alert(1)" in str(files["report.html"])


FORMED = {
    "anchor", "prefix", "key", "svg", "code", "name", "word", "severity", "as_of", "language",
    "letter", "score", "coverage", "kind", "hand_off", "outcome", "file", "cxaudit",
}  # fmt: skip


def _free(path: Path_) -> bool:
    """Whether any text may stand there; what has a form of its own is tried by the tests above."""
    return path[-1] not in FORMED and "codes" not in path


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_whatever_is_changed_it_is_refused_or_shown(kept: Saved, draws: st.DataObject) -> None:
    data = json.loads(saved_text(kept))
    places = [path for path, _ in leaves(data)]
    for _ in range(draws.draw(st.integers(1, 4))):
        strange = st.sampled_from([SCRIPT, "", "x" * 3_000, -1, 0, 10**8, 2.5, None, True, [], {}])
        put(data, draws.draw(st.sampled_from(places)), draws.draw(strange))
    try:
        whole = saved_of(json.dumps(data).encode())
    except NotRead as told:
        assert told.says
        return
    assert_tame(rendered(whole, TEXTS), kept)


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for path, says in (
        (tmp_path, "is a folder: name the file"),
        (tmp_path / "nowhere.json", "no such file"),
        (Path("/dev/null"), "is no regular file"),
    ):
        with pytest.raises(NotRead, match=says):
            read_saved(path)
