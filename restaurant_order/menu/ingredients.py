"""Adding, editing and removing ingredients; sold out and back again. Edits take a manager."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from restaurant_order.core.database import Words, db
from restaurant_order.core.once import fingerprint
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.text import clean_line
from restaurant_order.core.transaction import record, transaction
from restaurant_order.menu.editing import Overtaken, lock_menu, with_other_languages
from restaurant_order.menu.facts import (
    IngredientAdded,
    IngredientBack,
    IngredientEdited,
    IngredientRemoved,
    IngredientSoldOut,
)
from restaurant_order.menu.models import (
    FOR_GOOD,
    Dish,
    DishOptionGroup,
    Option,
    OptionGroup,
)
from restaurant_order.menu.pantry import MOST_IN_ONE, DishIngredient, Ingredient, OptionIngredient
from restaurant_order.menu.recipes import Parts, ingredients_of
from restaurant_order.menu.references import free_reference
from restaurant_order.menu.selling_out import moment_of
from restaurant_order.people.models import Hand, StaffMember
from restaurant_order.venue.models import Restaurant

LONGEST_NAME: Final = 60
MOST_INGREDIENTS: Final = 500

Counts = Mapping[int, int]


@dataclass(frozen=True, kw_only=True)
class IngredientDraft:
    """How many are in one portion, by dish id and by option id; below 0 an option leaves it out."""

    name: Words
    reference: str = ""
    dishes: Counts = field(default_factory=dict)
    options: Counts = field(default_factory=dict)

    @property
    def print(self) -> str:
        """A digest of what it says, to notice that somebody else has changed it meanwhile."""
        return fingerprint(self.name, sorted(self.dishes.items()), sorted(self.options.items()))


def draft_of_ingredient(ingredient: Ingredient) -> IngredientDraft:
    return IngredientDraft(
        name=ingredient.name,
        reference=ingredient.reference,
        dishes={use.dish_id: use.count for use in ingredient.dishes},
        options={use.option_id: use.count for use in ingredient.options},
    )


def add_ingredient(draft: IngredientDraft, *, by: StaffMember) -> int:
    """The new ingredient's id.

    Raises Invalid, also for a name there is already: a form sent twice adds one.
    """
    with transaction():
        restaurant = lock_menu(by)
        clean = _checked(draft, restaurant)
        taken = _names_of(restaurant.id)
        if len(taken) >= MOST_INGREDIENTS:
            raise Invalid(_l("There are too many ingredients already."), field="names")
        _refuse_twin(clean.name, list(taken.values()))
        reference = clean.reference or free_reference(next(iter(clean.name.values())), taken)
        ingredient = Ingredient(restaurant_id=restaurant.id, reference=reference, name={})
        _write(ingredient, clean, restaurant)
        db.session.add(ingredient)
        db.session.flush()
        added = IngredientAdded(after=_plain(clean), **_where(ingredient))
        record(added, by=by.actor)
    return ingredient.id


def edit_ingredient(
    ingredient_id: int, draft: IngredientDraft, *, by: StaffMember, seen: str | None = None
) -> None:
    """Put the draft in place of what is there.

    `seen` is the `print` of the draft the editor started from. Raises Overtaken when somebody
    else has saved meanwhile, Invalid, NotFound.
    """
    with transaction():
        restaurant = lock_menu(by)
        ingredient = ingredient_or_refuse(restaurant.id, ingredient_id)
        before = draft_of_ingredient(ingredient)
        if seen is not None and seen != before.print:
            raise Overtaken
        clean = _checked(draft, restaurant)
        others = {r: n for r, n in _names_of(restaurant.id).items() if r != ingredient.reference}
        _refuse_twin(clean.name, list(others.values()))
        shown_in = _where(ingredient)["dish_ids"]
        _write(ingredient, clean, restaurant)
        db.session.flush()
        after = draft_of_ingredient(ingredient)
        if after.print != before.print:
            where = _where(ingredient, besides=shown_in)
            edited = IngredientEdited(before=_plain(before), after=_plain(after), **where)
            record(edited, by=by.actor)


def remove_ingredient(ingredient_id: int, *, by: StaffMember) -> None:
    """Nobody counts it any more; what was sold out with it can be ordered. Raises NotFound."""
    with transaction():
        restaurant = lock_menu(by)
        ingredient = ingredient_or_refuse(restaurant.id, ingredient_id)
        before = _plain(draft_of_ingredient(ingredient))
        record(IngredientRemoved(before=before, **_where(ingredient)), by=by.actor)
        db.session.delete(ingredient)


def sell_out_ingredient(ingredient_id: int, *, until: str | None, by: Hand) -> None:
    """As `sell_out`, for all that it is in."""
    with transaction():
        ingredient = ingredient_or_refuse(by.restaurant_id, ingredient_id)
        where = _where(ingredient)
        ingredient.sold_out_until = moment_of(until, by)
        is_for_good = ingredient.sold_out_until == FOR_GOOD
        said = None if is_for_good else ingredient.sold_out_until.isoformat()
        record(IngredientSoldOut(until=said, **where), by=by.actor)


def bring_back_ingredient(ingredient_id: int, *, by: Hand) -> None:
    with transaction():
        ingredient = ingredient_or_refuse(by.restaurant_id, ingredient_id)
        where = _where(ingredient)
        ingredient.sold_out_until = None
        record(IngredientBack(**where), by=by.actor)


def change_recipes(
    restaurant: Restaurant, *, dishes: Mapping[int, Parts], options: Mapping[int, Parts]
) -> list[IngredientEdited]:
    """Within the caller's transaction: just these are in these dishes and options, by their ids.

    Counts are checked already; what differs comes back to be recorded.
    """
    if not dishes and not options:
        return []
    db.session.expire_all()
    return [
        edited
        for ingredient in ingredients_of(restaurant.id)
        if (edited := _with_counts(ingredient, dishes, options, restaurant)) is not None
    ]


def _with_counts(
    ingredient: Ingredient,
    dishes: Mapping[int, Parts],
    options: Mapping[int, Parts],
    restaurant: Restaurant,
) -> IngredientEdited | None:
    before = draft_of_ingredient(ingredient)
    after = replace(
        before,
        dishes=_counts(before.dishes, dishes, ingredient.id),
        options=_counts(before.options, options, ingredient.id),
    )
    if after.print == before.print:
        return None
    shown_in = _where(ingredient)["dish_ids"]
    _write(ingredient, after, restaurant)
    db.session.flush()
    where = _where(ingredient, besides=shown_in)
    return IngredientEdited(before=_plain(before), after=_plain(after), **where)


def _counts(now: Counts, said: Mapping[int, Parts], ingredient_id: int) -> Counts:
    others = {row: count for row, count in now.items() if row not in said}
    named = {row: parts[ingredient_id] for row, parts in said.items() if ingredient_id in parts}
    return others | named


def ingredient_or_refuse(restaurant_id: int, ingredient_id: int) -> Ingredient:
    """Raises NotFound for another restaurant's ingredient."""
    ingredient = db.session.get(Ingredient, ingredient_id)
    if ingredient is None or ingredient.restaurant_id != restaurant_id:
        raise NotFound
    return ingredient


def _checked(draft: IngredientDraft, restaurant: Restaurant) -> IngredientDraft:
    """Raises Invalid naming the field."""
    name = {
        tag: text
        for tag in restaurant.languages
        if (text := clean_line(draft.name.get(tag, ""), longest=LONGEST_NAME, field=f"name_{tag}"))
    }
    first = restaurant.languages[0]
    if first not in name:
        raise Invalid(_l("Please fill this in."), field=f"name_{first}")
    _check_counts(draft.dishes, _dish_ids(restaurant.id), range(1, MOST_IN_ONE + 1), "dishes")
    some = range(-MOST_IN_ONE, MOST_IN_ONE + 1)
    _check_counts(draft.options, _option_ids(restaurant.id), some, "options")
    return IngredientDraft(
        name=name,
        reference=draft.reference,
        dishes=draft.dishes,
        options={option: count for option, count in draft.options.items() if count},
    )


def _check_counts(counts: Counts, known: Collection[int], allowed: range, field: str) -> None:
    if not counts.keys() <= set(known):
        raise Invalid(_l("There is no such dish."), field=field)
    if any(count not in allowed for count in counts.values()):
        sentence = _l("Between %(least)s and %(most)s, please.", least=allowed[0], most=allowed[-1])
        raise Invalid(sentence, field=field)


def _write(ingredient: Ingredient, clean: IngredientDraft, restaurant: Restaurant) -> None:
    ingredient.name = with_other_languages(clean.name, ingredient.name, restaurant.languages)
    in_dishes = {use.dish_id: use for use in ingredient.dishes}
    ingredient.dishes = [
        in_dishes.get(dish_id) or DishIngredient(dish_id=dish_id) for dish_id in clean.dishes
    ]
    for dish in ingredient.dishes:
        dish.count = clean.dishes[dish.dish_id]
    in_options = {use.option_id: use for use in ingredient.options}
    ingredient.options = [
        in_options.get(option_id) or OptionIngredient(option_id=option_id)
        for option_id in clean.options
    ]
    for option in ingredient.options:
        option.count = clean.options[option.option_id]


def _where(ingredient: Ingredient, besides: Collection[int] = ()) -> dict[str, Any]:
    """The ids a fact names; the dishes are locked, ascending, because their looks change."""
    in_options = (
        select(DishOptionGroup.dish_id)
        .join(Option, Option.group_id == DishOptionGroup.group_id)
        .join(OptionIngredient, OptionIngredient.option_id == Option.id)
        .where(OptionIngredient.ingredient_id == ingredient.id)
    )
    in_dishes = select(DishIngredient.dish_id).where(DishIngredient.ingredient_id == ingredient.id)
    shown = Dish.id.in_(in_dishes) | Dish.id.in_(in_options) | Dish.id.in_(list(besides))
    locked = select(Dish.id).where(shown).order_by(Dish.id).with_for_update(of=Dish)
    return {
        "restaurant_id": ingredient.restaurant_id,
        "ingredient_id": ingredient.id,
        "dish_ids": tuple(db.session.scalars(locked)),
    }


def _plain(draft: IngredientDraft) -> dict[str, Any]:
    """As the journal takes it."""
    found = asdict(draft)
    for kind in ("dishes", "options"):
        found[kind] = {str(row): count for row, count in found[kind].items()}
    return found


def _dish_ids(restaurant_id: int) -> Collection[int]:
    return db.session.scalars(select(Dish.id).where(Dish.restaurant_id == restaurant_id)).all()


def _option_ids(restaurant_id: int) -> Collection[int]:
    here = select(Option.id).join(OptionGroup, OptionGroup.id == Option.group_id)
    return db.session.scalars(here.where(OptionGroup.restaurant_id == restaurant_id)).all()


def _names_of(restaurant_id: int) -> dict[str, Words]:
    """By reference."""
    found = select(Ingredient.reference, Ingredient.name)
    rows = db.session.execute(found.where(Ingredient.restaurant_id == restaurant_id))
    return {row.reference: row.name for row in rows}


def _refuse_twin(name: Words, others: Collection[Words]) -> None:
    language, text = next(iter(name.items()))
    if text in {words.get(language) for words in others}:
        raise Invalid(_l("There is an ingredient of this name already."), field=f"name_{language}")
