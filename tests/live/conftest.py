"""`house`: Casa Lupo with screens. Proofs come when a test asks for a round of them."""

import pytest
from flask import Flask

from restaurant_order.live.prove import Prover
from tests.live.house import House


@pytest.fixture
def house(app: Flask, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(Prover, "start", lambda _self: None)
    return House(app)


@pytest.fixture
def prover(house: House) -> Prover:
    return Prover(house.sockets)
