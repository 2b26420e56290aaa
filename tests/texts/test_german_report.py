"""In the report of German maps nothing English is left but ids, codes and words of the map language."""

from __future__ import annotations

import csv
import html
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cxaudit.cli.app import app
from tests.texts.molkerei import write_dairy

# Words of English that German does not have, apart from names of keys and kinds.
ENGLISH = frozenset([
    "the", "of", "is", "are", "and", "not", "with", "that", "they", "this", "for", "by", "from",
    "when", "which", "who", "what", "nobody", "nothing", "no", "yes", "step", "steps",
    "sign-off", "sign-offs", "touch-point", "touch-points", "hand-off", "hand-offs", "customer",
    "party", "parties", "request", "requests", "wait", "waits", "time", "day", "days", "every",
    "none", "stated", "known", "unknown", "never", "least", "most", "more", "less", "where",
    "how", "why", "its", "their", "them", "he", "she", "it", "we", "us", "our", "you", "your",
    "must", "may", "can", "cannot", "be", "been", "has", "have", "had", "does", "done", "write",
    "say", "says", "said", "answer", "finding", "findings", "error", "errors", "warning",
    "warnings", "question", "questions", "department", "owner", "leader", "measure", "measured",
    "owned", "share", "found", "missing", "declared", "inferred", "assumed", "unavoidable",
    "expected", "worst", "silence", "promise", "promised", "queue", "work", "road", "line",
    "row", "page", "show", "hide", "all", "some", "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "first", "today",
])  # fmt: skip
# The condition of a rule, the values that were compared, files, and words between backticks are code.
CODE = re.compile(r"<(pre|code|script|style)\b.*?</\1>|`[^`]*`|```.*?```", re.S)
SHOWN_ATTRIBUTES = re.compile(
    r'\b(?:aria-label|title|alt|placeholder|data-l|data-show|data-hide)="([^"]*)"'
)
# Kinds and roles that a fact is compared with, told as they are written in a map.
WRITTEN = re.compile(
    r"customers, affected-by, touch-point|owner, target, every, seen-by und discussed-in|"
    r"runs-twice, never-continues oder waits-in-vain|verb-object, noun oder single-word|"
    r"timer, message|customer, time, employee oder internal|parties\b|"
    r"\b(?:role|unit|party|leader|owner):[\w-]+|\b[A-Z]{1,2}\d{2,3} [a-z-]+|"
    r"[a-z_-]+/[\w./-]+|[\w-]+\.(?:yaml|md|csv)\b"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The German report of a dairy, in every format that needs no further library."""
    home = tmp_path_factory.mktemp("de")
    result = report(write_dairy(home), home / "audit", "--language", "de")
    assert result.exit_code == 0, result.output
    return home / "audit"


def report(maps: Path, output: Path, *more: str) -> Result:
    arguments = ["report", str(maps), "-o", str(output), "--as-of", "2026-11-22", *more]
    return CliRunner().invoke(app, arguments)


def english(text: str) -> list[str]:
    """Lines that hold English, each with the words that gave it away."""
    found = []
    for line in text.splitlines():
        words = re.findall(r"[A-Za-zÄÖÜäöüß]+(?:-[A-Za-zÄÖÜäöüß]+)*", WRITTEN.sub(" ", line))
        bad = sorted({word for word in words if word.lower() in ENGLISH})
        if bad:
            found.append(f"{line.strip()[:160]} ({', '.join(bad)})")
    return found


def read(page: str) -> str:
    """What a person sees or hears of a page."""
    bare = CODE.sub(" ", page)
    heard = "\n".join(SHOWN_ATTRIBUTES.findall(bare))
    return html.unescape(re.sub(r"<[^>]*>", "\n", bare) + "\n" + heard)


def test_the_page(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert english(read(page)) == []


@pytest.mark.parametrize("name", ["report.md", "questions.md"])
def test_the_text(folder: Path, name: str) -> None:
    text = CODE.sub(" ", (folder / name).read_text(encoding="utf-8"))
    assert english(text.replace("\\_", "_")) == []


def test_what_a_table_of_findings_says(folder: Path) -> None:
    with (folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    told = "\n".join(CODE.sub(" ", row.get("says") or row.get("finding") or "") for row in rows)
    assert english(told) == []


@pytest.mark.parametrize(
    "reader", ["role:innendienst", "unit:finanzen", "party:einkäufer", "leader", "owner"]
)
def test_a_sheet_for_a_reader(tmp_path: Path, reader: str) -> None:
    result = report(write_dairy(tmp_path), tmp_path / "de", "--language", "de", "--for", reader)
    assert result.exit_code == 0, result.output
    for path in sorted((tmp_path / "de").iterdir()):
        text = path.read_text(encoding="utf-8")
        told = read(text) if path.suffix == ".html" else CODE.sub(" ", text)
        assert (path.name, english(told.replace("\\_", "_"))) == (path.name, [])


def test_the_portal(tmp_path: Path) -> None:
    """All pages but those of rules, which show facts by their names and examples as they are."""
    arguments = ["site", str(write_dairy(tmp_path)), "-o", str(tmp_path / "de")]
    more = ["--language", "de", "--as-of", "2026-11-22"]
    result = CliRunner().invoke(app, [*arguments, *more])
    assert result.exit_code == 0, result.output
    pages = [p for p in sorted((tmp_path / "de").rglob("*.html")) if p.parent.name != "rules"]
    assert len(pages) > 20
    for path in pages:
        page = path.read_text(encoding="utf-8")
        assert '<html lang="de"' in page
        assert (path.name, english(read(page))) == (path.name, [])


def test_a_saved_report_stays_german(folder: Path, tmp_path: Path) -> None:
    arguments = ["report", "--from", str(folder / "report.json"), "-o", str(tmp_path / "again")]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    for name in ("report.html", "report.md"):
        again = (tmp_path / "again" / name).read_bytes()
        assert again == (folder / name).read_bytes()


def test_what_was_said_in_german_is_said_in_english_again(tmp_path: Path) -> None:
    """Nothing that is kept between runs keeps its language."""
    maps = write_dairy(tmp_path)
    texts = []
    for number, code in enumerate(("en", "de", "en")):
        assert report(maps, tmp_path / str(number), "--language", code).exit_code == 0
        texts.append((tmp_path / str(number) / "report.md").read_text(encoding="utf-8"))
    assert texts[0] == texts[2] != texts[1]


def test_english_is_found_where_it_is() -> None:
    assert english("Vier Schritte, none of them eine Freigabe") == [
        "Vier Schritte, none of them eine Freigabe (none, of, them)"
    ]
