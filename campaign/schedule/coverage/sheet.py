"""Coverage as a table of all that the page lists, one line for each region, in the reader's language."""

from collections.abc import Sequence

from campaign.accounts.models import country_name
from campaign.i18n import _
from campaign.schedule.coverage.counting import MEASURES, Cover
from campaign.schedule.coverage.gaps import TITLES
from campaign.schedule.coverage.showing import NAMES


def header() -> Sequence[str]:
    return (
        _("Code"),
        _("Name"),
        _("State"),
        _("Country"),
        _("People, 2020"),
        _("Target region"),
        *(str(NAMES[what]) for what in MEASURES),
        _("People reached, in total"),
        _("Small groups not among the people"),
        _("Copies handed out"),
        _("What is missing"),
    )


def row(one: Cover) -> Sequence[object]:
    region = one.region
    return (
        region.key,
        region.name,
        region.state_name,
        country_name(region.country),
        region.population,
        _("yes") if one.campaign else _("no"),
        *(one.amount(what) for what in MEASURES),
        one.people,
        one.hidden,
        one.copies,
        "; ".join(str(TITLES[name]) for name in one.gaps),
    )
