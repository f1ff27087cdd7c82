"""`flask staff`: for whoever has the machine."""

import pytest
from flask import Flask

from restaurant_order.people.sign_in import (
    WrongPin,
    sign_in_with_password,
    sign_in_with_pin,
)
from tests.people.conftest import KENS_PIN, House


def test_new_pins_for_everybody_are_printed_once_and_work(app: Flask, house: House) -> None:
    printed = app.test_cli_runner().invoke(args=["staff", "pins"]).output
    pins = {line.split()[2]: line.split()[0] for line in printed.splitlines()}
    assert pins.keys() == house.place.staff.keys()
    with pytest.raises(WrongPin):
        sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)
    sign_in_with_pin(house.tablet, house.person("Ken").id, pins["Ken"])


def test_a_new_pin_for_one_leaves_the_others_alone(app: Flask, house: House) -> None:
    printed = app.test_cli_runner().invoke(args=["staff", "pins", "Lena"]).output
    assert len(printed.splitlines()) == 1
    sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)


def test_a_name_nobody_has_changes_nothing(app: Flask, house: House) -> None:
    run = app.test_cli_runner().invoke(args=["staff", "pins", "Ken", "Kenny"])
    assert run.exit_code != 0
    assert "Nobody here is called Kenny." in run.output
    sign_in_with_pin(house.tablet, house.person("Ken").id, KENS_PIN)


def test_a_lost_password_is_replaced_without_showing_it(app: Flask, house: House) -> None:
    word = "a brand new zebra"
    run = app.test_cli_runner().invoke(
        args=["staff", "password", "olga"], input=f"{word}\n{word}\n"
    )
    assert word not in run.output
    assert sign_in_with_password("olga", word, "address:1").staff.name == "Olga"


@pytest.mark.parametrize(("login", "word"), [("nobody", "a brand new zebra"), ("olga", "short")])
def test_a_password_that_cannot_be_set_says_why(
    app: Flask, house: House, login: str, word: str
) -> None:
    run = app.test_cli_runner().invoke(args=["staff", "password", login], input=f"{word}\n{word}\n")
    assert run.exit_code != 0
    assert run.output.splitlines()[-1].startswith("Error: ")
