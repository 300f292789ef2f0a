"""What the pages say of visits: all of them, and those of the last 30 days."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import ColumnElement

from campaign.db import session
from campaign.flyers.visits.models import by_day

DAYS = 30


@dataclass
class Reading:
    """How often by the code on the paper, and how often by the typed address."""

    scans: int = 0
    typed: int = 0

    @property
    def total(self) -> int:
        return self.scans + self.typed

    def add(self, is_scan: bool, count: int) -> None:
        self.scans += count if is_scan else 0
        self.typed += 0 if is_scan else count


@dataclass
class Readings(Reading):
    """With the days of the last 30 on which there were visits, the newest first."""

    days: dict[date, Reading] = field(default_factory=dict)

    @property
    def recent(self) -> int:
        return sum(day.total for day in self.days.values())

    @property
    def most(self) -> int:
        return max(day.total for day in self.days.values())


def since(today: date) -> date:
    """The first of the last 30 days; today is one of them."""
    return today - timedelta(days=DAYS - 1)


def read(these: ColumnElement[bool], today: date) -> Readings:
    found = Readings()
    for day, is_scan, count in session.execute(by_day(these)):
        found.add(is_scan, int(count))
        if day >= since(today):
            found.days.setdefault(day, Reading()).add(is_scan, int(count))
    return found
