"""A theme: what it may say, what is refused and where, how it looks in each format."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

import jsonschema
import lxml.html
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cxaudit.report.saved import Saved
from cxaudit.report.theme import BrokenTheme, Theme, read_theme, theme_schema
from cxaudit.report.theme.colours import LEAST, contrast, readable, weakest
from cxaudit.report.theme.logo import NoLogo, logo_of
from cxaudit.report.theme.preface import pieces_of
from cxaudit.report.write import rendered

WHOLE = """title: How we treat travellers
logo: logo.svg
accent: "#7A1F5C"
preface: |
  ## First

  For the **board**, see [more](https://example.org/a) and `code`.

  - one
  - two
footer: Confidential
"""
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{}</svg>'


def theme_in(folder: Path, text: str, logo: str | bytes = LOGO.format("")) -> Theme:
    """A theme file of a project, read."""
    (folder / "cxaudit.yaml").write_text("")
    (folder / "theme.yaml").write_text(text, encoding="utf-8")
    (folder / "logo.svg").write_bytes(logo if isinstance(logo, bytes) else logo.encode())
    return read_theme(folder / "theme.yaml", "theme.yaml")


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(BrokenTheme) as told:
        theme_in(folder, text)
    return told.value.lines


def png(width: int, height: int) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + b"\x7a\x1f\x5c" * width for _ in range(min(height, 50))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def test_everything_it_may_say(tmp_path: Path) -> None:
    theme = theme_in(tmp_path, WHOLE)
    assert (theme.title, theme.footer) == ("How we treat travellers", "Confidential")
    assert theme.accent == "#7A1F5C" and weakest(theme.accent_dark, "dark") >= LEAST
    assert [piece.kind for piece in theme.preface] == ["heading", "text", "item", "item"]
    assert theme.logo is not None and (theme.logo.width, theme.logo.height) == (20, 10)
    jsonschema.validate(yaml.safe_load(WHOLE), theme_schema())


def test_an_empty_one_changes_nothing(tmp_path: Path, kept: Saved) -> None:
    theme = theme_in(tmp_path, "")
    assert rendered(kept, ("html", "md"), theme) == rendered(kept, ("html", "md"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel: x", "theme.yaml:1:1: a theme has no key 'titel'; did you mean 'title'?"),
        ("title: a\naccent: red", "theme.yaml:2:9: 'red' is no colour"),
        ('accent: "#9ACD32"', "theme.yaml:1:9: #9ACD32 has a contrast of 1.69 on light ground"),
        ('accent: "#7A1F5C"\naccent-dark: "#111111"', "theme.yaml:2:14: #111111 has a contrast"),
        ('accent-dark: "#FFFFFF"', "`accent-dark` stands beside an `accent`"),
        ("logo: ../logo.svg", "lies outside the project: it is not read"),
        ("logo: /etc/passwd", "lies outside the project: it is not read"),
        ("logo: nowhere.svg", "theme.yaml:1:7: nowhere.svg no such file"),
        ("logo: cxaudit.yaml", "is neither a PNG nor a well-formed SVG"),
        ("title: [a]", "theme.yaml:1:8: text is expected here"),
        ("title: " + "x" * 300, "this text has 300 characters; the most is 200"),
        ("- a", "a theme holds keys such as"),
        ("title: {", "theme.yaml:"),
    ],
)
def test_faults_have_their_place(tmp_path: Path, text: str, says: str) -> None:
    assert any(says in line for line in faults(tmp_path, text)), faults(tmp_path, text)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    lines = faults(tmp_path, "titel: x\naccent: red\nlogo: ../x.png\n")
    assert [line.split(":")[1] for line in lines] == ["1", "2", "3"]


def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (tmp_path / "secret.svg").write_text(LOGO.format(""))
    (project / "link.svg").symlink_to(tmp_path / "secret.svg")
    assert "lies outside the project" in faults(project, "logo: link.svg")[0]


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(BrokenTheme, match=r"theme\.yaml:1:1: no such file"):
        read_theme(Path("/nowhere/theme.yaml"), "theme.yaml")


@given(st.integers(0, 0xFFFFFF))
def test_the_colour_that_is_proposed_can_be_read(number: int) -> None:
    for ground in ("light", "dark"):
        assert weakest(readable(f"#{number:06X}", ground), ground) >= LEAST


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_an_svg_keeps_shapes_and_loses_the_rest() -> None:
    inner = (
        "<style>.a{fill:red}</style><script>alert(1)</script><foreignObject/>"
        '<image href="file:///etc/passwd"/><circle class="a" r="3" onclick="x()"/>'
        '<rect fill="url(http://evil.example/x)" style="fill:url(#g)"/><use href="http://e/x"/>'
        "<!-- x --><style>@import url(http://evil.example)</style>"
    )
    told = logo_of(LOGO.format(inner).encode()).data.decode()
    assert '<circle class="a" r="3"/>' in told and 'style="fill:url(#g)"' in told
    for word in ("script", "foreign", "image", "onclick", "evil", "http://e/", "import", "<!--"):
        assert word not in told


def test_things_used_within_themselves_come_to_an_end() -> None:
    inner = '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/><use href="#c"/></g>'
    told = logo_of(LOGO.format(inner + '<path id="c" d="M0 0"/>').encode()).data.decode()
    assert 'href="#a"' not in told and 'href="#b"' not in told and 'href="#c"' in told


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\nshort", "is a broken PNG"),
        (png(5000, 10), "5,000 by 10 dots"),
        (b"x" * 300_001, "more than 300 kB"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "states no size"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", "has a DOCTYPE"),
        (b"<html/>", "neither a PNG nor an SVG"),
        (LOGO.replace("0 0 20 10", "0 0 0 0").format("").encode(), "no size that can be drawn"),
    ],
)
def test_what_is_no_logo(data: bytes, says: str) -> None:
    with pytest.raises(NoLogo, match=says):
        logo_of(data)


def test_a_preface_is_words() -> None:
    text = (
        "<script>x</script> ![i](http://evil.example/x.png) [a](javascript:alert(1)) "
        "[b](https://ok.example)\n\n> quote\n\n    code"
    )
    links = [run.link for piece in pieces_of(text) for run in piece.runs if run.link]
    assert links == ["http://evil.example/x.png", "https://ok.example"]
    told = "".join(run.text for piece in pieces_of(text) for run in piece.runs)
    assert "<script>x</script>" in told and "javascript:alert(1)" in told


@given(st.text(max_size=200))
def test_any_text_is_a_preface(text: str) -> None:
    for piece in pieces_of(text):
        assert piece.depth >= 0 and piece.number >= 0


def test_how_it_looks_on_the_page(tmp_path: Path, kept: Saved) -> None:
    hostile = WHOLE.replace("How we", "</title><script>x</script> How we").replace(
        "**board**", "**<img src=x onerror=x>**"
    )
    page = str(rendered(kept, ("html",), theme_in(tmp_path, hostile))["report.html"])
    tree = lxml.html.document_fromstring(page)
    assert tree.findtext(".//title") == "</title><script>x</script> How we treat travellers"
    assert tree.xpath('//div[contains(@class,"theme")]//b')[0].text == "<img src=x onerror=x>"
    assert tree.xpath("//img/@src")[0].startswith("data:image/svg+xml;base64,")
    assert len(tree.xpath("//img")) == 1
    assert tree.xpath('//p[@class="theme-foot"]')[0].text == "Confidential"
    assert "--accent:#7A1F5C" in page


def test_how_it_looks_in_markdown(tmp_path: Path, kept: Saved) -> None:
    hostile = WHOLE.replace("How we", "<script>x</script> How we")
    text = str(rendered(kept, ("md",), theme_in(tmp_path, hostile))["report.md"])
    assert text.startswith("# &lt;script&gt;x&lt;/script&gt; How we treat travellers\n\n## First\n")
    assert text.endswith("\n---\n\nConfidential\n")
    shown = MarkdownIt("commonmark").enable("table").render(text)
    assert '<a href="https://example.org/a">more</a> and <code>code</code>.' in shown
    assert "<li>one</li>" in shown and "<script" not in shown


def test_the_report_as_data_knows_no_theme(tmp_path: Path, kept: Saved) -> None:
    one = rendered(kept, ("json",), theme_in(tmp_path, WHOLE))
    assert one == rendered(kept, ("json",))
    assert "travellers" not in json.loads(str(one["report.json"]))["report"]["title"]
