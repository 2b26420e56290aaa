"""A comment that a forge takes: short enough, and nothing in it is markup but ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt

from cxaudit.formats.markdown import fits
from cxaudit.formats.markup import cell, prose
from cxaudit.formats.registry import FORMATS
from cxaudit.run.audit import Audit
from tests.formats.conftest import PERMIT


def test_too_many_findings_drop_the_least_grave(audited: Callable[..., Audit]) -> None:
    steps = "".join(
        f"  form-{n}: {{does: Fill in form {n} {'x' * 200}, by: clerk, sign-off: [a, b]}}\n"
        for n in range(300)
    )
    result = audited({"many.yaml": "process: Many\nsteps:\n" + steps, "permit.yaml": PERMIT})
    text = FORMATS["markdown"](result)
    assert fits(text) and len(text) > 50_000
    counts = {word: text.count(f"\n| {word} |") for word in ("error", "warning", "question")}
    errors = sum(f.severity == "error" for f in result.findings)
    dropped = len(result.findings) - sum(counts.values())
    assert counts["question"] == 0 and 0 < counts["error"] < errors
    assert f"_{dropped} findings not shown for want of room: {errors - counts['error']} err" in text


def test_one_endless_name_is_cut(audited: Callable[..., Audit]) -> None:
    result = audited(
        {"long.yaml": f"process: Long\nsteps:\n  form: {{does: form {'@' * 90_000}}}\n"}
    )
    text = FORMATS["markdown"](result)
    assert fits(text) and "…" in text and "| question |" in text


def test_the_comment_is_what_it_looks_like(whole: Audit) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(
        FORMATS["markdown"](whole)
    )
    assert html.count("<table>") == html.count("</table>") == 4
    assert html.count("<tr>") == 4 + len(whole.findings)
    assert html.count("<details>") == html.count("</details>") == 2
    assert "under <code>promise</code>" in html


def test_known_and_waived_findings_are_folded_apart(beside: Audit) -> None:
    text = FORMATS["markdown"](beside)
    table, waived, known = text.split("<details><summary>1 ")
    assert "TR101" not in table.split("<details>")[0]
    assert waived.startswith("waived</summary>") and "the insurer asks for it" in waived
    assert known.startswith("known</summary>") and "waits for the new counter" in known


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>", "a | b", "`code`", "**bold** _it_ ~~no~~", "[x](https://x.y)",
        "![x](y)", "# head", "- item", "1. item", "> quote", "@somebody", "\\| \\` \\\\", "&lt;b>",
        "$x$", "line\nline", "```", "https://x.y www.x.y",
    ],
)  # fmt: skip
def test_text_stays_text(text: str) -> None:
    reader = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    for code in (False, True):
        tokens = reader.parse(prose(text, 600, code))
        inner = tokens[1].children or []
        assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
        kinds = {token.type for token in inner}
        assert kinds <= {"text", "text_special"} | ({"code_inline"} if code else set())
        read = "".join(token.content for token in inner).replace("\u200b", "")
        assert read == text.replace("\n", " ").replace("`" if code and "`c" in text else "", "")
    row = reader.render(f"| a | b |\n| --- | --- |\n| {cell(text, 600)} | z |\n")
    assert row.count("<td>") == 2 and "<script" not in row


def test_nobody_is_called_and_nothing_linked() -> None:
    assert "@&#8203;team" in prose("ask @team", 600)
    assert "#&#8203;12" in prose("see #12", 600)
    assert ":&#8203;//" in prose("http://x", 600)
