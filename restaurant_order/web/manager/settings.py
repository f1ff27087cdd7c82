"""How the restaurant works: words, money, time, rules, address, colour."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from babel import Locale
from babel.core import get_global
from flask import Response, current_app, g, render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from msgspec import Meta, field

from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.languages import INTERFACE
from restaurant_order.core.refusals import Invalid
from restaurant_order.venue import rules
from restaurant_order.venue.models import Acceptance, PassRule, TaxMode, WhoBumped
from restaurant_order.venue.service import change_settings
from restaurant_order.web.dress import language_name, theme_url
from restaurant_order.web.manager.blueprint import blueprint, go
from restaurant_order.web.manager.codes import base_url
from restaurant_order.web.manager.labels import (
    ACCEPTANCES,
    PASS_RULES,
    TAX_MODES,
    WHO_BUMPED,
    clearing_hours,
    hours,
)
from restaurant_order.web.redrawing import redraws
from restaurant_order.web.theme import LIGHT, READABLE, brand, contrast, parse, text

CONTINENTS: Final = frozenset(
    {"Africa", "America", "Antarctica", "Asia", "Atlantic"}
    | {"Australia", "Europe", "Indian", "Pacific"}
)


class SettingsForm(Form, frozen=True):
    """`tags` and `names` belong together; percentages are as people write them."""

    seen: Annotated[int, Meta(ge=0, lt=2**31)]
    tags: list[str]
    names: list[str]
    first: str
    currency: str
    time_zone: str
    cutoff_hour: Annotated[int, Meta(ge=0, le=23)]
    tax_mode: TaxMode
    acceptance: Acceptance
    languages: list[str] = field(default_factory=list)
    service_charge: str = "0"
    service_tax_rate: str = "0"
    notes_allowed: str = ""
    who_bumped: WhoBumped = WhoBumped.SCREEN
    cook_stays: Annotated[int, Meta(ge=0, le=9999)] = 60
    base_url: str = ""
    colour: str = "house"
    accent: str = ""
    clear_after: Annotated[int, Meta(ge=0, le=72)] = 0
    pickup_minutes: Annotated[int, Meta(ge=0, le=999)] = 20
    drawn_within: Annotated[int, Meta(ge=0, le=9999)] = 10
    pass_rule: PassRule = PassRule.BLOCK
    join_within: Annotated[int, Meta(ge=0, le=999)] = 3
    courses: str = ""

    def settings(self) -> rules.Settings:
        return rules.Settings(
            name=dict(zip(self.tags, self.names, strict=False)),
            currency=self.currency,
            time_zone=self.time_zone,
            languages=[self.first, *(tag for tag in self.languages if tag != self.first)],
            cutoff_hour=self.cutoff_hour,
            tax_mode=self.tax_mode,
            service_charge=basis_points(self.service_charge, field="service_charge"),
            service_tax_rate=basis_points(self.service_tax_rate, field="service_tax_rate"),
            acceptance=self.acceptance,
            notes_allowed=bool(self.notes_allowed),
            who_bumped=self.who_bumped,
            cook_stays=self.cook_stays,
            base_url=self.base_url,
            accent=self.accent if self.colour == "own" else "",
            clear_after=self.clear_after,
            pickup_minutes=self.pickup_minutes,
            drawn_within=self.drawn_within,
            pass_rule=self.pass_rule,
            join_within=self.join_within,
            courses=bool(self.courses),
        )


@blueprint.get("/settings")
def settings() -> str:
    restaurant = g.restaurant
    offered = [*INTERFACE, *(tag for tag in restaurant.languages if tag not in INTERFACE)]
    return render_template(
        "manager/settings.html",
        restaurant=restaurant,
        offered=offered,
        name_values=[restaurant.name.get(tag, "") for tag in offered],
        languages=[(tag, language_name(tag)) for tag in offered],
        currencies=_currencies(restaurant.currency),
        tax_modes=list(TAX_MODES.items()),
        time_zones=_time_zones(restaurant.time_zone),
        hours=hours(),
        clearing_hours=clearing_hours(),
        acceptances=list(ACCEPTANCES.items()),
        who_bumped=list(WHO_BUMPED.items()),
        pass_rules=list(PASS_RULES.items()),
        default_address=current_app.config["BASE_URL"],
        is_out_of_reach=rules.is_out_of_reach(base_url(restaurant)),
        check=check_of(restaurant.accent),
    )


@blueprint.post("/settings")
@redraws(settings)
def save_settings() -> Response:
    form = read_form(SettingsForm)
    change_settings(g.restaurant, form.settings(), seen=form.seen, by=g.staff.actor)
    return go("/manage/settings", _("Saved. Guests see it from the next page on."))


@blueprint.get("/settings/accent")
def accent() -> str:
    """How a colour would look, before it is anybody's."""
    wanted = request.args.get("accent", "") if request.args.get("colour") == "own" else ""
    return render_template("manager/_accent.html", check=check_of(rules.checked_colour(wanted)))


def check_of(accent: str) -> dict[str, object]:
    """The stylesheet of a colour, and whether it is readable as it is or had to be changed."""
    if not accent:
        return {"theme": "/theme.css", "accent": ""}
    colour = parse(accent)
    ratio, dressed = contrast(colour, LIGHT.paper), brand(colour)
    return {
        "theme": theme_url(accent),
        "accent": accent,
        "ratio": round(ratio, 1),
        "ink": text(dressed["light-ink"]),
        "solid": text(dressed["light"]),
        "is_readable": ratio >= READABLE,
    }


def basis_points(text: str, *, field: str) -> int:
    """`12.5` -> 1250. Raises Invalid for what is no percentage with at most two decimals."""
    try:
        amount = Decimal(text.strip().replace(",", ".") or "0") * 100
    except InvalidOperation:
        raise Invalid(_("A number like 12.5, please."), field=field) from None
    if not amount.is_finite() or abs(amount) > 10_000 or amount != int(amount):
        raise Invalid(_("A number like 12.5, please."), field=field)
    return int(amount)


def _currencies(current: str) -> list[tuple[str, str]]:
    """Money that is legal tender somewhere today, by its name in the reader's language."""
    spent = {
        entry[0]
        for country in get_global("territory_currencies").values()
        for entry in country
        if entry[2] is None and entry[3]
    }
    names = Locale.parse(str(get_locale())).currencies
    return sorted(
        ((code, f"{code} · {names.get(code, code)}") for code in spent | {current}),
        key=lambda pair: pair[0],
    )


def _time_zones(current: str) -> list[tuple[str, str]]:
    zones = {zone for zone in rules.time_zones() if zone.split("/")[0] in CONTINENTS}
    return [(zone, zone.replace("_", " ")) for zone in sorted(zones | {current, "UTC"})]
