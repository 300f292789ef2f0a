"""Entering and changing places, closing one and opening it again. A place on a nation's land needs its consent."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from campaign.db import lock_row, session
from campaign.errors import Difference, Refused, Stale
from campaign.i18n import _, fmt_date
from campaign.partners import phones
from campaign.partners.models import Organization, OrganizationKind
from campaign.partners.places.models import Place
from campaign.regions.models import Level, Region


@dataclass(frozen=True)
class Address:
    """What is written of a place."""

    name: str
    region_key: str
    address: str = ""
    postal_code: str = ""
    phone: str = ""
    hours: str = ""
    land_id: int | None = None
    consent: str = ""
    consent_by: str = ""
    consent_on: date | None = None


def add(organization: Organization, address: Address, at: datetime) -> Place:
    """A place of this organization, in either country."""
    place = Place(organization=organization, is_active=True)
    _write(place, address, at)
    session.add(place)
    session.flush()
    return place


def edit(place: Place, address: Address, opened: int, at: datetime) -> None:
    lock_row(place)
    if opened != place.row_version:
        words = _("Someone else changed this text. Yours is safe below; compare and choose.")
        raise Stale(words, differences(place, address), place.row_version)
    _write(place, address, at)


def set_active(place: Place, is_active: bool, at: datetime) -> None:
    """A closed place gets nothing any more; it can be opened again."""
    lock_row(place)
    place.is_active = is_active


def _write(place: Place, address: Address, at: datetime) -> None:
    region = session.get(Region, address.region_key)
    if region is None or region.level is Level.state:
        raise Refused(_("Choose the county or municipio in which the place lies."))
    phone = phones.kept(address.phone, region.country)
    land = _land(address, place.land_id, at.date())
    for name, value in {**asdict(address), "phone": phone}.items():
        setattr(place, name, value)
    place.region, place.land = region, land


def _land(address: Address, known_id: int | None, today: date) -> Organization | None:
    """The nation on whose land the place stands; its consent says what, by whom and when. One that is not open any more
    stays where it was chosen before."""
    if address.land_id is None:
        if address.consent or address.consent_by or address.consent_on:
            raise Refused(_("A consent belongs to a nation: choose on whose land the place stands."))
        return None
    nation = session.get(Organization, address.land_id)
    if nation is None or nation.kind is not OrganizationKind.nation:
        raise Refused(_("Choose the nation from the list."))
    if not nation.is_open and nation.id != known_id:
        raise Refused(_("This organization is not open any more. Choose another one."))
    if not (address.consent and address.consent_by and address.consent_on):
        raise Refused(_("On a nation’s land a place needs that nation’s consent: what for, by whom and when."))
    if address.consent_on > today:
        raise Refused(_("A consent is not given after today."))
    return nation


def differences(place: Place, address: Address) -> list[Difference]:
    labels = {
        "name": _("Name"),
        "region_key": _("County or municipio"),
        "address": _("Address"),
        "postal_code": _("ZIP code or código postal"),
        "phone": _("Phone"),
        "hours": _("Opening hours"),
        "land_id": _("Land of a nation"),
        "consent": _("What the nation consented to"),
        "consent_by": _("Consent given by"),
        "consent_on": _("Consent given on"),
    }
    stored = {**{name: getattr(place, name) for name in labels}, "phone": phones.shown(place.phone)}
    return [
        Difference(name, labels[name], _said(name, stored[name]), _said(name, value))
        for name, value in asdict(address).items()
        if stored[name] != value
    ]


def _said(name: str, value: object) -> str:
    """In words: a region and a nation by their names."""
    if isinstance(value, date):
        return fmt_date(value)
    if name == "region_key" and (region := session.get(Region, value)):
        return region.full_name
    if isinstance(value, int) and (nation := session.get(Organization, value)):
        return nation.name
    return str(value or "")
