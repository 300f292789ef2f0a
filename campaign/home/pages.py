"""All pages of home on their one blueprint, for the application to register."""

from campaign.home import board_views, inbox_views, search, views
from campaign.home.views import home

__all__ = ["board_views", "home", "inbox_views", "search", "views"]
