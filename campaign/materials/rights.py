"""Until when a material may be used in a country, read from the days that rights keeps on it; decides nothing else."""

from collections.abc import Sequence
from datetime import date

from campaign.accounts.models import country_phrase
from campaign.db import Side, session
from campaign.i18n import _
from campaign.materials.models import Material, Shown, Version
from campaign.materials.pictures import images_of

PEOPLE = (Shown.adults, Shown.minors)


def licensed_until(material: Material, side: Side) -> date | None:
    """The last day of what lets us use it there; None while nothing does."""
    return material.licensed_us_until if side is Side.US else material.licensed_mx_until


def released_until(material: Material, side: Side) -> date | None:
    """The last day on which everybody shown agrees there; None while somebody does not."""
    return material.released_us_until if side is Side.US else material.released_mx_until


def parts_with_rights(version: Version) -> Sequence[Version]:
    """What of a version somebody may have rights in: itself, where it came as files; the pictures, where a flyer shows
    some."""
    if not version.material.is_flyer:
        return [version]
    return session.scalars(images_of(version)).all() if version.shows_images else ()


def lasts(part: Version, side: Side, on: date) -> bool:
    """A licence covers that country on that day, and the consents of those shown do (law 10)."""
    days = [licensed_until(part.material, side)]
    days += [released_until(part.material, side)] if part.shows_people else []
    return all(day is not None and day >= on for day in days)


def rights_problems(material: Material, on: date) -> list[str]:
    """What is missing before it may be sent, country by country."""
    found = []
    for side in material.territory.sides:
        place = country_phrase(side)
        if not _is_there(licensed_until(material, side), on):
            found.append(_("No licence lets us use it in %(country)s.", country=place))
        if not _is_released(material, side, on):
            found.append(_no_release(material, place))
    return found


def _is_released(material: Material, side: Side, on: date) -> bool:
    """Everybody shown agrees; where minors are shown, one of those who agreed is one (law 16)."""
    if material.shown is Shown.minors and not material.minors_released:
        return False
    return material.shown not in PEOPLE or _is_there(released_until(material, side), on)


def _no_release(material: Material, place: str) -> str:
    if material.shown is Shown.minors:
        return _("Minors are shown: the consent of guardian and minor does not cover %(country)s.", country=place)
    return _("People are shown: their consent does not cover %(country)s.", country=place)


def _is_there(day: date | None, on: date) -> bool:
    return day is not None and day >= on
