"""Catalogues are brought up to date without losing a translation."""

from __future__ import annotations

from pathlib import Path

import polib

from tests.texts.collect import collect, file_of
from tests.texts.extraction import Text, all_texts


def test_a_new_language_begins_with_every_text_each_in_the_file_of_its_kind(tmp_path: Path) -> None:
    came, went = collect("nl", tmp_path)
    assert (came > 2000, went) == (True, 0)
    assert {path.name for path in (tmp_path / "nl").iterdir()} == {
        "page.po", "report.po", "rules.po", "sheets.po",
    }  # fmt: skip
    rules = polib.pofile(str(tmp_path / "nl" / "rules.po"))
    assert rules.metadata["Language"] == "nl"
    assert rules.find("Let fewer people, units and parties touch one case.") is not None


def test_what_is_translated_stays_and_what_has_gone_goes(tmp_path: Path) -> None:
    collect("nl", tmp_path)
    path = tmp_path / "nl" / "report.po"
    file = polib.pofile(str(path))
    file.find("Lead time").msgstr = "Doorlooptijd"
    file.append(polib.POEntry(msgid="said no longer", msgstr="niet meer gezegd"))
    file.remove(file.find("Coverage"))
    file.save()
    assert collect("nl", tmp_path) == (1, 1)
    file = polib.pofile(str(path))
    assert file.find("Lead time").msgstr == "Doorlooptijd"
    assert file.find("said no longer") is None
    assert collect("nl", tmp_path) == (0, 0)


def test_the_texts_of_a_share_are_found_by_their_place_and_by_their_name() -> None:
    texts = all_texts()
    assert Text("{part} inner loops is closed", "{part} inner loops are closed") in texts
    for told in ("The one inner loop is closed", "The one inner loop is open"):
        assert texts[Text(told)].startswith("cxaudit/report/sections/hearing.py:")


def test_where_a_text_belongs() -> None:
    assert file_of("cxaudit/report/templates/map.html.j2:3") == "page.po"
    assert file_of("cxaudit/report/sheets/role.py:78") == "sheets.po"
    assert file_of("cxaudit/report/sections/gates.py:12") == "report.po"
    assert file_of("the map language") == "report.po"
    assert file_of("SO201") == "rules.po"
