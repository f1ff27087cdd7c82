"""Casa Lupo with its people signed in."""

from tests.manager.conftest import as_max, as_olga, neighbours, place, signed_in

__all__ = ["as_max", "as_olga", "neighbours", "place", "signed_in"]
