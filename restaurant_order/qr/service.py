"""Codes for people who type, for blank stickers and single visits; and what was printed when."""

import hashlib
import secrets
import time
from collections.abc import Sequence
from typing import Any, Final, cast

import msgspec
from flask_babel import lazy_gettext as _l
from sqlalchemy import Row, bindparam, delete, select, text, update

from restaurant_order.core import clock
from restaurant_order.core.constraints import flush_or_refuse
from restaurant_order.core.database import db, run
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.text import required_line
from restaurant_order.core.transaction import transaction
from restaurant_order.people.models import StaffMember
from restaurant_order.qr.cards import Card
from restaurant_order.qr.codes import short_form
from restaurant_order.qr.design import Design
from restaurant_order.qr.models import (
    BlankCode,
    PrintedCard,
    SheetLogo,
    SheetTemplate,
    TypedCode,
    VisitCode,
)
from restaurant_order.qr.refusals import StickerBound
from restaurant_order.venue import tables as furniture
from restaurant_order.venue.models import Area, Table, TableCode
from restaurant_order.venue.rules import CODE_ALPHABET, new_code
from restaurant_order.visits.models import Visit

TYPED_LENGTH: Final = 8
"""Of 31 letters: 8 * 10^11 codes, tried at a few an hour."""

AT_ONCE: Final = 50
"""Codes to type that are made in one transaction."""

MOST_TEMPLATES: Final = 50
MOST_BLANKS: Final = 200


def cards_of(restaurant_id: int, base_url: str, *, table_id: int | None = None) -> list[Card]:
    """What is printed for each table, or for one. A first printing gives it a code to type."""
    rows = _printed_rows(restaurant_id, table_id)
    if _make_typed([row.code_id for row in rows if row.typed is None]):
        rows = _printed_rows(restaurant_id, table_id)
    return [
        Card(row.id, row.name, row.area, short_form(base_url, row.code), row.typed) for row in rows
    ]


def code_behind(typed: str) -> str | None:
    """The table code that somebody means who types `k7m2 pq4x`; none for a renewed one."""
    plain = "".join(char for char in typed.lower() if char in CODE_ALPHABET)
    if len(plain) != TYPED_LENGTH:
        return None
    return db.session.scalar(
        select(TableCode.code)
        .join(TypedCode, TypedCode.code_id == TableCode.id)
        .where(TypedCode.typed == plain, TableCode.renewed_at.is_(None))
    )


def note_printed(restaurant_id: int, cards: Sequence[Card]) -> None:
    """These cards are on their way to their tables. Cards of tables that are gone are skipped."""
    with transaction():
        ours = set(db.session.scalars(select(Table.id).where(Table.restaurant_id == restaurant_id)))
        printed = {card.table_id: card for card in cards if card.table_id in ours}
        db.session.execute(delete(PrintedCard).where(PrintedCard.table_id.in_(printed)))
        for card in printed.values():
            db.session.add(
                PrintedCard(
                    table_id=card.table_id,
                    restaurant_id=restaurant_id,
                    says=_says(card),
                    printed_at=clock.now(),
                )
            )


def stale(restaurant_id: int, cards: Sequence[Card]) -> list[Card]:
    """Whose printed card is wrong by now: another code, name or address. Never printed is not."""
    printed = {
        row.table_id: row.says
        for row in db.session.scalars(
            select(PrintedCard).where(PrintedCard.restaurant_id == restaurant_id)
        )
    }
    return [card for card in cards if printed.get(card.table_id, _says(card)) != _says(card)]


def count_printed(restaurant_id: int) -> int:
    query = select(PrintedCard.table_id).where(PrintedCard.restaurant_id == restaurant_id)
    return len(db.session.scalars(query).all())


def make_blanks(restaurant_id: int, count: int, base_url: str) -> list[Card]:
    """Stickers for tables that are not known yet. Raises Invalid beyond 200 at once."""
    if not 1 <= count <= MOST_BLANKS:
        raise Invalid(
            _l("Between 1 and %(count)s stickers, please.", count=MOST_BLANKS), field="count"
        )
    codes = [new_code() for _ in range(count)]
    with transaction():
        for code in codes:
            db.session.add(BlankCode(restaurant_id=restaurant_id, code=code, made_at=clock.now()))
    return [Card(0, "", "", short_form(base_url, code)) for code in codes]


def blank_of(code: str) -> BlankCode | None:
    """A sticker that waits for its table."""
    return db.session.scalar(
        select(BlankCode).where(BlankCode.code == code, BlankCode.bound_at.is_(None))
    )


def bind(code: str, table: Table, *, by: StaffMember) -> None:
    """The sticker becomes the table's code; the one before stops working.

    Raises StickerBound when a colleague was faster, NotFound for another restaurant's sticker.
    """
    with transaction():
        bound = db.session.execute(
            update(BlankCode)
            .where(
                BlankCode.code == code,
                BlankCode.restaurant_id == table.restaurant_id,
                BlankCode.bound_at.is_(None),
            )
            .values(bound_at=clock.now())
            .returning(BlankCode.id)
        )
        if bound.first() is None:
            raise StickerBound
        furniture.put_code(table, code, by=by.actor)


def code_of_visit(visit: Visit) -> str:
    """The visit's own code, made when first asked for."""
    with transaction():
        found = db.session.get(VisitCode, visit.id)
        if found is None:
            found = VisitCode(
                visit_id=visit.id,
                restaurant_id=visit.restaurant_id,
                code=new_code(),
                made_at=clock.now(),
            )
            db.session.add(found)
        return found.code


def visit_behind(code: str) -> Visit | None:
    """Whose own code this is, whether or not the visit goes on."""
    return db.session.scalar(
        select(Visit).join(VisitCode, VisitCode.visit_id == Visit.id).where(VisitCode.code == code)
    )


def templates(restaurant_id: int) -> Sequence[SheetTemplate]:
    return db.session.scalars(
        select(SheetTemplate)
        .where(SheetTemplate.restaurant_id == restaurant_id)
        .order_by(SheetTemplate.name)
    ).all()


def template_or_refuse(restaurant_id: int, template_id: int) -> SheetTemplate:
    found = db.session.get(SheetTemplate, template_id)
    if found is None or found.restaurant_id != restaurant_id:
        raise NotFound
    return found


def design_of(template: SheetTemplate) -> Design:
    return msgspec.convert(template.design, Design)


def save_template(restaurant_id: int, *, name: str, design: Design) -> SheetTemplate:
    """Under a new name, or over the one that has it. Raises Invalid beyond fifty."""
    given = required_line(name, longest=60, field="template_name")
    plain: dict[str, Any] = msgspec.to_builtins(design)
    with transaction():
        there = {each.name: each for each in templates(restaurant_id)}
        if given in there:
            there[given].design, there[given].saved_at = plain, clock.now()
            return there[given]
        if len(there) >= MOST_TEMPLATES:
            raise Invalid(
                _l("At most %(count)s templates.", count=MOST_TEMPLATES), field="template_name"
            )
        made = SheetTemplate(
            restaurant_id=restaurant_id, name=given, design=plain, saved_at=clock.now()
        )
        db.session.add(made)
        flush_or_refuse(Invalid(field="template_name"))
        return made


def delete_template(template: SheetTemplate) -> None:
    with transaction():
        db.session.execute(delete(SheetTemplate).where(SheetTemplate.id == template.id))


def logo_of(restaurant_id: int) -> bytes | None:
    return db.session.scalar(
        select(SheetLogo.content).where(SheetLogo.restaurant_id == restaurant_id)
    )


def keep_logo(restaurant_id: int, content: bytes | None) -> None:
    """A PNG of `logos.make_logo`, or none any more."""
    with transaction():
        db.session.execute(delete(SheetLogo).where(SheetLogo.restaurant_id == restaurant_id))
        if content is not None:
            db.session.add(SheetLogo(restaurant_id=restaurant_id, content=content))


def _printed_rows(restaurant_id: int, table_id: int | None) -> Sequence[Row[Any]]:
    query = _PRINTED if table_id is None else _PRINTED.where(Table.id == table_id)
    return cast(Sequence[Row[Any]], run(query, {"restaurant": restaurant_id}).all())


def _make_typed(code_ids: Sequence[int]) -> int:
    """For codes that have none yet; how many. In short transactions, with room for others between,
    so that nobody's order waits while a large house prints for the first time."""
    for start in range(0, len(code_ids), AT_ONCE):
        with transaction():
            run(_NEW_TYPED, [{"code_id": each, "typed": _new_typed()}
                             for each in code_ids[start : start + AT_ONCE]])  # fmt: skip
        time.sleep(0)
    return len(code_ids)


def _new_typed() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(TYPED_LENGTH))


_PRINTED: Final[Any] = (
    select(
        Table.id,
        Table.name,
        Area.name.label("area"),
        TableCode.id.label("code_id"),
        TableCode.code,
        TypedCode.typed,
    )
    .join(Area, Area.id == Table.area_id)
    .join(TableCode, TableCode.table_id == Table.id)
    .outerjoin(TypedCode, TypedCode.code_id == TableCode.id)
    .where(
        Table.restaurant_id == bindparam("restaurant"),
        Table.retired_at.is_(None),
        TableCode.renewed_at.is_(None),
    )
    .order_by(Area.rank, Area.id, Table.rank, Table.id)
)

_NEW_TYPED: Final = text(
    "INSERT INTO typed_codes (code_id, typed) VALUES (:code_id, :typed)"
    " ON CONFLICT (code_id) DO NOTHING"
)


def _says(card: Card) -> str:
    return hashlib.sha256(f"{card.name}\n{card.address}".encode()).hexdigest()
