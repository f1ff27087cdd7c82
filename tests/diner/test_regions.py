"""Whatever happens at a table, its phones hear of it.

The screens repair themselves by versions: so what looks different must have another version, and
must be among what the facts are said to have touched.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import event

from restaurant_order.core import transaction as transactions
from restaurant_order.core.database import db
from restaurant_order.core.journal import Told
from restaurant_order.live import Region, Scope
from restaurant_order.live.draw import draw, nobody, reading
from restaurant_order.menu.dishes import set_photo
from restaurant_order.menu.ingredients import IngredientDraft
from restaurant_order.menu.service import (
    add_ingredient,
    bring_back,
    sell_out,
    sell_out_ingredient,
    sell_out_option,
    set_stock,
)
from restaurant_order.ordering.service import (
    cancel_line,
    finish_line,
    note_drawn,
    serve_line,
    start_line,
    take_back_lines,
)
from restaurant_order.visits.requests import answer, claim
from restaurant_order.web.diner import REGIONS
from restaurant_order.web.diner.menu_region import MENU
from restaurant_order.web.diner.table_scope import TableRegion, TableScope
from tests.cast import Place
from tests.diner.phones import Lupo, Phone, new_key

Look = dict[tuple[str, str], tuple[int, str]]
"""Version and drawing by region and key."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Told]:
    heard: list[Told] = []

    def listener(some: Sequence[Told]) -> None:
        heard.extend(some)

    monkeypatch.setattr(transactions, "_listeners", [*transactions._listeners, listener])
    return heard


@pytest.fixture
def table(lupo: Lupo) -> tuple[Phone, Phone]:
    """A table in the middle of its evening: something sent, something chosen, something asked."""
    anna, ben = lupo.phone("7"), lupo.phone("7")
    anna.adds("margherita", "normal", "olives")
    ben.adds("lemonade")
    ben.sends()
    anna.adds("oyster")
    ben.adds("margherita", "normal", quantity=2)
    anna.post("/requests", {"kind": "waiter", "key": new_key()})
    return anna, ben


Deed = Callable[[Lupo, Phone, Phone], Any]


def by_staff(deed: Callable[[Place], Any]) -> Deed:
    def done(lupo: Lupo, _anna: Phone, _ben: Phone) -> None:
        with lupo.inside() as place:
            deed(place)

    return done


def counted(place: Place, **parts: dict[int, int]) -> int:
    """A new ingredient of these dishes or options."""
    draft = IngredientDraft(name={"en": "Flour"}, **parts)
    return add_ingredient(draft, by=place.person("Max"))


DEEDS: dict[str, Deed] = {
    "a dish is chosen": lambda _, anna, ben: anna.adds("lemonade"),
    "a quantity is changed": lambda lupo, anna, ben: anna.post(
        f"/cart/lines/{last_line(lupo)}", {"quantity": 3}
    ),
    "a line is taken out": lambda lupo, anna, ben: anna.post(
        f"/cart/lines/{last_line(lupo)}/removal"
    ),
    "the cart is sent": lambda _, anna, ben: ben.sends(),
    "a guest is renamed": lambda _, anna, ben: anna.post("/me", {"nickname": "A", "colour": 5}),
    "something else is asked for": lambda _, anna, ben: anna.post(
        "/requests", {"kind": "water", "key": new_key()}
    ),
    "somebody is coming": by_staff(lambda p: claim(p.id, 1, by=p.person("Wei"))),
    "somebody was there": by_staff(lambda p: answer(p.id, 1, by=p.person("Wei"))),
    "a screen has drawn the ticket": by_staff(
        lambda p: note_drawn(p.id, [(1, p.stations["grill"])])
    ),
    "a dish is being cooked": by_staff(lambda p: start_line(p.id, 1, by=p.person("Ken"))),
    "a dish is ready": by_staff(lambda p: finish_line(p.id, 1, by=p.person("Ken"))),
    "a dish will not come": by_staff(
        lambda p: cancel_line(p.id, 1, reason="None left", by=p.person("Ken"))
    ),
    "a dish in the cart sells out": by_staff(
        lambda p: sell_out(p.dishes["margherita"], until=None, by=p.person("Max"))
    ),
    "its only size sells out": by_staff(
        lambda p: sell_out_option(p.options["normal"], until=None, by=p.person("Max"))
    ),
    "an ingredient of it sells out": by_staff(
        lambda p: sell_out_ingredient(
            counted(p, dishes={p.dishes["margherita"]: 1}), until=None, by=p.person("Ken")
        )
    ),
    "an ingredient of its option sells out": by_staff(
        lambda p: sell_out_ingredient(
            counted(p, options={p.options["normal"]: 1}), until=None, by=p.person("Ken")
        )
    ),
    "the last ones are counted": by_staff(
        lambda p: set_stock(p.dishes["oyster"], 3, by=p.person("Max"))
    ),
    "a dish gets a picture": by_staff(
        lambda p: set_photo(p.dishes["lemonade"], "a" * 32, by=p.person("Max"))
    ),
}


@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS.keys())
def test_what_looks_different_has_another_version_and_is_told(
    lupo: Lupo, table: tuple[Phone, Phone], told: list[Told], deed: Deed
) -> None:
    before = looks(lupo)
    told.clear()

    deed(lupo, *table)

    after = looks(lupo)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    drawn_anew = {key for key in changed if html_of(before, key) != html_of(after, key)}
    assert drawn_anew, "nothing changed on any phone"
    assert {key for key in drawn_anew if version_of(before, key) == version_of(after, key)} == set()
    assert changed <= touched(lupo, told)


def test_the_proof_counts_what_the_page_shows(lupo: Lupo, table: tuple[Phone, Phone]) -> None:
    serve = by_staff(lambda p: serve_line(p.id, 1, by=p.person("Ken")))
    for deed in (DEEDS["a dish is ready"], serve, DEEDS["a dish in the cart sells out"]):
        deed(lupo, *table)
        with lupo.inside():
            for region, scope in places(lupo):
                shown = {(item.key, item.version) for item in region.items(scope)}
                assert shown == set(region.versions(scope)), region.name


def test_a_full_house_is_counted_like_each_table_alone_in_as_few_questions(
    lupo: Lupo, table: tuple[Phone, Phone]
) -> None:
    other = lupo.phone("8")
    other.adds("lemonade")
    other.sends()
    other.adds("oyster")
    with lupo.inside() as place:
        scopes = [TableScope(place.id, visit_id) for visit_id in (1, 2)]
        asked: list[str] = []
        event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        for region in (region for region in REGIONS if isinstance(region, TableRegion)):
            alone = {scope: sorted(region.versions(scope)) for scope in scopes}
            asked.clear()
            region.versions(scopes[0])
            for_one = len(asked)
            together = region.versions_by_scope(scopes)
            assert {scope: sorted(found) for scope, found in together.items()} == alone
            assert len(asked) == 2 * for_one


def test_a_step_taken_back_is_new_again(lupo: Lupo, table: tuple[Phone, Phone]) -> None:
    DEEDS["a dish is ready"](lupo, *table)
    before = looks(lupo)["orders", "order-1"]

    with lupo.inside() as place:
        take_back_lines(place.id, [1], by=place.person("Ken"))

    assert looks(lupo)["orders", "order-1"] != before


def test_a_dish_back_on_the_menu_is_pushed_too(
    lupo: Lupo, table: tuple[Phone, Phone], told: list[Told]
) -> None:
    DEEDS["a dish in the cart sells out"](lupo, *table)
    told.clear()

    with lupo.inside() as place:
        bring_back(place.dishes["margherita"], by=place.person("Max"))

    assert ("menu", f"dish-{lupo.asks_about('margherita')}") in touched(lupo, told)
    assert ("cart-lines", f"line-{last_line(lupo)}") in touched(lupo, told)


def test_a_step_in_the_kitchen_does_not_redraw_the_cart_on_every_phone(
    lupo: Lupo, table: tuple[Phone, Phone], told: list[Told]
) -> None:
    told.clear()

    DEEDS["a dish is ready"](lupo, *table)

    assert {region for region, _ in touched(lupo, told)} == {"orders"}


def test_whoever_sits_down_is_seen_while_nothing_is_chosen(lupo: Lupo, told: list[Told]) -> None:
    lupo.phone("7")
    before = looks(lupo)["table-bar", "cart"]
    told.clear()

    lupo.phone("7")

    after = looks(lupo)["table-bar", "cart"]
    assert before[0] < after[0]
    assert "Guest 2" in after[1]
    assert ("table-bar", "cart") in touched(lupo, told)


def last_line(lupo: Lupo) -> int:
    """The margherita in the cart."""
    return lupo.cart("7").lines[-1].id


def places(lupo: Lupo) -> Iterator[tuple[Region[Any], Scope]]:
    """Each region with the scope that table 7 sees."""
    for region in REGIONS:
        yield region, Scope(lupo.place.id) if region is MENU else TableScope(lupo.place.id, 1)


def looks(lupo: Lupo) -> Look:
    with lupo.inside(), nobody(lupo.app), reading(lupo.place.restaurant, "en"):
        return {
            (region.name, item.key): (item.version, bare(draw(region, item)))
            for region, scope in places(lupo)
            for item in region.items(scope)
        }


def bare(html: str) -> str:
    """A drawing without the version that stands in it."""
    head, _, rest = html.partition('data-version="')
    return head + rest.partition('"')[2]


def html_of(look: Look, key: tuple[str, str]) -> str | None:
    return look[key][1] if key in look else None


def version_of(look: Look, key: tuple[str, str]) -> int | None:
    return look[key][0] if key in look else None


def touched(lupo: Lupo, told: list[Told]) -> set[tuple[str, str]]:
    with lupo.inside():
        return {
            (region.name, key)
            for region, own in places(lupo)
            for scope, key in region.touched(told)
            if scope == own
        }
