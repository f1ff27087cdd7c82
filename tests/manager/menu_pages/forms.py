"""A form as a browser without script would send it: every field, in the order of the page."""

from html.parser import HTMLParser

Pairs = list[tuple[str, str]]


def fields_of(html: str, action: str) -> Pairs:
    """The fields of the page's form to `action`, as the page fills them in."""
    reader = _Reader(action)
    reader.feed(html)
    assert reader.found, f"no form to {action}"
    return reader.pairs


def with_fields(pairs: Pairs, **changes: str | list[str]) -> Pairs:
    """The same with some fields filled in otherwise; a list replaces all of that name."""
    changed: Pairs = [(name, value) for name, value in pairs if name not in changes]
    for name, value in changes.items():
        values = value if isinstance(value, list) else [value]
        changed += [(name, each) for each in values]
    return changed


def as_data(pairs: Pairs) -> dict[str, list[str]]:
    """What a test client takes."""
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data


class _Reader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action, self.pairs, self.found = action, Pairs(), False
        self.inside = False
        self.list_name = ""
        self.text_name: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = given.get("action") == self.action
            self.found |= self.inside
        elif self.inside and tag == "input":
            self._input(given)
        elif self.inside and tag == "textarea":
            self.text_name = given["name"]
            self.pairs.append((self.text_name, ""))
        elif tag == "select":
            self.list_name = given["name"]
        elif self.inside and tag == "option" and "selected" in given:
            self.pairs.append((self.list_name, given["value"]))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self.text_name = None

    def handle_data(self, data: str) -> None:
        if self.text_name is not None:
            self.pairs[-1] = (self.text_name, self.pairs[-1][1] + data)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        ticked = kind not in {"checkbox", "radio"} or "checked" in given
        if ticked and kind != "file" and given.get("name"):
            self.pairs.append(
                (given["name"], given.get("value", "on" if kind == "checkbox" else ""))
            )
