"""A partner on a sheet: one of its places as the local contact, its name and its logo behind the governments' marks.

Only what lies outside the fingerprint by design (law 3) is filled in, so nothing is cleared anew; in exchange the
partner, its place and the permission of its logo are asked again each time that the sheet is to be printed.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from campaign.accounts.models import User, country_phrase
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.flyers.formats import Format
from campaign.flyers.models import Edition
from campaign.i18n import _
from campaign.paper.fit import misfits
from campaign.paper.layouts import LAYOUTS
from campaign.paper.render import pages
from campaign.paper.sheet import Contact, Mark, Picture, Sheet
from campaign.partners import phones
from campaign.partners.accreditations.actions import may_show_logo
from campaign.partners.logos.models import Logo, valid_logos
from campaign.partners.models import Organization
from campaign.partners.places.models import Place, in_use


@dataclass(frozen=True)
class Strip:
    """What a partner puts on a sheet. `key` makes the code, `seal` tells whether anything of it reads otherwise now."""

    contact: Contact
    mark: Mark
    key: str

    @property
    def seal(self) -> str:
        parts = [self.key, self.contact, self.mark]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def strip_of(place: Place, on: date) -> Strip:
    """As it is on this day. Refused for a place that is closed or whose organization its country does not accredit."""
    if reason := refusal(place.organization, place.region.country, on) or _closed(place):
        raise Refused(reason)
    logo = logo_of(place.organization, place.region.country, on)
    mark = Mark(mark="", name=place.organization.name)
    if logo:
        mark["picture"] = Picture(sha256=logo.sha256, width=logo.width, height=logo.height)
    return Strip(_contact(place), mark, f"{place.organization_id} {place.id} {logo.sha256 if logo else ''}".strip())


def refusal(organization: Organization, side: Side, on: date) -> str:
    """Why its name stands on no sheet of this country, in words; '' when it may."""
    if may_show_logo(organization, side, on):
        return ""
    where = country_phrase(side)
    return _(
        "%(name)s is not accredited by %(where)s now, so no sheet there carries it.",
        name=organization.name,
        where=where,
    )


def _closed(place: Place) -> str:
    return "" if place.is_active else _("The place “%(name)s” is closed.", name=place.name)


def logo_of(organization: Organization, side: Side, on: date) -> Logo | None:
    """The newest one whose permission covers print in this country on this day."""
    return session.scalars(valid_logos(side, on).where(Logo.organization_id == organization.id)).first()


@dataclass(frozen=True)
class Offer:
    """What a partner may put on a sheet of a country, or in words why nothing."""

    organization: Organization
    places: list[Place]
    logo: Logo | None
    refusal: str


def offer(user: User, side: Side, on: date) -> Offer | None:
    """None for who is no partner."""
    if not user.is_partner:
        return None
    own = user.organization
    return Offer(own, places_in(own.id, side), logo_of(own, side, on), refusal(own, side, on))


def places_in(organization_id: int, side: Side) -> list[Place]:
    """Its places in use in this country, those of a region together."""
    found = [place for place in session.scalars(in_use(organization_id)) if place.region.country is side]
    return sorted(found, key=lambda place: place.region.full_name)


def _contact(place: Place) -> Contact:
    """As the place holds it: the address in one run, then hours and telephone."""
    address = " ".join(filter(None, (", ".join(_lines(place.address)), place.postal_code)))
    reached = " · ".join(filter(None, (", ".join(_lines(place.hours)), phones.shown(place.phone))))
    return Contact(name=place.name, lines=[line for line in (address, reached) if line])


def _lines(text: str) -> list[str]:
    return [line.strip(" ,") for line in text.splitlines() if line.strip(" ,")]


def changed(edition: Edition, on: date) -> str:
    """Why a sheet with a partner on it is not printed as it was prepared, in words; '' when it may be."""
    place = edition.place
    if place is None:
        return ""
    if reason := refusal(place.organization, edition.country, on):
        return reason
    if place.is_active and place.region_key == edition.region_key and strip_of(place, on).seal == edition.strip:
        return ""
    return _(
        "The place, the name or the logo on this sheet has changed since it was prepared, or the permission of the "
        "logo has ended. Prepare the sheet again."
    )


def has_room(form: Format) -> bool:
    """Whether the layout has a slot for a local contact at all."""
    return any(slot.name == "contact" for slot in LAYOUTS[form.layout].slots)


def check_room(sheet: Sheet, form: Format) -> None:
    """Refused where the partner does not stand whole on the sheet: some layouts leave contact and strip out where the
    text needs the room, and what was cleared is not shortened for a long address."""
    made = pages(form.layout, sheet, form.size)
    slots = {block.slot for page in made for block in page.blocks}
    if "contact" not in slots or f"strip-{len(sheet['strip'])}" not in slots:
        raise Refused(
            _("In this layout there is no room for your organization beside the text. Choose another layout.")
        )
    if misfits(made):
        raise Refused(
            _(
                "The name and the address of this place are too long for this layout. Choose another layout, or "
                "shorten the address and the hours of the place."
            )
        )
