"""What a test does when the machine lacks a program it needs."""

import os
from typing import NoReturn

import pytest


def missing(program: str, *, package: str) -> NoReturn:
    """Skip, naming what to install; where everything must be there (CI), fail."""
    sentence = f"{program} is missing: apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)
