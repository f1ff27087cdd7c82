"""The rules of style.md that a machine can keep."""

import re
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STYLES = sorted(
    chain(ROOT.glob("static/css/**/*.css"), ROOT.glob("kitchen_display/static/**/*.css"))
)
TEMPLATES = sorted(
    chain(ROOT.glob("templates/**/*.html"), ROOT.glob("kitchen_display/templates/**/*.html"))
)
SPRITE = (ROOT / "static/icons/sprite.svg").read_text()


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


each_style = pytest.mark.parametrize("file", STYLES, ids=named)
each_template = pytest.mark.parametrize("file", TEMPLATES, ids=named)


def rules(file: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", file.read_text(), flags=re.DOTALL)


def declarations(file: Path) -> list[tuple[str, str]]:
    found = re.findall(r"(?:^|[;{])\s*([\w-]+)\s*:\s*([^;{}]+)(?=[;}])", rules(file))
    return [(name, value.strip()) for name, value in found]


@each_style
def test_styles_read_in_both_directions_of_writing(file: Path) -> None:
    sided = re.compile(
        r"^(margin|padding|border)-(left|right|top|bottom)|^(left|right|top|bottom)$"
    )
    assert [name for name, _ in declarations(file) if sided.match(name)] == []
    assert [value for name, value in declarations(file) if value in ("left", "right")] == []


@each_style
def test_styles_stay_in_their_layers(file: Path) -> None:
    outside = re.sub(r"@layer [\w, ]+;", "", rules(file)).strip()
    while match := re.match(r"@layer \w+\s*\{", outside):
        outside = outside[closing(outside, match.end()) :].strip()
    assert outside == ""


def closing(text: str, at: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        at += 1
    return at


@each_style
def test_styles_never_shout(file: Path) -> None:
    assert "!important" not in rules(file)
    assert re.findall(r"(?m)^\s*#[a-z][\w-]*[^;]*\{", rules(file)) == []


@pytest.mark.parametrize("file", [file for file in STYLES if file.name != "tokens.css"], ids=named)
def test_colours_come_from_tokens(file: Path) -> None:
    painted = [
        value
        for name, value in declarations(file)
        if re.search(r"#[0-9a-f]{3,8}\b|var\(--(sand|coal|basil|sky|honey|mint|rose)-", value)
    ]
    assert painted == []


def test_every_token_used_exists() -> None:
    text = "".join(rules(file) for file in STYLES)
    declared = set(re.findall(r"(--[\w-]+)\s*:", text))
    used_bare = set(re.findall(r"var\((--[\w-]+)\)", text))
    assert used_bare - declared == set()


@each_template
def test_pages_obey_the_content_security_policy(file: Path) -> None:
    html = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.DOTALL)
    assert not re.search(r"\sstyle\s*=", html), "a style attribute"
    assert not re.search(r"<style", html), "a style element"
    assert not re.search(r"\s(on[a-z]+|hx-on[\w:-]*)\s*=", html), "an inline handler"
    assert not re.search(r"<script(?![^>]*\bsrc=)", html), "an inline script"
    assert not re.search(r"(?:src|href)=\"https?://", html), "another host"


@each_template
def test_every_icon_named_is_in_the_sprite(file: Path) -> None:
    known = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))
    assert named_icons(file) - known == set()


def named_icons(file: Path) -> set[str]:
    html = file.read_text()
    calls = re.findall(r"""\bicon\(\s*["']([\w-]+)["']""", html)
    arguments = re.findall(r"""\bicon(?:_name)?["']?\s*[=:]\s*["']([\w-]+)["']""", html)
    buttons = re.findall(r"""\bicon_button\((?:_\()?["'][^"']*["']\)?,\s*["']([\w-]+)["']""", html)
    return {*calls, *arguments, *buttons}
