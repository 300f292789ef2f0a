"""All pages of kits on their one blueprint, for the application to register."""

from campaign.kits import link_views, views
from campaign.kits.blueprint import kits

__all__ = ["kits", "link_views", "views"]
