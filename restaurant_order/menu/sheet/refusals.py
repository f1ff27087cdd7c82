"""What is wrong with a file, or with one cell of it."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from restaurant_order.core.refusals import Conflict, Invalid, NotFound


class BadFile(Invalid):
    """The whole file cannot be read."""

    code = "bad_file"

    def __init__(self, sentence: object) -> None:
        super().__init__(sentence, field="file")


class BadCell(Exception):
    """A cell cannot be read; `sentence` says why."""

    def __init__(self, sentence: object) -> None:
        super().__init__(str(type(self)))
        self.sentence = sentence


class PreviewExpired(NotFound):
    code = "preview_expired"
    sentence = _l("This preview is no longer kept. Please choose the file again.")


class MenuMoved(Conflict):
    code = "menu_moved"
    sentence = _l("The menu was changed meanwhile. Please look at the preview again.")


@dataclass(frozen=True)
class Trouble:
    """Something to tell about a row (as the spreadsheet numbers it) and a column."""

    row: int
    column: str
    sentence: object
