"""What must never come out of the printer, and the sentence that says why."""

import io
import zipfile
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from restaurant_order.core.refusals import Invalid
from restaurant_order.qr.codes import short_form
from restaurant_order.qr.design import Design, Format, from_file, to_file
from restaurant_order.qr.lettering import set_line
from restaurant_order.qr.logos import make_logo
from restaurant_order.qr.problems import SheetProblem
from restaurant_order.qr.reading_order import runs_of
from tests.qr.printing import card, codes_found, logo, printed


@pytest.mark.parametrize(
    ("design", "code"),
    [
        (Design(ink="#ffffff"), "light_on_dark"),
        (Design(ink="#eeeeee", ground="#222222"), "light_on_dark"),
        (Design(ink="#999999"), "contrast"),
        (Design(columns=4, rows=6, distance=600), "module_size"),
        (Design(distance=3000), "module_size"),
        (Design(format=Format.STICKER_50, wifi_network="Lupo"), "no_room_for_wifi"),
        (Design(calls={"en": "🍕🍕🍕"}), "no_glyph_in"),
        (Design(format=Format.STICKER_50, calls={"en": "W" * 80}), "text_does_not_fit"),
    ],
)
def test_a_design_that_would_not_scan_is_refused(tmp_path: Path, design: Design, code: str) -> None:
    said = printed(tmp_path, design, [card(1)])
    assert (said.state, code in codes_found(said)) == ("stopped", True)
    assert {each.name for each in tmp_path.iterdir()} == {"job.json", "progress.json"}


@pytest.mark.parametrize("name", ["🍕", "\U000f1234", "A🍕B"])
def test_a_name_that_no_font_can_print_is_named(tmp_path: Path, name: str) -> None:
    said = printed(tmp_path, Design(), [card(1), card(2, name)])
    assert (said.state, said.findings[0]["values"]["text"]) == ("stopped", name)


@pytest.mark.parametrize("name", ["x" * 5000, "W" * 150])
def test_a_name_that_does_not_fit_stops_the_sheet(tmp_path: Path, name: str) -> None:
    assert printed(tmp_path, Design(), [card(1, name)]).state == "stopped"


@pytest.mark.parametrize("name", ["<svg onload=x>", "a\u0301\u0302\u0303", "‘T7’ & ]]>", "%s {0}"])
def test_odd_names_are_letters_like_others(tmp_path: Path, name: str) -> None:
    assert printed(tmp_path, Design(), [card(1, name)], kind="svg").state == "done"
    with zipfile.ZipFile(tmp_path / "result.zip") as archive:
        assert b"onload" not in archive.read("sheet-001.svg")


@pytest.mark.parametrize("name", ["طاولة ٧", "โต๊ะเจ็ด", "露台七号", "Žluťoučký kůň", "Ξ7", "שולחן"])
def test_names_of_the_world_are_drawn(name: str) -> None:
    line = set_line(name)
    assert line.width > 1
    assert len(line.path) > 20


def test_arabic_letters_join_and_read_leftwards() -> None:
    apart = sum(set_line(letter).width for letter in "طاولة")
    assert set_line("طاولة").width < apart
    assert runs_of("طاولة 7") == [("7", False), ("طاولة ", True)]
    assert runs_of("T7 طاولة") == [("T7 ", False), ("طاولة", True)]


def test_one_code_that_fails_stops_the_sheet_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from restaurant_order.qr import reading

    spoilt = card(2).address
    honest = reading.says
    monkeypatch.setattr(
        reading, "says", lambda picture, text: text != spoilt and honest(picture, text)
    )
    said = printed(tmp_path, Design(), [card(1), card(2), card(3)])
    assert said.findings[0]["values"] == {"name": "T2", "harm": "print"}
    assert not list(tmp_path.glob("result*"))


def test_a_job_that_is_stopped_leaves_nothing(tmp_path: Path) -> None:
    tmp_path.joinpath("cancel").touch()
    assert printed(tmp_path, Design(), [card(1)]).state == "cancelled"
    assert not list(tmp_path.glob("result*"))


def bomb() -> bytes:
    body = io.BytesIO()
    Image.new("1", (20000, 20000)).save(body, "PNG")
    return body.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"hello", b"<svg><script>alert(1)</script></svg>", b"\x89PNG\r\n\x1a\n text",
        logo()[:200], bomb(), b"GIF89a" + b"\0" * 100,
    ],
    ids=["empty", "text", "svg", "text as png", "half", "bomb", "gif"],
)  # fmt: skip
def test_only_pictures_become_logos(content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        make_logo(content)
    assert refused.value.field == "logo"


def test_a_logo_is_made_anew() -> None:
    with Image.open(io.BytesIO(make_logo(logo()))) as picture:
        assert (picture.format, picture.info) == ("PNG", {})


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", b"\xff", b"[" * 9000, b" " * 20000,
        b'{"name": "x", "design": {"ink": "red"}}',
        b'{"name": "x", "design": {"bleed": 10000}}',
        b'{"name": "x", "design": {"columns": 0}}',
        b'{"name": "x", "design": {"secret": 1}}',
    ],
)  # fmt: skip
def test_only_templates_become_designs(content: bytes) -> None:
    with pytest.raises(SheetProblem):
        from_file(content)


def test_a_template_comes_back_as_it_went_without_the_password() -> None:
    design = Design(format=Format.COASTER, wifi_network="Lupo", wifi_password="pasta")
    name, back = from_file(to_file("Bar", design))
    assert (name, back) == ("Bar", msgspec.structs.replace(design, wifi_password=""))


def test_an_address_in_capitals_is_coarser_unless_the_host_forbids() -> None:
    assert short_form("https://a.example:8000", "abc") == "HTTPS://A.EXAMPLE:8000/T/ABC"
    assert short_form("https://a_b.example", "abc") == "https://a_b.example/t/abc"


@pytest.mark.parametrize("name", ["\u0301\u0302", "\u0e31\u0e49", "\u064b", "\u200d", "\u3000"])
def test_names_of_marks_alone_are_printed_or_named(tmp_path: Path, name: str) -> None:
    said = printed(tmp_path, Design(), [card(1, name), card(2)])
    assert said.state == "done" or said.findings[0]["values"]["text"] == name


@pytest.mark.parametrize("form", Format)
def test_five_thousand_characters_stop_every_format(tmp_path: Path, form: Format) -> None:
    said = printed(tmp_path, Design(format=form), [card(1, "长" * 5000)])
    assert said.state == "stopped"
    assert codes_found(said)[0] in ("text_too_long", "text_does_not_fit")
    assert not list(tmp_path.glob("result*"))
