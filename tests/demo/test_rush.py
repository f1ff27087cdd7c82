"""The rush keeps to its minutes and its pace."""

from random import Random

import pytest

from restaurant_order.demo.guests import Party, Tally
from restaurant_order.demo.rush import Pace, rush


class Watch:
    """Time passes only while somebody waits for something."""

    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += seconds


class PromptGuests:
    """Guests who order whenever asked, and need `slowness` seconds for it."""

    def __init__(self, watch, slowness=0.0, error=None):
        self.watch, self.slowness, self.error = watch, slowness, error
        self.dice, self.tally, self.times = Random(7), Tally(), []

    def order(self, party):
        if self.error:
            raise self.error
        self.times.append(self.watch() - 1000)
        self.watch.wait(self.slowness)
        self.tally.orders += 1
        return True


def run(guests, watch, pace, told=None):
    parties = [Party("T1", "one"), Party("T2", "two")]
    told = [] if told is None else told
    return rush(guests, parties, pace, tell=told.append, watch=watch, wait=watch.wait)


def test_orders_come_at_an_even_pace_and_then_stop():
    watch = Watch()
    guests = PromptGuests(watch)
    tally = run(guests, watch, Pace(minutes=3, orders_per_minute=20))
    assert tally.orders == 60
    assert guests.times[:3] == [0.0, 3.0, 6.0]
    assert guests.times[-1] < 180


def test_a_slow_server_gets_fewer_orders_and_no_longer_rush():
    watch = Watch()
    guests = PromptGuests(watch, slowness=10)
    tally = run(guests, watch, Pace(minutes=1, orders_per_minute=60))
    assert tally.orders == 7
    assert guests.times[-1] <= 60


def test_both_tables_are_told_of():
    watch, told = Watch(), []
    run(PromptGuests(watch), watch, Pace(minutes=1, orders_per_minute=20), told)
    assert {line[:3] for line in told} == {"T1:", "T2:"}


def test_a_silent_server_ends_the_rush():
    watch = Watch()
    guests = PromptGuests(watch, error=ConnectionRefusedError())
    with pytest.raises(ConnectionRefusedError):
        run(guests, watch, Pace())
