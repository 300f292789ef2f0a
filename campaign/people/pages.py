"""All pages of people on their one blueprint, for the application to register."""

from campaign.people import change_views, invitation_views, views
from campaign.people.blueprint import people

__all__ = ["change_views", "invitation_views", "people", "views"]
