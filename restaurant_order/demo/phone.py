"""A guest's phone with scripts switched off: it keeps cookies and follows redirects."""

from http.cookiejar import CookieJar
from typing import Final
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener

from restaurant_order.demo.page import Form, Page, Pairs, read_page

PATIENCE: Final = 10.0
"""Seconds until the phone gives an answer up."""

LONGEST: Final = 2_000_000
"""Bytes of a page that are read."""


class Phone:
    """One browser at one address. Raises OSError when nobody answers there."""

    def __init__(self, base_url: str, *, language: str) -> None:
        self.base_url = base_url
        self.language = language
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def open(self, path: str) -> Page:
        return self._ask(urljoin(self.base_url, path), None)

    def send(self, form: Form, answers: Pairs | None = None) -> Page:
        """Send the form as it stands, or with other answers."""
        return self._ask(form.action, form.answers() if answers is None else answers)

    def _ask(self, url: str, fields: Pairs | None) -> Page:
        body = None if fields is None else urlencode(fields).encode()
        headers = {"Accept-Language": self.language, "User-Agent": "demo-rush"}
        if body is not None:
            headers["Sec-Fetch-Site"] = "same-origin"
        request = Request(url, data=body, headers=headers)
        try:
            answer = self._opener.open(request, timeout=PATIENCE)
        except HTTPError as refusal:
            answer = refusal
        with answer:
            html = answer.read(LONGEST).decode("utf-8", "replace")
            return read_page(html, url=answer.url, status=answer.status)
