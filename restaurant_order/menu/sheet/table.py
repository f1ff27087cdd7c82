"""From text to rows: separators, quotes, limits, and the marks that keep formulas from running."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from flask_babel import lazy_gettext as _l

from restaurant_order.menu.sheet.columns import (
    Column,
    Headers,
    known_headers,
    plain_header,
    read_headers,
)
from restaurant_order.menu.sheet.decoding import Encoding, decode
from restaurant_order.menu.sheet.refusals import BadCell, BadFile, Trouble
from restaurant_order.menu.sheet.repair import repaired

MOST_ROWS: Final = 5000
LONGEST_CELL: Final = 5000
SEPARATORS: Final = (",", ";", "\t")
FORMULA_STARTS: Final = frozenset("=+-@\t\r＝＋－＠")
"""What makes a spreadsheet program run a cell (OWASP, "CSV Injection")."""


@dataclass(frozen=True)
class Repair:
    """Damaged text put right, to be shown before it is taken over."""

    row: int
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """A row of the file by column; `number` as the spreadsheet program shows it, header 1."""

    number: int
    cells: dict[Column, str]


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    columns: frozenset[Column]
    unused: tuple[str, ...]
    encoding: Encoding
    separator: str
    repairs: tuple[Repair, ...]
    troubles: tuple[Trouble, ...]


def read_table(
    content: bytes, languages: Sequence[str], *, encoding: Encoding | None = None
) -> Table:
    """The file's rows, texts put right. Raises BadFile; troubles of single cells are listed."""
    decoded = decode(content, encoding=encoding)
    text = decoded.text.removeprefix("\ufeff")
    separator, text = _separator(text, languages)
    lines = _lines(text, separator)
    if not lines:
        raise BadFile(_l("This file is empty."))
    headers = read_headers(lines[0], languages)
    reading = _Reading(headers)
    rows = [
        reading.row(number, line)
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise BadFile(_l("There are no dishes in this file."))
    return Table(
        rows=tuple(rows),
        columns=frozenset(headers.places),
        unused=headers.unused,
        encoding=decoded.encoding,
        separator=separator,
        repairs=tuple(reading.repairs),
        troubles=tuple(reading.troubles),
    )


def guarded(cell: str) -> str:
    """A cell that no spreadsheet program runs as a formula; `unguarded` undoes it."""
    return f"'{cell}" if _looks_guarded(cell) or cell[:1] in FORMULA_STARTS else cell


def unguarded(cell: str) -> str:
    return cell[1:] if _looks_guarded(cell) else cell


def _looks_guarded(cell: str) -> bool:
    return cell[:1] == "'" and (cell[1:2] in FORMULA_STARTS or cell[1:2] == "'")


class _Reading:
    """Collects what there is to tell while rows are read."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        self.repairs: list[Repair] = []
        self.troubles: list[Trouble] = []

    def row(self, number: int, line: list[str]) -> Row:
        cells = {
            column: self.cell(number, column, line[place] if place < len(line) else "")
            for column, place in self.headers.places.items()
        }
        return Row(number, cells)

    def cell(self, number: int, column: Column, raw: str) -> str:
        text = unguarded(raw.strip())
        try:
            if len(text) > LONGEST_CELL:
                raise BadCell(_l("At most %(count)s characters, please.", count=LONGEST_CELL))
            after = repaired(text)
        except BadCell as bad:
            self.troubles.append(Trouble(number, column.header, bad.sentence))
            return ""
        if after != text:
            self.repairs.append(Repair(number, column.header, text, after))
        return after


def _separator(text: str, languages: Sequence[str]) -> tuple[str, str]:
    """The separator by which the first line names most columns; Excel's `sep=;` line wins."""
    first, _, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.casefold().startswith("sep=") and said[4:5] in SEPARATORS:
        return said[4], rest
    known = known_headers(languages)
    return max(SEPARATORS, key=lambda sign: _known_in(first, sign, known)), text


def _known_in(line: str, separator: str, known: dict[str, Column]) -> int:
    return sum(plain_header(cell.strip().strip('"')) in known for cell in line.split(separator))


def _lines(text: str, separator: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = list(islice(reader, MOST_ROWS + 2))
    except csv.Error:
        raise BadFile(
            _l("The quotation marks in line %(line)s do not match.", line=reader.line_num)
        ) from None
    if len(lines) > MOST_ROWS + 1:
        raise BadFile(_l("At most %(count)s rows, please.", count=MOST_ROWS))
    return lines
