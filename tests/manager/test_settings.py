"""How the restaurant works, on the manager's page."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.venue.models import Acceptance, TaxMode
from restaurant_order.venue.rules import Settings
from restaurant_order.venue.service import settings_of
from tests.cast import Place


def settings(app: Flask, place: Place) -> Settings:
    with app.app_context():
        return settings_of(place.restaurant)


def form(app: Flask, place: Place, **changes: Any) -> dict[str, Any]:
    with app.app_context():
        seen = place.restaurant.version
    return {
        "seen": seen,
        "tags": ["en", "zh-Hans"],
        "names": ["Casa Lupo", "狼之家"],
        "languages": ["en", "zh-Hans"],
        "first": "en",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "cutoff_hour": "4",
        "tax_mode": "inclusive",
        "service_charge": "0",
        "service_tax_rate": "0",
        "acceptance": "never",
        "notes_allowed": "on",
        "base_url": "",
        "colour": "house",
        "accent": "#17614a",
        **changes,
    }


def test_everything_can_be_changed_at_once(app: Flask, place: Place, as_max: FlaskClient) -> None:
    changes = {
        "names": ["The Wolf", "狼之家"],
        "first": "zh-Hans",
        "currency": "CNY",
        "time_zone": "Asia/Shanghai",
        "cutoff_hour": "5",
        "tax_mode": "exclusive",
        "service_charge": "12.5",
        "service_tax_rate": "8,25",
        "acceptance": "first_order",
        "base_url": "https://order.example.com/",
        "colour": "own",
        "accent": "#A8322D",
    }
    data = form(app, place, **changes)
    del data["notes_allowed"]
    assert as_max.post("/manage/settings", data=data).status_code == 303
    assert settings(app, place) == Settings(
        name={"zh-Hans": "狼之家", "en": "The Wolf"},
        currency="CNY",
        time_zone="Asia/Shanghai",
        languages=["zh-Hans", "en"],
        cutoff_hour=5,
        tax_mode=TaxMode.EXCLUSIVE,
        service_charge=1250,
        service_tax_rate=825,
        acceptance=Acceptance.FIRST_ORDER,
        notes_allowed=False,
        base_url="https://order.example.com",
        accent="#a8322d",
    )


def test_a_page_saved_as_it_is_changes_nothing(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    before = settings(app, place)
    assert as_max.post("/manage/settings", data=form(app, place)).status_code == 303
    assert settings(app, place) == before


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [
        ("names", ["", "狼之家"], "name-en-error"),
        ("currency", "XYZ", "field-currency-error"),
        ("time_zone", "Mars/Olympus", "field-time_zone-error"),
        ("service_charge", "51", "field-service_charge-error"),
        ("service_charge", "1e3", "field-service_charge-error"),
        ("service_charge", "12.345", "field-service_charge-error"),
        ("service_charge", "NaN", "field-service_charge-error"),
        ("service_charge", "-1", "field-service_charge-error"),
        ("service_tax_rate", "lots", "field-service_tax_rate-error"),
        ("base_url", "example.com", "field-base_url-error"),
        ("cutoff_hour", "24", "field-cutoff_hour-error"),
        ("tax_mode", "none", "field-tax_mode-error"),
        ("acceptance", "maybe", "field-acceptance-error"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_and_nothing_is_saved(
    app: Flask, place: Place, as_max: FlaskClient, field: str, value: object, shown: str
) -> None:
    before = settings(app, place)
    data = form(app, place, **{"cutoff_hour": "7", field: value})
    answer = as_max.post("/manage/settings", data=data)
    assert (answer.status_code, f'id="{shown}"' in answer.text) == (422, True)
    assert settings(app, place) == before


def test_a_colour_that_is_none_is_refused(app: Flask, place: Place, as_max: FlaskClient) -> None:
    data = form(app, place, colour="own", accent="red;}")
    assert as_max.post("/manage/settings", data=data).status_code == 422
    assert settings(app, place).accent == ""


def test_two_managers_do_not_overwrite_each_other(
    app: Flask, place: Place, as_max: FlaskClient, as_olga: FlaskClient
) -> None:
    maxs, olgas = form(app, place, cutoff_hour="5"), form(app, place, cutoff_hour="6")
    assert as_max.post("/manage/settings", data=maxs).status_code == 303
    answer = as_olga.post("/manage/settings", data=olgas)
    assert answer.status_code == 409
    assert "Somebody changed the settings in the meantime." in answer.text
    assert settings(app, place).cutoff_hour == 5


def test_pages_wear_the_restaurants_colour(app: Flask, place: Place, as_max: FlaskClient) -> None:
    as_max.post("/manage/settings", data=form(app, place, colour="own", accent="#a8322d"))
    assert "/theme.css?colour=a8322d" in as_max.get("/manage/").text
    style = as_max.get("/theme.css?colour=a8322d")
    assert style.mimetype == "text/css"
    assert "--brand-light: #a8322d" in style.text
    assert "immutable" in style.headers["Cache-Control"]


@pytest.mark.parametrize("colour", ["red", "a8322d;}body{", "<script>", "12345"])
def test_no_other_style_comes_out_of_the_address(app: Flask, colour: str) -> None:
    answer = app.test_client().get("/theme.css", query_string={"colour": colour})
    assert answer.status_code == 404


def test_a_colour_is_tried_before_it_is_worn(app: Flask, place: Place, as_max: FlaskClient) -> None:
    good = as_max.get("/manage/settings/accent?colour=own&accent=%23a8322d").text
    assert ("Readable" in good, "/theme.css?colour=a8322d" in good) == (True, True)
    pale = as_max.get("/manage/settings/accent?colour=own&accent=%23ffdd00").text
    assert "A little too light for text" in pale
    assert as_max.get("/manage/settings/accent?colour=own&accent=red").status_code == 422
    assert settings(app, place).accent == ""


def test_the_person_reads_their_own_language(
    app: Flask, place: Place, as_max: FlaskClient, as_olga: FlaskClient
) -> None:
    answer = as_max.post("/manage/language", data={"language": "zh-Hans", "back": "/manage/staff"})
    assert answer.location == "/manage/staff"
    assert 'lang="zh-Hans"' in as_max.get("/manage/").text
    assert '<html lang="en"' in as_olga.get("/manage/").text


def way_back(page: str) -> str:
    found = re.search(r'name="back" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def test_another_language_leaves_the_person_where_they_are(as_max: FlaskClient) -> None:
    looked_at = "/manage/statistics?from=2026-03-01&until=2026-03-02"
    assert way_back(as_max.get(looked_at).text) == looked_at


def test_another_language_after_a_refused_form_leads_to_a_page(as_max: FlaskClient) -> None:
    refused = as_max.post("/manage/screens/pair", data={"code": "12", "opens": "all"})
    assert refused.status_code == 422
    assert as_max.get(way_back(refused.text)).status_code == 200


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/sign-out", "/manage/\r\nX-Evil: 1"]
)
def test_the_language_form_leads_nowhere_else(as_max: FlaskClient, back: str) -> None:
    answer = as_max.post("/manage/language", data={"language": "en", "back": back})
    assert answer.location == "/manage/"


def test_a_house_without_a_kitchen_screen_is_told_how_to_pair_one(as_max: FlaskClient) -> None:
    assert "No kitchen screen is paired yet" in as_max.get("/manage/").text
