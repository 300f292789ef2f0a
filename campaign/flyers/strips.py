"""A partner on a sheet: one of its places as the local contact, its name and its logo behind the governments' marks.

Only what lies outside the fingerprint by design (law 3) is filled in, so nothing is cleared anew; in exchange the
partner, its place and the permission of its logo are asked again each time that the sheet is to be printed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from campaign.accounts.models import User, country_phrase
from campaign.db import Side, session
from campaign.errors import Refused
from campaign.flyers.models import Edition
from campaign.i18n import _
from campaign.paper.sheet import Contact, Mark, Picture
from campaign.partners import phones
from campaign.partners.accreditations.actions import may_show_logo
from campaign.partners.accreditations.models import standing
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
    def is_permitted(self) -> bool:
        """Whether its logo is on it: then the organization has said in writing that it may stand there."""
        return "picture" in self.mark

    @property
    def seal(self) -> str:
        parts = [self.key, self.contact, self.mark]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def strip_of(place: Place, on: date) -> Strip:
    """As it is on this day. Refused for a place that is closed or whose organization its country does not accredit."""
    return Strips([place.organization_id], place.region.country, on).of(place)


class Strips:
    """What these organizations may put on sheets of one country on one day, asked for once for all of them."""

    def __init__(self, organization_ids: Iterable[int], side: Side, on: date) -> None:
        self._ids, self._side, self._on = sorted(set(organization_ids)), side, on

    @cached_property
    def _accredited(self) -> set[int]:
        found = session.scalars(standing(self._ids, self._on)) if self._ids else ()
        return {one.organization_id for one in found if one.side is self._side}

    @cached_property
    def _logos(self) -> dict[int, Logo]:
        """Of several of one organization the newest."""
        query = valid_logos(self._side, self._on).where(Logo.organization_id.in_(self._ids))
        found = session.scalars(query).all() if self._ids else ()
        return {logo.organization_id: logo for logo in reversed(found)}

    @classmethod
    def seen_on(cls, editions: Iterable[Edition], side: Side, on: date) -> Strips:
        """Of those who stand on these sheets."""
        return cls([edition.partner_id for edition in editions if edition.partner_id is not None], side, on)

    def of(self, place: Place) -> Strip:
        """Refused for a place that is closed or whose organization the country does not accredit."""
        if reason := self.refusal(place.organization) or _closed(place):
            raise Refused(reason)
        logo = self._logos.get(place.organization_id)
        mark = Mark(mark="", name=place.organization.name)
        if logo:
            mark["picture"] = Picture(sha256=logo.sha256, width=logo.width, height=logo.height)
        return Strip(_contact(place), mark, f"{place.organization_id} {place.id} {logo.sha256 if logo else ''}".strip())

    def has_logo(self, organization: Organization) -> bool:
        return organization.id in self._logos

    def refusal(self, organization: Organization) -> str:
        """Why its name stands on no sheet there, in words; '' when it may."""
        is_accredited = organization.is_open and organization.id in self._accredited
        return "" if is_accredited else _not_accredited(organization, self._side)


def refusal(organization: Organization, side: Side, on: date) -> str:
    """Why its name stands on no sheet of this country, in words; '' when it may."""
    return "" if may_show_logo(organization, side, on) else _not_accredited(organization, side)


def no_permission(organization: Organization, side: Side) -> str:
    """Said to who is not of that organization: without its logo there is no word of its own that it may stand there."""
    return _(
        "%(name)s has given no permission for its logo in %(where)s that is valid today; until then only its own "
        "people put it on a sheet.",
        name=organization.name,
        where=country_phrase(side),
    )


def _not_accredited(organization: Organization, side: Side) -> str:
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


def changed(edition: Edition, on: date, strips: Strips | None = None) -> str:
    """Why a sheet with a partner on it is not printed as it was prepared, in words; '' when it may be. `strips`: where
    the caller asked for many at once."""
    place = edition.place
    if place is None:
        return ""
    strips = strips or Strips.seen_on([edition], edition.country, on)
    if reason := strips.refusal(place.organization):
        return reason
    if place.is_active and place.region_key == edition.region_key and strips.of(place).seal == edition.strip:
        return ""
    return _(
        "The place, the name or the logo on this sheet has changed since it was prepared, or the permission of the "
        "logo has ended. Prepare the sheet again."
    )
