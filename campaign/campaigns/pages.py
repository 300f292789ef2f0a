"""All pages of campaigns on their one blueprint, for the application to register."""

from campaign.campaigns import views
from campaign.campaigns.blueprint import campaigns
from campaign.campaigns.tasks import views as task_views

__all__ = ["campaigns", "task_views", "views"]
