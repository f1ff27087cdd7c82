"""The studio in a browser's hands: who prints, what is kept, what is stale, what is refused."""

import logging
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from restaurant_order.core import clock
from restaurant_order.core.actor import SYSTEM
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Refusal
from restaurant_order.people.rules import NETWORK_SPAN, TYPED_CODES
from restaurant_order.qr import jobs, service
from restaurant_order.qr.models import BlankCode, TypedCode, VisitCode
from restaurant_order.venue import queries, tables
from restaurant_order.visits.queries import parties_at
from restaurant_order.visits.service import open_for_staff
from tests.cast import Place
from tests.manager.conftest import As
from tests.servers.process import PATIENCE

SHEETS = "/manage/tables/sheets"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

FORM = {
    "which": "all", "kind": "pdf", "call_tags": ["en"], "calls": ["Scan to order"],
    "shows_name": "on", "shows_typed": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def reachable(app: Flask, place: Place) -> None:
    app.config["BASE_URL"] = "http://192.168.1.20:8000"


def made(client: FlaskClient, **changes: object) -> str:
    """A finished job's address."""
    answer = client.post(f"{SHEETS}/jobs", data={**FORM, **changes})
    assert answer.status_code == 303, answer.text
    finished(client, answer.location)
    return str(answer.location)


def finished(client: FlaskClient, job: str) -> str:
    """The page of a job once it has nothing more to say."""
    assert all(child.wait(PATIENCE) == 0 for child in jobs._children)
    page = client.get(job, headers={"HX-Request": "true"}).text
    assert "every 700ms" not in page
    return page


def test_the_manager_gets_a_file_of_all_tables(as_max: FlaskClient) -> None:
    job = made(as_max)
    assert "1 sheet, every code read" in as_max.get(job).text
    file = as_max.post(f"{job}/file")
    assert (file.mimetype, file.data[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(("kind", "first"), [("zip", "manifest.csv"), ("svg", "sheet-001.svg"),
                                             ("png300", "sheet-001.png")])  # fmt: skip
def test_print_shops_get_what_they_ask_for(as_max: FlaskClient, kind: str, first: str) -> None:
    file = as_max.post(f"{made(as_max, kind=kind)}/file")
    assert file.mimetype == "application/zip"
    assert first.encode() in file.data


def test_a_test_sheet_is_made_without_codes_and_marks_nothing_as_printed(
    as_max: FlaskClient,
) -> None:
    answer = as_max.post(f"{SHEETS}/calibration", data={**FORM, "format": "labels"})
    job = answer.location
    page = finished(as_max, job)
    assert "The test sheet is ready" in page
    assert as_max.post(f"{job}/file").data[:5] == b"%PDF-"
    assert (
        "printed cards lead to the present address" not in as_max.get("/manage/tables/address").text
    )


def test_the_preview_is_the_sheet_and_says_that_it_was_read(as_max: FlaskClient) -> None:
    page = as_max.post(f"{SHEETS}/preview", data=FORM, headers={"HX-Request": "true"}).text
    assert "data:image/png;base64,iVBOR" in page
    assert "Every code on this sheet was read" in page


def test_the_preview_says_what_to_change(as_max: FlaskClient) -> None:
    pale = {**FORM, "ink": "#ffffff"}
    page = as_max.post(f"{SHEETS}/preview", data=pale, headers={"HX-Request": "true"}).text
    assert "choose a dark colour for the code" in page
    assert "<img" not in page


@pytest.mark.parametrize(
    "odd",
    [
        {"bleed": "10000"}, {"columns": "0"}, {"rows": "99"}, {"ink": "red"},
        {"format": "billboard"}, {"kind": "exe"}, {"calls": ["x" * 5000]}, {"which": "area-999"},
        {"distance": "nan"}, {"labels": "avery"}, {"label_width": "0"}, {"label_width": "10000"},
        {"pitch_x": "-1"}, {"label_left": "inf"}, {"shift_x": "inf"}, {"price": "1"},
        {"wifi_network": "x" * 40},
    ],
)  # fmt: skip
def test_nonsense_starts_no_job(as_max: FlaskClient, odd: dict[str, object]) -> None:
    assert as_max.post(f"{SHEETS}/jobs", data={**FORM, **odd}).status_code == 422


@pytest.mark.parametrize("name", ["Carla", "Wei", "Ken"])
def test_other_roles_get_no_codes(signed_in: As, place: Place, name: str) -> None:
    client = signed_in(place, name)
    assert client.get(SHEETS).status_code == 403
    for path in ("jobs", "preview", "templates", "logo", "blanks", "renew"):
        assert client.post(f"{SHEETS}/{path}", data=FORM).status_code == 403


def test_the_neighbours_manager_finds_no_job_of_ours(
    as_max: FlaskClient, signed_in: As, neighbours: Place
) -> None:
    job, theirs = made(as_max), signed_in(neighbours, "Olga")
    assert [theirs.get(job).status_code, theirs.post(f"{job}/file").status_code] == [404, 404]
    assert theirs.post(f"{job}/stop").status_code == 404


def test_codes_are_in_no_log_and_on_no_guests_page(
    app: Flask, place: Place, as_max: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    as_max.post(f"{made(as_max)}/file")
    guest = app.test_client()
    guest.get(f"/T/{place.codes['7'].upper()}")
    pages = "".join(guest.get(page).text for page in ("/menu", "/cart", "/orders", "/me"))
    for code in place.codes.values():
        assert code not in caplog.text.lower()
        assert code not in pages


def test_a_renewed_code_makes_its_printed_card_stale_until_it_is_printed_again(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    assert "Print replacements" not in as_max.get(SHEETS).text
    as_max.post(f"{made(as_max)}/file")
    with app.app_context():
        tables.renew_code(queries.table_or_refuse(place.id, place.tables["7"]), by=SYSTEM)
    assert "1 printed cards are wrong by now" in as_max.get(SHEETS).text
    as_max.post(f"{made(as_max, which='stale')}/file")
    assert "Print replacements" not in as_max.get(SHEETS).text


def test_all_codes_are_renewed_at_once_and_the_old_ones_say_so(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    assert "stop working at once" in as_max.get(f"{SHEETS}/renew").text
    as_max.post(f"{SHEETS}/renew", data={"area": "0"})
    answers = [app.test_client().get(f"/t/{code}") for code in place.codes.values()]
    assert {answer.status_code for answer in answers} == {410}


def test_nothing_is_printed_while_phones_cannot_reach_the_address(
    app: Flask, as_max: FlaskClient
) -> None:
    app.config["BASE_URL"] = "http://localhost:8000"
    answer = as_max.post(f"{SHEETS}/jobs", data=FORM)
    assert (answer.status_code, "this computer only" in answer.text) == (422, True)


def test_a_design_is_saved_duplicated_and_deleted(as_max: FlaskClient) -> None:
    saved = as_max.post(f"{SHEETS}/templates", data={**FORM, "template_name": "Bar"}).location
    number = saved.rpartition("=")[2]
    file = as_max.get(f"{SHEETS}/templates/{number}/file")
    assert b'"table-sheet"' in file.data
    as_max.post(f"{SHEETS}/templates/{number}/copy")
    assert "Copy of Bar" in as_max.get(SHEETS).text
    as_max.post(f"{SHEETS}/templates/{number}/delete")
    assert as_max.get(saved).status_code == 404


def typed_for(app: Flask, place: Place, table: str) -> str:
    with app.app_context():
        cards = service.cards_of(place.id, "http://x.example", table_id=place.tables[table])
        return cards[0].typed


def test_a_guest_may_type_the_code_instead(app: Flask, place: Place) -> None:
    typed = typed_for(app, place, "7")
    guest = app.test_client()
    answer = guest.post("/", data={"typed": f" {typed[:4].upper()} {typed[4:]}"})
    assert answer.location == f"/t/{place.codes['7']}"


def test_a_typed_code_ends_with_its_table_code(app: Flask, place: Place) -> None:
    typed = typed_for(app, place, "7")
    with app.app_context():
        tables.renew_code(queries.table_or_refuse(place.id, place.tables["7"]), by=SYSTEM)
    assert app.test_client().post("/", data={"typed": typed}).status_code == 422


def test_guessing_typed_codes_is_slowed_down(app: Flask, place: Place) -> None:
    guest = app.test_client()
    with clock.held_at(NOON):
        answers = [guest.post("/", data={"typed": "aaaa aaaa"}).status_code for _ in range(62)]
    assert answers == [422] * TYPED_CODES + [429] * 2


def test_slips_do_not_lock_a_room_out_nor_does_trying_on_prolong_it(
    app: Flask, place: Place
) -> None:
    typed, guest = typed_for(app, place, "7"), app.test_client()
    with clock.held_at(NOON):
        for _ in range(TYPED_CODES - 1):
            guest.post("/", data={"typed": "aaaa aaaa"})
        assert guest.post("/", data={"typed": typed}).status_code == 303
        for _ in range(20):
            guest.post("/", data={"typed": "aaaa aaaa"})
        assert guest.post("/", data={"typed": typed}).status_code == 429
    with clock.held_at(NOON + NETWORK_SPAN):
        assert guest.post("/", data={"typed": typed}).status_code == 303


def test_a_right_code_does_not_wipe_the_wrong_ones(app: Flask, place: Place) -> None:
    typed, guest = typed_for(app, place, "7"), app.test_client()
    with clock.held_at(NOON):
        for _ in range(TYPED_CODES):
            guest.post("/", data={"typed": typed})
            guest.post("/", data={"typed": "aaaa aaaa"})
        assert guest.post("/", data={"typed": typed}).status_code == 429


def test_of_ipv6_a_whole_network_is_counted_as_one(app: Flask, place: Place) -> None:
    guest = app.test_client()
    with clock.held_at(NOON):
        answers = [
            guest.post(
                "/",
                data={"typed": "aaaa aaaa"},
                environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"},
            ).status_code
            for number in range(TYPED_CODES + 1)
        ]
    assert (answers[-2], answers[-1]) == (422, 429)


def test_one_typed_code_for_a_table_however_many_print_at_once(app: Flask, place: Place) -> None:
    together(app, 4, lambda _number: typed_for(app, place, "7"))
    with app.app_context():
        assert db.session.query(TypedCode).count() == 1


def test_a_sticker_finds_its_table_by_being_scanned(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    as_max.post(f"{SHEETS}/blanks", data={"count": "3", "format": "sticker_50_round"})
    with app.app_context():
        code = db.session.scalars(db.select(BlankCode.code)).first()
    guest = app.test_client()
    unbound = guest.get(f"/t/{code}")
    assert (unbound.status_code, "not in use yet" in unbound.text) == (404, True)
    assert as_max.get(f"/T/{code}").location == f"/floor/stickers/{code}"
    as_max.post(f"/floor/stickers/{code}", data={"table": place.tables["8"]})
    assert guest.get(f"/t/{code}").location == "/menu"
    assert app.test_client().get(f"/t/{place.codes['8']}").status_code == 410


def test_a_sticker_is_bound_once_whoever_scans_it(app: Flask, place: Place) -> None:
    with app.app_context():
        service.make_blanks(place.id, 1, "http://x.example")
        code = db.session.scalars(db.select(BlankCode.code)).one()
    done = together(app, 2, lambda number: bind(place, code, ("7", "8")[number]))
    assert sorted(done) == ["bound", "refused"]


def bind(place: Place, code: str, table: str) -> str:
    try:
        found = queries.table_or_refuse(place.id, place.tables[table])
        service.bind(code, found, by=place.person("Wei"))
    except Refusal:
        return "refused"
    return "bound"


def test_a_sticker_of_the_neighbours_binds_to_nothing_here(
    app: Flask, place: Place, neighbours: Place, as_max: FlaskClient
) -> None:
    with app.app_context():
        service.make_blanks(neighbours.id, 1, "http://x.example")
        code = db.session.scalars(db.select(BlankCode.code)).one()
    assert as_max.get(f"/floor/stickers/{code}").status_code == 404
    answer = as_max.post(f"/floor/stickers/{code}", data={"table": place.tables["7"]})
    assert answer.status_code == 409


def test_two_parties_at_one_table_have_a_visit_each(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    first = app.test_client()
    first.get(f"/t/{place.codes['7']}")
    answer = as_max.post(f"/floor/tables/{place.tables['7']}/second-visit")
    assert 'class="visitcode"' in as_max.get(answer.location).text
    with app.app_context():
        visit = db.session.query(VisitCode).one()
        code, ours = visit.code, visit.visit_id
    second = app.test_client()
    assert second.get(f"/T/{code.upper()}").location == "/menu"
    with app.app_context():
        from restaurant_order.visits.models import Guest

        visits = [guest.visit_id for guest in db.session.query(Guest).order_by(Guest.id)]
    assert visits == [visits[0], ours]
    assert visits[0] != ours


def test_the_floor_tells_the_parties_of_one_table_apart(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    guest = app.test_client()
    guest.get(f"/t/{place.codes['7']}")
    alone = as_max.get(f"/floor/tables/{place.tables['7']}", follow_redirects=True).text
    assert "Parties at this table" not in alone
    as_max.post(f"/floor/tables/{place.tables['7']}/second-visit")
    both = as_max.get(f"/floor/tables/{place.tables['7']}", follow_redirects=True).text
    assert "<b>7A</b>" in both
    assert "<b>7B</b>" in both
    assert 'aria-label="2 open bills"' in as_max.get("/floor/").text


def test_a_second_party_is_found_after_the_first_has_gone(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    with app.app_context():
        seven = queries.table_or_refuse(place.id, place.tables["7"])
        first_id = open_for_staff(seven, by=place.person("Max")).id
    as_max.post(f"/floor/tables/{place.tables['7']}/second-visit")
    as_max.post(f"/floor/visits/{first_id}/settlement")
    with app.app_context():
        assert [party.letter for party in parties_at(place.tables["7"])] == ["A"]
    page = as_max.get(f"/floor/tables/{place.tables['7']}").text
    assert "Bills that are still open here" in page
    assert 'aria-label="1 open bill"' in as_max.get("/floor/").text


def test_a_phone_says_that_it_reached_us(app: Flask, as_max: FlaskClient) -> None:
    page = as_max.get("/manage/tables/address").text
    token = page.partition("/address/reached/")[2].partition('"')[0]
    waiting = as_max.get(f"/manage/tables/address/reached/{token}").text
    assert "Waiting for a phone" in waiting
    assert "It works" in app.test_client().get(f"/reach/{token}").text
    assert "Your phone reached us" in as_max.get(f"/manage/tables/address/reached/{token}").text


@pytest.mark.parametrize(
    "tried",
    [
        "javascript:alert(1)",
        "http://x/path",
        "//evil",
        "http://[",
        "ftp://x",
        "x" * 500,
        "http://ü",
    ],
)
def test_an_address_that_is_none_is_not_offered_to_phones(as_max: FlaskClient, tried: str) -> None:
    answer = as_max.get("/manage/tables/address", query_string={"try": tried})
    assert answer.status_code < 500
    assert f'value="{tried}"' not in answer.text
    refused = as_max.post("/manage/tables/address", data={"base_url": tried})
    assert refused.status_code == 422
    assert "looks like https://" in refused.text or "Only the first part" in refused.text


def test_the_codes_follow_the_address_and_never_the_requests_host(
    app: Flask, place: Place, as_max: FlaskClient
) -> None:
    as_max.post("/manage/tables/address", data={"base_url": "https://eat.example"})
    cookie = as_max.get_cookie("staff")
    assert cookie
    as_max.set_cookie("staff", cookie.value, domain="evil.example")
    job = as_max.post(f"{SHEETS}/jobs", data=FORM, base_url="http://evil.example").location
    folder = Path(app.config["DATA_DIR"]) / "sheets" / job.rpartition("/")[2]
    said = (folder / "job.json").read_text()
    assert "HTTPS://EAT.EXAMPLE/T/" in said
    assert "evil" not in said.lower()
    assert folder.stat().st_mode & 0o077 == 0


def test_changing_the_address_says_how_many_printed_cards_it_strands(as_max: FlaskClient) -> None:
    as_max.post(f"{made(as_max)}/file")
    page = as_max.get("/manage/tables/address").text
    assert "2 printed cards lead to the present address" in page
    as_max.post("/manage/tables/address", data={"base_url": "https://eat.example"})
    assert "2 printed cards are wrong by now" in as_max.get(SHEETS).text


def test_a_visits_code_dies_with_the_bill(app: Flask, place: Place, as_max: FlaskClient) -> None:
    with app.app_context():
        seven = queries.table_or_refuse(place.id, place.tables["7"])
        visit = open_for_staff(seven, by=place.person("Max")).id
    as_max.get(f"/floor/visits/{visit}/code")
    with app.app_context():
        code = db.session.query(VisitCode).one().code
    assert app.test_client().get(f"/t/{code}").location == "/menu"
    as_max.post(f"/floor/visits/{visit}/settlement")
    dead = app.test_client().get(f"/t/{code}")
    assert dead.status_code in (404, 410)
    assert as_max.get(f"/floor/visits/{visit}/code").status_code != 200


@pytest.mark.parametrize("token", ["nothing", "..", "a" * 300])
def test_an_unknown_test_code_is_not_found(app: Flask, token: str) -> None:
    assert app.test_client().get(f"/reach/{token}").status_code == 404


def together(app: Flask, count: int, deed: object) -> list[object]:
    """Several at the same moment, each with a session of its own."""
    done: list[object] = []
    start = Barrier(count)

    def act(number: int) -> None:
        with app.app_context():
            start.wait()
            done.append(deed(number))  # type: ignore[operator]  # a function of one number

    threads = [Thread(target=act, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done
