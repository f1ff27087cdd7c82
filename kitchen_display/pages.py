"""Pages that the board opens in a sheet, and browsers without script as pages."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from kitchen_display.board import Board
from restaurant_order.core.languages import in_words


def name_of(board: Board) -> str:
    if board.is_pass:
        return str(_("The pass"))
    return in_words(board.station.name) if board.station else _("All stations")


def panel(board: Board, title: str, template: str, **context: Any) -> str:
    """`template` alone for the sheet that asked for it, else within a page."""
    if "HX-Request" in request.headers:
        return render_template(template, board=board, **context)
    return render_template(
        "kitchen/panel.html",
        board=board,
        board_name=name_of(board),
        title=title,
        panel=template,
        **context,
    )
