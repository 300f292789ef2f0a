"""What each row would become: something new, something that is there already, or nothing because of a fault.

Everything that rows are compared with is read once, whatever the number of rows; nothing is written here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, select

from campaign.accounts.models import User
from campaign.db import Bilingual, Side, session
from campaign.errors import Refused
from campaign.i18n import LANGUAGES, _, language
from campaign.mail.addresses import address
from campaign.partners import actions as partners
from campaign.partners import names, phones
from campaign.partners.actions import Details
from campaign.partners.imports.data import COLUMNS, SYNONYMS
from campaign.partners.imports.models import ImportKind, Outcome
from campaign.partners.imports.reading import Values, folded
from campaign.partners.models import Organization, OrganizationKind, OrganizationState
from campaign.partners.places.actions import Address
from campaign.partners.places.models import Place
from campaign.partners.words import KINDS
from campaign.regions.models import Level, Region

NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Draft:
    """A row that can be brought in: the organization it belongs to (0: it is one itself), and what it says."""

    organization_id: int
    content: Details | Address | Values


@dataclass(frozen=True)
class Judged:
    """A row with what it would become. `twin` is what is there already (0: an earlier row of the same table)."""

    n: int
    outcome: Outcome
    note: Bilingual = NOTHING
    draft: Draft | None = None
    twin: int | None = None


class Judge:
    """Knows the organizations, places and regions that rows are compared with."""

    def __init__(self, kind: ImportKind, side: Side, at: datetime) -> None:
        self._kind, self._side, self._at = kind, side, at
        self._organizations: dict[str, int] = {}
        self._closed: set[str] = set()
        for number, fold, state in session.execute(_organizations(side)):
            if state is OrganizationState.open or kind is ImportKind.organizations:
                self._organizations.setdefault(fold, number)
            else:
                self._closed.add(fold)
        self._known = self._twins()
        self._regions = _regions() if kind is ImportKind.places else {}

    def _twins(self) -> dict[tuple[str, ...], int]:
        """By what tells one from another: what is there already."""
        if self._kind is ImportKind.organizations:
            return {(fold,): number for fold, number in self._organizations.items()}
        if self._kind is ImportKind.people:
            return {(email,): number for number, email in session.execute(_people(self._side))}
        found = session.execute(_places(self._side))
        return {(str(owner), names.fold(name), region): number for number, owner, name, region in found}

    def judge(self, n: int, values: Values) -> Judged:
        """Faults in both languages: whoever carries it out later has no reader."""
        said: dict[str, str] = {}
        for code in LANGUAGES:
            with language(code):
                try:
                    draft, key = self._drafted(values)
                except Refused as refused:
                    said[code] = refused.message
                    continue
            break
        if said:
            return Judged(n, Outcome.faulty, Bilingual(**said))
        if key in self._known:
            return Judged(n, Outcome.duplicate, twin=self._known[key])
        self._known[key] = 0
        return Judged(n, Outcome.made, draft=draft)

    def _drafted(self, values: Values) -> tuple[Draft, tuple[str, ...]]:
        _whole(self._kind, values)
        if self._kind is ImportKind.organizations:
            return self._organization(values)
        owner = self._owner(values["organization"])
        if self._kind is ImportKind.people:
            email = address(values["email"]).lower()
            return Draft(owner, {**values, "email": email, "language": _language(values)}), (email,)
        return self._place(owner, values)

    def _organization(self, values: Values) -> tuple[Draft, tuple[str, ...]]:
        _own_country(values.get("country", ""), self._side)
        name, fold = values["name"], names.fold(values["name"])
        if not fold:
            raise Refused(_("Write the name of the organization in letters."))
        if names.is_disguised(name):
            raise Refused(_("The name mixes letters of two alphabets that look alike. Type it anew."))
        parent = values.get("parent", "")
        if parent and (names.fold(parent),) not in self._known:
            self._owner(parent)
        details = Details(
            name=name,
            kind=_kind(values["kind"]),
            email=address(values["email"]) if values.get("email") else "",
            phone=phones.kept(values.get("phone", ""), self._side),
            website=partners.website(values.get("website", "")),
            language=_language(values),
            parent=parent,
        )
        return Draft(0, details), (fold,)

    def _owner(self, name: str) -> int:
        """An open organization of the own side."""
        fold = names.fold(name)
        if fold in self._organizations:
            return self._organizations[fold]
        if fold in self._closed:
            raise Refused(_("“%(name)s” is not open, so nothing can be added to it.", name=name))
        raise Refused(_("There is no partner of your side called “%(name)s”. Bring in partners first.", name=name))

    def _place(self, owner: int, values: Values) -> tuple[Draft, tuple[str, ...]]:
        region = self._region(values["region"], values.get("state", ""))
        code = values.get("postal_code", "")
        code = code.zfill(5) if code.isdecimal() and len(code) == 4 else code  # a spreadsheet ate the zero
        if code and not (code.isascii() and code.isdecimal() and len(code) == 5):
            raise Refused(_("The postal code “%(code)s” does not have five digits.", code=code))
        phones.kept(values.get("phone", ""), Side(region[:2]))
        content: dict[str, Any] = {field: values.get(field, "") for field in ("name", "address", "phone", "hours")}
        draft = Draft(owner, Address(**content, region_key=region, postal_code=code))
        return draft, (str(owner), names.fold(values["name"]), region)

    def _region(self, text: str, state: str) -> str:
        found = set(self._regions.get(folded(text), set()))
        if not found and text.isdecimal() and len(text) == 4:
            found = set(self._regions.get(text.zfill(5), set()))  # a spreadsheet ate the zero
        if state:
            found &= self._regions.get(f"in {folded(state)}", found)
        if len(found) == 1:
            return found.pop()
        if found:
            keys = ", ".join(sorted(found))
            raise Refused(_("“%(name)s” is the name of several: write the key, one of %(keys)s.", name=text, keys=keys))
        raise Refused(_("There is no county or municipio “%(name)s” among the ten border states.", name=text))


def judged(judge: Judge, rows: Iterable[tuple[int, Values]]) -> list[Judged]:
    return [judge.judge(n, values) for n, values in rows]


def _organizations(side: Side) -> Select[int, str, OrganizationState]:
    query = select(Organization.id, Organization.folded, Organization.state).where(Organization.country == side)
    return query.order_by(Organization.id)


def _people(side: Side) -> Select[int, str]:
    return select(User.id, User.email).where(User.side == side)


def _places(side: Side) -> Select[int, int, str, str]:
    query = select(Place.id, Place.organization_id, Place.name, Place.region_key)
    return query.join(Organization, Organization.id == Place.organization_id).where(Organization.country == side)


def _regions() -> dict[str, set[str]]:
    """Every way in which spreadsheets name a county or municipio, and its state behind "in"."""
    found: dict[str, set[str]] = defaultdict(set)
    query = select(Region.key, Region.code, Region.name, Region.state_name, Region.state_abbr, Region.state_code)
    for key, code, name, state, abbr, state_code in session.execute(query.where(Region.level != Level.state)):
        short = name.removesuffix(" County")
        for way in (key, code, name, short, f"{name} {state}", f"{short} {state}", f"{name} {abbr}", f"{short} {abbr}"):
            found[folded(way)].add(key)
        for way in (state, abbr, state_code):
            found[f"in {folded(way)}"].add(key)
    return found


def _whole(kind: ImportKind, values: Values) -> None:
    """Nothing needed is missing, nothing is too long, and nothing is a formula that was never worked out."""
    for column in COLUMNS[kind]:
        text = values.get(column.field, "")
        if column.is_needed and not text:
            raise Refused(_("“%(column)s” is empty.", column=column.label))
        if text.startswith(("=", "＝")):
            raise Refused(_("“%(column)s” holds a formula. Write its result instead.", column=column.label))
        if len(text) > column.most:
            raise Refused(_("“%(column)s” has more than %(most)s characters.", column=column.label, most=column.most))


def _kind(text: str) -> OrganizationKind:
    found = _kinds().get(folded(text))
    if found is None:
        known = ", ".join(str(words) for kind, words in KINDS.items() if kind is not OrganizationKind.secretariat)
        raise Refused(_("“%(kind)s” is no kind of organization. Write one of: %(known)s.", kind=text, known=known))
    return found


@cache
def _kinds() -> dict[str, OrganizationKind]:
    """Every word for a kind, in both languages."""
    found: dict[str, OrganizationKind] = {}
    for kind, words in KINDS.items():
        found |= dict.fromkeys((folded(kind.value), *SYNONYMS.get(kind, ())), kind)
        for code in LANGUAGES:
            with language(code):
                found[folded(str(words))] = kind
    return {word: kind for word, kind in found.items() if kind is not OrganizationKind.secretariat}


def _language(values: Values) -> str:
    text = folded(values.get("language", ""))
    if not text:
        return ""
    if text.startswith(("es", "spa")):
        return "es"
    if text.startswith(("en", "in")):
        return "en"
    raise Refused(_("“%(language)s” is neither English nor Spanish.", language=values["language"]))


COUNTRIES = {
    Side.US: ("us", "usa", "eu", "eua", "ee uu", "united states", "estados unidos", "united states of america"),
    Side.MX: ("mx", "mex", "mexico"),
}


def _own_country(text: str, side: Side) -> None:
    """A side brings in its own organizations only."""
    if text and folded(text) not in COUNTRIES[side]:
        raise Refused(_("“%(country)s” is not the country of your side; each side brings in its own.", country=text))
