"""JUnit XML by the schema that Jenkins reads it with, and by a reader of others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, Skipped
from lxml import etree

from cxaudit.formats.registry import FORMATS
from cxaudit.run.audit import Audit
from tests.formats.conftest import KEYS

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "outside" / "junit-10.xsd"))


def tree_of(result: Audit) -> etree._Element:
    """The XML, which must be valid."""
    tree = etree.fromstring(FORMATS["junit"](result).encode())
    SCHEMA.assertValid(tree)
    return tree


def test_the_xml_is_valid(whole: Audit) -> None:
    tree_of(whole)
    tree_of(Audit())


def test_a_reader_of_others_counts_the_same(whole: Audit) -> None:
    told = JUnitXml.fromstring(FORMATS["junit"](whole).encode())
    suites = {suite.name: suite for suite in told}
    assert list(suites) == [
        "maps/hours.yaml", "maps/keys.yaml", "maps/permit.yaml", "maps/torn.yaml", "not audited",
    ]  # fmt: skip
    kinds = {
        name: [type(case.result[0]) if case.result else None for case in suite]
        for name, suite in suites.items()
    }
    assert kinds["maps/hours.yaml"] == [None]
    assert kinds["maps/keys.yaml"] == [Skipped, Failure]
    assert kinds["maps/permit.yaml"] == [Failure] * 4
    assert kinds["not audited"] == [Error, Error]
    for suite in suites.values():
        cases = [one for case in suite for one in case.result]
        assert suite.failures == sum(isinstance(one, Failure) for one in cases)
        assert suite.skipped == sum(isinstance(one, Skipped) for one in cases)
    assert (told.tests, told.failures, told.errors) == (10, 6, 2)


def test_a_failure_names_the_rule_and_the_place(whole: Audit) -> None:
    case = tree_of(whole).xpath("//testcase[failure/@type='TR101']")[0]
    assert case.get("name") == "TR101 late-promise: steps/take-form"
    assert case.find("failure").text.startswith("maps/permit.yaml:7:3: error: Renewal and First")


def test_what_the_baseline_holds_is_skipped(beside: Audit) -> None:
    told = [case.get("message") for case in tree_of(beside).iter("skipped")]
    assert told == ["waived: the insurer asks for it", "known: waits for the new counter"]


def test_names_of_cases_are_unique(audited: Callable[..., Audit]) -> None:
    result = audited({"keys.yaml": KEYS})
    result.findings += result.findings
    names = [case.get("name") for case in tree_of(result).iter("testcase")]
    assert len(set(names)) == len(names) == 4
