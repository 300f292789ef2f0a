"""The order of the two countries on a screen (law 20): the reader's own side first, and alternating for who has none."""

from campaign import i18n
from campaign.accounts.models import User
from campaign.db import Side


def order(user: User | None) -> list[Side]:
    """The reader's side first; without a side, Spanish names Mexico first and English the United States."""
    first = user.side if user and user.side else (Side.MX if i18n.current() == "es" else Side.US)
    return [first, first.opposite]
