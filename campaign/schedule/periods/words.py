"""What the kinds of periods are called."""

from typing import Any

from campaign.i18n import _l
from campaign.schedule.periods.models import PeriodKind

KINDS: dict[PeriodKind, Any] = {
    PeriodKind.school_term: _l("School term"),
    PeriodKind.school_break: _l("School holidays"),
    PeriodKind.blackout: _l("Electoral blackout"),
    PeriodKind.holiday: _l("Local holiday"),
}
