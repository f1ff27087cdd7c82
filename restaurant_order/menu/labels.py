"""What allergens, diet marks and days are called, in the reader's language."""

from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.models import Allergen, DietMark

ALLERGENS: Final = {
    Allergen.GLUTEN: _l("Gluten"),
    Allergen.CRUSTACEANS: _l("Crustaceans"),
    Allergen.EGG: _l("Egg"),
    Allergen.FISH: _l("Fish"),
    Allergen.PEANUTS: _l("Peanuts"),
    Allergen.SOY: _l("Soy"),
    Allergen.MILK: _l("Milk"),
    Allergen.NUTS: _l("Nuts"),
    Allergen.CELERY: _l("Celery"),
    Allergen.MUSTARD: _l("Mustard"),
    Allergen.SESAME: _l("Sesame"),
    Allergen.SULPHITES: _l("Sulphites"),
    Allergen.LUPIN: _l("Lupin"),
    Allergen.MOLLUSCS: _l("Molluscs"),
}

DIETS: Final = {
    DietMark.VEGETARIAN: _l("Vegetarian"),
    DietMark.VEGAN: _l("Vegan"),
    DietMark.HALAL: _l("Halal"),
    DietMark.KOSHER: _l("Kosher"),
    DietMark.GLUTEN_FREE: _l("Gluten-free"),
    DietMark.LACTOSE_FREE: _l("Lactose-free"),
}

WEEKDAYS: Final = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)
