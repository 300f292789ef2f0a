"""Which partners may stand on the sheets of a batch: a partner's own people name it with its own places; planners and
print staff name those that their country accredits and that permit their logo there today."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from campaign.accounts.models import User
from campaign.db import Side, session
from campaign.flyers.strips import Offer, Strips, offer
from campaign.partners.logos.models import Logo, valid_logos
from campaign.partners.models import Organization
from campaign.partners.places.models import Place, in_country
from campaign.permissions import print_partner, stand_on_sheet


@dataclass(frozen=True)
class PartnerChoice:
    """`places`: those in use in the reader's own country, by region."""

    organization: Organization
    places: list[Place]

    @property
    def value(self) -> str:
        return str(self.organization.id)


def partners_for(reader: User, on: date, own: Offer | None = None) -> list[PartnerChoice]:
    """Alphabetical, in a few questions however many there are. `own`: what a partner is offered for a single sheet,
    where the caller knows."""
    if reader.side is None:
        return []
    if not (reader.is_planner or reader.is_printer):
        own = own or offer(reader, reader.side, on)
        return [PartnerChoice(own.organization, own.places)] if own and own.places and not own.refusal else []
    found: dict[int, PartnerChoice] = {}
    for place in _places(reader, reader.side, on):
        choice = found.setdefault(place.organization_id, PartnerChoice(place.organization, []))
        choice.places.append(place)
    return sorted(found.values(), key=lambda choice: (choice.organization.order_key, choice.organization.id))


def _places(reader: User, side: Side, on: date) -> list[Place]:
    """Of an official who is of a partner organization as well, its own beside the others'."""
    permitted = select(valid_logos(side, on).order_by(None).with_only_columns(Logo.organization_id).subquery())
    found = session.scalars(in_country(side, permitted)).all()
    own = session.scalars(in_country(side, [reader.organization_id])).all() if reader.is_partner else ()
    mine = {
        place.id: place for place in (*found, *own) if print_partner(reader, place) or stand_on_sheet(reader, place)
    }
    strips = Strips({place.organization_id for place in mine.values()}, side, on)
    return [place for place in mine.values() if not strips.refusal(place.organization)]


def permitted_places(organization: Organization, side: Side, on: date) -> list[Place]:
    """Its places in use in that country, for the operator's command: none without a logo that is permitted there."""
    strips = Strips([organization.id], side, on)
    if strips.refusal(organization) or not strips.has_logo(organization):
        return []
    return list(session.scalars(in_country(side, [organization.id])))
