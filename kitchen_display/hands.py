"""Who is at a paired screen, where the restaurant wants to know: tap a name, give the PIN, once."""

from typing import Annotated, Final

from flask import Blueprint, Flask, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from msgspec import Meta
from werkzeug.wrappers import Response

from kitchen_display.answers import said
from kitchen_display.board import Board
from kitchen_display.here import WhoIsThere, asks_for_names, board_here, only_cooks, slug_of
from kitchen_display.pages import panel
from restaurant_order.core.forms import Form, read_form
from restaurant_order.core.refusals import Invalid, NotFound, TooMany
from restaurant_order.people import at_screens, queries
from restaurant_order.people.models import Screen, StaffMember

blueprint = Blueprint("kitchen_hands", __name__, url_prefix="/kitchen")
blueprint.before_request(only_cooks)

HANDS: Final = "/<slug>/hands"
PERSON: Final = HANDS + "/<int(max=2147483647):staff_id>"


class PinForm(Form, frozen=True):
    pin: Annotated[str, Meta(max_length=20)] = ""


def init_app(app: Flask) -> None:
    app.register_blueprint(blueprint)
    app.register_error_handler(WhoIsThere, ask)
    app.jinja_env.globals.update(asks_for_names=asks_for_names, person_here=person_here)


def ask(refusal: WhoIsThere) -> ResponseReturnValue:
    """In place of an answer to the touch, which has changed nothing, the question who it was."""
    slug = (request.view_args or {}).get("slug") or slug_of(g.hand)
    answer = make_response(_people(board_here(slug)), refusal.status)
    if "HX-Request" in request.headers:
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#details-body", "innerHTML"
    return answer


def person_here() -> StaffMember | None:
    """Who is taken to be at this screen."""
    return at_screens.cook_at(g.hand, stays=g.restaurant.cook_stays) if asks_for_names() else None


@blueprint.get(HANDS)
def people(slug: str) -> str:
    here, _screen = _asking(slug)
    return _people(here)


@blueprint.get(HANDS + "/now")
def now(slug: str) -> str:
    """The part of the bar that names somebody."""
    return render_template("kitchen/_hand.html", board=board_here(slug))


@blueprint.get(PERSON)
def pin(slug: str, staff_id: int) -> str:
    here, screen = _asking(slug)
    return _pin(here, _cook(screen, staff_id))


@blueprint.post(PERSON)
def identify(slug: str, staff_id: int) -> ResponseReturnValue:
    here, screen = _asking(slug)
    person = _cook(screen, staff_id)
    try:
        at_screens.identify(screen, staff_id, read_form(PinForm).pin)
    except (Invalid, TooMany) as refusal:
        return _pin(here, person, error=refusal.sentence), refusal.status
    return _answered(here, _("Hello, %(name)s. Please tap again.", name=person.name))


@blueprint.post(HANDS + "/leave")
def leave(slug: str) -> Response:
    here, screen = _asking(slug)
    read_form(Form)
    at_screens.leave(screen)
    return _answered(here, _("Whoever is next says who they are."))


def _asking(slug: str) -> tuple[Board, Screen]:
    """Raises NotFound where nobody asks: a person is signed in, or the screen's name is enough."""
    here = board_here(slug)
    if not asks_for_names():
        raise NotFound
    return here, g.hand


def _cook(screen: Screen, staff_id: int) -> StaffMember:
    for person in queries.cooks(screen.restaurant_id):
        if person.id == staff_id:
            return person
    raise NotFound


def _people(here: Board) -> str:
    title = _("Who are you?")
    return panel(here, title, "kitchen/_people.html", people=queries.cooks(g.restaurant.id))


def _pin(here: Board, person: StaffMember, *, error: object = "") -> str:
    return panel(here, person.name, "kitchen/_pin.html", person=person, error=error)


def _answered(here: Board, message: str) -> Response:
    """The sheet closes, and the bar says who is here now."""
    answer = said(here, message, closes=True)
    if "HX-Request" in request.headers:
        answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "#undos", "beforeend"
        bar = render_template("kitchen/_hand.html", board=here, is_aside=True)
        answer.set_data(answer.get_data(as_text=True) + bar)
    return answer
