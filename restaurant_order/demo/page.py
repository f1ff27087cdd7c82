"""What a browser with scripts off finds on a page: links to follow and forms to fill in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

Attributes = dict[str, str]
Pairs = list[tuple[str, str]]


@dataclass
class Choice:
    """One answer to a question: a radio button, a line of a list, or a box to tick.

    `question` is where it stands: the number of its fieldset or list, and the field's name.
    """

    question: tuple[int, str]
    value: str
    is_chosen: bool
    is_alone: bool
    """Whether choosing it gives up the others."""

    @property
    def name(self) -> str:
        return self.question[1]


@dataclass
class Form:
    """`fixed` are the fields as the page fills them in, `choices` what a guest may tap.

    `buttons` are those with something to say; one of them sends the form.
    """

    action: str
    fixed: dict[str, str] = field(default_factory=dict)
    choices: list[Choice] = field(default_factory=list)
    buttons: Pairs = field(default_factory=list)

    @property
    def path(self) -> str:
        return urlsplit(self.action).path

    def questions(self) -> list[list[Choice]]:
        """The choices that belong together, in the order of the page."""
        asked = dict.fromkeys(choice.question for choice in self.choices)
        return [[c for c in self.choices if c.question == one] for one in asked]

    def answers(self, button: tuple[str, str] | None = None) -> Pairs:
        """What pressing `button` now would send; the first one, as the enter key does."""
        chosen = [(choice.name, choice.value) for choice in self.choices if choice.is_chosen]
        pressed = [button] if button else self.buttons[:1]
        return [*self.fixed.items(), *chosen, *pressed]


@dataclass
class Page:
    """`status` and `url` are those of the last redirect."""

    status: int
    url: str
    links: list[str]
    forms: list[Form]

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def linked(self, prefix: str) -> list[str]:
        """Paths under `prefix` that the page links to, each once."""
        paths = (urlsplit(link).path for link in self.links)
        return list(dict.fromkeys(path for path in paths if path.startswith(prefix)))

    def forms_to(self, path: str) -> list[Form]:
        return [form for form in self.forms if form.path == path]


def read_page(html: str, *, url: str, status: int) -> Page:
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    reader.gather_strays()
    return Page(status, url, reader.links, reader.forms)


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.forms_by_id: dict[str, Form] = {}
        self.strays: list[tuple[str, Attributes]] = []
        self.text_of: str | None = None
        self.list_of: str | None = None
        self.places = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(urljoin(self.url, given["href"]))
        elif tag == "form" and given.get("method", "get").lower() == "post":
            self.form = Form(urljoin(self.url, given.get("action", "")))
            self.forms.append(self.form)
            self.forms_by_id[given.get("id", "")] = self.form
        elif tag == "fieldset":
            self.places += 1
        elif given.get("form"):
            self.strays.append((tag, given))
        elif self.form is not None and "disabled" not in given:
            self._part(self.form, tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "textarea":
            self.text_of = None
        elif tag == "select":
            self.list_of = None

    def handle_data(self, data: str) -> None:
        if self.form is not None and self.text_of:
            self.form.fixed[self.text_of] += data.lstrip("\n")

    def gather_strays(self) -> None:
        """Give fields that stand outside to the forms they name."""
        for tag, given in self.strays:
            form = self.forms_by_id.get(given["form"])
            if form is not None and given.get("name") and "disabled" not in given:
                self._field(form, tag, given)

    def _part(self, form: Form, tag: str, given: Attributes) -> None:
        if tag == "option" and self.list_of:
            if given.get("value"):
                asked, chosen = (self.places, self.list_of), "selected" in given
                form.choices.append(Choice(asked, given["value"], chosen, is_alone=True))
        elif given.get("name"):
            self._field(form, tag, given)

    def _field(self, form: Form, tag: str, given: Attributes) -> None:
        kind, name, value = given.get("type", "text"), given["name"], given.get("value", "")
        if tag == "textarea":
            form.fixed[name] = ""
            self.text_of = name
        elif tag == "select":
            self.places += 1
            self.list_of = name
        elif tag == "input" and kind in {"radio", "checkbox"}:
            choice = Choice((self.places, name), value or "on", "checked" in given, kind == "radio")
            form.choices.append(choice)
        elif (tag == "button" and kind != "button") or (tag == "input" and kind == "submit"):
            form.buttons.append((name, value))
        elif tag == "input" and kind not in {"button", "image", "file", "reset"}:
            form.fixed[name] = value
