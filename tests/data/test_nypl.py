"""The thousand names are what the importer is told they are."""

import csv
import io

import ftfy

from tests.data import nypl


def test_the_list_is_whole_and_its_damage_is_known() -> None:
    names = nypl.names()
    assert len(names) == 1000
    assert {name for name in names if not name.isascii()} == set(nypl.DAMAGED)
    assert {name: ftfy.fix_text(name) for name in nypl.DAMAGED} == nypl.DAMAGED


def test_the_sheet_has_a_row_for_every_name_with_a_reference_of_its_own() -> None:
    rows = list(csv.DictReader(io.StringIO(nypl.menu_csv(nypl.names()), newline="")))
    assert [row["name_en"] for row in rows] == nypl.names()
    assert len({row["reference"] for row in rows}) == 1000
