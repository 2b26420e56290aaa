"""The portal as a whole: every link resolves, addresses survive, everything stays text."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.portal import write_maps
from cxaudit.report.site.files import places_of, site_files
from cxaudit.report.theme import Theme
from cxaudit.rules.rule import Rule
from cxaudit.run.audit import Audit, audit
from cxaudit.texts.catalogue import speaking

from ..conftest import AS_OF, ROOT
from ..nasty_maps import NASTY, SCRIPT
from .linkcheck import Pages

MANY = int(os.environ.get("CXAUDIT_MANY_PAGES", "20"))  # 300 is what is promised
VOLTA = "process_maps/volta-switchgear/as-is"
ORDER = """
process: Order
owner: head
requests: {{plain: {{promise: 1d}}}}
steps:
  take: {{does: {does}, by: desk, with: buyer via phone, takes: 10m}}
  sign: {{sign-off: head, waits: 4d, rejects: 5%, else: take}}
  tell: {{by: desk, with: buyer via phone, takes: 5m, end: told}}
"""
HOUSE = """
organisation: {name}
roles: {{head: {{level: 1}}, desk: {{reports-to: head}}}}
parties: {{buyer: {{kind: buyer}}, builder: {{kind: influencer, key: true}}, heir: {{kind: buyer}}}}
"""
Files = dict[str, bytes]


@pytest.fixture
def laid(tmp_path: Path, trial_rules: dict[str, Rule]) -> Callable[..., Files]:
    """The portal of files by their paths in a project of their own."""

    def run(given: dict[str, str], only: str = ".") -> Files:
        (tmp_path / "cxaudit.yaml").write_text("")
        for name, text in given.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        return site_files(audit([str(tmp_path / only)], trial_rules, AS_OF))

    return run


@pytest.fixture(scope="module")
def volta() -> Files:
    """The portal of the example, judged by the rules that ship."""
    return site_files(audit([str(ROOT / VOLTA)], None, AS_OF))


def pages_of(files: Files) -> list[list[object]]:
    """The index of the search."""
    text = files["assets/pages.js"].decode()
    assert text.startswith("window.cxauditPages=") and text.endswith(";\n")
    found: list[list[object]] = json.loads(text.removeprefix("window.cxauditPages=")[:-2])
    return found


def test_every_link_of_the_example_resolves(volta: Files) -> None:
    pages = Pages(volta)
    assert pages.broken() == []
    assert pages.leads("index.html") >= {"maps/quote-to-order.html", "parties/distributor.html"}


def test_every_link_of_every_organisation_resolves(audited: Callable[..., Audit]) -> None:
    files = site_files(audited("process_maps"))
    assert Pages(files).broken() == []


def test_every_page_is_reached_from_the_first(volta: Files) -> None:
    pages, seen, waiting = Pages(volta), set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        if path not in seen and path in pages.trees:
            seen.add(path)
            waiting += pages.leads(path)
    assert seen == set(pages.trees)


def test_a_map_leads_to_those_on_it_and_back(volta: Files) -> None:
    pages = Pages(volta)
    there = pages.leads("maps/quote-to-order.html")
    people = {
        "roles/inside-sales.html",
        "departments/finance.html",
        "parties/purchasing-agent.html",
    }
    assert there >= people | {"owners/sales-operations-manager.html", "rules/SO204.html"}
    for path in people:
        assert "maps/quote-to-order.html" in pages.leads(path)
    assert "maps/quote-to-order.html" in pages.leads("rules/SO204.html")


def test_styles_and_scripts_are_there_once(volta: Files) -> None:
    for path, tree in Pages(volta).trees.items():
        assert not tree.xpath("//style"), path
        inline = tree.xpath("//script[not(@src)]")
        assert all(one.get("type") == "application/json" for one in inline), path
    assert sum(path.endswith(".css") for path in volta) == 3


def test_what_the_search_finds_is_there(volta: Files) -> None:
    pages = Pages(volta)
    names = set()
    for kind, title, _sub, path, entries in pages_of(volta):
        assert isinstance(path, str) and isinstance(entries, list)
        names.add((kind, title))
        for _number, _text, rest in entries:
            assert pages._resolves("index.html", path + rest), path + rest
    assert {("Map", "Quote to order"), ("Role", "Inside sales"), ("Party", "Distributor")} <= names


def test_a_theme_and_a_language(laid: Callable[..., Files], tmp_path: Path) -> None:
    laid({"order.yaml": ORDER.format(does="Ask")})
    look = Theme(title="Acme, seen by its customers", footer="By Jane Doe")
    with speaking("de"):
        files = site_files(audit([str(tmp_path / "order.yaml")], {}, AS_OF), theme=look)
    pages = Pages(files)
    assert pages.broken() == []
    for path, tree in pages.trees.items():
        assert tree.get("lang") == "de", path
        assert "Acme, seen by its customers" in tree.xpath("string(//title)"), path
        assert "By Jane Doe" in tree.xpath("string(//footer)"), path


def test_the_same_audit_gives_the_same_bytes(volta: Files) -> None:
    assert site_files(audit([str(ROOT / VOLTA)], None, AS_OF)) == volta


def test_parties_met_by_nobody_stand_on_the_first_page(laid: Callable[..., Files]) -> None:
    files = laid(
        {"organisation.yaml": HOUSE.format(name="Acme"), "order.yaml": ORDER.format(does="Ask")}
    )
    tree = Pages(files).trees["index.html"]
    lost = [str(a) for a in tree.xpath("//section[@id='forgotten']//a/text()")]
    assert lost == ["Builder", "Heir"]  # the key party first


def test_two_maps_of_one_id_stand_apart(laid: Callable[..., Files]) -> None:
    files = laid(
        {
            "as-is/organisation.yaml": HOUSE.format(name="Acme"),
            "as-is/order.yaml": ORDER.format(does="Ask today"),
            "mended/organisation.yaml": HOUSE.format(name="Acme"),
            "mended/order.yaml": ORDER.format(does="Ask tomorrow"),
        }
    )
    assert Pages(files).broken() == []
    assert b"Ask today" in files["maps/order.in-as-is.html"]
    assert b"Ask tomorrow" in files["maps/order.in-mended.html"]
    assert Pages(files).leads("maps/order.html") >= {
        "maps/order.in-as-is.html",
        "maps/order.in-mended.html",
    }
    assert {"roles/desk.html", "roles/desk.in-as-is.html", "roles/desk.in-mended.html"} <= set(
        files
    )


def test_links_survive_further_maps_and_another_way_to_name_them(
    laid: Callable[..., Files],
) -> None:
    given = {
        "acme/organisation.yaml": HOUSE.format(name="Acme"),
        "acme/order.yaml": ORDER.format(does="Ask"),
    }
    before = laid(given, "acme")
    after = laid(
        given
        | {
            "acme/deep/return.yaml": ORDER.format(does="Send back"),
            "other/organisation.yaml": HOUSE.format(name="Other").replace("desk", "counter"),
            "other/claim.yaml": ORDER.format(does="Claim").replace("desk", "counter"),
        }
    )
    assert set(before) - set(after) == set()
    old, new = Pages(before).ids, Pages(after).ids
    kept = ("maps/order.html", "roles/desk.html")
    assert all(set(old[path]) <= set(new[path]) for path in kept)


def test_nasty_maps_stay_text(laid: Callable[..., Files]) -> None:
    odd = {f"m-{n}.yaml": text for n, text in enumerate(NASTY.values())}
    odd["</script> ü 日本.yaml"] = ORDER.format(does="Ask")
    odd["CON.yaml"] = ORDER.format(does="Ask")
    odd["con.yaml"] = ORDER.format(does="Ask")
    files = laid(odd)
    pages = Pages(files)
    assert pages.broken() == []
    for path in pages.trees:
        text = files[path].decode()
        assert SCRIPT not in text, path
        assert not pages.trees[path].xpath("//script[contains(., 'alert')]"), path
    assert any(SCRIPT in str(title) for _kind, title, *_rest in pages_of(files))
    assert all(path.isascii() for path in files)


def test_a_step_may_be_called_like_its_map(laid: Callable[..., Files]) -> None:
    step = "  odd: {by: desk, with: buyer via phone, takes: 5m, end: told}"
    files = laid(
        {"Odd!.yaml": f"process: Odd\nsteps:\n{step}\n", "b/odd.yaml": ORDER.format(does="Ask")}
    )
    page = next(data.decode() for path, data in files.items() if "odd" in path and b"Odd<" in data)
    assert 'data-row="odd"' in page and 'data-s="odd"' in page
    assert Pages(files).broken() == []


def test_a_map_that_cannot_be_read_has_its_page(laid: Callable[..., Files]) -> None:
    files = laid({"odd.yaml": NASTY["unknown keys"], "order.yaml": ORDER.format(does="Ask")})
    assert b"could not be read" in files["maps/odd.html"]
    assert Pages(files).broken() == []


@pytest.mark.parametrize(
    "given",
    [
        {"organisation.yaml": HOUSE.format(name="Acme")},
        {"order.yaml": ORDER.format(does="Ask")},
        {"torn.yaml": NASTY["unreadable"]},
        {"organisation.yaml": "organisation: Acme\nroles: 3\n"},
    ],
    ids=["no maps", "no organisation", "nothing readable", "broken organisation"],
)
def test_little_is_enough(laid: Callable[..., Files], given: dict[str, str]) -> None:
    assert Pages(laid(given)).broken() == []


def test_places_are_seen_from_the_root_of_the_project(tmp_path: Path) -> None:
    (tmp_path / "cxaudit.yaml").write_text("")
    (tmp_path / "a").mkdir()
    path = str(tmp_path / "a" / "m.yaml")
    assert places_of([path]) == {path: "a/m.yaml"}
    assert places_of([]) == {}


def test_many_generated_maps(tmp_path: Path) -> None:
    write_maps(tmp_path, MANY)
    files = site_files(audit([str(tmp_path)], None, AS_OF))
    assert Pages(files).broken() == []
    assert sum(path.startswith("maps/") for path in files) == MANY
