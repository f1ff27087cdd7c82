"""What is not ours: listed, unchanged, free to use, and light enough for a phone."""

import hashlib
import json
import re
from pathlib import Path

import brotli
import pytest

STATIC = Path(__file__).parents[2] / "static"
LAYOUTS = Path(__file__).parents[2] / "templates" / "layouts"
VENDORED = json.loads((STATIC / "vendor" / "VENDORED.json").read_text())
FREE = {"0BSD", "MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0"}
PHONE_SCRIPT_BYTES = 40_000
"""As brotli, which is how browsers get it over HTTPS."""


@pytest.mark.parametrize("item", VENDORED, ids=lambda item: item["package"])
def test_a_vendored_file_is_what_its_list_says(item: dict[str, str]) -> None:
    found = hashlib.sha256((STATIC / item["file"]).read_bytes()).hexdigest()
    assert found == item["sha256"]
    assert item["source"].startswith(f"npm:{item['package']}@{item['version']}/")


@pytest.mark.parametrize("item", VENDORED, ids=lambda item: item["package"])
def test_a_vendored_file_brings_its_licence(item: dict[str, str]) -> None:
    assert item["licence"] in FREE
    assert len((STATIC / item["licence_text"]).read_text()) > 200


def test_nothing_is_vendored_without_being_listed() -> None:
    present = {f"vendor/{file.name}" for file in (STATIC / "vendor").glob("*.js")}
    assert present == {item["file"] for item in VENDORED if item["file"].startswith("vendor/")}


def test_a_phone_loads_at_most_forty_kilobytes_of_script() -> None:
    loaded = phone_scripts()
    sizes = {file.name: len(brotli.compress(file.read_bytes())) for file in loaded}
    assert sum(sizes.values()) <= PHONE_SCRIPT_BYTES, sizes


def phone_scripts() -> set[Path]:
    """Every script the phone's layout names, and all they import."""
    html = (LAYOUTS / "base.html").read_text() + (LAYOUTS / "phone.html").read_text()
    named = re.findall(r"asset\('((?:js|vendor)/[^']+\.js)'\)", html)
    waiting = [STATIC / name for name in named]
    waiting += (STATIC / "js" / "live").glob("*.js")
    found: set[Path] = set()
    while waiting:
        file = waiting.pop().resolve()
        if file in found:
            continue
        found.add(file)
        imports = re.findall(r"""(?:from|import)\s*["'](\.[^"']+)["']""", file.read_text())
        waiting += [file.parent / name for name in imports]
    return found
