"""What people type, before it is kept."""

import pytest

from restaurant_order.core.refusals import Invalid
from restaurant_order.core.text import clean_line, clean_note, required_line


def test_spaces_and_accents_are_normalised() -> None:
    assert clean_line("  Cafe\u0301\n au   lait ", longest=40) == "Café au lait"


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x1b[31mb", "evil\u202etxt", "\u2066x", "\ud800", "x\ufffe", "\ue000", "a\x7f"],
    ids=["nul", "escape", "override", "isolate", "surrogate", "noncharacter", "private", "delete"],
)
def test_what_deceives_or_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        clean_note(text)


@pytest.mark.parametrize("text", ["<b>no</b> onion", "不要洋葱 🧅", "بدون بصل", "l'œuf & co."])
def test_people_may_write_as_people_write(text: str) -> None:
    assert clean_note(text) == text


def test_two_hundred_characters_and_not_one_more() -> None:
    assert len(clean_note("x" * 200)) == 200
    for length in (201, 10_000):
        with pytest.raises(Invalid):
            clean_note("x" * length)


def test_a_name_of_spaces_is_no_name() -> None:
    with pytest.raises(Invalid):
        required_line(" \u3000 ", longest=20)
