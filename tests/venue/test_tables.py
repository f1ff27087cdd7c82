"""Areas, tables, and the codes on them."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from restaurant_order.core.actor import SYSTEM, Actor
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.venue import queries, tables
from restaurant_order.venue.models import Area, Table, TableCode
from restaurant_order.venue.rules import CODE_ALPHABET, CODE_LENGTH, table_names
from restaurant_order.venue.tables import AreaInUse, CodeMoved, TableTaken
from restaurant_order.visits.service import RenewedCode, UnknownCode, join
from tests.cast import Place, casa_lupo, phone_at
from tests.people.journal import entries, kinds
from tests.together import together


def room(place: Place) -> Area:
    return queries.areas(place.id)[0]


def seven(place: Place) -> Table:
    return queries.table_or_refuse(place.id, place.tables["7"])


def names(place: Place) -> list[str]:
    return [table.name for table in queries.tables(place.id)]


def test_twelve_tables_come_at_once_each_with_a_code_of_its_own(place: Place, olga: Actor) -> None:
    terrace = tables.add_area(place.id, name="Terrace", by=olga)
    tables.add_tables(terrace, names=table_names("T1 to T12"), seats=4, by=olga)
    coded = queries.coded_tables(place.id, area_id=terrace.id)
    assert [each.table.name for each in coded] == [f"T{number}" for number in range(1, 13)]
    assert len({each.code.code for each in coded}) == 12
    assert {len(each.code.code) for each in coded} == {CODE_LENGTH}
    assert set().union(*(each.code.code for each in coded)) <= set(CODE_ALPHABET)
    assert kinds(place.id).count("TableAdded") == 12


def test_the_floor_shows_every_area_with_its_tables_in_order(place: Place, olga: Actor) -> None:
    tables.add_area(place.id, name="Terrace", by=olga)
    floor = [(part.area.name, [t.name for t in part.tables]) for part in queries.floor(place.id)]
    assert floor == [("Dining room", ["7", "8"]), ("Terrace", [])]


def test_when_one_name_is_taken_no_table_comes(place: Place, olga: Actor) -> None:
    with pytest.raises(Invalid) as refusal:
        tables.add_tables(room(place), names=["6", "7"], by=olga)
    assert refusal.value.field == "names"
    assert names(place) == ["7", "8"]


def test_two_restaurants_may_both_have_a_table_seven(place: Place) -> None:
    other = casa_lupo(name="Trattoria")
    assert names(other) == ["7", "8"]


@pytest.mark.parametrize("seats", [0, -1, 100])
def test_nobody_sits_on_no_seats(place: Place, olga: Actor, seats: int) -> None:
    with pytest.raises(Invalid):
        tables.add_table(room(place), name="9", seats=seats, by=olga)


def test_a_renamed_and_moved_table_keeps_its_code(place: Place, olga: Actor) -> None:
    terrace = tables.add_area(place.id, name="Terrace", by=olga)
    code = queries.code_of(seven(place)).code
    tables.change_table(seven(place), name="T7", seats=8, area=terrace, by=olga)
    moved = seven(place)
    assert (moved.name, moved.seats, moved.area.name) == ("T7", 8, "Terrace")
    assert queries.code_of(moved).code == code
    assert kinds(place.id)[-3:] == ["TableMoved", "SeatsChanged", "TableRenamed"]


def test_saving_a_table_as_it_is_records_nothing(place: Place, olga: Actor) -> None:
    before = kinds(place.id)
    table = seven(place)
    tables.change_table(table, name="7", seats=table.seats, area=table.area, by=olga)
    assert kinds(place.id) == before


def test_a_table_does_not_move_into_another_restaurant(place: Place, olga: Actor) -> None:
    theirs = room(casa_lupo(name="Trattoria"))
    with pytest.raises(NotFound):
        tables.change_table(seven(place), area=theirs, by=olga)


def test_a_name_that_is_taken_is_refused(place: Place, olga: Actor) -> None:
    with pytest.raises(Invalid):
        tables.change_table(seven(place), name="8", by=olga)
    assert names(place) == ["7", "8"]


def test_a_retired_table_is_gone_and_so_is_its_code(place: Place, olga: Actor) -> None:
    tables.retire_table(seven(place), by=olga)
    assert names(place) == ["8"]
    with pytest.raises((RenewedCode, UnknownCode)):
        join(place.codes["7"], language="en")


def test_the_name_of_a_retired_table_is_free_again(place: Place, olga: Actor) -> None:
    tables.retire_table(seven(place), by=olga)
    tables.add_table(room(place), name="7", by=olga)
    assert sorted(names(place)) == ["7", "8"]


def test_a_table_is_retired_once(place: Place, olga: Actor) -> None:
    table = seven(place)
    tables.retire_table(table, by=olga)
    tables.retire_table(table, by=olga)
    assert kinds(place.id).count("TableRetired") == 1


def test_a_table_with_guests_stays(place: Place, olga: Actor) -> None:
    phone_at(place, "7")
    with pytest.raises(TableTaken):
        tables.retire_table(seven(place), by=olga)
    assert names(place) == ["7", "8"]


def test_a_renewed_code_opens_the_table_and_the_old_one_does_not(place: Place, olga: Actor) -> None:
    fresh = tables.renew_code(seven(place), by=olga)
    with pytest.raises(RenewedCode):
        join(place.codes["7"], language="en")
    assert join(fresh.code, language="en").guest.visit.table_id == place.tables["7"]
    assert (entries(place.id)[-2].kind, kinds(place.id).count("CodeRenewed")) == ("VisitOpened", 1)


def test_guests_who_sit_there_stay_when_the_code_is_renewed(place: Place, olga: Actor) -> None:
    guest = phone_at(place, "7")
    fresh = tables.renew_code(seven(place), by=olga)
    assert join(fresh.code, language="en").guest.visit_id == guest.visit_id


def renew_at_once(app: Flask, place: Place, seen: int | None) -> list[TableCode | Exception]:
    """Four managers renew the code of table 7; each looked at the code `seen`."""
    table_id = place.tables["7"]
    db.session.commit()

    def renew(_hand: int) -> TableCode:
        return tables.renew_code(db.session.get_one(Table, table_id), seen=seen, by=SYSTEM)

    return together(app, 4, renew)


def codes_that_work(place: Place) -> int:
    query = select(func.count()).where(
        TableCode.table_id == place.tables["7"], TableCode.renewed_at.is_(None)
    )
    return db.session.scalar(query) or 0


def test_of_managers_who_renew_one_code_at_one_moment_one_does(app: Flask, place: Place) -> None:
    ends = renew_at_once(app, place, queries.code_of(seven(place)).id)
    assert sum(isinstance(end, TableCode) for end in ends) == 1
    assert sum(isinstance(end, CodeMoved) for end in ends) == 3
    assert codes_that_work(place) == 1


def test_not_asking_what_they_saw_they_would_void_each_others(app: Flask, place: Place) -> None:
    ends = renew_at_once(app, place, None)
    assert sum(isinstance(end, TableCode) for end in ends) == 4
    assert codes_that_work(place) == 1


def test_an_area_with_tables_stays_open(place: Place, olga: Actor) -> None:
    with pytest.raises(AreaInUse):
        tables.close_area(room(place), by=olga)
    for name in ("7", "8"):
        tables.retire_table(queries.table_or_refuse(place.id, place.tables[name]), by=olga)
    tables.close_area(room(place), by=olga)
    assert queries.floor(place.id) == []


def test_a_closed_areas_name_is_free_and_takes_no_tables(place: Place, olga: Actor) -> None:
    terrace = tables.add_area(place.id, name="Terrace", by=olga)
    tables.close_area(terrace, by=olga)
    tables.add_area(place.id, name="Terrace", by=olga)
    with pytest.raises(NotFound):
        tables.add_table(terrace, name="9", by=olga)


def test_two_areas_do_not_share_a_name(place: Place, olga: Actor) -> None:
    terrace = tables.add_area(place.id, name="Terrace", by=olga)
    with pytest.raises(Invalid):
        tables.add_area(place.id, name="Terrace", by=olga)
    with pytest.raises(Invalid):
        tables.rename_area(terrace, name="Dining room", by=olga)


def test_other_restaurants_furniture_is_not_found(place: Place) -> None:
    other = casa_lupo(name="Trattoria")
    with pytest.raises(NotFound):
        queries.table_or_refuse(place.id, other.tables["7"])
    with pytest.raises(NotFound):
        queries.area_or_refuse(place.id, room(other).id)
    assert queries.coded_tables(place.id, table_id=other.tables["7"]) == []


def test_all_codes_of_an_area_are_renewed_at_once_and_no_others(place: Place, olga: Actor) -> None:
    terrace = tables.add_area(place.id, name="Terrace", by=olga)
    tables.add_tables(terrace, names=["T1", "T2"], by=olga)
    before = {each.table.name: each.code.code for each in queries.coded_tables(place.id)}
    assert tables.renew_codes(place.id, area=terrace, by=olga) == 2
    after = {each.table.name: each.code.code for each in queries.coded_tables(place.id)}
    assert {name for name in after if after[name] != before[name]} == {"T1", "T2"}


def test_when_one_code_cannot_be_renewed_none_is(
    place: Place, olga: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = [each.code.code for each in queries.coded_tables(place.id)]
    given = iter(["fresh", before[0]])
    monkeypatch.setattr(tables, "new_code", lambda: next(given))
    with pytest.raises(IntegrityError):
        tables.renew_codes(place.id, by=olga)
    assert [each.code.code for each in queries.coded_tables(place.id)] == before
