"""Names for what a region is and what its clock does; a time zone is told in words, never as an identifier."""

from datetime import datetime
from zoneinfo import ZoneInfo

from campaign.db import Side
from campaign.i18n import _l
from campaign.regions.models import Level, SisterPair

LEVELS = {Level.state: _l("State"), Level.county: _l("County"), Level.municipio: _l("Municipio")}
CENSUS = {Side.US: _l("US Census 2020"), Side.MX: _l("INEGI, 2020 census")}
ZONES = {
    "America/Chicago": _l("Central time, Chicago"),
    "America/Chihuahua": _l("Central zone of Mexico, Chihuahua"),
    "America/Ciudad_Juarez": _l("Border time, Ciudad Juárez"),
    "America/Denver": _l("Mountain time, Denver"),
    "America/Hermosillo": _l("Sonora time, Hermosillo"),
    "America/Los_Angeles": _l("Pacific time, Los Angeles"),
    "America/Matamoros": _l("Border time, Matamoros"),
    "America/Monterrey": _l("Central zone of Mexico, Monterrey"),
    "America/Ojinaga": _l("Border time, Ojinaga"),
    "America/Phoenix": _l("Arizona time, Phoenix"),
    "America/Tijuana": _l("Northwest zone of Mexico, Tijuana"),
}


def changes_clock(zone: str, at: datetime) -> bool:
    """Whether the clock of this zone is moved in spring and autumn of that year."""
    winter, summer = (datetime(at.year, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
    return winter != summer


def pair_name(pair: SisterPair, sides: list[Side]) -> str:
    """ "El Paso – Ciudad Juárez", in the reader's order."""
    return " – ".join(pair.city(side) for side in sides)
