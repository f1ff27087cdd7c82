"""Every sentence of the interface, in every language of the interface."""

import io
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from restaurant_order.core.languages import INTERFACE

ROOT = Path(__file__).parent.parent
TRANSLATIONS = ROOT / "restaurant_order" / "translations"
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "_l": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "_ln": (1, 2),
    "lazy_ngettext": (1, 2),
}


@pytest.fixture(scope="module")
def sentences() -> Catalog:
    """All that the sources say."""
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = Catalog()
    extracted = extract_from_dir(
        str(ROOT),
        methods,
        options,
        keywords=FUNCTIONS,
        directory_filter=lambda folder: Path(folder).name[0] not in "._" and _is_ours(folder),
    )
    for _file, line, message, _comments, context in extracted:
        found.add(message, context=context, locations=[("", line)])
    return found


def _is_ours(folder: str) -> bool:
    top = Path(folder).relative_to(ROOT).parts[:1]
    return not top or top[0] in {"restaurant_order", "kitchen_display", "templates"}


@pytest.fixture(params=[tag for tag in INTERFACE if tag != "en"])
def catalogue(request: pytest.FixtureRequest) -> Catalog:
    file = TRANSLATIONS / request.param.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    return read_po(io.BytesIO(file.read_bytes()))


def test_no_sentence_is_without_translation(sentences: Catalog, catalogue: Catalog) -> None:
    missing = [m.id for m in sentences if m.id and not _is_translated(catalogue, m.id)]
    assert missing == []
    assert len(sentences) > 100


def test_no_translation_is_a_guess(catalogue: Catalog) -> None:
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_no_translation_outlives_its_sentence(sentences: Catalog, catalogue: Catalog) -> None:
    assert [m.id for m in catalogue if m.id and sentences.get(m.id) is None] == []


def test_what_is_filled_in_is_the_same_in_every_language(catalogue: Catalog) -> None:
    assert [str(e) for message in catalogue for e in message.check()] == []


def _is_translated(catalogue: Catalog, sentence: str | tuple[str, ...]) -> bool:
    message = catalogue.get(sentence)
    if message is None:
        return False
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)
