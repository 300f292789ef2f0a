"""The sheet: all that a page needs, as plain JSON; it names no table, no user and no file."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

Country = Literal["US", "MX"]
Language = Literal["en", "es"]

ORDER: dict[Country, tuple[Language, Language]] = {"US": ("en", "es"), "MX": ("es", "en")}
TAGS: dict[Language, str] = {"en": "en-US", "es": "es-MX"}


class Both(TypedDict):
    """The same words in both languages."""

    en: str
    es: str


class Point(TypedDict):
    """One message beside a pictogram (`drawings.PICTOGRAMS` or ""); `slot` names it in findings."""

    en: str
    es: str
    pictogram: str
    slot: str


class Helpline(TypedDict):
    """A number as it is dialled, its name and when or how; `emergency` puts it in the red tile."""

    number: str
    name: Both
    note: Both
    emergency: bool


class Elsewhere(TypedDict):
    """Lines valid only in the other country; printed with that country's name (law 8)."""

    country: Country
    lines: list[Helpline]


class Places(TypedDict):
    """City or region of this edition and its twin; "" leaves one out."""

    near: str
    far: str


class Territory(TypedDict):
    key: str
    name: str


class Contact(TypedDict):
    name: str
    lines: list[str]


class Picture(TypedDict):
    """A photograph or drawing: the SHA-256 of its bytes, which whoever prints hands in, and its size in pixels."""

    sha256: str
    width: int
    height: int


class Mark(TypedDict):
    """An organization in the partner strip: a neutral mark ("" for a partner) and its name; or its logo in the mark's
    place."""

    mark: Literal["US", "MX", ""]
    name: str
    picture: NotRequired[Picture]


class Sheet(TypedDict):
    """`country` is the edition's: it decides every order (law 20). Dates are ISO; "" for none."""

    country: Country
    draft: bool
    title: Both
    headline: Both
    subline: Both
    points: list[Point]
    helplines: list[Helpline]
    elsewhere: Elsewhere | None
    places: Places
    territory: Territory
    contact: Contact | None
    strip: list[Mark]
    address: str
    code: str
    version: int
    review_by: str
    alt: Both
    picture: Picture | None
