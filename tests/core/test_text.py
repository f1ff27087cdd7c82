"""What people type, before it is kept."""

import unicodedata

import pytest

from restaurant_order.core.refusals import Invalid
from restaurant_order.core.text import clean_line, clean_note, required_line


def test_spaces_and_accents_are_normalised() -> None:
    assert clean_line("  Cafe\u0301\n au   lait ", longest=40) == "Café au lait"


@pytest.mark.parametrize(
    "text",
    ["a\x00b", "a\x1b[31mb", "evil\u202etxt", "\u2066x", "\ud800", "x\ufffe", "\ue000", "a\x7f",
     "ohne K\ufffdse"],
    ids=["nul", "escape", "override", "isolate", "surrogate", "noncharacter", "private", "delete",
         "damaged"],
)  # fmt: skip
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


@pytest.mark.parametrize(
    "text",
    ["\u200b", "\u3164", "\u2800", "\u00ad", "\ufeff", "\U000e0041\U000e007f", "\U000e0000",
     "\uffa0", "\u2060", "\u200b \u3164", "\u115f\u1160", "\ufe0f", "\u0301"],
    ids=ascii,
)  # fmt: skip
def test_a_name_that_shows_nothing_is_no_name(text: str) -> None:
    with pytest.raises(Invalid):
        required_line(text, longest=20)
    assert clean_note(text) == ""
    assert clean_note(f"no onion{text}").startswith("no onio")


@pytest.mark.parametrize(
    "text",
    ["ผู้ใหญ่ที่กรุงเทพฯ น้ำพริก", "हिन्दी कर्त्तव्य स्त्रियाँ र्त्स्न्या", "Phở bò Huế, bánh xèo chả giò nướng",
     "اللَّهُمَّ بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ", "מַיִם בְּרֵאשִׁ֖ית בָּרָ֣א", "မြွှေ့ ကျွန်ုပ်", "བསྒྲུབས། ཧཱུྃ", "ភាសាខ្មែរ",
     "தமிழ் க்ஷ", "👨‍👩‍👧‍👦 🏴\U000e0067\U000e0062\U000e007f 1️⃣ ❤️", "Z\u0334\u0301\u0302\u0303"],
)  # fmt: skip
def test_marks_of_real_scripts_stay_whole(text: str) -> None:
    assert required_line(text, longest=60) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    ["Z" + "\u0334" * 5, "a" + "\u0e49" * 40, "Z" + "\u0334\u200d" * 5, "Z" + "\u0334\u20dd" * 3,
     "\u0915" + "\u094d\u093e" * 5],
    ids=ascii,
)  # fmt: skip
def test_marks_that_paint_over_the_neighbours_are_refused(text: str) -> None:
    with pytest.raises(Invalid):
        clean_note(text)
