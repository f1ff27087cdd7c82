"""A picture is on the disk for as long as a dish names it, and not for ever."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image

from restaurant_order.core import clock
from restaurant_order.core.refusals import NotFound
from restaurant_order.menu import unused_photos
from restaurant_order.menu.photos import WIDTHS, keep_photo, photo_folder
from restaurant_order.menu.service import set_photo
from restaurant_order.menu.unused_photos import JUST_KEPT, drop_unused_photos
from tests.cast import Place, casa_lupo


@pytest.fixture
def place(app_context: None) -> Place:
    return casa_lupo()


def kept(colour: str, *, minutes_ago: float = 60) -> str:
    """A picture that somebody has uploaded."""
    file = io.BytesIO()
    Image.new("RGB", (100, 100), colour).save(file, "PNG")
    name = keep_photo(file.getvalue())
    then = (clock.now() - timedelta(minutes=minutes_ago)).timestamp()
    for each in photo_folder().glob(f"{name}-*"):
        os.utime(each, (then, then))
    return name


def shows(place: Place, dish: str, photo: str | None) -> None:
    set_photo(place.dishes[dish], photo, by=place.person("Max"))


def on_disk() -> set[str]:
    return {file.name.partition("-")[0] for file in photo_folder().iterdir()}


def test_a_replaced_picture_leaves_in_all_its_widths(place: Place) -> None:
    red, green = kept("red"), kept("green")
    shows(place, "lemonade", red)
    shows(place, "lemonade", green)
    assert on_disk() == {green}
    assert len(list(photo_folder().iterdir())) == len(WIDTHS)
    shows(place, "lemonade", None)
    assert on_disk() == set()


def test_what_another_dish_shows_stays(place: Place) -> None:
    other = casa_lupo(name="Trattoria")
    red = kept("red")
    shows(place, "lemonade", red)
    shows(other, "oyster", red)
    shows(place, "lemonade", None)
    assert on_disk() == {red}


def test_a_change_that_is_refused_loses_no_picture(place: Place) -> None:
    red = kept("red")
    shows(place, "lemonade", red)
    with pytest.raises(NotFound):
        set_photo(10**6, None, by=place.person("Max"))
    shows(place, "lemonade", red)
    assert on_disk() == {red}


def test_what_was_uploaded_just_now_may_be_on_its_way_to_a_dish(place: Place) -> None:
    minutes = JUST_KEPT.total_seconds() / 60
    fresh = kept("red", minutes_ago=minutes - 1)
    assert drop_unused_photos() == 0
    shows(place, "lemonade", fresh)
    with clock.held_at(clock.now() + JUST_KEPT):
        assert drop_unused_photos() == 0
        shows(place, "lemonade", None)
    assert on_disk() == set()


def test_an_old_picture_that_is_just_kept_again_may_be_on_its_way_too(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = kept("red")
    photo_of, uploaded = unused_photos._photo_of, []

    def and_upload_again(file: Path) -> str:
        if not uploaded:
            uploaded.append(kept("red", minutes_ago=0))
            shows(place, "lemonade", red)
        return photo_of(file)

    monkeypatch.setattr(unused_photos, "_photo_of", and_upload_again)
    assert drop_unused_photos() == 0
    assert on_disk() == {red}


def test_the_command_removes_what_was_left_and_nothing_the_second_time(
    app: Flask, place: Place
) -> None:
    shown = kept("green")
    kept("red")
    shows(place, "lemonade", shown)
    run = app.test_cli_runner().invoke
    said = [run(args=["menu", "clean-photos"]).output for _ in range(2)]
    assert said == [f"{len(WIDTHS)} files removed\n", "0 files removed\n"]
    assert on_disk() == {shown}


def test_without_any_picture_there_is_nothing_to_do(place: Place) -> None:
    assert drop_unused_photos() == 0
