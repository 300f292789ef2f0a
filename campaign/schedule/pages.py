"""All pages of the schedule on their one blueprint, for the application to register."""

from campaign.schedule import views
from campaign.schedule.blackouts import views as blackout_views
from campaign.schedule.blueprint import schedule
from campaign.schedule.periods import views as period_views

__all__ = ["blackout_views", "period_views", "schedule", "views"]
