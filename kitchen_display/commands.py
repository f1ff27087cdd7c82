"""`flask kitchen …`: for whoever has the machine and wants to know that nothing is lost."""

from typing import Final

import click
from flask.cli import AppGroup

from kitchen_display.reconcile import Report, reconcile_all

kitchen: Final = AppGroup("kitchen", help="The kitchen's boards.")


@kitchen.command()
def reconcile() -> None:
    """Compare what was ordered with what screens have drawn; repair, and report what was found.

    Ends with 1 when something is still on no screen, or a board is wrong.
    """
    reports = reconcile_all()
    for name, report in reports.items():
        orders, lines = _several(report.orders, "order"), _several(report.lines, "dish", "es")
        click.echo(f"{name}: {orders}, {lines} to make")
        for sentence in sentences(report):
            click.echo(f"  {sentence}")
    if not all(report.is_clean for report in reports.values()):
        raise click.exceptions.Exit(1)


def sentences(report: Report) -> list[str]:
    """What there is to say, worst first."""
    said = [f"board {f.board}: {f.key} {f.kind}" for f in report.faults]
    said += [
        f"order {fact.order_id}, station {fact.station_id or '-'}: on no screen; told again,"
        + (f" hung at station {fact.fallback_id}" if fact.fallback_id else " no other board")
        for fact in (*report.look.missed, *report.look.sent_on)
    ]
    said += [f"order {fact.order_id}: nothing left to make" for fact in report.look.ended]
    if report.waiting:
        said.append(f"on no screen of their station: {_several(report.waiting, 'ticket')}")
    if report.homeless:
        homeless = _several(report.homeless, "dish", "es")
        said.append(f"to no station, only on the board of all: {homeless}")
    return said or ["every ticket is on a screen"]


def _several(count: int, what: str, ending: str = "s") -> str:
    return f"{count} {what}{'' if count == 1 else ending}"
