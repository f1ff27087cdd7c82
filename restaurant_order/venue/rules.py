"""What a table's code looks like, how tables are named, and which settings make sense."""

import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from flask_babel import lazy_gettext as _l

from restaurant_order.core.database import Words
from restaurant_order.core.refusals import Invalid
from restaurant_order.core.text import clean_line, required_line
from restaurant_order.venue.models import Acceptance, PassRule, TaxMode, WhoBumped

CODE_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without i, l, o, 0 and 1, which look alike when somebody has to type a code."""

CODE_LENGTH: Final = 26
"""26 of 31 letters are 128.8 random bits."""

NAME_LENGTH: Final = 20
"""Characters of a table's name."""

MOST_AT_ONCE: Final = 100
"""Tables added in one go."""

MOST_SEATS: Final = 99

CLEARED_AFTER: Final = (2, 4, 8, 12, 24)
"""Hours after which forgotten tickets may leave the board; a shorter time would hide work."""

LONGEST_JOIN: Final = 30
"""Minutes after which a table's next round is a ticket of its own in every restaurant."""

MOST_CAPACITY: Final = 99
"""Portions that a station can have in the making at once."""

_SERIES: Final = re.compile(
    r"^(.*?)(\d{1,4})\s*(?:-|–|—|~|to|bis|至|到)\s*(.*?)(\d{1,4})$", re.ASCII
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a restaurant decides for itself. Rates are basis points; languages BCP 47 tags."""

    name: Words
    currency: str
    time_zone: str
    languages: list[str]
    cutoff_hour: int = 4
    tax_mode: TaxMode = TaxMode.INCLUSIVE
    service_charge: int = 0
    service_tax_rate: int = 0
    acceptance: Acceptance = Acceptance.NEVER
    notes_allowed: bool = True
    who_bumped: WhoBumped = WhoBumped.SCREEN
    cook_stays: int = 60
    join_within: int = 3
    courses: bool = False
    base_url: str = ""
    accent: str = ""
    clear_after: int = 0
    pickup_minutes: int = 20
    drawn_within: int = 10
    pass_rule: PassRule = PassRule.BLOCK


Thresholds = tuple[int | None, int | None]


def new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def table_names(text: str) -> list[str]:
    """The names somebody means by `T1 to T12`, `1-8`, `Bar 1, Bar 2`.

    Raises Invalid for none, more than 100, one twice, or one that cannot be a name.
    """
    names: list[str] = []
    for part in re.split(r"[,;\n，；、]", text):
        names += _series(part.strip()) or ([table_name(part)] if part.strip() else [])
    if not names:
        raise Invalid(_l("Please fill this in."), field="names")
    if len(names) > MOST_AT_ONCE:
        raise Invalid(_l("At most %(count)s tables at once.", count=MOST_AT_ONCE), field="names")
    for name in names:
        if names.count(name) > 1:
            raise Invalid(_l("%(name)s is there twice.", name=name), field="names")
    return names


def table_name(text: str) -> str:
    return required_line(text, longest=NAME_LENGTH, field="names")


def checked(settings: Settings) -> Settings:
    """The settings with clean texts. Raises Invalid naming the first field that makes no sense."""
    _check_place(settings)
    _check_rates(settings)
    languages = checked_languages(settings.languages)
    return replace(
        settings,
        languages=languages,
        name=checked_words(settings.name, languages, longest=60),
        base_url=checked_base_url(settings.base_url),
        accent=checked_colour(settings.accent),
    )


def checked_words(
    words: Words, languages: list[str], *, longest: int, field: str = "name"
) -> Words:
    """Clean text per language. Raises Invalid unless the first language has some."""
    kept = {
        language: clean_line(words.get(language, ""), longest=longest, field=f"{field}_{language}")
        for language in languages
    }
    if not kept[languages[0]]:
        raise Invalid(_l("Please fill this in."), field=f"{field}_{languages[0]}")
    return {language: text for language, text in kept.items() if text}


def checked_languages(languages: list[str]) -> list[str]:
    if not languages:
        raise Invalid(_l("Please choose at least one."), field="languages")
    for tag in languages:
        if len(tag) > 16 or languages.count(tag) > 1 or not is_language(tag):
            raise Invalid(field="languages")
    return list(languages)


def is_language(tag: str) -> bool:
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        return False
    return True


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes of money that is in use."""
    return frozenset(str(code) for code in Locale("en").currencies)


@cache
def time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def checked_base_url(url: str) -> str:
    """`https://order.example.com` without a slash at the end, or empty."""
    plain = url.strip().rstrip("/")
    if not plain:
        return ""
    try:
        parts = urlsplit(plain)
        sound = parts.port is None or parts.port > 0
    except ValueError:
        sound = False
    if not sound or parts.scheme not in {"http", "https"} or not _is_host(parts.hostname):
        raise Invalid(_l("An address looks like https://order.example.com."), field="base_url")
    if parts.path or parts.query or parts.fragment or parts.username or len(plain) > 200:
        raise Invalid(_l("Only the first part, up to the host and port."), field="base_url")
    return plain


def is_out_of_reach(base_url: str) -> bool:
    """Whether a phone would look for this address in itself."""
    host = urlsplit(base_url).hostname or "localhost"
    return host == "localhost" or host.endswith(".localhost") or host in {"::1", "0.0.0.0"} \
        or host.startswith("127.")  # fmt: skip


def checked_colour(colour: str) -> str:
    """`#a8322d` in lower case, or empty."""
    if colour and not re.fullmatch(r"#[0-9a-fA-F]{6}", colour, re.ASCII):
        raise Invalid(_l("A colour looks like #a8322d."), field="accent")
    return colour.lower()


def checked_thresholds(warn_after: int, late_after: int) -> tuple[int, int]:
    """Minutes. Raises Invalid unless 0 < warn < late <= 240."""
    if not 0 < warn_after <= 239:
        raise Invalid(_l("Between 1 and 239 minutes, please."), field="warn_after")
    if not warn_after < late_after <= 240:
        raise Invalid(_l("Late has to come after the warning."), field="late_after")
    return warn_after, late_after


def checked_takeaway(warn_after: int | None, late_after: int | None) -> Thresholds:
    """Minutes of takeaway, or none of its own. Raises Invalid for one without the other."""
    if warn_after is None and late_after is None:
        return (None, None)
    try:
        return checked_thresholds(warn_after or 0, late_after or 0)
    except Invalid as refused:
        raise Invalid(refused.sentence, field=f"takeaway_{refused.field}") from None


def fallbacks_of(station_id: int, fallbacks: Mapping[int, int | None]) -> list[int]:
    """Where a station's tickets go while nobody draws them: its fallback, then that one's, …

    Ends before the first station that was there already, so that a circle ends, too.
    """
    chain = [station_id]
    while (following := fallbacks.get(chain[-1])) is not None and following not in chain:
        chain.append(following)
    return chain[1:]


def stand_ins(off: Collection[int], fallbacks: Mapping[int, int | None]) -> dict[int, int | None]:
    """Who makes what stations that are off would: the first of their fallbacks that is on.

    None: nobody.
    """
    return {
        station_id: next((o for o in fallbacks_of(station_id, fallbacks) if o not in off), None)
        for station_id in off
    }


def leads_back(station_id: int, fallback_id: int, fallbacks: Mapping[int, int | None]) -> bool:
    """Whether a ticket of `station_id` sent to `fallback_id` would come back to where it was."""
    return station_id in (fallback_id, *fallbacks_of(fallback_id, fallbacks))


def _series(text: str) -> list[str]:
    found = _SERIES.match(clean_line(text, longest=60, field="names"))
    if found is None:
        return []
    prefix, first, again, last = found.groups()
    low, high = int(first), int(last)
    if again.strip() not in {"", prefix.strip()} or low > high:
        return []
    if high - low >= MOST_AT_ONCE:
        raise Invalid(_l("At most %(count)s tables at once.", count=MOST_AT_ONCE), field="names")
    width = len(first) if first.startswith("0") else 0
    return [table_name(f"{prefix}{number:0{width}d}") for number in range(low, high + 1)]


def _is_host(host: str | None) -> bool:
    return bool(host) and re.fullmatch(r"[A-Za-z0-9.:_-]{1,120}", host or "", re.ASCII) is not None


def _check_place(settings: Settings) -> None:
    if settings.currency not in currencies():
        raise Invalid(_l("This is no currency we know."), field="currency")
    if settings.time_zone not in time_zones():
        raise Invalid(_l("This is no time zone we know."), field="time_zone")
    if not 0 <= settings.cutoff_hour <= 23:
        raise Invalid(_l("An hour from 0 to 23, please."), field="cutoff_hour")
    if not 1 <= settings.cook_stays <= 720:
        raise Invalid(_l("Between 1 and 720 minutes, please."), field="cook_stays")
    if settings.clear_after not in {0, *CLEARED_AFTER}:
        raise Invalid(field="clear_after")
    if not 1 <= settings.pickup_minutes <= 240:
        raise Invalid(_l("Between 1 and 240 minutes, please."), field="pickup_minutes")
    if not 5 <= settings.drawn_within <= 600:
        raise Invalid(_l("Between 5 and 600 seconds, please."), field="drawn_within")
    if not 0 <= settings.join_within <= LONGEST_JOIN:
        raise Invalid(_l("Between 0 and 30 minutes, please."), field="join_within")


def _check_rates(settings: Settings) -> None:
    if not 0 <= settings.service_charge <= 5000:
        raise Invalid(_l("Between 0 and 50 percent, please."), field="service_charge")
    if not 0 <= settings.service_tax_rate <= 10_000:
        raise Invalid(_l("Between 0 and 100 percent, please."), field="service_tax_rate")
