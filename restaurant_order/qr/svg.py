"""A page as SVG, for whoever goes on designing."""

import base64

from markupsafe import Markup

from restaurant_order.qr.drawing import AS_IT_IS, Logo, Mark, Path, Shape
from restaurant_order.qr.sheet import Page


def page_svg(page: Page, logo: bytes | None) -> str:
    """Millimetres throughout; the logo is inside the file."""
    body = "".join(_mark(mark, logo) for mark in page.marks)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(page.width)}mm"'
        f' height="{_n(page.height)}mm" viewBox="0 0 {_n(page.width)} {_n(page.height)}">'
        f'<rect width="{_n(page.width)}" height="{_n(page.height)}" fill="#fff"/>{body}</svg>\n'
    )


def _mark(mark: Mark, logo: bytes | None) -> str:
    if isinstance(mark, Shape):
        return _shape(mark)
    if isinstance(mark, Logo):
        return _logo(mark, logo)
    inside = "".join(_mark(each, logo) for each in mark.marks)
    return f"<g{_matrix(mark.matrix)}>{inside}</g>"


def _shape(shape: Shape) -> str:
    looks = f' fill="{shape.fill or "none"}"'
    if shape.even_odd:
        looks += ' fill-rule="evenodd"'
    if shape.stroke:
        looks += f' stroke="{shape.stroke}" stroke-width="{_n(shape.width)}"'
        looks += ' stroke-linecap="round"' if shape.is_round else ""
        looks += f' stroke-dasharray="{" ".join(map(_n, shape.dash))}"' if shape.dash else ""
    return f'<path{_matrix(shape.matrix)} d="{_path(shape.path)}"{looks}/>'


def _logo(mark: Logo, logo: bytes | None) -> str:
    if logo is None:
        return ""
    content = base64.b64encode(logo).decode()
    return Markup(
        '<image x="{}" y="{}" width="{}" height="{}" href="data:image/png;base64,{}"/>'
    ).format(_n(mark.x), _n(mark.y), _n(mark.width), _n(mark.height), content)


def _path(path: Path) -> str:
    return "".join(
        "M{} {}h{}v{}h-{}z".format(*map(_n, (*numbers, numbers[2])))
        if kind == "R"
        else kind + " ".join(map(_n, numbers))
        for kind, numbers in path
    )


def _matrix(matrix: tuple[float, ...]) -> str:
    return "" if matrix == AS_IT_IS else f' transform="matrix({" ".join(map(_n, matrix))})"'


def _n(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:.4f}".rstrip("0")
