"""Read a page as a program for the blind would, and refuse one that is badly made."""

from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

CONTROLS = {"input", "select", "textarea"}
NEED_NO_LABEL = {"hidden", "submit", "button", "reset", "image"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "aria-errormessage")


class Page(HTMLParser):
    """Text, headings, links and forms of a page; ``faults`` is empty if it is well made."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.lang = ""
        self.title = ""
        self.headings: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.labels_for: set[str] = set()
        self.controls: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.landmarks: set[str] = set()
        self.faults: list[str] = []
        self._references: list[tuple[str, str]] = []
        self._open: list[tuple[str, dict[str, str]]] = []
        self._words: list[str] = []
        self._named: list[bool] = []
        self.feed(html)
        self.close()
        self._judge()

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._words).split())

    def value(self, name: str) -> str:
        """The value that the control ``name`` is sent with."""
        return next(
            control.get("value", "") for control in self.controls if control["name"] == name
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        if "id" in found:
            self.ids.append(found["id"])
        for key in REFERENCES:
            self._references += [(key, name) for name in found.get(key, "").split()]
        if tag in {"main", "nav", "header", "footer"}:
            self.landmarks.add(tag)
        seen = getattr(self, f"_see_{tag}", None)
        if seen:
            seen(found)
        if tag in CONTROLS:
            self._see_control(tag, found)
        if tag not in VOID:
            self._open.append((tag, found))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not any(name == tag for name, _ in self._open):
            self.faults.append(f"</{tag}> closes nothing")
            return
        while self._open:
            name, _ = self._open.pop()
            if name == tag:
                return
            if name not in {"p", "li", "dt", "dd", "option", "tr", "td", "th", "tbody", "thead"}:
                self.faults.append(f"<{name}> is not closed before </{tag}>")

    def handle_data(self, data: str) -> None:
        inside = [tag for tag, _ in self._open]
        if "script" in inside or "style" in inside:
            return
        if inside[-1:] == ["title"] and "svg" not in inside:
            self.title += data
        elif data.strip():
            self._words.append(data)
            if "h1" in inside:
                self.headings[-1] += data

    def _see_html(self, found: dict[str, str]) -> None:
        self.lang = found.get("lang", "")

    def _see_h1(self, found: dict[str, str]) -> None:
        self.headings.append("")

    def _see_a(self, found: dict[str, str]) -> None:
        if "href" in found:
            self.links.append(found["href"])

    def _see_img(self, found: dict[str, str]) -> None:
        if "alt" not in found:
            self.faults.append(f"the picture {found.get('src')} has no alt")

    def _see_label(self, found: dict[str, str]) -> None:
        if "for" in found:
            self.labels_for.add(found["for"])

    def _see_form(self, found: dict[str, str]) -> None:
        self.forms.append(found | {"method": found.get("method", "get").lower(), "token": ""})

    def _see_control(self, tag: str, found: dict[str, str]) -> None:
        inside_label = any(name == "label" for name, _ in self._open)
        in_form = any(name == "form" for name, _ in self._open)
        control = {"name": found.get("name", ""), "id": found.get("id", ""), "tag": tag} | found
        if inside_label or found.get("aria-label") or found.get("aria-labelledby"):
            control["labelled"] = "1"
        self.controls.append(control)
        if found.get("name") == "csrf_token" and in_form:
            self.forms[-1]["token"] = found.get("value", "")

    def _judge(self) -> None:
        if len(self.headings) != 1:
            self.faults.append(f"{len(self.headings)} headings h1: {self.headings}")
        if self.lang not in {"nb", "en"}:
            self.faults.append(f"lang is {self.lang!r}")
        if not self.title.strip():
            self.faults.append("no title")
        if "main" not in self.landmarks:
            self.faults.append("no main landmark")
        self.faults += [f"the id {name} is used twice" for name in _doubled(self.ids)]
        self.faults += [
            f"{key} points at {name}, which is not there"
            for key, name in self._references
            if name not in self.ids
        ]
        self.faults += [
            f"the control {control['name'] or control} has no label"
            for control in self.controls
            if control.get("type") not in NEED_NO_LABEL
            and not control.get("labelled")
            and control["id"] not in self.labels_for
        ]
        self.faults += [
            f"the form {form.get('action', '')} posts without a token"
            for form in self.forms
            if form["method"] == "post" and not form["token"]
        ]


def _doubled(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def get(client: FlaskClient, url: str, status: int = 200, **headers: str) -> Page:
    """Fetch ``url`` and check its status and how the page is made."""
    return checked(client.get(url, headers=headers), status)


def post(
    client: FlaskClient, url: str, data: dict[str, object] | None = None, *, at: str | None = None
) -> TestResponse:
    """Send a form with the token of the page ``at`` (default: the same address)."""
    token = form_token(client.get(at or url))
    return client.post(url, data={"csrf_token": token} | (data or {}))


def checked(response: TestResponse, status: int = 200) -> Page:
    text = response.get_data(as_text=True)
    assert response.status_code == status, f"{response.status}\n{text[:3000]}"
    page = Page(text)
    assert not page.faults, "\n".join(page.faults)
    return page


def form_token(response: TestResponse) -> str:
    """The first form's token; empty where the page has no form that posts."""
    page = Page(response.get_data(as_text=True))
    return next((form["token"] for form in page.forms if form["token"]), "")
