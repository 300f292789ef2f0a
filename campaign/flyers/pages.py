"""All pages of flyers on their one blueprint, for the application to register."""

from campaign.flyers import views
from campaign.flyers.blueprint import flyers
from campaign.flyers.marks import views as mark_views

__all__ = ["flyers", "mark_views", "views"]
