"""All pages of clearance on their one blueprint, for the application to register."""

from campaign.clearance import fact_views, following_views, leave_views, list_views, views
from campaign.clearance.blueprint import clearance

__all__ = ["clearance", "fact_views", "following_views", "leave_views", "list_views", "views"]
