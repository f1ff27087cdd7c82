"""Codes, table names, addresses and colours."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restaurant_order.core.refusals import Invalid
from restaurant_order.venue.rules import (
    CODE_ALPHABET,
    Settings,
    checked,
    checked_base_url,
    checked_colour,
    checked_thresholds,
    is_out_of_reach,
    new_code,
    table_names,
)

SOUND = Settings(
    name={"en": "Casa Lupo", "zh-Hans": "狼之家"},
    currency="EUR",
    time_zone="Europe/Berlin",
    languages=["en", "zh-Hans"],
)


def test_codes_have_128_random_bits_and_no_letter_that_looks_like_another() -> None:
    assert len(CODE_ALPHABET) ** len(new_code()) > 2**128
    assert not set("ilo01") & set(CODE_ALPHABET)
    assert len({new_code() for _ in range(1000)}) == 1000
    assert set(new_code()) <= set(CODE_ALPHABET)


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("T1 to T4", ["T1", "T2", "T3", "T4"]),
        ("T1–T3", ["T1", "T2", "T3"]),
        ("1-3", ["1", "2", "3"]),
        ("T08-T11", ["T08", "T09", "T10", "T11"]),
        ("Bar 1, Bar 2 ; Window", ["Bar 1", "Bar 2", "Window"]),
        ("A1-A2, Terrace", ["A1", "A2", "Terrace"]),
        ("1号桌，2号桌", ["1号桌", "2号桌"]),
        ("T7", ["T7"]),
        ("Counter - left", ["Counter - left"]),
        ("T9 to T3", ["T9 to T3"]),
        ("T1 to B4", ["T1 to B4"]),
    ],
)
def test_tables_are_named_one_by_one_or_in_a_row(written: str, names: list[str]) -> None:
    assert table_names(written) == names


@pytest.mark.parametrize(
    "written", ["", " , ", "T1 to T999", "T1, T1", "T1-T3, T2", "x" * 21, "T1\u202e", "1-101"]
)
def test_names_that_cannot_be_are_refused(written: str) -> None:
    with pytest.raises(Invalid) as refusal:
        table_names(written)
    assert refusal.value.field == "names"


@given(st.text(max_size=500))
def test_whatever_is_written_gives_sound_names_or_a_refusal(written: str) -> None:
    try:
        names = table_names(written)
    except Invalid:
        return
    assert 1 <= len(names) <= 100
    assert all(0 < len(name) <= 20 for name in names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        (" https://order.example.com/ ", "https://order.example.com"),
        ("http://192.168.1.20:8000", "http://192.168.1.20:8000"),
        ("http://[fe80::1]:8000", "http://[fe80::1]:8000"),
    ],
)
def test_an_address_is_scheme_host_and_port(written: str, kept: str) -> None:
    assert checked_base_url(written) == kept


@pytest.mark.parametrize(
    "written",
    [
        "order.example.com",
        "ftp://example.com",
        "https://",
        "https://example.com/menu",
        "https://example.com?x=1",
        "https://anna:pin@example.com",
        "https://exa mple.com",
        "https://example.com:99999",
        "javascript:alert(1)",
        'https://example.com"><script>',
    ],
)
def test_another_address_is_refused(written: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked_base_url(written)
    assert refusal.value.field == "base_url"


def test_phones_cannot_reach_this_computer_by_its_own_name() -> None:
    near = ["http://localhost:8000", "http://127.0.0.1", "http://[::1]:80", "http://0.0.0.0", ""]
    assert all(is_out_of_reach(address) for address in near)
    assert not is_out_of_reach("http://192.168.1.20:8000")


def test_a_colour_is_six_digits() -> None:
    assert checked_colour("#A8322D") == "#a8322d"
    for colour in ("red", "#fff", "#gggggg", "a8322d", "#a8322d;", "#１２３４５６"):
        with pytest.raises(Invalid):
            checked_colour(colour)


@pytest.mark.parametrize(("warn", "late"), [(0, 5), (5, 5), (9, 5), (5, 241), (-1, 5)])
def test_thresholds_that_make_no_sense_are_refused(warn: int, late: int) -> None:
    with pytest.raises(Invalid):
        checked_thresholds(warn, late)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": "XXX1"}, "currency"),
        ({"currency": "eur"}, "currency"),
        ({"time_zone": "Berlin"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"languages": []}, "languages"),
        ({"languages": ["en", "en"]}, "languages"),
        ({"languages": ["klingon!"]}, "languages"),
        ({"cutoff_hour": 24}, "cutoff_hour"),
        ({"service_charge": 5001}, "service_charge"),
        ({"service_charge": -1}, "service_charge"),
        ({"service_tax_rate": 10_001}, "service_tax_rate"),
        ({"name": {"zh-Hans": "狼之家"}}, "name_en"),
        ({"name": {"en": "x" * 61}}, "name_en"),
        ({"base_url": "nowhere"}, "base_url"),
        ({"accent": "red"}, "accent"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(change: dict[str, object], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(replace(SOUND, **change))
    assert refusal.value.field == field


def test_sound_settings_come_back_clean() -> None:
    name = {"en": "  Casa   Lupo ", "zh-Hans": "", "xx": "?"}
    assert checked(replace(SOUND, name=name)).name == {"en": "Casa Lupo"}
