"""The pages of the rules: what stands on them, that it is true, and that it is up to date."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from cxaudit.analysis.facts.judges import JUDGES
from cxaudit.formats.text import lines
from cxaudit.language.values import amount
from cxaudit.report.rule_pages.__main__ import main
from cxaudit.report.rule_pages.facts import reference, type_in_words
from cxaudit.report.rule_pages.page import Page
from cxaudit.report.rule_pages.told import block
from cxaudit.report.rule_pages.words import NEEDS
from cxaudit.report.rule_pages.write import files_of, pages_of, write_rule_pages
from cxaudit.rules.asking import duration, limit
from cxaudit.rules.packs import all_rules, built_in, read_pack
from cxaudit.rules.reference import heuristic, heuristics, source, sources
from cxaudit.rules.rule import HEURISTICS
from cxaudit.rules.rule import NEEDS as KNOWN_NEEDS
from cxaudit.run.audit import audit

DOCS = Path(__file__).parents[2] / "docs"
RULES = all_rules(built_in())
HEADINGS = [
    "What it asks",
    "What it flags", "Why it matters to a customer", "Example", "Instead", "Limits", "Needs",
    "Sources", "Told once",
]  # fmt: skip
STALE = "the pages of the rules are out of date: run make docs"


@pytest.fixture(scope="module")
def pages() -> dict[str, Page]:
    return {page.code: page for page in pages_of(RULES)}


@pytest.fixture(scope="module")
def files(pages: dict[str, Page]) -> dict[str, str]:
    return files_of(list(pages.values()))


def on_disk(folder: Path) -> dict[str, str]:
    names = [p for pattern in ("*.md", "pictures/*.svg") for p in folder.glob(pattern)]
    return {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in names}


def test_the_committed_pages_are_what_the_rules_say(files: dict[str, str]) -> None:
    committed = on_disk(DOCS / "rules")
    assert sorted(committed) == sorted(files), STALE
    changed = [name for name, text in files.items() if committed[name] != text]
    assert not changed, f"{STALE} ({', '.join(changed[:5])})"


def test_the_committed_facts_are_what_the_models_say() -> None:
    committed = (DOCS / "reference" / "facts.md").read_text(encoding="utf-8")
    assert committed == reference(), STALE


def test_every_page_has_the_same_headings(files: dict[str, str]) -> None:
    for code in RULES:
        prose = re.sub(r"^```.*?^```$", "", files[f"{code}.md"], flags=re.M | re.S)
        assert re.findall(r"^## (.*)$", prose, re.M) == HEADINGS, code
        assert re.findall(r"^# (.*)$", prose, re.M) == [f"{code} {RULES[code].name}"]


def test_every_link_leads_somewhere(files: dict[str, str]) -> None:
    known = files | {"../reference/facts.md": reference()}
    for name, text in files.items():
        for target in re.findall(r"\]\(([^)\s]+)\)", text) if name.endswith(".md") else ():
            path, _, place = target.partition("#")
            assert path in known or (DOCS / "rules" / path).is_file(), f"{name}: {target}"
            if place:
                headings = re.findall(r"^#+ (.*)$", known[path], re.M)
                found = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
                assert place in found, f"{name}: {target}"


def test_the_index_has_every_rule_by_family_heuristic_and_need(files: dict[str, str]) -> None:
    index = files["index.md"]
    for code, rule in RULES.items():
        assert f"| [{code}]({code}.md) | {rule.name} |" in index
    assert all(f"`{name}`:" in index for name in HEURISTICS)
    usual = sum(not rule.opt_in for rule in RULES.values())
    assert f"{usual} rules in " in index
    assert ("## Opt-in" in index) == any(rule.opt_in for rule in RULES.values())


@pytest.mark.parametrize("code", RULES)
def test_findings_are_shown_as_the_terminal_shows_them(
    code: str, pages: dict[str, Page], tmp_path: Path
) -> None:
    ran = pages[code].bad
    if any(file.earlier for file in ran.files):
        pytest.skip("the terminal takes earlier versions from elsewhere")
    (tmp_path / "cxaudit.yaml").write_text("")
    for file in ran.files:
        path = tmp_path / file.name
        path.parent.mkdir(exist_ok=True)
        path.write_text(file.text, encoding="utf-8")
    result = audit([str(tmp_path)], {code: RULES[code]}, ran.as_of)
    shown = "\n".join(str(part) for part in lines(result, brief=False, width=100))
    shown = shown.replace(f"{tmp_path}/", "")
    assert ran.findings
    for finding in ran.findings:
        assert block(finding, ran.text(finding.file)) in shown


@pytest.mark.parametrize("code", RULES)
def test_pictures_are_small_whole_and_marked_where_the_finding_is(
    code: str, pages: dict[str, Page], files: dict[str, str]
) -> None:
    page = files[f"{code}.md"]
    for which in ("bad", "good"):
        svg = files.get(f"pictures/{code}-{which}.svg")
        assert (svg is not None) == (f"(pictures/{code}-{which}.svg)" in page)
        if svg is not None:
            assert len(svg.encode()) < 25_000
            tree = etree.fromstring(svg.encode())
            marked = tree.xpath("//*[contains(@class, ' lit')]")
            assert not (marked and which == "good")
    walked = any(finding.witness for finding in pages[code].bad.findings)
    if walked and f"pictures/{code}-bad.svg" in files:
        assert " lit" in files[f"pictures/{code}-bad.svg"]


def test_every_heuristic_and_every_source_is_told() -> None:
    assert set(heuristics()) == set(HEURISTICS)
    assert all(h.title and h.what and h.trade_off for h in heuristics().values())
    assert heuristic("empower").trade_off.startswith("Quality")
    for rule in RULES.values():
        missing = [key for key in rule.sources if source(key) is None]
        assert not missing, f"{rule.code}: rules/reference/sources.yaml lacks {missing}"
    assert all(a.startswith("https://") for s in sources().values() for a in s.at)
    assert set(NEEDS) == set(KNOWN_NEEDS)


def test_the_reference_of_facts_has_every_fact() -> None:
    text = reference()
    for judge, model in JUDGES.items():
        section = text.split(f"\n## {judge}\n")[1].split("\n## ")[0]
        for attribute, spec in model.model_fields.items():
            assert f"| `{spec.alias or attribute}`" in section
            assert spec.description, f"{judge}.{attribute} has no description"


def test_types_are_said_in_words() -> None:
    assert type_in_words(str | None) == "text"
    assert type_in_words(list[list[str]]) == "list of lists of texts"
    assert type_in_words(bool) == "yes or no"
    assert type_in_words(dict[str, dict[str, float]]) == "number by name by name"


def test_limits_are_said_in_words() -> None:
    assert duration(amount("2d")) == "2 days"
    assert duration(amount("1d 4h")) == "1 day 4 hours"
    assert duration(amount("90m")) == "1 hour 30 minutes"
    loop = RULES["FL404"]
    assert limit(loop, "returns", loop.limits["returns"]) == "30%"


PACK = """
rules: Of others
about: Rules with <b>odd</b> words | and more.
ZZ901:
  name: odd-title
  judges: map
  when: map.size > limits.size
  limits: {size: 1}
  severity: info
  opt-in: yes
  says: "<script>alert(1)</script> {map.size} | steps"
  why: It is only here to be odd, and for nothing else at all.
  instead: Leave it, use `a < b` or go.
  absorbed-by: [ZZ902]
  needs: map
  sources: [Somebody's <i>book</i>]
  examples:
    bad: {map: "process: A\\nsteps:\\n  - Clerk reads ``` aloud\\n  - Clerk goes home\\n"}
    good: {map: "process: A\\nsteps:\\n  - Clerk goes home\\n"}
"""


def test_a_pack_of_others_gets_its_pages_and_nothing_in_it_becomes_html() -> None:
    pack = read_pack(PACK, "odd.yaml")
    assert not pack.problems
    files = files_of(pages_of(all_rules([pack])))
    page = files["ZZ901.md"]
    assert "**Opt-in:**" in page and "## Opt-in" in files["index.md"]
    assert "0 rules in 0 families, and 1 that are opt-in" in files["index.md"]
    prose = re.sub(r"^(`{3,}).*?^\1$", "", page, flags=re.M | re.S)
    assert "&lt;script>" in prose and "<script" not in prose and "<i>" not in prose
    assert "`a < b`" in prose
    assert "Silent where ZZ902 fires" in page
    assert "\\| steps" in files["index.md"]


def test_pages_of_rules_that_are_gone_go_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "ZZ999.md").write_text("old")
    (tmp_path / "pictures" / "ZZ999-bad.svg").write_text("old")
    (tmp_path / "notes.md").write_text("mine")
    pack = read_pack(PACK, "odd.yaml")
    written = write_rule_pages(all_rules([pack]), tmp_path)
    found = {p for p in tmp_path.rglob("*") if p.is_file()}
    assert found == {*written, tmp_path / "notes.md"}


def test_the_command_writes_pages_and_facts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "odd.yaml"
    pack.write_text(PACK)
    assert main(["--rules", str(pack), "-o", str(tmp_path / "docs")]) == 0
    assert (tmp_path / "docs" / "rules" / "ZZ901.md").is_file()
    assert (tmp_path / "docs" / "reference" / "facts.md").is_file()
    pack.write_text(PACK.replace("map.size > limits", "map.siz > limits"))
    assert main(["--rules", str(pack), "-o", str(tmp_path / "docs")]) == 2
    assert "did you mean" in capsys.readouterr().err
