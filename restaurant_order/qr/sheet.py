"""A whole job: cards onto pages, each page with where its codes lie."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Final

from restaurant_order.qr.art import draw_code
from restaurant_order.qr.cards import (
    Box,
    Card,
    Face,
    House,
    code_for,
    draw_face,
    lay_out,
    wifi_code,
)
from restaurant_order.qr.codes import Code
from restaurant_order.qr.design import STICKERS, Design, Format, LogoPlace
from restaurant_order.qr.drawing import Group, Logo, Mark, Shape, line, moved, rectangle
from restaurant_order.qr.formats import MARK_GAP, MARK_LENGTH, Layout, Spot, layout_of
from restaurant_order.qr.lettering import BOLD
from restaurant_order.qr.setting import set_words

HAIR: Final = 0.1
"""Millimetres of a crop mark's width."""

FOLD_GREY: Final = "#9a9a9a"
MOST_ON_POSTER: Final = 12

WIFI: Final = "Wi-Fi"
"""What its code is called."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A code on a page, quiet zone included, as read-back will look for it: `modules` a side."""

    text: str
    label: str
    box: Box
    modules: int
    is_head_down: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    marks: tuple[Mark, ...]
    placed: tuple[Placed, ...]
    trim: Spot | None
    bleed: float
    labels: tuple[str, ...]


@dataclass(frozen=True)
class Sheets:
    """All pages of a job, each made when it is asked for."""

    design: Design
    house: House
    cards: Sequence[Card]

    @cached_property
    def layout(self) -> Layout:
        return layout_of(self.design)

    @cached_property
    def shares(self) -> list[Sequence[Card]]:
        """The cards of each page. A poster holds one area's, evenly spread over its pages."""
        if self.design.format is not Format.POSTER:
            return _in_turn(self.cards, len(self.layout.cards))
        shares: list[Sequence[Card]] = []
        for _, together in groupby(self.cards, key=lambda card: card.area):
            of_area = list(together)
            pages = -(-len(of_area) // MOST_ON_POSTER)
            shares += _in_turn(of_area, -(-len(of_area) // pages))
        return shares

    @cached_property
    def faces(self) -> dict[tuple[float, float], Face]:
        """Each size of face, laid out once. Raises SheetProblem."""
        sizes = {(spot.width, spot.height) for spots in self.layout.cards for spot in spots}
        return {size: lay_out(*size, self.design, self.house) for size in sizes}

    def page(self, number: int) -> Page:
        cards = self.shares[number]
        is_poster = self.design.format is Format.POSTER
        marks, placed = self._poster(cards) if is_poster else self._cards(cards)
        marks = (*marks, *self._cuts(len(cards)))
        shift_x, shift_y = self.design.shift_x, self.design.shift_y
        layout = self.layout
        return Page(
            layout.width,
            layout.height,
            (moved(marks, shift_x, shift_y),) if shift_x or shift_y else marks,
            tuple(_shifted(each, shift_x, shift_y) for each in placed),
            layout.trims[0] if layout.is_single else None,
            self.design.bleed,
            tuple(card.label for card in cards),
        )

    def alone(self, card: Card) -> Page:
        """One card as a page of its own size, for print shops that impose by themselves."""
        spot = self.layout.cards[0][-1]
        face = self.faces[spot.width, spot.height]
        code = code_for(card.address, self.design)
        marks = draw_face(face, card, code, self.design)
        placed = (Placed(card.address, card.label, face.code, code.full_size),)
        return Page(spot.width, spot.height, marks, placed, None, 0, (card.label,))

    def _cards(self, cards: Sequence[Card]) -> tuple[tuple[Mark, ...], list[Placed]]:
        marks: list[Mark] = []
        placed: list[Placed] = []
        for card, spots in zip(cards, self.layout.cards, strict=False):
            code = code_for(card.address, self.design)
            for spot in spots:
                face = self.faces[spot.width, spot.height]
                drawn = draw_face(face, card, code, self.design)
                marks.append(_on(spot, drawn))
                placed.append(_placed(code, card.label, spot, face.code))
                if face.wifi is not None:
                    placed.append(_placed(wifi_code(self.design), WIFI, spot, face.wifi))
        return tuple(marks), placed

    def _poster(self, cards: Sequence[Card]) -> tuple[tuple[Mark, ...], list[Placed]]:
        spot = self.layout.trims[0]
        return Poster(self.design, self.house, spot, cards).draw()

    def _cuts(self, count: int) -> tuple[Mark, ...]:
        """Folds, and crop marks outside every card that is there; labels are cut already."""
        design, layout = self.design, self.layout
        folds = tuple(
            Shape(line(*fold), stroke=FOLD_GREY, width=0.2, dash=(2.0, 2.0))
            for fold in layout.folds[:count]
        )
        if not design.has_marks or design.format in STICKERS or _is_uncut(layout, design):
            return folds
        return (*folds, *_crop_marks(layout, design.bleed))


@dataclass(frozen=True)
class Poster:
    """One area: its name, how to order, and a code for each table."""

    design: Design
    house: House
    spot: Spot
    cards: Sequence[Card]

    def draw(self) -> tuple[tuple[Mark, ...], list[Placed]]:
        design, spot, bleed = self.design, self.spot, self.design.bleed
        pad, width = 0.07 * spot.width, 0.86 * spot.width
        ground = rectangle(-bleed, -bleed, spot.width + 2 * bleed, spot.height + 2 * bleed)
        band = rectangle(-bleed, -bleed, spot.width + 2 * bleed, 0.028 * spot.height + bleed)
        marks: list[Mark] = [Shape(ground, design.ground), Shape(band, design.accent)]
        y = 0.055 * spot.height
        y = self._head(marks, pad, y, width)
        marks += set_words(
            self.cards[0].area, x=pad, y=y, width=width, height=0.085 * spot.height,
            colour=design.ink, weight=BOLD, most_lines=1,
        )  # fmt: skip
        y += 0.09 * spot.height
        for call in dict.fromkeys(call for call in design.calls.values() if call):
            marks += set_words(
                call, x=pad, y=y, width=width, height=0.032 * spot.height, colour=design.ink,
                most_lines=1,
            )  # fmt: skip
            y += 0.034 * spot.height
        y += 0.015 * spot.height
        drawn, placed = self._codes(Box(pad, y, width, 0.95 * spot.height - y))
        return (moved((*marks, *drawn), spot.x, spot.y),), placed

    def _head(self, marks: list[Mark], x: float, y: float, width: float) -> float:
        if self.design.logo is LogoPlace.ABOVE and self.house.logo_ratio:
            height = 0.07 * self.spot.height
            across = min(width, height * self.house.logo_ratio)
            marks.append(Logo(x + (width - across) / 2, y, across, across / self.house.logo_ratio))
            return y + 1.15 * height
        height = 0.036 * self.spot.height
        marks += set_words(
            self.house.name, x=x, y=y, width=width, height=height, colour=self.design.accent,
            weight=BOLD,
        )  # fmt: skip
        return y + height

    def _codes(self, box: Box) -> tuple[list[Mark], list[Placed]]:
        columns = _columns(len(self.cards), box)
        rows = -(-len(self.cards) // columns)
        across, down = box.width / columns, box.height / rows
        side = min(0.92 * across, 0.78 * down)
        marks: list[Mark] = []
        placed: list[Placed] = []
        for number, card in enumerate(self.cards):
            row, column = divmod(number, columns)
            left = box.x + (columns - _in_row(number, len(self.cards), columns)) * across / 2
            x = left + column * across + (across - side) / 2
            y = box.y + row * down
            name = set_words(
                card.name, x=x, y=y, width=side, height=0.17 * down, colour=self.design.ink,
                weight=BOLD, most_lines=1,
            )  # fmt: skip
            code = code_for(card.address, self.design)
            at = y + 0.17 * down
            marks += [*name, draw_code(code, self.design, x=x, y=at, size=side)]
            placed.append(_placed(code, card.label, self.spot, Box(x, at, side, side)))
        return marks, placed


def _columns(count: int, box: Box) -> int:
    """As many as make the codes largest."""

    def side(columns: int) -> float:
        return min(0.92 * box.width / columns, 0.78 * box.height / -(-count // columns))

    return max(range(1, count + 1), key=side)


def _in_row(number: int, count: int, columns: int) -> int:
    """How many stand in this one's row."""
    return min(columns, count - number // columns * columns)


def _in_turn(cards: Sequence[Card], each: int) -> list[Sequence[Card]]:
    return [cards[i : i + each] for i in range(0, len(cards), each)]


def _on(spot: Spot, marks: tuple[Mark, ...]) -> Group:
    if spot.is_head_down:
        return Group(marks, (-1, 0, 0, -1, spot.x + spot.width, spot.y + spot.height))
    return moved(marks, spot.x, spot.y)


def _box_on(spot: Spot, box: Box) -> Box:
    if spot.is_head_down:
        return Box(
            spot.x + spot.width - box.x - box.width,
            spot.y + spot.height - box.y - box.height,
            box.width,
            box.height,
        )
    return Box(spot.x + box.x, spot.y + box.y, box.width, box.height)


def _shifted(placed: Placed, x: float, y: float) -> Placed:
    box = placed.box
    return replace(placed, box=Box(box.x + x, box.y + y, box.width, box.height))


def _placed(code: Code, label: str, spot: Spot, box: Box) -> Placed:
    return Placed(code.text, label, _box_on(spot, box), code.full_size, spot.is_head_down)


def _is_uncut(layout: Layout, design: Design) -> bool:
    """A page that is the finished piece already."""
    return layout.is_single and not design.bleed


def _crop_marks(layout: Layout, bleed: float) -> tuple[Mark, ...]:
    """Hairlines on every cut's line, outside of all cards."""
    left = min(trim.x for trim in layout.trims) - bleed
    right = max(trim.x + trim.width for trim in layout.trims) + bleed
    top = min(trim.y for trim in layout.trims) - bleed
    bottom = max(trim.y + trim.height for trim in layout.trims) + bleed
    downs = {round(x, 4) for trim in layout.trims for x in (trim.x, trim.x + trim.width)}
    acrosses = {round(y, 4) for trim in layout.trims for y in (trim.y, trim.y + trim.height)}
    lines = [
        *((x, top - MARK_GAP - MARK_LENGTH, x, top - MARK_GAP) for x in sorted(downs)),
        *((x, bottom + MARK_GAP, x, bottom + MARK_GAP + MARK_LENGTH) for x in sorted(downs)),
        *((left - MARK_GAP - MARK_LENGTH, y, left - MARK_GAP, y) for y in sorted(acrosses)),
        *((right + MARK_GAP, y, right + MARK_GAP + MARK_LENGTH, y) for y in sorted(acrosses)),
    ]
    return tuple(Shape(line(*each), stroke="#000000", width=HAIR) for each in lines)
