"""Lets the columns of materials say until when their rights last, and tells both sides of what left force by that.

Rights stand above clearance: whatever changes here is felt at once by the item and by every flyer that shows it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from campaign.accounts.models import Role, country_phrase
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.clearance import force
from campaign.db import Side, session
from campaign.i18n import _, current
from campaign.mail.kinds import NoticeKind
from campaign.materials.models import Material, MaterialType, versions_of
from campaign.materials.pictures import showing
from campaign.partners.letters import tell_coordinators
from campaign.rights.consents.models import Age, Consent, ConsentEnd, Use, consents_of
from campaign.rights.dates import ENDLESS, unbroken_until
from campaign.rights.licences.models import standing_licences

# Which use a material of a kind is; every other kind is printed.
USES = {MaterialType.video: Use.video, MaterialType.audio: Use.video, MaterialType.social_post: Use.social}


def use_of(material: Material) -> Use:
    return USES.get(material.type, Use.print)


def settle(material: Material, at: datetime) -> list[Material]:
    """Until when its rights last, and where it and the flyers that show it are in force now; both sides are told of
    what left force, and it is returned."""
    things = [material, *flyers_of(material)]
    before = {thing.id: used_in(thing) for thing in things}
    keep_days(material, at.date())
    force.settle(material, at)
    session.flush()
    ended = [thing for thing in things if before[thing.id] != used_in(thing)]
    left = [(thing, [side for side in before[thing.id] if side not in used_in(thing)]) for thing in ended]
    for thing, sides in left:
        if sides:
            _tell_end(thing, sides, at)
    return [thing for thing, sides in left if sides]


def flyers_of(image: Material) -> list[Material]:
    """Those of which a version in force, or on its way, shows any version of this image."""
    versions = [version.id for version in session.scalars(versions_of(image.id))]
    return list(dict.fromkeys(version.material for version in session.scalars(showing(versions)).unique()))


def keep_days(material: Material, on: date) -> None:
    session.flush()
    consents = list(session.scalars(consents_of(material.id)))
    licences = session.scalars(standing_licences(material.id)).all()
    material.minors_released = any(one.age is Age.minor and one.ended_at is None for one in consents)
    for side in Side:
        spans = [(one.from_on, one.until_on or ENDLESS) for one in licences if one.territory.covers(side)]
        licensed, released = unbroken_until(spans, on), _released(material, consents, side, on)
        if side is Side.US:
            material.licensed_us_until, material.released_us_until = licensed, released
        else:
            material.licensed_mx_until, material.released_mx_until = licensed, released


def _released(material: Material, consents: Sequence[Consent], side: Side, on: date) -> date | None:
    """The earliest of the last days of all who are shown; None where nobody agreed or somebody does not."""
    of_person = defaultdict(list)
    for one in consents:
        if one.end_kind is not ConsentEnd.unneeded:
            of_person[one.person.casefold()].append(one)
    days = [unbroken_until(_spans(material, mine, side), on) for mine in of_person.values()]
    return min((day for day in days if day), default=None) if all(days) else None


def _spans(material: Material, consents: Sequence[Consent], side: Side) -> list[tuple[date, date]]:
    """Those that stand, for this use of it in that country."""
    use = use_of(material).value
    return [
        (one.from_on, one.until_on)
        for one in consents
        if one.ended_at is None and one.territory.covers(side) and use in one.uses
    ]


def used_in(material: Material) -> list[Side]:
    return [side for side in Side if material.is_in_force(side) or material.is_held(side)]


def name_of(material: Material) -> str:
    """As it is called in lists, in the language that is being written."""
    return f"{material.code} {material.title.of(current()) or material.title.twin(current())}"


def page_of(material: Material) -> str:
    return f"/flyers/{material.id}" if material.is_flyer else f"/materials/{material.id}"


def _tell_end(material: Material, left: Sequence[Side], at: datetime) -> None:
    """Officials of both countries that it is for, where it ended those who print it, and those who handed it in."""
    for side in material.territory.sides:
        roles = (*OFFICIALS, Role.printer) if side in left else OFFICIALS
        tell_side(
            side, lambda: _ended(material, left), _ended_text, page_of(material), at, roles, kind=NoticeKind.holds
        )
    tell_coordinators(
        material.organization, lambda: _ended(material, left), _ended_text, page_of(material), at, NoticeKind.holds
    )


def _ended(material: Material, left: Sequence[Side]) -> str:
    where = _("both countries") if len(left) == len(Side) else country_phrase(left[0])
    return _("Out of force in %(where)s: %(what)s", where=where, what=name_of(material))


def _ended_text() -> str:
    return _(
        "The right to use it, or a picture in it, has ended there. No new copies are printed; copies that were handed "
        "out stay. It comes back into force when a licence and the consents of those shown cover that country again."
    )
