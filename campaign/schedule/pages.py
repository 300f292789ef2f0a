"""All pages of the schedule on their one blueprint, for the application to register."""

from campaign.schedule import views
from campaign.schedule.blueprint import schedule

__all__ = ["schedule", "views"]
