"""All pages of flyers on their one blueprint, for the application to register."""

from campaign.flyers import views
from campaign.flyers.blueprint import flyers
from campaign.flyers.marks import views as mark_views
from campaign.flyers.stock import views as stock_views

__all__ = ["flyers", "mark_views", "stock_views", "views"]
