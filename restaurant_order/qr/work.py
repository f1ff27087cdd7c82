"""The printing job itself, in a process of its own: `python -m restaurant_order.qr.work FOLDER`.

It stands back for the restaurant's live screens (lowest priority, bounded memory), writes how far
it is into `progress.json`, and leaves either a whole `result` or none. `FOLDER/job.json` says what
to print; a file named `cancel` stops it.
"""

import csv
import io
import os
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

import msgspec
import pypdfium2 as pdfium

from restaurant_order.qr.calibration import calibration_page
from restaurant_order.qr.cards import Card, House
from restaurant_order.qr.checks import check, stops
from restaurant_order.qr.design import Design
from restaurant_order.qr.pdf import Pen, Written, save_pdf
from restaurant_order.qr.problems import Finding, SheetProblem
from restaurant_order.qr.reading import PRINT_DPI, Unread, render, unread
from restaurant_order.qr.sheet import Placed, Sheets
from restaurant_order.qr.svg import page_svg

MEMORY: Final = 1536 * 1024 * 1024
"""Bytes that each process of a job may take."""

AT_ONCE: Final = 2
PAGES_AT_ONCE: Final = 4
"""Pages handed to a helper process in one go."""

KINDS: Final = {"pdf": "pdf", "svg": "zip", "png300": "zip", "png600": "zip", "zip": "zip"}
"""What can be asked for, and what kind of file it becomes."""

CALIBRATION: Final = "calibration"
"""The kind of a job that prints no codes, but where they would be."""

UNREAD_NAMED: Final = 5


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """`kind` is one of `KINDS`; `preview` draws the first page only and reads it back."""

    design: Design
    house: House
    cards: list[Card]
    kind: str = "pdf"
    is_preview: bool = False


class Progress(msgspec.Struct, kw_only=True):
    """`state`: working, done, stopped (`findings` say why), cancelled."""

    state: str = "working"
    done: int = 0
    of: int = 1
    pages: int = 0
    findings: list[dict[str, object]] = []


class Cancelled(Exception):
    """Somebody changed their mind."""


class Desk:
    """A job's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.job = msgspec.json.decode((folder / "job.json").read_bytes(), type=Job)
        logo = folder / "logo.png"
        self.logo = logo.read_bytes() if logo.exists() else None
        self.sheets = Sheets(self.job.design, self.job.house, self.job.cards)
        self.pen = Pen()

    def say(self, progress: Progress) -> None:
        if (self.folder / "cancel").exists():
            raise Cancelled
        making = self.folder / ".progress"
        making.write_bytes(msgspec.json.encode(progress))
        making.replace(self.folder / "progress.json")


def run(folder: Path) -> Progress:
    """1. Check. 2. Draw. 3. Read every code back from the finished file. 4. Hand it over."""
    desk = Desk(folder)
    try:
        end = _made(desk)
    except Cancelled:
        end = Progress(state="cancelled")
    except SheetProblem as problem:
        end = _stopped([problem.finding])
    except MemoryError:
        end = _stopped([Finding("too_large")])
    if end.state != "done":
        for left in [*folder.glob("sheets.pdf"), *folder.glob("result*"), *folder.glob("*.png")]:
            left.unlink(missing_ok=True)
    (folder / "cancel").unlink(missing_ok=True)
    desk.say(end)
    return end


def _made(desk: Desk) -> Progress:
    if desk.job.kind == CALIBRATION:
        return _calibrated(desk)
    findings = check(desk.sheets)
    if stops(findings):
        return _stopped(findings)
    pages = 1 if desk.job.is_preview else len(desk.sheets.shares)
    progress = Progress(of=2 * pages, pages=pages)
    desk.say(progress)
    _warm(desk)
    pdf = desk.folder / "sheets.pdf"
    with _helpers(desk, pages) as spread:
        placed: list[tuple[Placed, ...]] = []
        drawn = _counted(spread(_draw, _shares(range(pages))), desk, progress)
        save_pdf(_noting(drawn, placed), desk.pen.bodies, desk.logo, pdf)
        read = spread(_read, _shares(list(enumerate(placed))))
        failed = [each for share in _counted(read, desk, progress) for each in share]
    if failed:
        return _stopped(list(_named(failed)))
    _hand_over(desk, pdf, progress)
    kept = [asdict(finding) for finding in findings]
    return Progress(state="done", done=progress.of, of=progress.of, pages=pages, findings=kept)


def _calibrated(desk: Desk) -> Progress:
    page = calibration_page(desk.job.design)
    making = desk.folder / "sheets.pdf"
    save_pdf([desk.pen.write(page)], desk.pen.bodies, None, making)
    making.replace(desk.folder / "result.pdf")
    return Progress(state="done", done=1, pages=1)


def _warm(desk: Desk) -> None:
    """What all cards share, and the fonts, before the helpers are forked off."""
    for face in desk.sheets.faces.values():
        desk.pen.form(face.still)
    desk.pen.write(desk.sheets.page(0))


class _helpers:  # noqa: N801 - used as a function: with _helpers(desk) as spread
    """Spreads pages over two processes, in order; a short job needs none."""

    def __init__(self, desk: Desk, pages: int) -> None:
        self.desk = desk
        self.pool: ProcessPoolExecutor | None = None
        if pages > PAGES_AT_ONCE:
            self.pool = ProcessPoolExecutor(
                AT_ONCE, get_context("fork"), initializer=_sit_at, initargs=(desk,)
            )

    def __enter__(self) -> Callable[..., Iterator[list[Any]]]:
        _sit_at(self.desk)
        return self._spread

    def __exit__(self, *_: object) -> None:
        if self.pool is not None:
            self.pool.shutdown(cancel_futures=True)

    def _spread(
        self, work: Callable[[Any], list[Any]], shares: Iterator[Any]
    ) -> Iterator[list[Any]]:
        return iter(map(work, shares) if self.pool is None else self.pool.map(work, shares))


def _shares(pages: Sequence[Any]) -> Iterator[Any]:
    return (pages[i : i + PAGES_AT_ONCE] for i in range(0, len(pages), PAGES_AT_ONCE))


def _noting(
    shares: Iterator[list[tuple[Written, tuple[Placed, ...]]]], placed: list[tuple[Placed, ...]]
) -> Iterator[Written]:
    """The pages as they come; where their codes lie is kept for reading them back."""
    for share in shares:
        for written, codes in share:
            placed.append(codes)
            yield written


_desk: Desk


def _sit_at(desk: Desk) -> None:
    global _desk
    _desk = desk


def _draw(numbers: range) -> list[tuple[Written, tuple[Placed, ...]]]:
    pages = (_desk.sheets.page(number) for number in numbers)
    return [(_desk.pen.write(page), page.placed) for page in pages]


def _read(pages: list[tuple[int, tuple[Placed, ...]]]) -> list[Unread]:
    """From the finished file, as it will be printed."""
    found: list[Unread] = []
    document = pdfium.PdfDocument(_desk.folder / "sheets.pdf")
    try:
        for number, placed in pages:
            picture = render(document, number, dpi=PRINT_DPI, grey=True)
            distance = _desk.job.design.distance
            found += unread(picture, list(placed), dpi=PRINT_DPI, distance=distance)
    finally:
        document.close()
    return found


def _counted(shares: Iterator[list[Any]], desk: Desk, progress: Progress) -> Iterator[list[Any]]:
    for share in shares:
        progress.done = min(progress.done + PAGES_AT_ONCE, progress.of - 1)
        desk.say(progress)
        yield share


def _named(failed: list[Unread]) -> Iterator[Finding]:
    """The first few codes that cannot be read, each with what it did not survive."""
    for each in failed[:UNREAD_NAMED]:
        yield Finding("unread", {"name": each.label, "harm": each.harm})
    if len(failed) > UNREAD_NAMED:
        yield Finding("more_unread", {"count": len(failed) - UNREAD_NAMED})


def _stopped(findings: list[Finding]) -> Progress:
    return Progress(state="stopped", findings=[asdict(finding) for finding in findings])


def _hand_over(desk: Desk, pdf: Path, progress: Progress) -> None:
    """The result appears whole, by renaming."""
    if desk.job.is_preview:
        _preview(desk, pdf)
        return
    result = desk.folder / f"result.{KINDS[desk.job.kind]}"
    if desk.job.kind == "pdf":
        pdf.replace(result)
        return
    making = desk.folder / ".making"
    with zipfile.ZipFile(making, "w", zipfile.ZIP_DEFLATED) as archive:
        _FILL[desk.job.kind](desk, pdf, archive, progress)
    making.replace(result)
    pdf.unlink()


def _preview(desk: Desk, pdf: Path) -> None:
    document = pdfium.PdfDocument(pdf)
    picture = render(document, 0, dpi=110, grey=False)
    document.close()
    picture.save(desk.folder / "preview.png", optimize=False)


def _svgs(desk: Desk, pdf: Path, archive: zipfile.ZipFile, progress: Progress) -> None:
    for number in range(len(desk.sheets.shares)):
        svg = page_svg(desk.sheets.page(number), desk.logo)
        archive.writestr(f"sheet-{number + 1:03}.svg", svg)
        desk.say(progress)


def _pngs(dpi: int) -> Callable[[Desk, Path, zipfile.ZipFile, Progress], None]:
    def fill(desk: Desk, pdf: Path, archive: zipfile.ZipFile, progress: Progress) -> None:
        document = pdfium.PdfDocument(pdf)
        for number in range(len(document)):
            body = io.BytesIO()
            picture = render(document, number, dpi=dpi, grey=False)
            picture.save(body, "PNG", dpi=(dpi, dpi))
            archive.writestr(f"sheet-{number + 1:03}.png", body.getvalue(), zipfile.ZIP_STORED)
            desk.say(progress)
        document.close()

    return fill


def _for_print_shop(desk: Desk, pdf: Path, archive: zipfile.ZipFile, progress: Progress) -> None:
    """The sheets, each card alone as SVG, and a list of what is in which file."""
    archive.write(pdf, "sheets.pdf")
    listed = io.StringIO()
    rows = csv.writer(listed)
    rows.writerow(["file", "area", "table", "address", "typed code"])
    for number, card in enumerate(desk.job.cards, start=1):
        file = f"cards/{number:04}.svg"
        archive.writestr(file, page_svg(desk.sheets.alone(card), desk.logo))
        rows.writerow([file, _plain(card.area), _plain(card.name), card.address, card.typed])
        if number % 20 == 0:
            desk.say(progress)
    archive.writestr("manifest.csv", "\ufeff" + listed.getvalue())


def _plain(text: str) -> str:
    """A spreadsheet takes what begins like this for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


_FILL: Final = {
    "svg": _svgs,
    "png300": _pngs(300),
    "png600": _pngs(600),
    "zip": _for_print_shop,
}


def main() -> None:
    os.nice(19)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    run(Path(sys.argv[1]))


if __name__ == "__main__":
    main()
