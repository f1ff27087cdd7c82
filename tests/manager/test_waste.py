"""What was thrown away, as a manager reads it and takes it home."""

from datetime import timedelta

from flask.testing import FlaskClient

from restaurant_order.core import clock
from restaurant_order.ordering.models import Disposition
from restaurant_order.ordering.queries import order_view
from restaurant_order.ordering.service import cancel_line, start_line
from tests.cast import Place, phone_at
from tests.manager.conftest import As
from tests.ordering.test_placing import order_for


def cancelled(place: Place, disposition: Disposition, reason: str, table: str = "7") -> None:
    """Two oysters, already being opened, are not wanted any more."""
    order_id = order_for(phone_at(place, table), place, "oyster", quantity=2)
    line = order_view(place.id, order_id).lines[0].id
    start_line(place.id, line, by=place.person("Ken"))
    cancel_line(place.id, line, reason=reason, disposition=disposition, by=place.person("Wei"))


def test_waste_is_listed_by_day_with_its_value_and_who_cancelled(
    place: Place, as_max: FlaskClient
) -> None:
    with as_max.application.app_context():
        cancelled(place, Disposition.WASTE, "cancelled:mistake")
        cancelled(place, Disposition.STOCK, "Kept for table 8", table="8")
    page = as_max.get("/manage/waste").text
    for words in ("2×", "Oyster", "Ordered by mistake", "Wei", "2 portions", "€8.00"):
        assert words in page
    assert "Kept for table 8" not in page


def test_days_outside_the_period_are_left_out(place: Place, as_max: FlaskClient) -> None:
    with as_max.application.app_context():
        with clock.held_at(clock.now() - timedelta(days=10)):
            cancelled(place, Disposition.WASTE, "Long ago")
        first = (clock.now() - timedelta(days=12)).date()
    assert "Long ago" not in as_max.get("/manage/waste").text
    assert "Nothing was thrown away" in as_max.get("/manage/waste").text
    assert "Long ago" in as_max.get(f"/manage/waste?from={first}").text


def test_the_file_holds_the_same_and_runs_no_formula(place: Place, as_max: FlaskClient) -> None:
    with as_max.application.app_context():
        cancelled(place, Disposition.WASTE, "=1+1")
    answer = as_max.get("/manage/waste.csv")
    assert answer.mimetype == "text/csv"
    header, row = answer.data.decode("utf-8-sig").splitlines()
    assert header == "day,time,order,dish,options,quantity,value,reason,by"
    assert row.endswith(",1,Oyster,,2,8.00,'=1+1,Wei")


def test_nonsense_about_the_period_shows_the_last_week(place: Place, as_max: FlaskClient) -> None:
    for query in ("from=x", "from=9999-99-99", "to=２026-01-01", "from=2026-02-01&to=2025-01-01"):
        assert as_max.get(f"/manage/waste?{query}").status_code == 200


def test_only_those_who_run_the_place_see_it_and_only_their_own(
    place: Place, neighbours: Place, signed_in: As, as_max: FlaskClient
) -> None:
    with as_max.application.app_context():
        cancelled(place, Disposition.WASTE, "Dropped")
    for name in ("Ken", "Wei", "Carla"):
        assert signed_in(place, name).get("/manage/waste.csv").status_code == 403
    assert "Dropped" not in signed_in(neighbours, "Max").get("/manage/waste").text
