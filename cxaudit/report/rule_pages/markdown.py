"""The page of a rule as Markdown, under fixed headings in a fixed order."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from cxaudit.report.rule_pages import told, words
from cxaudit.report.rule_pages.examples import File, Ran
from cxaudit.report.rule_pages.page import Page
from cxaudit.report.words import sentence
from cxaudit.rules.asking import criteria, limit
from cxaudit.rules.rule import Rule

NOTE = "<!-- Written by `make docs` from the rules: change those, then run it again. -->"
FACTS = "../reference/facts.md"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LANGUAGES = {"yaml": "yaml", "yml": "yaml", "bpmn": "xml", "xml": "xml"}
WIDTH = 96
# Judges whose elements stand in the organisation file, not on a map.
ABOUT_PEOPLE = ("role", "unit", "measure", "routine", "change", "group", "organisation")


def file_of(code: str) -> str:
    """The file of a rule's page: by its code, which stays when its name does not."""
    return f"{code}.md"


def picture_of(code: str, which: str) -> str:
    """The file of a picture, seen from the pages."""
    return f"pictures/{code}-{which}.svg"


def link(code: str, known: Collection[str]) -> str:
    """A rule by its code, as a link where it has a page."""
    return f"[{code}]({file_of(code)})" if code in known else code


def markdown(page: Page, known: Collection[str]) -> str:
    """A page; `known` are the codes that have one."""
    rule = page.rule
    blocks = [NOTE, f"# {rule.code} {rule.name}", *_head(rule)]
    if rule.criteria:
        blocks += ["## What it asks", words.prose(criteria(rule, rule.limits))]
    blocks += ["## What it flags", *_flags(page)]
    blocks += ["## Why it matters to a customer", words.prose(rule.why)]
    blocks += ["## Example", "### Bad", *_example(page, page.bad, "bad")]
    blocks += ["### Good", *_example(page, page.good, "good")]
    blocks += ["## Instead", words.prose(rule.instead), *_heuristics(page)]
    blocks += ["## Limits", *_limits(rule), _adjust(rule)]
    blocks += ["## Needs", words.NEEDS[rule.needs]]
    blocks += ["## Sources", *_sources(page)]
    blocks += ["## Told once", _absorbing(page, known)]
    return "\n\n".join(blocks) + "\n"


def _head(rule: Rule) -> Iterator[str]:
    """Severity, family, and what is unusual about the rule."""
    family = f"[{rule.family}](index.md#{words.anchor(rule.family)})"
    yield (
        f"**{words.severities(rule.severity)}.** {family}: {words.prose(rule.about)} "
        "[All rules](index.md)."
    )
    if rule.opt_in:
        yield "**Opt-in:** it is judged only where it is asked for."
    if rule.mandatory:
        yield "**Mandatory:** it cannot be waived."


def _flags(page: Page) -> Iterator[str]:
    rule = page.rule
    cases = [words.message(rule, case.template.text) for case in rule.says]
    yield f"It looks at {words.judged(rule)}, and says:"
    yield "\n".join(f"- {text}" for text in cases)
    if rule.not_started:
        yield f"Where over 80% of them lack the same, one line says it: {_not_started(rule)}"
    yield "It does so where this holds:"
    yield _cel(rule.when.text)
    yield from _grades(rule)
    if page.facts:
        yield "The condition and the words name these facts:"
        rows = [
            f"| [`{f.name}`]({FACTS}#{words.anchor(f.judge)}) | {words.cell(words.prose(f.what))} |"
            for f in page.facts
        ]
        yield "\n".join(["| fact | what it is |", "|---|---|", *rows])
    unknown = [f"`{f.name}`" for f in page.facts if f.may_be_unknown and not f.asks]
    if unknown:
        one = "one of " if len(unknown) > 1 else ""
        yield f"Where {one}{words.listed(unknown)} is unknown, it says nothing: *not assessed*."


def _not_started(rule: Rule) -> str:
    """The one line that stands for many, its counts in words."""
    text = rule.not_started.replace("{count}", "‹count›").replace("{of}", "‹of›")
    return words.prose(text)


def _grades(rule: Rule) -> Iterator[str]:
    """When it has which severity, where there is more than one."""
    if len(rule.severity) < 2:
        return
    parts = []
    for grade in rule.severity:
        word = words.SEVERITIES[grade.severity].lower()
        parts.append(
            f"- {word} where `{_line(grade.when.text)}`" if grade.when else f"- else {word}"
        )
    yield "Its severity:"
    yield "\n".join(parts)


def _line(text: str) -> str:
    return " ".join(text.split())


def _cel(text: str) -> str:
    """A condition, broken before `&&`, `||` and the parts of a choice where it is long."""
    lines: list[str] = []
    for part in re.split(r" (?=&& |\|\| |\? |: )", _line(text)):
        if lines and len(lines[-1]) + len(part) < WIDTH:
            lines[-1] += f" {part}"
        else:
            lines.append(part)
    return fenced("\n  ".join(lines), "cel")


def fenced(text: str, language: str) -> str:
    """Text as code, whatever it holds."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def pictures(page: Page) -> dict[str, str]:
    """The pictures of a page, by example: the good one only where it is drawn differently, and none
    where a rule about the organisation finds nothing that a map shows."""
    bad, good = page.bad.picture, page.good.picture
    if page.rule.judges in ABOUT_PEOPLE and not (bad and bad.marked):
        return {}
    found = {"bad": bad} if bad else {}
    if good and (bad is None or good.bare != bad.bare):
        found["good"] = good
    return {which: drawn.svg for which, drawn in found.items()}


def _example(page: Page, ran: Ran, which: str) -> Iterator[str]:
    for file in ran.files:
        if which == "good" and file in page.bad.files:
            yield f"{_title(file)} as above."
            continue
        yield _title(file)
        yield fenced(file.text, _LANGUAGES.get(file.name.rpartition(".")[2], ""))
    drawn = pictures(page)
    if which in drawn:
        yield f"![{_alt(page, ran, which)}]({picture_of(page.code, which)})"
    elif ran.picture and "bad" in drawn:
        yield "Drawn, it looks as above: what was mended is not in the picture."
    day = f" --as-of {ran.as_of}" if any(_DATE.search(f.text) for f in ran.files) else ""
    yield f"What `cxaudit check{day}` says of it by this rule:"
    blocks = [told.block(finding, ran.text(finding.file)) for finding in ran.findings]
    yield fenced("\n\n".join(blocks) or "No finding.", "text")


def _title(file: File) -> str:
    return f"`{file.name}`" + (", as it was before" if file.earlier else "") + ":"


def _alt(page: Page, ran: Ran, which: str) -> str:
    """The picture in words."""
    steps = ", ".join(ran.picture.marked) if ran.picture else ""
    marked = f"; marked: {steps}" if steps else ""
    text = f"The {which} example of {page.code}, {ran.drawn}, as a service blueprint{marked}"
    return words.prose(text.replace("[", "(").replace("]", ")"))


def _heuristics(page: Page) -> Iterator[str]:
    rows = [
        f"- [{h.title}](index.md#{words.anchor(h.title)}): {h.what} *Trade-off:* {h.trade_off}"
        for h in page.heuristics
    ]
    if rows:
        yield "\n".join(rows)


def _limits(rule: Rule) -> Iterator[str]:
    if not rule.limits:
        yield "None."
        return
    profiles = list(rule.profiles)
    rows = ["| limit | default | " + "".join(f"{p} | " for p in profiles).rstrip()]
    rows += ["|---" * (len(profiles) + 2) + "|"]
    for name, value in rule.limits.items():
        cells = [limit(rule, name, value)]
        cells += [limit(rule, name, rule.profiles[p].get(name, value)) for p in profiles]
        rows.append(f"| `{name}` | " + " | ".join(cells) + " |")
    yield "\n".join(row.rstrip() for row in rows)


def _adjust(rule: Rule) -> str:
    """One line: how to accept a finding, how to change the limits."""
    place = words.WAIVED_AT.get(rule.judges, "the file")
    parts = []
    if not rule.mandatory:
        parts.append(
            f"To accept a finding: `allow: {{{rule.code}: the reason}}` on {place}, or "
            f"`# cxaudit: allow {rule.code} the reason` there"
        )
    if rule.limits:
        limit = (
            f"`{rule.code}: {{limits: {{{next(iter(rule.limits))}: ...}}}}` in a pack of your own"
        )
        profile = f"`profile: {next(iter(rule.profiles))}` in the map, or " if rule.profiles else ""
        parts.append(f"for other limits: {profile}{limit}")
    text = "; ".join(parts) or "It cannot be waived"
    return f"{text[:1].upper()}{text[1:]}."


def _sources(page: Page) -> Iterator[str]:
    if not page.sources:
        yield "None: the rule and its limits are our own."
        return
    rows = []
    for key, source in page.sources:
        if source is None:
            rows.append(f"- {words.prose(key)}")
            continue
        places = ", ".join(f"<{address}>" for address in source.at)
        rows.append(f"- **{key}** {sentence(source.title)} {source.about} {places}")
    yield "\n".join(rows)


def _absorbing(page: Page, known: Collection[str]) -> str:
    """What tells the same cause, and what this rule tells for others."""
    parts = []
    if page.absorbed_by:
        codes = words.listed(link(code, known) for code in page.absorbed_by)
        verb = "fires" if len(page.absorbed_by) == 1 else "fire"
        parts.append(f"Silent where {codes} {verb} on the same cause.")
    if page.absorbs:
        codes = words.listed(link(code, known) for code in page.absorbs)
        verb = "is" if len(page.absorbs) == 1 else "are"
        parts.append(f"Where it fires, {codes} {verb} silent on the same cause.")
    return " ".join(parts) or "It shares its cause with no other rule."
