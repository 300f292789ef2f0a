"""All pages of the schedule on their one blueprint, for the application to register."""

from campaign.schedule import views
from campaign.schedule.blueprint import schedule
from campaign.schedule.reports import views as report_views

__all__ = ["report_views", "schedule", "views"]
