"""Taking off the bill what will not come. Once it is paid, only whoever may give money back."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _l

from restaurant_order.billing.queries import bill_of
from restaurant_order.core.database import db
from restaurant_order.core.refusals import Conflict
from restaurant_order.ordering import service as ordering
from restaurant_order.ordering.models import Disposition
from restaurant_order.people.models import StaffMember
from restaurant_order.visits.models import Visit
from restaurant_order.visits.service import running_or_refuse


class PaidAlready(Conflict):
    """Whoever takes a payment could cancel what was paid, and keep the difference."""

    code = "paid_already"
    sentence = _l("The guests have paid for this already. Please ask a manager to cancel it.")


def cancel_line(
    restaurant_id: int,
    line_id: int,
    *,
    reason: str,
    disposition: Disposition | None = None,
    by: StaffMember,
) -> None:
    """As `ordering.service.cancel_line`. Raises PaidAlready too."""
    ordering.cancel_line(
        restaurant_id, line_id, reason=reason, disposition=disposition, by=by, allow=_for(by)
    )


def cancel_held(
    restaurant_id: int, visit_id: int, course: int, *, reason: str, by: StaffMember
) -> list[int]:
    """As `ordering.service.cancel_held`. Raises PaidAlready too."""
    return ordering.cancel_held(
        restaurant_id, visit_id, course, reason=reason, by=by, allow=_for(by)
    )


def reject_order(restaurant_id: int, order_id: int, *, reason: str, by: StaffMember) -> None:
    """As `ordering.service.reject_order`. Raises PaidAlready too."""
    ordering.reject_order(restaurant_id, order_id, reason=reason, by=by, allow=_for(by))


def _for(by: StaffMember) -> Callable[[int], None]:
    """Refuses, with the lines off already, whoever may not leave the visit's bill overpaid."""

    def allow(visit_id: int) -> None:
        if by.is_manager:
            return
        running_or_refuse(visit_id)
        if bill_of(db.session.get_one(Visit, visit_id)).due < 0:
            raise PaidAlready

    return allow
