"""A code turns one browser into one screen, for ten minutes, and cannot be guessed."""

from datetime import timedelta
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM, ActorKind
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.tokens import token_hash
from restaurant_order.core.transaction import transaction
from restaurant_order.people import queries, service
from restaurant_order.people.at_screens import cook_at, identify, leave, note_touch
from restaurant_order.people.models import Pairing, Role, Screen, Shows
from restaurant_order.people.rules import CODES_PER_PLACE, CODES_WAITING, FREE_TRIES, typed_digits
from restaurant_order.people.screens import (
    Place,
    TooManyWaiting,
    WrongCode,
    ask_for_code,
    change_screen,
    note_connected,
    pair,
    revoke_screen,
)
from restaurant_order.people.sign_in import WrongPin
from restaurant_order.people.tries import Blocked
from tests.cast import casa_lupo
from tests.people.conftest import KENS_PIN, House
from tests.people.journal import entries, kinds
from tests.people.screens import paired, paired_screen
from tests.together import together

ALL = Place(Shows.ALL)
AN_HOUR = 60


def wrong(code: str) -> str:
    """Six digits that nobody shows."""
    waiting = set(db.session.scalars(select(Pairing.code)))
    return next(
        other for n in range(10) if (other := f"{(int(code) + n + 1) % 10**6:06}") not in waiting
    )


def test_the_browser_that_shows_the_code_becomes_the_screen(house: House) -> None:
    waiting = ask_for_code(None, address="here")
    assert queries.screen_by_token(waiting.token) is None
    made = pair(waiting.code, name="Grill tablet", place=ALL, by=house.person("Max"))
    assert queries.screen_by_token(waiting.token) == made
    assert (made.restaurant_id, made.paired_by_id) == (house.place.id, house.place.staff["Max"])
    assert kinds(house.place.id)[-1] == "ScreenPaired"


def test_no_token_is_kept(house: House) -> None:
    screen, token = paired(house.place)
    assert screen.token_hash == token_hash(token)
    assert token not in "".join(str(entry.body) for entry in entries(house.place.id))


def test_a_browser_keeps_its_code_while_it_lasts_and_then_gets_another(house: House) -> None:
    first = ask_for_code(None, address="here")
    assert ask_for_code(first.token, address="here") == first
    with clock.held_at(first.expires_at + timedelta(seconds=1)):
        fresh = ask_for_code(first.token, address="here")
        assert (fresh.code, fresh.token) != (first.code, first.token)
        with pytest.raises(WrongCode):
            pair(first.code, name="Late", place=ALL, by=house.person("Max"))


def test_a_code_lasts_ten_minutes(house: House) -> None:
    made = clock.now()
    with clock.held_at(made):
        waiting = ask_for_code(None, address="here")
    with clock.held_at(made + timedelta(minutes=10, seconds=1)), pytest.raises(WrongCode):
        pair(waiting.code, name="Late", place=ALL, by=house.person("Max"))
    with clock.held_at(made + timedelta(minutes=9, seconds=59)):
        pair(waiting.code, name="In time", place=ALL, by=house.person("Max"))


def test_a_code_is_used_once_by_whichever_restaurant_comes_first(house: House) -> None:
    neighbours = casa_lupo(name="Trattoria")
    waiting = ask_for_code(None, address="here")
    theirs = pair(waiting.code, name="Theirs", place=ALL, by=neighbours.person("Max"))
    with pytest.raises(WrongCode):
        pair(waiting.code, name="Ours", place=ALL, by=house.person("Max"))
    assert queries.screens(house.place.id) == []
    found = queries.screen_by_token(waiting.token)
    assert found is not None
    assert found.id == theirs.id
    assert found.restaurant_id == neighbours.id


def test_of_many_who_type_the_same_code_one_gets_the_screen(each_app: Flask) -> None:
    with each_app.app_context():
        place = casa_lupo()
        managers = [
            service.hire(place.id, name=f"Manager {n}", role=Role.MANAGER, by=SYSTEM).id
            for n in range(8)
        ]
        code = ask_for_code(None, address="here").code

    def type_it(hand: int) -> bool:
        by = queries.colleague_or_refuse(place.id, managers[hand])
        try:
            pair(code, name=f"Screen {hand}", place=ALL, by=by)
        except WrongCode:
            return False
        return True

    assert together(each_app, 8, type_it).count(True) == 1
    with each_app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Screen)) == 1


def test_without_using_it_up_a_code_makes_several_screens(each_app: Flask) -> None:
    """The twin: look for the code, then delete it. It must let more than one through."""
    with each_app.app_context():
        casa_lupo()
        code = ask_for_code(None, address="here").code
    all_have_looked = Barrier(8)

    def type_it(_hand: int) -> bool:
        found = db.session.scalar(select(Pairing).where(Pairing.code == code))
        db.session.rollback()
        all_have_looked.wait()
        if found is None:
            return False
        with transaction():
            db.session.execute(delete(Pairing).where(Pairing.code == code))
        return True

    assert together(each_app, 8, type_it).count(True) > 1


def test_who_guesses_codes_waits_longer_and_longer(house: House) -> None:
    max_, waiting = house.person("Max"), ask_for_code(None, address="here")
    for _ in range(FREE_TRIES + 1):
        with pytest.raises(WrongCode):
            pair(wrong(waiting.code), name="Guess", place=ALL, by=max_)
    with pytest.raises(Blocked):
        pair(waiting.code, name="Right, but too late", place=ALL, by=max_)
    pair(waiting.code, name="Olga is not Max", place=ALL, by=house.person("Olga"))


def test_a_right_code_is_forgiven_the_wrong_ones(house: House) -> None:
    max_ = house.person("Max")
    for _ in range(FREE_TRIES - 1):
        with pytest.raises(WrongCode):
            pair("000000", name="Slip", place=ALL, by=max_)
    for _ in range(3):
        pair(ask_for_code(None, address="here").code, name="Right", place=ALL, by=max_)


def test_one_address_cannot_use_the_codes_up(house: House) -> None:
    kept = ask_for_code(None, address="elsewhere")
    first, *others = [ask_for_code(None, address="greedy") for _ in range(CODES_PER_PLACE)]
    assert ask_for_code(first.token, address="greedy") == first
    tablet = ask_for_code(None, address="greedy")
    assert db.session.scalar(select(func.count()).select_from(Pairing)) == CODES_PER_PLACE + 1
    assert ask_for_code(first.token, address="greedy").code != first.code
    for still in (kept, *others[1:], tablet):
        assert ask_for_code(still.token, address="greedy") == still


def test_so_few_codes_wait_that_guessing_finds_none(house: House) -> None:
    ends = clock.now() + timedelta(minutes=5)
    with transaction():
        db.session.add_all(
            Pairing(token_hash=str(n), code=f"{n:06}", address=f"net {n}", expires_at=ends)
            for n in range(CODES_WAITING)
        )
    with pytest.raises(TooManyWaiting):
        ask_for_code(None, address="one more")


@pytest.mark.parametrize("typed", ["482913", " 482 913 ", "482-913", "４８２９１３", "4 8 2 9 1 3"])
def test_a_code_may_be_typed_as_people_type(typed: str) -> None:
    assert typed_digits(typed) == "482913"


@pytest.mark.parametrize(
    "typed", ["", "48291", "4829134", "48291x", "٤٨٢٩١٣", "482\0913", "+82913"]
)
def test_what_is_no_code_is_refused_and_counts_as_no_try(typed: str, house: House) -> None:
    for _ in range(FREE_TRIES + 2):
        with pytest.raises(Invalid) as refused:
            pair(typed, name="Grill", place=ALL, by=house.person("Max"))
        assert not isinstance(refused.value, WrongCode)


def test_a_screen_without_a_name_is_not_paired_and_its_code_stays_good(house: House) -> None:
    waiting = ask_for_code(None, address="here")
    with pytest.raises(Invalid):
        pair(waiting.code, name="  ", place=ALL, by=house.person("Max"))
    pair(waiting.code, name="Grill", place=ALL, by=house.person("Max"))


def test_a_revoked_screen_is_nobody_at_once_and_for_good(house: House) -> None:
    screen, token = paired(house.place)
    revoke_screen(screen, by=house.person("Olga").actor)
    revoke_screen(screen, by=house.person("Olga").actor)
    assert queries.screen_by_token(token) is None
    assert queries.screens(house.place.id) == []
    assert kinds(house.place.id).count("ScreenRevoked") == 1
    with pytest.raises(NotFound):
        change_screen(screen, name="Again", place=ALL, by=SYSTEM)
    again = ask_for_code(token, address="here")
    assert again.token != token


def test_a_screen_is_renamed_and_moved_and_the_journal_says_so(house: House) -> None:
    screen = paired_screen(house.place)
    bar = Place(Shows.STATION, house.place.stations["bar"])
    change_screen(screen, name="Bar tablet", place=bar, by=house.person("Max").actor)
    change_screen(screen, name="Bar tablet", place=bar, by=house.person("Max").actor)
    renamed, moved = entries(house.place.id)[-2:]
    assert (renamed.kind, renamed.body["after"]) == ("ScreenRenamed", "Bar tablet")
    assert moved.kind == "ScreenMoved"
    assert moved.body["after"] == {"shows": "station", "station_id": house.place.stations["bar"]}


def test_a_screen_is_an_actor_by_its_name(house: House) -> None:
    screen = paired_screen(house.place, name="Grill tablet")
    assert (screen.actor.kind, screen.actor.name) == (ActorKind.SCREEN, "Grill tablet")


def test_that_a_screen_listens_is_noted_once_in_a_while(house: House) -> None:
    screen, moment = paired_screen(house.place), clock.now()
    with clock.held_at(moment):
        note_connected({screen.id}, since=moment - timedelta(minutes=1))
    with clock.held_at(moment + timedelta(seconds=30)):
        note_connected({screen.id}, since=clock.now() - timedelta(minutes=1))
    db.session.refresh(screen)
    assert screen.last_seen_at == moment


def test_a_cook_says_once_by_pin_that_the_hands_are_theirs(house: House) -> None:
    screen, moment = paired_screen(house.place), clock.now()
    with clock.held_at(moment):
        assert identify(screen, house.place.staff["Ken"], KENS_PIN).name == "Ken"
    with clock.held_at(moment + timedelta(minutes=59)):
        ken = cook_at(screen, stays=AN_HOUR)
        assert ken is not None
        assert ken.name == "Ken"
        note_touch(screen)
    with clock.held_at(moment + timedelta(minutes=118)):
        assert cook_at(screen, stays=AN_HOUR) is not None
    with clock.held_at(moment + timedelta(minutes=120)):
        assert cook_at(screen, stays=AN_HOUR) is None
    assert kinds(house.place.id)[-1] == "CookIdentified"


def test_that_is_not_me(house: House) -> None:
    screen = paired_screen(house.place)
    identify(screen, house.place.staff["Ken"], KENS_PIN)
    leave(screen)
    leave(screen)
    assert cook_at(screen, stays=AN_HOUR) is None
    assert kinds(house.place.id).count("CookLeft") == 1


@pytest.mark.parametrize("pin", ["", "1", "0000", "28461", "x" * 5000])
def test_a_wrong_pin_names_nobody(pin: str, house: House) -> None:
    screen = paired_screen(house.place)
    with pytest.raises(WrongPin):
        identify(screen, house.place.staff["Ken"], pin)
    assert cook_at(screen, stays=AN_HOUR) is None


def test_pins_are_not_guessed_at_a_screen_either(house: House) -> None:
    screen, other = paired_screen(house.place), paired_screen(house.place, name="Other")
    for _ in range(FREE_TRIES + 1):
        with pytest.raises(WrongPin):
            identify(screen, house.place.staff["Ken"], "0000")
    with pytest.raises(Blocked):
        identify(screen, house.place.staff["Ken"], KENS_PIN)
    assert entries(house.place.id)[-1].body["screen_id"] == screen.id
    identify(other, house.place.staff["Ken"], KENS_PIN)


def test_nobody_from_the_till_or_next_door_is_a_cook_here(house: House) -> None:
    neighbours = casa_lupo(name="Trattoria")
    screen = paired_screen(house.place)
    for staff_id in (house.place.staff["Carla"], neighbours.staff["Ken"], 999_999):
        with pytest.raises(NotFound):
            identify(screen, staff_id, KENS_PIN)


@pytest.mark.parametrize("how", ["retired", "new pin", "other role"])
def test_whoever_no_longer_cooks_is_no_longer_at_the_screen(how: str, house: House) -> None:
    screen, ken = paired_screen(house.place), house.person("Ken")
    identify(screen, ken.id, KENS_PIN)
    if how == "retired":
        service.retire(ken, by=SYSTEM)
    elif how == "new pin":
        service.new_pin(ken, by=SYSTEM)
    else:
        service.change(ken, name="Ken", role=Role.WAITER, login=None, language=None, by=SYSTEM)
    db.session.expire_all()
    assert cook_at(screen, stays=AN_HOUR) is None
