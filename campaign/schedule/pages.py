"""All pages of the schedule on their one blueprint, for the application to register."""

from campaign.schedule import views
from campaign.schedule.again import views as again_views
from campaign.schedule.blackouts import views as blackout_views
from campaign.schedule.blueprint import schedule
from campaign.schedule.certificates import views as certificate_views
from campaign.schedule.coverage import views as coverage_views
from campaign.schedule.feeds import views as feed_views
from campaign.schedule.launch import views as launch_views
from campaign.schedule.papers import views as paper_views
from campaign.schedule.periods import views as period_views
from campaign.schedule.releases import views as release_views
from campaign.schedule.reports import views as report_views

__all__ = [
    "again_views",
    "blackout_views",
    "certificate_views",
    "coverage_views",
    "feed_views",
    "launch_views",
    "paper_views",
    "period_views",
    "release_views",
    "report_views",
    "schedule",
    "views",
]
