"""`house`: Casa Lupo with screens. Proofs come when a test asks for a round of them.

`shared_house` is one of many in a database that lasts for a module, for tests with real servers.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from restaurant_order.live.prove import Prover
from tests.live import regions
from tests.live.house import House
from tests.servers.databases import opened, sqlite_database


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(Prover, "start", lambda _self, _audience: None)
    return House(app, *regions.add_to(app))


@pytest.fixture
def prover(house: House) -> Prover:
    return Prover(house.sockets)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("live")


@pytest.fixture(scope="module")
def shared_app(data_dir: Path, sqlite_template: Path) -> Iterator[Flask]:
    with sqlite_database(data_dir, sqlite_template) as url, opened(url, data_dir) as app:
        regions.add_to(app)
        yield app


@pytest.fixture
def shared_house(shared_app: Flask) -> House:
    known = shared_app.extensions["live regions"]
    return House(shared_app, known["test-rounds"], known["test-stations"])
