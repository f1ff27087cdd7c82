"""The studio's form: what it asks, and the design it means."""

from typing import Annotated, Any, Final

import msgspec
from flask import g, request
from flask_babel import force_locale
from flask_babel import gettext as _
from msgspec import Meta, field

from restaurant_order.core.forms import Form
from restaurant_order.core.languages import interface_locale
from restaurant_order.core.refusals import Invalid, NotFound
from restaurant_order.core.text import clean_line
from restaurant_order.qr.design import (
    Corners,
    Design,
    Edge,
    Format,
    Frame,
    LabelSheet,
    LogoPlace,
    Modules,
    Paper,
    Side,
)
from restaurant_order.qr.work import KINDS

Id = Annotated[int, Meta(ge=1, lt=2**31)]

CALL_LENGTH: Final = 80

HOUSE_COLOUR: Final = "#a8322d"


class StudioForm(Form, frozen=True):
    """`which`: all, stale, chosen or area-7. Numbers arrive as text with a point."""

    format: Format = Format.GRID
    paper: Paper = Paper.A4
    columns: Annotated[int, Meta(ge=1, le=8)] = 2
    rows: Annotated[int, Meta(ge=1, le=12)] = 3
    labels: LabelSheet = LabelSheet.AVERY_L7163
    label_width: Side = 60.0
    label_height: Side = 60.0
    label_left: Edge = 10.0
    label_top: Edge = 10.0
    pitch_x: Side = 65.0
    pitch_y: Side = 65.0
    label_round: str = ""
    bleed: Annotated[float, Meta(ge=0, le=5)] = 0.0
    has_marks: str = ""
    shift_x: Annotated[float, Meta(ge=-20, le=20)] = 0.0
    shift_y: Annotated[float, Meta(ge=-20, le=20)] = 0.0
    ink: str = "#111111"
    ground: str = "#ffffff"
    accent: str = "#a8322d"
    modules: Modules = Modules.SQUARE
    corners: Corners = Corners.SQUARE
    logo: LogoPlace = LogoPlace.NONE
    frame: Frame = Frame.LINE
    call_tags: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    shows_name: str = ""
    shows_typed: str = ""
    wifi_network: str = ""
    wifi_password: str = ""
    distance: Annotated[int, Meta(ge=10, le=300)] = 25
    which: str = "all"
    tables: list[Id] = field(default_factory=list)
    kind: str = "pdf"
    template_name: str = ""

    def design(self) -> Design:
        """Raises Invalid naming the field that cannot be."""
        if self.kind not in KINDS:
            raise Invalid(field="kind")
        try:
            return msgspec.convert(self._values(), Design)
        except msgspec.ValidationError as error:
            raise Invalid(field=str(error).partition("$.")[2].rstrip("`") or None) from None

    def _values(self) -> dict[str, Any]:
        same = {
            name: getattr(self, name)
            for name in Design.__struct_fields__
            if name in type(self).__struct_fields__
        }
        calls = {
            tag: clean_line(call, longest=CALL_LENGTH, field="calls")
            for tag, call in zip(self.call_tags, self.calls, strict=False)
        }
        return {
            **same,
            "ink": self.ink.lower(),
            "ground": self.ground.lower(),
            "accent": self.accent.lower(),
            "calls": {tag: call for tag, call in calls.items() if call},
            "label_round": bool(self.label_round),
            "has_marks": bool(self.has_marks),
            "shows_name": bool(self.shows_name),
            "shows_typed": bool(self.shows_typed),
            "wifi_network": clean_line(self.wifi_network, longest=32, field="wifi_network"),
            "wifi_password": clean_line(self.wifi_password, longest=63, field="wifi_password"),
            "distance": self.distance * 10,
        }


def first_design() -> Design:
    """What a restaurant begins with: its colour, its languages, six cards on a sheet."""
    accent = g.restaurant.accent or HOUSE_COLOUR
    return Design(calls=calls_to_action(g.restaurant.languages), accent=accent)


def calls_to_action(languages: list[str]) -> dict[str, str]:
    """What stands above a code, in each of the restaurant's languages."""
    calls: dict[str, str] = {}
    for language in languages[:6]:
        with force_locale(interface_locale(language)):
            calls.setdefault(_("Scan to see the menu and order"), language)
    return {language: call for call, language in calls.items()}


def number_asked(name: str) -> int | None:
    """A row's number in the query. Raises NotFound for anything else."""
    text = request.args.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotFound
    return int(text)
