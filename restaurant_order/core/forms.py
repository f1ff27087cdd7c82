"""Forms, read strictly: known fields only, each of its type, nothing twice.

Every change in the house arrives as a form. A field nobody asked for (a price, a status, another
table) is refused rather than ignored: whoever forges one learns nothing and changes nothing.
"""

from functools import cache
from typing import TypeVar, get_origin, get_type_hints

import msgspec
from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from restaurant_order.core.refusals import Invalid, WrongMedium

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}

F = TypeVar("F", bound="Form")


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Subclass with annotated fields, e.g. `quantity: Annotated[int, msgspec.Meta(ge=1, le=99)]`.

    Lists collect repeated fields. An empty text counts as left out where the field has a default.
    """


def read_form(kind: type[F]) -> F:
    """The request's form.

    Raises WrongMedium for other bodies, Invalid naming the first bad field.
    """
    if request.mimetype and request.mimetype not in FORM_TYPES:
        raise WrongMedium
    return read_values(kind, request.form)


def read_values(kind: type[F], sent: MultiDict[str, str]) -> F:
    """As `read_form`, from any fields."""
    hints, optional = _fields(kind)
    for name in sent:
        if name not in hints:
            raise Invalid(
                _l("There is a field in this form that does not belong here."), field=name
            )
    values: dict[str, object] = {}
    for name, hint in hints.items():
        raw = _raw(sent.getlist(name), is_list=get_origin(hint) is list, name=name)
        if raw is None or (raw == "" and name in optional):
            continue
        values[name] = _converted(raw, hint, name)
    for name in hints:
        if name not in values and name not in optional:
            raise Invalid(_l("Please fill this in."), field=name)
    return kind(**values)


@cache
def _fields(kind: type[Form]) -> tuple[dict[str, object], frozenset[str]]:
    """Each field's type, and which may be left out."""
    fields = msgspec.structs.fields(kind)
    optional = frozenset(field.name for field in fields if not field.required)
    return get_type_hints(kind, include_extras=True), optional


def _raw(sent: list[str], *, is_list: bool, name: str) -> str | list[str] | None:
    if is_list:
        return sent or None
    if len(sent) > 1:
        raise Invalid(field=name)
    return sent[0] if sent else None


def _converted(raw: str | list[str], hint: object, name: str) -> object:
    try:
        if any(not text.isascii() for text in raw) and not _takes_text(hint):
            raise ValueError
        return msgspec.convert(raw, hint, strict=False)
    except (msgspec.ValidationError, ValueError, OverflowError):
        raise Invalid(_what_fits(hint), field=name) from None


def _takes_text(hint: object) -> bool:
    return "str" in str(hint)


def _what_fits(hint: object) -> object | None:
    """In words, for a number between two bounds that people may know."""
    for meta in getattr(hint, "__metadata__", ()):
        if meta.ge is not None and meta.le is not None:
            return _between(meta.ge, meta.le, is_whole=getattr(hint, "__origin__", None) is int)
    return None


def _between(least: float, most: float, *, is_whole: bool) -> object:
    sentence: object = (
        _l("A whole number from %(least)s to %(most)s, please.", least=least, most=most)
        if is_whole
        else _l("A number from %(least)s to %(most)s, please.", least=least, most=most)
    )
    return sentence
