"""Max at the desk: opens pages, fills in forms, and looks what became of the menu."""

import io
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from restaurant_order.core.journal import head
from restaurant_order.menu.catalogue import CatalogueDish, catalogue
from restaurant_order.menu.queries import categories_of, groups_of
from tests.cast import Place
from tests.manager.menu_pages.forms import as_data, fields_of, with_fields


@dataclass(frozen=True)
class Desk:
    app: Flask
    place: Place
    client: FlaskClient

    def open(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.text

    def send(self, page: str, *, action: str = "", **changes: str | list[str]) -> TestResponse:
        """Fill in the form that stands on a page, and send it."""
        action = action or page
        pairs = with_fields(fields_of(self.open(page), action), **changes)
        return self.client.post(action, data=as_data(pairs))

    def upload(self, address: str, content: bytes, *, field: str, name: str = "a") -> TestResponse:
        files = {field: (io.BytesIO(content), name)}
        answer = self.client.post(address, data=files, content_type="multipart/form-data")
        answer.request.environ["wsgi.input"].close()
        return answer

    def dish_page(self, name: str) -> str:
        return f"/manage/menu/dishes/{self.place.dishes[name]}"

    def category_page(self, reference: str) -> str:
        with self.app.app_context():
            found = {one.reference: one.id for one in categories_of(self.place.id)}
        return f"/manage/menu/categories/{found[reference]}"

    def group_page(self, reference: str) -> str:
        with self.app.app_context():
            found = {one.reference: one.id for one in groups_of(self.place.id)}
        return f"/manage/menu/options/{found[reference]}"

    def dish(self, reference: str) -> CatalogueDish:
        with self.app.app_context():
            dishes = catalogue(self.place.restaurant).dishes
            return next(dish for dish in dishes if dish.reference == reference)

    def references(self) -> list[str]:
        with self.app.app_context():
            return [dish.reference for dish in catalogue(self.place.restaurant).dishes]

    def journal_length(self) -> int:
        with self.app.app_context():
            return head(self.place.id)
