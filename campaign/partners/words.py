"""What kinds, states and languages of organizations are called on the screen."""

from collections.abc import Iterable

from campaign.db import Side
from campaign.i18n import _l
from campaign.partners.models import Organization, OrganizationKind, OrganizationState

KINDS = {
    OrganizationKind.agency: _l("Agency"),
    OrganizationKind.health_department: _l("Health department"),
    OrganizationKind.council: _l("Binational health council"),
    OrganizationKind.association: _l("Civil association"),
    OrganizationKind.clinic: _l("Clinic"),
    OrganizationKind.university: _l("University"),
    OrganizationKind.consular_window: _l("Consular health window"),
    OrganizationKind.printer: _l("Print shop"),
    OrganizationKind.nation: _l("Tribal nation"),
    OrganizationKind.secretariat: _l("Secretariat"),
}
# What may register by itself: governments enter their own agencies.
SELF_REGISTERED = (
    OrganizationKind.clinic,
    OrganizationKind.association,
    OrganizationKind.university,
    OrganizationKind.consular_window,
    OrganizationKind.nation,
    OrganizationKind.council,
    OrganizationKind.health_department,
)
STATES = {
    OrganizationState.waiting: _l("Waits for approval"),
    OrganizationState.open: _l("May work here"),
    OrganizationState.refused: _l("Not approved"),
    OrganizationState.closed: _l("Closed"),
}
BADGES = {
    OrganizationState.waiting: "waiting",
    OrganizationState.open: "good",
    OrganizationState.refused: "bad",
    OrganizationState.closed: "mute",
}
LANGUAGES = {"en": _l("English"), "es": _l("Spanish")}
ACCREDITED = {
    "US": _l("By the United States"),
    "MX": _l("By Mexico"),
    "none": _l("By neither"),
}
PLANNERS = {Side.US: _l("A planner of the United States"), Side.MX: _l("A planner of Mexico")}
POSTAL = {Side.US: _l("ZIP code"), Side.MX: _l("Código postal")}


def offered(found: Iterable[Organization], chosen: Organization | None = None) -> list[tuple[int, str]]:
    """What a list offers: those found, and the one chosen before, which says so if it is not open any more."""
    names = {one.id: one.name for one in found}
    if chosen is not None and chosen.id not in names:
        names[chosen.id] = chosen.name if chosen.is_open else f"{chosen.name} ({STATES[chosen.state]})"
    return list(names.items())
