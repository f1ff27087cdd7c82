"""What may be chosen, what it costs, when it is served; without a database."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from restaurant_order.menu.availability import Availability, Problem, problem_of
from restaurant_order.menu.entries import (
    CatalogueDish,
    CatalogueGroup,
    CatalogueOption,
    Hours,
)
from restaurant_order.menu.models import Allergen
from restaurant_order.menu.references import free_reference, reference_from
from restaurant_order.menu.refusals import (
    BadChoice,
    SoldOut,
    TooFewChosen,
    TooManyChosen,
    UnknownOption,
)
from restaurant_order.menu.rules import check_choice, is_served_at, unit_price

BERLIN = "Europe/Berlin"
NOTHING_MISSING = Availability(frozenset(), frozenset(), {})


def option(number: int, price: int = 0) -> CatalogueOption:
    return CatalogueOption(
        id=number,
        reference=f"option-{number}",
        name={"en": f"Option {number}"},
        price=price,
        is_default=False,
        allergens_added=(),
        allergens_removed=(),
    )


def group(
    *options: CatalogueOption, least: int = 0, most: int = 9, free: int = 0
) -> CatalogueGroup:
    return CatalogueGroup(
        id=1,
        reference="extras",
        name={"en": "Extras"},
        minimum=least,
        maximum=most,
        free_count=free,
        options=options,
    )


def dish(*groups: CatalogueGroup, price: int = 1000, **more: object) -> CatalogueDish:
    fields: dict[str, object] = {
        "id": 1,
        "reference": "pizza",
        "category_id": 1,
        "name": {"en": "Pizza"},
        "description": {},
        "kitchen_name": {},
        "price": price,
        "tax_rate": 700,
        "photo": None,
        "allergens": (Allergen.GLUTEN, Allergen.MILK),
        "diet_marks": (),
        "spice": 0,
        "station_id": None,
        "windows": (),
        "category_windows": (),
        "groups": groups,
    }
    return CatalogueDish(**fields | more)  # type: ignore[arg-type]  # a builder with defaults


TWO_TO_THREE = dish(group(option(1), option(2), option(3), option(4), least=2, most=3))


@pytest.mark.parametrize("chosen", [[1, 2], [4, 1], [1, 2, 3]])
def test_a_choice_within_the_limits_is_taken_in_the_menus_order(chosen: list[int]) -> None:
    assert [one.id for one in check_choice(TWO_TO_THREE, chosen)] == sorted(chosen)


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ([], TooFewChosen),
        ([1], TooFewChosen),
        ([1, 2, 3, 4], TooManyChosen),
        ([1, 2, 99], UnknownOption),
        ([1, 1, 2], UnknownOption),
        ([0], BadChoice),
        ([-1, 1, 2], UnknownOption),
    ],
)
def test_a_choice_beyond_the_limits_is_refused(chosen: list[int], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check_choice(TWO_TO_THREE, chosen)


def test_the_refusal_names_the_group_and_how_many_are_missing() -> None:
    with pytest.raises(TooFewChosen) as refusal:
        check_choice(TWO_TO_THREE, [])
    assert refusal.value.missing == 2
    assert refusal.value.group == {"en": "Extras"}


def test_a_dish_without_groups_takes_no_options() -> None:
    assert check_choice(dish(), []) == ()
    with pytest.raises(UnknownOption):
        check_choice(dish(), [1])


@pytest.mark.parametrize(
    ("prices", "free", "total"),
    [
        ([], 0, 1000),
        ([150], 0, 1150),
        ([-100], 0, 900),
        ([150, -100], 0, 1050),
        ([100, 200, 300], 1, 1300),
        ([300, 100, 200], 2, 1100),
        ([100, 200], 2, 1000),
        ([100, 200], 5, 1000),
        ([-100], 1, 900),
        ([200, -100], 1, 900),
        ([-100, -50], 2, 850),
        ([-5000], 0, 0),
    ],
)
def test_the_price_of_a_portion(prices: list[int], free: int, total: int) -> None:
    options = [option(number, price) for number, price in enumerate(prices, start=1)]
    pizza = dish(group(*options, free=free))
    assert unit_price(pizza, options) == total
    assert unit_price(pizza, reversed(options)) == total


def test_free_ones_are_counted_in_each_group_by_itself() -> None:
    sauces = group(option(1, 50), option(2, 70), free=1)
    cheeses = group(option(3, 200), option(4, 300), free=1)
    pizza = dish(sauces, cheeses)
    assert unit_price(pizza, check_choice(pizza, [1, 2, 3, 4])) == 1000 + 50 + 200


def local(text: str, zone: str = BERLIN, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


WEEKDAY_LUNCH = [Hours(11 * 60, 14 * 60 + 30, 0b0011111)]
LATE_FRIDAY = [Hours(22 * 60, 2 * 60, 0b0010000)]
ALL_MONDAY = [Hours(0, 1440, 0b0000001)]
ROUND_THE_CLOCK = [Hours(6 * 60, 6 * 60, 0b0000001)]


@pytest.mark.parametrize(
    ("windows", "moment", "served"),
    [
        ([], "2026-03-02T03:00", True),
        (WEEKDAY_LUNCH, "2026-03-02T10:59:59", False),
        (WEEKDAY_LUNCH, "2026-03-02T11:00", True),
        (WEEKDAY_LUNCH, "2026-03-02T14:29:59", True),
        (WEEKDAY_LUNCH, "2026-03-02T14:30", False),
        (WEEKDAY_LUNCH, "2026-03-07T12:00", False),
        (LATE_FRIDAY, "2026-03-06T21:59", False),
        (LATE_FRIDAY, "2026-03-06T22:00", True),
        (LATE_FRIDAY, "2026-03-07T01:59:59", True),
        (LATE_FRIDAY, "2026-03-07T02:00", False),
        (LATE_FRIDAY, "2026-03-07T22:30", False),
        (LATE_FRIDAY, "2026-03-06T01:00", False),
        (ALL_MONDAY, "2026-03-02T00:00", True),
        (ALL_MONDAY, "2026-03-02T23:59:59", True),
        (ALL_MONDAY, "2026-03-03T00:00", False),
        (ROUND_THE_CLOCK, "2026-03-02T05:59", False),
        (ROUND_THE_CLOCK, "2026-03-02T06:00", True),
        (ROUND_THE_CLOCK, "2026-03-03T05:59", True),
        (ROUND_THE_CLOCK, "2026-03-03T06:00", False),
        (WEEKDAY_LUNCH + LATE_FRIDAY, "2026-03-06T23:00", True),
    ],
)
def test_windows_open_and_close_at_the_minute(
    windows: list[Hours], moment: str, served: bool
) -> None:
    assert is_served_at(windows, local(moment), BERLIN) is served


def test_the_sunday_window_reaches_into_monday() -> None:
    sunday_night = [Hours(23 * 60, 60, 0b1000000)]
    assert is_served_at(sunday_night, local("2026-03-02T00:30"), BERLIN)


def test_the_restaurants_clock_decides_not_the_servers() -> None:
    moment = local("2026-03-02T11:00")
    assert not is_served_at(WEEKDAY_LUNCH, moment, "America/New_York")
    assert is_served_at(WEEKDAY_LUNCH, local("2026-03-02T11:00", "Asia/Shanghai"), "Asia/Shanghai")


def test_the_clock_on_the_wall_decides_in_the_nights_it_is_changed() -> None:
    three_to_four = [Hours(3 * 60, 4 * 60)]
    two_to_three = [Hours(2 * 60, 3 * 60)]
    spring = local("2026-03-29T01:59:59").timestamp() + 1
    after_the_jump = datetime.fromtimestamp(spring, ZoneInfo(BERLIN))
    assert after_the_jump.hour == 3
    assert is_served_at(three_to_four, after_the_jump, BERLIN)
    assert not is_served_at(two_to_three, after_the_jump, BERLIN)
    for fold in (0, 1):
        assert is_served_at(two_to_three, local("2026-10-25T02:30", fold=fold), BERLIN)


def test_breakfast_lasts_as_long_on_the_day_after_the_change() -> None:
    breakfast = [Hours(8 * 60, 11 * 60)]
    for day in ("2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"):
        assert not is_served_at(breakfast, local(f"{day}T07:59"), BERLIN)
        assert is_served_at(breakfast, local(f"{day}T08:00"), BERLIN)
        assert not is_served_at(breakfast, local(f"{day}T11:00"), BERLIN)


def test_a_dish_is_served_when_its_category_and_itself_are() -> None:
    lunch = dish(windows=(Hours(600, 900),), category_windows=(Hours(700, 1000),))
    found = [
        problem_of(lunch, NOTHING_MISSING, local(f"2026-03-02T{time}"), BERLIN)
        for time in ("10:30", "12:00", "15:30")
    ]
    assert found == [Problem.NOT_SERVED, None, Problem.NOT_SERVED]


def test_a_dish_whose_question_nobody_can_answer_is_sold_out() -> None:
    pizza = dish(group(option(1), option(2), least=1))
    noon = local("2026-03-02T12:00")
    one_left = Availability(frozenset(), frozenset({1}), {})
    none_left = Availability(frozenset(), frozenset({1, 2}), {})
    assert problem_of(pizza, one_left, noon, BERLIN) is None
    assert problem_of(pizza, none_left, noon, BERLIN) is Problem.SOLD_OUT


def test_sold_out_says_how_many_are_left() -> None:
    assert SoldOut({"en": "Oyster"}, left=2).left == 2


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("Crème brûlée (2 pers.)", "creme-brulee-2-pers"),
        ("  Tea ", "tea"),
        ("麻婆豆腐", "麻婆豆腐"),
        ("???", "x"),
        ("x" * 200, "x" * 55),
    ],
)
def test_references_are_made_from_names(name: str, reference: str) -> None:
    assert reference_from(name) == reference


def test_a_taken_reference_gets_a_number() -> None:
    assert free_reference("Tea", {"tea", "tea-2"}) == "tea-3"
