"""Money, percentages, lists and hours in cells; without a database."""

import pytest
from flask import Flask

from restaurant_order.menu.entries import Hours
from restaurant_order.menu.models import Allergen
from restaurant_order.menu.sheet.amounts import read_money, read_rate, write_money, write_rate
from restaurant_order.menu.sheet.cells import read_allergens, read_yes, write_allergens
from restaurant_order.menu.sheet.hours_cells import read_hours, write_hours
from restaurant_order.menu.sheet.refusals import BadCell


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.5", "EUR", 1250),
        ("12,50", "EUR", 1250),
        ("€ 1.250,00", "EUR", 125000),
        ("1,250.00", "USD", 125000),
        ("1'250.50", "CHF", 125050),
        ("CHF 8", "CHF", 800),
        ("12 元", "CNY", 1200),
        ("¥12", "CNY", 1200),
        ("１２．５０", "CNY", 1250),
        ("1,250", "JPY", 1250),
        ("1250", "JPY", 1250),
        ("1.250", "KWD", 1250),
        ("0", "EUR", 0),
    ],
)
def test_money_as_people_type_it(text: str, currency: str, minor: int) -> None:
    assert read_money(text, currency) == minor


@pytest.mark.parametrize(
    "text",
    ["", "-3", "1,250", "12.345", "1e5", "12.50.00", "1,25.00", "9999999999", "five", "NaN", "0x1"],
)
def test_money_that_could_mean_two_things_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(BadCell):
        read_money(text, "EUR")


@pytest.mark.parametrize("minor", [0, 5, 99, 1250, 99999999])
@pytest.mark.parametrize("currency", ["EUR", "JPY", "KWD"])
@pytest.mark.parametrize("comma", [True, False])
def test_money_reads_back(minor: int, currency: str, comma: bool) -> None:
    assert read_money(write_money(minor, currency, comma=comma), currency) == minor


@pytest.mark.parametrize(("text", "rate"), [("7", 700), ("8,25 %", 825), ("19.0", 1900), ("0", 0)])
def test_percentages(text: str, rate: int) -> None:
    assert read_rate(text) == rate
    assert read_rate(write_rate(rate)) == rate


@pytest.mark.parametrize("text", ["", "101", "-1", "7.123", "seven"])
def test_percentages_that_cannot_be(text: str) -> None:
    with pytest.raises(BadCell):
        read_rate(text)


def test_allergens_in_codes_and_in_both_languages(app: Flask) -> None:
    with app.app_context():
        assert read_allergens("milk, Gluten; eggs") == (
            Allergen.GLUTEN,
            Allergen.EGG,
            Allergen.MILK,
        )
        assert read_allergens("") is None
        assert read_allergens("none") == ()
        assert [read_allergens(write_allergens(one)) for one in (None, (), (Allergen.FISH,))] == [
            None,
            (),
            (Allergen.FISH,),
        ]


def test_yes_and_no_in_many_tongues() -> None:
    assert [read_yes(text) for text in ("yes", "是", "X", "", "No", "否")] == [
        True,
        True,
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Mon-Fri 11:00-14:30; Sat,Sun 12:00-22:00", None),
        ("daily 22:00-02:00", None),
        ("11:00 - 12:00", "daily 11:00-12:00"),
        ("monday to 1", ""),
        ("周一至周五 9:00–24:00", "Mon-Fri 09:00-24:00"),
        ("每天 07:00-10:00；星期日 12:00-15:00", "daily 07:00-10:00; Sun 12:00-15:00"),
        ("Fri-Mon 8:00-9:00", "Mon,Fri,Sat,Sun 08:00-09:00"),
    ],
)
def test_hours(text: str, written: str | None) -> None:
    if written == "":
        with pytest.raises(BadCell):
            read_hours(text)
        return
    windows = read_hours(text)
    assert write_hours(windows) == (written or text)
    assert read_hours(write_hours(windows)) == windows


def test_every_span_of_days_reads_back() -> None:
    for days in range(1, 128):
        window = (Hours(60, 120, days),)
        assert read_hours(write_hours(window)) == window
