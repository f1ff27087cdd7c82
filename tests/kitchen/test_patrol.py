"""The round through the kitchen that a serving process makes by itself."""

from datetime import timedelta

import pytest
from flask import Flask

from kitchen_display.patrol import Patrol
from restaurant_order.core import clock
from restaurant_order.core.duty import LASTS, Holder
from restaurant_order.ordering.missed import missed_tickets
from tests.kitchen.house import Kitchen


def test_a_round_finds_what_nobody_draws(kitchen: Kitchen) -> None:
    kitchen.orders("margherita")
    with clock.held_at(clock.now() + timedelta(seconds=11)):
        Patrol(kitchen.app).round()
    with kitchen.app.app_context():
        assert len(missed_tickets(kitchen.place.id)) == 1


def test_of_several_processes_one_looks(kitchen: Kitchen, each_app: Flask) -> None:
    first, second = Holder(), Holder()
    start = clock.now()
    with each_app.app_context():
        assert first.has("round")
        assert not second.has("round")
        assert second.has("another")
        with clock.held_at(start + LASTS * 0.8):
            assert first.has("round")
        with clock.held_at(start + LASTS * 1.5):
            assert not second.has("round")
        with clock.held_at(start + LASTS * 2):
            assert second.has("round")
            assert not first.has("round")


@pytest.mark.parametrize("patrols", [1, 2])
def test_two_patrols_find_nothing_twice(patrols: int, kitchen: Kitchen) -> None:
    kitchen.orders("margherita")
    rounds = [Patrol(kitchen.app) for _ in range(patrols)]
    with clock.held_at(clock.now() + timedelta(seconds=11)):
        for one in rounds:
            one.round()
    with kitchen.app.app_context():
        assert len(missed_tickets(kitchen.place.id)) == 1
