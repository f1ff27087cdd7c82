"""One public service function = one transaction = the facts it records.

Facts are recorded inside and told after the commit, by the transaction itself, so that no caller
can forget. Commands raise, listeners log: a listener's failure never undoes what was committed.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from restaurant_order.core import clock, journal
from restaurant_order.core.actor import Actor
from restaurant_order.core.database import db, is_deadlock
from restaurant_order.core.journal import Fact, Told
from restaurant_order.core.refusals import Busy

Listener = Callable[[Sequence[Told]], None]

log = logging.getLogger(__name__)
_listeners: list[Listener] = []
_OPEN = "open transaction"


def listen(listener: Listener) -> None:
    """Have `listener` called with the facts of every commit. Registering twice counts once."""
    if listener not in _listeners:
        _listeners.append(listener)


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing.

    1. End the read so far and forget what it loaded: inside, everything is read afresh.
    2. Begin as a writer (on SQLite this takes the one write lock, so stock cannot oversell).
    3. Run the body; write its facts to the journal, last, so that `seq` order is commit order.
    4. Commit, then tell the listeners.

    Raises RuntimeError when one is open already, Busy when the database ended a deadlock with it.
    """
    session = db.session()
    if _OPEN in session.info:
        raise RuntimeError("a transaction is open already")
    session.commit()
    session.expire_all()
    recorded: list[tuple[Fact, Actor]] = []
    session.info[_OPEN] = recorded
    try:
        session.connection(execution_options={"writes": True})
        yield
        session.flush()
        told = journal.write(recorded, at=clock.now())
        session.commit()
    except BaseException as error:
        session.rollback()
        if is_deadlock(error):
            raise Busy from error
        raise
    finally:
        del session.info[_OPEN]
    _tell(told)


def record(fact: Fact, *, by: Actor) -> None:
    """Note a fact in the open transaction. Raises RuntimeError outside one."""
    recorded = db.session().info.get(_OPEN)
    if recorded is None:
        raise RuntimeError("a fact outside a transaction")
    recorded.append((fact, by))


def _tell(told: list[Told]) -> None:
    if not told:
        return
    for listener in _listeners:
        try:
            listener(told)
        except Exception:
            log.exception("a listener failed after %s", told[-1].fact.kind)
        finally:
            db.session.rollback()
