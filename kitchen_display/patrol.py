"""The round through the kitchen: every few seconds one process looks for tickets nobody draws,
and for dishes whose turn has come.
"""

import logging
import time
from typing import Final

from flask import Flask

from kitchen_display.reconcile import reconcile_all
from restaurant_order.core.database import db
from restaurant_order.core.duty import Holder
from restaurant_order.live.draw import nobody
from restaurant_order.live.sockets import sockets_of
from restaurant_order.ordering.clearing import clear_forgotten
from restaurant_order.ordering.leaving import end_idle_parties
from restaurant_order.ordering.missed import look_for_missed
from restaurant_order.ordering.planning import keep_plan
from restaurant_order.ordering.switching import leave_what_is_off
from restaurant_order.venue.models import Restaurant

EVERY: Final = 2.0
"""Seconds between two looks for tickets that no screen has drawn."""

THOROUGHLY: Final = 60.0
"""Seconds between two comparisons of all boards with all lines."""

DUTY: Final = "kitchen patrol"

log = logging.getLogger(__name__)


class Patrol:
    """A background task of each serving process; only the one that holds the duty looks."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._holder = Holder()
        self._compare_at = time.monotonic() + THOROUGHLY

    def start(self) -> None:
        sockets = sockets_of(self._app)
        if sockets is None:  # an application without screens has nothing to draw
            return
        self._sleep = sockets.io.sleep
        sockets.io.start_background_task(self._run)

    def round(self) -> None:
        """One look, if it is this process's to look."""
        with nobody(self._app):
            if not self._holder.has(DUTY):
                return
            if time.monotonic() < self._compare_at:
                for restaurant in db.session.scalars(db.select(Restaurant)).all():
                    for fact in look_for_missed(restaurant).missed:
                        log.warning(
                            "no screen of station %s drew %s", fact.station_id, fact.order_id
                        )
                    leave_what_is_off(restaurant)
                    keep_plan(restaurant)
            else:
                self._compare_at = time.monotonic() + THOROUGHLY
                for restaurant in db.session.scalars(db.select(Restaurant)).all():
                    for order_id in clear_forgotten(restaurant):
                        log.info("order %s was forgotten on the board and cleared", order_id)
                    end_idle_parties(restaurant.id)
                for name, report in reconcile_all().items():
                    for fault in report.faults:
                        log.error("%s: %s", name, fault)
            db.session.rollback()

    def _run(self) -> None:
        while True:
            self._sleep(EVERY)
            try:
                self.round()
            except Exception:
                log.exception("the round through the kitchen failed")
