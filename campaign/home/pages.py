"""All pages of home on their one blueprint, for the application to register."""

from campaign.home import search, views
from campaign.home.views import home

__all__ = ["home", "search", "views"]
