"""One page as its harshest reader would take it: strict HTML, names for everything, nothing inline, no foreign word."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
import lxml.etree
from babel.messages.pofile import read_po
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from campaign.config import PACKAGE, folder
from campaign.static_files import prefix
from tests.shape import shape_of

READ_ALOUD = ("aria-label", "title", "placeholder", "alt", "data-words")
LEADS = ("href", "src", "action", "formaction", "xlink:href")
UNLABELLED = frozenset({"hidden", "submit", "button", "reset", "image"})
# What no reader should ever meet: Python's own words, a format that was not filled in, an object's name.
MACHINE = re.compile(
    r"^None$|(?<!^)\bNone\b|\bUndefined\b|\b[A-Z]\w+(State|Kind)\.[a-z_]+|%\(\w+\)[sd]|\{\{|\}\}|<[A-Z]\w+ object"
)


@cache
def _catalogue() -> tuple[frozenset[str], frozenset[str]]:
    """The English sentences whose Spanish differs, and everything that may stand on a Spanish page."""
    path = PACKAGE / "translations" / "es" / "LC_MESSAGES" / "messages.po"
    english: set[str] = set()
    spanish: set[str] = set()
    if path.exists():
        with path.open("rb") as file:
            for message in read_po(file):
                spanish.update(_forms(message.string))
                english.update(form for form in _forms(message.id) if form and "%(" not in form)
    return frozenset(english - spanish), frozenset(spanish)


def _forms(text: Any) -> list[str]:
    """Singular and plural, or the one form there is."""
    return [form or "" for form in (text if isinstance(text, list | tuple) else [text])]


_well_formed: set[Path] = set()


def _mistakes(page: "Page") -> Iterator[str]:
    """What the standard's own parser complains of. It takes ten times as long as making the page: of pages of the very
    same shape it reads the first; where workers share a folder, what one found well formed no other reads."""
    note: Path = page.app.extensions["campaign"].data / "read" / hashlib.sha256(page.shape.encode()).hexdigest()
    if note in _well_formed or note.exists():
        return
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    parser.parse(page.html)
    for (line, column), code, _values in parser.errors:
        yield f"not HTML, line {line}:{column}: {code}: {page.html.splitlines()[line - 1].strip()[:100]}"
    if not parser.errors:
        _well_formed.add(note)
        if note.parent.exists():
            note.touch()


class Page:
    """One answer: its HTML as a tree, what a reader sees of it, and the forms a person could send."""

    def __init__(self, response: TestResponse, app: Flask, language: str) -> None:
        self.response = response
        self.app = app
        self.language = language
        self.status = response.status_code
        self.is_html = response.mimetype == "text/html"
        self.html: str = response.text if self.is_html or (response.mimetype or "").startswith("text/") else ""

    @cached_property
    def tree(self) -> Element:
        tree: Element = lxml.etree.fromstring(self.html or "<html></html>", lxml.etree.HTMLParser())
        return tree

    @property
    def shape(self) -> str:
        return shape_of(self.html)

    @cached_property
    def elements(self) -> list[Element]:
        """Without comments, whose tag is a function. Kept: else each look makes every one of them anew."""
        return [element for element in self.tree.iter() if isinstance(element.tag, str)]

    def all(self, tag: str) -> list[Element]:
        return list(self.tree.iter(tag))

    @property
    def text(self) -> str:
        """What a reader reads, white space squeezed."""
        return " ".join(" ".join(words for words, _here in _texts(self.tree.find("body"))).split())

    @property
    def h1(self) -> str:
        return words_of(self.all("h1")[0])

    @property
    def links(self) -> list[str]:
        return [href for link in self.all("a") if (href := link.get("href"))]

    @property
    def forms(self) -> list["PageForm"]:
        return [PageForm(form, self) for form in self.all("form")]

    def form(self, action: str | None = None) -> "PageForm":
        """The form in <main> whose action is, or ends with, this one; without one, the only form there."""
        main = next(self.tree.iter("main"))
        forms = [PageForm(form, self) for form in main.iter("form")]
        found = [form for form in forms if action is None or form.action == action or form.action.endswith(action)]
        assert len(found) == 1, f"{len(found)} forms for {action or 'this page'}: {[form.action for form in forms]}"
        return found[0]

    @property
    def token(self) -> str:
        """The page's CSRF token, if any of its forms has one."""
        fields = [field for field in self.all("input") if field.get("name") == "csrf_token"]
        return fields[0].get("value", "") if fields else ""

    def check(self) -> None:
        """Everything that is true of every page."""
        found = [*self._markup(), *self._names(), *self._forms(), *self._code(), *self._references(), *self._words()]
        assert not found, f"{self.response.request.method} {self.response.request.full_path}:\n  " + "\n  ".join(found)

    def _markup(self) -> Iterator[str]:
        yield from _mistakes(self)
        if self.tree.get("lang") != self.language:
            yield f"<html lang={self.tree.get('lang')!r}> for a reader of {self.language!r}"
        if (headings := len(self.all("h1"))) != 1:
            yield f"{headings} h1"
        titles = [(title.text or "").strip(" ·") for title in self.tree.findall("head/title")]
        if len(titles) != 1 or not titles[0]:
            yield f"titles: {titles}"

    def _names(self) -> Iterator[str]:
        named = [id_ for element in self.elements if (id_ := element.get("id")) is not None]
        ids = Counter(named)
        yield from (f"the id {id_!r} stands twice" for id_ in sorted({i or "''" for i in ids if ids[i] > 1}))
        labelled = {label.get("for") for label in self.all("label")}
        inside = {field for label in self.all("label") for field in label.iter()}
        for tag in ("input", "select", "textarea"):
            for field in self.all(tag):
                is_named = field.get("aria-label") or field.get("aria-labelledby") or field in inside
                if field.get("type") not in UNLABELLED and not is_named and field.get("id") not in labelled:
                    yield f"no label: <{tag} name={field.get('name')!r}>"
        for element in (*self.all("button"), *self.all("a"), *self.all("summary")):
            if not words_of(element) and not element.get("aria-label"):
                yield f"no words: <{element.tag} {dict(element.attrib)}>"
        for name in ("aria-labelledby", "aria-describedby", "for"):
            for element in self.elements:
                for target in (element.get(name) or "").split():
                    if target not in ids:
                        yield f"{name}={target!r} points nowhere"
        pictures = [*self.all("img"), *(field for field in self.all("input") if field.get("type") == "image")]
        yield from (f"no alt: {image.get('src')}" for image in pictures if image.get("alt") is None)

    def _forms(self) -> Iterator[str]:
        for form in self.all("form"):
            names = [field.get("name") for field in form.iter("input")]
            method = form.get("method", "get").lower()
            if method == "post" and names.count("csrf_token") != 1:
                yield f"a POST form with {names.count('csrf_token')} tokens: {form.get('action')!r}"
            if method == "get" and "csrf_token" in names:
                yield f"a GET form that shows its token in the address: {form.get('action')!r}"

    def _code(self) -> Iterator[str]:
        for element in self.elements:
            tag = element.tag.rpartition("}")[2]
            if tag == "style" or (tag == "script" and (not element.get("src") or (element.text or "").strip())):
                yield f"inline <{tag}>"
            for name, value in element.attrib.items():
                is_script = name in LEADS and value.strip().lower().startswith("javascript:")
                if name == "style" or name.startswith("on") or is_script:
                    yield f"inline code: <{tag} {name}={value[:60]!r}>"

    def _references(self) -> Iterator[str]:
        targets = [(element, name) for element in self.elements for name in ("href", "src") if element.get(name)]
        for element, name in targets:
            address = urlsplit(element.get(name) or "")
            if address.scheme == "data" and element.tag == "img":
                continue  # a picture in the page itself, which the policy allows
            if address.scheme or address.netloc:
                if element.tag != "a":
                    yield f"from elsewhere: {element.get(name)}"
            elif address.path.startswith("/static/"):
                if not (folder("static") / address.path.removeprefix(f"/{prefix()}")).is_file():
                    yield f"no such file: {address.path}"
            elif element.tag == "a" and address.path and not self._leads_somewhere(address.path):
                yield f"a link to nowhere: {element.get(name)}"

    def _leads_somewhere(self, path: str) -> bool:
        try:
            self.app.url_map.bind("localhost").match(path, method="GET")
        except HTTPException:
            return False
        return path.startswith("/")

    def _words(self) -> Iterator[str]:
        """No word for machines on the screen, and no English sentence of ours on a Spanish page."""
        english, _spanish = _catalogue()
        for words, here in _texts(self.tree):
            if MACHINE.search(words):
                yield f"a word for machines: {words!r}"
            if self.language == "es" and here == "es" and words in english:
                yield f"not translated: {words!r}"


def _texts(element: Element | None) -> list[tuple[str, str | None]]:
    """Each text with the language that it is marked with, attributes that are read aloud included."""
    found: list[tuple[str, str | None]] = []
    if element is not None:
        _collect(element, None, found)
    return found


def _collect(element: Element, language: str | None, found: list[tuple[str, str | None]]) -> None:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "textarea"):
        return
    language = element.get("lang") or language
    said = [*(element.get(name) for name in READ_ALOUD), element.text]
    found += [(words, language) for text in said if text and (words := " ".join(text.split()))]
    for child in element:
        _collect(child, language, found)
        if child.tail and (words := " ".join(child.tail.split())):
            found.append((words, language))


def words_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


class PageForm:
    """One form as a browser would send it: everything that stands in it, or elsewhere names it, unless the person typed
    something else."""

    def __init__(self, element: Element, page: Page) -> None:
        self.element = element
        self.page = page
        self.action = element.get("action") or page.response.request.full_path.rstrip("?")
        self.method = element.get("method", "get").lower()

    @property
    def _elements(self) -> list[Element]:
        id = self.element.get("id")
        everywhere = [one for name in ("input", "select", "button", "textarea") for one in self.page.all(name)]
        elsewhere = [one for one in everywhere if id and one.get("form") == id]
        return [one for one in self.element.iter() if isinstance(one.tag, str)] + elsewhere

    @property
    def fields(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for field in self._elements:
            name = field.get("name")
            if not name or field.get("disabled") is not None:
                continue
            found += [(name, value) for value in _values(field)]
        return found

    def filled(self, changes: dict[str, Any]) -> dict[str, Any]:
        """The form's own values with these instead; a name that the form does not have is a mistake of the test. A
        picture that is pressed sends where, as "name.x" and "name.y"."""
        named = self._elements
        pictures = [field.get("name") for field in named if field.get("type") == "image"]
        names = {field.get("name") for field in named} | {f"{name}.{axis}" for name in pictures for axis in "xy"}
        assert set(changes) <= names, f"this form has no {set(changes) - names}; it has {sorted(filter(None, names))}"
        values: dict[str, Any] = {}
        for name, value in self.fields:
            values.setdefault(name, []).append(value)
        return {**values, **changes}


def _values(field: Element) -> list[str]:
    kind = field.get("type", "text").lower()
    if field.tag == "textarea":
        return [(field.text or "").removeprefix("\n")]
    if field.tag == "select":
        options = list(field.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        if not chosen and field.get("multiple") is None:
            chosen = options[:1]
        return [option.get("value", (option.text or "").strip()) for option in chosen]
    if field.tag != "input" or kind in ("submit", "button", "reset", "image", "file"):
        return []
    if kind in ("checkbox", "radio") and field.get("checked") is None:
        return []
    return [field.get("value", "on" if kind in ("checkbox", "radio") else "")]
